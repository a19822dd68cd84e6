package chart

import "math"

// XmR are centre and natural process limits of single values in their order: the
// individuals chart of Shewhart, as Wheeler teaches it ("Understanding Variation").
type XmR struct {
	Centre, Upper, Lower float64
}

// The constants of an individuals chart.
const (
	// scale is 3/d2 with d2 = 1.128, the mean range of two values in standard deviations:
	// three sigma, estimated from how much a value differs from the one before.
	scale = 2.66
	// run is how many in a row on one side of the centre are no chance any more.
	run = 8
)

// Rule says how limits are computed, and what stands out.
const Rule = "XmR (individuals): limits at mean ± 2.66 × mean moving range (three sigma); what lies beyond a limit stands out, and so does the eighth in a row on one side of the mean"

// Limit computes the limits; of fewer than two values there are none. What can't be less
// than nothing has no limit below that.
func Limit(values []float64) (XmR, bool) {
	if len(values) < 2 {
		return XmR{}, false
	}
	sum, moves := values[0], 0.0
	for i, v := range values[1:] {
		sum += v
		moves += math.Abs(v - values[i])
	}
	centre := sum / float64(len(values))
	reach := scale * moves / float64(len(values)-1)
	x := XmR{Centre: centre, Upper: centre + reach, Lower: centre - reach}
	lowest := values[0]
	for _, v := range values {
		lowest = min(lowest, v)
	}
	if lowest >= 0 {
		x.Lower = max(x.Lower, 0)
	}
	return x, true
}

// Signals say of each value why it stands out, "" where it does not.
func (x XmR) Signals(values []float64) []string {
	out := make([]string, len(values))
	side, length := 0, 0
	for i, v := range values {
		now := 0
		switch {
		case v > x.Centre:
			now = 1
		case v < x.Centre:
			now = -1
		}
		if now != side || now == 0 {
			side, length = now, 0
		}
		if now != 0 {
			length++
		}
		switch {
		case v > x.Upper:
			out[i] = "above the upper limit"
		case v < x.Lower:
			out[i] = "below the lower limit"
		case length >= run && now > 0:
			out[i] = "eighth in a row above the mean"
		case length >= run:
			out[i] = "eighth in a row below the mean"
		}
	}
	return out
}
