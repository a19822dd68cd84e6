package metric

import (
	"fmt"
	"strings"
)

// Sentence says a result in words, as one would read a chart aloud: the number
// with what it was divided by, how it changed, and what stands out. now and
// before are what the periods are called; before may be empty.
func (m *Metric) Sentence(r, earlier Result, now, before string) string {
	if r.Missing != "" {
		return fmt.Sprintf("%s: no records yet for %s: %s.", m.Title, now, strings.TrimRight(r.Missing, "."))
	}
	if len(r.Services) > 0 {
		var each []string
		for _, g := range r.Services[:min(len(r.Services), namedServices)] {
			each = append(each, g.Name+" "+g.Value.String())
		}
		if more := len(r.Services) - namedServices; more > 0 {
			each = append(each, fmt.Sprintf("and %d more", more))
		}
		return fmt.Sprintf("%s is told by service, never for all together. In %s: %s.", m.Title, now, strings.Join(each, ", ")) + r.signedOff()
	}
	if r.Population == 0 {
		return fmt.Sprintf("%s is n/a for %s: there was no %s.", m.Title, now, m.Counts[0]) + r.signedOff()
	}
	var b strings.Builder
	title := m.Title
	if m.EachService && r.alone != nil {
		title += " of " + r.alone.Name
	}
	fmt.Fprintf(&b, "%s: %s in %s", title, m.reading(r), now)
	if before != "" {
		switch c := m.Compare(r, earlier); {
		case !c.Known:
			fmt.Fprintf(&b, ", with nothing to compare in %s", before)
		case c.By == 0:
			fmt.Fprintf(&b, ", as in %s", before)
			if earlier.Closed != nil {
				fmt.Fprintf(&b, " (%s)", earlier.Closed.Words())
			}
		default:
			fmt.Fprintf(&b, ", %s %s than in %s (%s)", c.Size(r.Value.Form), c.Word, before, earlier.aside())
		}
	}
	if tail := m.StandsOut(&r); tail != "" {
		b.WriteString("; " + tail)
	}
	b.WriteString(".")
	if marks := r.Marks(); len(marks) > 0 {
		b.WriteString(" " + strings.ToUpper(marks[0][:1]) + strings.Join(marks, ", ")[1:] + ".")
	}
	return b.String()
}

// signedOff says so in a sentence of its own, where it was.
func (r *Result) signedOff() string {
	if r.Closed == nil {
		if len(r.Reopened) > 0 {
			return " Reopened."
		}
		return ""
	}
	words := r.Closed.Words()
	return " " + strings.ToUpper(words[:1]) + words[1:] + "."
}

// aside is a result that is named beside another: 0/3, 0; signed off.
func (r *Result) aside() string {
	if r.Closed == nil {
		return r.Value.aside()
	}
	return r.Value.aside() + "; " + r.Closed.Words()
}

// namedServices is how many are named in a sentence.
const namedServices = 4

// reading is the value with its unit in words.
func (m *Metric) reading(r Result) string {
	switch r.Value.Form {
	case Per100:
		return fmt.Sprintf("%s for every 100 %s (%s)", r.Value.Short(), m.Counts[1], r.Value.Fraction())
	case Length, Worked:
		return "a median of " + r.Value.Short()
	}
	return r.Value.String()
}

// Marks are the words that a number must not be shown without.
func (r *Result) Marks() []string {
	out := r.Counted()
	switch {
	case r.Closed != nil:
		out = append(out, r.Closed.Words())
	case len(r.Reopened) > 0:
		out = append(out, "reopened")
	}
	return out
}

// Counted are those of them about how it was counted: n/a was not.
func (r *Result) Counted() []string {
	var out []string
	if r.Small && r.Population > 0 {
		out = append(out, fmt.Sprintf("small n (%d)", r.Population))
	}
	if r.Provisional {
		out = append(out, "provisional")
	}
	return out
}

// Apart says how much imported history stands beside a result, "" for none.
func (m *Metric) Apart(r Result) string {
	if r.Unjudged > 0 {
		return "apart: " + r.unjudged()
	}
	if r.Imported == 0 {
		return ""
	}
	return fmt.Sprintf("apart: %d imported without %s", r.Imported, m.Lacking)
}

func count(n int64) Value { return Value{Count, n, 1} }

func plural(n int64, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, more)
}
