package model

import (
	"maps"
	"reflect"
	"slices"
	"time"
)

// What happened first and was written down later is judged by what was there when it
// happened: what came after it is no part of that, whenever either was entered.

// dated is a record that knows what of it was there at a time.
type dated interface {
	Record
	// asOf is the record without what came after a time, by when that happened; nil
	// where it was not there yet.
	asOf(t time.Time) Record
}

// AddEarlier notes an earlier state of a record, the oldest first (Needs.Earlier).
func (c *Case) AddEarlier(r Record) {
	if c.earlier == nil {
		c.earlier = map[ID][]Record{}
	}
	c.earlier[r.Key()] = append(c.earlier[r.Key()], r)
}

// Earlier are the earlier states of a record as far as they are among the facts, the
// oldest first.
func (c *Case) Earlier(id ID) []Record { return c.earlier[id] }

// Then reports whether the case is one of the past: what was decided on is not compared
// there with what stands in it, which is only what happened.
func (c *Case) Then() bool { return c.then }

// OnClock is the case with another time on its clock, and all that is known now.
func (c *Case) OnClock(t time.Time) *Case {
	n := *c
	n.Now = t
	return &n
}

// AsOf is the case with what had happened by a time, and that time on its clock. Of a
// document it has the version that was there then, as far as its earlier ones are among
// the facts (Needs.Earlier). What a record says without a time of its own is a
// description, and stands there as it is now; what was voided stays void.
func (c *Case) AsOf(t time.Time) *Case {
	n := c.OnClock(t)
	n.then = true
	n.facts, n.kinds = maps.Clone(c.facts), make(map[Kind][]Record, len(c.kinds))
	for id, f := range c.facts {
		r := c.standing(f.Record, t)
		switch {
		case r == f.Record:
		case r == nil:
			delete(n.facts, id)
		default:
			f.Record = r
			n.facts[id] = f
		}
	}
	for k, of := range c.kinds {
		for _, r := range of {
			if f, ok := n.facts[r.Key()]; ok {
				n.kinds[k] = append(n.kinds[k], f.Record)
			}
		}
	}
	return n
}

// standing is what was there of a record at a time: the newest state that was.
func (c *Case) standing(r Record, t time.Time) Record {
	d, ok := r.(dated)
	if !ok {
		return r
	}
	then := d.asOf(t)
	for _, was := range slices.Backward(c.earlier[r.Key()]) {
		if then != nil {
			break
		}
		if d, ok := was.(dated); ok {
			then = d.asOf(t)
		}
	}
	return then
}

// FirstWritten is when a document was first there, as far as its earlier versions are
// among the facts.
func (c *Case) FirstWritten(d *Document) time.Time {
	first := d.At
	for _, r := range c.earlier[d.ID] {
		if was, ok := r.(*Document); ok && was.At.Before(first) {
			first = was.At
		}
	}
	return first
}

// Times are those of what happened after a time, and by another, in their order: when
// something among the facts may have come to stand otherwise.
func (c *Case) Times(after, until time.Time) []time.Time {
	var out []time.Time
	add := func(t time.Time) {
		if t.After(after) && !t.After(until) {
			out = append(out, t)
		}
	}
	for id, f := range c.facts {
		if _, ok := f.Record.(dated); ok {
			times(reflect.ValueOf(f.Record), add)
			for _, was := range c.earlier[id] {
				times(reflect.ValueOf(was), add)
			}
		}
	}
	slices.SortFunc(out, time.Time.Compare)
	return slices.CompactFunc(out, time.Time.Equal)
}

// times finds every time that a value holds.
func times(v reflect.Value, add func(time.Time)) {
	if t, ok := v.Interface().(time.Time); ok {
		add(t)
		return
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			times(v.Elem(), add)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				times(v.Field(i), add)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			times(v.Index(i), add)
		}
	}
}

func (d *Document) asOf(t time.Time) Record {
	if d.At.After(t) {
		return nil
	}
	v := d.Verdict()
	if v == nil {
		return d
	}
	if v.At.After(t) {
		return d.Undecided()
	}
	if d.Decided == nil {
		return d
	}
	n := *d
	n.Decided = d.Decided.asOf(t)
	return &n
}

// asOf is the verdict without what met its conditions after a time; nil of one that was
// given after it.
func (v *Verdict) asOf(t time.Time) *Verdict {
	if v == nil || v.At.After(t) {
		return nil
	}
	n := *v
	n.Checks = slices.Clone(v.Checks)
	for i, k := range n.Checks {
		if k.Met != nil && k.Met.At.After(t) {
			n.Checks[i].Met = nil
		}
	}
	return &n
}

// asOf keeps what rejected it and what was taken back: that opens no gate.
func (a *Approval) asOf(t time.Time) Record {
	n := *a
	n.Decisions, n.Checks = nil, nil
	place := map[int]int{} // of the decisions that stay
	for i, d := range a.Decisions {
		if d.At.After(t) && !d.Rejects() {
			continue
		}
		if v := d.Verbal; v != nil && !v.Disowned() && v.Signed.After(t) {
			waits := *v
			waits.Signed, waits.Comment = time.Time{}, ""
			d.Verbal = &waits
		}
		place[i] = len(n.Decisions)
		n.Decisions = append(n.Decisions, d)
	}
	if len(n.Decisions) == 0 && a.At.After(t) {
		return nil
	}
	for _, k := range a.Checks {
		at, stays := place[k.Decision]
		if !stays {
			continue
		}
		if k.Decision = at; k.Met != nil && k.Met.At.After(t) {
			k.Met = nil
		}
		n.Checks = append(n.Checks, k)
	}
	return &n
}

// asOf keeps one that was granted before its request was written down, which is so
// where it was given by word of mouth.
func (w *Waiver) asOf(t time.Time) Record {
	decided := w.Decided != nil && !w.Decided.At.After(t)
	switch {
	case decided:
		return w
	case w.At.After(t):
		return nil
	}
	n := *w
	n.Decided = nil
	return &n
}

func (n *Notice) asOf(t time.Time) Record {
	if n.Sent.After(t) {
		return nil
	}
	return n
}

func (b *Baseline) asOf(t time.Time) Record {
	if b.At.After(t) {
		return nil
	}
	return b
}

func (m *Media) asOf(t time.Time) Record {
	if m.At.After(t) {
		return nil
	}
	return m
}

func (p *Procurement) asOf(t time.Time) Record {
	if p.At.After(t) {
		return nil
	}
	n := *p
	n.Receipts = nil
	for _, r := range p.Receipts {
		if !r.At.After(t) {
			n.Receipts = append(n.Receipts, r)
		}
	}
	if p.Received.After(t) {
		n.Received = time.Time{}
	}
	if n.Received.IsZero() && len(n.Receipts) == 0 {
		n.Item = ""
	}
	return &n
}

func (m *Mark) asOf(t time.Time) Record {
	if m.At.After(t) {
		return nil
	}
	return m
}

func (r *Run) asOf(t time.Time) Record {
	if r.Started.After(t) {
		return nil
	}
	if len(r.Marks) > 0 {
		r = r.with(slices.DeleteFunc(slices.Clone(r.Marks), func(m *Mark) bool { return m.At.After(t) }))
	}
	n := *r
	n.Steps, n.Checks = stepsAsOf(r.Steps, t), slices.Clone(r.Checks)
	for i, ch := range n.Checks {
		if ch.At.After(t) {
			n.Checks[i] = Check{Text: ch.Text}
		}
	}
	if b := r.Rollback; b != nil {
		back := *b
		back.Steps = stepsAsOf(b.Steps, t)
		if back.Ended.After(t) {
			back.Ended = time.Time{}
		}
		if r.BackLater() && b.Ended.After(t) {
			n.Result = RunDeployed
		}
		if n.Rollback = &back; b.Decided.After(t) {
			n.Rollback, n.Intervention = nil, ""
		}
	}
	if n.Failed.After(t) {
		n.Failed = time.Time{}
	}
	if n.Restored.After(t) {
		n.Restored, n.RestoredRecorded = time.Time{}, time.Time{}
	}
	if n.Ended.After(t) {
		n.Ended, n.Result = time.Time{}, ""
	}
	return &n
}

func stepsAsOf(steps []Step, t time.Time) []Step {
	out := slices.Clone(steps)
	for i := range out {
		if out[i].Done.After(t) {
			out[i].Done, out[i].By = time.Time{}, ""
		}
		if out[i].Skipped.After(t) {
			out[i].Skipped, out[i].Skip, out[i].By = time.Time{}, "", ""
		}
	}
	return out
}

func (i *Incident) asOf(t time.Time) Record {
	n := *i
	for k := len(n.Reopenings) - 1; k >= 0 && n.Reopenings[k].At.After(t); k-- {
		n.State, n.Resolved, n.Reopenings = n.Reopenings[k].Was, n.Reopenings[k].Resolved, n.Reopenings[:k]
	}
	for k := len(n.Grades) - 1; k >= 0 && n.Grades[k].At.After(t); k-- {
		n.Severity, n.Grades = n.Grades[k].From, n.Grades[:k]
	}
	if n.Resolved.After(t) {
		n.State, n.Resolved = IncidentOpen, time.Time{}
	}
	return &n
}

// asOf of an RFC that goes with a release is what was decided on it; one that goes its
// own way is in the stage that it is in.
func (c *Change) asOf(t time.Time) Record {
	n := *c
	if c.Assessed != nil && c.Assessed.At.After(t) {
		n.Assessed, n.Risk = nil, ""
	}
	if p := c.Captured; p != nil && p.Back != nil && p.Back.At.After(t) {
		found := *p
		found.Back = nil
		n.Captured = &found
	}
	if n.Decided = c.Decided.asOf(t); c.Decided != nil && n.Decided == nil {
		if c.Authorised() && c.Emergency() == nil {
			n.State = ChangeSubmitted
		}
	}
	return &n
}

func (w *Window) asOf(t time.Time) Record {
	n := *w
	n.Exceptions = nil
	for _, e := range w.Exceptions {
		if e.At.After(t) {
			continue
		}
		e.Decided = e.Decided.asOf(t)
		n.Exceptions = append(n.Exceptions, e)
	}
	return &n
}

func (r *Release) asOf(t time.Time) Record {
	n := r.Clone()
	if r.Risk != nil && r.Risk.At.After(t) {
		n.Risk = nil
	}
	if r.Scan != nil && r.Scan.At.After(t) {
		n.Scan = nil
	}
	n.Accepted = slices.DeleteFunc(n.Accepted, func(a Accepted) bool { return a.At.After(t) })
	n.Updates = slices.DeleteFunc(n.Updates, func(u Update) bool { return u.At.After(t) })
	return n
}
