package calendar

import (
	"testing"
	"time"

	"fairway/model/when"
)

// TestOpenAt: open or closed, by which windows, and until when.
func TestOpenAt(t *testing.T) {
	from := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	h := func(n int) time.Time { return from.Add(time.Duration(n) * time.Hour) }
	span := func(a, b int) when.Span { return when.Span{Start: h(a), End: h(b)} }
	p := NewPlan(nil, []Window{
		{ID: "N", Class: Maintenance, Services: []string{"shop"}, Span: span(20, 26), Rule: "FREQ=DAILY"},
		{ID: "F", Class: Freeze, Hard: true, Everything: true, Span: span(48, 96)},
		{ID: "S", Class: Freeze, Services: []string{"shop"}, Span: span(22, 23)},
		{ID: "X", Class: Event, Services: []string{"shop", "crm"}, Span: span(23, 25)},
		{ID: "H", Class: Holiday, Everything: true, Span: span(0, 200)},
		{ID: "B", Class: Maintenance, Services: []string{"bad"}, Span: span(0, 1), Rule: "FREQ=SOMETIMES"},
		{ID: "I", Class: Freeze, Hard: true, Items: []string{"x"}, Span: span(0, 500)},
		{ID: "L", Class: Freeze, Hard: true, Services: []string{"later"}, Span: span(24*3000, 24*3010)},
		{ID: "E", Class: Freeze, Hard: true, Services: []string{"edge"}, Span: span(24*400, 24*401)}, // where a second look begins
		{ID: "A", Class: Maintenance, Services: []string{"always"}, Span: span(0, 24), Rule: "FREQ=DAILY"},
	}, nil, from, nil)
	for _, c := range []struct {
		service    string
		at         int
		open       bool
		by, warned string
		until      int
	}{
		{"shop", 0, false, "N", "", 20},
		{"shop", 20, true, "N", "", 26},
		{"shop", 22, true, "N", "S", 26},
		{"shop", 23, true, "N", "X", 26}, // an event of the business warns as a soft freeze does
		{"shop", 25, true, "N", "", 26},
		{"shop", 26, false, "N", "", 44},
		{"shop", 44, true, "N", "", 48}, // the freeze begins before the night is over
		{"shop", 48, false, "F", "", 96},
		{"shop", 60, false, "FN", "", 96}, // both hold
		{"shop", 95, false, "F", "", 96},  // in the morning of the fourth, the night of the third has not ended
		{"shop", 96, true, "N", "", 98},
		{"crm", 0, true, "", "", 48},
		{"crm", 24, true, "", "X", 48},
		{"crm", 50, false, "F", "", 96},
		{"crm", 96, true, "", "", 0},
		{"later", 96, true, "", "", 24 * 3000},
		{"edge", 100, true, "", "", 24 * 400},
		{"always", 100, true, "A", "", 0},
	} {
		o, err := p.OpenAt(Place{Service: c.service}, h(c.at))
		names := func(list []Held) (out string) {
			for _, x := range list {
				out += x.Window.ID
			}
			return out
		}
		until := time.Time{}
		if c.until > 0 {
			until = h(c.until)
		}
		if err != nil || o.Open != c.open || names(o.By) != c.by || names(o.Warned) != c.warned || !o.Until.Equal(until) {
			t.Errorf("%s at %d: %v %s %s until %v, %v", c.service, c.at, o.Open, names(o.By), names(o.Warned), o.Until, err)
		}
	}
	if _, err := p.OpenAt(Place{Service: "bad"}, h(0)); err == nil {
		t.Error("a window that can't be read was passed over")
	}
}
