package demo

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"fairway/assets"
	"fairway/model"
	"fairway/model/action"
	"fairway/store"
)

// maker gathers all deeds of the story into one diary, and performs them in the
// order of time.
type maker struct {
	data     *assets.Demo
	rules    *model.Rules
	days     days
	services map[string]*assets.DemoService
	people   map[string]*assets.DemoPerson
	releases map[string]*walk
	diary    []deed
	spoken   map[string]time.Time // when a problem is first spoken of
	err      error                // the first name in the data that stands for nothing

	// Only known once it is performed.
	ids   map[string]model.ID // by kind and name: "person cora"
	file  *store.Batch
	clock time.Time
}

// deed is one thing somebody does at a time. What exactly is said when its time
// comes: it may name records that do not exist before.
type deed struct {
	at   time.Time
	who  string
	of   string // what it belongs to, for a mistake in the data to be found
	do   func() action.Action
	then func(store.Result)
}

func (m *maker) add(at time.Time, who, of string, do func() action.Action, then ...func(store.Result)) {
	if _, ok := m.people[who]; !ok {
		m.miss("person", who, of)
	}
	d := deed{at: at, who: who, of: of, do: do}
	if len(then) > 0 {
		d.then = then[0]
	}
	m.diary = append(m.diary, d)
}

func (m *maker) miss(kind, name, of string) {
	if m.err == nil {
		m.err = fmt.Errorf("%s: there is no %s %q", of, kind, name)
	}
}

// speaks notes that a problem has to be known by then.
func (m *maker) speaks(of string, at time.Time) {
	if first, ok := m.spoken[of]; !ok || at.Before(first) {
		m.spoken[of] = at
	}
}

// names keeps the id of what a deed creates under its kind and name.
func (m *maker) names(kind, name string) func(store.Result) {
	return func(r store.Result) { m.ids[kind+" "+name] = r.Subject }
}

// id is a record by the name it has in the data; "" for no name.
func (m *maker) id(kind, name string) model.ID {
	if name == "" {
		return ""
	}
	id, ok := m.ids[kind+" "+name]
	if !ok {
		m.miss(kind, name, m.clock.Format(time.DateTime))
	}
	return id
}

func (m *maker) all(kind string, names []string) []model.ID {
	var out []model.ID
	for _, n := range names {
		out = append(out, m.id(kind, n))
	}
	return out
}

// perform does it all. The first deed begins the file.
func (m *maker) perform(progress func(done, all int)) error {
	slices.SortStableFunc(m.diary, func(a, b deed) int { return a.at.Compare(b.at) })
	for i, d := range m.diary {
		if d.at.After(m.days.now) {
			return fmt.Errorf("%s: %s, %s would do something after now", d.of, d.at.Format(time.DateTime), d.who)
		}
		m.clock = d.at
		act := d.do()
		if m.err != nil {
			return m.err
		}
		who := store.Who{Person: m.ids["person "+d.who], Auth: "demo"}
		r, err := m.file.Do(who, act)
		if err != nil {
			var refusal *model.Refusal
			if errors.As(err, &refusal) {
				err = refused{err}
			}
			return fmt.Errorf("%s: on %s, %s: %w", d.of, d.at.Format(time.DateTime), d.who, err)
		}
		if d.then != nil {
			d.then(r)
		}
		if progress != nil {
			progress(i+1, len(m.diary))
		}
	}
	m.clock = m.days.now
	for _, p := range m.data.People {
		if err := m.file.Keep(m.id("person", p.Handle), TipKey, Tip); err != nil {
			return err
		}
	}
	return nil
}

// refused is a refusal of what the data asks for: a mistake in the data, not
// something that the person at the keyboard did.
type refused struct{ err error }

func (r refused) Error() string { return r.err.Error() }
