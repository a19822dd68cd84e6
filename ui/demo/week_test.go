package demo

import (
	"testing"
	"time"

	"fairway/model"
	"fairway/store"
)

// thisWeek asks for what is not of the normal process: an entry of the catalogue that was
// followed and is to be followed again, an emergency of which the papers and one
// countersignature are owed in time, an absence, and meetings of the CAB.
func thisWeek(t *testing.T, db *store.DB, now time.Time) {
	t.Helper()
	entries := must(db.List(ctx, store.ListQuery{Kind: model.KindEntry}))
	if len(entries) != 1 {
		t.Fatalf("%d entries of the catalogue", len(entries))
	}
	entry := must(db.Record(ctx, entries[0].ID, store.Now)).Record.(*model.Entry)
	var ahead, went int
	for _, use := range entry.Uses {
		r := must(db.Record(ctx, use.Record, store.Now)).Record.(*model.Release)
		switch {
		case r.Closed() && use.Outcome == model.OutcomeSuccessful:
			went++
		case r.Stage == "scheduled" && r.Window.Start.At.After(now):
			ahead++
		}
	}
	if entry.State != model.EntryAuthorised || ahead != 1 || went > 1 || len(entry.Uses) != went+ahead {
		t.Errorf("%s is %s, and its uses are %v", entry.ID, entry.State, entry.Uses)
	}
	var owed []*model.Release
	for _, l := range must(db.List(ctx, store.ListQuery{Kind: model.KindRelease})) {
		r := must(db.Record(ctx, l.ID, store.Now)).Record.(*model.Release)
		if g := r.Emergency(); g != nil {
			owed = append(owed, r)
			inc := must(db.Record(ctx, g.Incident, store.Now)).Record.(*model.Incident)
			if r.Stage != "retro-completion" || inc.Severity != "P1" || inc.Resolved.IsZero() || !r.StageDue.After(now) || now.Sub(g.At) > 7*24*time.Hour {
				t.Errorf("%s stands in %s since %s, due %s, and %s is %s, resolved %s", r.ID, r.Stage, g.At, r.StageDue, inc.ID, inc.Severity, inc.Resolved)
			}
		}
	}
	if len(owed) != 1 {
		t.Fatalf("%d emergencies", len(owed))
	}
	var signed, waits int
	for _, l := range must(db.List(ctx, store.ListQuery{Kind: model.KindApproval})) {
		for _, d := range must(db.Record(ctx, l.ID, store.Now)).Record.(*model.Approval).Decisions {
			switch {
			case d.Verbal == nil:
			case d.Verbal.Waits() && d.Verbal.Due.After(now):
				waits++
			case !d.Verbal.Signed.IsZero():
				signed++
			}
		}
	}
	if signed != 1 || waits != 1 {
		t.Errorf("%d countersigned, %d wait in time", signed, waits)
	}
	for _, l := range must(db.List(ctx, store.ListQuery{Kind: model.KindWaiver})) {
		if w := must(db.Record(ctx, l.ID, store.Now)).Record.(*model.Waiver); w.Of != owed[0].ID || w.State() != model.WaiverGranted || w.Check != "minimum-tested" {
			t.Errorf("%s of %s is %s, for %s", w.ID, w.Of, w.State(), w.Check)
		}
	}
	absent := must(db.List(ctx, store.ListQuery{Kind: model.KindDelegation}))
	if len(absent) != 1 {
		t.Fatalf("%d absences", len(absent))
	}
	if d := must(db.Record(ctx, absent[0].ID, store.Now)).Record.(*model.Delegation); !d.InForce(now) {
		t.Errorf("%s does not hold: %v", d.ID, d.Slot())
	}
	held, planned := 0, 0
	for _, l := range must(db.List(ctx, store.ListQuery{Kind: model.KindMeeting})) {
		switch m := must(db.Record(ctx, l.ID, store.Now)).Record.(*model.Meeting); {
		case m.State() == model.MeetingPlanned && m.Planned.Start.At.After(now):
			planned++
		case m.State() == model.MeetingClosed && len(m.Came()) >= must(db.Policy(ctx)).Quorum:
			held++
			if d := must(db.Record(ctx, m.Document, store.Now)).Record.(*model.Document); d.Approved.IsZero() {
				t.Errorf("the minutes of %s are not approved", m.ID)
			}
		}
	}
	if held != 1 || planned != 1 {
		t.Errorf("%d meetings held, %d planned", held, planned)
	}
}
