package calendar

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"fairway/model/when"
)

// night is Thu 26 Nov 2026, 22:00 to 02:00 in Berlin.
func night(t testing.TB) when.Span { return span(t, "Europe/Berlin", "2026-11-26 22:00", "02:00") }

func find(t testing.TB, subject Booking, others []Booking, windows []Window, relations []Relation) []Conflict {
	t.Helper()
	return Conflicts(subject, others, windows, relations, time.Date(2026, 11, 23, 9, 42, 0, 0, time.UTC), zone(t, "Europe/Berlin"))
}

// brief compares conflicts without times and texts.
func brief(cs []Conflict) []string {
	var list []string
	for _, c := range cs {
		s := c.Kind + " " + strings.Join(c.With, ",")
		if len(c.Items) > 0 {
			s += " items " + strings.Join(c.Items, ",")
		}
		if len(c.People) > 0 {
			s += " people " + strings.Join(c.People, ",")
		}
		list = append(list, s)
	}
	return list
}

func check(t *testing.T, got []Conflict, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, brief(got), cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
}

func TestEveryKind(t *testing.T) {
	s := Booking{ID: "REL-42", Title: "Payroll 5.2", Service: "payroll", Items: []string{"web", "db"}, Environment: "prod",
		People: []string{"bob", "alice"}, DependsOn: []string{"REL-9"}, Span: night(t), Notice: 120 * time.Hour}
	later := span(t, "Europe/Berlin", "2026-11-27 01:00", "3h")
	others := []Booking{
		s, // itself, in its present slot
		{ID: "REL-7", Title: "CRM", Service: "payroll", Items: []string{"db", "web", "db", "mail"}, Environment: "prod", People: []string{"alice", "bob", "eve"}, Span: later},
		{ID: "REL-8", Items: []string{"disk", "portal"}, Span: later},
		{ID: "REL-9", Span: span(t, "Europe/Berlin", "2026-11-28", "")},
		{ID: "REL-10", DependsOn: []string{"REL-42"}, Span: span(t, "Europe/Berlin", "2026-11-25", "")},
		{ID: "REL-11", Service: "payroll", Items: []string{"web"}, Environment: "prod", People: []string{"bob"}, Span: span(t, "Europe/Berlin", "2026-11-27 02:00", "1h")}, // only touches
		{ID: "REL-12", Service: "payroll", Items: []string{"web"}},                                                                                                         // no slot
	}
	windows := []Window{
		{ID: "WIN-1", Title: "Year end", Class: Freeze, Hard: true, Everything: true, Span: span(t, "Europe/Berlin", "2026-11-27", "2026-12-31")},
		{ID: "WIN-2", Class: Freeze, Services: []string{"payroll"}, Span: span(t, "Europe/Berlin", "2026-11-26", "")},
		{ID: "WIN-3", Class: Freeze, Items: []string{"web", "db", "disk"}, Span: span(t, "Europe/Berlin", "2026-11-26", "")},
		{ID: "WIN-4", Class: Freeze, Services: []string{"crm"}, Items: []string{"disk"}, Span: span(t, "Europe/Berlin", "2026-11-26", "")}, // another's
		{ID: "WIN-5", Class: Maintenance, Services: []string{"payroll"}, Span: span(t, "Europe/Berlin", "2026-11-26 21:00", "4h")},
		{ID: "WIN-6", Class: Maintenance, Services: []string{"payroll"}, Span: span(t, "Europe/Berlin", "2026-11-27 01:30", "4h")},
		{ID: "WIN-7", Class: Holiday, Everything: true, Span: span(t, "Europe/Berlin", "2026-11-26", "")},
	}
	relations := []Relation{{"web", "api"}, {"api", "disk"}, {"portal", "db"}, {"api", "web"}, {"disk", "disk"}, {"mail", "queue"}}
	got := find(t, s, others, windows, relations)
	check(t, got,
		"same-item REL-7 items db,web",
		"dependent-item REL-8 items db,disk,portal,web",
		"same-service REL-7",
		"outside-maintenance WIN-5,WIN-6",
		"freeze-hard WIN-1",
		"freeze-soft WIN-2", "freeze-soft WIN-3 items db,web",
		"person-twice REL-7 people alice,bob",
		"environment-twice REL-7",
		"order REL-10", "order REL-9",
		"notice ")
	wantText := map[string]string{
		"same-item:REL-42,REL-7":                 "CRM (REL-7) changes db and web too, Fri 27 Nov 01:00–02:00 Europe/Berlin",
		"dependent-item:REL-42,REL-8":            "REL-8 changes items on which ours depend, or the reverse (portal → db; web → api → disk), Fri 27 Nov 01:00–02:00 Europe/Berlin",
		"order:REL-42,REL-9":                     "starts before REL-9, on which it depends, has ended (Sat 28 Nov)",
		"order:REL-10,REL-42":                    "ends after REL-10, which depends on it, has started (Wed 25 Nov)",
		"freeze-hard:REL-42,WIN-1":               "inside the hard freeze Year end (WIN-1), Fri 27 Nov – Thu 31 Dec",
		"outside-maintenance:REL-42,WIN-5,WIN-6": "Thu 26 Nov 22:00 – Fri 27 Nov 02:00 Europe/Berlin is not wholly inside the maintenance windows of payroll (WIN-5 and WIN-6); the next that is long enough is Fri 27 Nov 01:30–05:30 Europe/Berlin",
		"notice:REL-42":                          "too little notice: none was sent yet, and 3 d 11 h 18 min is left, where 5 d is required",
	}
	for _, c := range got {
		if want, ok := wantText[c.Key]; ok && c.Text != want {
			t.Errorf("%s\n got %s\nwant %s", c.Key, c.Text, want)
		}
		delete(wantText, c.Key)
		if c.Text == "" || c.Span.IsZero() || !s.Span.Contains(c.Span) {
			t.Errorf("%s: %q at %v", c.Key, c.Text, c.Span)
		}
	}
	for key := range wantText {
		t.Errorf("no conflict has the key %s", key)
	}
	for _, c := range got {
		if c.Key == "freeze-hard:REL-42,WIN-1" && (!c.Span.Start.Equal(windows[0].Span.Start) || !c.Span.End.Equal(s.Span.End)) {
			t.Errorf("the frozen stretch is %v", c.Span)
		}
	}
}

func TestNoConflict(t *testing.T) {
	s := Booking{ID: "REL-1", Service: "crm", Items: []string{"a"}, People: []string{"bob"}, Environment: "prod", Span: night(t)}
	check(t, find(t, s, nil, nil, nil))
	check(t, find(t, Booking{ID: "REL-1", Service: "crm", Items: []string{"a"}, Notice: time.Hour}, []Booking{s}, []Window{{ID: "W", Class: Freeze, Everything: true, Span: night(t)}}, nil))
	// What is empty is not the same as what is empty.
	check(t, find(t, Booking{ID: "REL-2", Items: []string{""}, People: []string{""}, Span: night(t)}, []Booking{{ID: "REL-3", Items: []string{""}, People: []string{""}, Span: night(t)}}, nil, []Relation{{"", "a"}, {"a", ""}}))
}

func TestMaintenance(t *testing.T) {
	s := Booking{ID: "REL-1", Service: "crm", Items: []string{"a", "b"}, Span: night(t)}
	win := func(id, from, long string) Window {
		return Window{ID: id, Class: Maintenance, Services: []string{"crm"}, Zone: "Europe/Berlin", Span: span(t, "Europe/Berlin", from, long)}
	}
	for _, c := range []struct {
		name    string
		windows []Window
		want    []string
	}{
		{"no windows at all", nil, nil},
		{"windows of another service", []Window{{ID: "W", Class: Maintenance, Services: []string{"hr"}, Span: span(t, "UTC", "2026-01-01", "")}}, nil},
		{"exactly", []Window{win("W1", "2026-11-26 22:00", "4h")}, nil},
		{"two that meet", []Window{win("W2", "2026-11-27 00:00", "2h"), win("W1", "2026-11-26 21:00", "3h")}, nil},
		{"a minute between", []Window{win("W2", "2026-11-27 00:01", "2h"), win("W1", "2026-11-26 21:00", "3h")}, []string{"outside-maintenance W1,W2"}},
		{"too short", []Window{win("W1", "2026-11-26 22:00", "239m")}, []string{"outside-maintenance W1"}},
		{"another day", []Window{win("W1", "2026-11-25 22:00", "4h")}, []string{"outside-maintenance W1"}},
		{"everything has a window", []Window{{ID: "W1", Class: Maintenance, Everything: true, Span: span(t, "UTC", "2026-01-01", "")}}, []string{"outside-maintenance W1"}},
		{"an item with windows of its own", []Window{win("W1", "2026-11-26 22:00", "4h"), {ID: "W2", Class: Maintenance, Items: []string{"a"}, Span: span(t, "UTC", "2026-01-01", "")}}, nil},
		{"only an item has windows", []Window{{ID: "W2", Class: Maintenance, Items: []string{"b", "z"}, Span: span(t, "UTC", "2026-01-01", "")}}, []string{"outside-maintenance W2 items b"}},
		{"one that can't be read", []Window{{ID: "W1", Class: Maintenance, Services: []string{"crm"}, Rule: "FREQ=OFTEN", Span: night(t)}}, []string{"outside-maintenance W1"}},
	} {
		t.Run(c.name, func(t *testing.T) { check(t, find(t, s, nil, c.windows, nil), c.want...) })
	}
	weekly := win("W1", "2026-03-05 22:00", "4h") // Thursdays from winter through summer into winter
	weekly.Rule = "FREQ=WEEKLY"
	check(t, find(t, s, nil, []Window{weekly}, nil))
	s.Span = span(t, "Europe/Berlin", "2026-07-02 22:00", "4h")
	check(t, find(t, s, nil, []Window{weekly}, nil))
	s.Span = span(t, "Europe/Berlin", "2026-07-02 23:00", "4h")
	check(t, find(t, s, nil, []Window{weekly}, nil), "outside-maintenance W1")
}

func TestFreezes(t *testing.T) {
	s := Booking{ID: "REL-1", Service: "crm", Items: []string{"a", "b"}, Span: night(t)}
	w := Window{ID: "W1", Class: Freeze, Hard: true, Everything: true, Span: span(t, "Europe/Berlin", "2026-11-27 01:00", "1h")}
	check(t, find(t, s, nil, []Window{w}, nil), "freeze-hard W1")
	w.Exceptions = []Exception{{Release: "REL-2"}}
	check(t, find(t, s, nil, []Window{w}, nil), "freeze-hard W1")
	w.Exceptions = append(w.Exceptions, Exception{Release: "REL-1"})
	check(t, find(t, s, nil, []Window{w}, nil))
	w2 := w // lifted for one freeze is not lifted for another
	w2.ID, w2.Exceptions = "W2", nil
	check(t, find(t, s, nil, []Window{w, w2}, nil), "freeze-hard W2")
	w.Exceptions[1].Span = span(t, "Europe/Berlin", "2026-11-26 22:00", "4h")
	check(t, find(t, s, nil, []Window{w}, nil))
	w.Exceptions[1].Span.End = w.Exceptions[1].Span.End.Add(-time.Minute)
	check(t, find(t, s, nil, []Window{w}, nil), "freeze-hard W1")
	// A freeze that can't be worked out is one, until it is put right.
	bad := Window{ID: "W3", Class: Freeze, Services: []string{"crm"}, Zone: "Europe/Atlantis", Span: span(t, "UTC", "2026-01-01", "")}
	got := find(t, s, nil, []Window{bad}, nil)
	check(t, got, "freeze-soft W3")
	if !strings.Contains(got[0].Text, "can't be worked out (zone: Europe/Atlantis") {
		t.Error(got[0].Text)
	}
	// Daily at noon: three of them in a slot of three days.
	daily := Window{ID: "W4", Class: Freeze, Everything: true, Zone: "Europe/Berlin", Rule: "FREQ=DAILY", Span: span(t, "Europe/Berlin", "2026-10-01 12:00", "1h")}
	s.Span = span(t, "Europe/Berlin", "2026-11-24", "2026-11-26")
	got = find(t, s, nil, []Window{daily}, nil)
	check(t, got, "freeze-soft W4")
	if want := "inside the soft freeze W4, Tue 24 Nov 12:00–13:00 Europe/Berlin and 2 more times in this slot"; got[0].Text != want {
		t.Errorf("%s, want %s", got[0].Text, want)
	}
}

func TestNotice(t *testing.T) {
	at := func(s string) *time.Time { x := span(t, "Europe/Berlin", s, "1h").Start; return &x }
	s := Booking{ID: "REL-1", Span: night(t), Notice: 72 * time.Hour}
	check(t, find(t, s, nil, nil, nil)) // 3 d 11 h away, could still be told
	s.Notice = 84 * time.Hour
	check(t, find(t, s, nil, nil, nil), "notice ")
	s.NoticeSent = at("2026-11-23 10:00")
	check(t, find(t, s, nil, nil, nil)) // exactly
	s.NoticeSent = at("2026-11-23 10:01")
	got := find(t, s, nil, nil, nil)
	check(t, got, "notice ")
	if want := "too little notice: 3 d 11 h 59 min was given, where 3 d 12 h is required"; got[0].Text != want {
		t.Errorf("%s, want %s", got[0].Text, want)
	}
	s.Started = true
	check(t, find(t, s, nil, nil, nil))
}

func TestOrder(t *testing.T) {
	day := func(d string) when.Span { return span(t, "UTC", d, "") }
	a := Booking{ID: "A", DependsOn: []string{"B", "gone"}, Span: day("2026-11-26")}
	b := Booking{ID: "B", DependsOn: []string{"C"}} // no slot yet
	c := Booking{ID: "C", DependsOn: []string{"A2"}, Span: day("2026-11-27")}
	got := find(t, a, []Booking{b, c}, nil, nil)
	check(t, got, "order C")
	if want := "starts before C, on which it depends through B, has ended (Fri 27 Nov 01:00 – Sat 28 Nov 01:00 Europe/Berlin)"; got[0].Text != want {
		t.Errorf("%s, want %s", got[0].Text, want)
	}
	check(t, find(t, c, []Booking{a, b}, nil, nil), "order A") // the same from the other side
	c.Span = day("2026-11-25")
	check(t, find(t, a, []Booking{b, c}, nil, nil)) // ends as A starts
	// A circle ends, and is reported from both sides at once.
	b.Span, b.DependsOn = day("2026-11-24"), []string{"A"}
	got = find(t, a, []Booking{b}, nil, nil)
	check(t, got, "order B")
	a.DependsOn = []string{"A"}
	check(t, find(t, a, nil, nil, nil))
}

func TestRelationsInCircles(t *testing.T) {
	relations := []Relation{{"a", "b"}, {"b", "c"}, {"c", "a"}, {"c", "c"}}
	s := Booking{ID: "REL-1", Items: []string{"a"}, Span: night(t)}
	o := Booking{ID: "REL-2", Items: []string{"c"}, Span: night(t)}
	got := find(t, s, []Booking{o}, nil, relations)
	check(t, got, "dependent-item REL-2 items a,c")
	if !strings.Contains(got[0].Text, "(a → b → c; c → a)") {
		t.Error(got[0].Text)
	}
	long := []Relation{}
	for i := range 50_000 {
		long = append(long, Relation{fmt.Sprint("i", i), fmt.Sprint("i", i+1)})
	}
	s.Items, o.Items = []string{"i0"}, []string{"i50000"}
	got = find(t, s, []Booking{o}, nil, long)
	check(t, got, "dependent-item REL-2 items i0,i50000")
	if want := "(i0 → i1 → i2 → i3 → (49993 more) → i49997 → i49998 → i49999 → i50000)"; !strings.Contains(got[0].Text, want) {
		t.Errorf("%s, want %s", got[0].Text, want)
	}
}

// Many pairs are all in Items; the sentence writes out some and counts the rest.
func TestManyPaths(t *testing.T) {
	var relations []Relation
	s, o := Booking{ID: "REL-1", Span: night(t)}, Booking{ID: "REL-2", Span: night(t)}
	for i := range 5 {
		s.Items, o.Items = append(s.Items, fmt.Sprint("a", i)), append(o.Items, fmt.Sprint("b", i))
		for k := range 5 {
			relations = append(relations, Relation{fmt.Sprint("a", i), fmt.Sprint("b", k)})
		}
	}
	got := find(t, s, []Booking{o}, nil, relations)
	check(t, got, "dependent-item REL-2 items a0,a1,a2,a3,a4,b0,b1,b2,b3,b4")
	if want := "; a1 → b2; and 17 more among a0, a1, a2, a3, a4, b0, b1, b2, b3 and b4)"; !strings.Contains(got[0].Text, want) {
		t.Errorf("%s, want %s", got[0].Text, want)
	}
}

// Of several shortest paths the first by name is told, for items and releases,
// however the facts are ordered.
func TestPathsDoNotDependOnOrder(t *testing.T) {
	s := Booking{ID: "REL-1", Items: []string{"a"}, Span: night(t)}
	o := Booking{ID: "REL-2", Items: []string{"d"}, Span: night(t), DependsOn: []string{"REL-4", "REL-3"}}
	third, fourth := Booking{ID: "REL-3", DependsOn: []string{"REL-1"}}, Booking{ID: "REL-4", DependsOn: []string{"REL-1"}}
	for _, relations := range [][]Relation{{{"a", "c"}, {"a", "b"}, {"b", "d"}, {"c", "d"}}, {{"c", "d"}, {"b", "d"}, {"a", "b"}, {"a", "c"}}} {
		for _, others := range [][]Booking{{o, third, fourth}, {fourth, third, o}} {
			got := find(t, s, others, nil, relations)
			check(t, got, "dependent-item REL-2 items a,d", "order REL-2")
			if !strings.Contains(got[0].Text, "(a → b → d)") || !strings.Contains(got[1].Text, "through REL-3,") {
				t.Errorf("%s; %s", got[0].Text, got[1].Text)
			}
		}
	}
}

// anyBooking draws a release over few names, so that many collide.
func anyBooking(t *rapid.T, id string) Booking {
	some := func(name string, from ...string) []string {
		return rapid.SliceOfN(rapid.SampledFrom(from), 0, 3).Draw(t, id+" "+name)
	}
	b := Booking{ID: id, Items: some("items", "a", "b", "c", "d", "e", "f", "g"), People: some("people", "p", "q", "r", "s"),
		DependsOn:   some("after", "R0", "R1", "R2", "R3", "R4", "R5"),
		Service:     rapid.SampledFrom([]string{"", "S1", "S2"}).Draw(t, id+" service"),
		Environment: rapid.SampledFrom([]string{"", "E1", "E2"}).Draw(t, id+" environment"),
		Site:        rapid.SampledFrom([]string{"", "north", "south"}).Draw(t, id+" site"), Customers: some("customers", "k", "l"),
		Team: rapid.SampledFrom([]string{"", "T1", "T2"}).Draw(t, id+" team")}
	b.Reach = append(slices.Clone(b.People), rapid.SampledFrom([]string{"q", "u"}).Draw(t, id+" rollback"))
	if rapid.IntRange(0, 5).Draw(t, id+" has a slot") > 0 {
		start := rapid.Int64Range(0, 48).Draw(t, id+" start")
		b.Span = when.Span{Start: hour(start), End: hour(start + rapid.Int64Range(1, 12).Draw(t, id+" hours"))}
	}
	return b
}

func hour(n int64) time.Time { return time.Unix(1_795_000_000+3600*n, 0).UTC() }

func anyRelations(t *rapid.T) []Relation {
	item := rapid.SampledFrom([]string{"a", "b", "c", "d", "e", "f", "g", "x", "y"})
	var list []Relation
	for i := range rapid.IntRange(0, 12).Draw(t, "relations") {
		list = append(list, Relation{item.Draw(t, fmt.Sprint("item ", i)), item.Draw(t, fmt.Sprint("depends on ", i))})
	}
	return list
}

func anyWindow(t *rapid.T, id string) Window {
	start := rapid.Int64Range(-10, 48).Draw(t, id+" start")
	w := Window{ID: id, Class: rapid.SampledFrom([]Class{Freeze, Maintenance, Holiday, Event, Absence, OnCall}).Draw(t, id+" class"),
		Hard: rapid.Bool().Draw(t, id+" hard"), Everything: rapid.IntRange(0, 3).Draw(t, id+" everything") == 0,
		Services: rapid.SliceOfN(rapid.SampledFrom([]string{"S1", "S2"}), 0, 2).Draw(t, id+" services"),
		Items:    rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c"}), 0, 2).Draw(t, id+" items"),
		Span:     when.Span{Start: hour(start), End: hour(start + rapid.Int64Range(1, 30).Draw(t, id+" hours"))}}
	some := func(name string, from ...string) []string {
		return rapid.SliceOfN(rapid.SampledFrom(from), 0, 1).Draw(t, id+" "+name)
	}
	w.Sites, w.Customers, w.Environments = some("sites", "North"), some("customers", "K", "m"), some("environments", "e1", "E3")
	w.People = rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"p", "q", "u", "v"}), 0, 2, rapid.ID[string]).Draw(t, id+" people")
	if rapid.Bool().Draw(t, id+" exception") {
		w.Exceptions = []Exception{{Release: rapid.SampledFrom([]string{"R0", "R1"}).Draw(t, id+" for")}}
	}
	return w
}

// closure is the slow reference: every pair that depends on each other, by
// adding pairs until nothing changes (Warshall).
func closure(edges [][2]string) map[[2]string]bool {
	all := map[[2]string]bool{}
	names := map[string]bool{}
	for _, e := range edges {
		all[e] = true
		names[e[0]], names[e[1]] = true, true
	}
	for k := range names {
		for i := range names {
			for j := range names {
				if all[[2]string{i, k}] && all[[2]string{k, j}] {
					all[[2]string{i, j}] = true
				}
			}
		}
	}
	return all
}

// reference finds conflicts hour by hour and pair by pair.
func reference(s Booking, others []Booking, windows []Window, relations []Relation, limits []Capacity) []string {
	found := map[string]map[string]bool{} // kind and with → items or people
	add := func(kind, with string, what ...string) {
		key := kind + " " + with
		if found[key] == nil {
			found[key] = map[string]bool{}
		}
		for _, w := range what {
			found[key][w] = true
		}
	}
	if s.Span.IsZero() {
		return nil
	}
	var itemEdges, releaseEdges [][2]string
	for _, r := range relations {
		itemEdges = append(itemEdges, [2]string{r.Item, r.DependsOn})
	}
	for _, b := range append([]Booking{s}, others...) {
		for _, id := range b.DependsOn {
			releaseEdges = append(releaseEdges, [2]string{b.ID, id})
		}
	}
	needs, after := closure(itemEdges), closure(releaseEdges)
	for _, o := range others {
		together := false
		for h := int64(-20); h < 100; h++ {
			together = together || s.Span.Holds(hour(h)) && o.Span.Holds(hour(h))
		}
		if together {
			for _, a := range s.Items {
				for _, b := range o.Items {
					if a == b {
						add(SameItem, o.ID, a)
					} else if needs[[2]string{a, b}] || needs[[2]string{b, a}] {
						add(DependentItem, o.ID, a, b)
					}
				}
			}
			for _, p := range s.People {
				if slices.Contains(o.People, p) {
					add(PersonTwice, o.ID, p)
				}
			}
			if s.Service != "" && s.Service == o.Service {
				add(SameService, o.ID)
			}
			if s.Environment != "" && s.Environment == o.Environment {
				add(EnvironmentTwice, o.ID)
			}
		}
		if o.Span.IsZero() {
			continue
		}
		if after[[2]string{s.ID, o.ID}] && s.Span.Start.Before(o.Span.End) || after[[2]string{o.ID, s.ID}] && o.Span.Start.Before(s.Span.End) {
			add(Order, o.ID)
		}
	}
	var ids []string
	is := func(list []string, word string) bool { // whatever the case
		return word != "" && strings.Contains(","+strings.ToLower(strings.Join(list, ","))+",", ","+strings.ToLower(word)+",")
	}
	there := func(w Window) bool {
		return len(w.Environments) == 0 || s.Environment == "" || is(w.Environments, s.Environment)
	}
	inService := func(w Window) bool {
		in := w.Everything || s.Service != "" && slices.Contains(w.Services, s.Service) || is(w.Sites, s.Site)
		for _, k := range s.Customers {
			in = in || is(w.Customers, k)
		}
		return in && there(w)
	}
	open := func(h int64, item string) (has, is bool) { // may this item ("" the service) be changed in this hour?
		for _, w := range windows {
			if w.Class == Maintenance && (inService(w) || there(w) && slices.Contains(w.Items, item)) {
				has = has || item == "" || !inService(w)
				is = is || w.Span.Holds(hour(h))
			}
		}
		return has, is
	}
	outside := map[string]bool{}
	for h := int64(-20); h < 100; h++ {
		if !s.Span.Holds(hour(h)) {
			continue
		}
		for _, item := range append([]string{""}, s.Items...) {
			if has, is := open(h, item); has && !is {
				outside[item] = true
			}
		}
	}
	var called []string // who is on call, and whether at every hour
	watched := map[int64]bool{}
	absent := map[int64][][2]string{} // of those on call, and by which absence, hour by hour
	for _, w := range windows {
		for _, p := range s.Reach {
			if w.Class == Absence && slices.Contains(w.People, p) && w.Span.Overlaps(s.Span) {
				add(PersonAbsent, w.ID, p)
			}
		}
		var items []string
		for _, item := range s.Items {
			if slices.Contains(w.Items, item) {
				items = append(items, item)
			}
		}
		if !there(w) {
			items = nil
		}
		if !inService(w) && items == nil {
			continue
		}
		if w.Class == Maintenance {
			ids = append(ids, w.ID)
		}
		if w.Class == Event && w.Span.Overlaps(s.Span) {
			add(BusinessEvent, w.ID)
		}
		if w.Class == OnCall {
			called = append(called, w.ID)
			for h := int64(-20); h < 100; h++ {
				there := w.Span.Holds(hour(h)) && len(w.People) == 0
				for _, p := range w.People {
					here := w.Span.Holds(hour(h))
					for _, a := range windows {
						if w.Span.Holds(hour(h)) && a.Class == Absence && a.Span.Holds(hour(h)) && slices.Contains(a.People, p) {
							here, absent[h] = false, append(absent[h], [2]string{p, a.ID})
						}
					}
					there = there || here
				}
				watched[h] = watched[h] || there
			}
		}
		lifted := slices.ContainsFunc(w.Exceptions, func(e Exception) bool { return e.Release == s.ID })
		if w.Class == Freeze && !lifted && w.Span.Overlaps(s.Span) {
			add(map[bool]string{true: FreezeHard, false: FreezeSoft}[w.Hard], w.ID, items...)
		}
	}
	if len(outside) > 0 {
		delete(outside, "")
		slices.Sort(ids)
		add(OutsideMaintenance, strings.Join(ids, ","), slices.Collect(maps.Keys(outside))...)
	}
	nobody, away := false, []string{}
	rotas := len(called)
	for h := int64(-20); h < 100; h++ {
		if rotas > 0 && s.Span.Holds(hour(h)) && !watched[h] {
			nobody = true
			for _, a := range absent[h] {
				away, called = append(away, a[0]), append(called, a[1])
			}
		}
	}
	if nobody {
		add(NobodyOnCall, strings.Join(unique(called), ","), away...)
	}
	for _, l := range limits {
		begins := func(b Booking) string {
			at := b.Span.Start.UTC()
			if l.Per == PerNight {
				at = at.Add(-12 * time.Hour)
			}
			if l.Per == PerWeek {
				year, week := at.ISOWeek()
				return fmt.Sprint(year, week)
			}
			return at.Format(time.DateOnly)
		}
		of := func(b Booking) string {
			return map[string]string{OfTeam: b.Team, OfEnvironment: b.Environment, OfService: b.Service, All: "all"}[l.Of]
		}
		var with []string
		for _, o := range others {
			if !o.Span.IsZero() && of(o) == of(s) && begins(o) == begins(s) {
				with = append(with, o.ID)
			}
		}
		if slices.Sort(with); of(s) != "" && len(with) >= l.Most && (len(l.Only) == 0 || is(l.Only, of(s))) {
			add(OverCapacity, strings.Join(with, ","))
		}
	}
	var list []string
	for key, what := range found {
		if len(what) > 0 {
			word := " items "
			if strings.HasPrefix(key, PersonTwice) || strings.HasPrefix(key, PersonAbsent) || strings.HasPrefix(key, NobodyOnCall) {
				word = " people "
			}
			key += word + strings.Join(slices.Sorted(maps.Keys(what)), ",")
		}
		list = append(list, key)
	}
	slices.Sort(list)
	return list
}

func TestConflictsAgainstReference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anyBooking(t, "R0")
		var others []Booking
		for i := range rapid.IntRange(0, 6).Draw(t, "others") {
			others = append(others, anyBooking(t, fmt.Sprint("R", i+1)))
		}
		var windows []Window
		for i := range rapid.IntRange(0, 4).Draw(t, "windows") {
			windows = append(windows, anyWindow(t, fmt.Sprint("W", i)))
		}
		relations := anyRelations(t)
		var limits []Capacity
		for i := range rapid.IntRange(0, 2).Draw(t, "limits") {
			limits = append(limits, Capacity{Per: rapid.SampledFrom([]string{PerNight, PerDay, PerWeek}).Draw(t, fmt.Sprint("per ", i)), Of: rapid.SampledFrom([]string{All, OfTeam, OfEnvironment, OfService}).Draw(t, fmt.Sprint("of ", i)),
				Only: rapid.SliceOfN(rapid.SampledFrom([]string{"t1", "E1", "S1"}), 0, 1).Draw(t, fmt.Sprint("only ", i)), Most: rapid.IntRange(1, 3).Draw(t, fmt.Sprint("most ", i))})
			if limits[i].Of == All {
				limits[i].Only = nil
			}
		}
		conflicts := func(s Booking, others []Booking, windows []Window, relations []Relation) []Conflict {
			return NewPlan(others, windows, relations, hour(0), nil).WithCapacity(limits, time.UTC).Conflicts(s, time.UTC, time.UTC)
		}
		got := conflicts(s, others, windows, relations)
		if diff := cmp.Diff(reference(s, others, windows, relations, limits), slices.Sorted(slices.Values(brief(got))), cmpopts.EquateEmpty()); diff != "" {
			t.Fatal(diff)
		}

		// Whatever order the facts came in, the findings are the same.
		turned := func() []Conflict {
			o, w, r := slices.Clone(others), slices.Clone(windows), slices.Clone(relations)
			slices.Reverse(o)
			slices.Reverse(w)
			slices.Reverse(r)
			return conflicts(s, o, w, r)
		}()
		if diff := cmp.Diff(got, turned, cmpopts.EquateEmpty()); diff != "" {
			t.Fatal("the order of the facts matters:\n", diff)
		}
		keys := map[string]bool{}
		for _, c := range got {
			if keys[c.Key] {
				t.Fatalf("the key %s is there twice", c.Key)
			}
			keys[c.Key] = true
		}
		// Seen from the other release, the same finding has the same key.
		for _, o := range others {
			mirror := map[string]bool{}
			rest := append([]Booking{s}, slices.DeleteFunc(slices.Clone(others), func(b Booking) bool { return b.ID == o.ID })...)
			for _, c := range conflicts(o, rest, nil, relations) {
				mirror[c.Key] = true
			}
			for _, c := range got {
				if (slices.Equal(c.With, []string{o.ID}) || c.Kind == OverCapacity && slices.Contains(c.With, o.ID)) && !mirror[c.Key] {
					t.Fatalf("%s is not found from %s", c.Key, o.ID)
				}
			}
		}
	})
}

// busy is one subject in a crowd: 500 releases in the same fortnight, 200
// windows half of which recur, 5,000 relations.
func busy() (Booking, []Booking, []Window, []Relation) {
	at := time.Date(2026, 11, 26, 21, 0, 0, 0, time.UTC)
	item := func(i int) string { return fmt.Sprint("CI-", i%3000) }
	rules := func(i int) Booking {
		start := at.Add(time.Duration(i%56-28) * 6 * time.Hour)
		b := Booking{ID: fmt.Sprint("REL-", i), Title: "Payroll", Service: fmt.Sprint("SVC-", i%40), Environment: fmt.Sprint("E", i%5),
			People: []string{fmt.Sprint("p", i%90), fmt.Sprint("p", i%70)}, Span: when.Span{Start: start, End: start.Add(4 * time.Hour)}}
		for k := range 8 {
			b.Items = append(b.Items, item(i*37+k*211))
		}
		if i > 3 {
			b.DependsOn = []string{fmt.Sprint("REL-", i-3)}
		}
		return b
	}
	var others []Booking
	for i := range 500 {
		others = append(others, rules(i+1))
	}
	var windows []Window
	for i := range 200 {
		w := Window{ID: fmt.Sprint("WIN-", i), Class: []Class{Freeze, Maintenance}[i%2], Services: []string{fmt.Sprint("SVC-", i%40)}, Zone: "Europe/Berlin",
			Span: when.Span{Start: at.AddDate(0, 0, -i*7), End: at.AddDate(0, 0, -i*7).Add(5 * time.Hour)}}
		if i%4 < 2 {
			w.Rule = "FREQ=WEEKLY"
		}
		windows = append(windows, w)
	}
	var relations []Relation
	for i := range 5000 {
		relations = append(relations, Relation{item(i * 7), item(i*13 + 1)})
	}
	s := rules(28)
	s.ID = "REL-0"
	return s, others, windows, relations
}

func BenchmarkConflicts(b *testing.B) {
	s, others, windows, relations := busy()
	b.ReportAllocs()
	for b.Loop() {
		Conflicts(s, others, windows, relations, s.Span.Start, time.UTC)
	}
}

func BenchmarkConflictsWithoutRelations(b *testing.B) {
	s, others, windows, _ := busy()
	b.ReportAllocs()
	for b.Loop() {
		Conflicts(s, others, windows, nil, s.Span.Start, time.UTC)
	}
}

// A crowd must not make moving a release by a key feel slow.
func TestConflictsAreFast(t *testing.T) {
	if testing.Short() {
		t.Skip("measures time")
	}
	s, others, windows, relations := busy()
	best := time.Hour
	for range 20 {
		begun := time.Now()
		Conflicts(s, others, windows, relations, s.Span.Start, time.UTC)
		best = min(best, time.Since(begun))
	}
	// About a millisecond on a small machine; ten times that is a mistake in
	// the way it grows, not noise.
	if best > 20*time.Millisecond {
		t.Errorf("500 releases, 200 windows and 5,000 relations took %v", best)
	}
}
