package calendar

import (
	"fmt"
	"slices"
	"time"

	"fairway/model/when"
)

// Openness says whether a service may be deployed to at a moment, by its windows alone:
// no hard freeze holds, and where it has maintenance windows, one of them does.
type Openness struct {
	Open bool
	// By are the windows that make it so: open, the maintenance windows that it is inside
	// of; closed, the freezes, and the maintenance windows where it is inside none of them.
	// Warned are the soft freezes and business events that hold.
	By, Warned []Held
	// Until is when that changes; zero where it does not as far as is looked (farthest).
	Until time.Time
}

// Held is a window, and the occurrence of it that holds; zero where none does.
type Held struct {
	Window *Window
	Span   when.Span
}

// A change is looked for this far ahead first, in which nearly every one lies, and then
// twice as far and so on, up to farthest.
const (
	nearest  = 400 * 24 * time.Hour
	farthest = 10 * 366 * 24 * time.Hour
)

// OpenAt says whether a service may be deployed to at a moment. It fails where a window
// of it can't be worked out: then nobody knows.
func (p *Plan) OpenAt(place Place, at time.Time) (Openness, error) {
	var windows []*stretch
	for i := range p.stretches {
		if w := &p.stretches[i]; (w.Class == Freeze || w.Class == Maintenance || w.Class == Event) && w.CoversPlace(place) {
			windows = append(windows, w)
		}
	}
	turns, err := turnsOf(windows, when.Span{Start: at, End: at.Add(nearest)})
	if err != nil {
		return Openness{}, err
	}
	out := openAt(windows, at)
	from := at
	for ahead := nearest; ; ahead *= 2 {
		for _, t := range turns {
			if t.After(at) && !t.Before(from) && openAt(windows, t).Open != out.Open {
				out.Until = t
				return out, nil
			}
		}
		if from = at.Add(ahead); ahead >= farthest {
			return out, nil
		}
		if turns, err = turnsOf(windows, when.Span{Start: from, End: at.Add(2 * ahead)}); err != nil {
			return out, nil // more occurrences than anybody counts, and none of them a change
		}
	}
}

// turnsOf are the moments of a stretch at which a window that closes or opens does so, in
// their order.
func turnsOf(windows []*stretch, in when.Span) ([]time.Time, error) {
	var turns []time.Time
	for _, w := range windows {
		spans, err := w.within(in)
		if err != nil {
			return nil, fmt.Errorf("%s can't be worked out: %w", w.called(), err)
		}
		if w.Class == Maintenance || w.Hard {
			for _, s := range spans {
				turns = append(turns, s.Start, s.End)
			}
		}
	}
	slices.SortFunc(turns, time.Time.Compare)
	return turns, nil
}

func openAt(windows []*stretch, at time.Time) Openness {
	var hard, soft, inside, outside []Held
	for _, w := range windows {
		h := Held{Window: w.Window}
		spans, _ := w.within(when.Span{Start: at, End: at.Add(time.Minute)}) // that it can be was looked at
		for _, s := range spans {
			if !at.Before(s.Start) && at.Before(s.End) {
				h.Span = s
			}
		}
		switch held := !h.Span.IsZero(); {
		case w.Class == Maintenance && held:
			inside = append(inside, h)
		case w.Class == Maintenance:
			outside = append(outside, h)
		case held && w.Hard:
			hard = append(hard, h)
		case held:
			soft = append(soft, h)
		}
	}
	switch {
	case len(hard) > 0 && len(inside) == 0:
		return Openness{By: append(hard, outside...), Warned: soft}
	case len(hard) > 0:
		return Openness{By: hard, Warned: soft}
	case len(inside) > 0:
		return Openness{Open: true, By: inside, Warned: soft}
	}
	return Openness{Open: len(outside) == 0, By: outside, Warned: soft}
}
