package action

import (
	"fmt"
	"slices"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/form"
	"fairway/model/gate"
	"fairway/model/grammar"
	"fairway/model/process"
	"fairway/model/when"
)

// entryFor finds the entry that something new is to follow, and adds why it can't:
// the process takes one and none is named, or it authorises nothing of the sort.
func entryFor(c *model.Case, p *process.Process, id model.ID, refusal *model.Refusal) *model.Entry {
	switch {
	case p == nil || !p.Catalogued() && id == "":
		return nil
	case !p.Catalogued():
		refusal.Add(fmt.Sprintf("a %s follows no entry of the catalogue", grammar.Lower(p.Title)), model.AnswerTo("leave it out", "entry"))
		return nil
	case id == "":
		refusal.Add(fmt.Sprintf("a %s follows an entry of the catalogue", grammar.Lower(p.Title)), model.AnswerTo("say which", "entry"), model.ByTask("propose-entry", "").For("where there is none, propose one"))
		return nil
	}
	e := model.Get[*model.Entry](c, id)
	if e == nil {
		refusal.Add(fmt.Sprintf("there is no %s", describe(model.KindEntry, id)))
		return nil
	}
	if e.Process != p.Means() {
		title := e.Process
		for i := range c.Rules.Processes {
			if of := &c.Rules.Processes[i]; of.Means() == e.Process {
				title = of.Title
			}
		}
		refusal.Add(fmt.Sprintf("%s is an entry for the process %q, and this follows %q", e.ID, title, p.Title), model.AnswerTo("name an entry for that, or register what it is for", "entry", "type"))
	}
	if why := decision.Unfollowed(c, e, e.Version, false); why != "" {
		var remedy []model.Remedy
		switch e.State {
		case model.EntryProposed:
			remedy = append(remedy, model.ByTask("decide-entry", e.ID, model.With("decision", "")).For("whoever may decides on it"))
		case model.EntryAuthorised:
			_, remedy = gate.Unmet(c, model.Owing(e), e.ID)
		case model.EntrySuspended:
			remedy = append(remedy, model.ByTask("resume-entry", e.ID, model.With("reason", "")).For("whoever may resumes it"))
		case model.EntryRejected:
			remedy = append(remedy, model.ByTask("edit-entry", e.ID).For("put it right, so that it is decided on anew"))
		case model.EntryRetired:
			remedy = append(remedy, model.ByTask("propose-entry", "").For("follow another, or propose one"))
		}
		refusal.Add(fmt.Sprintf("%s %s", e.ID, why), remedy...)
	}
	return e
}

// filledService is the service of something new: the one that is named, else that of
// the entry it follows.
func filledService(c *model.Case, said model.ID, follows *model.EntryFollowed) model.ID {
	if e := model.Get[*model.Entry](c, follows.IDOf()); said == "" && e != nil {
		return e.Service()
	}
	return said
}

// papers are the documents of a release which is filled from elsewhere: by what the
// forms are for, with answers by what their questions are for.
func papers(c *model.Case, r *model.Release, list []gate.Paper) []model.Record {
	var out []model.Record
	for _, paper := range list {
		f, ok := c.Rules.Form(paper.Form)
		if !ok || paper.Answers.Same(form.Answers{}) {
			continue
		}
		d := &model.Document{ID: c.Mint(model.KindDocument), Form: f.Name, Purpose: f.Purpose, Meanings: f.Meanings(), Title: f.Title, Of: r.ID, Version: 1,
			Answers: f.Own(paper.Answers), Author: c.Who.ID(), At: c.Now}
		decision.Bind(c.Rules, d, r)
		out = append(out, d)
	}
	return out
}

// fill puts into a release what its entry says, where whoever registers it says
// nothing else, and returns its documents. The window lasts as long as deployment
// and rollback take where no end is given.
func fill(c *model.Case, r *model.Release, e *model.Entry) []model.Record {
	w := e.Work
	r.Entry = &model.EntryFollowed{Entry: e.ID, Version: e.Version}
	if r.Service == "" {
		r.Service = w.Service()
	}
	if len(r.Contents) == 0 {
		r.Contents = slices.Clone(w.Contents)
	}
	if len(r.Items) == 0 {
		r.Items, r.ItemsAll = slices.Clone(w.Items), len(w.Items) > 0
		if !r.ItemsAll {
			r.NoItems = string(e.ID) + " touches none"
		}
	}
	if r.Env == "" {
		r.Env = w.Environment
	}
	if r.RollbackOwner == "" {
		r.RollbackOwner = r.Coordinator
	}
	if r.Owner == "" {
		if s := model.Get[*model.Service](c, r.Service); s != nil {
			r.Owner = s.Owner
		}
	}
	deploy, _ := when.ParseDuration(w.Duration)
	back, _ := when.ParseDuration(w.BackDuration)
	if start := r.Window.Start; !start.IsZero() && start.Precision != when.Day && r.Window.End.IsZero() {
		r.Window.End = when.OnClock(start.At.Add(deploy+back), start.In(c.Zone(r)))
	}
	if w.Impact > 0 {
		risk := gate.Score(c.Rules.Policy, w.Impact, gate.Factors(c.Rules.Policy, r, w.Factors))
		risk.By, risk.At = c.Who.ID(), c.Now
		r.Risk = &risk
	}
	list := gate.Papers(w)
	for i := range list {
		if list[i].Form == gate.FormRollback {
			list[i].Answers.Values["owner"] = string(r.RollbackOwner)
		}
	}
	return papers(c, r, list)
}

// cameToNothing notes in the entry that a release or an RFC follows that it was cancelled.
func cameToNothing(c *model.Case, of model.ID, by *model.EntryFollowed, out *Outcome) {
	e := model.Get[*model.Entry](c, by.IDOf())
	if e == nil {
		return
	}
	use := e.Use(of)
	use.Version, use.Cancelled, use.Ended = by.Version, true, c.Now
	out.Writes = append(out.Writes, e.Used(use))
}

// counted notes in the entries that a release and its changes follow what became of
// them, once it is closed.
func counted(c *model.Case, r *model.Release, out *Outcome) {
	var counts []*model.Entry
	count := func(of model.ID, by *model.EntryFollowed) {
		e := model.Get[*model.Entry](c, by.IDOf())
		if e == nil {
			return
		}
		at := slices.IndexFunc(counts, func(o *model.Entry) bool { return o.ID == e.ID })
		if at < 0 {
			at, counts = len(counts), append(counts, e)
		}
		use := counts[at].Use(of)
		use.Version, use.Outcome, use.Failed, use.Ended = by.Version, r.Outcome, failed(r.Outcome), c.Now
		counts[at] = counts[at].Used(use)
	}
	count(r.ID, r.Entry)
	for _, id := range r.Changes {
		if ch := model.Get[*model.Change](c, id); ch != nil {
			count(id, ch.Entry)
		}
	}
	limit := c.Under(r).Policy.CatalogueFailures
	for _, e := range counts {
		out.Writes = append(out.Writes, e)
		if n := e.Count().InARow; limit > 0 && n >= limit && e.State == model.EntryAuthorised {
			warning := model.Because(fmt.Sprintf("%s failed %s in a row: the policy asks for it to be suspended", e.ID, grammar.Count(n, "time")), model.ByTask("suspend-entry", e.ID, model.With("reason", "")))
			out.Warning = &warning
		}
	}
}

// authorise puts into an RFC what its entry says, and that it is authorised by it:
// by whom, and when.
func authorise(c *model.Case, ch *model.Change, e *model.Entry) {
	ch.Entry = &model.EntryFollowed{Entry: e.ID, Version: e.Version}
	if ch.Service == "" {
		ch.Service = e.Service()
	}
	if len(ch.Items) == 0 {
		ch.Items = slices.Clone(e.Items)
	}
	if e.Category != "" {
		ch.Category = e.Category
	}
	if e.Impact > 0 {
		ch.Risk = gate.Score(c.Rules.Policy, e.Impact, e.Factors).Band
	}
	ch.State = model.ChangeAuthorised
	ch.Decided = &model.Verdict{Yes: true, Text: fmt.Sprintf("by %s, version %d: %s", e.ID, e.Version, e.Title), By: e.Decided.By, At: e.Decided.At}
}

// covers adds in what an RFC goes beyond its entry.
func covers(e *model.Entry, version int, ch *model.Change, refusal *model.Refusal) {
	for _, what := range decision.Beyond(e, version, ch) {
		refusal.Add(fmt.Sprintf("%s does not cover %s", e.ID, what), model.ByTask("submit-change", "").For("submit it as a normal change"), model.ByTask("edit-entry", e.ID).For("have the entry changed, and authorised anew"))
	}
}
