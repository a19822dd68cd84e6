package action

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/when"
)

// binding are the facets of a window on which decisions rest: an exception from it, and a
// conflict with it that was accepted. One that is cancelled binds nobody any more.
var binding = []string{"class", "hard", "service", "dates", "state"}

func (in *importing) windowAgain(origin *model.Origin, now, base, says *model.Window, refusal *model.Refusal) (revision, error) {
	f, err := model.Follow(base, now, says, base.Origin.Said, windowFacets)
	if err != nil {
		return revision{}, err
	}
	skipped, err := in.keepsOccurrences(&f, now, says)
	if err != nil {
		return revision{}, err
	}
	n := f.Record
	n.Origin = sourced(origin, f.Said)
	r := revision{record: n, taken: f.Taken, news: f.News, left: append(differences(f.Kept, now, says, in.words), skipped...)}
	permission, before := Asks(in.c, AddWindow{Window: *now})
	if len(f.Taken) == 0 {
		r.may = Can(in.c, permission, before)
		return r, nil
	}
	after := windowService(n)
	in.asks(refusal, fmt.Sprintf("it would change %s (%s)", now.ID, strings.Join(f.Taken, ", ")), permission, before, after)
	if slices.ContainsFunc(f.Taken, func(name string) bool { return slices.Contains(binding, name) }) {
		err = in.windowEnds(now, &r, refusal)
	}
	return r, err
}

// keepsOccurrences has what people did to single occurrences of a window go along with dates
// that its source gives it: what was skipped, or edited alone, does not take place at the other
// time either. Where nothing stands in its place, the dates stay as they are. It returns what
// stays skipped, for whoever imports.
func (in *importing) keepsOccurrences(f *model.Followed[*model.Window], now, says *model.Window) ([]Difference, error) {
	if !slices.Contains(f.Taken, "dates") || len(now.Skipped)+len(now.Extra) == 0 {
		return nil, nil
	}
	n := *f.Record
	at := model.Each(now.Skipped, func(m when.Moment) time.Time { return m.At })
	skips, gone := skipsAfter(in.c, now, &n, at)
	otherwise := slices.ContainsFunc(now.Extra, func(s model.Slot) bool { return s.Start.Precision != n.Slot.Start.Precision })
	if len(gone) > 0 || otherwise {
		dates := slices.IndexFunc(windowFacets, func(facet model.Facet) bool { return facet.Name == "dates" })
		return nil, f.Leave(now, says, windowFacets[dates])
	}
	n.Skipped = skips
	f.Record = &n
	zone := windowZone(in.c, &n)
	return model.Each(skips, func(m when.Moment) Difference {
		return Difference{Field: "skipped", Stands: slotWords(in.c, model.Slot{Start: m}, zone), File: "it takes place then"}
	}), nil
}

// windowEnds ends what rests on a window that is another one now: exceptions that were asked
// for or granted where it holds no more, and accepted conflicts that are others now. As with
// approvals, whoever changes it has to confirm what was given. It looks as often as it
// compares windows with the calendar.
func (in *importing) windowEnds(old *model.Window, r *revision, refusal *model.Refusal) error {
	n := r.record.(*model.Window)
	needs := model.Needs{IDs: []model.ID{old.ID}}
	for _, e := range old.Exceptions {
		if e.Waits() || e.Holds() {
			needs.Releases = append(needs.Releases, e.Release)
		}
	}
	look := in.looked < collidesLimit
	if !look && len(needs.Releases) == 0 {
		return nil
	}
	if look {
		in.looked++
		around := AddWindow{Window: *old}.Needs()
		needs.IDs, needs.Kinds = append(needs.IDs, around.IDs...), around.Kinds
		if needs.Calendar = true; !old.Inside() {
			needs.Slots = around.Slots
		}
	}
	c, err := in.Facts(needs)
	if err != nil {
		return err
	}
	if c.Has(old.ID) {
		old = model.Get[*model.Window](c, old.ID)
	}
	own := *n
	p := &parted{old: old, now: []*model.Window{&own}}
	if p.exceptions(c); look {
		p.lapsed = append(p.lapsed, lapsedBy(c, &own)...)
	}
	for _, l := range p.lapsed {
		if l.Given && !in.Void {
			refusal.Add("it ends "+l.Text, goOn("void"))
		}
	}
	n.Exceptions, r.lapsed = own.Exceptions, append(r.lapsed, p.lapsed...)
	return nil
}
