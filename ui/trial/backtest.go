package trial

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/gate"
	"fairway/store"
)

// Data is what the past is read from.
type Data interface {
	Passages(ctx context.Context, since time.Time) ([]store.Passage, error)
	Case(ctx context.Context, at store.Position, now time.Time, n model.Needs) (*model.Case, error)
	List(ctx context.Context, q store.ListQuery) ([]store.Listed, error)
}

// Tried is what other rules would have made of one passage through a gate, or make
// of an open release.
type Tried struct {
	Release model.ID  `json:"release"`
	Title   string    `json:"title"`
	At      time.Time `json:"at"`
	gate.Trial
	StageTitle string `json:"-"`
}

// Backtest is what a set of rules would have made of the past.
type Backtest struct {
	Rules    string    `json:"rules"`
	Since    time.Time `json:"since"`
	Passages int       `json:"passages"`
	Releases int       `json:"releases"`
	// Stopped went through a gate that the rules would have held shut; Opened stand
	// before one now that would be ready; Unknown have no such stage there.
	Stopped []Tried `json:"stopped"`
	Opened  []Tried `json:"let_through"`
	Unknown []Tried `json:"not_comparable"`
}

// openMost is how many open releases are asked about.
const openMost = 5000

// Run is a backtest under way: each step asks about one release.
type Run struct {
	data     Data
	rules    *model.Rules
	now      time.Time
	passages []store.Passage
	open     []store.Listed
	at       int
	seen     map[model.ID]bool
	out      Backtest
}

// Begin prepares a backtest of rules against what went through gates since a
// moment, and against what is open now.
func Begin(ctx context.Context, data Data, of Set, since, now time.Time) (*Run, error) {
	r := &Run{data: data, rules: of.Rules, now: now, seen: map[model.ID]bool{},
		out: Backtest{Rules: of.Called, Since: since, Stopped: []Tried{}, Opened: []Tried{}, Unknown: []Tried{}}}
	var err error
	if r.passages, err = data.Passages(ctx, since); err != nil {
		return nil, err
	}
	r.open, err = data.List(ctx, store.ListQuery{Kind: model.KindRelease, State: string(model.ReleaseOpen), Limit: openMost})
	return r, err
}

// Progress is how many of how many were asked about.
func (r *Run) Progress() (done, all int) { return r.at, len(r.passages) + len(r.open) }

// Step asks about one more; false once there is none.
func (r *Run) Step(ctx context.Context) (bool, error) {
	i := r.at
	switch err := ctx.Err(); {
	case err != nil:
		return false, err
	case i >= len(r.passages)+len(r.open):
		return false, nil
	}
	r.at++
	if i >= len(r.passages) {
		t, err := r.try(ctx, r.open[i-len(r.passages)].ID, store.Now, r.now)
		if t != nil && !t.Ready && t.Would {
			r.out.Opened = append(r.out.Opened, *t)
		}
		return true, err
	}
	p := r.passages[i]
	t, err := r.try(ctx, p.Release, p.Before, p.At)
	if err != nil || t == nil {
		return true, err // nil can't be looked at: removed by law
	}
	r.out.Passages++
	r.seen[p.Release] = true
	switch {
	case t.Missing:
		r.out.Unknown = append(r.out.Unknown, *t)
	case len(t.Stopped) > 0:
		r.out.Stopped = append(r.out.Stopped, *t)
	}
	return true, nil
}

// Result is what came of it, once there is no further step.
func (r *Run) Result() Backtest {
	out := r.out
	out.Releases = len(r.seen)
	slices.SortFunc(out.Opened, func(x, y Tried) int { return model.CompareIDs(x.Release, y.Release) })
	return out
}

// try asks the rules about a release as it stood; nil where it is not to be seen.
func (r *Run) try(ctx context.Context, id model.ID, pos store.Position, at time.Time) (*Tried, error) {
	c, err := r.data.Case(ctx, pos, at, gate.Needs(id))
	if err != nil {
		return nil, err
	}
	release := model.Get[*model.Release](c, id)
	if release == nil {
		return nil, nil
	}
	t, err := gate.Try(c, release, "", r.rules)
	if err != nil {
		return nil, err
	}
	out := &Tried{Release: id, Title: release.Title(), At: at, Trial: t, StageTitle: t.Stage}
	if p, ok := c.Under(release).Process(release.Type); ok {
		if s, n := p.Stage(t.Stage); n >= 0 {
			out.StageTitle = s.Title
		}
	}
	return out, nil
}

// CheckCount is how often a check would have stopped a release.
type CheckCount struct {
	Text string
	N    int
}

// ByCheck counts how often each check would have stopped a release, the most
// frequent first.
func (b Backtest) ByCheck() []CheckCount {
	var out []CheckCount
	for _, t := range b.Stopped {
		for _, f := range t.Stopped {
			i := slices.IndexFunc(out, func(c CheckCount) bool { return c.Text == f.Text })
			if i < 0 {
				i = len(out)
				out = append(out, CheckCount{Text: f.Text})
			}
			out[i].N++
		}
	}
	slices.SortStableFunc(out, func(x, y CheckCount) int {
		return cmp.Or(cmp.Compare(y.N, x.N), strings.Compare(x.Text, y.Text))
	})
	return out
}
