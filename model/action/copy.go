package action

import (
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/form"
	"fairway/model/gate"
	"fairway/model/grammar"
	"fairway/model/process"
)

// CopyRelease registers the next release of its kind: with the people, contents and
// items of one there is, and its plan, rollback plan and criteria as documents of its
// own. Dates, RFCs and package are its own; approvals, runs, baselines and notices
// are never copied.
type CopyRelease struct {
	Of      model.ID `json:"of"`
	Name    string   `json:"name,omitempty"` // "" is that of the other
	Version string   `json:"version,omitempty"`
	Type    string   `json:"type,omitempty"` // "" is that of the other
	// Coordinator leads it; "" is whoever copies.
	Coordinator model.ID   `json:"coordinator,omitempty"`
	Window      model.Slot `json:"window,omitzero"`
}

// Needs are the other release with its documents, and what the dates would collide with.
func (a CopyRelease) Needs() model.Needs {
	slots := around(a.Window)
	return model.Needs{Releases: []model.ID{a.Of}, IDs: []model.ID{a.Coordinator}, Slots: slots, Calendar: len(slots) > 0}
}

// Collides says what the dates would collide with, whatever else stands against them.
func (a CopyRelease) Collides(c *model.Case) []gate.Conflict {
	old := model.Get[*model.Release](c, a.Of)
	if old == nil {
		return nil
	}
	return Register{Release: *a.release(c, old)}.Collides(c)
}

// Lapses are the acceptances of conflicts of others that are others with it.
func (a CopyRelease) Lapses(c *model.Case) []gate.Lapse {
	old := model.Get[*model.Release](c, a.Of)
	if old == nil {
		return nil
	}
	return Register{Release: *a.release(c, old)}.Lapses(c)
}

func (a CopyRelease) For(c *model.Case) model.ID { return serviceOf(c, a.Of) }

func (a CopyRelease) Do(c *model.Case) (Outcome, error) {
	old, err := known[*model.Release](c, a.Of)
	if err != nil {
		return Outcome{}, err
	}
	next := a.release(c, old)
	if p, ok := c.Rules.Process(next.Type); ok {
		if why := uncopyable(p, old); why != "" {
			refusal := &model.Refusal{Doing: fmt.Sprintf("register the next of %s", old.ID)}
			refusal.Add(why, model.ByTask("register", "", model.With("type", p.Name)).For("register it by itself"))
			return Outcome{}, refusal
		}
	}
	out, err := Register{Release: *next}.enter(c)
	if err != nil {
		return Outcome{}, err
	}
	r := out.Writes[0].(*model.Release)
	r.Copied, r.ItemsAll, r.NoItems = old.ID, old.ItemsAll, old.NoItems
	var copied []string
	if n := len(r.Items); n > 0 {
		copied = append(copied, grammar.Count(n, "item"))
	}
	var list []gate.Paper
	for _, name := range []string{gate.FormPlan, gate.FormRollback, gate.FormCriteria} {
		if d := c.Document(name, old.ID); d != nil && r.Entry == nil { // an entry fills its own
			list = append(list, gate.Paper{Form: name, Answers: dateless(c, d)})
		}
	}
	copied = append(copied, leftOpen(c, r, old, out.Writes)...)
	docs := papers(c, r, list)
	out.Writes = append(out.Writes, docs...)
	for _, w := range docs {
		copied = append(copied, "the "+grammar.Lower(w.(*model.Document).Title))
	}
	out.Note = fmt.Sprintf("registered %s %s as the next of %s", r.ID, r.Title(), old.ID)
	if r.Entry != nil {
		out.Note += fmt.Sprintf(" after %s", r.Entry.Entry)
	}
	if p, ok := c.Rules.Process(r.Type); ok && a.Type == "" && old.Declared != nil && r.Type != old.Type {
		out.Note += fmt.Sprintf(", a %s: an emergency has no next of its kind", p.Title)
	}
	if len(copied) > 0 {
		out.Note += ": copied " + strings.Join(copied, ", ")
	}
	anew := []string{"RFCs", "package", "approvals", "baseline", "notices"}
	if r.Window.IsZero() {
		anew = append([]string{"dates"}, anew...)
	}
	out.Note += "; to be done anew: " + strings.Join(anew, ", ")
	if !r.Window.IsZero() {
		out.Conflicts, out.Lapsed = collisions(c.With(r), r), lapsedBy(c, r)
	}
	return out, nil
}

// leftOpen adds to the documents that an entry filled what it leaves open in them and the
// other release says, as its point of no return; it returns of which that was so.
func leftOpen(c *model.Case, r, old *model.Release, written []model.Record) (of []string) {
	e := model.Get[*model.Entry](c, r.Entry.IDOf())
	if e == nil {
		return nil
	}
	v, _ := e.At(r.Entry.Version)
	for _, paper := range gate.Papers(v.Work) {
		before := c.Document(paper.Form, old.ID)
		f, ok := c.Rules.Form(paper.Form)
		at := slices.IndexFunc(written, func(w model.Record) bool {
			d, is := w.(*model.Document)
			return is && ok && d.Form == f.Name
		})
		if before == nil || at < 0 {
			continue
		}
		d := written[at].(*model.Document)
		answers, more, took := d.Meant().Clone(), dateless(c, before), false
		for _, name := range more.Names() {
			if answers.Get(name) == "" && len(answers.Rows(name)) == 0 && !slices.Contains(paper.Material, name) {
				answers.Take(name, more)
				took = true
			}
		}
		if took {
			d.Answers = f.Own(answers)
			of = append(of, fmt.Sprintf("what %s leaves open of the %s", e.ID, grammar.Lower(d.Title)))
		}
	}
	return of
}

// release is what is taken over from another.
func (a CopyRelease) release(c *model.Case, old *model.Release) *model.Release {
	r := &model.Release{Name: old.Name, Version: a.Version, Type: old.Type, Contents: slices.Clone(old.Contents), Major: old.Major, Service: old.Service, Team: old.Team,
		Owner: old.Owner, Coordinator: a.Coordinator, RollbackOwner: old.RollbackOwner, Items: slices.Clone(old.Items), People: slices.Clone(old.People), Env: old.Env, Window: a.Window}
	if a.Name != "" {
		r.Name = a.Name
	}
	if p, ok := c.Rules.Process(old.Means()); ok { // the rules may call it otherwise by now
		r.Type = p.Name
	}
	if p, ok := c.Rules.Process(r.Type); ok && len(p.Reasons) > 0 && c.Rules.Normal() != nil { // an emergency has no next of its kind
		r.Type = c.Rules.Normal().Name
	}
	if a.Type != "" {
		r.Type = a.Type
	}
	if p, ok := c.Rules.Process(r.Type); ok && p.Catalogued() && old.Entry != nil {
		r.Entry = &model.EntryFollowed{Entry: old.Entry.Entry}
	}
	return r
}

// CopyTypes are the processes of releases that the next of one can follow.
func CopyTypes(b *model.Rules, r *model.Release) []string {
	return slices.DeleteFunc(releaseTypes(b), func(name string) bool {
		p, ok := b.Process(name)
		return !ok || uncopyable(p, r) != ""
	})
}

// uncopyable says why the next of a release can't follow a process: that has to be
// told more than the release says.
func uncopyable(p *process.Process, r *model.Release) string {
	switch {
	case len(p.Reasons) > 0:
		return p.Title + ": it is declared, for a reason of its own"
	case p.Catalogued() && r.Entry == nil:
		return fmt.Sprintf("%s: it follows an entry of the catalogue, and %s follows none", p.Title, r.ID)
	}
	return ""
}

// dateless are the answers of a document by what they are for, without the dates for
// which the release was planned.
func dateless(c *model.Case, d *model.Document) form.Answers {
	out := d.Meant().Clone()
	f := c.FormOf(d.Form, d.Of)
	if f == nil {
		return out
	}
	for _, fl := range f.Fields() {
		if strings.HasPrefix(fl.Sets, "window.") {
			delete(out.Values, fl.Means())
		}
	}
	return out
}
