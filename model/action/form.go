package action

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/cab"
	"fairway/model/decision"
	"fairway/model/form"
	"fairway/model/gate"
	"fairway/model/grammar"
	"fairway/model/process"
)

// WriteForm saves a filled form as the next version of its document. Answers
// name records by their full ids.
type WriteForm struct {
	Form    string       `json:"form"`
	Of      model.ID     `json:"of"`
	Answers form.Answers `json:"answers"`
	// Seen is the log position of the document version that was edited, and
	// Document its id. What others answered since is kept; without the id, any
	// newer version is a clash.
	Seen     int64    `json:"seen,omitempty"`
	Document model.ID `json:"document,omitempty"`
	// New says that there was no version when it was begun.
	New  bool `json:"new,omitempty"`
	Void bool `json:"void,omitempty"`
	// Happened is when what it says was done, of a paper of an emergency that is entered
	// later: a gate that asks for it was open from then on.
	Happened time.Time `json:"happened,omitzero"`
}

// Needs are the facts of what the form belongs to, and of what it names.
func (a WriteForm) Needs() model.Needs {
	n := model.Needs{IDs: []model.ID{a.Of, a.Document}, Seen: looked(a.Document, a.Seen)}
	switch a.Of.Kind() {
	case model.KindRelease:
		n.Releases, n.Calendar = []model.ID{a.Of}, true // a form may say whom and what the deployment takes
	case model.KindChange:
		n.Scoping = []model.ID{a.Of}
	}
	n.IDs = append(n.IDs, model.AnswerIDs(a.Answers)...)
	n.IDs = model.SortIDs(n.IDs)
	return n
}

// Takes the permission to write RFCs where it is a form of one; who writes the minutes
// of a meeting is said by the meeting.
func (a WriteForm) Takes(c *model.Case) string {
	switch a.Of.Kind() {
	case model.KindChange:
		return PermissionOf(SubmitChange{})
	case model.KindMeeting:
		return readers(c)
	}
	return PermissionOf(a)
}

// For is the service of what it belongs to, or which it belongs to.
func (a WriteForm) For(c *model.Case) model.ID {
	if a.Of.Kind() == model.KindService {
		return a.Of
	}
	return serviceOf(c, a.Of)
}

// ofService refuses what a paper of a service says of an item that is of another: nobody
// audits, for one service, what another answers for. Items of none may be anybody's.
func ofService(c *model.Case, service model.ID, f *form.Form, answers form.Answers, doing string) error {
	if service.Kind() != model.KindService {
		return nil
	}
	refusal := &model.Refusal{Doing: doing}
	foreign := func(id, field string) {
		if i := model.Get[*model.Item](c, model.ID(id)); i != nil && i.Service != "" && i.Service != service {
			refusal.Add(fmt.Sprintf("%s is an item of another service, %s", id, cmp.Or(c.Title(i.Service), string(i.Service))), model.AnswerTo("name items of "+string(service), field))
		}
	}
	for _, fl := range f.Fields() {
		for _, id := range answers.List(fl.Name) {
			foreign(id, fl.Name)
		}
		for _, row := range answers.Rows(fl.Name) {
			for _, col := range fl.Columns {
				foreign(row[col.Name], fl.Name)
			}
		}
	}
	return refusal.Or()
}

// Do checks the answers with the form's rules and writes the next version. A
// form may be saved with required fields still empty: the gate asks for them.
func (a WriteForm) Do(c *model.Case) (Outcome, error) { return a.do(c, wording{}) }

// wording is what the program itself says in a form that it writes.
type wording struct {
	draft map[string]string // of notes that are drafted anew
	drawn []model.ID        // of an audit that begins: its sample
}

// do is Do, with what the program says itself.
func (a WriteForm) do(c *model.Case, own wording) (Outcome, error) {
	doing := fmt.Sprintf("write the %s of %s", a.Form, a.Of)
	if !c.Has(a.Of) {
		return Outcome{}, &model.NotFound{What: describe(a.Of.Kind(), a.Of)}
	}
	rules := c.Rules
	r := model.Get[*model.Release](c, a.Of)
	if r != nil {
		rules = c.Under(r)
	}
	f := c.FormOf(a.Form, a.Of)
	if f != nil {
		f, _ = rules.Form(f.Name)
	}
	if f == nil {
		return Outcome{}, &model.NotFound{What: fmt.Sprintf("form %q (there are %s)", a.Form, formNames(rules))}
	}
	if a.Of.Kind() == model.KindReport {
		return Outcome{}, model.Refuse(doing, "the program fills it: nobody writes a report otherwise than the records say", model.ByTask("keep-report", "").For("keep it anew"))
	}
	if model.Kind(f.Of) != a.Of.Kind() {
		return Outcome{}, model.Refuse(doing, fmt.Sprintf("the %s belongs to %s, and %s is %s", f.Title, grammar.A(model.Kind(f.Of).Words()), a.Of, grammar.A(a.Of.Kind().Words())))
	}
	if err := a.mayWrite(c, rules, f, doing); err != nil {
		return Outcome{}, err
	}
	before := c.Document(f.Name, a.Of)
	if before == nil && a.Seen != 0 {
		return Outcome{}, &model.Changed{ID: a.Of, Seen: a.Seen}
	}
	ground := form.Ground{Now: c.Now, Zone: zoneOf(c, r), Lookup: func(kind, text string) (string, bool) {
		id := model.ID(text)
		return text, id.Kind() == model.Kind(kind) && c.Has(id)
	}}
	answers, wrong := f.Tidy(a.Answers, ground)
	if len(wrong) > 0 {
		refusal := &model.Refusal{Doing: doing}
		for _, w := range wrong {
			refusal.Wrong(w)
		}
		return Outcome{}, refusal
	}
	answers, err := a.ontoAnswers(c, f, before, answers)
	if err != nil {
		return Outcome{}, err
	}
	if answers, err = asRecorded(c, f, a.Of, answers, ground, doing); err != nil {
		return Outcome{}, err
	}
	if err := ofService(c, a.Of, f, answers, doing); err != nil {
		return Outcome{}, err
	}
	answers = f.Arising(answers) // what was typed where nothing is asked any more is no answer
	if err := doable(c, f, r, answers, doing); err != nil {
		return Outcome{}, err
	}
	sample, err := keepsSample(f, before, answers, own.drawn, doing)
	if err != nil {
		return Outcome{}, err
	}
	at, err := a.written(c, doing)
	if err != nil {
		return Outcome{}, err
	}
	d := &model.Document{Form: f.Name, Purpose: f.Purpose, Meanings: f.Meanings(), Title: f.Title, Of: a.Of, Version: 1, Answers: answers, Author: c.Who.ID(), At: at, Recorded: recordedLater(c, at), Sample: sample}
	if before != nil {
		d.ID, d.Version = before.ID, before.Version+1
		// The same words of another are said anew where it hangs on who says them.
		ownWord := before.Author != d.Author && slices.ContainsFunc(f.Fields(), func(fl form.Field) bool {
			return fl.Type == form.Person && answers.Get(fl.Name) == string(d.Author)
		})
		dated := !a.Happened.IsZero() && !at.Equal(before.At)
		// Minutes that somebody sends as the meeting kept them are written by then.
		kept := f.Means() == cab.FormMinutes && before.Version == 1
		// What was said before it was reopened, or of a deployment before it was over, is
		// said anew, in whatever words.
		anew := r != nil && len(r.Reopened) > 0 && !before.At.After(r.Reopened[len(r.Reopened)-1].At)
		if r != nil && f.Means() == gate.FormEvaluation {
			anew = anew || gate.EvaluatedBefore(c, r, before.At) != ""
		}
		if !ownWord && !dated && !kept && !anew && answers.Same(before.In(f)) && d.Form == before.Form && (r == nil || decision.Outgrown(rules, before, r) == "") {
			return Outcome{}, model.Refuse(doing, "nothing was changed")
		}
	} else if answers.Same(form.Answers{}) {
		return Outcome{}, model.Refuse(doing, "there is nothing to write yet", model.ByDoing(process.ReadForm, "", model.With("form", f.Name)).For("answer one of its questions"))
	} else {
		d.ID = c.Mint(model.KindDocument)
	}
	if f.Means() == gate.FormNotes && r != nil {
		if d.Drafted = own.draft; d.Drafted == nil && before != nil {
			d.Drafted = before.Drafted
		} else if d.Drafted == nil {
			d.Drafted = gate.NotesBegunWith(gate.NotesDraft(c, r), d.Meant().Values)
		}
	}
	if d.Attached, err = attachments(c, f, before, answers, doing); err != nil {
		return Outcome{}, err
	}
	out := wrote(a.Of, fmt.Sprintf("wrote the %s of %s, version %d", grammar.Lower(f.Title), a.Of, d.Version), d)
	if !a.Happened.IsZero() {
		out.Happened = at
	}
	drops, err := noteActions(c, f, before, d, a.Void, doing, &out)
	if err != nil {
		return Outcome{}, err
	}
	out, err = a.on(c, rules, r, f, before, d, doing, out)
	if err = withDrops(err, drops); err != nil {
		return Outcome{}, err
	}
	return out, nil
}

// on is what a version takes with it of what it belongs to.
func (a WriteForm) on(c *model.Case, rules *model.Rules, r *model.Release, f *form.Form, before, d *model.Document, doing string, out Outcome) (Outcome, error) {
	if ch := model.Get[*model.Change](c, a.Of); ch != nil && gate.GoesAlone(ch) {
		if err := a.reopenDecision(c, ch, f, before, d, doing, &out); err != nil {
			return Outcome{}, err
		}
	} else if ch != nil && ch.Entry == nil && decision.DecidedOn(rules, ch, f.Name) && takesWords(c, f, before, d) {
		n, err := undecide(c, ch, fmt.Sprintf("the %s was rewritten: version %d", grammar.Lower(f.Title), d.Version), a.Void, doing, &out)
		if err != nil {
			return Outcome{}, err
		}
		if n != nil {
			out.Writes = append(out.Writes, n)
		}
	}
	if m := model.Get[*model.Meeting](c, a.Of); m != nil {
		return a.onMeeting(c, m, f, before, d, doing, out)
	}
	if r == nil {
		return out, nil
	}
	return a.onRelease(c, r, f, before, d, doing, out)
}

// mayWrite refuses whom a duty keeps from what the form judges.
func (a WriteForm) mayWrite(c *model.Case, rules *model.Rules, f *form.Form, doing string) error {
	refusal := &model.Refusal{Doing: doing}
	q := decision.Writing(rules, f.Name, c.SubjectOf(a.Of), a.Takes(c))
	for _, bar := range decision.Bars(c, q, c.Who.ID()) {
		refusal.Add(bar.String(), decision.WhoElse(c, q, c.Who.ID())...)
	}
	return refusal.Or()
}

// written is when what a form says was done: now, or, of what was declared, the time that
// was given.
func (a WriteForm) written(c *model.Case, doing string) (time.Time, error) {
	if a.Happened.IsZero() {
		return c.Now, nil
	}
	refusal := &model.Refusal{Doing: doing}
	of := c.SubjectOf(a.Of)
	if of.Emergency() == nil {
		refusal.Add("it is written when it is saved: only the papers of what was declared an emergency are entered later", model.AnswerTo("leave the time out", "happened"))
		return c.Now, refusal
	}
	declared, what := of.DeclaredAt()
	at := happened(c, a.Happened, "it can't have been written", []need{{declared, what}}, refusal)
	return at, refusal.Or()
}

// reopenDecision voids the approvals of a change that goes its own way that were given
// on a document which says something else now, once that is confirmed. What was
// decided already stays as it was decided.
func (a WriteForm) reopenDecision(c *model.Case, ch *model.Change, f *form.Form, before, d *model.Document, doing string, out *Outcome) error {
	if before == nil || !takesWords(c, f, before, d) {
		return nil
	}
	goes := covered(c, ch.ID, d.ID)
	if len(goes) == 0 {
		return nil
	}
	of := model.Subject{Change: ch}
	stage := stageOf(c, of).ID
	for _, purpose := range goes {
		if def := of.Approval(c, purpose); def != nil && !slices.Contains(def.Stages, stage) {
			return model.Refuse(doing, fmt.Sprintf("%s was decided on it, and the change is %s: that stays as it is", def.Title, model.StateWords(ch)), model.Say("what is asked for later is still entered there"))
		}
	}
	if !a.Void {
		refusal := &model.Refusal{Doing: doing}
		for _, ap := range model.All[*model.Approval](c) {
			if ap.Of == ch.ID && ap.Live() && slices.Contains(goes, ap.Purpose) {
				refusal.Voids = append(refusal.Voids, ap.ID)
				refusal.Add("it voids "+wordFalls(c, ap)+": it has to be asked for again", goOn("void"))
				notAgain(c, decision.Approval(c, ap), refusal)
			}
		}
		return refusal
	}
	voidOf(c, ch.ID, goes, fmt.Sprintf("the %s was rewritten: version %d", grammar.Lower(f.Title), d.Version), out)
	return nil
}

// onRelease copies answers into the release, and voids what the edit takes
// with it.
func (a WriteForm) onRelease(c *model.Case, r *model.Release, f *form.Form, before, d *model.Document, doing string, out Outcome) (Outcome, error) {
	_, p, err := loadOpen(c, r.ID, 0, doing)
	if err != nil {
		return Outcome{}, err
	}
	var what []string
	var docs []model.ID
	if materially(f, before, d) {
		if f.Material != "" {
			what = append(what, f.Material)
		}
		docs = append(docs, d.ID)
	}
	unapproved := a.unapprove(c, f, before, d, doing, &out)
	n := r.Clone()
	sets, err := setFields(c, n, f, before, d.Answers, doing)
	if err != nil {
		return Outcome{}, err
	}
	what = append(what, sets...)
	if falls := covered(c, r.ID, d.ID); len(what) > 0 || len(falls) > 0 && len(docs) > 0 {
		again := f.Means() == gate.FormHandOver && len(what) == 0 && askedHere(c, r, falls) // it is accepted anew where it was
		if err := unlocked(r, p, doing); err != nil && !again {
			return Outcome{}, err
		}
	}
	err = revise(c, p, n, what, a.Void, doing, &out, docs...)
	if refused, ok := errors.AsType[*model.Refusal](err); ok && unapproved != nil { // all that it takes is said at once
		refused.Reasons, refused.Voids = append(refused.Reasons, unapproved.Reasons...), append(refused.Voids, unapproved.Voids...)
	} else if err == nil && unapproved != nil {
		err = unapproved
	}
	if err != nil {
		return Outcome{}, err
	}
	decision.Bind(c.Under(r), d, n)
	if changed(r, n) {
		out.Writes = append(out.Writes, n)
	}
	return out, nil
}

// askedHere reports whether approvals can be asked for again in the stage of a release.
func askedHere(c *model.Case, r *model.Release, purposes []string) bool {
	of := model.Subject{Release: r}
	return !slices.ContainsFunc(purposes, func(purpose string) bool {
		def := of.Approval(c, purpose)
		return def == nil || !slices.Contains(def.Stages, r.Stage)
	})
}

// unapprove says that a document which somebody approved has to be approved anew
// when it is rewritten, unless that is confirmed.
func (a WriteForm) unapprove(c *model.Case, f *form.Form, before, d *model.Document, doing string, out *Outcome) *model.Refusal {
	if before == nil || before.Approved.IsZero() {
		return nil
	}
	if place, _ := decision.Holds(c, decision.Document(c, before)); place < 0 {
		return nil // it counts no more
	}
	if !a.Void {
		refusal := &model.Refusal{Doing: doing, Voids: []model.ID{before.ID}}
		refusal.Add(fmt.Sprintf("%s approved version %d of it: the new one has to be approved anew", decision.Signed(c, before.Approver, before.Approved, before.Basis), before.Version), goOn("void"))
		return refusal
	}
	out.Voided = append(out.Voided, before.ID)
	out.Note += fmt.Sprintf("; it has to be approved anew: %s approved version %d", decision.Signed(c, before.Approver, before.Approved, before.Basis), before.Version)
	return nil
}

// setFields copies the answers of fields which stand for a field of the
// release; it returns the material things that thereby changed. What is not
// answered anew is not copied again: the release may have been edited since.
func setFields(c *model.Case, n *model.Release, f *form.Form, before *model.Document, answers form.Answers, doing string) ([]string, error) {
	var what []string
	zone := c.Zone(n)
	policy := c.Under(n).Policy
	window := n.Window
	var impact int
	var factors []string
	scored := false
	var was form.Answers
	if before != nil {
		was = before.In(f)
	}
	for _, fl := range f.Fields() {
		text := answers.Get(fl.Name)
		if fl.Sets == "" || text == "" {
			continue
		}
		if was.Get(fl.Name) == text && slices.Contains([]string{"rollback_owner", "environment", "people", "outcome"}, fl.Sets) {
			continue
		}
		switch fl.Sets {
		case "window.start":
			window.Start = answers.Moment(fl.Name, zone)
		case "window.end":
			window.End = answers.Moment(fl.Name, zone)
		case "rollback_owner":
			if n.RollbackOwner != model.ID(text) {
				n.RollbackOwner = model.ID(text)
				what = append(what, "rollback-plan")
			}
		case "environment":
			n.Env = text
		case "people":
			n.People = ids(text)
		case "outcome":
			n.Outcome = text
		case "risk.impact":
			impact, _ = strconv.Atoi(text)
			scored = true
		case "risk.factors":
			factors = answers.List(fl.Name)
		default:
			return nil, fmt.Errorf("%s: field %s sets %q, which a release does not have", doing, fl.Name, fl.Sets)
		}
	}
	if window.IsZero() { // an end alone plans nothing yet
		window = n.Window
	}
	if !window.Same(n.Window) {
		if !n.Window.IsZero() {
			return nil, model.Refuse(doing, "the release is planned for other dates already, and a form does not move it", model.ByTask("reschedule", n.ID, model.With("start", ""), model.With("end", ""), model.With("reason", "")).For("move it"))
		}
		n.Window = window
		refusal := &model.Refusal{Doing: doing}
		checkSlot(c, n, refusal)
		if err := refusal.Or(); err != nil {
			return nil, err
		}
		what = append(what, "window")
	}
	if scored {
		risk := gate.Score(policy, impact, gate.Factors(policy, n, factors))
		if n.Risk == nil || n.Risk.Score != risk.Score || n.Risk.Impact != risk.Impact || !slices.Equal(n.Risk.Factors, risk.Factors) {
			risk.By, risk.At = c.Who.ID(), c.Now
			n.Risk = &risk
			what = append(what, "risk")
		}
	}
	return what, nil
}

func changed(a, b model.Record) bool {
	x, errX := model.Encode(a)
	y, errY := model.Encode(b)
	return errX != nil || errY != nil || string(x) != string(y)
}

// takesWords reports whether a version takes words with it that were given on the document:
// it says something else, or makes somebody its author who gave one.
func takesWords(c *model.Case, f *form.Form, before, d *model.Document) bool {
	return materially(f, before, d) || decision.Falls(c, c.With(d), d.Of)
}

// materially reports whether an answer changed in a field that is not marked
// minor. The first version of a document is material.
func materially(f *form.Form, before, d *model.Document) bool {
	if before == nil {
		return true
	}
	was, now := before.In(f), d.In(f)
	return slices.ContainsFunc(f.Fields(), func(fl form.Field) bool {
		return !fl.Minor && !was.Only(fl.Name).Same(now.Only(fl.Name))
	})
}

func formNames(b *model.Rules) string {
	return strings.Join(model.Each(b.Forms, func(f form.Form) string { return f.Name }), ", ")
}

func zoneOf(c *model.Case, r *model.Release) *time.Location {
	if r != nil {
		return c.Zone(r)
	}
	return c.Rules.Policy.Location()
}

// doable refuses steps of a plan that can't be done as they wait for each other.
func doable(c *model.Case, f *form.Form, r *model.Release, answers form.Answers, doing string) error {
	if f.Means() != gate.FormPlan && f.Means() != gate.FormRollback {
		return nil
	}
	_, wrong := model.PlannedSteps(answers.Meant(f.Meanings()).Rows("steps"), zoneOf(c, r))
	refusal := &model.Refusal{Doing: doing}
	for _, w := range wrong {
		refusal.Wrong(form.Wrong{Field: f.Asked("steps").Name, Row: w.Row, Column: f.Column("steps", w.Column).Name, Text: w.Text})
	}
	return refusal.Or()
}

// steps reads the steps of a plan as the run will have them, and adds what makes no sense
// in them.
func steps(c *model.Case, plan *model.Document, r *model.Release, refusal *model.Refusal) []model.Step {
	out, wrong := model.PlannedSteps(plan.Meant().Rows("steps"), zoneOf(c, r))
	for _, w := range wrong {
		refusal.Add(fmt.Sprintf("%s, step %d: %s", plan.Title, w.Row, w.Text), model.ByForm(plan.Form, plan.Of).At("steps", w.Row))
	}
	return out
}
