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
	// By are the windows that make it so: the freezes, else the maintenance windows that
	// it is inside or, closed, outside of; none where it has none. Warned are the soft
	// freezes that hold.
	By, Warned []Held
	// Until is when that changes; zero where it does not as far as is looked (farthest).
	Until time.Time
}

// Held is a window, and the occurrence of it that holds; zero where none does.
type Held struct {
	Window *Window
	Span   when.Span
}

// farthest is how far ahead a change is looked for.
const farthest = 400 * 24 * time.Hour

// OpenAt says whether a service may be deployed to at a moment. It fails where a window
// of it can't be worked out: then nobody knows.
func (p *Plan) OpenAt(place Place, at time.Time) (Openness, error) {
	var windows []*stretch
	var turns []time.Time
	for i := range p.stretches {
		w := &p.stretches[i]
		if w.Class != Freeze && w.Class != Maintenance || !w.CoversPlace(place) {
			continue
		}
		spans, err := w.within(when.Span{Start: at, End: at.Add(farthest)})
		if err != nil {
			return Openness{}, fmt.Errorf("%s can't be worked out: %w", w.called(), err)
		}
		windows = append(windows, w)
		if w.Class == Maintenance || w.Hard {
			for _, s := range spans {
				turns = append(turns, s.Start, s.End)
			}
		}
	}
	out := openAt(windows, at)
	slices.SortFunc(turns, time.Time.Compare)
	for _, t := range turns {
		if t.After(at) && openAt(windows, t).Open != out.Open {
			out.Until = t
			break
		}
	}
	return out, nil
}

func openAt(windows []*stretch, at time.Time) Openness {
	var hard, soft, inside, outside []Held
	for _, w := range windows {
		h := Held{Window: &w.Window}
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
	case len(hard) > 0:
		return Openness{By: hard, Warned: soft}
	case len(inside) > 0:
		return Openness{Open: true, By: inside, Warned: soft}
	}
	return Openness{Open: len(outside) == 0, By: outside, Warned: soft}
}
