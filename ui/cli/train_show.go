package cli

import (
	"context"
	"fmt"
	"io"

	"fairway/model"
	"fairway/model/gate"
	"fairway/model/task"
	"fairway/model/when"
)

// trainView is a train with its departures to come.
type trainView struct {
	*model.Train
	Departures []stopView `json:"departures"`
}

// stopView is one departure: its deployment window, until when RFCs come on board, and
// its release with how many it has, where there is one.
type stopView struct {
	Start   when.Moment `json:"start"`
	End     when.Moment `json:"end"`
	Cutoff  when.Moment `json:"cutoff"`
	Over    bool        `json:"cutoff_over"`
	Release model.ID    `json:"release,omitempty"`
	RFCs    int         `json:"rfcs"`
	// Cancelled says that the release was, Off that the train has no such departure any more.
	Cancelled bool `json:"cancelled,omitempty"`
	Off       bool `json:"off_timetable,omitempty"`
	// Conflicts are what it collides with: its release, or the one that it would get.
	Conflicts []conflictView `json:"conflicts,omitempty"`
}

// printTrain prints a train with its next departures.
func (a *App) printTrain(ctx context.Context, t *model.Train, at outlook, lines []string) error {
	c, err := a.db.Case(ctx, at.pos, at.now, gate.TimetableNeeds(t))
	if err != nil {
		return err
	}
	out := trainView{Train: t, Departures: []stopView{}}
	stops, err := gate.Timetable(c, t, gate.StopsAhead)
	if err != nil {
		return err
	}
	show := func(m when.Moment) string { return when.Format(m, at.zone, when.ISO) }
	for _, s := range gate.Collide(c, t, stops) {
		v := stopView{Start: s.Slot.Start, End: s.Slot.End, Cutoff: s.Cutoff, Over: !c.Now.Before(s.Cutoff.At), Release: s.Release, Conflicts: a.conflictViews(task.AddressedConflicts(c, s.Conflicts))}
		text := fmt.Sprintf("%s, cut-off for RFCs %s", show(s.Slot.Start), show(s.Cutoff))
		if v.Over {
			text += ", over"
		}
		if r := model.Get[*model.Release](c, s.Release); r != nil {
			v.RFCs, v.Cancelled, v.Off = len(r.Changes), r.Cancelled != nil, s.Off
			text += ": " + s.Words(c, at.zone)
		}
		out.Departures = append(out.Departures, v)
		lines = append(lines, fmt.Sprintf("  %-16s %s", "departs", text))
		for _, f := range v.Conflicts {
			lines = append(lines, fmt.Sprintf("  %-16s   collides, %s", "", f.Reason().Text))
		}
	}
	for _, s := range t.Skipped {
		if s.Start.At.After(c.Now) {
			lines = append(lines, fmt.Sprintf("  %-16s %s: %s", "skipped", show(s.Start), s.Reason))
		}
	}
	return a.print(out, func(w io.Writer) { printLines(w, lines, at.zone) })
}
