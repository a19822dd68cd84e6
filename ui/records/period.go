package records

import (
	"cmp"
	"fmt"
	"time"

	"fairway/model"
	"fairway/model/metric"
	"fairway/model/when"
)

// bounds writes where a period lies, in the zone in which it does.
func (f *writer) bounds(p *model.Period) {
	zone, err := when.Zone(p.Zone)
	if err != nil {
		zone = f.env.Zone
	}
	in := func(t time.Time) string { return when.Format(when.OnClock(t, zone), zone, when.ISO) }
	f.put(0, "lies", fmt.Sprintf("from %s to %s, %s", in(p.From), in(p.To), zone))
}

// figures writes the numbers of a period that were signed off.
func (f *writer) figures(p *model.Period) {
	f.heading("Numbers signed off")
	var laid []metric.Metric
	if f.words.rules != nil {
		laid = metric.All(f.words.rules.Measures)
	}
	for _, fig := range p.Figures {
		title := fig.Measure
		for _, m := range laid {
			if m.ID == fig.Measure {
				title = m.Title
			}
		}
		text := fmt.Sprintf("%s, n %d", metric.ValueOf(fig.Amount), fig.Population)
		switch {
		case fig.Missing != "":
			text = "no records yet: " + fig.Missing
		case fig.Provisional:
			text += ", provisional"
		}
		f.put(0, title, text)
		for _, part := range fig.Services {
			f.put(2, cmp.Or(f.titles[model.ID(part.Name)], part.Name, "no service"), metric.ValueOf(part.Amount).String())
		}
		for _, part := range fig.Parts {
			f.put(2, part.Name, metric.ValueOf(part.Amount).String())
		}
	}
}
