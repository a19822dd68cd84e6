package ui

import (
	"context"
	"strings"
	"testing"

	"fairway/model"
	"fairway/model/action"
	"fairway/store"
	"fairway/ui/screen/screentest"
)

// TestTheDashboardAsksForReading sits down as somebody of each role, and as
// those who may not read: no screen shows them a record.
func TestTheDashboardAsksForReading(t *testing.T) {
	db := screentest.Demo(t)
	ctx := context.Background()
	boss := everybody(t, db)["alice"]
	if _, err := db.Do(ctx, store.Who{Person: boss.ID, Auth: "test"}, action.WritePerson{Person: model.Person{Handle: "roleless", Name: "Rolf Less"}}); err != nil {
		t.Fatal(err)
	}
	rules, err := db.Rules(ctx)
	if err != nil {
		t.Fatal(err)
	}
	sat := map[string]bool{}
	for handle, p := range everybody(t, db) {
		what := "nothing"
		if p.Left {
			what = "left"
		} else if len(p.Roles) > 0 {
			what = p.Roles[0].Role
		}
		if sat[what] {
			continue // one of each sort
		}
		sat[what] = true
		env := screentest.On(t, db, handle, colours)
		env.Data = newReaders(alone{&file{DB: db, mine: map[int64]bool{}}}, p.ID, db.MayRead)
		d := sitOn(t, env, 160, 40)
		for _, s := range Screens() {
			for i, other := range d.root.screens {
				if other.Name() == s {
					d.do(d.root.show(i))
				}
			}
			said := strings.Join(strings.Fields(d.Picture()), " ")
			denied := strings.Contains(said, "no role with the permission read") || strings.Contains(said, "has left")
			if may := action.Reads(rules, p); may == denied || !may && strings.Contains(said, "REL-") {
				t.Errorf("%s (%s), %s: may read %v, and sees:\n%s", handle, what, s, may, d.Picture())
			}
			d.away()
		}
	}
	if len(sat) < 10 || !sat["nothing"] || !sat["left"] {
		t.Errorf("only these sat down: %v", sat)
	}
}

// TestARoleThatIsTakenEndsReading takes the role of somebody whose dashboard is
// open: the next load refuses, news say nothing any more, and what they type is
// still kept. Given back, all is as before.
func TestARoleThatIsTakenEndsReading(t *testing.T) {
	db := screentest.Demo(t)
	ctx := context.Background()
	people := everybody(t, db)
	boss := store.Who{Person: people["alice"].ID, Auth: "test"}
	made, err := db.Do(ctx, boss, action.WritePerson{Person: model.Person{Handle: "guest", Name: "Gus Guest", Roles: []model.Grant{{Role: "auditor"}}}})
	if err != nil {
		t.Fatal(err)
	}
	env := screentest.On(t, db, "guest", colours)
	data := newReaders(alone{&file{DB: db, mine: map[int64]bool{}}}, made.Subject, db.MayRead)
	env.Data = data
	d := sitOn(t, env, 160, 40)
	d.Press("2").See("Board")
	if strings.Contains(d.Picture(), "permission read") {
		t.Fatalf("an auditor reads:\n%s", d.Picture())
	}
	grant := model.Grant{Role: "auditor"}
	if _, err := db.Do(ctx, boss, action.RevokeRole{Person: made.Subject, Grant: grant}); err != nil {
		t.Fatal(err)
	}
	d.do(d.root.reloadAll())
	d.See("no role with the permission read")
	e := store.Event{Notes: []store.LogEntry{{Position: 1, Who: boss.Person, Name: "Alice", Note: "moved REL-1"}}}
	if said := data.Words(e); len(said.Notes) > 0 {
		t.Errorf("news for somebody who may not read: %v", said)
	}
	if err := data.Keep(ctx, made.Subject, "draft", "typed"); err != nil {
		t.Error(err)
	}
	if _, err := db.Do(ctx, boss, action.GrantRole{Person: made.Subject, Grant: grant}); err != nil {
		t.Fatal(err)
	}
	d.away()
	d.do(d.root.reloadAll())
	if strings.Contains(d.Picture(), "permission read") {
		t.Errorf("the role is back:\n%s", d.Picture())
	}
	if said := data.Words(e); len(said.Notes) != 1 {
		t.Errorf("no news for somebody who reads: %v", said)
	}
}

// Nobody acts as somebody who may not read: the screens would be empty.
func TestActingAsSomebodyWhoMayNotReadIsRefused(t *testing.T) {
	db := screentest.Demo(t)
	ctx := context.Background()
	people := everybody(t, db)
	made, err := db.Do(ctx, store.Who{Person: people["alice"].ID, Auth: "test"}, action.WritePerson{Person: model.Person{Handle: "guest", Name: "Gus Guest"}})
	if err != nil {
		t.Fatal(err)
	}
	env := screentest.On(t, db, "alice", colours)
	env.Data = newReaders(alone{&file{DB: db, mine: map[int64]bool{}}}, people["alice"].ID, db.MayRead)
	d := sitOn(t, env, 120, 40)
	d.do(host{d.root}.Act(made.Subject))
	d.See("Gus Guest has no role with the permission read")
	if env.Person.ID() != people["alice"].ID {
		t.Errorf("acts as %v", env.Person.Person)
	}
}

// The gate says whose its remedies are to whoever one acts as.
func TestAGateSaysWhoseItsRemediesAre(t *testing.T) {
	db := screentest.Demo(t)
	people := everybody(t, db)
	d := sitOn(t, screentest.On(t, db, "alice", colours), 160, 50)
	d.do(host{d.root}.Act(people["cora"].ID))
	d.do(host{d.root}.Gate("REL-35"))
	d.See("ask Configuration Manager or Deployment Team").Press("esc")
	d.do(host{d.root}.Act(people["konrad"].ID))
	d.do(host{d.root}.Gate("REL-35"))
	d.See("Gate of REL-35").NotSee("ask Configuration Manager or Deployment Team")
}
