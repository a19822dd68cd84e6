package ui

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/intake"
	"fairway/store"
	"fairway/ui/screen/screentest"
)

// few is that under the race detector only some sit down for it.
var few []string

// TestTheDashboardEnforcesTheSameRights performs each action as each person of
// the demo the way every form and key of the dashboard does, and compares what
// the screen then says with the rules of the file: as the first who may and the
// first who may not, and as each fortieth of the others. TestLongTheDashboard…
// has everybody perform each.
func TestTheDashboardEnforcesTheSameRights(t *testing.T) { enforcesTheSameRights(t, false) }

// enforcesTheSameRights walks it whole, or as one of those who have the same
// roles: what somebody may hangs on them alone.
func enforcesTheSameRights(t *testing.T, whole bool) {
	db := screentest.Demo(t)
	ctx := context.Background()
	rules, err := db.Rules(ctx)
	if err != nil {
		t.Fatal(err)
	}
	people := everybody(t, db)
	met := map[string]bool{}
	turns := map[string]int{}
	actions := oneOfEach(t, db)
	type asked struct {
		permission string
		service    model.ID
	}
	asks := map[string]asked{} // whoever does it
	for name, a := range actions {
		c, err := db.Case(ctx, store.Now, screentest.Now, action.Needs(a))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		permission, service := action.Asks(c, a)
		asks[name] = asked{permission, service}
	}
	for _, handle := range slices.Sorted(maps.Keys(people)) {
		p := people[handle]
		roles := fmt.Sprint(p.Roles, p.Left)
		if met[roles] && !whole || !slices.Contains(few, handle) && len(few) > 0 {
			continue
		}
		met[roles] = true
		t.Run(handle, func(t *testing.T) {
			before, _, err := db.Head(ctx)
			if err != nil {
				t.Fatal(err)
			}
			env := screentest.On(t, db, handle, colours)
			env.Data = alone{&file{DB: db, mine: map[int64]bool{}}}
			var d *rig // nobody sits down for nothing
			for _, name := range slices.Sorted(maps.Keys(actions)) {
				permission, service := asks[name].permission, asks[name].service
				may := permission == ""
				for _, g := range p.Roles {
					role, ok := rules.Role(g.Role)
					may = may || ok && role.Allows(permission) && (g.Service == "" || g.Service == service)
				}
				denial := "no role with the permission " + permission
				if p.Left { // whoever has left may do nothing, whatever their roles
					may, denial = false, p.Name+" has left"
				}
				turn := fmt.Sprint(name, may)
				if turns[turn]++; turns[turn]%40 != 1 && !whole {
					continue
				}
				if d == nil {
					d = sitOn(t, env, 200, 50)
					d.Press("5") // a list is read sooner than the calendar, again after each action
				}
				d.do(host{d.root}.Do(actions[name], nil))
				said := strings.Join(strings.Fields(d.Picture()), " ")
				switch denied := strings.Contains(said, denial); {
				case may && denied:
					t.Errorf("%s may %s, and reads:\n%s", handle, name, d.Picture())
				case !may && !denied:
					t.Errorf("%s may not %s, and reads:\n%s", handle, name, d.Picture())
				case !may && !strings.Contains(said, "Nothing was changed"):
					t.Errorf("%s is not told that nothing was changed:\n%s", handle, d.Picture())
				}
				d.away()
			}
			if after, _, err := db.Head(ctx); err != nil || p.Has("auditor", "") && len(p.Roles) == 1 && after != before {
				t.Errorf("the auditor wrote %d entries (%v)", after-before, err)
			}
		})
	}
}

// TestAReadOnlyDashboardWritesNothing performs each action where nothing may be
// written, as if its key had not been disabled.
func TestAReadOnlyDashboardWritesNothing(t *testing.T) {
	db := screentest.Demo(t)
	ctx := context.Background()
	before, _, err := db.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	env := screentest.On(t, db, "ada", colours)
	env.ReadOnly = true
	d := sitOn(t, env, 120, 40)
	for name, a := range oneOfEach(t, db) {
		d.do(host{d.root}.Do(a, nil))
		if !strings.Contains(d.Picture(), "this session only reads") {
			t.Errorf("%s was not refused:\n%s", name, d.Picture())
		}
		d.away()
	}
	if after, _, err := db.Head(ctx); err != nil || after != before {
		t.Errorf("%d entries were written (%v)", after-before, err)
	}
}

// away takes away what the last action laid over the screen.
func (d *rig) away() {
	d.Helper()
	for range 5 {
		if len(d.root.layers) == 0 {
			return
		}
		d.Wait(quiet).Press("esc")
	}
	d.Fatalf("it can't be left:\n%s", d.Picture())
}

func everybody(t *testing.T, db *store.DB) map[string]*model.Person {
	t.Helper()
	ctx := context.Background()
	list, err := db.List(ctx, store.ListQuery{Kind: model.KindPerson, Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]*model.Person{}
	for _, l := range list {
		f, err := db.Record(ctx, l.ID, store.Now)
		if err != nil {
			t.Fatal(err)
		}
		p := f.Record.(*model.Person)
		out[p.Handle] = p
	}
	if len(out) < 10 {
		t.Fatalf("the demo has %d people", len(out))
	}
	return out
}

// oneOfEach is an action of every name, about records that there are, and
// incomplete, so that it is refused or harmless whoever asks.
func oneOfEach(t *testing.T, db *store.DB) map[string]action.Action {
	t.Helper()
	record := func(kind model.Kind, state string) model.ID {
		list, err := db.List(context.Background(), store.ListQuery{Kind: kind, State: state, Limit: 1000})
		if err != nil || len(list) == 0 {
			t.Fatalf("no %s: %v", kind, err)
		}
		return list[len(list)-1].ID
	}
	release, service, person := record(model.KindRelease, "open"), record(model.KindService, ""), record(model.KindPerson, "")
	f, err := db.Record(context.Background(), record(model.KindChange, ""), store.Now)
	if err != nil {
		t.Fatal(err)
	}
	change := f.Record.(*model.Change) // it stays with its service: moving it takes the permission for both
	in := map[string]any{"service": service, "release": release}
	ids := map[string]any{
		"release": release, "of": release, "approval": record(model.KindApproval, ""), "document": record(model.KindDocument, ""), "run": record(model.KindRun, ""),
		"change": change.ID, "media": record(model.KindMedia, ""), "window": record(model.KindWindow, ""), "incident": record(model.KindIncident, ""),
		"problem": record(model.KindProblem, ""), "procurement": record(model.KindProcurement, ""), "item": record(model.KindItem, ""), "person": person, "id": record(model.KindItem, ""), "form": "criteria",
	}
	// Where an action brings a whole record and not the id of one.
	whole := map[string]map[string]any{
		"register": {"release": in}, "submit-change": {"change": in}, "capture-change": {"change": in}, "edit-change": {"change": map[string]any{"id": change.ID, "service": change.Service}}, "procure": {"item": in},
		"item": {"item": in}, "open-incident": {"incident": in}, "edit-incident": {"incident": map[string]any{"id": record(model.KindIncident, "")}}, "open-problem": {"problem": in}, "milestone": {"milestone": in}, "add-media": {"media": map[string]any{}},
		"add-window": {"window": map[string]any{"services": []any{service}}}, "edit-window": {"window": map[string]any{"id": record(model.KindWindow, ""), "services": []any{service}}}, "receive": {"item": map[string]any{}}, "reschedule": {"window": map[string]any{}}, "copy-release": {"window": map[string]any{}},
		"service": {"service": map[string]any{"id": service}}, "person": {"person": map[string]any{}}, "team": {"team": map[string]any{}},
	}
	out := map[string]action.Action{}
	for _, name := range action.Names() {
		if name == "init" {
			continue // only of an empty file
		}
		values := maps.Clone(ids)
		maps.Copy(values, whole[name])
		text, err := json.Marshal(values)
		if err != nil {
			t.Fatal(err)
		}
		made, err := action.Decode(name, text)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if p, ok := made.(**action.Import); ok { // a pointer itself, because it streams: no rows
			(*p).Rows = func(func(intake.Row) error) error { return nil }
			made = *p
		}
		a, ok := made.(action.Action)
		if !ok {
			t.Fatalf("%s is %T, no action", name, made)
		}
		out[name] = a
	}
	return out
}

// alone is the file of a session that hears of nobody else.
type alone struct{ *file }

func (alone) Watch(context.Context) <-chan store.Event { return nil }
