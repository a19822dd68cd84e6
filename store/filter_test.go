package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/filter"
	"fairway/model/intake"
	"fairway/model/when"
)

// varied is a file whose releases differ in everything that can be filtered on.
func varied(t testing.TB) *file {
	t.Helper()
	f := made(t, fixed())
	led := f.do(f.boss, action.WriteService{Service: model.Service{Handle: "ledger", Name: "Ledger", Owner: f.boss}}).Subject
	team := f.do(f.boss, action.WriteTeam{Team: model.Team{Handle: "core", Name: "Core"}}).Subject
	for i := range 16 {
		r := model.Release{Name: []string{"Ledger core", "Portal", "Übergabe", `Quote " 100%_`}[i%4], Version: numbered("v", i%3), Type: "normal", Contents: []string{"software"}, Service: []model.ID{f.pay, led}[i%2], Major: i%5 == 0}
		if i%3 == 0 {
			r.Team = team
		}
		if i%2 == 0 {
			r.Owner, r.Coordinator = f.boss, f.dev
		}
		if i%4 != 3 {
			r.Window.Start = minute(2026, 11, 10+i, 20, 0)
			if i%2 == 0 {
				r.Window.Start = day(2026, 11, 10+i, zone(t, "Europe/Berlin"))
			}
			r.Window.End = r.Window.Start
			r.Window.End.At = r.Window.End.At.Add(time.Duration(1+i%3) * 24 * time.Hour)
		}
		id := f.do(f.boss, action.Register{Release: r}).Subject
		switch i % 8 {
		case 1:
			f.do(f.boss, action.Hold{Release: id, Reason: "wait", Review: when.OnClock(start.AddDate(0, 1, 0), time.UTC)})
		case 5:
			f.do(f.boss, action.Cancel{Release: id, Reason: "not wanted"})
		}
	}
	_, err := f.Do(context.Background(), Who{Person: f.boss, Auth: "test"}, &action.Import{Source: "s", File: "f.csv", SHA256: strings.Repeat("0", 64), Rows: rows(8, func(i int, r *intake.Row) {
		if i == 2 {
			r.Fields["stage"] = "cancelled"
		}
	})})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// plainly evaluates a checked condition over a release, without any SQL.
func plainly(open map[model.ID]bool, c filter.Condition, r *model.Release, handles map[model.ID]string, me model.ID) bool {
	score, band := 0, ""
	if r.Risk != nil {
		score, band = r.Risk.Score, r.Risk.Band
	}
	any := func(values []string, ok func(string) bool) bool { return slices.ContainsFunc(values, ok) }
	texts := map[string]string{"id": string(r.ID), "version": r.Version, "type": r.Type, "stage": r.Stage, "state": string(r.State()), "risk": band}
	ids := map[string]model.ID{"service": r.Service, "team": r.Team, "owner": r.Owner, "coordinator": r.Coordinator, "requester": r.Requester}
	dates := map[string]time.Time{"start": r.Window.Start.At, "end": r.Window.End.At, "registered": r.Registered}
	flags := map[string]bool{
		"mine": me != "" && (r.Owner == me || r.Coordinator == me || r.Requester == me), "late": !r.Ended() && !r.Deployed && !r.Window.IsZero() && model.Due(r.Window.Start, time.UTC).Before(start),
		"open": !r.Ended(), "hold": r.State() == "hold", "major": r.Major, "imported": r.Origin != nil, "closed": r.State() == "closed", "cancelled": r.State() == "cancelled",
		"emergency": r.Type == "emergency", "conflict": open[r.ID], "dated": !r.Window.IsZero(),
	}
	holds := false
	switch {
	case c.Op == filter.Flag:
		holds = flags[c.Field]
	case c.Op == filter.Word || c.Op == filter.Phrase:
		holds = strings.Contains(strings.ToLower(r.Title()), strings.ToLower(c.Text))
	case c.Field == "title":
		holds = any(c.Values, func(v string) bool { return strings.Contains(strings.ToLower(r.Title()), strings.ToLower(v)) })
	case c.Field == "name":
		holds = any(c.Values, func(v string) bool { return strings.Contains(strings.ToLower(r.Name), strings.ToLower(v)) })
	case c.Kind == filter.Date:
		at := dates[c.Field]
		holds = !at.IsZero() && slices.ContainsFunc(c.Ranges, func(r filter.Range) bool { return r.Holds(at) })
	case c.Kind == filter.Number:
		holds = slices.ContainsFunc(c.Numbers, func(n float64) bool {
			s := float64(score)
			return map[filter.Op]bool{filter.Any: s == n, filter.Less: s < n, filter.AtMost: s <= n, filter.More: s > n, filter.AtLeast: s >= n}[c.Op]
		})
	case referring(ids, c.Field):
		id := ids[c.Field]
		holds = id != "" && any(c.Values, func(v string) bool { return strings.EqualFold(v, handles[id]) || strings.EqualFold(v, string(id)) })
	default:
		holds = any(c.Values, func(v string) bool {
			return strings.EqualFold(v, texts[c.Field]) || v == "Normal release" && r.Type == "normal"
		})
	}
	return holds != c.Not
}

func referring(ids map[string]model.ID, field string) bool { _, ok := ids[field]; return ok }

// typed is what releases are filtered by as it is typed: no value is looked up.
var typed = func() filter.Schema {
	s := filter.Schema{Fields: map[string]filter.FieldType{}, Flags: append(slices.Sorted(maps.Keys(releaseFields.flags)), "conflict")}
	for name, f := range releaseFields.fields {
		t := filter.FieldType{Kind: f.means.kind()}
		if t.Kind == filter.Enum {
			t.Kind = filter.Text
		}
		s.Fields[name] = t
	}
	s.Fields["risk"] = filter.FieldType{Kind: filter.Enum, Ordered: true, Choices: filter.Values("low", "medium", "high", "very-high")}
	return s
}()

// Every field and flag, alone and together, lets through what it says.
func TestFiltersLetThroughWhatTheySay(t *testing.T) {
	ctx := context.Background()
	f := varied(t)
	handles := map[model.ID]string{}
	for _, k := range []model.Kind{model.KindService, model.KindTeam, model.KindPerson} {
		l, err := f.List(ctx, ListQuery{Kind: k})
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range l {
			handles[x.ID] = x.Handle
		}
	}
	all, err := f.Releases(ctx, ReleaseQuery{Now: start})
	if err != nil || len(all) != 24 {
		t.Fatalf("%d releases, %v", len(all), err)
	}
	var releases []*model.Release
	for _, c := range all {
		fact, err := f.Record(ctx, c.ID, Now)
		if err != nil {
			t.Fatal(err)
		}
		releases = append(releases, fact.Record.(*model.Release))
	}
	berlin, open := zone(t, "Europe/Berlin"), inConflict(f.truth(Now))
	check := func(t interface {
		Fatalf(string, ...any)
	}, text string) int {
		parsed, err := filter.Parse(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		query, err := parsed.Check(typed, start, berlin)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		var want, got []model.ID
		for _, r := range releases {
			if !slices.ContainsFunc(query, func(c filter.Condition) bool { return !plainly(open, c, r, handles, f.dev) }) {
				want = append(want, r.ID)
			}
		}
		found, err := f.Releases(ctx, ReleaseQuery{Filter: text, Me: f.dev, Now: start, Zone: berlin})
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		for _, c := range found {
			got = append(got, c.ID)
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%s finds %v, want %v", text, got, want)
		}
		return len(got)
	}
	terms := []string{
		"id:rel-3,REL-4", "name:ledger", "name:portal,über", `name:"100%_"`, `name:"%"`, "version:\"v 1\"", "service:payments", "service:LEDGER,svc-1", "team:core", "owner:bo", "owner:per-2", "coordinator:dee", "requester:bo", "title:\"core v\"", "type:normal", "type:\"Normal release\"",
		"stage:registration", "stage:closed", "state:open,hold", "state:cancelled", "risk:>=low", "risk:very-high", "score:0", "score:>=0", "score:<1", "score:>3",
		"start:<2026-11-20", "start:>=2026-11-20", "start:2026-11-14", "start:2026-11", "end:2026-11-14", "end:>2026-11-22", "end:<=2026-11-15", "registered:2026-11-23", "registered:>2026-11-23",
		"ledger", "portal", "\"ledger core\"", "quote",
	}
	terms = append(terms, typed.Flags...)
	seen := map[string]bool{}
	for _, term := range terms {
		n := check(t, term)
		m := check(t, "-"+term)
		if n+m != len(releases) {
			t.Errorf("%s lets %d through, and its opposite %d, of %d", term, n, m, len(releases))
		}
		name, _, _ := strings.Cut(term, ":")
		seen[name] = true
	}
	for name := range releaseFields.fields {
		if !seen[name] {
			t.Errorf("the field %s is not tested", name)
		}
	}
	rapid.Check(t, func(rt *rapid.T) {
		var some []string
		for range rapid.IntRange(2, 4).Draw(rt, "terms") {
			term := rapid.SampledFrom(terms).Draw(rt, "term")
			if rapid.Bool().Draw(rt, "not") {
				term = "-" + term
			}
			some = append(some, term)
		}
		check(rt, strings.Join(some, " "))
	})
	// The board and the calendar take the same filter.
	for _, text := range []string{"service:ledger -hold", "mine", "portal", "state:closed", "stage:closed"} {
		want, err := f.Releases(ctx, ReleaseQuery{Filter: text, Me: f.dev, Now: start, Zone: berlin})
		if err != nil {
			t.Fatal(err)
		}
		b, err := f.Board(ctx, BoardQuery{Filter: text, Me: f.dev, Now: start, Zone: berlin, Ended: true})
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, c := range b.Columns {
			n += len(c.Cards)
			if c.Count != len(c.Cards) {
				t.Errorf("%s: the column %s counts %d, and shows %d", text, c.Stage, c.Count, len(c.Cards))
			}
		}
		if n != len(want) {
			t.Errorf("%s: the board shows %d of %d", text, n, len(want))
		}
	}
}

func TestUnknownFiltersAreRefused(t *testing.T) {
	ctx := context.Background()
	f := varied(t)
	for _, text := range []string{"colour:red", "state:broken", "risk:>huge", "start:someday", "score:many", "service:<x", `"open`, strings.Repeat("a ", 100), strings.Repeat("x", 5000)} {
		var wrong *filter.Error
		if _, err := f.Releases(ctx, ReleaseQuery{Filter: text, Now: start}); !errors.As(err, &wrong) {
			t.Errorf("%.40s gives %v", text, err)
		}
		if _, err := f.Board(ctx, BoardQuery{Filter: text, Now: start}); !errors.As(err, &wrong) {
			t.Errorf("%.40s on the board gives %v", text, err)
		}
		if _, err := f.Calendar(ctx, CalendarQuery{Span: span(start, start.AddDate(0, 1, 0)), Filter: text, Now: start}); !errors.As(err, &wrong) {
			t.Errorf("%.40s on the calendar gives %v", text, err)
		}
	}
}

// Whatever somebody types is looked for, and never understood as SQL or as a
// query of the index.
func TestTypedTextIsOnlyText(t *testing.T) {
	ctx := context.Background()
	f := varied(t)
	for _, text := range []string{
		"'", `"`, "''; DROP TABLE log; --", "a OR b", "NOT a", "NEAR(a b)", "title:x", "{title}:x", "a*", "*", "^a", "a^2", "(", ")", "a)(", "-", "--", "a-b", "+", "a+b", ":", "::", "\x00", "a\x00b",
		"é", "日本", "\xff\xfe", "%", "_", "?", "?1", ":x", "@x", "$x", "\\", "/", "a AND", "AND", strings.Repeat("word ", 800), strings.Repeat("x", 4096), "«»", "rel-", "REL-3", "…", " ", "\t\n", "🙂",
	} {
		if _, err := f.Search(ctx, text, 10); err != nil {
			t.Errorf("searching %.40q: %v", text, err)
		}
		for _, filtered := range []string{text, "name:" + quoted(text), "service:" + quoted(text), "id:" + quoted(text), "-" + quoted(text), quoted(text)} {
			var wrong *filter.Error
			if _, err := f.Releases(ctx, ReleaseQuery{Filter: filtered, Now: start}); err != nil && !errors.As(err, &wrong) {
				t.Errorf("filtering %.40q: %v", filtered, err)
			}
		}
	}
	f.verified()
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.String().Draw(rt, "text")
		if _, err := f.Search(ctx, text, 10); err != nil {
			rt.Fatalf("searching %q: %v", text, err)
		}
		var wrong *filter.Error
		if _, err := f.Releases(ctx, ReleaseQuery{Filter: text, Now: start}); err != nil && !errors.As(err, &wrong) {
			rt.Fatalf("filtering %q: %v", text, err)
		}
	})
}

func quoted(text string) string {
	return `"` + strings.ReplaceAll(strings.ReplaceAll(text, `\`, `\\`), `"`, `\"`) + `"`
}

func TestSearchFindsTheBestFirst(t *testing.T) {
	ctx := context.Background()
	f := varied(t)
	find := func(text string, limit int) (ids []model.ID) {
		t.Helper()
		h, err := f.Search(ctx, text, limit)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range h {
			ids = append(ids, x.ID)
		}
		return ids
	}
	if got := find("rel-1", 3); len(got) != 3 || got[0] != "REL-1" {
		t.Errorf("rel-1 finds %v", got)
	}
	if got := find("bo boss", 3); len(got) != 1 || got[0] != f.boss {
		t.Errorf("bo boss finds %v", got)
	}
	if got := find("ubergabe", 50); len(got) != 4 || got[0] != "REL-15" {
		t.Errorf("ubergabe finds %v, want four, the newest first", got)
	}
	if got := find("led cor", 50); len(got) != 4 {
		t.Errorf("led cor finds %v", got)
	}
	if got := find("ledger", 2); len(got) != 2 {
		t.Errorf("ledger finds %v", got)
	}
	if got := find("bo@example.org", 3); len(got) != 1 || got[0] != f.boss {
		t.Errorf("an address finds %v", got)
	}
	// Titles come before texts, however old.
	old := f.release("Zephyr", when.Moment{}, when.Moment{})
	young := f.release("Other", when.Moment{}, when.Moment{})
	f.do(f.boss, action.Edit{Release: young, Set: map[string]string{"notes": "after zephyr"}})
	if got := find("zeph", 5); fmt.Sprint(got) != fmt.Sprint([]model.ID{old, young}) {
		t.Errorf("zeph finds %v", got)
	}
	f.rename(old, "Mistral")
	if got := find("zephyr", 5); fmt.Sprint(got) != fmt.Sprint([]model.ID{young}) {
		t.Errorf("after a new name zephyr finds %v", got)
	}
}
