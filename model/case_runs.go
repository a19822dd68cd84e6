package model

import "slices"

// marked brings what happened in a run into it, where the fact is a run or one of its
// marks: whichever comes first.
func (c *Case) marked(f Fact) {
	switch r := f.Record.(type) {
	case *Run:
		if marks := c.marks[r.ID]; len(marks) > 0 {
			c.setRun(r, marks)
		}
		c.backs(r)
	case *Mark:
		if c.marks == nil {
			c.marks = map[ID][]Fact{}
		}
		c.addMarks(r.Run, []Fact{f})
	}
}

// AddMarks puts what happened in a run into the case, in the order of their ids: of
// hundreds at once, the run is read into once.
func (c *Case) AddMarks(run ID, marks []Fact) {
	if len(marks) == 0 {
		return
	}
	if c.marks == nil {
		c.marks = map[ID][]Fact{}
	}
	c.addMarks(run, marks)
}

func (c *Case) addMarks(run ID, marks []Fact) {
	all := slices.Concat(c.marks[run], marks)
	slices.SortStableFunc(all, func(a, b Fact) int { return CompareIDs(a.Record.Key(), b.Record.Key()) })
	all = slices.CompactFunc(all, func(a, b Fact) bool { return a.Record.Key() == b.Record.Key() })
	c.marks[run] = all
	if r := Get[*Run](c, run); r != nil {
		c.setRun(r, all)
		c.backs(r)
	}
}

// backs brings the steps of a rollback into the run that it takes back, whichever of the
// two was changed.
func (c *Case) backs(r *Run) {
	if r.Back != "" {
		r = Get[*Run](c, r.Back)
	}
	if r == nil || r.Rollback == nil || r.Rollback.Run == "" {
		return
	}
	run, back := Get[*Run](c, r.ID), Get[*Run](c, r.Rollback.Run)
	if back == nil {
		return
	}
	f := c.facts[r.ID]
	f.Since = max(f.Since, c.facts[back.ID].Since)
	c.replace(f, run.BackWith(back))
}

// replace puts another state of a run into the place of its fact.
func (c *Case) replace(f Fact, r Record) {
	was := c.facts[r.Key()].Record
	f.Record = r
	c.facts[r.Key()] = f
	of := slices.Clone(c.kinds[KindRun])
	if at := slices.Index(of, was); at >= 0 {
		of[at] = r
	}
	c.kinds[KindRun] = of
}

// setRun puts a run with its marks in the place of the run. It stands as of the last that
// was written of it.
func (c *Case) setRun(r *Run, marks []Fact) {
	f := c.facts[r.ID]
	f.Record = r
	f = f.WithMarks(marks)
	c.replace(f, f.Record)
}

// MarkSince is the place in the log that wrote the last of a run's marks of a sort; 0
// where there is none.
func (c *Case) MarkSince(run ID, of func(*Mark) bool) int64 {
	for _, f := range slices.Backward(c.marks[run]) {
		if of(f.Record.(*Mark)) {
			return f.Since
		}
	}
	return 0
}

// MarksUpTo are the marks of a run that were written up to a place in the log.
func (c *Case) MarksUpTo(run ID, position int64) []*Mark {
	var out []*Mark
	for _, f := range c.marks[run] {
		if f.Since <= position {
			out = append(out, f.Record.(*Mark))
		}
	}
	return out
}

// WithMarks is the fact of a run with its marks.
func (f Fact) WithMarks(marks []Fact) Fact {
	r, ok := f.Record.(*Run)
	if !ok || len(marks) == 0 {
		return f
	}
	list := make([]*Mark, len(marks))
	for i, m := range marks {
		list[i] = m.Record.(*Mark)
		f.Since = max(f.Since, m.Since)
	}
	f.Record = r.with(list)
	return f
}

// HolderName is who has a step, as people call them: a person, a role, or what an older plan
// has.
func (c *Case) HolderName(owner string) string {
	if id := ID(owner); id.Kind() == KindPerson {
		return c.PersonName(id)
	}
	if c.Rules != nil {
		return c.Rules.RoleTitle(owner)
	}
	return owner
}
