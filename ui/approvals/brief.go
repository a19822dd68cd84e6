package approvals

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/decision"
	"fairway/model/gate"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/remedy"
)

// brief is a case in words, before it is laid out for a width.
type brief struct {
	head     store.Position // of the log, when it was read
	state    model.State
	refused  []model.Reason // why the person can't decide at all
	duties   []string       // the relations that keep the person from deciding, in words
	sections []section
}

// section is one part of a case under its name.
type section struct {
	name  string
	lines []said
}

// said is one line of a section, with how it is meant.
type said struct {
	tone tone
	mark sign
	text string
}

type tone int

const (
	plain tone = iota
	quiet
	good
	warn
	bad
	news
)

// sign stands before a line, so that its meaning isn't in its colour alone.
type sign int

const (
	unmarked sign = iota
	yes
	no
	empty // an approver who is missing
	ask
	caution
	point
)

// words is how a person reads dates.
type words struct {
	zone   *time.Location // of clock times
	office *time.Location // of counted days
	dates  when.Style
	now    time.Time
}

func (w words) at(t time.Time) string {
	return when.Format(when.Moment{At: t, Precision: when.Minute}, w.zone, w.dates)
}

func (w words) ago(t time.Time) string {
	return when.Relative(when.Moment{At: t, Precision: when.Minute}, w.now, w.office)
}

// slot writes a plan as the reader's clocks show it, and as it was meant where that
// is another zone whose clocks show something else: both are named then.
func (w words) slot(s model.Slot) string {
	switch {
	case s.IsZero():
		return "no date"
	case s.End == s.Start:
		s.End = when.Moment{}
	}
	text := s.Format(w.zone, w.dates)
	if meant := when.Also(s.Start, s.End, w.zone, s.Start.In(w.office)); meant != "" {
		text += " " + w.zone.String() + " = " + meant
	}
	return text
}

// span writes a stretch of clock time.
func (w words) span(s when.Span) string { return when.FormatSpan(s, w.zone, w.dates) }

// teller tells one case.
type teller struct {
	words
	c  *model.Case
	ap *model.Approval
	r  *model.Release
	b  *brief
}

// tell puts a case into words. old is the case as it was when the person last
// looked, nil where nothing is to be compared.
func (w words) tell(c *model.Case, ap *model.Approval, old *model.Case, base mark, at store.Position) brief {
	b := brief{state: ap.State()}
	r := model.Get[*model.Release](c, ap.Of)
	if ch := model.Get[*model.Change](c, ap.Of); ch != nil {
		return w.tellChangeApproval(c, ap, ch)
	}
	if r == nil {
		b.add("release", said{bad, no, string(ap.Of) + " can't be read: its content was removed by law"})
		return b
	}
	t := teller{w, c, ap, r, &b}
	t.you()
	if at == store.Now {
		t.since(old, base)
	}
	t.release()
	t.asked()
	t.questions()
	t.risk()
	t.calendar()
	t.approvers()
	t.gate()
	t.scope()
	t.documents()
	t.before()
	return b
}

func (b *brief) add(name string, lines ...said) {
	if len(lines) > 0 {
		b.sections = append(b.sections, section{name, lines})
	}
}

// relationWords say how a person stands to a release that they can't approve.
func relationWord(relation string) string {
	switch relation {
	case "requester":
		return "you asked for it"
	case "asker":
		return "you asked for it"
	case "coordinator":
		return "you coordinate it"
	case store.Was + "coordinator":
		return "you coordinated it"
	case "builder", store.Was + "builder":
		return "you built it"
	case "deployer":
		return "you deploy it"
	}
	return "you are its " + relation
}

// you says whether the person may decide, and every reason why not.
func (t *teller) you() {
	if state := t.ap.State(); state != model.ApprovalPending {
		t.b.refused = []model.Reason{{Text: "it is " + model.StateWords(t.ap)}}
		t.b.add("you", said{quiet, unmarked, "it is " + model.StateWords(t.ap) + ": there is nothing to decide any more"})
		return
	}
	t.may(decision.Approval(t.c, t.ap), "you are one of its approvers", action.Decide{Approval: t.ap.ID, Verdict: model.Ask, Comment: "why"}, action.Decide{Approval: t.ap.ID, Verdict: model.Approve})
}

// may says whether the person may decide, as one of the answers that need the
// least would, and what keeps them from a yes alone.
func (t *teller) may(q decision.Request, can string, answer, agree action.Action) {
	for _, bar := range decision.Bars(t.c, q, t.c.Who.ID()) {
		w := bar.Tie()
		if bar.Now() {
			w = relationWord(bar.Relation)
		}
		if !slices.Contains(t.b.duties, w) {
			t.b.duties = append(t.b.duties, w)
		}
	}
	t.mayDo(can, answer, agree)
}

// mayDo says whether the person may do what waits, and what keeps them from a yes
// alone.
func (t *teller) mayDo(can string, answer, agree action.Action) {
	t.b.refused = refusal(action.Open(t.c, answer))
	var lines []said
	for i, r := range t.b.refused {
		lines = append(lines, said{warn, no, r.Text})
		cure := remedy.Words(r.Remedies)
		if i+1 < len(t.b.refused) && remedy.Words(t.b.refused[i+1].Remedies) == cure { // it is said once, below both
			continue
		}
		if cure != "" {
			lines = append(lines, said{quiet, point, cure})
		}
	}
	if len(lines) == 0 {
		lines = append(lines, said{good, yes, "can decide: " + can})
		for _, r := range refusal(action.Open(t.c, agree)) {
			lines = append(lines, said{warn, no, "but not approve it: " + r.Text})
		}
	}
	t.b.add("you", lines...)
}

// refusal lists the reasons of a refusal, or the error as the one reason.
func refusal(err error) []model.Reason {
	var refused *model.Refusal
	switch {
	case err == nil:
		return nil
	case errors.As(err, &refused):
		return refused.Reasons
	}
	return []model.Reason{{Text: err.Error()}}
}

func (t *teller) release() {
	r := t.r
	kind := r.Type
	if r.Major {
		kind += ", major"
	}
	if len(r.Contents) > 0 {
		kind += ", brings " + strings.Join(r.Contents, " and ")
	}
	lines := []said{{plain, unmarked, fmt.Sprintf("%s %s, %s", r.ID, r.Title(), kind)}}
	if s := model.Get[*model.Service](t.c, r.Service); s != nil {
		text := "service " + s.Name
		if s.Criticality != "" {
			text += ", criticality " + s.Criticality
		}
		lines = append(lines, said{plain, unmarked, text})
	}
	slot := said{plain, unmarked, "deployment " + t.slot(r.Window)}
	if !r.Window.IsZero() {
		slot.text += " (" + when.Relative(r.Window.Start, t.now, t.office) + ")"
		if r.StartPassed(t.now, t.c.Zone(r)) {
			slot.tone, slot.mark = bad, caution
			slot.text += ": its start is past"
		}
	}
	lines = append(lines, slot)
	stage := r.Stage
	if p, ok := t.c.Under(r).Process(r.Type); ok {
		if s, _ := p.Stage(r.Stage); s != nil {
			stage = s.Title
		}
	}
	lines = append(lines, said{plain, unmarked, fmt.Sprintf("stage %s since %s", stage, t.at(r.Since))})
	if r.Hold != nil {
		lines = append(lines, said{warn, caution, "on hold: " + r.Hold.Reason})
	}
	if r.Cancelled != nil {
		lines = append(lines, said{warn, no, "cancelled: " + r.Cancelled.Reason})
	}
	for _, b := range r.Broken {
		lines = append(lines, said{bad, caution, fmt.Sprintf("glass was broken by %s, %s: %s (%s)", t.c.PersonName(b.By), t.at(b.At), b.Rule, b.Reason)})
	}
	var who []string
	for _, p := range []struct {
		id   model.ID
		does string
	}{{r.Requester, "asked for it"}, {r.Coordinator, "coordinates it"}, {r.Owner, "owns it"}} {
		if p.id != "" {
			who = append(who, t.c.PersonName(p.id)+" "+p.does)
		}
	}
	if len(who) > 0 {
		lines = append(lines, said{quiet, unmarked, strings.Join(who, ", ")})
	}
	if r.Notes != "" {
		lines = append(lines, said{quiet, unmarked, r.Notes})
	}
	t.b.add("release", lines...)
}

// asked says what was asked for, and whether that is what the case shows.
func (t *teller) asked() {
	text := fmt.Sprintf("%s, by %s, %s (%s)", t.ap.Title, t.c.PersonName(t.ap.By), t.at(t.ap.At), t.ago(t.ap.At))
	if t.r != nil {
		text += fmt.Sprintf(", for revision %d", t.ap.Revision)
	}
	lines := []said{{plain, unmarked, text}}
	if t.ap.Void != nil {
		lines = append(lines, said{bad, no, fmt.Sprintf("void since %s: %s (%s)", t.at(t.ap.Void.At), t.ap.Void.Reason, t.c.PersonName(t.ap.Void.By))})
	}
	if t.r != nil && t.r.Revision != t.ap.Revision && t.ap.Void == nil {
		lines = append(lines, said{warn, caution, fmt.Sprintf("the release is at revision %d now", t.r.Revision)})
	}
	for _, seen := range t.ap.Documents {
		if d := model.Get[*model.Document](t.c, seen.ID); d != nil && d.Version != seen.Version {
			lines = append(lines, said{warn, caution, fmt.Sprintf("it was asked for with version %d of the %s; version %d is shown", seen.Version, strings.ToLower(t.formTitle(d)), d.Version)})
		}
	}
	t.b.add("asked", lines...)
}

// approvers says who has signed and who is missing, with all that was said.
func (t *teller) approvers() {
	var lines []said
	service := t.c.SubjectOf(t.ap.Of).Service()
	for i, s := range t.ap.Approvers {
		n := slices.IndexFunc(t.ap.Decisions, func(d model.Decision) bool { return d.Approver == i && d.Approves() })
		if n < 0 {
			line := said{plain, empty, s.Title + ": nobody yet"}
			if chair := decision.Chair(t.c, s, service); chair != nil {
				line.text += "; its chair is " + t.c.PersonName(chair.ID)
			}
			if me := t.c.Who.Person; me != nil && (s.Person == me.ID || s.Person == "" && t.c.Rules.Holds(me, s.Role, service)) {
				line.tone, line.text = warn, s.Title+": nobody yet; you hold it"
			}
			lines = append(lines, line)
			continue
		}
		d := t.ap.Decisions[n]
		text := s.Title + ": " + t.c.PersonName(d.By)
		if s.Person != "" {
			text = t.c.PersonName(d.By) + " signed"
		}
		lines = append(lines, said{good, yes, text + ", " + t.at(d.At) + t.remarks(d)})
	}
	for _, d := range t.ap.Decisions {
		if d.Retracted != nil {
			lines = append(lines, said{quiet, unmarked, fmt.Sprintf("%s %s, and took it back %s: %s", t.c.PersonName(d.By), model.Decided(d.Verdict), t.at(d.Retracted.At), d.Retracted.Reason)})
			continue
		}
		switch d.Verdict {
		case model.Abstain, model.Remark:
			lines = append(lines, said{quiet, unmarked, t.c.PersonName(d.By) + " " + model.Decided(d.Verdict) + ", " + t.at(d.At) + t.remarks(d)})
		case model.Disowned:
			lines = append(lines, said{bad, no, t.c.PersonName(d.By) + " did not decide it" + t.remarks(d)})
		case model.Reject:
			lines = append(lines, said{bad, no, t.c.PersonName(d.By) + " rejected it, " + t.at(d.At) + t.remarks(d)})
		case model.Ask:
			lines = append(lines, said{warn, ask, t.c.PersonName(d.By) + " asks, " + t.at(d.At) + t.remarks(d)})
		}
	}
	t.b.add("approvers", lines...)
}

// remarks are what was said with a decision, and how one by word of mouth came here.
func (t *teller) remarks(d model.Decision) string {
	text := ""
	if d.Verbal != nil {
		text = "; " + decision.VerbalWords(t.c, d, t.zone)
	}
	if d.Conditions != "" {
		text += "; on condition: " + d.Conditions
	}
	if d.Comment != "" {
		text += "; says: " + d.Comment
	}
	return text
}

// gate says how the gate stands, and what blocks it.
func (t *teller) gate() {
	g, err := gate.At(t.c, t.r, "")
	if err != nil {
		t.b.add("gate", said{warn, ask, err.Error()})
		return
	}
	met, all := g.Count()
	lines := []said{{plain, unmarked, fmt.Sprintf("%s: %d of %d checks met%s", g.State(), met, all, g.WaivedWords())}}
	for _, f := range g.Findings {
		switch {
		case f.Check == "authorised:"+t.ap.Purpose: // this very approval
		case f.Answer == gate.Open:
			lines = append(lines, said{warn, no, f.Text + ": " + f.Evidence})
		case f.Answer == gate.Undecidable:
			lines = append(lines, said{warn, ask, f.Text + ": " + f.Evidence})
		case f.Answer == gate.Waived:
			lines = append(lines, said{warn, caution, f.Text + ": " + f.Evidence})
		}
	}
	t.b.add("gate", lines...)
}

// scope lists the RFCs.
func (t *teller) scope() {
	var lines []said
	for _, id := range t.r.Changes {
		ch := model.Get[*model.Change](t.c, id)
		if ch == nil {
			lines = append(lines, said{quiet, unmarked, string(id)})
			continue
		}
		text := fmt.Sprintf("%s %s (%s, %s", id, ch.Title, ch.Category, model.StateWords(ch))
		if ch.Risk != "" {
			text += ", risk " + ch.Risk
		}
		line := said{plain, unmarked, text + ")"}
		if !ch.Authorised() {
			line.tone, line.mark = warn, caution
		}
		lines = append(lines, line)
	}
	if len(lines) == 0 {
		lines = append(lines, said{warn, caution, "no RFC is in scope"})
	}
	for _, id := range t.r.Deferred {
		lines = append(lines, said{quiet, point, string(id) + " was deferred"})
	}
	t.b.add("RFCs", lines...)
}

// before tells how earlier requests for the same ended.
func (t *teller) before() {
	var lines []said
	for _, o := range model.All[*model.Approval](t.c) {
		if o.Of != t.ap.Of || o.Purpose != t.ap.Purpose || o.ID.Number() >= t.ap.ID.Number() {
			continue
		}
		text := fmt.Sprintf("%s, asked for %s: %s", o.ID, t.at(o.At), o.State())
		if o.Void != nil {
			text += ", " + o.Void.Reason
		}
		for _, d := range o.Decisions {
			text += fmt.Sprintf("; %s: %s%s", t.c.PersonName(d.By), model.Decided(d.Verdict), t.remarks(d))
		}
		lines = append(lines, said{quiet, unmarked, text})
	}
	t.b.add("before", lines...)
}
