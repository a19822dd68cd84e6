package model

import (
	"cmp"
	"slices"
	"time"
)

// with is the run with what happened in it. The run itself stays as it is: others may
// have it, too.
func (r *Run) with(marks []*Mark) *Run {
	n := *r.Head()
	n.Stored, n.Marks = r.Head(), marks
	n.Steps, n.Checks = slices.Clone(n.Steps), slices.Clone(n.Checks)
	if n.Rollback != nil {
		back := *n.Rollback
		back.Steps = slices.Clone(back.Steps)
		n.Rollback = &back
	}
	for _, m := range marks {
		n.mark(m)
	}
	return &n
}

// mark enters one mark.
func (r *Run) mark(m *Mark) {
	steps := r.Steps
	if m.Back {
		if r.Rollback == nil {
			return
		}
		steps = r.Rollback.Steps
	}
	switch {
	case m.Did == MarkNoted:
	case m.Did == MarkAdded:
		r.add(m)
	case m.Did == MarkGo || m.Did == MarkNoGo:
		r.Go = m
	case m.Did == MarkHanded:
		r.Lead = ID(m.To)
	case m.Step > 0 && m.Step <= len(steps):
		steps[m.Step-1].mark(m)
	case m.Line > 0 && m.Line <= len(r.Checks):
		c := &r.Checks[m.Line-1]
		c.Passed, c.Failed = m.Did == MarkPassed, m.Did == MarkFailed
		c.Note, c.By, c.At, c.Recorded = m.Text, m.By, m.At, m.Recorded
	}
}

func (s *Step) mark(m *Mark) {
	switch m.Did {
	case MarkBegun:
		s.Begun, s.BegunBy, s.BegunRecorded = m.At, m.By, m.Recorded
		s.Failed, s.Why, s.By = time.Time{}, "", ""
	case MarkDone:
		s.Done, s.Recorded, s.By = m.At, m.Recorded, m.By
		s.Failed, s.Why = time.Time{}, ""
	case MarkSkipped:
		s.Skip, s.Skipped, s.Recorded, s.By = m.Text, m.At, m.Recorded, m.By
	case MarkFailed:
		s.Failed, s.Why, s.By = m.At, m.Text, m.By
	case MarkGiven:
		s.Was, s.Owner = cmp.Or(s.Was, s.Owner), m.To
		s.Given = &Ending{Reason: m.Text, By: m.By, At: m.At}
	}
}

// add puts a step behind the others, whose numbers stay. The one that waits for it then
// waits besides for what it did before.
func (r *Run) add(m *Mark) {
	if m.Adds == nil {
		return
	}
	s := *m.Adds
	s.Added = &Ending{Reason: m.Text, By: m.By, At: m.At, Recorded: m.Recorded}
	if m.Before > 0 && m.Before <= len(r.Steps) {
		next := &r.Steps[m.Before-1]
		next.After = append(slices.Clone(WaitsFor(r.Steps, m.Before)), len(r.Steps)+1)
		next.Free = false
	}
	r.Steps = append(r.Steps, s)
}

// Head is the run as it is written: with all that is said of it as a whole, and without
// the marks, which are records of their own.
func (r *Run) Head() *Run {
	n := r
	if r.Stored != nil {
		head := *r
		n = &head
		n.Stored, n.Marks, n.Lead, n.Go, n.Steps, n.Checks = nil, nil, r.Stored.Lead, r.Stored.Go, r.Stored.Steps, r.Stored.Checks
		if was := r.Stored.Rollback; r.Rollback != nil && was != nil {
			b := *r.Rollback
			b.Steps = was.Steps
			n.Rollback = &b
		}
	}
	if b := n.Rollback; b != nil && b.Run != "" && len(b.Steps) > 0 {
		head, back := *n, *b
		back.Steps = nil
		head.Rollback = &back
		n = &head
	}
	return n
}

// BackWith is the run with the steps of the run that is its rollback, which knows its own
// marks.
func (r *Run) BackWith(back *Run) *Run {
	n, b := *r, *r.Rollback
	if n.Stored == nil {
		n.Stored = r
	}
	b.Steps = back.Steps
	n.Rollback = &b
	return &n
}

// CheckAsOf is a line of the verification, from 1, as some of the run's marks have it.
func (r *Run) CheckAsOf(line int, marks []*Mark) Check {
	n := r.with(marks)
	if line < 1 || line > len(n.Checks) {
		return Check{}
	}
	return n.Checks[line-1]
}

// Leads is who leads the run: whoever started it, until it was handed over.
func (r *Run) Leads() ID { return cmp.Or(r.Lead, r.By) }

// Adding are the steps as they are once one was added.
func (r *Run) Adding(m *Mark) []Step {
	n := *r
	n.Steps = slices.Clone(r.Steps)
	n.add(m)
	return n.Steps
}
