package action

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/form"
	"fairway/model/gate"
)

// MeetCondition says by what a condition of an approval, or of another decision, is met: a
// document that reports something (form.Reported), an entry of the media library, an RFC, a notice, a run or an improvement action
// that has to do with what was decided, made or changed since the condition was set, with a
// note beside it. It has to show that something was done (showsDone). It takes no permission: whoever has to meet it does, or whoever leads what
// waits for it.
type MeetCondition struct {
	// Approval keeps it: an approval, an RFC, a document, an entry of the catalogue, of an
	// exception the freeze.
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

// Needs are what keeps it with what that is of, the record, and when that was written; of an
// RFC the releases that carry it.
func (a MeetCondition) Needs() model.Needs {
	n := model.Needs{IDs: []model.ID{a.Approval, a.Record}, Written: []model.ID{a.Record}, Seen: looked(a.Approval, a.Seen)}
	if a.Approval.Kind() == model.KindChange {
		n.Scoping = []model.ID{a.Approval}
	}
	return n
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

// showsDone refuses a record that does not show that anything was done: a run that goes on
// or did not go well, an RFC that is not implemented, an improvement action that is open, a
// document that is not complete, was sent back or reports nothing, a file that was withdrawn. What has only
// begun may still fail. A notice was sent.
func showsDone(c *model.Case, record model.Record, another model.Remedy, refusal *model.Refusal) {
	id := record.Key()
	switch r := record.(type) {
	case *model.Run:
		switch {
		case r.Open():
			refusal.Add(fmt.Sprintf("%s still goes on: a run shows something once it has ended", id), model.ByTask("end-run", id).For("end it"))
		case r.Result != model.RunDeployed:
			refusal.Add(fmt.Sprintf("%s ended as %s: only one that ended as %s shows that it went well", id, r.Result, model.RunDeployed), another)
		}
	case *model.Change:
		switch outcome := reviewOutcome(r); {
		case slices.Contains([]string{model.OutcomeFailed, model.OutcomeRolledBack}, outcome):
			refusal.Add(fmt.Sprintf("%s came out as %s: only one that was implemented with success shows that it is done", id, outcomeWords(outcome)), another)
		case !r.Implemented():
			refusal.Add(fmt.Sprintf("%s is %s: an RFC shows something once it is implemented", id, model.StateWords(r)), another)
		}
	case *model.Improvement:
		if r.Done == nil {
			refusal.Add(fmt.Sprintf("%s is open: an improvement action shows something once it is done", id), model.ByTask("report-improvement", id, model.With("text", "")).For("its owner reports it done"))
		}
	case *model.Document:
		if v := r.Rejected(); v != nil {
			refusal.Add(fmt.Sprintf("version %d of %s was rejected by %s: %s", r.Version, id, decision.Signed(c, v.By, v.At, v.Basis), v.Text), model.ByForm(r.Form, r.Of).For("its author writes the next version"))
		} else if f := c.FormIn(r); f != nil {
			if missing := f.Missing(r.In(f)); len(missing) > 0 {
				refusal.Add(fmt.Sprintf("%s is not complete (%s): a document shows something once it is", id, missing[0].Where()+": "+missing[0].Text), model.ByForm(r.Form, r.Of).At(missing[0].Field, missing[0].Row))
			}
			if !f.Reported(r.In(f)) {
				refusal.Add(fmt.Sprintf("%s, %s, reports nothing that was done: a paper that asks, plans or declares shows nothing", id, f.Title), reporting(c, f.Of))
			}
		}
	case *model.Media:
		if r.State == model.MediaWithdrawn {
			refusal.Add(fmt.Sprintf("%s is withdrawn from the DML", id), another)
		}
	}
}

// reporting names the forms of releases, RFCs or services that report what was done.
func reporting(c *model.Case, of string) model.Remedy {
	var titles []string
	for i := range c.Rules.Forms {
		if f := &c.Rules.Forms[i]; f.Of == of && f.Reports != form.ReportsNever && (f.Reports != "" || f.Reported(form.Answers{})) {
			titles = append(titles, f.Title)
		}
	}
	if len(titles) == 0 {
		return model.AnswerTo("name what shows that it was done", "by")
	}
	slices.Sort(titles)
	return model.AnswerTo("name one that does, written since: "+strings.Join(titles, ", "), "by")
}

// reviewOutcome is that with which an RFC was closed, else what its review said; "" before.
func reviewOutcome(ch *model.Change) string {
	if ch.Outcome == "" && ch.Reviewed != nil {
		return ch.Reviewed.Outcome
	}
	return ch.Outcome
}

// waiting is what waits for a condition: a release, an RFC, or an entry of the catalogue.
type waiting struct {
	model.Subject
	entry *model.Entry
}

func waits(c *model.Case, id model.ID) waiting {
	return waiting{c.SubjectOf(id), model.Get[*model.Entry](c, id)}
}

// id is that of what waits; "" of what is not among the facts.
func (w waiting) id() model.ID {
	if w.entry != nil {
		return w.entry.ID
	}
	return w.ID()
}

// leads are those who may say of every condition that it is met: whoever leads what waits,
// of an RFC also who coordinates the release that carries it.
func (w waiting) leads(c *model.Case) []model.ID {
	if w.entry != nil {
		return []model.ID{w.entry.Author}
	}
	out := []model.ID{w.Leads()}
	if w.Change != nil {
		if r := carrier(c, w.Change.ID); r != nil {
			out = append(out, r.Coordinator)
		}
	}
	return out
}

// concerns reports whether a record has to do with what waits: a document or a notice of
// it, a run, what is in its package or its scope, the RFC that corrects it, what is to be
// done better after it; of an RFC also of the release that carries it, of an entry what is
// of one of its services.
func (w waiting) concerns(c *model.Case, record model.Record) bool {
	switch {
	case w.entry != nil:
		return w.ofEntry(c, record)
	case concerns(w.Subject, record):
		return true
	case w.Change != nil:
		r := carrier(c, w.Change.ID)
		return r != nil && concerns(model.Subject{Release: r}, record)
	}
	return false
}

// ofEntry is the same of an entry.
func (w waiting) ofEntry(c *model.Case, record model.Record) bool {
	inside := func(id model.ID) bool {
		if of := c.SubjectOf(id); of.Known() {
			id = of.Service()
		}
		return slices.Contains(w.entry.Services, id)
	}
	switch r := record.(type) {
	case *model.Document:
		return inside(r.Of)
	case *model.Change:
		return inside(r.ID)
	case *model.Notice:
		return inside(r.Release)
	case *model.Run:
		return inside(r.Release)
	case *model.Improvement:
		return inside(r.Of) && r.Dropped == nil
	}
	return false
}

// concerns is that of a release or an RFC by itself.
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

// wouldMeet says which records meet a condition: such as can be there. The RFCs of a release
// are implemented by its deployment.
func (w waiting) wouldMeet(c *model.Case) model.Remedy {
	text := fmt.Sprintf("name a report of %s, or an improvement action that is done", w.id())
	switch {
	case w.entry != nil:
		text = "name an RFC of one of its services that is implemented, or of a release of one a report, a notice or a run, or an improvement action that is done"
	case w.Release != nil:
		rfcs := ""
		if w.Release.Deployed {
			rfcs = ", an RFC in its scope that is implemented"
		}
		text = fmt.Sprintf("name a report, a notice or a run of %s, an entry of its package%s or an improvement action that is done", w.id(), rfcs)
	case w.Change.Captured != nil:
		text = fmt.Sprintf("name a report of %s, an improvement action that is done, or the RFC that corrects it once that is implemented", w.id())
	case !gate.GoesAlone(w.Change):
		text = fmt.Sprintf("name a report of %s, an improvement action that is done, or a report, a notice or a run of the release that carries it", w.id())
	}
	return model.AnswerTo(text, "by")
}

// For is the service of what it is about.
func (a MeetCondition) For(c *model.Case) model.ID {
	if a.Approval.Kind() == model.KindApproval {
		return serviceOfApproval(c, a.Approval)
	}
	return serviceOf(c, a.Approval)
}

// Do notes it.
func (a MeetCondition) Do(c *model.Case) (Outcome, error) {
	doing := fmt.Sprintf("meet condition %d of %s", a.Number, a.Approval)
	f, ok := c.Fact(a.Approval)
	if !ok || f.Record == nil {
		if c.IsRedacted(a.Approval) {
			return Outcome{}, model.Refuse("read "+string(a.Approval), "its content was removed by law; only its digest is kept")
		}
		return Outcome{}, &model.NotFound{What: describe(a.Approval.Kind(), a.Approval)}
	}
	if err := unmoved(c, f.Record, a.Seen, "decisions", "decided", "exceptions", "void"); err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: doing}
	if ap, ok := f.Record.(*model.Approval); ok && ap.Void != nil {
		refusal.Add("it was voided: "+ap.Void.Reason, model.Say("a condition of it has not to be met any more"))
	}
	v := model.Owes(f.Record)
	list := model.Owing(v)
	if a.Number < 1 || a.Number > len(list) {
		return Outcome{}, &model.NotFound{What: fmt.Sprintf("condition %d of %s (it has %d)", a.Number, a.Approval, len(list))}
	}
	k := list[a.Number-1]
	of := waits(c, k.Of)
	if of.entry == nil {
		if _, _, err := loadSubject(c, k.Of, 0, doing); err != nil {
			return Outcome{}, err
		}
	}
	a.Happened = onlyDeclared(of.Emergency() != nil, a.Happened, "it is met when that is entered", refusal)
	var needs []need
	switch {
	case k.Met != nil:
		refusal.Add("it is met already, by " + c.PersonName(k.Met.By))
	case c.Who.ID() != k.By && !slices.Contains(of.leads(c), c.Who.ID()):
		refusal.Add(fmt.Sprintf("%s has to meet it", c.PersonName(k.By)), model.Say("they do, or whoever leads "+string(of.id())))
	default:
		needs = append(needs, need{k.At, "the condition was set"})
	}
	said(refusal, "the note", a.Note)
	fact, _ := c.Fact(a.Record)
	switch {
	case a.Record == "":
		refusal.Add("it is not said by what it is met: a note alone shows nothing", of.wouldMeet(c))
	case !slices.Contains(meets, a.Record.Kind()):
		refusal.Add(fmt.Sprintf("%s is no document, notice, run, DML entry, RFC or improvement action", a.Record), of.wouldMeet(c))
	case !c.Has(a.Record):
		return Outcome{}, &model.NotFound{What: describe(a.Record.Kind(), a.Record)}
	case a.Record == k.Of || a.Record == a.Approval: // it would show that it was decided, or done whatever was asked
		refusal.Add(fmt.Sprintf("the condition is one of %s itself: that shows nothing of it", a.Record), of.wouldMeet(c))
	case !of.concerns(c, fact.Record):
		refusal.Add(fmt.Sprintf("%s has nothing to do with %s", a.Record, of.id()), of.wouldMeet(c))
	case k.Met == nil:
		last, what := lastOf(c, fact.Record)
		since := model.AnswerTo("name what was made or changed since: a new version, another run", "by")
		showsDone(c, fact.Record, since, refusal)
		if last.Before(k.At) {
			refusal.Add(fmt.Sprintf("%s %s, and the condition was set %s: what is from before shows nothing of it", what, stamp(last), stamp(k.At)), since)
		} else if written := c.Written(a.Record); written.Before(k.Entered) { // nobody knew of the condition then
			refusal.Add(fmt.Sprintf("%s was entered %s, and the condition only %s: what is from before shows nothing of it", a.Record, stamp(written), stamp(k.Entered)), since)
		}
		needs = append(needs, need{last, what})
	}
	at := dated(c, a.Happened, "it can't have been met", needs, refusal)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	k.Met = &model.Met{By: c.Who.ID(), At: at, Recorded: recordedLater(c, at), Record: a.Record, Note: a.Note}
	out := wrote(of.id(), fmt.Sprintf("met condition %d of %s (%s)", k.Number, a.Approval, k.Text), v)
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
