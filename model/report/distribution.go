package report

import (
	"cmp"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/when"
)

// distribution says who gets the report, and when it and the next one are due.
func (b *builder) distribution() {
	c := b.Case
	for _, role := range b.Sort.To {
		title, found := c.Rules.RoleTitle(role), false
		id := c.Rules.RoleID(role)
		for _, p := range model.All[*model.Person](c) {
			if p.Left {
				continue
			}
			for _, g := range p.Memberships() {
				if c.Rules.RoleID(g.Role) != id || b.Service != "" && g.Service != "" && g.Service != b.Service {
					continue
				}
				found = true
				as := title
				if g.Service != "" {
					as += " of " + c.Title(g.Service)
				}
				b.gets(p, as)
			}
		}
		if !found {
			b.out.Recipients = append(b.out.Recipients, Recipient{Name: "nobody", As: title})
		}
	}
	for _, handle := range b.Sort.People {
		if id, ok := c.Named(model.KindPerson, handle); ok {
			b.gets(model.Get[*model.Person](c, id), "named in the rules")
		} else {
			b.out.Recipients = append(b.out.Recipients, Recipient{Name: handle, As: "named in the rules, and not known here"})
		}
	}
	slices.SortStableFunc(b.out.Recipients, func(x, y Recipient) int {
		return cmp.Or(cmp.Compare(x.Name, y.Name), model.CompareIDs(x.Person, y.Person))
	})
	work := c.Rules.Policy.Week()
	work.Holidays = b.Holidays
	due := func(end when.Date) string {
		if d := work.After(end, b.Sort.DueDays); d != (when.Date{}) {
			return d.String()
		}
		return ""
	}
	// The first working day after the period's last day is the first of those that it takes.
	b.out.Due = due(when.DateOf(b.span.End, b.zone).AddDays(-1))
	next := b.Stretch.Add(1)
	b.out.Next = next.Title()
	b.out.NextDue = due(when.DateOf(next.Span(c.Now, b.zone).End, b.zone).AddDays(-1))
}

// gets adds a person once, with all that they get it as.
func (b *builder) gets(p *model.Person, as string) {
	if p == nil {
		return
	}
	for i := range b.out.Recipients {
		if r := &b.out.Recipients[i]; r.Person == p.ID {
			if !slices.Contains(strings.Split(r.As, ", "), as) {
				r.As += ", " + as
			}
			return
		}
	}
	b.out.Recipients = append(b.out.Recipients, Recipient{p.ID, b.Case.PersonName(p.ID), as})
}

func (b *builder) distributionBlocks() []Block {
	var rows [][]string
	for _, r := range b.out.Recipients {
		rows = append(rows, []string{r.Name, r.As})
	}
	out := []Block{table("Who gets this report", "The rules name nobody who gets it (process/reports.toml, to).", nil, []string{"Who", "As"}, rows)}
	day := func(s string) string {
		if s == "" {
			return "no day: no working day comes"
		}
		return s
	}
	out = append(out, table("When reports are due", "", nil, []string{"Report", "Due by"}, [][]string{
		{"This one, " + b.out.Called, day(b.out.Due)}, {"The next one, " + b.out.Next, day(b.out.NextDue)}}))
	var often [][]string
	for i := range b.all {
		m := &b.all[i]
		at := slices.IndexFunc(often, func(row []string) bool { return row[0] == m.Frequency })
		if m.Frequency == "" {
			continue
		}
		if at < 0 {
			often = append(often, []string{m.Frequency, m.Title, b.again(m.Frequency)})
		} else {
			often[at][1] += ", " + m.Title
		}
	}
	return append(out, table("How often the measures are looked at", "The rules do not say how often the measures are looked at.", nil, []string{"How often", "Measures", "Next after this report"}, often))
}

// again is the first working day on which what is looked at so often is looked at again,
// after the period; frequencies in other words are left to whoever reads them.
func (b *builder) again(frequency string) string {
	unit, ok := map[string]when.Unit{"weekly": when.Weekly, "monthly": when.Monthly, "quarterly": when.Quarterly, "yearly": when.Yearly}[strings.ToLower(frequency)]
	if !ok {
		return "as said"
	}
	last := when.DateOf(b.span.End, b.zone)
	end := when.DateOf(when.PeriodOf(last.Start(b.zone), unit, b.zone).Span(b.zone).End, b.zone)
	work := b.Case.Rules.Policy.Week()
	work.Holidays = b.Holidays
	if d := work.After(end.AddDays(-1), 1); d != (when.Date{}) {
		return d.String()
	}
	return "no day: no working day comes"
}
