package recompute

import (
	"slices"
	"time"
)

func frequency(w *World, s Span, some []*release) Number {
	runs := w.runsIn(s, some)
	n := Number{Population: len(runs)}
	end := s.To.Add(-time.Nanosecond)
	if w.now.Before(s.To) {
		end, n.Provisional = w.now, true
	}
	length := days(s.From, end, w.zone) + 1 // today is one of them
	if len(runs) > 0 {
		n.Value = share(len(runs), length)
	}
	types := map[string]int{}
	for _, d := range runs {
		types[d.of.Type]++
	}
	kept, asked := 0, 0
	months := (length + 15) / 30 // whole ones; half a month is one
	for _, p := range w.rules.Processes {
		if got := types[p.Name]; got > 0 && months > 0 && len(p.PerMonth) == 2 {
			asked++
			if got >= months*p.PerMonth[0] && got <= months*p.PerMonth[1] {
				kept++
			}
		}
	}
	n.Parts = map[string]Ratio{"types as often as stated": share(kept, asked)}
	return n
}

func rfcLeadTime(w *World, s Span, some []*release) Number {
	list, by := w.deployed(s, some)
	var all []int64
	afterwards := 0
	for _, r := range list {
		if by[r].Result != "deployed" {
			continue
		}
		for _, id := range r.Changes {
			c := w.changes[id]
			switch {
			case c == nil || slices.Contains(r.Deferred, id):
			case c.Submitted.After(by[r].Ended):
				afterwards++
			default:
				all = append(all, ms(by[r].Ended.Sub(c.Submitted)))
			}
		}
	}
	return Number{Population: len(all), Value: middle(all), Parts: map[string]Ratio{"p90": ninth(all), "submitted afterwards": count(afterwards)}}
}

func changeFailRate(w *World, s Span, some []*release) Number {
	runs := w.runsIn(s, some)
	failed := 0
	for _, d := range runs {
		if d.mended() {
			failed++
		}
	}
	return Number{Population: len(runs), Value: share(failed, len(runs))}
}

// broken is when a run failed, and when the service was there again, as far as is known.
func (d *run) broken() (failed, restored time.Time) {
	failed, restored = d.Failed, d.Restored
	if failed.IsZero() && d.Rollback != nil {
		failed = d.Rollback.Decided
	}
	if failed.IsZero() && d.Result == "failed" {
		failed = d.Ended
	}
	if restored.IsZero() && d.Rollback != nil {
		restored = d.Rollback.Ended
	}
	return failed, restored
}

func recoveryTime(w *World, s Span, some []*release) Number {
	n := Number{}
	var all []int64
	open := 0
	for _, d := range w.runsIn(s, some) {
		if d.Result != "failed" && !d.mended() {
			continue
		}
		failed, restored := d.broken()
		switch {
		case failed.IsZero():
			n.Defects++
		case restored.IsZero():
			open++
			n.Defects++
			n.Provisional = true
		case restored.Before(failed):
			n.Defects++
		default:
			all = append(all, ms(restored.Sub(failed)))
		}
	}
	n.Population, n.Value = len(all), middle(all)
	n.Parts = map[string]Ratio{"p90": ninth(all), "not restored yet": count(open)}
	return n
}

func reworkRate(w *World, s Span, some []*release) Number {
	runs := w.runsIn(s, some)
	because := 0
	for _, d := range runs {
		if d.of.Declared != nil && d.of.Declared.Incident != "" {
			because++
		}
	}
	return Number{Population: len(runs), Value: share(because, len(runs))}
}
