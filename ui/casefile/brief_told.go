package casefile

import (
	"fmt"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/gate"
)

// endedBy is who ended something; "" is the clock.
func endedBy(c *model.Case, e *model.Ending) string {
	if e.By == "" {
		return "the clock"
	}
	return c.Signatory(e.By, e.At)
}

// gate says how the gate stands, and what blocks it.
func (t *teller) gate() {
	g, err := gate.At(t.c, t.r, "")
	if err != nil {
		t.b.add("gate", Said{Warn, Ask, err.Error()})
		return
	}
	met, all := g.Count()
	lines := []Said{{Plain, Unmarked, fmt.Sprintf("%s: %d of %d checks met%s", g.State(), met, all, g.WaivedWords())}}
	for _, f := range g.Findings {
		switch {
		case f.Check == "authorised:"+t.ap.Purpose: // this very approval
		case f.Answer == gate.Open:
			lines = append(lines, Said{Warn, No, f.Text + ": " + f.Evidence})
		case f.Answer == gate.Undecidable:
			lines = append(lines, Said{Warn, Ask, f.Text + ": " + f.Evidence})
		case f.Answer == gate.Waived:
			lines = append(lines, Said{Warn, Caution, f.Text + ": " + f.Evidence})
		}
	}
	t.b.add("gate", lines...)
}

// scope lists the RFCs.
func (t *teller) scope() {
	var lines []Said
	for _, id := range t.r.Changes {
		ch := model.Get[*model.Change](t.c, id)
		if ch == nil {
			lines = append(lines, Said{Quiet, Unmarked, string(id)})
			continue
		}
		text := fmt.Sprintf("%s %s (%s, %s", id, ch.Title, ch.Category, model.StateWords(ch))
		if ch.Risk != "" {
			text += ", risk " + ch.Risk
		}
		line := Said{Plain, Unmarked, text + ")"}
		if !ch.Authorised() {
			line.Tone, line.Mark = Warn, Caution
		}
		lines = append(lines, line)
	}
	if len(lines) == 0 {
		lines = append(lines, Said{Warn, Caution, "no RFC is in scope"})
	}
	for _, id := range t.r.Deferred {
		lines = append(lines, Said{Quiet, Point, string(id) + " was deferred"})
	}
	t.b.add("RFCs", lines...)
}

// before tells how earlier requests for the same ended.
func (t *teller) before() {
	var lines []Said
	for _, o := range model.All[*model.Approval](t.c) {
		if o.Of != t.ap.Of || o.Purpose != t.ap.Purpose || o.ID.Number() >= t.ap.ID.Number() {
			continue
		}
		text := fmt.Sprintf("%s, asked for %s: %s", o.ID, t.at(o.At), o.State())
		if o.Void != nil {
			text += ", " + o.Void.Reason
		}
		for _, d := range o.Decisions {
			text += fmt.Sprintf("; %s: %s%s", decision.Signed(t.c, d.By, d.At, d.Basis), model.Decided(d.Verdict), t.remarks(d))
		}
		lines = append(lines, Said{Quiet, Unmarked, text})
	}
	t.b.add("before", lines...)
}
