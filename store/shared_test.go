package store

import (
	"context"
	"testing"

	"fairway/model"
	"fairway/model/action"
)

// TestRFCsInTwoReleasesAreFound: what asks for a scope is shown where else an RFC
// rides, and a file from before that was refused says which do so twice.
func TestRFCsInTwoReleasesAreFound(t *testing.T) {
	ctx := context.Background()
	f := newOffice(t, fixed())
	rfc := f.do(f.coordinator, action.SubmitChange{Change: model.Change{Title: "x", Category: "enhancement", Type: "normal", Service: f.pay}}).Subject
	release := func(changes ...model.ID) model.ID {
		return f.do(f.coordinator, action.Register{Release: model.Release{Name: "Ledger", Type: "normal", Service: f.pay, Changes: changes}}).Subject
	}
	one, two := release(rfc), release()
	for _, a := range []action.Action{
		action.Scope{Release: two, Add: []model.ID{rfc}},
		action.Register{Release: model.Release{Name: "Third", Type: "normal", Changes: []model.ID{rfc}}},
	} {
		if _, err := f.DB.Do(ctx, Who{Person: f.coordinator, Auth: "test"}, a); err == nil {
			t.Errorf("%s put %s into a second release", action.Name(a), rfc)
		}
	}
	if shared, err := f.SharedRFCs(ctx); err != nil || len(shared) != 0 {
		t.Errorf("shared: %v %v", shared, err)
	}
	// As a program wrote it that did not look.
	for _, sql := range []string{
		"UPDATE version SET body = json_set(body, '$.changes', json_array(?1)) WHERE id = ?2 AND until IS NULL",
		"INSERT INTO link(n, i, since, src, rel, dst) SELECT n, 99, since, ?2, 'scopes', ?1 FROM version WHERE id = ?2 AND until IS NULL",
	} {
		if _, err := f.writer.Exec(sql, string(rfc), string(two)); err != nil {
			t.Fatal(err)
		}
	}
	shared, err := f.SharedRFCs(ctx)
	if err != nil || len(shared) != 1 || shared[0].Change != rfc || shared[0].Of.ID != one || shared[0].In.ID != two || len(shared[0].Remedies) != 2 {
		t.Errorf("shared: %+v %v", shared, err)
	}
	for _, id := range []model.ID{one, two} {
		g, err := f.Gate(ctx, id, "planning", Now, start)
		n := 0
		for _, finding := range g.Findings {
			if finding.Check == "rfc-exclusive" && finding.Blocks() {
				n++
			}
		}
		if err != nil || n != 1 {
			t.Errorf("the gate of %s: %v %+v", id, err, g.Findings)
		}
	}
}
