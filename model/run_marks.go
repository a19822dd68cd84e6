package model

import "slices"

// with is the run with what happened in it. The run itself stays as it is: others may
// have it, too.
func (r *Run) with(marks []*Mark) *Run {
	n := *r.Head()
	n.Stored, n.Marks = r.Head(), marks
	n.Steps, n.Checks = slices.Clone(n.Steps), slices.Clone(n.Checks)
	if r.Rollback != nil {
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
	case m.Step > 0 && m.Step <= len(steps):
		s := &steps[m.Step-1]
		switch m.Did {
		case MarkDone:
			s.Done, s.Recorded, s.By = m.At, m.Recorded, m.By
		case MarkSkipped:
			s.Skip, s.By = m.Text, m.By
		}
	case m.Line > 0 && m.Line <= len(r.Checks):
		c := &r.Checks[m.Line-1]
		c.Passed, c.Failed = m.Did == MarkPassed, m.Did == MarkFailed
		c.Note, c.By, c.At, c.Recorded = m.Text, m.By, m.At, m.Recorded
	}
}

// Head is the run as it is written: with all that is said of it as a whole, and without
// the marks, which are records of their own.
func (r *Run) Head() *Run {
	if r.Stored == nil {
		return r
	}
	n := *r
	n.Stored, n.Marks, n.Steps, n.Checks = nil, nil, r.Stored.Steps, r.Stored.Checks
	if was := r.Stored.Rollback; r.Rollback != nil && was != nil {
		b := *r.Rollback
		b.Steps = was.Steps
		n.Rollback = &b
	}
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
