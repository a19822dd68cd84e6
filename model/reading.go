package model

import (
	"maps"
	"time"

	"fairway/model/form"
)

// Title is what people call a record: one among the facts, or one that a
// document among them names. It is "" for a record that isn't known here.
func (c *Case) Title(id ID) string {
	if name := c.PersonName(id); name != string(id) {
		return name
	}
	if f, ok := c.facts[id]; ok {
		return f.Record.Row().Title
	}
	if c.gone[id] {
		return "content removed by law"
	}
	return c.titles[id]
}

// Untitled are the records that documents among the facts name and that the
// facts don't hold.
func (c *Case) Untitled() []ID {
	var out []ID
	for _, d := range All[*Document](c) {
		for _, id := range AnswerIDs(d.Answers) {
			if !c.Has(id) && !c.gone[id] {
				out = append(out, id)
			}
		}
	}
	return SortIDs(out)
}

// Entitle says what such records are called, besides those that are known already.
func (c *Case) Entitle(titles map[ID]string) {
	if c.titles != nil {
		all := maps.Clone(c.titles)
		maps.Copy(all, titles)
		titles = all
	}
	c.titles = titles
}

// ReleaseOf is the release that a record is, or belongs to; nil for none.
func (c *Case) ReleaseOf(id ID) *Release {
	f := c.facts[id]
	if r, ok := f.Record.(*Release); ok {
		return r
	}
	if f.Record != nil {
		for _, l := range f.Record.Links() {
			if l.Rel == RelOf {
				return Get[*Release](c, l.To)
			}
		}
	}
	return nil
}

// ZoneOf is the zone in which dates about a record are meant: a window's or a
// service's own, else that of the service of its release, of an RFC, an incident or a
// milestone, or the one of an entry of the catalogue, else the organisation's.
func (c *Case) ZoneOf(id ID) *time.Location {
	policy := c.Rules.Policy.Location()
	switch r := c.facts[id].Record.(type) {
	case *Window:
		return r.Location(policy)
	case *Service:
		return r.Location(policy)
	case *Incident:
		return Get[*Service](c, r.Service).Location(policy)
	case *Problem:
		return Get[*Service](c, r.Service).Location(policy)
	case *Delegation:
		return Get[*Service](c, r.Service).Location(policy)
	case *Entry:
		return Get[*Service](c, r.Service()).Location(policy)
	case *Agreement:
		return Get[*Service](c, r.Service).Location(policy)
	case *Outage:
		return Get[*Service](c, r.Service).Location(policy)
	case *Milestone:
		if r.Release == "" {
			return Get[*Service](c, r.Service).Location(policy)
		}
	}
	if r := c.ReleaseOf(id); r != nil {
		return c.Zone(r)
	}
	if of := c.SubjectOf(id); of.Change != nil {
		return Get[*Service](c, of.Change.Service).Location(policy)
	}
	return policy
}

// FormOf is a form as the rules of a release or an RFC have it, else as those in
// force do; nil where no rules have it. It is named as they do, or by what it is
// for.
func (c *Case) FormOf(name string, of ID) *form.Form {
	now, _ := c.Rules.Form(name)
	r := Get[*Release](c, of)
	if r == nil {
		return now
	}
	names := []string{name}
	if now != nil { // it may have had another name under the rules of the release
		names = append(names, now.Means(), now.Name)
	}
	for _, name := range names {
		if f, ok := c.Under(r).Form(name); ok {
			return f
		}
	}
	return now
}

// FormIn is the form of a document, by FormOf: what its form is called now, where
// the rules called it otherwise when it was written.
func (c *Case) FormIn(d *Document) *form.Form {
	if f := c.FormOf(d.Form, d.Of); f != nil {
		return f
	}
	return c.FormOf(d.Means(), d.Of)
}

// Reader shows answers about a record: by the names of the moment the facts are
// of, and in the zone in which their dates are meant. In whose way dates are
// written is for whoever shows them to add.
func (c *Case) Reader(of ID) form.Reader {
	return form.Reader{Zone: c.ZoneOf(of), Now: c.Now, Title: func(id string) string { return c.Title(ID(id)) }}
}

// AnswerIDs are the records that answers name, or could: every id that stands by
// itself or in a list.
func AnswerIDs(a form.Answers) []ID {
	var out []ID
	add := func(text string) {
		for _, t := range form.Split(text) {
			if id := ID(t); id.Kind() != "" && id.Number() > 0 && len(t) < 30 {
				out = append(out, id)
			}
		}
	}
	for _, v := range a.Values {
		add(v)
	}
	for _, rows := range a.Tables {
		for _, row := range rows {
			for _, v := range row {
				add(v)
			}
		}
	}
	return SortIDs(out)
}
