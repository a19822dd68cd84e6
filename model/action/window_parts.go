package action

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/calendar"
	"fairway/model/decision"
	"fairway/model/gate"
)

// parted is what becomes of a window that is edited: itself, and what is a window of
// its own afterwards.
type parted struct {
	old    *model.Window
	now    []*model.Window // the old one first
	note   string
	lapsed []gate.Lapse
	gone   []string // days that were skipped, and on which nothing would begin now
}

func (p *parted) keep(c *model.Case, w *model.Window) {
	rezoned(c, p.old, w)
	p.gone = append(p.gone, followSkips(c, p.old, w)...)
	p.now = append(p.now, w)
}

func (p *parted) last() *model.Window { return p.now[len(p.now)-1] }

// ends says which decisions the parts end.
func (p *parted) ends(c *model.Case) {
	p.exceptions(c)
	p.lapsed = append(p.lapsed, lapsedBy(c, p.now...)...)
}

// lapsedBy are the acceptances of conflicts that other states of records, or new ones, end.
func lapsedBy[R model.Record](c *model.Case, records ...R) []gate.Lapse {
	after := c
	for _, r := range records {
		after = after.With(r)
	}
	return gate.LapsedAcceptances(c, after)
}

// exceptions keeps those that were asked for or granted where the freeze still holds at
// their dates and for their release, and ends the others. A freeze that has become hard is another one than
// a soft one from which somebody was let off; it is not where it was hard when they were. What is over stays as it was.
func (p *parted) exceptions(c *model.Case) {
	first := p.now[0]
	first.Exceptions = slices.Clone(p.old.Exceptions)
	for i, e := range p.old.Exceptions {
		if !e.Waits() && !e.Holds() {
			continue
		}
		r := model.Get[*model.Release](c, e.Release)
		slot, zone := e.Slot, c.Rules.Policy.Location()
		if r != nil {
			zone = c.Zone(r)
			if slot.IsZero() {
				slot = r.PlannedAt(e.At)
			}
		}
		if slot.IsZero() || r != nil && r.Ended() || !slot.Span(zone).End.After(c.Now) {
			continue
		}
		var kept []string
		covered := r != nil && gate.Concerns(c, p.old, r)
		from := e.From(p.old)
		harder := func(w *model.Window) bool { return w.Hard && !from.Hard }
		about := func(w *model.Window) bool { return !covered || gate.Concerns(c, w, r) }
		for _, w := range p.now {
			if !about(w) || harder(w) || !stillFrozen(c, w, slot, zone) {
				continue
			}
			own := e
			if own.Frozen = nil; !reflect.DeepEqual(from, w.Frozen()) {
				own.Frozen = &from
			}
			if kept = append(kept, string(w.ID)); w == first {
				first.Exceptions[i] = own
			} else {
				w.Exceptions = append(w.Exceptions, own)
			}
		}
		if slices.Contains(kept, string(first.ID)) {
			continue
		}
		why := "the freeze was changed, and is not what it was at that time"
		switch {
		case first.Withdrawn != "":
			why = "the freeze was withdrawn"
		case !slices.ContainsFunc(p.now, about):
			why = "the freeze was changed, and is not for it any more"
		case !slices.ContainsFunc(p.now, func(w *model.Window) bool { return about(w) && !harder(w) }):
			why = "the freeze has become hard, and was soft at that time"
		}
		if len(kept) > 0 {
			why = "it is kept in " + strings.Join(kept, ", ") + ", which holds then"
		}
		first.Exceptions[i].Void = &model.Ending{Reason: why, By: c.Who.ID(), At: c.Now}
		if len(kept) > 0 {
			continue
		}
		title := fmt.Sprintf("the exception from %s %s for %s", p.old.ID, p.old.Title, e.Release)
		l := gate.Lapse{Release: e.Release, Record: p.old.ID, Text: fmt.Sprintf("%s, asked for by %s for %s", title, c.PersonName(e.By), slotWords(c, slot, zone))}
		if e.Decided != nil {
			l.Given, l.Text = true, fmt.Sprintf("%s, granted by %s for %s", title, decision.Signed(c, e.Decided.By, e.Decided.At, e.Decided.Basis), slotWords(c, slot, zone))
		}
		p.lapsed = append(p.lapsed, l)
	}
}

// stillFrozen reports whether another state of a freeze holds at some time of a slot.
func stillFrozen(c *model.Case, w *model.Window, slot model.Slot, zone *time.Location) bool {
	if w.Class != model.WindowFreeze || w.Withdrawn != "" {
		return false
	}
	found, err := calendar.Occurrences(gate.Window(w, c.Rules.Policy.Location()), slot.Span(zone))
	return err != nil || len(found) > 0
}

// outcome writes the parts. Granted exceptions that would end have to be confirmed.
func (p *parted) outcome(c *model.Case, confirmed bool, doing string) (Outcome, error) {
	signed := &model.Refusal{Doing: doing}
	for _, l := range p.lapsed {
		if l.Given && !confirmed {
			signed.Voids = append(signed.Voids, l.Record)
			signed.Add("it ends "+l.Text, goOn("void"))
		}
	}
	if err := signed.Or(); err != nil {
		return Outcome{}, err
	}
	out := Outcome{Subject: p.last().ID, Note: p.note + unskipped(p.gone), Lapsed: p.lapsed}
	for _, w := range p.now {
		out.Writes = append(out.Writes, w)
	}
	out.Conflicts, out.Stood = compare(c, p.now...)
	return out, nil
}
