package records

import (
	"time"

	"fairway/model"
	"fairway/model/gate"
	"fairway/model/level"
	"fairway/model/when"
	"fairway/ui/screen"
)

// levelMonths is how many months a service's screen shows: the one ahead, the running one
// and those before.
const levelMonths = 4

// monthsShown are those months, the one ahead first.
func monthsShown(now time.Time, home *time.Location) []when.Period {
	m := when.PeriodOf(now, when.Monthly, home).Next()
	var out []when.Period
	for range levelMonths {
		out = append(out, m)
		m = m.Prev()
	}
	return out
}

// askLevels loads what the service levels of a service are reckoned of. Any zone of the
// organisation lies within a day of UTC.
func askLevels(q screen.Query, s *model.Service, now time.Time) (*model.Case, error) {
	months := monthsShown(now, time.UTC)
	in := when.Span{Start: months[levelMonths-1].Span(time.UTC).Start.AddDate(0, 0, -2), End: months[0].Span(time.UTC).End.AddDate(0, 0, 2)}
	return q.Case(model.Needs{IDs: []model.ID{s.ID}, Levels: &model.ToReckon{Services: []model.ID{s.ID}, Span: in}})
}

// Agreed are the lines of the agreement that a service has now: which, its target, its
// support hours, as its own page calls them.
func Agreed(c *model.Case, service model.ID) [][2]string {
	a := gate.InForce(c, service)
	if a == nil {
		return nil
	}
	return [][2]string{{"agreement", string(a.ID)}, {"target", targetOf(a)}, {"support hours", model.HoursWords(a.Hours)}}
}

func targetOf(a *model.Agreement) string {
	return model.TargetWords(a.Target) + " of the agreed time of each month"
}

// levels writes how a service stands to its targets, the month ahead first.
func (f *writer) levels(c *model.Case, s *model.Service) {
	home := c.Rules.Policy.Location()
	months := monthsShown(c.Now, home)
	all := when.Span{Start: months[levelMonths-1].Span(home).Start, End: months[0].Span(home).End}
	facts := gate.Levels(c, s.ID, all)
	if facts == nil {
		return
	}
	begun := false
	for _, m := range months {
		l := facts.In(m.Span(home))
		if !l.Known() {
			continue
		}
		if !begun {
			f.heading("Service levels")
			for _, said := range Agreed(c, s.ID) {
				f.add(line{label: said[0], text: said[1], style: f.env.Theme.Text})
			}
			begun = true
		}
		words, style := l.Words(), f.env.Theme.Text
		if was := facts.EarlierWords(m.Span(home)); was != "" {
			words += ", " + was
		}
		switch l.Standing() {
		case level.AtRisk:
			style = f.env.Theme.Warn
		case level.Missed:
			style = f.env.Theme.Bad
		}
		if !m.First().Before(when.PeriodOf(c.Now, when.Monthly, home).Next().First()) {
			if words = "ahead"; l.Left() < 0 {
				words += ", at risk"
			}
		}
		f.add(line{label: m.Title(), text: words + ", " + l.Summary(), style: style})
	}
}
