package release

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/gate"
	"fairway/model/grammar"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/kit"
	"fairway/ui/remedy"
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
	drawJobs(s)
	drawConflicts(s)
	s.Head("What it is")
	s.Field("service", t.Text, s.serviceText())
	s.Field("kind", s.kindStyle(), kindText(r))
	s.Field("brings", t.Text, words(strings.Join(r.Contents, ", ")))
	s.Field("environment", t.Text, r.Env)
	if dep := r.Departs; dep != nil {
		text, style := "cut-off for RFCs "+s.date(dep.Cutoff), t.Text
		if dep.Past(d.c.Now) {
			text, style = text+", over: an RFC goes with the next departure", t.Faint
		}
		s.Field("train", style, string(dep.Train)+", "+text)
	}
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
	if r.Follows(model.TypeEmergency) {
		kind = "EMERGENCY"
	}
	if r.Major {
		kind += ", major"
	}
	return kind + fmt.Sprintf(", revision %d", r.Revision)
}

func (s *sheet) kindStyle() theme.Style {
	if s.d.r.Follows(model.TypeEmergency) {
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
		return fmt.Sprintf("Nothing: it was cancelled %s by %s: %s", s.moment(r.Cancelled.At), d.signatory(r.Cancelled.By, r.Cancelled.At), r.Cancelled.Reason), t.Faint
	}
	if r.Ended() {
		return "Nothing: it is closed. The release manager can reopen it, with a reason.", t.Faint
	}
	if r.Hold != nil {
		return fmt.Sprintf("It is on hold: %s. Resume it, or look at it again on %s.", strings.TrimRight(r.Hold.Reason, ". "), s.date(r.Hold.Review)), t.Warn
	}
	if run := d.run(""); run != nil && run.GoesBack() && run.Production {
		return string(run.ID) + " is rolling back: " + nextInRun(run), t.Bad
	} else if run != nil && run.Going() && run.Production {
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
	if d.gate.Ready() || d.gate.Over() {
		if d.gate.Next == "" {
			return "No stage follows.", t.Faint
		}
		return "The gate is ready: move it on to " + d.stageTitle(d.gate.Next) + " with >.", t.Good
	}
	for _, a := range d.approvals {
		if a.State() == model.ApprovalPending {
			var who []string
			now, _ := a.Asked()
			for _, approver := range now {
				who = append(who, s.approverWords(approver))
			}
			return a.Title + " waits for " + strings.Join(who, " and ") + ".", t.Text
		}
	}
	for _, f := range d.gate.Findings {
		if f.Blocks() {
			who := d.rules.RoleTitle(f.Role)
			if who == "" {
				who = "Somebody"
			}
			return who + ": see to it that " + f.Text + ".", t.Text
		}
	}
	return "", t.Text
}

func (s *sheet) approverWords(approver model.Approver) string {
	if approver.Person != "" {
		return s.d.person(approver.Person)
	}
	return "the " + grammar.Lower(cmp.Or(approver.Title, words(approver.Role)))
}

// drawGate counts the gate's checks, and lists some of those that block it.
func drawGate(s *sheet, most int) {
	d, t := s.d, s.t
	if d.r.Ended() || !d.gated {
		return
	}
	met, all := d.gate.Count()
	state, style := strings.ToUpper(d.gate.State()), t.Bad
	if d.gate.Ready() {
		style = t.Good
	}
	s.Blank()
	s.choose("gate", target{word: "gate", enter: func(p *Page) tea.Cmd { return p.showGate() }})
	l := s.Line().Text(t.Title, "Gate").Gap(2).Text(style, state).Gap(1)
	if all == 0 {
		l.Text(t.Faint, "no check applies")
	} else {
		l.Text(t.Faint, fmt.Sprintf("%d of %d met%s", met, all, d.gate.WaivedWords()))
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
		s.detail(t.Faint, join(" "+t.Glyph.Dot+" ", f.Evidence, d.rules.RoleTitle(f.Role)))
	}
	if n > most {
		s.detail(t.Faint, fmt.Sprintf("and %d more: g shows all", n-most))
	}
}

// checkTarget opens what meets a check: its form, its task, else the gate.
func checkTarget(f gate.Finding) target {
	if r, ok := remedy.Best(f.Remedies); ok {
		word := "see to it"
		if r.Form != "" {
			word = "fill it in"
		}
		return target{word: word, writes: true, form: r.Form, enter: func(p *Page) tea.Cmd { return p.env.Host.Remedy(r) }}
	}
	return target{word: "gate", enter: func(p *Page) tea.Cmd { return p.showGate() }}
}

// drawDates lists the dates it was planned for, and those that came true.
func drawDates(s *sheet) {
	d, r, t := s.d, s.d.r, s.t
	s.Head("Dates")
	if d := r.Declared; d != nil {
		s.Field("declared", t.Text, fmt.Sprintf("%s%s by %s: %s", s.moment(d.At), s.recorded(d.Recorded, d.At), s.d.c.Signatory(d.By, d.At), d.Words()))
		if d.Ended != nil {
			s.Field("downgraded", t.Warn, fmt.Sprintf("%s%s by %s: %s", s.moment(d.Ended.At), s.recorded(d.Ended.Recorded, d.Ended.At), s.d.c.Signatory(d.Ended.By, d.Ended.At), d.Ended.Reason))
		}
	}
	switch {
	case r.Window.IsZero():
		s.Field("planned", t.Faint, "no date yet")
	case r.Deployed:
		s.Field("planned", t.Text, s.slot(r.Window))
	default:
		s.Field("planned", t.Text, s.slot(r.Window)+"  ("+when.Relative(r.Window.Start, s.now, s.env.Days())+")")
		if r.StartPassed(s.now, d.c.Zone(r)) {
			s.Field("", t.Bad, t.Glyph.Late+" "+when.Late(r.Window.Start, s.now, s.env.Days()))
		}
	}
	if there := when.Also(r.Window.Start, r.Window.End, s.env.Zone, d.c.Zone(r)); there != "" {
		s.Field("there", t.Faint, there)
	}
	if due := r.StageDue; !due.IsZero() && !r.Ended() {
		style, text := t.Text, s.moment(due)
		if r.Overdue(s.now) {
			style, text = t.Bad, t.Glyph.Late+" "+text+", overdue"
		}
		s.Field("due", style, text)
	}
	if r.Baseline != nil {
		s.Field("baseline", t.Text, fmt.Sprintf("%s, frozen %s with %s", s.slot(r.Baseline.Slot), s.moment(r.Baseline.At), kit.Count(r.Baseline.Scope, "change")))
	}
	if last := d.c.LastRun(r.ID); last != nil {
		text := s.moment(last.Started)
		if !last.Open() {
			text = s.span(when.Span{Start: last.Started, End: last.Ended})
		}
		text += s.recorded(last.StartedRecorded, last.Started)
		s.Field("actual", t.Text, text+", "+runWord(last))
	}
	drawTarget(s)
	drawTook(s)
	if text, bad := s.slip(); text != "" {
		style := t.Text
		if bad {
			style = t.Bad
		}
		s.Field("slip", style, text)
	}
	drawMoves(s)
}

// slip compares the start, planned or actual, with the baseline.
func (s *sheet) slip() (text string, bad bool) {
	slip, ok := s.d.c.SlipOf(s.d.r)
	if !ok {
		return "", false
	}
	text, bad = slip.Words()
	if first := s.d.firstDeployment(); slip.Began && text != "" && first != nil && first.Started.Equal(slip.Start) && first.ID != s.d.lastDeployment().ID {
		text += "; of several runs the first counts, " + string(first.ID)
	}
	return text, bad
}

// firstDeployment and lastDeployment are the first and the last run in production, of those
// that are no way back; nil where there is none.
func (d *dossier) firstDeployment() *model.Run {
	all := d.deployments()
	if len(all) == 0 {
		return nil
	}
	return all[0]
}

func (d *dossier) lastDeployment() *model.Run {
	all := d.deployments()
	if len(all) == 0 {
		return nil
	}
	return all[len(all)-1]
}

func (d *dossier) deployments() []*model.Run {
	var out []*model.Run
	for _, r := range d.runs {
		if r.Production && r.Back == "" {
			out = append(out, r)
		}
	}
	slices.SortFunc(out, func(a, b *model.Run) int { return model.CompareIDs(a.ID, b.ID) })
	return out
}

// drawMoves is the line of dates that it was planned for, and each move with who and why.
func drawMoves(s *sheet) {
	moves := s.d.c.MoveLines(s.d.r)
	if len(moves) == 0 {
		return
	}
	late, standing := 0, 0
	var dates []string
	for _, m := range moves {
		if m.Undone {
			continue
		}
		if len(dates) == 0 {
			dates = append(dates, cmp.Or(s.date(m.From.Start), "no date"))
		}
		dates = append(dates, s.date(m.To.Start))
		if standing++; m.Late {
			late++
		}
	}
	if n := len(dates); n > 5 {
		dates = append([]string{"…"}, dates[n-5:]...)
	}
	text := times(standing)
	if standing == 0 {
		text = "and put back"
	}
	mixed := false
	switch {
	case standing > 0 && late == standing:
		text += ", after authorisation"
	case late > 0:
		text, mixed = text+fmt.Sprintf(", %d of them after authorisation", late), true
	}
	s.Field("moved", s.t.Text, join(": ", text, strings.Join(dates, " "+s.t.Glyph.Arrow+" ")))
	for i, m := range slices.Backward(moves) { // the last one first
		lead, to, when := "last ", "", ""
		if i < len(moves)-1 {
			lead = ""
		}
		if len(moves) > 1 {
			to = " to " + s.date(m.To.Start)
		}
		if mixed {
			when = ", " + m.When()
		}
		if m.Undone {
			when += ", taken back"
		}
		s.Field("", s.t.Text, fmt.Sprintf("%s%s by %s%s%s: %s", lead, s.moment(m.At), s.d.signatory(m.By, m.At), to, when, join(", ", m.ReasonTitle, m.Sentence)))
	}
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

// past reports whether the page is shown as of an earlier moment.
func (s *sheet) past() bool { return s.at != store.Now }

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

// drawTook says what its deployments took of the targets of its service.
func drawTook(s *sheet) {
	label := "availability"
	for _, k := range gate.TookOf(s.d.c, s.d.r) {
		style := s.t.Text
		if k.Level.Left() < 0 {
			style = s.t.Bad
		}
		s.Field(label, style, k.Words())
		label = ""
	}
}

// drawTarget says what the deployment takes of the targets of its service, and what is left.
func drawTarget(s *sheet) {
	k := gate.CostOf(s.d.c, s.d.r)
	if k == nil {
		return
	}
	label := "availability"
	for i, text := range k.Words() {
		style := s.t.Text
		switch {
		case !k.Said:
			style = s.t.Warn
		case k.Months[i].Left < 0:
			style = s.t.Bad
		}
		s.Field(label, style, text)
		label = ""
	}
}
