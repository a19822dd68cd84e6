package approvals

import (
	"fmt"
	"time"

	"fairway/model"
	"fairway/model/calendar"
	"fairway/model/decision"
	"fairway/model/gate"
	"fairway/model/process"
)

// risk says the score with what it was made of.
func (t *teller) risk() {
	k := t.r.Risk
	if k == nil {
		t.b.add("risk", said{warn, caution, "not scored yet"})
		return
	}
	policy := t.c.Under(t.r).Policy
	line := said{plain, unmarked, fmt.Sprintf("%s, %d = impact %d × likelihood %d", policy.BandTitle(k.Band), k.Score, k.Impact, k.Likelihood)}
	switch policy.Danger(k.Band) {
	case process.LowDanger:
		line.tone = good
	case process.HighDanger, process.HighestDanger:
		line.tone, line.mark = bad, caution
	}
	lines := []said{line}
	for _, f := range k.Factors {
		lines = append(lines, said{plain, point, policy.FactorTitle(f)})
	}
	if len(k.Factors) == 0 {
		lines = append(lines, said{quiet, unmarked, "nothing that makes failure likelier"})
	}
	t.b.add("risk", append(lines, said{quiet, unmarked, "scored by " + t.c.PersonName(k.By) + ", " + t.at(k.At)})...)
}

// near is how far around the window freezes are looked for.
const near = 36 * time.Hour

// calendar says what the window collides with, and which freezes lie near it.
func (t *teller) calendar() {
	if t.r.Window.IsZero() {
		t.b.add("calendar", said{warn, caution, "no window is planned, so nothing is compared"})
		return
	}
	var lines []said
	told := map[string]bool{}
	for _, c := range gate.Conflicts(t.c, t.r) {
		for _, id := range c.With {
			told[id] = true
		}
		line := said{warn, caution, c.Standing() + ": " + c.Text}
		switch {
		case !c.Open():
			line.tone, line.mark = plain, yes
			line.text += fmt.Sprintf(" (by %s: %s)", t.c.PersonName(c.Accepted.By), c.Accepted.Reason)
		case c.Hard:
			line.tone, line.mark = bad, no
		}
		lines = append(lines, line)
	}
	if len(lines) == 0 {
		lines = append(lines, said{good, yes, "nothing collides with the window"})
	}
	span := t.r.Window.Span(t.c.Zone(t.r))
	span.Start, span.End = span.Start.Add(-near), span.End.Add(near)
	for _, w := range model.All[*model.Window](t.c) {
		if w.Class != model.WindowFreeze || w.Withdrawn != "" || told[string(w.ID)] {
			continue
		}
		rules := gate.Window(w, t.c.Rules.Policy.Location())
		found, err := calendar.Occurrences(rules, span)
		if err != nil || len(found) == 0 {
			continue // one that can't be read is told as a conflict
		}
		kind := "soft freeze"
		if w.Hard {
			kind = "hard freeze"
		}
		text := fmt.Sprintf("near it: %s (%s), %s", w.Title, kind, rules.Show(found[0], t.zone, t.dates))
		if decision.Excepted(t.c, t.r, w) {
			text += ", with an exception for this release"
		}
		lines = append(lines, said{quiet, point, text})
	}
	t.b.add("calendar", lines...)
}
