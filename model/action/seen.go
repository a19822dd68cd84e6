package action

import (
	"errors"
	"time"

	"fairway/model"
	"fairway/model/when"
)

// What somebody writes is bound to the state that they saw: the position of the
// log at which they read it, 0 where nobody said. An edit is carried over to
// what stands now, if both can be kept; a decision stands only on what was read.

// onto carries an edit over to the record as it stands: edit makes it of the
// state that its writer saw. What others wrote since is kept; where both wrote
// the same field, it fails with Changed and both values.
func onto[T model.Record](c *model.Case, now T, position int64, edit func(saw T) T) (T, error) {
	saw, err := asSeen(c, now, position)
	if err != nil {
		return now, err
	}
	mine := edit(saw)
	if current(c, now.Key(), position) {
		return mine, nil
	}
	merged, clashes, err := model.Merge(saw, now, mine)
	if err != nil {
		return now, err
	}
	if len(clashes) > 0 {
		return now, changedSince(c, now.Key(), position, clashes...)
	}
	return merged, nil
}

// replaced is a record as it is given, carried over to the one that stands.
func replaced[T model.Record](c *model.Case, given T, position int64) (T, error) {
	now, err := known[T](c, given.Key())
	if err != nil {
		return now, err
	}
	return onto(c, now, position, func(T) T { return given })
}

// unmoved refuses a decision with Changed when what was decided on is no longer
// what was read: one of these fields, or any without names.
func unmoved[T model.Record](c *model.Case, now T, position int64, fields ...string) error {
	if current(c, now.Key(), position) {
		return nil
	}
	saw, err := asSeen(c, now, position)
	if err != nil {
		return err
	}
	differ, err := model.Differences(saw, now, fields...)
	if err != nil {
		return err
	}
	if len(differ) > 0 {
		return changedSince(c, now.Key(), position, differ...)
	}
	return nil
}

// asSeen is the record as it stood when the person read it. It fails with
// Changed when that can't be known any more: it was not there, or removed by law.
func asSeen[T model.Record](c *model.Case, now T, position int64) (T, error) {
	if current(c, now.Key(), position) {
		return now, nil
	}
	saw := model.AsSeen[T](c, model.SeenAt{ID: now.Key(), Position: position})
	if isNil(saw) {
		return now, changedSince(c, now.Key(), position)
	}
	return saw, nil
}

// current reports whether nothing was written to a record since it was read, or
// nobody said when that was.
func current(c *model.Case, id model.ID, position int64) bool {
	f, ok := c.Fact(id)
	return !ok || position == 0 || f.Since <= position
}

func changedSince(c *model.Case, id model.ID, position int64, clashes ...model.Clash) error {
	f, _ := c.Fact(id)
	for i := range clashes {
		x := &clashes[i]
		x.Was, x.Theirs, x.Mine = keptInWords(c, x.Was), keptInWords(c, x.Theirs), keptInWords(c, x.Mine)
	}
	return &model.Changed{ID: id, Seen: position, Now: f.Since, Clashes: clashes}
}

// datesInWords says the dates of a release in what was changed as a person reads
// them.
func datesInWords(c *model.Case, err error, now *model.Release, position int64) error {
	var changed *model.Changed
	saw, none := asSeen(c, now, position)
	if none != nil || !errors.As(err, &changed) {
		return err
	}
	for i := range changed.Clashes {
		if x := &changed.Clashes[i]; x.Field == "window" {
			x.Was, x.Theirs = slotWords(c, saw.Window, c.Zone(now)), slotWords(c, now.Window, c.Zone(now))
			x.Mine = x.Was
		}
	}
	return err
}

// slotWords are the dates of a window as a person reads them, with their zone; of
// days only where they are others for the organisation, whose days have none in the
// log. It is the same whoever acts, and wherever: what is kept is.
func slotWords(c *model.Case, s model.Slot, zone *time.Location) string {
	return when.Tell(s.Start, s.End, zone, c.Rules.Policy.Location())
}

// tell says the dates of a plan about a record, as notes have it.
func tell(c *model.Case, about model.ID, s model.Slot) string {
	return slotWords(c, s, c.ZoneOf(about))
}

// looked asks for a record as it was read, for onto and unmoved.
func looked(id model.ID, position int64) []model.SeenAt {
	if id == "" || position == 0 {
		return nil
	}
	return []model.SeenAt{{ID: id, Position: position}}
}
