package action

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/gate"
	"fairway/model/process"
	"fairway/model/when"
)

// ProposeEntry enters an entry of the catalogue of standard releases and changes.
// What it leaves open is taken from a release, if one is named that succeeded.
type ProposeEntry struct {
	Entry   model.Entry `json:"entry"`
	Release model.ID    `json:"release,omitempty"`
}

// Needs are the release with its documents, what is named, and everybody: who may
// decide?
func (a ProposeEntry) Needs() model.Needs {
	n := model.Needs{Kinds: []model.Kind{model.KindPerson}}
	for _, l := range a.Entry.Links() {
		n.IDs = append(n.IDs, l.To)
	}
	if a.Release != "" {
		n.Releases = []model.ID{a.Release}
	}
	return n
}

func (a ProposeEntry) For(c *model.Case) model.ID {
	w := a.Entry.Work
	if r := model.Get[*model.Release](c, a.Release); r != nil && len(w.Services) == 0 {
		return r.Service
	}
	return w.Service()
}

func (a ProposeEntry) Do(c *model.Case) (Outcome, error) {
	refusal := &model.Refusal{Doing: "propose an entry of the catalogue"}
	w := a.Entry.Work
	if a.Release != "" {
		r, err := known[*model.Release](c, a.Release)
		if err != nil {
			return Outcome{}, err
		}
		if !succeeded(r) {
			refusal.Add(fmt.Sprintf("%s has not succeeded: it is %s", r.ID, standsAs(r)), model.Say("name a release that is closed and went well, or none"))
		}
		w = filledFrom(w, gate.WorkOf(c, r))
	}
	if w.Process == "" {
		w.Process = process.TypeStandard
	}
	checkWork(c, &w, refusal)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	e := &model.Entry{ID: c.Mint(model.KindEntry), Version: 1, Work: w, Proposed: c.Now, Author: c.Who.ID(), From: a.Release}
	e.State = e.Stands()
	out := wrote(e.ID, fmt.Sprintf("proposed %s %s for the catalogue", e.ID, e.Title), e)
	warnUndecidable(c, e, &out)
	return out, nil
}

func warnUndecidable(c *model.Case, e *model.Entry, out *Outcome) {
	if q := decision.Entry(e); !decision.Decidable(c, q, c.Who.ID()) {
		warning := model.Because("nobody who may decide it is left", decision.Grant(c, q))
		out.Warning = &warning
	}
}

// succeeded reports whether a release is closed and went well.
func succeeded(r *model.Release) bool {
	return r.Closed() && r.Cancelled == nil && r.Outcome != "" && !failed(r.Outcome)
}

func failed(outcome string) bool {
	return outcome == model.OutcomeFailed || outcome == model.OutcomeRolledBack
}

func standsAs(r *model.Release) string {
	if r.Closed() && r.Outcome != "" {
		return "closed as " + strings.ReplaceAll(r.Outcome, "-", " ")
	}
	return string(r.State())
}

// filledFrom is what somebody says of an entry, with what they left open taken from
// a release.
func filledFrom(w, from model.Work) model.Work {
	text := func(into *string, from string) {
		if model.Blank(*into) {
			*into = from
		}
	}
	for _, x := range []struct {
		into *string
		from string
	}{{&w.Title, from.Title}, {&w.Process, from.Process}, {&w.Deliverables, from.Deliverables}, {&w.Method, from.Method}, {&w.Duration, from.Duration}, {&w.Notice, from.Notice}, {&w.Environment, from.Environment},
		{&w.Trigger, from.Trigger}, {&w.BackDuration, from.BackDuration}, {&w.NoReturn, from.NoReturn}} {
		text(x.into, x.from)
	}
	if len(w.Services) == 0 {
		w.Services = from.Services
	}
	if len(w.Items) == 0 {
		w.Items = from.Items
	}
	if len(w.Contents) == 0 {
		w.Contents = from.Contents
	}
	if w.Impact == 0 {
		w.Impact, w.Factors = from.Impact, from.Factors
	}
	if len(w.Steps) == 0 {
		w.Steps = from.Steps
	}
	if len(w.Verification) == 0 {
		w.Verification = from.Verification
	}
	if len(w.BackSteps) == 0 {
		w.BackSteps = from.BackSteps
	}
	if len(w.Criteria) == 0 {
		w.Criteria = from.Criteria
	}
	return w
}

// EntryOf is what an entry made of a release says, for whoever begins one.
func EntryOf(c *model.Case, release model.ID) model.Work {
	if r := model.Get[*model.Release](c, release); r != nil {
		return gate.WorkOf(c, r)
	}
	return model.Work{}
}

// checkWork adds what is wrong with an entry, and brings it into order. A release
// is filled from it, so that all that it needs has to be there.
func checkWork(c *model.Case, w *model.Work, refusal *model.Refusal) {
	titled(refusal, "the title", w.Title, model.AnswerTo("give it a title", "title"))
	if model.Blank(w.Text) {
		refusal.Add("it is not said what it is for", model.AnswerTo("say what is done, and when it may be", "text"))
	}
	sane(refusal, "what it is for", w.Text)
	p, ok := c.Rules.Process(w.Process)
	if !ok || !p.Catalogued() {
		refusal.Add(fmt.Sprintf("%q is no process that follows the catalogue", w.Process), model.OneOf(Catalogued(c.Rules)...))
	} else {
		w.Process = p.Means()
	}
	w.Services, w.Items = model.SortIDs(w.Services), model.SortIDs(w.Items)
	refs(c, refusal, model.KindService, w.Services...)
	refs(c, refusal, model.KindItem, w.Items...)
	if len(w.Services) == 0 {
		refusal.Add("it is not said for which services it is", model.AnswerTo("name one at least", "services"))
	}
	for _, content := range w.Contents {
		if !slices.Contains(c.Rules.Policy.Contents, content) {
			refusal.Add(fmt.Sprintf("a release can't bring %q", content), model.OneOf(c.Rules.Policy.Contents...))
		}
	}
	if !w.NextReview.IsZero() && !w.NextReview.Over().After(c.Now) {
		refusal.Add("its review would be in the past", model.AnswerTo("name a day to come", "review"))
	}
	w.Environment = strings.TrimSpace(w.Environment)
	if w.Environment != "" {
		titled(refusal, "the environment", w.Environment)
	}
	if w.Category != "" {
		oneOf(refusal, "category", w.Category, model.ChangeCategories)
	}
	sane(refusal, "the entry", w.Deliverables, w.Notice, w.Trigger, w.NoReturn)
	for _, line := range slices.Concat(stepTexts(w.Steps), w.Verification, stepTexts(w.BackSteps)) {
		titled(refusal, "a step", line)
	}
	for _, lasts := range []string{w.Duration, w.BackDuration} {
		if _, err := when.ParseDuration(lasts); lasts != "" && err != nil {
			refusal.Add(err.Error())
		}
	}
	if !ok || p.Of != string(model.KindRelease) {
		return
	}
	for _, need := range []struct {
		missing     bool
		what, field string
	}{
		{len(w.Contents) == 0, "what it brings", "contents"},
		{w.Impact < 1 || w.Impact > 5, "its impact, from 1 to 5", "impact"},
		{w.Method == "", "the method", "method"},
		{w.Duration == "", "how long the deployment takes", "duration"},
		{len(w.Steps) == 0, "the steps of the deployment", "steps"},
		{len(w.Verification) == 0, "what is looked at afterwards", "verification"},
		{model.Blank(w.Trigger), "the trigger of the rollback", "trigger"},
		{len(w.BackSteps) == 0, "the steps of the rollback", "back_steps"},
		{w.BackDuration == "", "how long the rollback takes", "back_duration"},
		{model.Blank(w.NoReturn), "from when on there is no way back (none, or the step)", "no_return"},
	} {
		if need.missing {
			refusal.Add("it does not say "+need.what, model.AnswerTo("say it", need.field))
		}
	}
}

func stepTexts(steps []model.WorkStep) []string {
	return model.Each(steps, func(s model.WorkStep) string { return s.Text })
}

// Catalogued lists the processes of which the catalogue has entries, those of
// releases first.
func Catalogued(b *model.Rules) []string {
	var releases, others []string
	for i := range b.Processes {
		switch p := &b.Processes[i]; {
		case !p.Catalogued():
		case p.Of == string(model.KindRelease):
			releases = append(releases, p.Name)
		default:
			others = append(others, p.Name)
		}
	}
	return append(releases, others...)
}

// EditEntry changes an entry. One that was decided on gets a new version, which has
// to be authorised; what was begun under the old one goes on.
type EditEntry struct {
	Entry model.Entry `json:"entry"`
	Seen  int64       `json:"seen,omitempty"`
}

// Needs are the entry, what it names, and everybody: who may decide?
func (a EditEntry) Needs() model.Needs {
	n := ProposeEntry{Entry: a.Entry}.Needs()
	n.IDs, n.Seen = append(n.IDs, a.Entry.ID), looked(a.Entry.ID, a.Seen)
	return n
}

func (a EditEntry) For(c *model.Case) model.ID { return serviceOf(c, a.Entry.ID) }

func (a EditEntry) Do(c *model.Case) (Outcome, error) {
	doing := "edit " + string(a.Entry.ID)
	old, err := known[*model.Entry](c, a.Entry.ID)
	if err != nil {
		return Outcome{}, err
	}
	if err := unmoved(c, old, a.Seen, "version", "decided", "retired"); err != nil {
		return Outcome{}, err
	}
	n, err := onto(c, old, a.Seen, func(saw *model.Entry) *model.Entry {
		mine := *saw
		mine.Work = a.Entry.Work
		return &mine
	})
	if err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: doing}
	if !changed(old, n) {
		refusal.Add("nothing was changed")
	}
	if old.Retired != nil {
		refusal.Add("it is retired", model.ByTask("propose-entry", "").For("propose a new one"))
	}
	e := *n
	checkWork(c, &e.Work, refusal)
	moved(c, a, old.Service(), e.Service(), refusal)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	if e.Author = c.Who.ID(); e.Author != old.Author {
		e.Authors = model.SortIDs(append(slices.Clone(old.Authors), old.Author))
	}
	note := "edited " + string(e.ID)
	if old.Decided != nil {
		if old.Decided.Yes {
			v, _ := old.At(old.Version)
			e.Earlier = append(slices.Clone(old.Earlier), v)
		}
		e.Version, e.Decided, e.Suspended, e.Proposed, e.Edited = old.Version+1, nil, nil, c.Now, time.Time{}
		note += fmt.Sprintf(": version %d has to be authorised", e.Version)
	} else {
		e.Edited = c.Now
	}
	e.Abstained = nil // of what it was
	e.State = e.Stands()
	out := wrote(e.ID, note, &e)
	warnUndecidable(c, &e, &out)
	return out, nil
}
