package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/filter"
	"fairway/model/when"
)

// shop is a file of which every value has a name of several words.
func shop(t testing.TB) (f *file, cora, web model.ID) {
	t.Helper()
	f = made(t, fixed())
	cora = f.do(f.admin, action.WritePerson{Person: model.Person{Handle: "cora", Name: "Cora Lindqvist", Roles: []model.Grant{{Role: "release-coordinator"}}}}).Subject
	web = f.do(f.boss, action.WriteService{Service: model.Service{Handle: "shop", Name: "Web shop", Owner: f.boss}}).Subject
	for i := range 4 {
		r := model.Release{Name: []string{"Größere Körbe", "Checkout"}[i%2], Version: fmt.Sprint(i+1, ".0"), Type: "normal", Contents: []string{"software"},
			Service: []model.ID{web, f.pay}[i%2], Coordinator: []model.ID{cora, f.dev}[i/2]}
		r.Window = model.Slot{Start: minute(2026, 12, 1+i, 20, 0), End: minute(2026, 12, 1+i, 22, 0)}
		f.do(f.boss, action.Register{Release: r})
		f.do(f.boss, action.SubmitChange{Change: model.Change{Title: r.Name, Type: "normal", Category: "problem-fix", Service: r.Service}})
	}
	f.do(f.boss, action.Hold{Release: "REL-4", Reason: "wait", Review: when.OnClock(start.AddDate(0, 1, 0), time.UTC)})
	return f, cora, web
}

// passing are the releases that pass a filter, asked in every way there is, or
// what is wrong with it.
func passing(f *file, text string, pos Position) (map[string]string, error) {
	ctx := context.Background()
	out := map[string]string{}
	var wrong []error
	put := func(way string, ids []string, err error) {
		slices.Sort(ids)
		out[way] = strings.Join(ids, " ")
		wrong = append(wrong, err)
	}
	ids := func(cards []Card) (out []string) {
		for _, c := range cards {
			out = append(out, string(c.ID))
		}
		return out
	}
	list, err := f.Releases(ctx, ReleaseQuery{Filter: text, AsOf: pos, Me: f.dev, Now: start})
	put("list", ids(list), err)
	n, err := f.CountReleases(ctx, ReleaseQuery{Filter: text, AsOf: pos, Me: f.dev, Now: start})
	if err == nil && n != len(list) {
		err = fmt.Errorf("counted %d of %d", n, len(list))
	}
	wrong = append(wrong, err)
	for _, lanes := range []Lanes{NoLanes, Apart, ByService} {
		b, err := f.Board(ctx, BoardQuery{Filter: text, AsOf: pos, Me: f.dev, Now: start, Lanes: lanes})
		var shown []Card
		for _, c := range b.Columns {
			shown = append(shown, c.Cards...)
		}
		for _, l := range b.Lanes {
			for _, c := range l.Cells {
				shown = append(shown, c.Cards...)
			}
		}
		put("board "+string(lanes), ids(shown), err)
	}
	year := span(start.AddDate(-1, 0, 0), start.AddDate(1, 0, 0))
	c, err := f.Calendar(ctx, CalendarQuery{Span: year, Filter: text, AsOf: pos, Me: f.dev, Now: start})
	var entered []string
	for _, e := range c.Entries {
		if e.Card != nil {
			entered = append(entered, string(e.ID))
		}
	}
	put("calendar", entered, err)
	_, err = f.Facts(ctx, FactsQuery{Span: year, Filter: text, AsOf: pos, Me: f.dev, Now: start})
	return out, errors.Join(append(wrong, err)...)
}

func TestEveryWayInUnderstandsTheSameWords(t *testing.T) {
	f, _, web := shop(t)
	for text, want := range map[string]string{
		`service:"web shop"`:                 "REL-1 REL-3",
		`service:"Web  Shop"`:                "REL-1 REL-3",
		`service:web-shop`:                   "REL-1 REL-3",
		`service:SHOP`:                       "REL-1 REL-3",
		"service:" + string(web):             "REL-1 REL-3",
		`service:shop,payments`:              "REL-1 REL-2 REL-3 REL-4",
		`-service:"web shop"`:                "REL-2 REL-4",
		`coordinator:"Cora Lindqvist"`:       "REL-1 REL-2",
		`coordinator:cora service:shop`:      "REL-1",
		`stage:Registration state:"on hold"`: "REL-4",
		`stage:registration`:                 "REL-1 REL-2 REL-3 REL-4",
		`type:"normal release"`:              "REL-1 REL-2 REL-3 REL-4",
		`name:KÖRBE`:                         "REL-1 REL-3",
		`kör`:                                "REL-1 REL-3",
		`"groszere"`:                         "",
		`id:rel-2,REL-3`:                     "REL-2 REL-3",
		`id:"checkout 2.0"`:                  "REL-2",
		`version:2.0`:                        "REL-2",
		`hold:no start:<2026-12-02`:          "REL-1",
		`owner:""`:                           "REL-1 REL-2 REL-3 REL-4",
	} {
		got, err := passing(f, text, Now)
		if err != nil {
			t.Errorf("%s: %v", text, err)
		}
		for way, ids := range got {
			if ids != want {
				t.Errorf("%s: %s finds %q, want %q", text, way, ids, want)
			}
		}
	}
	// The tables of records and the log know the same words.
	for text, want := range map[string]int{`service:"web shop"`: 2, `service:shop`: 2, "service:" + string(web): 2, `requester:"bo boss" category:"Problem fix"`: 4, `title:KÖRBE`: 2, "id:chg-1": 1} {
		if _, got, err := f.table(TableQuery{Kind: model.KindChange, Filter: text}); err != nil || got.Total != want {
			t.Errorf("changes %s: %d, %v", text, got.Total, err)
		}
	}
	for text, want := range map[string]int{`who:"Bo Boss" action:"Submit Change"`: 4, `who:bo action:submit-change`: 4, `subject:shop`: 1, `subject:"web shop" note:WEB`: 1} {
		if got, err := f.LogTable(context.Background(), LogTableQuery{Filter: text, Now: start}); err != nil || got.Total != want {
			t.Errorf("log %s: %d, %v", text, got.Total, err)
		}
	}
}

func TestAFilterIsOfTheMomentThatIsLookedAt(t *testing.T) {
	f, cora, web := shop(t)
	then, _, err := f.Head(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	f.do(f.boss, action.WriteService{Service: model.Service{ID: web, Handle: "store", Name: "Market place", Owner: f.boss}})
	f.do(f.admin, action.WritePerson{Person: model.Person{ID: cora, Handle: "cora", Name: "Cora Berg", Roles: []model.Grant{{Role: "release-coordinator"}}}})
	f.rename("REL-1", "Ladebalken")
	f.release("Later", when.Moment{}, when.Moment{})
	for text, want := range map[string]string{
		`service:"web shop"`: "REL-1 REL-3", `service:shop`: "REL-1 REL-3", `coordinator:"cora lindqvist"`: "REL-1 REL-2",
		`groß`: "REL-1 REL-3", `"größere körbe"`: "REL-1 REL-3", `körb -checkout`: "REL-1 REL-3", `ladebalken`: "", `-körbe`: "REL-2 REL-4",
	} {
		got, err := passing(f, text, then)
		if err != nil {
			t.Errorf("%s: %v", text, err)
		}
		for way, ids := range got {
			if ids != want {
				t.Errorf("%s then: %s finds %q, want %q", text, way, ids, want)
			}
		}
	}
	for text, want := range map[string]string{
		`service:"market place"`: `no service "market place" at that time`, `id:REL-5`: `no release "REL-5" at that time`,
	} {
		if _, err := passing(f, text, Now); err != nil {
			t.Errorf("%s now: %v", text, err)
		}
		if _, err := passing(f, text, then); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s then: %v", text, err)
		}
	}
	if _, err := passing(f, "service:shop", Now); err == nil {
		t.Error("the service is still called shop")
	}
}

func TestAValueThatNoRecordHasIsSaid(t *testing.T) {
	f, _, _ := shop(t)
	for text, want := range map[string]string{
		`stage:"Registrtion"`:   `no stage "Registrtion"; did you mean Registration?`,
		`service:"web shp"`:     `no service "web shp"; did you mean Web shop?`,
		`service:web`:           `no service "web"; did you mean Web shop?`,
		`coordinator:lindqvist`: `no coordinator "lindqvist"; did you mean Cora Lindqvist?`,
		`-owner:"Bo Bos"`:       `no owner "Bo Bos"; did you mean Bo Boss?`,
		`version:9.9`:           `no version "9.9"`,
		`id:REL-99`:             `no release "REL-99"; write an id, such as REL-1`,
		`risk:huge`:             `no risk "huge"; use `,
		`state:opn`:             `no state "opn"; did you mean open?`,
		`servce:x`:              `no field "servce"; did you mean service?`,
		`team:core`:             `no team "core"; nothing here has one`,
	} {
		_, err := passing(f, text, Now)
		if err == nil {
			t.Errorf("%s is wrong nowhere", text)
			continue
		}
		said := strings.Split(err.Error(), "\n")
		if len(said) != 7 {
			t.Errorf("%s is wrong in %d of 7 ways: %v", text, len(said), err)
		}
		for _, s := range said {
			if !strings.HasPrefix(s, want) {
				t.Errorf("%s says %s, want %s", text, s, want)
			}
		}
		var wrong *filter.Error
		if !errors.As(err, &wrong) {
			t.Errorf("%s: %T", text, err)
		}
	}
	for text, want := range map[string]string{`service:"web shp"`: "did you mean Web shop?", `category:problm-fix`: "did you mean problem-fix?", `requester:nobody`: `no requester "nobody"`, "id:REL-1": `no change (RFC) "REL-1"; write an id, such as CHG-1`} {
		if _, _, err := f.table(TableQuery{Kind: model.KindChange, Filter: text}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("changes %s: %v", text, err)
		}
	}
	for text, want := range map[string]string{`who:"bo bos"`: `no person "bo bos"; did you mean Bo Boss?`, `action:submit`: "did you mean submit-change?", `subject:REL-99`: `no record "REL-99"`} {
		if _, err := f.LogTable(context.Background(), LogTableQuery{Filter: text, Now: start}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("log %s: %v", text, err)
		}
	}
}
