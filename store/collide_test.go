package store

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/calendar"
	"fairway/model/gate"
	"fairway/model/when"
)

// everything is a case with all that there is.
func (f *file) everything(pos Position) *model.Case {
	f.t.Helper()
	n := model.Needs{Kinds: []model.Kind{model.KindWindow, model.KindItem, model.KindNotice, model.KindService, model.KindPerson}}
	all, err := f.List(context.Background(), ListQuery{Kind: model.KindRelease, AsOf: pos})
	if err != nil {
		f.t.Fatal(err)
	}
	for _, r := range all {
		n.Releases = append(n.Releases, r.ID)
	}
	c, err := f.Case(context.Background(), pos, start, n)
	if err != nil {
		f.t.Fatal(err)
	}
	return c
}

// stand says how some conflicts stand, by their keys.
func stand(list []gate.Conflict) map[string]string {
	out := map[string]string{}
	for _, c := range list {
		out[c.Key] = c.Standing()
	}
	return out
}

// truth compares every release with every other one and with every window.
func (f *file) truth(pos Position) map[model.ID]map[string]string {
	f.t.Helper()
	c := f.everything(pos)
	var others []calendar.Booking
	for _, r := range model.All[*model.Release](c) {
		if !r.Ended() {
			others = append(others, plainBooking(c, r))
		}
	}
	var windows []calendar.Window
	for _, w := range model.All[*model.Window](c) {
		if w.Withdrawn == "" {
			windows = append(windows, gate.Window(w, c.Rules.Policy.Location()))
		}
	}
	var relations []calendar.Relation
	for _, i := range model.All[*model.Item](c) {
		for _, on := range i.DependsOn {
			relations = append(relations, calendar.Relation{Item: string(i.ID), DependsOn: string(on)})
		}
	}
	out := map[model.ID]map[string]string{}
	for _, r := range model.All[*model.Release](c) {
		if r.Ended() || r.Window.IsZero() {
			continue
		}
		got := stand(gate.Conflicts(c, r))
		for _, found := range calendar.Conflicts(plainBooking(c, r), others, windows, relations, start, time.UTC) {
			if got[found.Key] == "" {
				f.t.Errorf("%s: the gate does not know of %s", r.ID, found.Key)
			}
		}
		if len(got) > 0 {
			out[r.ID] = got
		}
	}
	return out
}

func plainBooking(c *model.Case, r *model.Release) calendar.Booking {
	text := func(ids []model.ID) []string { return model.Each(ids, func(id model.ID) string { return string(id) }) }
	return calendar.Booking{ID: string(r.ID), Service: string(r.Service), Items: text(r.Items), Environment: r.Env, People: text(r.People), DependsOn: text(r.DependsOn), Span: r.Window.Span(c.Zone(r))}
}

// inConflict are those with a conflict that is not accepted.
func inConflict(truth map[model.ID]map[string]string) map[model.ID]bool {
	open := map[model.ID]bool{}
	for id, found := range truth {
		for _, s := range found {
			open[id] = open[id] || s != "accepted"
		}
	}
	return open
}

// shows compares what every view shows with the truth.
func (f *file) shows(t interface {
	Helper()
	Fatalf(string, ...any)
}, pos Position) {
	t.Helper()
	ctx := context.Background()
	want := f.truth(pos)
	open := inConflict(want)
	check := func(view, text string, cards []*Card) {
		t.Helper()
		for _, c := range cards {
			if diff := cmp.Diff(want[c.ID], stand(c.Conflicts), cmpopts.EquateEmpty()); diff != "" || c.Conflict != open[c.ID] {
				t.Fatalf("%s with %q as of %d shows %s with conflict=%v, want %v (-want +got):\n%s", view, text, pos, c.ID, c.Conflict, open[c.ID], diff)
			}
			if text == "conflict" && !open[c.ID] || text == "-conflict" && open[c.ID] {
				t.Fatalf("%s with %q as of %d lets %s through", view, text, pos, c.ID)
			}
		}
	}
	pointers := func(list []Card) (out []*Card) {
		for i := range list {
			out = append(out, &list[i])
		}
		return out
	}
	lines := map[string]int{}
	for i, text := range []string{"", "conflict", "-conflict", "conflict service:payments"} {
		list, err := f.Releases(ctx, ReleaseQuery{Filter: text, AsOf: pos, Now: start})
		if err != nil {
			t.Fatalf("%v", err)
		}
		check("the list", text, pointers(list))
		lines[text] = len(list)
		b, err := f.Board(ctx, BoardQuery{Filter: text, AsOf: pos, Now: start, Lanes: []Lanes{NoLanes, Apart, ByService}[i%3]})
		if err != nil {
			t.Fatalf("%v", err)
		}
		check("the board", text, b.cards())
		whole := span(start.AddDate(-1, 0, 0), start.AddDate(1, 0, 0))
		for _, in := range []when.Span{whole, span(start.AddDate(0, 0, 3), start.AddDate(0, 0, 4))} {
			c, err := f.Calendar(ctx, CalendarQuery{Span: in, Filter: text, AsOf: pos, Now: start})
			if err != nil {
				t.Fatalf("%v", err)
			}
			check("the calendar", text, c.cards())
			for id := range open {
				if text == "conflict" && open[id] && in == whole && !slices.ContainsFunc(c.cards(), func(c *Card) bool { return c.ID == id }) {
					t.Fatalf("the calendar with %q leaves out %s", text, id)
				}
			}
		}
	}
	if lines["conflict"]+lines["-conflict"] != lines[""] {
		t.Fatalf("of %d releases %d have a conflict and %d none", lines[""], lines["conflict"], lines["-conflict"])
	}
	n := 0
	for _, is := range open {
		if is {
			n++
		}
	}
	if lines["conflict"] != n {
		t.Fatalf("as of %d the filter conflict finds %d, want %d", pos, lines["conflict"], n)
	}
}

// crowd is a file in which things move about.
type crowd struct {
	*file
	t                         *rapid.T
	max                       model.ID
	services, items, releases []model.ID
	windows                   []model.ID
}

func (c *crowd) any(list []model.ID, what string) model.ID {
	return rapid.SampledFrom(list).Draw(c.t, what)
}

// some are a few of a list, mostly none.
func (c *crowd) some(list []model.ID, what string) []model.ID {
	if rapid.Bool().Draw(c.t, "no "+what) {
		return nil
	}
	return model.SortIDs(rapid.SliceOfNDistinct(rapid.SampledFrom(list), 0, 2, rapid.ID).Draw(c.t, what))
}

// slot is a few hours, whole days of a zone, or months, in few days so that slots meet.
func (c *crowd) slot() model.Slot {
	at := start.AddDate(0, 0, rapid.IntRange(1, 5).Draw(c.t, "day")).Add(time.Duration(rapid.IntRange(-20, 20).Draw(c.t, "hour")) * time.Hour)
	minutes := func(t time.Time) when.Moment { return when.Moment{At: t, Precision: when.Minute} }
	switch rapid.SampledFrom([]string{"hours", "hours", "hours", "day", "days", "long", "point"}).Draw(c.t, "slot") {
	case "day", "days":
		z := zone(c.file.t, rapid.SampledFrom([]string{"Pacific/Kiritimati", "Pacific/Honolulu", "Europe/Berlin"}).Draw(c.t, "zone"))
		from := when.Moment{At: when.StartOfDay(at, z), Precision: when.Day}
		return model.Slot{Start: from, End: when.Moment{At: when.StartOfDay(at.AddDate(0, 0, rapid.IntRange(0, 5).Draw(c.t, "days")), z), Precision: when.Day}}
	case "long":
		return model.Slot{Start: minutes(at.AddDate(0, -2, 0)), End: minutes(at.AddDate(0, 1, 0))}
	case "point":
		return model.Slot{Start: minutes(at)}
	}
	return model.Slot{Start: minutes(at), End: minutes(at.Add(time.Duration(rapid.IntRange(1, 30).Draw(c.t, "length")) * time.Hour))}
}

// step does one of the things that change what collides. What the rules refuse
// changes nothing.
func (c *crowd) step(what string) {
	boss, ctx := c.boss, context.Background()
	try := func(who model.ID, a action.Action) model.ID {
		r, _ := c.Do(ctx, Who{Person: who, Auth: "test"}, a)
		return r.Subject
	}
	if what == "register" {
		r := model.Release{Name: "R", Type: rapid.SampledFrom([]string{"normal", "emergency"}).Draw(c.t, "type"), Contents: []string{"software"}, Service: c.any(c.services, "service"), Owner: boss, Window: c.slot()}
		if id := try(boss, action.Register{Release: r}); id != "" {
			c.releases = append(c.releases, id)
			if items := c.some(c.items, "items"); items != nil {
				try(boss, action.Affect{Release: id, Add: items})
			}
		}
		return
	}
	id := c.any(c.releases, "release")
	switch what {
	case "move":
		try(boss, action.Reschedule{Release: id, Window: c.slot(), Reason: "conflict", Sentence: "It is not ready.", Void: true})
	case "people":
		try(boss, action.Edit{Release: id, Set: map[string]string{"people": string(c.any([]model.ID{boss, c.dev}, "person")), "environment": rapid.SampledFrom([]string{"", "prod"}).Draw(c.t, "environment")}, Void: true})
	case "depend":
		try(boss, action.Edit{Release: id, Set: map[string]string{"depends_on": string(c.any(c.releases, "on"))}, Void: true})
	case "coordinate":
		try(boss, action.Edit{Release: id, Set: map[string]string{"coordinator": string(c.max)}})
	case "end":
		try(boss, action.Cancel{Release: id, Reason: "not wanted"})
	case "hold":
		try(boss, action.Hold{Release: id, Reason: "wait", Review: when.OnClock(start.AddDate(0, 1, 0), time.UTC)})
	case "undo":
		try(boss, action.Undo{Release: id, Void: true})
	case "window":
		w := model.Window{Title: "W", Class: rapid.SampledFrom([]string{model.WindowFreeze, model.WindowMaintenance}).Draw(c.t, "class"), Slot: c.slot(), Hard: rapid.Bool().Draw(c.t, "hard")}
		w.Hard = w.Hard && w.Class == model.WindowFreeze
		switch rapid.SampledFrom([]string{"everything", "service", "item"}).Draw(c.t, "scope") {
		case "everything":
			w.Everything = true
		case "service":
			w.Services = []model.ID{c.any(c.services, "for")}
		case "item":
			w.Items = []model.ID{c.any(c.items, "for")}
		}
		if w.Slot.End.IsZero() || rapid.Bool().Draw(c.t, "again") {
			w.Rule = "FREQ=WEEKLY"
		}
		if id := try(boss, action.AddWindow{Window: w}); id != "" {
			c.windows = append(c.windows, id)
		}
	case "withdraw":
		if len(c.windows) > 0 {
			try(boss, action.WithdrawWindow{Window: c.any(c.windows, "window"), Reason: "over"})
		}
	case "accept", "except":
		all := c.everything(Now)
		for _, found := range gate.Conflicts(all, model.Get[*model.Release](all, id)) {
			if what == "accept" {
				try(c.max, action.AcceptConflict{Release: id, Key: found.Key, Reason: "it is known"})
			} else if found.Freeze() {
				try(boss, action.AskException{Window: model.ID(found.With[0]), Release: id, Reason: "it can not wait"})
				try(c.max, action.DecideException{Window: model.ID(found.With[0]), Release: id, Yes: rapid.Bool().Draw(c.t, "yes"), Comment: "so be it"})
			}
		}
	}
}

// What calendar, board, list and filter show as conflicts is what is so, after
// whatever was done, now and as of then.
func TestConflictsShownAreThoseThatThereAre(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) { conflictsShown(t, rt, 8) })
}

func conflictsShown(t testing.TB, rt *rapid.T, most int) {
	c := &crowd{file: made(t, fixed()), t: rt}
	var every []model.Grant
	for _, r := range rules(t).Roles {
		every = append(every, model.Grant{Role: r.ID})
	}
	c.max = c.do(c.admin, action.WritePerson{Person: model.Person{Handle: "max", Name: "Max Manager", Roles: every}}).Subject
	c.services = []model.ID{c.pay, c.do(c.boss, action.WriteService{Service: model.Service{Handle: "far", Name: "Far", Owner: c.boss, Zone: "Pacific/Kiritimati"}}).Subject}
	var on []model.ID
	for i := range 3 {
		item := c.do(c.boss, action.WriteItem{Item: model.Item{Name: fmt.Sprint("item ", i), Class: "server", State: "live", Service: c.pay, DependsOn: on}}).Subject
		c.items, on = append(c.items, item), []model.ID{item}
	}
	// A few that meet, so that hardly a step is without effect.
	at := start.AddDate(0, 0, 3)
	hours := func(from, to int) model.Slot {
		return model.Slot{Start: when.Moment{At: at.Add(time.Duration(from) * time.Hour), Precision: when.Minute}, End: when.Moment{At: at.Add(time.Duration(to) * time.Hour), Precision: when.Minute}}
	}
	eve := when.Moment{At: when.StartOfDay(at, zone(t, "Pacific/Kiritimati")), Precision: when.Day}
	for i, slot := range []model.Slot{hours(0, 4), hours(3, 8), {Start: eve, End: eve}, hours(-2000, 500), {}, hours(20, 21)} {
		id := c.do(c.boss, action.Register{Release: model.Release{Name: fmt.Sprint("R", i), Type: "normal", Contents: []string{"software"}, Service: c.services[i%2], Owner: c.boss, Window: slot}}).Subject
		c.do(c.boss, action.Affect{Release: id, Add: c.items[i%3 : i%3+1]})
		c.releases = append(c.releases, id)
	}
	before, _, err := c.Head(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for range rapid.IntRange(most/2, most).Draw(rt, "steps") {
		c.step(rapid.SampledFrom([]string{"register", "move", "move", "people", "depend", "coordinate", "end", "hold", "undo", "window", "window", "withdraw", "accept", "except"}).Draw(rt, "step"))
	}
	c.shows(rt, Now)
	c.shows(rt, before)
	c.dates(rt)
}

// dates compares since when each conflict is said to be there with what comes out where
// the state after each entry is looked at, the latest first.
func (f *file) dates(t interface {
	Helper()
	Fatalf(string, ...any)
}) {
	t.Helper()
	ctx := context.Background()
	got, err := f.Calendar(ctx, CalendarQuery{Span: when.Span{Start: start.AddDate(-1, 0, 0), End: start.AddDate(1, 0, 0)}, Now: start, Since: true})
	if err != nil {
		t.Fatalf("%v", err)
	}
	head, _, err := f.Head(ctx)
	if err != nil {
		t.Fatalf("%v", err)
	}
	v, err := f.view(ctx)
	if err != nil {
		t.Fatalf("%v", err)
	}
	defer v.end()
	waiting := map[*gate.Conflict]model.ID{}
	var ids []model.ID
	for _, c := range got.cards() {
		ids = append(ids, c.ID)
		for i := range c.Conflicts {
			waiting[&c.Conflicts[i]] = c.ID
		}
	}
	for pos := head; pos > 0 && len(waiting) > 0; pos-- {
		found, err := f.conflictsIf(ctx, v, pos-1, start, ids, nil)
		if pos > 1 && err != nil {
			t.Fatalf("%v", err)
		}
		var at time.Time
		if err := v.QueryRowContext(ctx, "SELECT at FROM log_row WHERE pos = ?", pos).Scan((*stamp)(&at)); err != nil {
			t.Fatalf("%v", err)
		}
		for c, id := range waiting {
			if slices.ContainsFunc(found[id], func(f gate.Conflict) bool { return f.Lasting() == c.Lasting() }) {
				continue
			}
			if c.Due.After(at) {
				at = c.Due
			}
			if delete(waiting, c); !c.Since.Equal(at) {
				t.Fatalf("%s of %s is there since %v, said %v", c.Key, id, at, c.Since)
			}
		}
	}
}

// What has to come to light in single cases: each does a few things, and says what
// the first release then collides with.
func TestConflictsComeAndGo(t *testing.T) {
	type acts = []action.Action
	hours := func(from, to int) model.Slot {
		return model.Slot{Start: minute(2026, 12, 10, from, 0), End: minute(2026, 12, 10, to, 0)}
	}
	kiritimati := zone(t, "Pacific/Kiritimati")
	whole := func(d int) model.Slot {
		return model.Slot{Start: day(2026, 12, d, kiritimati), End: day(2026, 12, d, kiritimati)}
	}
	move := func(id model.ID, to model.Slot) action.Action {
		return action.Reschedule{Release: id, Window: to, Reason: "conflict", Sentence: "It is not ready."}
	}
	freeze := action.AddWindow{Window: model.Window{Title: "Year end", Class: model.WindowFreeze, Hard: true, Everything: true, Slot: hours(18, 23)}}
	coordinated := func(who string) action.Action {
		return action.Edit{Release: "REL-1", Set: map[string]string{"coordinator": who}, Void: true}
	}
	accept := action.AcceptConflict{Release: "REL-1", Key: "same-item:REL-1,REL-2", Reason: "it is known"}
	for name, c := range map[string]struct {
		other model.Slot
		then  acts
		want  string // how same-item and freeze-hard of REL-1 stand
		back  string // and of REL-2
	}{
		"both, at once": {hours(20, 21), nil, "hard ", "hard "},
		"hours later on that whole day elsewhere": {whole(11), nil, "hard ", "hard "}, // it begins on 10 Dec, 10:00 UTC
		"another whole day":                       {whole(10), nil, " ", " "},
		"moved away":                              {hours(20, 21), acts{move("REL-2", hours(1, 2))}, " ", " "},
		"moved there":                             {hours(1, 2), acts{move("REL-2", hours(20, 21))}, "hard ", "hard "},
		"moved there and taken back":              {hours(1, 2), acts{move("REL-2", hours(20, 21)), action.Undo{Release: "REL-2"}}, " ", " "},
		"a freeze":                                {hours(1, 2), acts{freeze}, " hard", " "},
		"a freeze that was withdrawn":             {hours(1, 2), acts{freeze, action.WithdrawWindow{Window: "WIN-1", Reason: "over"}}, " ", " "},
		"the other one cancelled":                 {hours(20, 21), acts{action.Cancel{Release: "REL-2", Reason: "not wanted"}}, " ", " "},
		"accepted by somebody who may":            {hours(20, 21), acts{accept}, "accepted ", "hard "},
		"accepted, and then coordinated":          {hours(20, 21), acts{accept, coordinated("PER-4"), coordinated("PER-3")}, "hard ", "hard "},
		"what was scanned before it was moved":    {hours(20, 21), acts{action.Scan{Release: "REL-1"}, action.Scan{Release: "REL-2"}, move("REL-2", hours(1, 2))}, " ", " "},
	} {
		t.Run(name, func(t *testing.T) {
			f := made(t, fixed())
			max := f.do(f.admin, action.WritePerson{Person: model.Person{Handle: "max", Name: "Max", Roles: []model.Grant{{Role: "release-manager"}}}}).Subject
			server := f.do(f.boss, action.WriteItem{Item: model.Item{Name: "server", Class: "server", State: "live"}}).Subject
			far := f.do(f.boss, action.WriteService{Service: model.Service{Handle: "far", Name: "Far", Owner: f.boss, Zone: "Pacific/Kiritimati"}}).Subject
			for i, slot := range []model.Slot{hours(20, 22), c.other} {
				r := model.Release{Name: fmt.Sprint("R", i), Type: "normal", Contents: []string{"software"}, Service: []model.ID{f.pay, far}[i], Owner: f.boss, Window: slot}
				id := f.do(f.boss, action.Register{Release: r}).Subject
				f.do(f.boss, action.Affect{Release: id, Add: []model.ID{server}})
			}
			for _, a := range c.then {
				who := f.boss
				if _, ok := a.(action.AcceptConflict); ok {
					who = max
				}
				f.do(who, a)
			}
			got := map[model.ID]string{}
			for id := range map[model.ID]bool{"REL-1": true, "REL-2": true} {
				card, err := f.Card(context.Background(), id, Now, start)
				if err != nil {
					t.Fatal(err)
				}
				is := stand(card.Conflicts)
				got[id] = is["same-item:REL-1,REL-2"] + " " + is["freeze-hard:"+string(id)+",WIN-1"]
			}
			if got["REL-1"] != c.want || got["REL-2"] != c.back {
				t.Errorf("%q and %q, want %q and %q", got["REL-1"], got["REL-2"], c.want, c.back)
			}
			f.shows(t, Now)
		})
	}
}
