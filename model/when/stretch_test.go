package when

import (
	"testing"
	"time"
)

func TestStretchesEndWhereTheClocksChange(t *testing.T) {
	berlin, err := Zone("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		date  Date
		hours []float64
	}{
		{Date{2026, time.October, 24}, []float64{24}},
		{Date{2026, time.October, 25}, []float64{3, 22}},
		{Date{2026, time.March, 29}, []float64{2, 21}},
	} {
		whole := c.date.Span(berlin)
		parts := Stretches(whole, berlin)
		if len(parts) != len(c.hours) {
			t.Fatalf("%s has %d parts", c.date, len(parts))
		}
		at := whole.Start
		for i, p := range parts {
			if !p.Start.Equal(at) || p.Length().Hours() != c.hours[i] {
				t.Errorf("%s: part %d is %v", c.date, i, p)
			}
			at = p.End
		}
		if !at.Equal(whole.End) {
			t.Errorf("%s: the parts end at %v", c.date, at)
		}
	}
	if Stretches(Span{}, berlin) != nil {
		t.Error("an empty span has a part")
	}
}
