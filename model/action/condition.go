package action

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
)

// MeetCondition says by what a condition of an approval is met: a document, an entry of
// the media library, an RFC, a notice, a run or an improvement action that has to do with what was approved, made
// or changed since the condition was set, with a note beside it. It takes no permission: whoever has to meet it does, or the
// coordinator of the release.
type MeetCondition struct {
	Approval model.ID `json:"approval"`
	Number   int      `json:"number"` // from 1, over all that count
	Record   model.ID `json:"record,omitempty"`
	Note     string   `json:"note,omitempty"`
	// Happened is when it was met, of what was declared an emergency, where that was
	// before it is entered.
	Happened time.Time `json:"happened,omitzero"`
	Seen     int64     `json:"seen,omitempty"`
}

// meets are the kinds of record that can meet a condition.
var meets = []model.Kind{model.KindDocument, model.KindMedia, model.KindChange, model.KindNotice, model.KindRun, model.KindImprovement}

// Needs are the approval with what it is of, the record, and when that was written.
func (a MeetCondition) Needs() model.Needs {
	return model.Needs{IDs: []model.ID{a.Approval, a.Record}, Written: []model.ID{a.Record}, Seen: looked(a.Approval, a.Seen)}
}

// lastOf is the last that happened in a record which meets a condition: what was written,
// sent, put into the library or done in a run; of an RFC the last that was said of it.
func lastOf(c *model.Case, record model.Record) (at time.Time, what string) {
	id := record.Key()
	switch r := record.(type) {
	case *model.Document:
		return r.At, fmt.Sprintf("version %d of %s was written", r.Version, id)
	case *model.Notice:
		return r.Sent, fmt.Sprintf("%s was sent", id)
	case *model.Media:
		return r.At, fmt.Sprintf("%s was put into the DML", id)
	case *model.Run:
		at, what = r.Started, fmt.Sprintf("%s was started", id)
		for _, n := range soFar(r) {
			if n.at.After(at) {
				at, what = n.at, fmt.Sprintf("the last of %s was done", id)
			}
		}
		if r.Ended.After(at) {
			at, what = r.Ended, fmt.Sprintf("%s ended", id)
		}
		return at, what
	case *model.Improvement:
		if r.Done != nil {
			return r.Done.At, fmt.Sprintf("%s was done", id)
		}
		return r.At, fmt.Sprintf("%s was noted", id)
	}
	return c.Written(id), fmt.Sprintf("%s was last changed", id)
}

// concerns reports whether a record has to do with a release or an RFC: a document or a
// notice of it, a run, what is in its package or its scope, the RFC that corrects it, what
// is to be done better after it.
func concerns(of model.Subject, record model.Record) bool {
	inside := func(id model.ID) bool {
		return id == of.ID() || of.Release != nil && slices.Contains(of.Release.Changes, id) ||
			of.Change != nil && of.Change.Captured != nil && id == of.Change.Captured.FollowUp
	}
	switch r := record.(type) {
	case *model.Document:
		return inside(r.Of)
	case *model.Notice:
		return r.Release == of.ID()
	case *model.Run:
		return r.Release == of.ID()
	case *model.Change:
		return inside(r.ID)
	case *model.Improvement:
		return inside(r.Of) && r.Dropped == nil
	case *model.Media:
		return of.Release != nil && slices.Contains(of.Release.Package, r.ID)
	}
	return false
}

// wouldMeet says which records meet a condition of a release or an RFC.
func wouldMeet(of model.Subject) model.Remedy {
	if of.Release != nil {
		return model.AnswerTo(fmt.Sprintf("name a document, a notice or a run of %s, an entry of its package, an RFC in its scope or an improvement action", of.ID()), "by")
	}
	if of.Change.Captured != nil {
		return model.AnswerTo(fmt.Sprintf("name %s, a document or an improvement action of it, or the RFC that corrects it", of.ID()), "by")
	}
	return model.AnswerTo(fmt.Sprintf("name %s, or a document or an improvement action of it", of.ID()), "by")
}

// For is the service of the release.
func (a MeetCondition) For(c *model.Case) model.ID { return serviceOfApproval(c, a.Approval) }

// Do notes it.
func (a MeetCondition) Do(c *model.Case) (Outcome, error) {
	doing := fmt.Sprintf("meet condition %d of %s", a.Number, a.Approval)
	ap, err := known[*model.Approval](c, a.Approval)
	if err != nil {
		return Outcome{}, err
	}
	if err := unmoved(c, ap, a.Seen, "decisions", "void"); err != nil {
		return Outcome{}, err
	}
	of, _, err := loadSubject(c, ap.Of, 0, doing)
	if err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: doing}
	if ap.Void != nil {
		refusal.Add("it was voided: " + ap.Void.Reason)
	}
	v := *ap
	v.Checks = slices.Clone(ap.Checks)
	var text string
	var needs []need
	var met *model.Condition
	if !a.Happened.IsZero() && of.Emergency() == nil {
		refusal.Add("it is met when that is entered: only what was declared an emergency happens first and is entered later", model.AnswerTo("leave the time out", "happened"))
	}
	switch list := v.Conditions(); {
	case a.Number < 1 || a.Number > len(list):
		return Outcome{}, &model.NotFound{What: fmt.Sprintf("condition %d of %s (it has %d)", a.Number, a.Approval, len(list))}
	case list[a.Number-1].Met != nil:
		refusal.Add("it is met already, by " + c.PersonName(list[a.Number-1].Met.By))
	case c.Who.ID() != list[a.Number-1].By && c.Who.ID() != of.Leads():
		refusal.Add(fmt.Sprintf("%s has to meet it", c.PersonName(list[a.Number-1].By)), model.Say("they do, or whoever leads "+string(of.ID())))
	default:
		met = list[a.Number-1]
		text = met.Text
		needs = append(needs, need{ap.Decisions[met.Decision].At, "the condition was set"})
	}
	said(refusal, "the note", a.Note)
	fact, _ := c.Fact(a.Record)
	switch {
	case a.Record == "":
		refusal.Add("it is not said by what it is met: a note alone shows nothing", wouldMeet(of))
	case !slices.Contains(meets, a.Record.Kind()):
		refusal.Add(fmt.Sprintf("%s is no document, notice, run, DML entry, RFC or improvement action", a.Record), wouldMeet(of))
	case !c.Has(a.Record):
		return Outcome{}, &model.NotFound{What: describe(a.Record.Kind(), a.Record)}
	case !concerns(of, fact.Record):
		refusal.Add(fmt.Sprintf("%s has nothing to do with %s", a.Record, of.ID()), wouldMeet(of))
	case met != nil:
		last, what := lastOf(c, fact.Record)
		since := model.AnswerTo("name what was made or changed since: a new version, another run", "by")
		d := ap.Decisions[met.Decision]
		if last.Before(d.At) {
			refusal.Add(fmt.Sprintf("%s %s, and the condition was set %s: what is from before shows nothing of it", what, stamp(last), stamp(d.At)), since)
		} else if written := c.Written(a.Record); written.Before(d.Entered()) { // nobody knew of the condition then
			refusal.Add(fmt.Sprintf("%s was entered %s, and the condition only %s: what is from before shows nothing of it", a.Record, stamp(written), stamp(d.Entered())), since)
		}
		needs = append(needs, need{last, what})
	}
	at := dated(c, a.Happened, "it can't have been met", needs, refusal)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	met.Met = &model.Met{By: c.Who.ID(), At: at, Recorded: recordedLater(c, at), Record: a.Record, Note: a.Note}
	out := wrote(of.ID(), fmt.Sprintf("met condition %d of %s (%s)", a.Number, ap.ID, text), &v)
	if !a.Happened.IsZero() {
		out.Happened = at
	}
	return out, nil
}

// conditions reads the conditions of a decision, one a line, with who has to meet them.
func conditions(c *model.Case, decision int, text string, by, decider model.ID, refusal *model.Refusal) []model.Condition {
	if by == "" || model.Blank(text) {
		return nil
	}
	if p := model.Get[*model.Person](c, by); p == nil || p.Left {
		refusal.Add(fmt.Sprintf("%s can't meet a condition: they are not known here, or have left", by), model.AnswerTo("name who has to meet it", "meet_by"))
	}
	if by == decider {
		refusal.Add("whoever sets a condition doesn't meet it themselves", model.AnswerTo("name who has to meet it", "meet_by"))
	}
	var out []model.Condition
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, model.Condition{Decision: decision, Text: line, By: by})
		}
	}
	return out
}
