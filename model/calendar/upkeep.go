package calendar

import (
	"cmp"
	"slices"
	"time"

	"fairway/model/when"
)

// upkeep are the maintenance windows of one service that hold for whatever is done to it, in
// every environment. A service may have dozens of them, most of which lie elsewhere in the
// year, and all of its releases are held against the same: what they come to is worked out
// once for all of them.
type upkeep struct {
	of     []*stretch // by their ids
	ids    []string
	listed string
	chunks map[int64]gathered
}

// gathered are the occurrences that overlap one of the chunks, the earlier first, of those
// that begin together the longest; and what can't be worked out of it.
type gathered struct {
	list []occurrence
	errs []string
}

// occurrence is one of a window.
type occurrence struct {
	when.Span
	of *stretch
}

// chunk is the stretch of time of which the occurrences are gathered at once.
const chunk = block / 8

// chunksMost is how many are kept; more than that, and it begins anew.
const chunksMost = 512

// Upkeep are the maintenance windows of all services that hold for whatever is done to one,
// made ready. Plans share it, one after the other: of hundreds, most say of a release only
// that it lies elsewhere.
type Upkeep struct{ of map[string]*upkeep }

// NewUpkeep makes those of some windows ready that IsUpkeep; nobody changes them afterwards.
func NewUpkeep(windows []*Window) *Upkeep {
	u := &Upkeep{map[string]*upkeep{}}
	list := make([]stretch, 0, len(windows))
	for _, w := range windows {
		if w.IsUpkeep() {
			list = append(list, stretch{Window: w})
		}
	}
	slices.SortFunc(list, func(a, b stretch) int { return cmp.Compare(a.ID, b.ID) })
	for i := range list {
		u.add(&list[i])
	}
	return u
}

func (u *Upkeep) add(w *stretch) {
	for _, id := range unique(w.Services) {
		if id == "" {
			continue
		}
		if u.of[id] == nil {
			u.of[id] = &upkeep{}
		}
		u.of[id].add(w)
	}
}

// IsUpkeep reports whether it is a maintenance window for services alone, in every
// environment.
func (w *Window) IsUpkeep() bool {
	return w.Class == Maintenance && len(w.Environments) == 0 && w.forServicesAlone()
}

// WithUpkeep is the same plan with these maintenance windows instead of those among its
// windows.
func (p *Plan) WithUpkeep(u *Upkeep) *Plan {
	n := *p
	n.upkeep, n.upkeepShared = u, true
	return &n
}

func (u *upkeep) add(w *stretch) {
	u.of, u.ids = append(u.of, w), append(u.ids, w.ID)
}

// called are the names of all of them.
func (u *upkeep) called() []string {
	names := make([]string, len(u.of))
	for i, w := range u.of {
		names[i] = w.called()
	}
	return names
}

// text lists them as a sentence does.
func (u *upkeep) text() string {
	if u.listed == "" {
		u.listed = windowsNamed(u.called())
	}
	return u.listed
}

// chunkOf is the chunk that an instant lies in: they are counted from 1970 on.
func chunkOf(t time.Time) int64 {
	n, rest := t.Unix()/int64(chunk/time.Second), t.Unix()%int64(chunk/time.Second)
	if rest < 0 {
		n--
	}
	return n
}

func chunkStart(n int64) time.Time { return time.Unix(n*int64(chunk/time.Second), 0).UTC() }

// chunk has what was gathered for one of the chunks, or gathers it.
func (u *upkeep) chunk(n int64) gathered {
	if out, ok := u.chunks[n]; ok {
		return out
	}
	var out gathered
	all := when.Span{Start: chunkStart(n), End: chunkStart(n + 1)}
	for _, w := range u.of {
		spans, err := w.within(all)
		if err != nil {
			out.errs = append(out.errs, cantSay(w, err))
		}
		for _, s := range spans {
			out.list = append(out.list, occurrence{s, w})
		}
	}
	slices.SortFunc(out.list, occurrence.before)
	if u.chunks == nil || len(u.chunks) >= chunksMost {
		u.chunks = map[int64]gathered{}
	}
	u.chunks[n] = out
	return out
}

func (o occurrence) before(other occurrence) int {
	return cmp.Or(o.Start.Compare(other.Start), other.End.Compare(o.End), cmp.Compare(o.of.ID, other.of.ID))
}

// during are the occurrences that overlap a slot, and what can't be worked out of it.
func (u *upkeep) during(slot when.Span) (spans []when.Span, errs []string) {
	if slot.Length() > block {
		for _, w := range u.of {
			found, err := w.within(slot)
			spans = append(spans, found...)
			if err != nil {
				errs = append(errs, cantSay(w, err))
			}
		}
		return spans, errs
	}
	for n := chunkOf(slot.Start); chunkStart(n).Before(slot.End); n++ {
		c := u.chunk(n)
		for _, o := range c.list {
			if o.Overlaps(slot) { // one of two chunks is there twice: that covers no more
				spans = append(spans, o.Span)
			}
		}
		errs = append(errs, c.errs...)
	}
	return spans, unique(errs)
}

// next is the first occurrence that begins in a stretch of time, and is long enough.
func (u *upkeep) next(in when.Span, length time.Duration) (occurrence, bool) {
	for n := chunkOf(in.Start); chunkStart(n).Before(in.End); n++ {
		for _, o := range u.chunk(n).list {
			if !o.Start.Before(in.Start) && o.Start.Before(in.End) && o.Length() >= length {
				return o, true
			}
		}
	}
	return occurrence{}, false
}
