package form

import "testing"

// TestADecimalIsReadOneWayOnly: with a point or a comma, thousands apart or not, with
// its unit or without; what could be either is refused.
func TestADecimalIsReadOneWayOnly(t *testing.T) {
	money := Field{Name: "cost", Title: "Cost", Type: Decimal, Unit: "EUR", Places: 2, Least: "0", Greatest: "1000000"}
	hours := Field{Name: "hours", Title: "Hours", Type: Decimal, Unit: "h"}
	for _, c := range []struct {
		fl                 Field
		text, value, shown string
	}{
		{money, "1250.5", "1250.5", "1250.50 EUR"}, {money, "1250,50", "1250.5", "1250.50 EUR"}, {money, "1.250,50 EUR", "1250.5", "1250.50 EUR"}, {money, "EUR 1,250.50", "1250.5", "1250.50 EUR"},
		{money, "1 250,5eur", "1250.5", "1250.50 EUR"}, {money, "1'250.50", "1250.5", "1250.50 EUR"}, {money, "1\u00a0250", "1250", "1250.00 EUR"}, {money, "250.000,00", "250000", "250000.00 EUR"}, {money, "1.000.000", "1000000", "1000000.00 EUR"},
		{money, "0", "0", "0.00 EUR"}, {money, "007", "7", "7.00 EUR"}, {money, "-0", "0", "0.00 EUR"}, {money, "+3", "3", "3.00 EUR"}, {money, "0,5", "0.5", "0.50 EUR"},
		{hours, "0,125", "0.125", "0.125 h"}, {hours, "1,2500", "1.25", "1.25 h"}, {hours, "1.2345", "1.2345", "1.2345 h"}, {hours, "1.1250", "1.1250", "1.1250 h"}, {hours, "-2,5 h", "-2.5", "-2.5 h"}, {hours, "1234.125", "1234.125", "1234.125 h"},
		{hours, "12345678901234567890", "", ""}, {hours, "1,250", "", ""}, {hours, "12.345", "", ""}, {hours, "999.999 h", "", ""}, {hours, "1,25,0", "", ""}, {hours, "1.2.3", "", ""}, {hours, "1,250.5,0", "", ""}, {hours, "1 25", "", ""},
		{hours, "", "", ""}, {hours, "h", "", ""}, {hours, "1.", "", ""}, {hours, ".5", "", ""}, {hours, "1e3", "", ""}, {hours, "2 EUR", "", ""}, {hours, "٣", "", ""}, {hours, "1-2", "", ""},
		{money, "1250.505", "", ""}, {money, "-1", "", ""}, {money, "1000000,01", "", ""}, {money, "5 USD", "", ""},
	} {
		value, wrong := c.fl.tidy(c.text, Ground{})
		if value != c.value || (wrong == "") != (c.value != "") && c.text != "" {
			t.Errorf("%q: %q, %q; want %q", c.text, value, wrong, c.value)
			continue
		}
		if c.value == "" {
			continue
		}
		shown := c.fl.Show(value, Reader{})
		if shown != c.shown {
			t.Errorf("%q is shown as %q", c.text, shown)
		}
		for _, again := range []string{value, shown} {
			if back, wrong := c.fl.tidy(again, Ground{}); back != value {
				t.Errorf("%q reads back as %q (%s), was %q", again, back, wrong, value)
			}
		}
	}
	if _, wrong := hours.tidy("1,250", Ground{}); wrong != `"1,250" could be 1250 or 1.250: write 1250, or 1,2500` {
		t.Error(wrong)
	}
	for _, fl := range []Field{{Least: "x"}, {Least: "1,5"}, {Least: "2", Greatest: "1"}, {Places: -1}, {Unit: "5"}} {
		fl.Name, fl.Title, fl.Type = "f", "F", Decimal
		if fl.Lint() == "" {
			t.Errorf("%+v makes sense", fl)
		}
	}
	if wrong := money.Lint(); wrong != "" {
		t.Error(wrong)
	}
}
