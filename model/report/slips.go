package report

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/chart"
	"fairway/model/metric"
	"fairway/model/when"
)

// slipID is the measure that says which releases slipped, and why.
const slipID = "slip-rate"

// slipBlocks are why releases slipped, which did, and every move of a date that was made in
// the period.
func (b *builder) slipBlocks() []Block {
	out := []Block{}
	if i := slices.IndexFunc(b.all, func(m metric.Metric) bool { return m.ID == slipID }); i >= 0 {
		m := &b.all[i]
		now, _ := b.last(m)
		for _, c := range b.whole.pictures(m) {
			if c.Kind == chart.Pareto {
				out = append(out, Block{Chart: Pictured(c, b.over(m, &c))})
			}
		}
		var rows [][]string
		for _, r := range now.Records {
			if r.In {
				rows = append(rows, []string{string(r.Release), r.Title, when.Format(r.Dated(), b.zone, when.ISO), r.Value.Short(), r.Text})
			}
		}
		out = append(out, heading("Slipped"), table("Releases that slipped in "+b.out.Called, "No release slipped.", []int{3},
			[]string{"Release", "Title", "Authorised for", "Slipped by", "What became of it"}, rows))
	}
	return append(out, heading("Moves"), table("Moves of dates made in "+b.out.Called, "No date was moved.", nil,
		[]string{"Moved", "Release", "From", "To", "By", "Why", "Authorisation"}, b.moves()))
}

// moves are the moves of dates that were made in the period, the oldest first.
func (b *builder) moves() [][]string {
	type move struct {
		of *model.Release
		model.MoveLine
	}
	var list []move
	for _, r := range model.All[*model.Release](b.Case) {
		if !b.concerns(r.ID) {
			continue
		}
		for _, m := range b.Case.MoveLines(r) {
			if b.span.Holds(m.At) {
				list = append(list, move{r, m})
			}
		}
	}
	slices.SortStableFunc(list, func(x, y move) int {
		if c := x.At.Compare(y.At); c != 0 {
			return c
		}
		return model.CompareIDs(x.of.ID, y.of.ID)
	})
	var rows [][]string
	for _, m := range list {
		zone := b.Case.Zone(m.of)
		why := m.ReasonTitle
		if m.Sentence != "" {
			why += ": " + m.Sentence
		}
		if m.Customer {
			why += " (the customer's)"
		}
		if m.Undone {
			why += " (taken back)"
		}
		authorised := m.When()
		if m.Late {
			authorised += " (" + strings.Join(m.After, ", ") + ")"
		}
		rows = append(rows, []string{b.stamp(m.At), b.named(m.of.ID), slot(m.From, zone, b.zone), slot(m.To, zone, b.zone), m.ByName, why, authorised})
	}
	return rows
}

// slot is a planned time, which a release may not have had.
func slot(s model.Slot, zone, days *time.Location) string {
	if s.IsZero() {
		return "no date"
	}
	text := when.FormatSlotFor(s.Start, s.End, zone, days, when.ISO)
	if zone.String() != days.String() && s.Start.Precision != when.Day {
		text += " " + zone.String()
	}
	return text
}

// changeBlocks are what became of the RFCs of the period.
func (b *builder) changeBlocks() []Block {
	var list []*model.Change
	for _, ch := range b.Changes {
		if b.Within == nil || b.Within(ch.Service, ch.ID) {
			list = append(list, ch)
		}
	}
	var out []Block
	for _, by := range []string{"category", "service", "outcome"} {
		rows := metric.Trend(list, by, b.span.Start, b.span.End, b.Case.Now)
		title := "RFCs of " + b.out.Called + " by " + by
		t := Table{Caption: title, Head: []string{strings.ToUpper(by[:1]) + by[1:], "Submitted", "Submitted before", "Assessed late", "Rejected", "Closed", "Successful", "Failed or backed out", "Unauthorised"}, Numeric: []int{1, 2, 3, 4, 5, 6, 7, 8}}
		c := chart.Chart{Kind: chart.Outcomes, Of: by, Series: []string{"successful", "failed or backed out", "rejected"}}
		sum := 0
		for _, r := range rows {
			name := b.of(by, r.Of)
			cells := []string{name}
			for _, n := range []int{r.Submitted, r.Before, r.Late, r.Rejected, r.Closed, r.Successful, r.Failed, r.Unauthorised} {
				cells = append(cells, fmt.Sprint(n))
			}
			t.Rows = append(t.Rows, cells)
			p := chart.Point{Label: name, Known: true, Parts: []int{r.Successful, r.Failed, r.Rejected}}
			p.Value, p.Text = float64(p.Total()), fmt.Sprint(p.Total())
			sum += p.Total()
			c.Points = append(c.Points, p)
		}
		switch {
		case len(rows) == 0:
			return []Block{text("No RFC was submitted, decided or closed.")}
		case sum == 0 || by == "outcome": // nothing to part, or parted already
			out = append(out, Block{Table: &t})
		default:
			drawn := Pictured(c, title)
			drawn.Table = t // with what else there is to say of them
			out = append(out, Block{Chart: drawn})
		}
	}
	return out
}

// of is what an RFC is broken down by, in words.
func (b *builder) of(by, id string) string {
	switch {
	case id == "":
		return "not said"
	case by == "service":
		if title := b.Case.Title(model.ID(id)); title != "" {
			return title
		}
		return id
	}
	return strings.ReplaceAll(id, "-", " ")
}
