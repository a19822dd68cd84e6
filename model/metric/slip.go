package metric

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"fairway/model"
	"fairway/model/process"
	"fairway/model/when"
)

// The names of further values.
const (
	PartNet     = "net of the customer's"
	PartSize    = "median slip"
	PartSizeP90 = "p90 slip"
	PartMoves   = "moves per release"
	PartRebased = "re-baselined"
	PartUnbased = sectionUnbased
)

var _ = register(slipRate)

func slipRate() Metric {
	return Metric{
		Measure: process.Measure{ID: "slip-rate", Title: "Slip rate"}, Form: Share,
		Further: []Further{{PartNet, Share}, {PartSize, Days}, {PartSizeP90, Days}, {PartMoves, Rate}, {PartRebased, Count}, {PartUnbased, Count}},
		Counts:  [2]string{"release with a baseline", "releases with a baseline"}, Lacking: "a baseline",
		Chart: "slips by main reason",
		Beside: func(r *Result) string {
			return "net " + r.Part(PartNet).Fraction() + ", median " + r.Part(PartSize).Short()
		},
		StandsOut: func(r *Result) string {
			text := "none slipped"
			if r.Value.Num > 0 {
				text = fmt.Sprintf("the main reason was: %s (%d of %d)", r.Buckets[0].Label, r.Buckets[0].Count, r.Value.Num)
			}
			if n := r.Part(PartUnbased).Num; n > 0 {
				text += fmt.Sprintf("; apart, %d late without a baseline", n)
			}
			return text
		},
		Rules: func(p process.Policy) [][2]string { return [][2]string{{"Tolerance", when.FormatDuration(p.Slip())}} },
		Reads: []Reading{ReadsPlans, ReadsHistory},
		Of:    slipRateOf,
	}
}

// slipRateOf is the rows 'Slip rate' and 'Slip size; reschedules' of 3-metrics.
func slipRateOf(f Facts, span when.Span) Result {
	res := Result{Metric: "slip-rate"}
	var size []int64
	var slipped, net, moves, rebased, unbased int64
	reasons := map[reason]int{}
	for r := range f.Each(ReadsPlans) {
		if r.unbased(&f, span) {
			unbased++
			res.list(&f, func() Record {
				rec := r.planned(sectionUnbased, r.Window.Start)
				days := int64(when.DaysBetween(rec.At, f.Now, r.zone()))
				rec.Growing, rec.Value, rec.Text = true, Value{Days, days, 1}, fmt.Sprintf("planned %d d ago, not started, never authorised", days)
				return rec
			})
		}
		if r.means() == model.TypeEmergency || r.Authorised.IsZero() {
			continue
		}
		if r.Baseline.Start.IsZero() {
			if span.Holds(r.Authorised) {
				rec := r.record(sectionDefect, r.ID, r.Title, r.Authorised)
				rec.Text, rec.Lacks = "its plan was authorised without a date", LacksDate
				rec.Remedies = []model.Remedy{model.ByTask("reschedule", r.ID, model.With("start", ""), model.With("end", "")).For("plan when"),
					model.ByTask("send-back", r.ID, model.With("to", ""), model.With("reason", "")).For("have that authorised").AndThen()}
				if r.Deployed {
					rec.Remedies = []model.Remedy{model.Say("it is deployed: there is nothing any more that it could slip from")}
				}
				res.Defects = append(res.Defects, rec)
			}
			continue
		}
		if !f.holds(span, r.Baseline.Start) {
			continue
		}
		s := f.slip(r)
		if s.wrong != "" {
			rec := r.planned(sectionDefect, r.Baseline.Start)
			rec.Text, rec.Lacks, rec.Remedies = s.wrong, LacksRun, damaged
			if len(r.Runs) > 0 {
				rec.Lacks = LacksTimes
			}
			res.Defects = append(res.Defects, rec)
			continue
		}
		if s.out {
			continue
		}
		res.Population++
		moves += int64(s.moves)
		rebased += int64(r.Rebased)
		res.Provisional = res.Provisional || s.open
		if s.slipped {
			slipped++
			size = append(size, int64(s.days))
			reasons[s.reason]++
		}
		if s.net {
			net++
		}
		res.list(&f, func() Record { return s.record(r) })
	}
	size = sorted(size)
	n := int64(res.Population)
	res.Value = Value{Share, slipped, n}
	res.Parts = []Part{
		{PartNet, Value{Share, net, n}, Less},
		{PartSize, median(size, Days), Less},
		{PartSizeP90, p90(size, Days), Less},
		{PartMoves, Value{Rate, moves, n}, Less},
		{PartRebased, Value{Count, rebased, 1}, Less},
		{PartUnbased, Value{Count, unbased, 1}, Less},
	}
	res.Buckets = pareto(reasons)
	for _, i := range f.Imported {
		if cmp.Or(i.Purpose, i.Type) != model.TypeEmergency {
			res.Imported += i.Planned
		}
	}
	res.finish(&f)
	return res
}

// slip is what became of a release's baseline.
type slip struct {
	out     bool   // cancelled before its date: not in S
	wrong   string // why it can't be told
	slipped bool
	net     bool // slipped without the customer's doing, too
	open    bool // it isn't over yet: whether it slips, or how far
	days    int
	moves   int
	late    int // of them were made after it had slipped
	reason  reason

	gone, started, displaced bool
	behind                   int // days that it is planned after its baseline, where it still may keep it
}

// reason is one of the policy's, or what stands for it.
type reason struct {
	title    string
	customer bool
}

func (f *Facts) slip(r *Release) slip {
	moves := r.after()
	started := r.began()
	if started.IsZero() && r.Cancelled.IsZero() {
		switch {
		case len(r.Runs) > 0 || r.Deployed:
			return slip{wrong: "it was deployed, but when that started can't be read"}
		case r.Ended:
			return slip{wrong: "it ended without a deployment"}
		}
	}
	p := model.Promise{Start: r.Baseline.Start, Zone: r.zone(), Moves: moves, Began: started, Cancelled: r.Cancelled}
	displaced := p.Displaced(f.Policy)
	s := slip{moves: len(moves)}
	// Cancelling a release that has started is not possible; should it have
	// happened, it has started.
	gone := started.IsZero() && !r.Cancelled.IsZero()
	if gone && r.Cancelled.Before(model.Due(p.Start, p.Zone)) {
		return slip{out: true}
	}
	s.slipped, s.net = p.Slipped(f.Policy, f.Now), p.SlippedNet(f.Policy, f.Now)
	s.open = !gone && started.IsZero()
	s.gone, s.started, s.displaced = gone, !started.IsZero(), displaced > 0
	base := r.Baseline.Start.At.Add(displaced)
	days := func(t time.Time) int { return when.DaysBetween(base, t, r.zone()) }
	switch {
	case gone:
		s.days = days(r.Cancelled)
	case !started.IsZero():
		s.days = days(started)
	default:
		s.days = days(f.Now)
	}
	if s.slipped {
		for _, m := range moves {
			if m.At.After(p.Deadline(f.Policy)) {
				s.late++
			}
		}
		s.reason = f.why(moves, p.Displacing(f.Policy), gone)
	} else if s.open {
		s.behind, _ = p.Behind(r.Window.Start, f.Policy, f.Now)
	}
	return s
}

// record says in words what became of a release's baseline.
func (s *slip) record(r *Release) Record {
	rec := r.planned(sectionKept, r.Baseline.Start)
	rec.Provisional = s.open
	switch {
	case s.gone:
		rec.Text = "cancelled after its date"
	case !s.started && s.slipped:
		rec.Text = fmt.Sprintf("overdue by %d d, not started", s.days)
	case !s.started && s.behind > 0:
		rec.Text = fmt.Sprintf("not started, planned %d d after its baseline: counted once that has passed", s.behind)
	case !s.started:
		rec.Text = "not started, not overdue"
	case s.slipped:
		rec.Text = fmt.Sprintf("started %d d late", s.days)
	case s.days < 0:
		rec.Text = fmt.Sprintf("started %d d early", -s.days)
	default:
		rec.Text = "started in time"
	}
	if s.slipped {
		rec.Section, rec.In, rec.Value = sectionCounted, true, Value{Days, int64(s.days), 1}
		rec.Text += ": " + s.reason.title
		if !s.net {
			rec.Text += " (the customer's, not in net)"
		}
	} else if s.displaced {
		rec.Text += ", displaced"
	}
	if s.moves > 0 {
		rec.Text += ", moved " + times(s.moves)
		switch {
		case s.late == s.moves:
			rec.Text += ", after it had slipped"
		case s.late > 0:
			rec.Text += ", " + times(s.late) + " after it had slipped"
		}
	}
	return rec
}

func times(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return fmt.Sprintf("%d times", n)
}

// unbased reports whether the release was to start in the period and is late,
// without ever having been authorised.
func (r *Release) unbased(f *Facts, span when.Span) bool {
	return r.means() != model.TypeEmergency && r.Authorised.IsZero() && !r.Imported && !r.Ended && !r.Deployed && len(r.Runs) == 0 && !r.Window.IsZero() &&
		f.holds(span, r.Window.Start) && f.Now.After(model.Due(r.Window.Start, r.zone()))
}

// after are the moves that count.
func (r *Release) after() []model.Move { return model.MovesSince(r.Moves, r.Authorised) }

// why is the reason whose moves put the release off the most, without those that are no slip.
func (f *Facts) why(moves, displacing []model.Move, cancelled bool) reason {
	sums := map[string]time.Duration{}
	var order []string // the latest first
	for _, m := range slices.Backward(moves) {
		if slices.Contains(displacing, m) {
			continue
		}
		if !slices.Contains(order, m.Reason) {
			order = append(order, m.Reason)
		}
		sums[m.Reason] += m.Delay()
	}
	best := ""
	for _, id := range order {
		if sums[id] > 0 && (best == "" || sums[id] > sums[best]) {
			best = id
		}
	}
	if best == "" && cancelled {
		return reason{title: "cancelled"}
	}
	if best == "" {
		return reason{title: "not rescheduled"}
	}
	p, ok := f.Policy.Reason(best)
	if !ok {
		return reason{title: best}
	}
	return reason{title: p.Title, customer: p.Customer}
}

// pareto counts slips by their reasons, the most frequent first.
func pareto(reasons map[reason]int) []Bucket {
	var out []Bucket
	for r, n := range reasons {
		b := Bucket{Label: r.title, Count: n}
		if r.customer {
			b.Mark = "customer"
		}
		out = append(out, b)
	}
	slices.SortFunc(out, func(a, b Bucket) int {
		return cmp.Or(-cmp.Compare(a.Count, b.Count), cmp.Compare(a.Label, b.Label), cmp.Compare(a.Mark, b.Mark))
	})
	return out
}
