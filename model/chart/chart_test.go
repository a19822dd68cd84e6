package chart

import (
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
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

// TestAxesHaveRoundSteps: from 0 past the greatest value, in steps that people count in.
func TestAxesHaveRoundSteps(t *testing.T) {
	hour := float64(time.Hour.Milliseconds())
	for _, one := range []struct {
		form Unit
		most float64
		want float64
	}{
		{Pieces, 1, 1}, {Pieces, 3, 1}, {Pieces, 30, 10}, {Percent, 50, 20}, {Percent, 100, 50}, {Percent, 0, 1},
		{Lasting, 2.5 * hour, hour}, {Lasting, 40 * 60000, 10 * 60000}, {Lasting, 400 * hour, 120 * hour}, {Days, 0.7, 0.2}, {Working, 100 * hour, 50 * hour}, {Working, 20 * hour, 6 * hour},
	} {
		if got := Step(one.most/4, one.form); got < one.want-1e-6 || got > one.want+1e-6 {
			t.Errorf("%q up to %g: a step of %g, not %g", one.form, one.most, got, one.want)
		}
	}
}

// TestTicksHoldAllValues: from nothing, or from below the lowest of single values, to past the
// highest, evenly, read in the unit of the values; of how many, in pieces.
func TestTicksHoldAllValues(t *testing.T) {
	p := func(values ...float64) (out []Point) {
		for _, v := range values {
			out = append(out, Point{Known: true, Value: v})
		}
		return out
	}
	for _, one := range []struct {
		c    Chart
		want []string
	}{
		{Chart{Kind: Bars, Unit: Percent, Points: p(21, 50), Target: &Level{Value: 90}}, []string{"0 %", "50 %", "100 %"}},
		{Chart{Kind: Lines, Unit: Lasting, Points: p(60000)}, []string{"0 min", "1 min"}},
		{Chart{Kind: Histogram, Unit: Lasting, Points: p(2, 1)}, []string{"0", "1", "2"}},
		{Chart{Kind: Lines, Unit: Days, Courses: []Course{{Points: p(3)}, {Points: p(1, 0.5)}}}, []string{"0 d", "1 d", "2 d", "3 d"}},
		{Chart{Kind: Control, Unit: Days, Limits: []Level{{Value: 2}, {Value: 6}, {Value: -2}}, Points: p(-3, 7)}, []string{"-5 d", "0 d", "5 d", "10 d"}},
		{Chart{Kind: Bars, Unit: Working, Points: p(100 * 3600000)}, []string{"0 min", "50 h", "100 h"}},
		{Chart{Kind: Bars}, []string{"0", "1"}},
	} {
		ticks := one.c.Ticks()
		var got []string
		for _, k := range ticks {
			got = append(got, k.Text)
		}
		low, high := one.c.Range()
		if !slices.Equal(got, one.want) || ticks[0].Value > low || ticks[len(ticks)-1].Value < high {
			t.Errorf("%+v: %q from %g to %g", one.c, got, low, high)
		}
	}
}

// TestAChartSaysWhatItShows to whoever doesn't see it.
func TestAChartSaysWhatItShows(t *testing.T) {
	points := []Point{{Label: "Aug", Full: "August 2026", Text: "n/a"}, {Label: "Sep", Full: "September 2026", Text: "50%", Whole: "50 %", Value: 50, Known: true}, {Label: "Oct", Full: "October 2026", Text: "25%", Whole: "25 %", Value: 25, Known: true}}
	for _, one := range []struct {
		c    Chart
		want string
	}{
		{Chart{Kind: Bars, Of: "month", Points: points, Target: &Level{Text: "≤15%", Whole: "at most 15 %"}}, "A bar for each of 3 months: 50 % in September 2026, 25 % in October 2026; lowest 25 % in October 2026, highest 50 % in September 2026. The target is at most 15 %."},
		{Chart{Kind: Lines, Of: "month", Points: points[:2]}, "A line over 2 months, of which one has a value: 50 % in September 2026."},
		{Chart{Kind: Lines, Of: "month", Points: points[:1]}, "A line over 1 month, none of which has a value."},
		{Chart{Kind: Lines, Of: "month", Points: points[1:], Courses: []Course{{Name: "Shop", Points: points[1:]}}}, "1 line over 2 months; in October 2026: Shop 25 %."},
		{Chart{Kind: Histogram, Points: []Point{{Label: "1h", Full: "1 h – 2 h", Value: 2, Text: "2"}, {Value: 1}}}, "A histogram of 3 in 2 steps; the most are 1 h – 2 h: 2."},
		{Chart{Kind: Pareto, Points: []Point{{Label: "scope", Value: 2, Text: "2"}}}, "A Pareto chart of 2; the most frequent is scope: 2."},
		{Chart{Kind: Outcomes, Of: "month", Series: []string{"deployed", "failed"}, Points: []Point{{Parts: []int{3, 1}}, {Parts: []int{2}}}}, "A bar for each of 2 months, parted by what became of them: in all 5 deployed, 1 failed."},
		{Chart{Kind: Groups, Points: []Point{{Label: "Shop", Text: "n/a"}, {Label: "Payroll", Text: "13 %"}}}, "A bar for each: Shop n/a, Payroll 13 %."},
		{Chart{Kind: Control, Limits: []Level{{Name: "mean", Text: "1h"}}, Points: []Point{{Label: "REL-1", Text: "1h"}, {Label: "REL-2", Text: "2h", Out: "above the upper limit"}}}, "A control chart of 2 values in their order: mean 1h; 1 value beyond what chance makes: REL-2 with 2h, above the upper limit."},
		{Chart{Kind: Control, Points: points[1:]}, "A control chart of 2 values in their order: ; none stands out."},
		{Chart{}, ""},
	} {
		if got := one.c.Describe(); got != one.want {
			t.Errorf("%s: %q", one.c.Kind, got)
		}
	}
}

// TestTheTableInFullHasTheWords: names and values in full, a column for each series and for
// each course, of single values the limits and what stands out; as many cells as heads.
func TestTheTableInFullHasTheWords(t *testing.T) {
	bars := Chart{Kind: Bars, Of: "month", Points: []Point{{Label: "Oct", Full: "October 2026", Text: "25%", Whole: "25 %", More: "1/4, signed off", Fraction: "1/4", Note: "small n (4)", Marks: "a"}}, Notes: []Note{{Mark: "a", Day: "4 Oct", Text: "new team"}}}
	for _, one := range []struct {
		c    Chart
		head string
		rows [][]string
	}{
		{bars, "month,value,numerator / denominator,note,annotation", [][]string{{"October 2026", "25 %", "1/4", "small n (4)", "4 Oct: new team"}}},
		{Chart{Kind: Pareto, Of: "what", Points: []Point{{Label: "scope", Text: "2", More: "together 67 %"}}}, "what,number,together", [][]string{{"scope", "2", "67 %"}}},
		{Chart{Kind: Outcomes, Of: "month", Series: []string{"deployed", "failed"}, Points: []Point{{Label: "Oct", Parts: []int{2, 1}, More: "2 deployed"}}}, "month,number deployed,number failed,together", [][]string{{"Oct", "2", "1", "3"}}},
		{Chart{Kind: Lines, Of: "month", Points: []Point{{Label: "Oct"}}, Courses: []Course{{Name: "Shop", Points: []Point{{Text: "1 d"}}}}}, "month,Shop", [][]string{{"Oct", "1 d"}}},
		{Chart{Kind: Control, Limits: []Level{{Name: "mean", Text: "1h", Whole: "1 h"}}, Points: []Point{{Label: "REL-1", Text: "1h"}, {Label: "REL-2", Text: "2h", Out: "above"}}}, "what,value,why it stands out", [][]string{{"mean", "1 h", ""}, {"REL-2", "2h", "above"}}},
	} {
		head, rows := one.c.InFull()
		names := make([]string, len(head))
		for i, h := range head {
			names[i] = h.Head
		}
		if got := strings.Join(names, ","); got != one.head || !reflect.DeepEqual(rows, one.rows) {
			t.Errorf("%q %q", got, rows)
		}
	}
}
