package chart

import (
	"math"
	"reflect"
	"slices"
	"testing"
)

// By hand: the values differ by 2, 4, 6 and 28, on average 10; their mean is 17.2.
func TestTheLimitsOfAControlChart(t *testing.T) {
	x, ok := Limit([]float64{10, 12, 8, 14, 42})
	if !ok || math.Abs(x.Centre-17.2) > 1e-9 || math.Abs(x.Upper-(17.2+26.6)) > 1e-9 || x.Lower != 0 {
		t.Errorf("%+v", x)
	}
	if x, _ := Limit([]float64{-10, -12, -8}); x.Lower >= -10 {
		t.Errorf("what may be less than nothing is cut: %+v", x)
	}
	if _, ok := Limit([]float64{4}); ok {
		t.Error("limits of one value")
	}
}

func TestWhatStandsOut(t *testing.T) {
	x := XmR{Centre: 10, Upper: 20, Lower: 2}
	values := []float64{21, 10, 1, 11, 11, 11, 11, 11, 11, 11, 20, 19, 10, 9, 9, 9, 9, 9, 9, 9, 9}
	want := map[int]string{0: "above the upper limit", 2: "below the lower limit", 10: "eighth in a row above the mean", 11: "eighth in a row above the mean", 20: "eighth in a row below the mean"}
	for i, got := range x.Signals(values) {
		if got != want[i] {
			t.Errorf("value %d: %q, not %q", i, got, want[i])
		}
	}
}

func TestNotesAreMarkedAndListed(t *testing.T) {
	c := Chart{Of: "month", Points: []Point{{Label: "Oct", Text: "2"}, {Label: "Nov", Text: "3", More: "3/4"}}}
	c.Mark([]Note{{Day: "1 Sep", Text: "too early"}, {Day: "4 Oct", Text: "new data centre", Of: "Payroll"}, {Day: "5 Oct", Text: "new team"}}, func(i int) int { return min(i-1, 0) })
	head, rows := c.Table()
	if !reflect.DeepEqual(head, []string{"month", "value", "of", "annotation"}) || c.Points[0].Marks != "ab" || c.Points[1].Marks != "" {
		t.Errorf("%v %+v", head, c.Points)
	}
	if want := []string{"Oct", "2", "", "4 Oct: new data centre (Payroll); 5 Oct: new team"}; !slices.Equal(rows[0], want) {
		t.Errorf("%q", rows[0])
	}
}

func TestTheTableHasEverySeries(t *testing.T) {
	c := Chart{Kind: Outcomes, Of: "month", Series: []string{"successful", "failed"}, Points: []Point{{Label: "Oct", Text: "3", Parts: []int{2, 1}}, {Label: "Nov", Text: "0"}}}
	_, rows := c.Table()
	if want := [][]string{{"Oct", "3", "2", "1"}, {"Nov", "0", "0", "0"}}; !reflect.DeepEqual(rows, want) || c.Points[0].Total() != 3 {
		t.Errorf("%v", rows)
	}
}
