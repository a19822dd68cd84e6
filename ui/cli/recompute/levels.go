package recompute

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

type agreement struct {
	ID, Service string
	Target      int64 // of 100 000
	Hours       []struct {
		Days     []string
		From, To string
	}
	Holidays    bool
	Maintenance bool `json:"maintenance_excluded"`
	Severities  []string
	From, To    moment
	Withdrawn   *ending
}

type outage struct {
	ID, Service, Sort, Of string
	Slot                  slot
	Cancelled             *ending
}

// out is a stretch in which a service was out, or is to be.
type out struct {
	Span
	planned, ahead bool
	severity       string
}

// agreed are the agreements of a service that count, by their first day.
func (w *World) agreed(service string) (out []*agreement) {
	for _, a := range w.agreements {
		if a.Service == service && a.Withdrawn == nil {
			out = append(out, a)
		}
	}
	slices.SortFunc(out, func(a, b *agreement) int {
		if c := strings.Compare(a.From.Day, b.From.Day); c != 0 {
			return c
		}
		return number(a.ID) - number(b.ID)
	})
	return out
}

// inForce is the one that counts on a date: the last that has begun, of those that have not
// ended.
func inForce(list []*agreement, day string) (found *agreement) {
	for _, a := range list {
		if a.From.Day <= day && (a.To.Day == "" || a.To.Day >= day) {
			found = a
		}
	}
	return found
}

// clock is a time of the day in minutes.
func clock(text string) (minutes int) {
	var h, m int
	if _, err := fmt.Sscanf(text, "%d:%d", &h, &m); err != nil {
		return 0
	}
	return 60*h + m
}

// supported are the support hours that begin on a date.
func (w *World) supported(a *agreement, d time.Time, zone *time.Location) (list []Span) {
	if w.off[d.Format(time.DateOnly)] && !a.Holidays {
		return nil
	}
	for _, h := range a.Hours {
		if !slices.Contains(h.Days, strings.ToLower(d.Weekday().String()[:3])) {
			continue
		}
		from, to := clock(h.From), clock(h.To)
		if to <= from {
			to += 24 * 60
		}
		at := func(minutes int) time.Time {
			return time.Date(d.Year(), d.Month(), d.Day(), 0, minutes, 0, 0, zone)
		}
		list = append(list, Span{at(from), at(to)})
	}
	return list
}

// outs are the outages of a service, those that somebody entered of something in its place.
func (w *World) outs(s *service, zone *time.Location) (list []out) {
	instead := map[string]bool{}
	end := func(t time.Time) time.Time {
		if t.IsZero() {
			return w.now
		}
		return t
	}
	for _, o := range w.outages {
		if o.Service != s.ID || o.Cancelled != nil {
			continue
		}
		instead[o.Of] = o.Of != ""
		if o.Sort != "none" {
			list = append(list, out{Span: Span{o.Slot.Start.At, end(o.Slot.End.At)}, planned: o.Sort == "planned"})
		}
	}
	for _, i := range w.incidents {
		if i.Service != s.ID || instead[i.ID] {
			continue
		}
		from := i.Impact
		if from.IsZero() {
			from = i.Opened
		}
		for _, again := range i.Reopenings {
			list = append(list, out{Span: Span{from, again.Resolved}, severity: i.Severity})
			from = again.At
		}
		until := i.Resolved
		if i.State == "open" {
			until = w.now
		}
		list = append(list, out{Span: Span{from, end(until)}, severity: i.Severity})
	}
	for _, r := range w.releases {
		if r.Service != s.ID {
			continue
		}
		var length, after time.Duration
		if plan := r.docs["release-plan"]; plan != nil {
			length, after = duration(plan.Answers.Values["downtime"]), duration(plan.Answers.Values["downtime_after"])
		}
		going := false
		for _, d := range r.runs {
			going = going || d.Ended.IsZero()
			if instead[d.ID] || instead[r.ID] {
				continue
			}
			stop := d.Started.Add(after + length)
			if !d.Ended.IsZero() && d.Ended.Before(stop) {
				stop = d.Ended
			}
			list = append(list, out{Span: Span{d.Started.Add(after), stop}, planned: true})
			if failed := d.Failed; !failed.IsZero() {
				back := d.Restored
				if back.IsZero() {
					back = end(d.Ended)
				}
				list = append(list, out{Span: Span{failed, back}})
			}
		}
		if over := r.Cancelled != nil || r.AtEnd; !over && !going && !r.Deployed && !r.Window.Start.At.IsZero() {
			from := w.startOf(r, zone).Add(after)
			if until := from.Add(length); until.After(w.now) {
				list = append(list, out{Span: Span{from, until}, planned: true, ahead: true})
			}
		}
	}
	return slices.DeleteFunc(list, func(o out) bool { return !o.From.Before(o.To) })
}

// startOf is when a release is planned to start: a day with its first moment where it is.
func (w *World) startOf(r *release, zone *time.Location) time.Time {
	if date, err := time.Parse(time.DateOnly, r.Window.Start.Day); err == nil && r.Window.Start.Precision == "day" {
		return midnight(date.Year(), date.Month(), date.Day(), zone)
	}
	return r.Window.Start.At
}

// stand is how a service stood in a stretch of time.
type stand struct {
	known                            bool
	agreed, past, planned, unplanned time.Duration
	allowed                          map[*agreement]time.Duration // the agreed time of each
}

func (s *stand) most() (sum time.Duration) {
	for a, d := range s.allowed {
		sum += time.Duration(int64(d/time.Second)*(100_000-a.Target)/100_000) * time.Second
	}
	return sum
}

// stood asks each stretch between two moments at which anything changes by itself.
func (w *World) stood(s *service, in Span) stand {
	zone := w.zone
	if z, err := time.LoadLocation(s.Zone); err == nil && s.Zone != "" {
		zone = z
	}
	list, outs := w.agreed(s.ID), w.outs(s, zone)
	res := stand{allowed: map[*agreement]time.Duration{}}
	edges := []time.Time{in.From, in.To, w.now}
	type open struct {
		Span
		of *agreement
	}
	var opens []open
	for d := date(in.From, zone).AddDate(0, 0, -1); !d.After(date(in.To, zone)); d = d.AddDate(0, 0, 1) {
		edges = append(edges, midnight(d.Year(), d.Month(), d.Day(), zone))
		for _, a := range list {
			for _, h := range w.supported(a, d, zone) {
				opens = append(opens, open{h, a})
				edges = append(edges, h.From, h.To)
			}
		}
	}
	for _, o := range outs {
		edges = append(edges, o.From, o.To)
	}
	upkeep := w.upkeep(s, in)
	for _, m := range upkeep {
		edges = append(edges, m.From, m.To)
	}
	slices.SortFunc(edges, time.Time.Compare)
	for i := 1; i < len(edges); i++ {
		at, long := edges[i-1], edges[i].Sub(edges[i-1])
		if long == 0 || !in.holds(at) {
			continue
		}
		a := inForce(list, date(at, zone).Format(time.DateOnly))
		if a == nil {
			continue
		}
		res.known = true
		if !slices.ContainsFunc(opens, func(o open) bool { return o.of == a && o.holds(at) }) || a.Maintenance && slices.ContainsFunc(upkeep, func(m Span) bool { return m.holds(at) }) {
			continue
		}
		res.agreed += long
		res.allowed[a] += long
		if !at.Before(w.now) {
			continue
		}
		res.past += long
		planned, unplanned := false, false
		for _, o := range outs {
			if o.holds(at) && !o.ahead && (o.severity == "" || slices.Contains(a.Severities, o.severity)) {
				planned, unplanned = planned || o.planned, unplanned || !o.planned
			}
		}
		if planned {
			res.planned += long
		} else if unplanned {
			res.unplanned += long
		}
	}
	return res
}

// upkeep are the maintenance windows of a service in a stretch of time: once, or on days of
// each week, of every so many weeks. Of any other rule it says that it knows nothing.
func (w *World) upkeep(s *service, in Span) (list []Span) {
	for _, m := range w.windows {
		if m.Class != "maintenance" || m.Withdrawn != "" || !slices.Contains(m.Services, s.ID) || len(m.Environments) > 0 {
			continue
		}
		start, long := m.Slot.Start.At, m.Slot.End.over().Sub(m.Slot.Start.At)
		if m.Rule == "" {
			list = append(list, Span{start, start.Add(long)})
			continue
		}
		zone, err := time.LoadLocation(m.Zone)
		every, on := 1, []string{start.In(zone).Weekday().String()[:2]}
		for _, part := range strings.Split(m.Rule, ";") {
			switch key, value, _ := strings.Cut(part, "="); {
			case key == "FREQ" && value == "WEEKLY":
			case key == "INTERVAL":
				_, err = fmt.Sscanf(value, "%d", &every)
			case key == "BYDAY":
				on = strings.Split(value, ",")
			default:
				w.odd = append(w.odd, m.ID)
			}
		}
		if err != nil || len(m.Except)+len(m.Skipped)+len(m.Extra) > 0 {
			w.odd = append(w.odd, m.ID)
			continue
		}
		first := date(start, zone)
		monday := first.AddDate(0, 0, -(int(first.Weekday())+6)%7)
		for d := first; d.Before(in.To.AddDate(0, 0, 2)); d = d.AddDate(0, 0, 1) {
			week := int(d.Sub(monday)/(24*time.Hour)) / 7
			if week%every != 0 || !slices.ContainsFunc(on, func(day string) bool { return strings.EqualFold(day, d.Weekday().String()[:2]) }) {
				continue
			}
			wall := start.In(zone)
			at := time.Date(d.Year(), d.Month(), d.Day(), wall.Hour(), wall.Minute(), 0, 0, zone)
			if at.Add(long).After(in.From) {
				list = append(list, Span{at, at.Add(long)})
			}
		}
	}
	return list
}

func availability(w *World, in Span, passes func(subject) bool) Number {
	all := map[string]Number{}
	for id, s := range w.services {
		if !passes(ofService(s)) {
			continue
		}
		got := w.stood(s, in)
		if !got.known {
			continue
		}
		down := int64((got.planned + got.unplanned) / time.Second)
		of := int64(got.past / time.Second)
		n := Number{Value: Ratio{of - min(of, down), of}, Population: int(got.past / time.Hour), Provisional: w.now.Before(in.To)}
		missed := 0
		for y, m := in.From.In(w.zone).Year(), in.From.In(w.zone).Month(); ; m++ {
			month := Span{midnight(y, m, 1, w.zone), midnight(y, m+1, 1, w.zone)}
			if !month.From.Before(in.To) {
				break
			}
			if month.From.Before(in.From) || month.To.After(in.To) {
				continue
			}
			if one := w.stood(s, month); one.planned+one.unplanned > one.most() {
				missed++
			}
		}
		n.Parts = map[string]Ratio{"allowed by the target": {ms(got.most()), 1}, "outages that were planned": {ms(got.planned), 1}, "outages that were not": {ms(got.unplanned), 1}, "months missed": count(missed)}
		all[id] = n
	}
	if len(all) == 1 {
		for _, n := range all {
			return n
		}
	}
	sum := Number{}
	for _, n := range all {
		sum.Population += n.Population
		sum.Provisional = sum.Provisional || n.Provisional
	}
	if len(all) > 1 {
		sum.Services = all
	}
	return sum
}

// ofService is a service as something that measures are told apart by.
func ofService(s *service) subject {
	return subject{id: s.ID, kind: "service level", service: s.ID, team: s.Team}
}
