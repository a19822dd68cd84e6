package store

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/process"
	"fairway/model/when"
)

// urgent is a file whose rules have a process for emergencies beside the
// normal one, with a stage of its own.
func urgent(t testing.TB) *file {
	t.Helper()
	db, err := Create(context.Background(), filepath.Join(t.TempDir(), "fairway.db"), fixed())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	b := rules(t)
	p := b.Processes[0]
	p.Name, p.Title, p.Moves = "emergency", "Emergency release", nil
	stage := func(id, title, phase string) process.Stage {
		return process.Stage{ID: id, Title: title, Phase: phase}
	}
	p.Stages = []process.Stage{stage("triage", "Triage", "plan"), stage("fix", "Fix", "build"), stage("deployment", "Deployment", "deploy"), stage("closed", "Closed", "review")}
	others := slices.DeleteFunc(slices.Clone(b.Processes), func(o process.Process) bool { return o.Name == p.Name })
	b.Processes = append(others, p)
	f := &file{DB: db, t: t}
	r, err := f.Do(context.Background(), Who{Auth: "test"}, action.Init{Person: model.Person{Handle: "ada", Name: "Ada Admin"}, Rules: b})
	if err != nil {
		t.Fatal(err)
	}
	f.admin = r.Subject
	f.boss = f.do(f.admin, action.WritePerson{Person: model.Person{Handle: "bo", Name: "Bo Boss", Roles: []model.Grant{{Role: "release-manager"}, {Role: "release-coordinator"}, {Role: "administrator"}}}}).Subject
	return f
}

func (f *file) register(kind string, service model.ID, day int) model.ID {
	f.t.Helper()
	at := minute(2026, 12, 1+day%28, 20, 0)
	return f.do(f.boss, action.Register{Release: model.Release{Name: fmt.Sprint(kind, day), Type: kind, Contents: []string{"software"}, Service: service, Owner: f.boss, Window: model.Slot{Start: at, End: minute(2026, 12, 1+day%28, 22, 0)}}}).Subject
}

// A stage that only another process has is a column while a release is in it, where
// that process has got to; one that is empty is folded.
func TestOtherProcessesStandWhereTheyAre(t *testing.T) {
	ctx := context.Background()
	f := urgent(t)
	svc := f.do(f.boss, action.WriteService{Service: model.Service{Handle: "pay", Name: "Payments", Owner: f.boss}}).Subject
	hot := f.register("emergency", svc, 3)
	f.register("normal", svc, 1)
	b, err := f.Board(ctx, BoardQuery{Now: start})
	if err != nil {
		t.Fatal(err)
	}
	first, second := b.Columns[0], b.Columns[1]
	if first.Stage != "triage" || first.Title != "Triage" || first.Count != 1 || len(first.Cards) != 1 || first.Cards[0].ID != hot || second.Stage != "registration" || second.Count != 1 {
		t.Errorf("the board begins with %+v, %+v", first, second)
	}
	if at := slices.IndexFunc(b.Columns, func(c BoardColumn) bool { return c.Stage == "fix" }); at >= 0 {
		t.Errorf("a stage that only emergencies have, and none is in, is a column: %+v", b.Columns[at])
	}
	if b.Phases[0].Count != 2 || b.Shown != 2 || b.All != 2 {
		t.Errorf("the plan phase has %d, the board %d of %d", b.Phases[0].Count, b.Shown, b.All)
	}
	// Rules in which nobody knows a stage any more hide no release.
	lost := Board{}
	rules := rules(t)
	lost.lay(&rules, map[string]stageCount{"triage": {all: 1}}, false)
	if c := lost.Columns[len(lost.Columns)-1]; c.Stage != "triage" || c.Count != 1 {
		t.Errorf("the last column is %+v", c)
	}
}

// However the board is divided, filtered and paged, every release is on it
// once, in its column, and the counts agree with the cards.
func TestLanesHoldEveryReleaseOnce(t *testing.T) {
	ctx := context.Background()
	f := urgent(t)
	services := []model.ID{""}
	for i := range 5 {
		services = append(services, f.do(f.boss, action.WriteService{Service: model.Service{Handle: fmt.Sprint("s", i), Name: fmt.Sprint("Service ", 9-i), Owner: f.boss}}).Subject)
	}
	for i := range 40 {
		service := services[1+i*7%5]
		kind := "normal"
		if i%9 == 4 {
			kind = "emergency"
		}
		f.register(kind, service, i)
	}
	f.do(f.boss, action.Hold{Release: "REL-7", Reason: "wait", Review: when.OnClock(start.AddDate(0, 1, 0), time.UTC)})
	f.do(f.boss, action.Cancel{Release: "REL-8", Reason: "not wanted"})
	head, _, err := f.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(rt *rapid.T) {
		q := BoardQuery{Now: start, PerStage: 100, Lanes: rapid.SampledFrom([]Lanes{NoLanes, Apart, ByService}).Draw(rt, "lanes"), LaneLimit: 100,
			Filter: rapid.SampledFrom([]string{"", "-hold", "service:s1,s2", "emergency", "-emergency", "normal1", "start:<2026-12-10"}).Draw(rt, "filter")}
		if rapid.Bool().Draw(rt, "as of") {
			q.AsOf = head
		}
		plain := q
		plain.Lanes = NoLanes
		want, err := f.Board(ctx, plain)
		if err != nil {
			rt.Fatal(err)
		}
		all, err := f.Board(ctx, q)
		if err != nil {
			rt.Fatal(err)
		}
		seen := map[model.ID]int{}
		for i, c := range all.Columns {
			if c.Count != want.Columns[i].Count || c.Late != want.Columns[i].Late {
				rt.Fatalf("%s counts %d (%d late), not %d (%d late)", c.Stage, c.Count, c.Late, want.Columns[i].Count, want.Columns[i].Late)
			}
			n := len(c.Cards)
			for _, card := range c.Cards {
				seen[card.ID] = i + 1
			}
			for _, l := range all.Lanes {
				if len(l.Cells[i].Cards) != l.Cells[i].Count {
					rt.Fatalf("%s of %s counts %d and has %d cards", c.Stage, l.Title, l.Cells[i].Count, len(l.Cells[i].Cards))
				}
				n += l.Cells[i].Count
				for _, card := range l.Cells[i].Cards {
					if (l.Key == EmergencyLane) != (card.Type == "emergency") || l.Key != EmergencyLane && l.Key != string(card.Service) {
						rt.Fatalf("%s lies in the lane of %s", card.ID, l.Title)
					}
					seen[card.ID] = i + 1
				}
			}
			if n != c.Count {
				rt.Fatalf("%s counts %d and has %d cards", c.Stage, c.Count, n)
			}
		}
		if len(seen) != want.Shown || want.All != 39 {
			rt.Fatalf("%d cards of %d, %d in all", len(seen), want.Shown, want.All)
		}
		for i, c := range want.Columns {
			for _, card := range c.Cards {
				if seen[card.ID] != i+1 {
					rt.Fatalf("%s isn't in %s", card.ID, c.Stage)
				}
			}
		}
		if q.Lanes != ByService {
			return
		}
		// Page by page come the same lanes, and card by card the same cells.
		var lanes []BoardLane
		q.LaneLimit = rapid.IntRange(1, 3).Draw(rt, "lanes of a page")
		for q.LaneSkip = 0; q.LaneSkip < all.LaneCount; q.LaneSkip += q.LaneLimit {
			p, err := f.Board(ctx, q)
			if err != nil {
				rt.Fatal(err)
			}
			lanes = append(lanes, slices.DeleteFunc(p.Lanes, func(l BoardLane) bool { return l.Key == EmergencyLane })...)
		}
		var titles, paged []string
		for _, l := range all.Lanes {
			if l.Key != EmergencyLane {
				titles = append(titles, fmt.Sprint(l.Key, l.Title, l.Count, l.Late))
			}
		}
		for _, l := range lanes {
			paged = append(paged, fmt.Sprint(l.Key, l.Title, l.Count, l.Late))
		}
		if !slices.Equal(titles, paged) || len(titles) != all.LaneCount {
			rt.Fatalf("of %d lanes there are %v, and paged %v", all.LaneCount, titles, paged)
		}
		for _, l := range all.Lanes {
			for i, c := range l.Cells {
				if c.Count < 2 {
					continue
				}
				q.LaneSkip, q.LaneLimit, q.PerStage = 0, 100, 1
				q.Skip = map[string]int{LaneSkip(l.Key, all.Columns[i].Stage): c.Count - 1}
				p, err := f.Board(ctx, q)
				if err != nil {
					rt.Fatal(err)
				}
				for _, m := range p.Lanes {
					if m.Key == l.Key && (len(m.Cells[i].Cards) != 1 || m.Cells[i].Cards[0].ID != c.Cards[c.Count-1].ID) {
						rt.Fatalf("the last of %s in %s is %v, not %s", l.Title, all.Columns[i].Stage, m.Cells[i].Cards, c.Cards[c.Count-1].ID)
					}
				}
				return
			}
		}
	})
}

// Lanes hold open releases; with the ended ones there are none of services.
func TestEndedReleasesStandInNoServiceLane(t *testing.T) {
	ctx := context.Background()
	f := urgent(t)
	svc := f.do(f.boss, action.WriteService{Service: model.Service{Handle: "pay", Name: "Payments", Owner: f.boss}}).Subject
	f.register("normal", svc, 1)
	gone := f.register("normal", svc, 2)
	f.do(f.boss, action.Cancel{Release: gone, Reason: "not wanted"})
	b, err := f.Board(ctx, BoardQuery{Now: start, Lanes: ByService, Ended: true})
	if err != nil || len(b.Lanes) != 0 || len(b.Columns[0].Cards) != 2 {
		t.Errorf("%+v, %v", b, err)
	}
}

// Entries say where their services are, when that is asked for.
func TestEntriesSayTheZonesOfTheirServices(t *testing.T) {
	ctx := context.Background()
	f := made(t, fixed()) // its service is in Berlin
	f.release("Ledger", minute(2026, 12, 10, 20, 0), minute(2026, 12, 10, 23, 0))
	q := CalendarQuery{Span: span(start, start.AddDate(0, 1, 0)), Now: start, Zone: zone(t, "UTC")}
	for _, want := range []string{"", "Europe/Berlin"} {
		q.Zones = want != ""
		c, err := f.Calendar(ctx, q)
		if err != nil || len(c.Entries) != 1 || c.Entries[0].Zone != want {
			t.Errorf("asked for zones %v: %+v, %v", q.Zones, c.Entries, err)
		}
	}
}
