package cab_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"fairway/assets"
	"fairway/model"
	"fairway/model/action"
	"fairway/model/cab"
	"fairway/model/process"
	"fairway/model/when"
)

var now = time.Date(2026, 3, 10, 13, 0, 0, 0, time.UTC)

// board is a case with three of the CAB, a guest, and whatever a test adds.
func board(t testing.TB) *model.Case {
	t.Helper()
	rules, err := assets.Rules()
	if err != nil {
		t.Fatal(err)
	}
	rules.ID = "PRC-1"
	c := model.NewCase(now, model.Actor{}, &rules)
	for i, name := range []string{"Ann", "Bob", "Cy", "Guest"} {
		p := &model.Person{ID: model.MakeID(model.KindPerson, int64(i+1)), Name: name, Handle: strings.ToLower(name)}
		if name != "Guest" {
			p.Roles = []model.Grant{{Role: process.RoleCAB}, {Role: process.RoleCAB, Service: "SVC-1"}}
		}
		c.Add(model.Fact{Record: p})
	}
	return c
}

// asked adds a release with a score, and an approval of it that waits for these roles.
func asked(c *model.Case, n int64, score int, at time.Time, roles ...string) model.ID {
	r := &model.Release{ID: model.MakeID(model.KindRelease, n), Name: "R", Type: "normal", Risk: &model.Risk{Score: score}}
	a := &model.Approval{ID: model.MakeID(model.KindApproval, n), Of: r.ID, Title: "Authorisation", At: at, Approvers: model.Each(roles, func(role string) model.Approver { return model.Approver{Role: role, Title: role} })}
	c.Add(model.Fact{Record: r})
	c.Add(model.Fact{Record: a})
	return a.ID
}

func items(a cab.Agenda) []string {
	return model.Each(a.Items, func(i cab.Item) string { return i.Item })
}

// Only what waits for a seat of the CAB is on the agenda: emergencies first, then the
// riskiest, then the oldest. What was taken up stays on it once it is decided.
func TestTheAgendaIsByRule(t *testing.T) {
	c := board(t)
	asked(c, 1, 12, now.Add(-time.Hour), process.RoleCAB)
	asked(c, 2, 20, now, "change-manager")
	asked(c, 3, 20, now, "change-manager", process.RoleCAB)
	asked(c, 4, 12, now.Add(-2*time.Hour), process.RoleCAB)
	c.Add(model.Fact{Record: &model.Change{ID: "CHG-1", Title: "Restart", Type: "emergency", State: model.ChangeSubmitted, Declared: &model.Declaration{Reason: "service-down"}}})
	c.Add(model.Fact{Record: &model.Approval{ID: "APR-5", Of: "CHG-1", At: now, Approvers: []model.Approver{{Role: process.RoleCAB}}}})
	over := &model.Release{ID: "REL-6", Cancelled: &model.Ending{Reason: "no need"}}
	c.Add(model.Fact{Record: over})
	c.Add(model.Fact{Record: &model.Approval{ID: "APR-6", Of: "REL-6", Approvers: []model.Approver{{Role: process.RoleCAB}}}})
	if got := items(cab.Of(c, nil)); !slices.Equal(got, []string{"APR-5", "APR-3", "APR-4", "APR-1"}) {
		t.Fatalf("on it: %v", got)
	}

	// The seat of the CAB is taken: it waits for others, and leaves the agenda, but not
	// that of the meeting that took it up.
	filled := *model.Get[*model.Approval](c, "APR-3")
	filled.Decisions = []model.Decision{{Approver: 1, By: "PER-1", Verdict: model.Approve}}
	c = c.With(&filled)
	m := &model.Meeting{ID: "CAB-1", Opened: now.Add(-time.Minute), Items: []model.MeetingItem{{Item: "APR-3", Began: now, Since: now}}, Current: "APR-3"}
	if got := items(cab.Of(c, nil)); !slices.Equal(got, []string{"APR-5", "APR-4", "APR-1"}) {
		t.Errorf("on it: %v", got)
	}
	agenda := cab.Of(c.With(m), m)
	if got := items(agenda); !slices.Equal(got, []string{"APR-5", "APR-3", "APR-4", "APR-1"}) {
		t.Errorf("on it: %v", got)
	}
	if current, ok := agenda.Current(); !ok || current.Item != "APR-3" || !current.Votes[0].Beforehand {
		t.Errorf("%+v", current)
	}
	if next, _ := agenda.Next(); next.Item != "APR-5" {
		t.Errorf("next: %+v", next)
	}
	if _, ok := agenda.Find("REL-4"); !ok {
		t.Error("an item is not found by what it is of")
	}
}

// What failed or was rolled back since the last meeting is on it by itself, by when it
// was recorded; so are conditions of meetings that nothing has met, and what is planned.
func TestStandingItems(t *testing.T) {
	c := board(t)
	last := now.AddDate(0, 0, -7)
	c.Add(model.Fact{Record: &model.Meeting{ID: "CAB-1", Opened: last.Add(-time.Hour), Closed: last, Items: []model.MeetingItem{{Item: "APR-1", Of: "REL-1"}}}})
	minute := func(at time.Time) when.Moment { return when.Moment{At: at, Precision: when.Minute} }
	for n, r := range []*model.Release{
		{Name: "In a week", Window: model.Slot{Start: minute(now.AddDate(0, 0, 7)), End: minute(now.AddDate(0, 0, 7).Add(time.Hour))}},
		{Name: "In a month", Window: model.Slot{Start: minute(now.AddDate(0, 1, 0)), End: minute(now.AddDate(0, 1, 0).Add(time.Hour))}},
		{Name: "Failed", Deployed: true}, {Name: "Long ago", Deployed: true}, {Name: "Told late", Deployed: true}, {Name: "Well", Deployed: true},
	} {
		r.ID = model.MakeID(model.KindRelease, int64(n+1))
		c.Add(model.Fact{Record: r})
	}
	for n, r := range []*model.Run{
		{Release: "REL-3", Result: model.RunFailed, Ended: now.Add(-time.Hour)},
		{Release: "REL-4", Result: model.RunRolledBack, Ended: last.Add(-time.Hour)},
		{Release: "REL-5", Result: model.RunRolledBack, Ended: last.Add(-time.Hour), EndedRecorded: last.Add(time.Hour)},
		{Release: "REL-6", Result: model.RunDeployed, Ended: now.Add(-time.Hour)},
	} {
		r.ID, r.Production = model.MakeID(model.KindRun, int64(n+1)), true
		c.Add(model.Fact{Record: r})
	}
	c.Add(model.Fact{Record: &model.Change{ID: "CHG-1", Title: "Reviewed", State: model.ChangeReviewed, Reviewed: &model.ChangeReview{Outcome: model.OutcomeFailed, Text: "it broke", At: now.Add(-time.Hour)}}})
	yes := model.Decision{By: "PER-1", Verdict: model.Approve, Conditions: "tell them", Meeting: "CAB-1"}
	c.Add(model.Fact{Record: &model.Approval{ID: "APR-1", Of: "REL-1", Approvers: []model.Approver{{Role: process.RoleCAB}}, Decisions: []model.Decision{yes},
		Checks: []model.Condition{{Text: "tell them", By: "PER-4"}, {Text: "was met", By: "PER-4", Met: &model.Met{By: "PER-4"}}}}})
	agenda := cab.Of(c, nil)
	lines := map[string][]string{}
	for _, item := range agenda.Items {
		lines[item.Item] = model.Each(item.Lines, func(l cab.Line) string { return string(l.ID) })
	}
	for item, want := range map[string][]string{model.ItemFailed: {"REL-3", "REL-5", "CHG-1"}, model.ItemConditions: {"APR-1"}, model.ItemSchedule: {"REL-1"}} {
		if !slices.Equal(lines[item], want) {
			t.Errorf("%s: %v instead of %v", item, lines[item], want)
		}
	}
	if !agenda.Since.Equal(last) {
		t.Errorf("since %s", agenda.Since)
	}
}

// However people come and go, and whatever roles they have, a quorum is as many
// different members as are there.
func TestAQuorumIsOfDifferentPeople(t *testing.T) {
	base := board(t)
	rapid.Check(t, func(rt *rapid.T) {
		m := &model.Meeting{ID: "CAB-1", Title: "CAB", Opened: now, Chair: "PER-1", Minutes: "PER-4"}
		there := map[model.ID]bool{}
		for range rapid.IntRange(0, 25).Draw(rt, "comings and goings") {
			who := model.MakeID(model.KindPerson, int64(rapid.IntRange(1, 4).Draw(rt, "who")))
			c := base.With(m)
			c.Who.Person = model.Get[*model.Person](c, who)
			var a action.Action = action.JoinMeeting{Meeting: m.ID}
			join := rapid.Bool().Draw(rt, "joins")
			if !join {
				a = action.LeaveMeeting{Meeting: m.ID}
			}
			out, err := a.Do(c)
			if (err == nil) != (there[who] != join) {
				rt.Fatalf("%s, who is there: %v, joins: %v: %v", who, there[who], join, err)
			}
			if err == nil {
				m, there[who] = out.Writes[0].(*model.Meeting), join
			}
		}
		members := 0
		for who, is := range there {
			if is && who != "PER-4" {
				members++
			}
		}
		agenda := cab.Of(base.With(m), m)
		if len(agenda.Members) != members || agenda.Reached() != (members >= agenda.Quorum) || slices.Contains(agenda.Members, "PER-4") {
			rt.Fatalf("%v of %d, and %d members are there", agenda.Members, agenda.Quorum, members)
		}
	})
}

// The dates of a meeting that is called are kept as they were meant: where the clocks of
// their zone are changed, they become another instant. Those of one that was held stay.
func TestDatesOfACalledMeetingAreAsMeant(t *testing.T) {
	c := board(t)
	zone, err := when.Zone("Africa/Casablanca")
	if err != nil {
		t.Fatal(err)
	}
	start, err := when.Parse("2026-12-03 14:00", now, zone)
	if err != nil {
		t.Fatal(err)
	}
	c.Add(model.Fact{Record: &model.Meeting{ID: "CAB-1", Planned: model.Slot{Start: start}}})
	c.Add(model.Fact{Record: &model.Meeting{ID: "CAB-2", Planned: model.Slot{Start: start}, Opened: now, Closed: now}})
	moved, err := action.MovedBy(c, func(string) (*time.Location, error) { return time.UTC, nil })
	if err != nil || len(moved) != 1 || moved[0].Key() != "CAB-1" || !moved[0].(*model.Meeting).Planned.Start.At.Equal(time.Date(2026, 12, 3, 14, 0, 0, 0, time.UTC)) {
		t.Fatalf("%v %v", moved, err)
	}
}
