package metric

import (
	"fmt"
	"strings"
)

// Sentence says a result in words, as one would read a chart aloud: the number
// with what it was divided by, how it changed, and what stands out. now and
// before are what the periods are called; before may be empty.
func (m *Metric) Sentence(r, earlier Result, now, before string) string {
	if r.Population == 0 {
		return fmt.Sprintf("%s is n/a for %s: there was no %s.", m.Title, now, r.Of[0])
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s in %s", m.Title, r.reading(), now)
	if before != "" {
		switch c := m.Compare(r, earlier); {
		case !c.Known:
			fmt.Fprintf(&b, ", with nothing to compare in %s", before)
		case c.By == 0:
			fmt.Fprintf(&b, ", as in %s", before)
		default:
			fmt.Fprintf(&b, ", %s %s than in %s (%s)", c.Size(r.Value.Form), c.Word, before, earlier.Value.aside())
		}
	}
	if tail := r.standsOut(); tail != "" {
		b.WriteString("; " + tail)
	}
	b.WriteString(".")
	if marks := r.Marks(); len(marks) > 0 {
		b.WriteString(" " + strings.ToUpper(marks[0][:1]) + strings.Join(marks, ", ")[1:] + ".")
	}
	return b.String()
}

// reading is the value with its unit in words.
func (r *Result) reading() string {
	switch r.Value.Form {
	case Per100:
		return fmt.Sprintf("%s for every 100 %s (%s)", r.Value.Short(), r.Of[1], r.Value.Fraction())
	case Length:
		return "a median of " + r.Value.Short()
	}
	return r.Value.String()
}

// standsOut is the one thing more that a reader should know.
func (r *Result) standsOut() string {
	switch r.Metric {
	case "incidents":
		return r.Part(PartWithout).String() + " of the releases had none"
	case "deployment-time":
		out := "nine in ten took at most " + r.Part(PartP90).Short()
		if v := r.Part(PartOfPlan); v.Known() {
			out += ", and all together " + v.Short() + " of the planned time"
		}
		return out
	case "slip-rate":
		if r.Value.Num == 0 {
			return "none slipped"
		}
		return fmt.Sprintf("the main reason was: %s (%d of %d)", r.Buckets[0].Label, r.Buckets[0].Count, r.Value.Num)
	}
	return ""
}

// Marks are the words that a number must not be shown without.
func (r *Result) Marks() []string {
	var out []string
	if r.Small {
		out = append(out, fmt.Sprintf("small n (%d)", r.Population))
	}
	if r.Provisional {
		out = append(out, "provisional")
	}
	return out
}

// Apart says how much imported history stands beside the result, "" for none.
func (r *Result) Apart() string {
	if r.Imported == 0 {
		return ""
	}
	if r.Metric == "slip-rate" {
		return fmt.Sprintf("apart: %d imported without a baseline", r.Imported)
	}
	return fmt.Sprintf("apart: %d imported without a run", r.Imported)
}

// Second is what stands under the value where there is room for one line.
func (r *Result) Second() string {
	switch r.Metric {
	case "incidents":
		return "without " + r.Part(PartWithout).String()
	case "deployment-time":
		return "p90 " + r.Part(PartP90).Short() + ", " + r.Part(PartOfPlan).Short() + " of plan"
	case "slip-rate":
		return "net " + r.Part(PartNet).Fraction() + ", median " + r.Part(PartSize).Short()
	}
	return ""
}
