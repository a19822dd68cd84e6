package scrape

import (
	"io"
	"strings"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/common/expfmt"

	"fairway/model/metric"
)

// Sample is a measure of a period, whole or of one of its groups.
type Sample struct {
	Metric metric.Metric
	Result metric.Result
	Period string
	// By and Of are what it is broken down by, and of which of these it is: service, web-shop.
	// They are empty for the whole.
	By, Of string
	// Service is the one of it that it is of, by its handle, where a measure has no value of
	// several.
	Service string
}

// collector gives samples to a registry, which checks that they make sense together.
type collector []Sample

// Describe names nothing ahead: which measures there are is for the rules to say.
func (collector) Describe(chan<- *prometheus.Desc) {}

// Collect gives all samples.
func (c collector) Collect(to chan<- prometheus.Metric) {
	for i := range c {
		c[i].collect(to)
	}
}

// collect gives the value with its further values, how many records it was computed of,
// and what is to be known beside it.
func (s *Sample) collect(to chan<- prometheus.Metric) {
	name, help := "fairway_"+strings.ReplaceAll(s.Metric.ID, "-", "_"), s.Metric.Title
	labels := prometheus.Labels{"period": s.Period}
	if s.By != "" {
		labels[s.By] = s.Of
	}
	if s.Service != "" {
		labels["service"] = s.Service
	}
	give := func(name, help string, value float64, further ...string) {
		d := prometheus.NewDesc(name, help, []string{"part"}[:len(further)], labels)
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, further...)
	}
	flag := func(name, help string, is bool) { give(name, help, map[bool]float64{true: 1}[is]) }

	give(name+"_population", help+": how many "+s.Metric.Counts[1]+" there were", float64(s.Result.Population))
	flag(name+"_provisional", help+": 1 while it may still change", s.Result.Provisional)
	if c := s.Result.Closed; c != nil {
		flag(name+"_signed_off", help+": 1 where it is the number that was signed off", true)
		flag(name+"_signed_off_differs", help+": 1 where it, or a further value, would be another by what is known now", c.Changed())
	}
	if s.Result.Closed == nil && len(s.Result.Reopened) > 0 {
		flag(name+"_reopened", help+": 1 where it was signed off, and that was taken back", true)
	}
	if t := s.Result.Target; t != nil && t.Known {
		flag(name+"_target_met", help+": 1 where its target is met", t.Met)
	}
	value := func(part string, v metric.Value) {
		if !v.Known() {
			return
		}
		b := baseOf(v.Form)
		give(name+b.suffix, help+", "+b.words, b.of(v), part)
	}
	value("value", s.Result.Value)
	for _, p := range s.Result.Parts {
		value(p.Name, p.Value)
	}
}

// base is how a form of value is written in base units.
type base struct {
	suffix string // of the name
	words  string
	per    int64 // how many of the value's own units are one
	times  int64 // how many of the value's own units it is of, where that is not one
}

func (b base) of(v metric.Value) float64 {
	if v.Form == metric.Count {
		return float64(v.Num)
	}
	return float64(v.Num*max(b.times, 1)) / float64(v.Den) / float64(b.per)
}

func baseOf(f metric.Form) base {
	switch f {
	case metric.Share, metric.OfPlan, metric.Uptime:
		return base{suffix: "_ratio", words: "as a share of 1", per: 1}
	case metric.Per100, metric.Rate:
		return base{suffix: "_each", words: "for each", per: 1}
	case metric.Length, metric.Worked:
		return base{suffix: "_seconds", words: "in seconds", per: 1000}
	case metric.Days:
		return base{suffix: "_days", words: "in calendar days", per: 1}
	case metric.PerWeek: // of so many days
		return base{suffix: "_per_week", words: "for each week", per: 1, times: 7}
	}
	return base{suffix: "_number", words: "how many", per: 1}
}

// gather makes families of samples. One that makes no sense with the others is an error,
// and none of them is given.
func gather(samples []Sample) (prometheus.Gatherer, error) {
	r := prometheus.NewRegistry()
	return r, r.Register(collector(samples))
}

// Write writes samples as OpenMetrics text (OpenMetrics 1.0).
func Write(w io.Writer, samples []Sample) error {
	g, err := gather(samples)
	if err != nil {
		return err
	}
	families, err := g.Gather()
	if err != nil {
		return err
	}
	e := expfmt.NewEncoder(w, expfmt.NewFormat(expfmt.TypeOpenMetrics))
	for _, f := range families {
		if err := e.Encode(f); err != nil {
			return err
		}
	}
	return e.(expfmt.Closer).Close() // # EOF
}
