// Package casefile tells the case of what waits for a decision: what is asked for and by
// whom, whether the person may decide, what changed since they last looked, the risk, the
// plan, the conflicts, who signed and who is missing. Screens and meetings show it.
//
// Who may decide is asked in model/action and model/decision; here it is only told in
// words.
package casefile

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/decision"
	"fairway/model/grammar"
	"fairway/model/task"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/remedy"
	"fairway/ui/screen"
)

// Brief is a case in words, before it is laid out for a width.
type Brief struct {
	Head     store.Position // of the log, when it was read
	State    model.State
	Refused  []model.Reason // why the person can't decide at all
	Duties   []string       // the relations that keep the person from deciding, in words
	Sections []Section
}

// Section is one part of a case under its name.
type Section struct {
	Name  string
	Lines []Said
}

// Said is one line of a section, with how it is meant.
type Said struct {
	Tone Tone
	Mark Sign
	Text string
}

type Tone int

const (
	Plain Tone = iota
	Quiet
	Good
	Warn
	Bad
	News
)

// Sign stands before a line, so that its meaning isn't in its colour alone.
type Sign int

const (
	Unmarked Sign = iota
	Yes
	No
	Empty // an approver who is missing
	Ask
	Caution
	Point
)

// Words is how a person reads dates.
type Words struct {
	zone   *time.Location // of clock times
	office *time.Location // of counted days
	dates  when.Style
	now    time.Time
}

// For is how whoever sits at a session reads.
func For(e *screen.Env) Words {
	return Words{zone: e.Zone, office: e.Days(), dates: e.Dates, now: e.Clock()}
}

func (w Words) at(t time.Time) string {
	return when.Format(when.Moment{At: t, Precision: when.Minute}, w.zone, w.dates)
}

func (w Words) ago(t time.Time) string {
	return when.Relative(when.Moment{At: t, Precision: when.Minute}, w.now, w.office)
}

// slot writes a plan as the reader's clocks show it, and as it was meant where that
// is another zone whose clocks show something else: both are named then.
func (w Words) slot(s model.Slot) string {
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
func (w Words) span(s when.Span) string { return when.FormatSpan(s, w.zone, w.dates) }

// teller tells one case.
type teller struct {
	Words
	c  *model.Case
	ap *model.Approval
	r  *model.Release
	b  *Brief
}

// tell puts a case into words. old is the case as it was when the person last
// looked, nil where nothing is to be compared.
func (w Words) tell(c *model.Case, ap *model.Approval, old *model.Case, base Mark, at store.Position) Brief {
	b := Brief{State: ap.State()}
	r := model.Get[*model.Release](c, ap.Of)
	if ch := model.Get[*model.Change](c, ap.Of); ch != nil {
		return w.tellChangeApproval(c, ap, ch)
	}
	if r == nil {
		b.add("release", Said{Bad, No, string(ap.Of) + " can't be read: its content was removed by law"})
		return b
	}
	t := teller{w, c, ap, r, &b}
	t.you()
	if at == store.Now {
		t.since(old, base)
	}
	t.release()
	t.target()
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

func (b *Brief) add(name string, lines ...Said) {
	if len(lines) > 0 {
		b.Sections = append(b.Sections, Section{name, lines})
	}
}

// relationWords say how a person stands to a release that they can't approve.
func RelationWord(relation string) string {
	if theirs, stands := strings.CutPrefix(relation, store.StandsIn); stands {
		return "you decide for its " + theirs
	}
	if theirs, stood := strings.CutPrefix(relation, store.Was+store.StandsIn); stood {
		return "you decided for its " + theirs
	}
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
	case model.PartTeam:
		return "you are in the team that builds it"
	case store.Was + model.PartTeam:
		return "you were in the team that builds it"
	}
	return "you are its " + relation
}

// you says whether the person may decide, and every reason why not.
func (t *teller) you() {
	if state := t.ap.State(); state != model.ApprovalPending {
		t.b.Refused = []model.Reason{{Text: "it is " + model.StateWords(t.ap)}}
		t.b.add("you", Said{Quiet, Unmarked, "it is " + model.StateWords(t.ap) + ": there is nothing to decide any more"})
		return
	}
	q := decision.Approval(t.c, t.ap)
	can := "you are one of its approvers"
	if seat, right := decision.Seat(t.c, q, t.c.Who.Person, "", t.c.Now); seat >= 0 && right.For != "" {
		can = fmt.Sprintf("you decide for %s, by %s", t.c.PersonName(right.For), right.Delegation)
	}
	t.may(q, can, action.Decide{Approval: t.ap.ID, Verdict: model.Ask, Comment: "why"}, action.Decide{Approval: t.ap.ID, Verdict: model.Approve})
}

// may says whether the person may decide, as one of the answers that need the
// least would, and what keeps them from a yes alone.
func (t *teller) may(q decision.Request, can string, answer, agree action.Action) {
	for _, bar := range decision.Barring(t.c, q, t.c.Who.ID()) {
		w := bar.Tie()
		if bar.By != nil {
			w = RelationWord(store.StandsIn + bar.Relation)
			if bar.Over() {
				w = RelationWord(store.Was + store.StandsIn + bar.Relation)
			}
		} else if bar.Now() {
			w = RelationWord(bar.Relation)
		}
		if !slices.Contains(t.b.Duties, w) {
			t.b.Duties = append(t.b.Duties, w)
		}
	}
	if q.Permission != "" {
		if right, _ := decision.RightOf(t.c, q, t.c.Who.Person, t.c.Now); right.For != "" {
			can = fmt.Sprintf("you decide for %s, by %s", t.c.PersonName(right.For), right.Delegation)
		} else if acting := decision.Acting(t.c, q, t.c.Who.ID(), t.c.Now); len(acting) > 0 {
			can += "; " + strings.Join(acting, " or ") + " acts for you"
		}
	}
	t.mayDo(can, answer, agree)
}

// mayDo says whether the person may do what waits, and what keeps them from a yes
// alone.
func (t *teller) mayDo(can string, answer, agree action.Action) {
	t.b.Refused = refusal(t.c, action.Open(t.c, answer))
	var lines []Said
	for i, r := range t.b.Refused {
		lines = append(lines, Said{Warn, No, r.Text})
		cure := remedy.Words(r.Remedies)
		if i+1 < len(t.b.Refused) && remedy.Words(t.b.Refused[i+1].Remedies) == cure { // it is said once, below both
			continue
		}
		if cure != "" {
			lines = append(lines, Said{Quiet, Point, cure})
		}
	}
	if len(lines) == 0 {
		lines = append(lines, Said{Good, Yes, "can decide: " + can})
		for _, r := range refusal(t.c, action.Open(t.c, agree)) {
			lines = append(lines, Said{Warn, No, "but not approve it: " + r.Text})
		}
	}
	t.b.add("you", lines...)
}

// refusal lists the reasons of a refusal, or the error as the one reason.
func refusal(c *model.Case, err error) []model.Reason {
	var refused *model.Refusal
	switch {
	case err == nil:
		return nil
	case errors.As(err, &refused):
		return task.AddressedReasons(c, refused.Reasons)
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
	lines := append([]Said{{Plain, Unmarked, fmt.Sprintf("%s %s, %s", r.ID, r.Title(), kind)}}, t.declared(r.Declared)...)
	if s := model.Get[*model.Service](t.c, r.Service); s != nil {
		text := "service " + s.Name
		if s.Criticality != "" {
			text += ", criticality " + s.Criticality
		}
		lines = append(lines, Said{Plain, Unmarked, text})
	}
	slot := Said{Plain, Unmarked, "deployment " + t.slot(r.Window)}
	if !r.Window.IsZero() {
		slot.Text += " (" + when.Relative(r.Window.Start, t.now, t.office) + ")"
		if r.StartPassed(t.now, t.c.Zone(r)) {
			slot.Tone, slot.Mark = Bad, Caution
			slot.Text += ": its start is past"
		}
	}
	lines = append(lines, slot)
	stage := r.Stage
	if p, ok := t.c.Under(r).Process(r.Type); ok {
		if s, _ := p.Stage(r.Stage); s != nil {
			stage = s.Title
		}
	}
	lines = append(lines, Said{Plain, Unmarked, fmt.Sprintf("stage %s since %s", stage, t.at(r.Since))})
	if r.Hold != nil {
		lines = append(lines, Said{Warn, Caution, "on hold: " + r.Hold.Reason})
	}
	if r.Cancelled != nil {
		lines = append(lines, Said{Warn, No, "cancelled: " + r.Cancelled.Reason})
	}
	for _, b := range r.Broken {
		lines = append(lines, Said{Bad, Caution, fmt.Sprintf("glass was broken by %s, %s: %s (%s)", t.c.Signatory(b.By, b.At), t.at(b.At), b.Rule, b.Reason)})
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
		lines = append(lines, Said{Quiet, Unmarked, strings.Join(who, ", ")})
	}
	if r.Notes != "" {
		lines = append(lines, Said{Quiet, Unmarked, r.Notes})
	}
	t.b.add("release", lines...)
}

// asked says what was asked for, and whether that is what the case shows.
func (t *teller) asked() {
	text := fmt.Sprintf("%s, by %s, %s (%s)", t.ap.Title, t.c.Signatory(t.ap.By, t.ap.At), t.at(t.ap.At), t.ago(t.ap.At))
	if t.r != nil {
		text += fmt.Sprintf(", for revision %d", t.ap.Revision)
	}
	lines := []Said{{Plain, Unmarked, text}}
	if t.ap.Again != "" {
		lines = append(lines, Said{Warn, Caution, fmt.Sprintf("%s was rejected, and nothing of that has changed since", t.ap.Again)})
	}
	if t.ap.Reason != "" {
		lines = append(lines, Said{Plain, Unmarked, "asked again since: " + t.ap.Reason})
	}
	if t.ap.Void != nil {
		lines = append(lines, Said{Bad, No, fmt.Sprintf("void since %s: %s (%s)", t.at(t.ap.Void.At), t.ap.Void.Reason, endedBy(t.c, t.ap.Void))})
	}
	if t.r != nil && t.r.Revision != t.ap.Revision && t.ap.Void == nil {
		lines = append(lines, Said{Warn, Caution, fmt.Sprintf("the release is at revision %d now", t.r.Revision)})
	}
	for _, seen := range t.ap.Documents {
		if d := model.Get[*model.Document](t.c, seen.ID); d != nil && d.Version != seen.Version {
			lines = append(lines, Said{Warn, Caution, fmt.Sprintf("it was asked for with version %d of the %s; version %d is shown", seen.Version, grammar.Lower(t.formTitle(d)), d.Version)})
		}
	}
	if open := t.leftOpen(); len(open) > 0 {
		lines = append(lines, Said{Quiet, Unmarked, "left open, and said later without deciding again: " + strings.Join(open, ", ")})
	}
	t.b.add("asked", lines...)
}

// leftOpen is what isn't said yet of a release whose approval is still to be given.
func (t *teller) leftOpen() []string {
	if t.r == nil || t.ap.State() != model.ApprovalPending {
		return nil
	}
	p, ok := t.c.Under(t.r).Process(t.r.Type)
	if !ok {
		return nil
	}
	return decision.LeftOpen(p, t.r, t.ap.Purpose)
}

// approvers says who has signed and who is missing, with all that was said.
func (t *teller) approvers() {
	var lines []Said
	service := t.c.SubjectOf(t.ap.Of).Service()
	q := decision.Approval(t.c, t.ap)
	seat, right := decision.Seat(t.c, q, t.c.Who.Person, "", t.c.Now)
	for i, s := range t.ap.Approvers {
		n := slices.IndexFunc(t.ap.Decisions, func(d model.Decision) bool { return d.Approver == i && d.Approves() })
		if n < 0 {
			line := Said{Plain, Empty, s.Title + ": nobody yet"}
			if chair := decision.Chair(t.c, s, service); chair != nil {
				line.Text += "; its chair is " + t.c.PersonName(chair.ID)
			}
			if me := t.c.Who.Person; me != nil && (s.Person == me.ID || s.Person == "" && t.c.Rules.Holds(me, s.Role, service)) {
				line.Tone, line.Text = Warn, s.Title+": nobody yet; you hold it"
				if acting := decision.Acting(t.c, q, me.ID, t.c.Now); len(acting) > 0 {
					line.Text += ", and " + strings.Join(acting, " or ") + " acts for you"
				}
			} else if i == seat && right.For == "" {
				line.Tone, line.Text = Warn, fmt.Sprintf("%s: nobody yet; it was escalated to you", s.Title)
			} else if i == seat {
				line.Tone, line.Text = Warn, fmt.Sprintf("%s: nobody yet; %s holds it, for whom you decide", s.Title, t.c.PersonName(right.For))
			}
			lines = append(lines, line)
			continue
		}
		d := t.ap.Decisions[n]
		text := s.Title + ": " + decision.Signed(t.c, d.By, d.At, d.Basis)
		if s.Person != "" {
			text = decision.Signed(t.c, d.By, d.At, d.Basis) + " signed"
		}
		lines = append(lines, Said{Good, Yes, text + ", " + t.at(d.At) + t.remarks(d)})
	}
	for _, d := range t.ap.Decisions {
		if d.Retracted != nil {
			lines = append(lines, Said{Quiet, Unmarked, fmt.Sprintf("%s %s, and took it back %s: %s", decision.Signed(t.c, d.By, d.At, d.Basis), model.Decided(d.Verdict), t.at(d.Retracted.At), d.Retracted.Reason)})
			continue
		}
		switch d.Verdict {
		case model.Abstain, model.Remark:
			lines = append(lines, Said{Quiet, Unmarked, decision.Signed(t.c, d.By, d.At, d.Basis) + " " + model.Decided(d.Verdict) + ", " + t.at(d.At) + t.remarks(d)})
		case model.Downgrade:
			lines = append(lines, Said{Warn, No, decision.Signed(t.c, d.By, d.At, d.Basis) + " " + model.Decided(d.Verdict) + ", " + t.at(d.At) + t.remarks(d)})
		case model.Disowned:
			lines = append(lines, Said{Bad, No, decision.Signed(t.c, d.By, d.At, d.Basis) + " did not decide it" + t.remarks(d)})
		case model.Reject:
			lines = append(lines, Said{Bad, No, decision.Signed(t.c, d.By, d.At, d.Basis) + " rejected it, " + t.at(d.At) + t.remarks(d)})
		case model.Ask:
			lines = append(lines, Said{Warn, Ask, decision.Signed(t.c, d.By, d.At, d.Basis) + " asks, " + t.at(d.At) + t.remarks(d)})
		}
	}
	if after := decision.CompletedAfter(t.c, t.ap); after != nil {
		lines = append(lines, Said{Warn, Unmarked, after.Words(t.zone)})
	}
	if e := t.ap.Reminded; e != nil {
		lines = append(lines, Said{Quiet, Unmarked, fmt.Sprintf("reminded %s; that was due %s", t.at(e.At), t.at(e.Due))})
	}
	if e := t.ap.Escalated; e != nil {
		lines = append(lines, Said{Warn, Caution, fmt.Sprintf("escalated to %s, who may decide for whoever is missing, %s; that was due %s", e.Title, t.at(e.At), t.at(e.Due))})
	}
	t.b.add("approvers", lines...)
}

// remarks are what was said with a decision, and how one by word of mouth came here.
func (t *teller) remarks(d model.Decision) string {
	text := ""
	if d.Verbal != nil {
		text = "; " + decision.VerbalWords(t.c, d, t.zone)
	}
	if d.Verbal == nil {
		text += t.recorded(d.Recorded)
	}
	if glass := decision.GlassWords(t.r, d); glass != "" {
		text += ", " + glass
	}
	if d.Meeting != "" {
		text += ", in " + string(d.Meeting)
	}
	if d.Conditions != "" {
		text += "; on condition: " + d.Conditions
	}
	if d.Comment != "" {
		text += "; says: " + d.Comment
	}
	return text
}
