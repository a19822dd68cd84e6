package theme

// Glyphs are the drawn characters, each exactly one cell wide. Nothing here is
// an emoji or of doubtful width: columns have to line up everywhere.
type Glyphs struct {
	Met, Unmet       string // gate dots
	Yes, No, NA, Ask string // answers of a check
	Waived           string // one that nobody asks for any more
	Soft, Hard       string // freeze shades
	Conflict, Late   string
	Slipped, Changed string
	PlanLeft         string // the ends of what is planned, on a timeline
	PlanRight        string
	Full, Tick       string // what was done, and where the baseline was
	Moved, Tried     string // where a plan was moved from, and one that is only tried
	Window           string // a maintenance window behind the hours
	Milestone        string
	Up, Down         string // more above, more below
	Left, Right      string // more at the side
	Arrow            string // from one stage to the next
	Here             string // the cursor of a list
	Dot              string // between words
	Bullet           string // before an entry of a list, and for an empty cell of a matrix
	Bar              string // between columns
	Line, Pipe       string
	TopLeft          string
	TopRight         string
	LowLeft          string
	LowRight         string
	HereLeft         string // top left corner of the chosen card
	// Where lines meet, named after the way that the third one goes.
	TeeUp, TeeDown, TeeLeft, TeeRight, Cross string
	Dash, DashPipe                           string // lines of what isn't usual
}

var unicode = Glyphs{
	Met: "●", Unmet: "○",
	Yes: "✓", No: "✗", NA: "–", Ask: "?", Waived: "~",
	Soft: "░", Hard: "▒",
	Conflict: "▲", Late: "!",
	Slipped: "»", Changed: "*",
	PlanLeft: "[", PlanRight: "]", Full: "█", Tick: "╹",
	Moved: "·", Tried: "~", Window: "▕",
	Milestone: "◆",
	Up:        "↑", Down: "↓", Left: "←", Right: "→", Arrow: "→",
	Here: "▸", Dot: "·", Bullet: "·", Bar: "▕",
	Line: "─", Pipe: "│",
	TopLeft: "┌", TopRight: "┐", LowLeft: "└", LowRight: "┘",
	HereLeft: "▸",
	TeeUp:    "┴", TeeDown: "┬", TeeLeft: "┤", TeeRight: "├", Cross: "┼",
	Dash: "╌", DashPipe: "╎",
}

var ascii = Glyphs{
	Met: "*", Unmet: "-",
	Yes: "+", No: "x", NA: "-", Ask: "?", Waived: "~",
	Soft: ":", Hard: "#",
	Conflict: "^", Late: "!",
	Slipped: "}", Changed: "*",
	PlanLeft: "[", PlanRight: "]", Full: "%", Tick: "'",
	Moved: ",", Tried: "~", Window: "_",
	Milestone: "=",
	Up:        "^", Down: "v", Left: "<", Right: ">", Arrow: ">",
	Here: ">", Dot: "|", Bullet: "-", Bar: "|",
	Line: "-", Pipe: "|",
	TopLeft: "+", TopRight: "+", LowLeft: "+", LowRight: "+",
	HereLeft: ">",
	TeeUp:    "+", TeeDown: "+", TeeLeft: "+", TeeRight: "+", Cross: "+",
	Dash: ".", DashPipe: ":",
}

// All lists the characters, so that a test can measure each.
func (g Glyphs) All() []string {
	return []string{g.Met, g.Unmet, g.Yes, g.No, g.NA, g.Ask, g.Waived, g.Soft, g.Hard, g.Conflict, g.Late, g.Slipped, g.Changed, g.PlanLeft, g.PlanRight, g.Full, g.Tick, g.Moved, g.Tried, g.Window, g.Milestone,
		g.Up, g.Down, g.Left, g.Right, g.Arrow, g.Here, g.Dot, g.Bullet, g.Bar, g.Line, g.Pipe,
		g.TopLeft, g.TopRight, g.LowLeft, g.LowRight, g.HereLeft,
		g.TeeUp, g.TeeDown, g.TeeLeft, g.TeeRight, g.Cross, g.Dash, g.DashPipe}
}
