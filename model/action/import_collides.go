package action

import (
	"slices"

	"fairway/model"
	"fairway/model/gate"
)

// collidesLimit is how many of the windows, and of the releases that an import brought
// or moved, it says what they collide with: each takes a look at the calendar.
const collidesLimit = 50

// stirred takes notice of a window that was entered or is another one now, and of an
// open release that was registered or moved: what that makes collide is said once the file is read.
func (in *importing) stirred(now, old model.Record, taken []string) {
	switch now := now.(type) {
	case *model.Window:
		if old != nil && !slices.ContainsFunc(taken, func(facet string) bool { return facet == "state" || slices.Contains(binding, facet) }) {
			return
		}
		was, _ := old.(*model.Window)
		if _, twice := in.windows[now.ID]; !twice { // its row comes twice: it is as it stood before the first
			in.windows[now.ID] = was
			in.stir = append(in.stir, now.ID)
		}
	case *model.Release:
		planned := !now.Ended() && !now.Deployed && !now.Window.Start.IsZero()
		if planned && (old == nil || slices.Contains(taken, "window")) && !slices.Contains(in.stir, now.ID) {
			in.stir = append(in.stir, now.ID)
		}
	}
}

// collides says what the windows and dates that came in collide with, as entering,
// withdrawing and moving them by hand does.
func (in *importing) collides() error {
	slices.SortStableFunc(in.stir, model.CompareIDs)
	windows, releases := 0, 0
	for _, id := range in.stir {
		count, look := &releases, in.moved
		if id.Kind() == model.KindWindow {
			count, look = &windows, in.hit
		}
		if *count++; *count > collidesLimit {
			in.Unlooked++
			continue
		}
		found, err := look(id)
		if err != nil {
			return err
		}
		for _, f := range found {
			if !slices.ContainsFunc(in.Collisions, func(k gate.Conflict) bool { return k.Key == f.Key }) {
				in.Collisions = append(in.Collisions, f)
			}
		}
	}
	return nil
}

// moved are the open conflicts of a release that was registered or moved.
func (in *importing) moved(id model.ID) ([]gate.Conflict, error) {
	c, err := in.Facts(gate.Needs(id))
	if err != nil {
		return nil, err
	}
	r := model.Get[*model.Release](c, id)
	if r == nil || r.Ended() || r.Deployed {
		return nil, nil
	}
	return ofRelease(r, slices.DeleteFunc(slices.Clone(gate.Conflicts(c, r)), func(f gate.Conflict) bool { return !f.Open() })), nil
}

// hit are the conflicts of open releases that a window brings about as it is now, and
// did not as it was.
func (in *importing) hit(id model.ID) ([]gate.Conflict, error) {
	was := in.windows[id]
	needs := WithdrawWindow{Window: id}.Needs()
	c, err := in.Facts(needs)
	if err != nil {
		return nil, err
	}
	w := model.Get[*model.Window](c, id)
	if w == nil {
		return nil, nil
	}
	if !w.Inside() {
		needs.Slots = AddWindow{Window: *w}.Needs().Slots
		if c, err = in.Facts(needs); err != nil {
			return nil, err
		}
	}
	if was == nil {
		gone := *w
		gone.Withdrawn = "it was not there"
		was = &gone
	}
	return hits(c.With(was), w), nil
}
