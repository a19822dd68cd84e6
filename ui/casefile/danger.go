package casefile

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
		t.b.add("risk", Said{Warn, Caution, "not scored yet"})
		return
	}
	policy := t.c.Under(t.r).Policy
	line := Said{Plain, Unmarked, fmt.Sprintf("%s, %d = impact %d × likelihood %d", policy.BandTitle(k.Band), k.Score, k.Impact, k.Likelihood)}
	switch policy.Danger(k.Band) {
	case process.LowDanger:
		line.Tone = Good
	case process.HighDanger, process.HighestDanger:
		line.Tone, line.Mark = Bad, Caution
	}
	lines := []Said{line}
	for _, f := range k.Factors {
		lines = append(lines, Said{Plain, Point, policy.FactorTitle(f)})
	}
	if len(k.Factors) == 0 {
		lines = append(lines, Said{Quiet, Unmarked, "nothing that makes failure likelier"})
	}
	t.b.add("risk", append(lines, Said{Quiet, Unmarked, "scored by " + t.c.Signatory(k.By, k.At) + ", " + t.at(k.At)})...)
}

// near is how far around the window freezes are looked for.
const near = 36 * time.Hour

// calendar says what the window collides with, and which freezes lie near it.
func (t *teller) calendar() {
	var lines []Said
	if t.r.Window.IsZero() {
		if t.r.Emergency() == nil || t.r.Deployed || t.r.Ended() {
			t.b.add("calendar", Said{Warn, Caution, "no window is planned, so nothing is compared"})
			return
		}
		lines = append(lines, Said{Warn, Caution, "no window is planned, so it is compared with the freezes that hold now"})
	}
	told := map[string]bool{}
	for _, c := range gate.Collides(t.c, t.r) {
		for _, id := range c.With {
			told[id] = true
		}
		line := Said{Warn, Caution, c.Standing() + ": " + c.Text}
		switch {
		case !c.Open():
			line.Tone, line.Mark = Plain, Yes
			line.Text += fmt.Sprintf(" (by %s: %s)", t.c.Signatory(c.Accepted.By, c.Accepted.At), c.Accepted.Reason)
		case c.Hard:
			line.Tone, line.Mark = Bad, No
		}
		lines = append(lines, line)
	}
	if t.r.Window.IsZero() {
		t.b.add("calendar", lines...)
		return
	}
	if len(lines) == 0 {
		lines = append(lines, Said{Good, Yes, "nothing collides with the window"})
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
		kind := model.WindowWords(model.WindowFreeze, w.Hard)
		text := fmt.Sprintf("near it: %s (%s), %s", w.Title, kind, rules.Show(found[0], t.zone, t.dates))
		if decision.Excepted(t.c, t.r, w) {
			text += ", with an exception for this release"
		}
		lines = append(lines, Said{Quiet, Point, text})
	}
	t.b.add("calendar", lines...)
}

// target says what the deployment takes of the targets of its service, and what is left.
func (t *teller) target() {
	k := gate.CostOf(t.c, t.r)
	if k == nil {
		return
	}
	var lines []Said
	for i, text := range k.Words() {
		line := Said{Plain, Unmarked, text}
		switch {
		case !k.Said:
			line.Tone, line.Mark = Warn, Caution
		case k.Months[i].Left < 0:
			line.Tone, line.Mark = Bad, No
		}
		lines = append(lines, line)
	}
	t.b.add("availability", lines...)
}
