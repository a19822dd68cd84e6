package action

import (
	"fmt"
	"reflect"
	"slices"
	"time"

	"fairway/model"
	"fairway/model/process"
	"fairway/model/when"
)

// Corrected is the time that an entry of the log is given.
type Corrected struct {
	Position int64
	At       time.Time
}

// CorrectTime gives an entry of the log, of which the clock was wrong, the time
// at which it was written; with Last, all up to that one, moved by as much. The
// entries stay as they are, and the records that still carry times of that clock
// are written anew with the right ones.
type CorrectTime struct {
	Entry  int64     `json:"entry"`
	Last   int64     `json:"last,omitempty"`
	At     time.Time `json:"at"`
	Reason string    `json:"reason"`
}

func (a CorrectTime) last() int64 { return max(a.Last, a.Entry) }

// Needs are the entries with what they wrote, and those before and after them.
func (a CorrectTime) Needs() model.Needs {
	return model.Needs{Entries: model.Stretch{First: max(a.Entry-1, 1), Last: a.last() + 1}}
}

// Do writes the records that carry a wrong time anew.
func (a CorrectTime) Do(c *model.Case) (Outcome, error) {
	doing := fmt.Sprintf("correct the time of entry %d", a.Entry)
	n := int(a.last() - a.Entry + 1)
	if n >= model.EntriesMost-1 {
		return Outcome{}, model.Refuse(doing, fmt.Sprintf("that is %d entries; fewer than %d are corrected at once", n, model.EntriesMost), model.Say("go on in parts"))
	}
	entries, at := c.Entries, a.At
	var before model.Logged
	if len(entries) > 0 && entries[0].Position < a.Entry {
		before, entries = entries[0], entries[1:]
	}
	if len(entries) < n || a.Entry < 1 {
		return Outcome{}, &model.NotFound{What: fmt.Sprintf("entry %d of the log", a.Entry+int64(len(entries)))}
	}
	var next model.Logged
	if len(entries) > n {
		next = entries[n]
	}
	entries = entries[:n]
	if at.Before(before.Stands) && at.Equal(before.Stands.Truncate(time.Minute)) {
		at = before.Stands // a minute is meant, and the entry before it fell into it
	}
	refusal := &model.Refusal{Doing: doing}
	by := at.Sub(entries[0].At)
	switch {
	case a.At.IsZero():
		refusal.Add("the right time is missing", model.AnswerTo("say when it was written", "at"))
	case a.At.Year() < when.FirstYear:
		refusal.Add(fmt.Sprintf("nothing was recorded in %d", a.At.Year()))
	case entries[n-1].At.Add(by).After(c.Now):
		refusal.Add(fmt.Sprintf("entry %d would be from %s, which is later than now", entries[n-1].Position, clock(entries[n-1].At.Add(by))), model.Say("give the time at which it was really written"))
	case at.Before(before.Stands):
		refusal.Add(fmt.Sprintf("entry %d, the one before it, is from %s, and it was written later", before.Position, clock(before.Stands)), model.Say("give a time from then on; where that one is wrong as well, begin with it"))
	case next.Position != 0 && !next.Stands.After(c.Now) && entries[n-1].At.Add(by).After(next.Stands):
		refusal.Add(fmt.Sprintf("entry %d would be from %s, and entry %d, the one after it, was written before that, %s", entries[n-1].Position, clock(entries[n-1].At.Add(by)), next.Position, clock(next.Stands)), model.ByDoing(process.CorrectLog, "", model.With("entry", ""), model.With("last", "")).For("give a time up to then; where that one is wrong as well, go on to it"))
	case entries[0].Stands.Equal(at):
		refusal.Add("it stands at that time already")
	}
	because(refusal, a.Reason)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	out := Outcome{Subject: entries[0].Subject, Note: fmt.Sprintf("corrected the time of entry %d from %s to %s: %s", a.Entry, clock(entries[0].Stands), clock(at), a.Reason)}
	if n > 1 {
		out.Note = fmt.Sprintf("corrected the times of entries %d to %d, the first from %s to %s: %s", a.Entry, a.last(), clock(entries[0].Stands), clock(at), a.Reason)
	}
	to := map[int64]time.Time{}
	var ids []model.ID
	for _, e := range entries {
		right := e.At.Add(by)
		out.Corrects = append(out.Corrects, Corrected{e.Position, right})
		// A second correction finds what the first one wrote.
		to[e.At.UnixNano()], to[e.Stands.UnixNano()] = right, right
		for _, said := range saidTimes(e) {
			if said.After(right) { // counted from the wrong clock: nothing is recorded before it happened
				to[said.UnixNano()] = said.Add(by)
			}
		}
		ids = append(ids, e.Wrote...)
	}
	for _, n := range model.All[*model.Notice](c) { // those that count from it
		ids = append(ids, n.ID)
	}
	for _, id := range model.SortIDs(slices.Clone(ids)) {
		f, ok := c.Fact(id)
		if !ok {
			continue // its content was removed by law
		}
		r, found, err := model.Retimed(f.Record, to)
		if err != nil {
			return Outcome{}, err
		}
		if found {
			out.Writes = append(out.Writes, r)
		}
	}
	return streamed(out), nil
}

// streamed writes very many records as an import does: the line of the log then
// counts them, and does not name each.
func streamed(out Outcome) Outcome {
	if len(out.Writes) <= 500 {
		return out
	}
	writes := out.Writes
	out.Writes = nil
	out.Stream = func(write func(model.Record) error) error {
		for _, r := range writes {
			if err := write(r); err != nil {
				return err
			}
		}
		return nil
	}
	return out
}

// saidTimes are the times at which somebody said that something had happened,
// in the values of an entry.
func saidTimes(e model.Logged) []time.Time {
	v, err := Decode(e.Action, e.Values)
	if err != nil {
		return nil // removed by law, or of a newer program
	}
	if _, ok := v.(*Import); ok {
		return nil // its dates are those of its file
	}
	var out []time.Time
	instants(reflect.ValueOf(v), &out)
	return out
}

// instants finds the times that values hold, but for planned ones (when.Moment), which
// no clock was read for.
func instants(v reflect.Value, out *[]time.Time) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			instants(v.Elem(), out)
		}
	case reflect.Slice:
		for i := range v.Len() {
			instants(v.Index(i), out)
		}
	case reflect.Struct:
		switch at := v.Interface().(type) {
		case when.Moment:
		case time.Time:
			if !at.IsZero() {
				*out = append(*out, at)
			}
		default:
			for i := range v.NumField() {
				if v.Type().Field(i).IsExported() {
					instants(v.Field(i), out)
				}
			}
		}
	}
}

// clock is how a point in time stands in a reason.
func clock(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05 UTC") }
