package release

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/gate"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/kit"
	"fairway/ui/theme"
)

// drawOverview says what the release is, where it stands, and what comes next.
func drawOverview(s *sheet) {
	r, d, t := s.d.r, s.d, s.t
	drawNext(s)
	s.Blank()
	s.Spans("stage", s.way())
	drawGate(s, 3)
	drawTrouble(s)
	drawConflicts(s)
	s.Head("What it is")
	s.Field("service", t.Text, s.serviceText())
	s.Field("kind", s.kindStyle(), kindText(r))
	s.Field("brings", t.Text, words(strings.Join(r.Contents, ", ")))
	s.Field("environment", t.Text, r.Env)
	s.Field("depends on", t.Text, d.records(r.DependsOn))
	s.Field("notes", t.Text, r.Notes)
	s.Field("outcome", t.Text, words(r.Outcome))
	if r.Origin != nil {
		s.Field("imported", t.Note, "from "+r.Origin.Source+": it entered without gates, and counts in no figure on approvals or slip")
	}
	drawDates(s)
	drawRisk(s)
	drawPeople(s)
	drawWay(s)
}

func kindText(r *model.Release) string {
	kind := words(r.Type)
	if r.Type == "emergency" {
		kind = "EMERGENCY"
	}
	if r.Major {
		kind += ", major"
	}
	return kind + fmt.Sprintf(", revision %d", r.Revision)
}

func (s *sheet) kindStyle() theme.Style {
	if s.d.r.Type == "emergency" {
		return s.t.Bad
	}
	return s.t.Text
}

func (s *sheet) serviceText() string {
	if s.d.service == nil {
		return string(s.d.r.Service)
	}
	text := s.d.service.Name
	if s.d.service.Criticality != "" {
		text += ", criticality " + s.d.service.Criticality
	}
	if zone := s.d.c.Zone(s.d.r); zone.String() != s.env.Zone.String() {
		text += ", in " + zone.String()
	}
	return text
}

// drawNext is the one sentence that says what to do.
func drawNext(s *sheet) {
	text, style := s.next()
	s.Blank()
	s.Indented(6, kit.Span{Style: s.t.Title, Text: "Next"}, style, text)
}

// next says what has to happen next, and who does it.
func (s *sheet) next() (string, theme.Style) {
	d, r, t := s.d, s.d.r, s.t
	if r.Cancelled != nil {
		return fmt.Sprintf("Nothing: it was cancelled %s by %s: %s", s.moment(r.Cancelled.At), d.person(r.Cancelled.By), r.Cancelled.Reason), t.Faint
	}
	if r.Ended() {
		return "Nothing: it is closed. The release manager can reopen it, with a reason.", t.Faint
	}
	if r.Hold != nil {
		return fmt.Sprintf("It is on hold: %s. Resume it, or look at it again on %s.", strings.TrimRight(r.Hold.Reason, ". "), s.date(when.Moment{At: r.Hold.Review, Precision: when.Day})), t.Warn
	}
	if run := d.run(""); run != nil && run.Open() {
		return "Deployment is under way: " + nextInRun(run), t.Strong
	}
	for _, a := range d.approvals {
		if d.waits(a, d.c.Who.Person) {
			return a.Title + " waits for your decision: d.", t.Strong
		}
	}
	if !d.gated {
		return fmt.Sprintf("The rules know no process %q: edit its type.", r.Type), t.Warn
	}
	if d.gate.Open() {
		if d.gate.Next == "" {
			return "No stage follows.", t.Faint
		}
		return "The gate is open: move it on to " + d.stageTitle(d.gate.Next) + " with >.", t.Good
	}
	for _, a := range d.approvals {
		if a.State() == "pending" {
			var who []string
			for _, seat := range a.Missing() {
				who = append(who, s.seatWords(seat))
			}
			return a.Title + " waits for " + strings.Join(who, " and ") + ".", t.Text
		}
	}
	for _, f := range d.gate.Findings {
		if f.Blocks() {
			who := d.book.RoleTitle(f.Role)
			if who == "" {
				who = "Somebody"
			}
			return who + ": see to it that " + f.Text + ".", t.Text
		}
	}
	return "", t.Text
}

func (s *sheet) seatWords(seat model.Seat) string {
	if seat.Person != "" {
		return s.d.person(seat.Person)
	}
	return "the " + strings.ToLower(cmp.Or(seat.Title, words(seat.Role)))
}

// drawGate counts the gate's checks, and lists some of those that keep it shut.
func drawGate(s *sheet, most int) {
	d, t := s.d, s.t
	if d.r.Ended() || !d.gated {
		return
	}
	met, all := d.gate.Count()
	state, style := "SHUT", t.Bad
	if d.gate.Open() {
		state, style = "OPEN", t.Good
	}
	s.Blank()
	s.choose("gate", target{word: "gate", enter: func(p *Page) tea.Cmd { return p.showGate() }})
	l := s.Line().Text(t.Title, "Gate").Gap(2).Text(style, state).Gap(1)
	if all == 0 {
		l.Text(t.Faint, "no check applies")
	} else {
		l.Text(t.Faint, fmt.Sprintf("%d of %d met", met, all))
	}
	l.Gap(2).Text(t.Text, d.stage)
	if d.gate.Next != "" {
		l.Gap(1).Text(t.Text, t.Glyph.Arrow).Gap(1).Text(t.Text, d.stageTitle(d.gate.Next))
	}
	s.Add(l)
	n := 0
	for _, f := range d.gate.Findings {
		if !f.Blocks() {
			continue
		}
		if n++; n > most {
			continue
		}
		s.choose("check "+f.Check, checkTarget(f))
		s.bullet(t.Bad, t.Glyph.No, f.Text)
		s.detail(t.Faint, join(" "+t.Glyph.Dot+" ", f.Evidence, d.book.RoleTitle(f.Role)))
	}
	if n > most {
		s.detail(t.Faint, fmt.Sprintf("and %d more: g shows all", n-most))
	}
}

// checkTarget opens what meets a check: its form, its task, else the gate.
func checkTarget(f gate.Finding) target {
	switch {
	case f.Form != "":
		return target{word: "fill it in", writes: true, form: f.Form, enter: func(p *Page) tea.Cmd { return p.env.Host.Form(f.Form, p.id) }}
	case f.Task != "":
		return target{word: "see to it", writes: true, enter: func(p *Page) tea.Cmd { return p.begin(f.Task) }}
	}
	return target{word: "gate", enter: func(p *Page) tea.Cmd { return p.showGate() }}
}

// drawDates lists the dates it was planned for, and those that came true.
func drawDates(s *sheet) {
	d, r, t := s.d, s.d.r, s.t
	s.Head("Dates")
	switch {
	case r.Window.IsZero():
		s.Field("planned", t.Faint, "no date yet")
	case r.Deployed:
		s.Field("planned", t.Text, s.slot(r.Window))
	default:
		s.Field("planned", t.Text, s.slot(r.Window)+"  ("+when.Relative(r.Window.Start, s.now, s.env.Zone)+")")
		if !r.Ended() && r.Window.Start.At.Before(s.now) {
			s.Field("", t.Bad, t.Glyph.Late+" "+when.Late(r.Window.Start, s.now, s.env.Zone))
		}
	}
	if zone := d.c.Zone(r); !r.Window.IsZero() && zone.String() != s.env.Zone.String() {
		s.Field("there", t.Faint, when.FormatSpan(r.Window.Span(zone), zone, s.style(r.Window.Start.At))+" "+zone.String())
	}
	if r.Baseline != nil {
		s.Field("baseline", t.Text, fmt.Sprintf("%s, frozen %s with %s", s.slot(r.Baseline.Slot), s.moment(r.Baseline.At), count(r.Baseline.Scope, "change")))
	}
	if last := d.c.LastRun(r.ID); last != nil {
		text := s.moment(last.Started)
		if !last.Open() {
			text = s.span(when.Span{Start: last.Started, End: last.Ended})
		}
		s.Field("actual", t.Text, text+", "+runWord(last))
	}
	if text, bad := s.slip(); text != "" {
		style := t.Text
		if bad {
			style = t.Bad
		}
		s.Field("slip", style, text)
	}
	if n := len(r.Moves); n > 0 {
		m := r.Moves[n-1]
		s.Field("moved", t.Text, fmt.Sprintf("%s; last %s: %s", times(n), s.moment(m.At), join(", ", reasonTitle(d, m.Reason), m.Sentence)))
	}
}

// slip compares the start, planned or actual, with the baseline.
func (s *sheet) slip() (text string, bad bool) {
	d, r := s.d, s.d.r
	if r.Baseline == nil {
		return "", false
	}
	zone := d.c.Zone(r)
	from, to := r.Baseline.Slot.Span(zone).Start, r.Window.Span(zone).Start
	if runs := d.c.Runs(r.ID); len(runs) > 0 {
		to = runs[0].Started
	}
	by := to.Sub(from)
	length := func(x time.Duration) string {
		if n := when.DaysBetween(from, to, zone); n > 1 || n < -1 {
			return count(max(n, -n), "day")
		}
		return when.FormatDuration(x)
	}
	late := gate.Slipped(d.c, r)
	switch {
	case by > time.Minute && (late || by > d.book.Policy.Slip()):
		return length(by) + " later than the baseline", true
	case by > time.Minute:
		return length(by) + " later than the baseline, within the tolerance", false
	case by < -time.Minute:
		return length(-by) + " earlier than the baseline", false
	case late && !r.Deployed:
		return "not begun, and past the baseline", true
	}
	return "none", false
}

func reasonTitle(d *dossier, id string) string {
	if r, ok := d.book.Policy.Reason(id); ok {
		return r.Title
	}
	return words(id)
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

// riskLook is the band in words, with a mark from high on.
func riskLook(t *theme.Theme, band string) (string, theme.Style) {
	switch band {
	case "low":
		return "low", t.Good
	case "high":
		return t.Glyph.Conflict + " high", t.Warn
	case "very-high":
		return t.Glyph.Conflict + " very high", t.Bad
	}
	return words(band), t.Text
}

func drawRisk(s *sheet) {
	t, risk := s.t, s.d.r.Risk
	s.Head("Risk")
	if risk == nil {
		s.Text(t.Faint, "Not scored yet: the assessment does that.")
		return
	}
	text, style := riskLook(t, risk.Band)
	s.Field("band", style, text)
	if risk.Score > 0 {
		s.riskInputs(risk)
	}
	s.Field("scored by", t.Text, s.by(risk.By, risk.At))
}

// riskInputs are what the score can be derived from again.
func (s *sheet) riskInputs(risk *model.Risk) {
	t := s.t
	s.Field("score", t.Text, fmt.Sprintf("%d = impact %d x likelihood %d", risk.Score, risk.Impact, risk.Likelihood))
	var why []string
	for _, f := range risk.Factors {
		title := words(f)
		for _, known := range s.d.book.Policy.Factors {
			if known.ID == f {
				title = fmt.Sprintf("%s (+%d)", known.Title, known.Adds)
			}
		}
		why = append(why, title)
	}
	s.Field("factors", t.Text, cmp.Or(strings.Join(why, ", "), "none"))
}

func drawPeople(s *sheet) {
	d, r, t := s.d, s.d.r, s.t
	s.Head("People")
	for _, p := range []struct {
		name string
		id   model.ID
	}{{"coordinator", r.Coordinator}, {"owner", r.Owner}, {"requester", r.Requester}, {"rollback", r.RollbackOwner}} {
		s.Field(p.name, t.Text, d.person(p.id))
	}
	if r.Team != "" {
		s.Field("team", t.Text, d.record(r.Team))
	}
	var booked []string
	for _, id := range r.People {
		booked = append(booked, d.person(id))
	}
	s.Field("booked", t.Text, strings.Join(booked, ", "))
}

// drawTrouble tells of holds, rework, and rules that were overridden.
func drawTrouble(s *sheet) {
	d, r, t := s.d, s.d.r, s.t
	if r.Hold == nil && len(r.Returned) == 0 && len(r.Broken) == 0 && len(r.Reopened) == 0 && len(r.Accepted) == 0 {
		return
	}
	s.Head("On the way")
	if h := r.Hold; h != nil {
		s.bullet(t.Warn, t.Glyph.Late, fmt.Sprintf("on hold since %s: %s (%s), to be looked at again %s", s.moment(h.At), h.Reason, d.person(h.By), s.moment(h.Review)))
	}
	for _, m := range r.Returned {
		s.bullet(t.Warn, t.Glyph.Left, fmt.Sprintf("%s %s from %s to %s: %s (%s)", s.moment(m.At), returned(m.Kind), d.stageTitle(m.From), d.stageTitle(m.To), m.Reason, d.person(m.By)))
	}
	for _, b := range r.Broken {
		s.bullet(t.Bad, t.Glyph.No, fmt.Sprintf("glass broken %s by %s: %s. Against: %s", s.moment(b.At), d.person(b.By), b.Reason, b.Rule))
	}
	for _, e := range r.Reopened {
		s.bullet(t.Warn, t.Glyph.Arrow, fmt.Sprintf("reopened %s by %s: %s", s.moment(e.At), d.person(e.By), e.Reason))
	}
	for _, a := range r.Accepted {
		s.bullet(t.Note, t.Glyph.Conflict, fmt.Sprintf("conflict accepted %s by %s: %s. %s", s.moment(a.At), d.person(a.By), a.Text, a.Reason))
	}
}

func returned(kind string) string {
	switch kind {
	case "reject":
		return "rejected"
	case "reopen":
		return "reopened"
	}
	return "sent back"
}

func drawConflicts(s *sheet) {
	d, t := s.d, s.t
	if len(d.conflicts) == 0 && len(d.freezes) == 0 {
		return
	}
	s.Head("Conflicts and freezes")
	for _, c := range d.conflicts {
		hard, style := "", t.Warn
		if d.book.Policy.HardConflict(c.Kind) {
			hard, style = "hard: ", t.Bad
		}
		if slices.ContainsFunc(d.r.Accepted, func(a model.Accepted) bool { return a.Key == c.Key }) {
			hard, style = "accepted: ", t.Note
		}
		if len(c.With) > 0 {
			id := model.ID(c.With[0])
			tg := recordTarget(id)
			if id.Kind() == model.KindRelease {
				tg = target{id: id, word: "open", enter: func(p *Page) tea.Cmd { return p.env.Host.Find(id) }}
			}
			s.choose("conflict "+c.Key, tg)
		}
		s.bullet(style, t.Glyph.Conflict, hard+c.Text)
	}
	for _, f := range d.freezes {
		kind, glyph := "soft", t.Glyph.Soft
		if f.window.Hard {
			kind, glyph = "hard", t.Glyph.Hard
		}
		text := fmt.Sprintf("near it: the %s freeze %s, %s", kind, f.window.Title, s.span(f.span))
		if f.window.Granted(d.r.ID) {
			text = fmt.Sprintf("inside the %s freeze %s by exception, %s", kind, f.window.Title, s.span(f.span))
		}
		s.bullet(t.Warn, glyph, text)
	}
}

// way is the whole way of a release in a few words a stage, for one or a few
// lines.
func (s *sheet) way() []kit.Span {
	d, r, t := s.d, s.d.r, s.t
	if d.process == nil {
		return []kit.Span{{Style: t.Text, Text: d.stage}}
	}
	_, here := d.process.Stage(r.Stage)
	var out []kit.Span
	short := s.Width() < 60 // the whole way stands below
	for i, stage := range d.process.Stages {
		if short && (i < here-1 || i > here+1) {
			continue
		}
		text, style := stage.Title, t.Faint
		switch {
		case i == here:
			text, style = t.Glyph.Here+" "+text, t.Title
			if !r.Since.IsZero() && !r.Ended() {
				text += " (" + count(max(when.DaysBetween(r.Since, s.now, s.env.Zone), 0), "day") + ")"
			}
		case i < here && s.passed(stage.ID):
			text, style = t.Glyph.Yes+" "+text, t.Good
		}
		if i+1 < len(d.process.Stages) && !(short && i > here) {
			text += " " + t.Glyph.Arrow
		}
		out = append(out, kit.Span{Style: style, Text: text})
	}
	if short && here >= 0 {
		out = append(out, kit.Span{Style: t.Faint, Text: fmt.Sprintf("(%d of %d)", here+1, len(d.process.Stages))})
	}
	return out
}

func (s *sheet) passed(stage string) bool {
	return slices.ContainsFunc(s.d.r.Passed, func(m model.Passage) bool { return m.From == stage })
}

// drawWay lists the stages with the day each was entered and how long it took.
func drawWay(s *sheet) {
	d, r, t := s.d, s.d.r, s.t
	if d.process == nil {
		return
	}
	s.Head("The way")
	s.Blank()
	_, here := d.process.Stage(r.Stage)
	var rows []kit.Cells
	for i, stage := range d.process.Stages {
		from, to, by := s.visit(stage.ID)
		glyph, style := " ", t.Faint
		switch {
		case i == here && r.Ended():
			glyph, style = t.Glyph.Yes, t.Text
		case i == here:
			glyph, style, to = t.Glyph.Here, t.Strong, s.now
			from = r.Since
		case !to.IsZero():
			glyph, style = t.Glyph.Yes, t.Text
		}
		stay := ""
		if !from.IsZero() && !to.IsZero() && !(i == here && r.Ended()) {
			n := max(when.DaysBetween(from, to, s.env.Zone), 0)
			stay = fmt.Sprintf("%d d", n)
			if stage.Limit > 0 && n > stage.Limit {
				stay += fmt.Sprintf(", limit %d", stage.Limit)
			}
		}
		who := d.person(by)
		rows = append(rows, kit.Cells{Cell: []kit.Span{{Style: style, Text: glyph + " " + stage.Title}, {Style: t.Text, Text: s.moment(from)}, {Style: t.Text, Text: stay}, {Style: t.Faint, Text: who}}})
	}
	s.Columns([]kit.SheetColumn{{Title: "stage", Fix: 1}, {Title: "since"}, {Title: "stayed"}, {Title: "moved in by"}}, rows)
}

// visit is when a stage was last entered and left, and who moved it in.
func (s *sheet) visit(stage string) (from, to time.Time, by model.ID) {
	r := s.d.r
	if p := s.d.process; p != nil && len(p.Stages) > 0 && p.Stages[0].ID == stage && r.Origin == nil {
		from, by = r.Registered, r.Coordinator
	}
	for _, list := range [][]model.Passage{r.Passed, r.Returned} {
		for _, m := range list {
			if m.To == stage && m.At.After(from) {
				from, by = m.At, m.By
			}
			if m.From == stage && m.At.After(to) {
				to = m.At
			}
		}
	}
	return from, to, by
}

// past reports whether the page is shown as of an earlier moment.
func (s *sheet) past() bool { return s.at != store.Now }
