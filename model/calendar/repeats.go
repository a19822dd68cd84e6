package calendar

import (
	"sync"
	"time"

	"fairway/model/when"
)

// Every view of the calendar asks the same windows for the same weeks, and a rule is slow to
// follow. What was worked out is kept for whoever asks next, by what it was worked out
// from: nothing else makes it another. It is a memo, and changes no answer.

// repeats is a window made ready to be asked for its occurrences, with those of some
// stretches of time that it was asked for before.
type repeats struct {
	series *series
	err    error
	over   time.Time // from when on there is none; zero where it goes on

	mu     sync.Mutex
	blocks map[int64][]when.Span
}

// block is the length of the stretches that are kept, and blocksMost how many of one window.
const (
	block      = 128 * 24 * time.Hour
	blocksMost = 64
)

// repeatsKey is all that the occurrences of a window without dates of its own are worked
// out from. zone is by its rules, which may be replaced under its name.
type repeatsKey struct {
	rule       string
	zone       *time.Location
	start, end time.Time
	lasts      time.Duration
}

// repeatsKept are those asked for before, at most repeatsMost: more, and it begins anew.
var repeatsKept struct {
	sync.Mutex
	of map[repeatsKey]*repeats
}

const repeatsMost = 8192

// repeatsOf makes a window ready, or has it from before.
func repeatsOf(w *Window) *repeats {
	zone := time.UTC
	if w.Zone != "" {
		var err error
		if zone, err = when.Zone(w.Zone); err != nil {
			return newRepeats(w)
		}
	}
	if len(w.Except)+len(w.Extra) > 0 {
		return newRepeats(w)
	}
	key := repeatsKey{w.Rule, zone, w.Span.Start.UTC().Round(0), w.Span.End.UTC().Round(0), w.Lasts}
	repeatsKept.Lock()
	defer repeatsKept.Unlock()
	r := repeatsKept.of[key]
	if r == nil {
		own := Window{Zone: w.Zone, Rule: w.Rule, Span: w.Span, Lasts: w.Lasts}
		r = newRepeats(&own)
		if repeatsKept.of == nil || len(repeatsKept.of) >= repeatsMost {
			repeatsKept.of = map[repeatsKey]*repeats{}
		}
		repeatsKept.of[key] = r
	}
	return r
}

func newRepeats(w *Window) *repeats {
	r := &repeats{}
	if r.series, r.err = newSeries(w); r.err == nil {
		r.over, _ = r.series.ends(w)
	}
	return r
}

// blockOf is the block that an instant lies in: they are counted from 1970 on.
func blockOf(t time.Time) int64 {
	n, rest := t.Unix()/int64(block/time.Second), t.Unix()%int64(block/time.Second)
	if rest < 0 {
		n--
	}
	return n
}

func blockStart(n int64) time.Time { return time.Unix(n*int64(block/time.Second), 0).UTC() }

// within are the occurrences that overlap a span, as series.within has them. The list is
// the caller's.
func (r *repeats) within(span when.Span) ([]when.Span, error) {
	var once recent
	return r.looked(span, &once)
}

// recent is a block that was looked at just now, by one who asks again and again around the
// same time, alone.
type recent struct {
	known bool
	n     int64
	kept  []when.Span
}

// looked is within for whoever keeps what was looked at just now.
func (r *repeats) looked(span when.Span, last *recent) ([]when.Span, error) {
	switch {
	case r.err != nil:
		return nil, r.err
	case !r.over.IsZero() && !span.Start.Before(r.over):
		return nil, nil
	case r.series.rule == nil || span.Length() > 4*block:
		return r.series.within(span)
	}
	var found []when.Span
	for n := blockOf(span.Start); blockStart(n).Before(span.End); n++ {
		if !last.known || last.n != n {
			kept, err := r.block(n)
			if err != nil {
				return nil, err
			}
			*last = recent{true, n, kept}
		}
		for _, o := range last.kept {
			if o.Overlaps(span) && (len(found) == 0 || found[len(found)-1].Start.Before(o.Start)) {
				found = append(found, o)
			}
		}
	}
	return found, nil
}

// block are the occurrences that overlap one of the blocks.
func (r *repeats) block(n int64) ([]when.Span, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	kept, ok := r.blocks[n]
	if ok {
		return kept, nil
	}
	kept, err := r.series.within(when.Span{Start: blockStart(n), End: blockStart(n + 1)})
	if err != nil {
		return nil, err
	}
	if r.blocks == nil || len(r.blocks) >= blocksMost {
		r.blocks = map[int64][]when.Span{}
	}
	r.blocks[n] = kept
	return kept, nil
}
