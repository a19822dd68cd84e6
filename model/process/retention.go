package process

import (
	"slices"
	"strings"
	"time"
)

// Retention says how long records of a kind are kept at least (7.5.3.2): from when
// they were created, were changed last, or ended. Nothing deletes them: what is past
// it is named, for somebody to see to.
type Retention struct {
	Of     string `toml:"of" json:"of"` // a kind of record
	Years  int    `toml:"years" json:"years,omitempty"`
	Months int    `toml:"months" json:"months,omitempty"`
	From   string `toml:"from" json:"from"`
	Why    string `toml:"why" json:"why,omitempty"`
	Clause string `toml:"clause" json:"clause,omitempty"`
}

// The moments from which a record is kept.
const (
	FromCreated = "created"
	FromChanged = "changed"
	FromEnded   = "ended"
)

// Before is the moment before which what it counts from lies too long ago.
func (r Retention) Before(now time.Time) time.Time { return now.AddDate(-r.Years, -r.Months, 0) }

// Period is how long, in words.
func (r Retention) Period() string {
	var parts []string
	if r.Years > 0 {
		parts = append(parts, count(r.Years, "year"))
	}
	if r.Months > 0 {
		parts = append(parts, count(r.Months, "month"))
	}
	return strings.Join(parts, " and ")
}

// Since is what it counts from, in words.
func (r Retention) Since() string {
	return map[string]string{FromCreated: "after they were entered", FromChanged: "after they were changed last", FromEnded: "after they ended"}[r.From]
}

// LintRetention lists what is wrong with how long records are kept. kinds are those
// that there are, each with whether it ends.
func LintRetention(b *Rules, kinds map[string]bool) []Fault {
	l := &linter{rules: b}
	seen := map[string]bool{}
	for n, r := range b.Policy.Retention {
		at := place{words: "retention of " + r.Of, file: PolicyFile}.on("retention", n)
		ends, known := kinds[r.Of]
		if !known {
			l.say(at.on("of"), "unknown kind of record %q; known are %s", r.Of, strings.Join(sorted(kinds), ", "))
		}
		if seen[r.Of] {
			l.say(at.on("of"), "how long %s is kept is said twice", r.Of)
		}
		seen[r.Of] = true
		if r.Years < 0 || r.Months < 0 || r.Years+r.Months == 0 || r.Years > 200 || r.Months > 2400 {
			l.say(at, "it has no period: years or months, or both, say how long")
		}
		switch {
		case !slices.Contains([]string{FromCreated, FromChanged, FromEnded}, r.From):
			l.say(at.on("from"), "from = %q must be %s, %s or %s: the moment from which it counts", r.From, FromCreated, FromChanged, FromEnded)
		case r.From == FromEnded && known && !ends:
			l.say(at.on("from"), "a %s never ends by itself: let it count from %s or %s", r.Of, FromChanged, FromCreated)
		}
		if r.Clause != "" && !slices.Contains(Clauses, r.Clause) {
			l.say(at.on("clause"), "clause %q is not in the clause map", r.Clause)
		}
	}
	return l.faults
}
