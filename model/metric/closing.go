package metric

import (
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/chart"
	"fairway/model/process"
	"fairway/model/when"
)

// Closing says of a result that it is the one that was signed off, and what it would be by
// what is known now. Whoever shows the result shows that too: see Result.Marks.
type Closing struct {
	ID       model.ID  `json:"id"`
	Name     string    `json:"name"` // of whoever signed
	At       time.Time `json:"at"`
	Position int64     `json:"position"`
	// Now is the number of now, where it is another, and Parts are the further values, and the
	// services, of which that would be.
	Now   *Value `json:"now,omitempty"`
	Parts []Part `json:"parts,omitempty"`
}

// Changed reports whether anything of it would be another number now.
func (c *Closing) Changed() bool { return c.Now != nil || len(c.Parts) > 0 }

// Words say it: signed off; signed off, now 2/3 (67 per 100).
func (c *Closing) Words() string {
	switch {
	case c.Now != nil:
		return "signed off, now " + c.Now.String()
	case c.Changed():
		return "signed off, changed since"
	}
	return "signed off"
}

// ofPart is the closing of a further value.
func (c *Closing) ofPart(name string) *Closing {
	if c == nil {
		return nil
	}
	out := *c
	out.Now, out.Parts = nil, nil
	for _, p := range c.Parts {
		if p.Name == name {
			out.Now = &p.Value
		}
	}
	return &out
}

// point says it of a point of a chart.
func (c *Closing) point(p *chart.Point) {
	if c == nil {
		return
	}
	p.Signed, p.Other = true, c.Now != nil // of a bar its own value alone
	p.More = strings.TrimPrefix(p.More+", "+c.Words(), ", ")
}

// closed marks a result as the one that was signed off; now is the same by what is known now.
func (r *Result) closed(by *Signed, now *Result) {
	mark := func(is, would Value) *Closing {
		c := &Closing{ID: by.ID, Name: by.Name, At: by.At, Position: by.Position}
		if is != would {
			c.Now = &would
		}
		return c
	}
	r.Closed = mark(r.Value, now.Value)
	for _, p := range r.Parts {
		if would := now.Part(p.Name); would != p.Value {
			r.Closed.Parts = append(r.Closed.Parts, Part{p.Name, would, p.Good})
		}
	}
	for i := range r.Services {
		g := &r.Services[i]
		would := Value{Form: g.Value.Form}
		each := now.EachService()
		if k := slices.IndexFunc(each, func(n Group) bool { return n.Key == g.Key }); k >= 0 {
			would = each[k].Value
		}
		if g.Closed = mark(g.Value, would); g.Closed.Now != nil {
			r.Closed.Parts = append(r.Closed.Parts, Part{Name: g.Name, Value: would})
		}
	}
}

// settle is the number of a measure as it was signed off.
func (s *Signed) settle(m Metric, whole bool, now Facts) Result {
	out := m.Of(s.Facts, s.Facts.Span)
	if whole {
		out.sign(s.Figure(m.ID))
	}
	now.Brief = true
	live := m.Of(now, s.Facts.Span)
	out.closed(s, &live)
	return out
}

// By breaks a measure down. What was signed off of the period is broken down as it was then;
// a part of the period that was signed off by itself has the number of that.
func (a *Account) By(m Metric, split Split) []Group {
	f := a.FactsOf(m)
	f.Brief = true
	groups := m.By(f, f.Span, split)
	if split != ByPeriod {
		return groups
	}
	for i := range groups {
		groups[i].Reopened = reopenings(slices.DeleteFunc(slices.Clone(a.ReopenedWithin), func(r Reopened) bool { return r.Period.Period != groups[i].Key }), m.ID)
		for k := range a.Within {
			if s := &a.Within[k]; s.Period.Period == groups[i].Key && s.Figure(m.ID) != nil {
				brief := *s
				brief.Facts.Brief = true
				was := groups[i].Reopened
				groups[i].Result = brief.settle(m, a.Whole, a.Facts)
				groups[i].Reopened = was
			}
		}
	}
	return groups
}

// PartsOf are the names of the parts into which a period is broken down by time, those of
// them that are periods by themselves: the months of a quarter, not a week that it cuts.
func PartsOf(span when.Span, zone *time.Location) []string {
	var out []string
	for _, p := range parts(span, zone) {
		if of, err := when.ParsePeriod(p.name); err == nil && of.Span(zone) == p.Span {
			out = append(out, p.name)
		}
	}
	return out
}

// Completed is what is laid down about measures, with what others say of those that it does
// not name.
func Completed(laid, others []process.Measure) []process.Measure {
	out := slices.Clone(laid)
	for _, m := range others {
		if !slices.ContainsFunc(out, func(has process.Measure) bool { return has.ID == m.ID }) {
			out = append(out, m)
		}
	}
	return out
}
