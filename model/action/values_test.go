package action_test

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/when"
)

// scribble fills a value of any type with what somebody could have typed: ids
// of records that are there, or not, words, nonsense.
func scribble(d dice, v reflect.Value, depth int) {
	switch v.Interface().(type) {
	case time.Time:
		v.Set(reflect.ValueOf(pick(d, []time.Time{{}, monday, monday.Add(-time.Hour), monday.AddDate(0, 1, 0), monday.Add(123456789)})))
		return
	case when.Moment:
		v.Set(reflect.ValueOf(pick(d, []when.Moment{{}, window.Start, window.End, {At: monday.Truncate(24 * time.Hour), Precision: when.Day}})))
		return
	case model.ID:
		v.SetString(pick(d, []string{"", "REL-1", "REL-2", "CHG-1", "CHG-2", "PER-1", "PER-2", "PER-8", "SVC-1", "CI-1", "DML-1", "DOC-1", "DOC-3", "APR-1", "APR-2", "RUN-1", "WIN-1", "PRO-1", "INC-1", "PRB-1", "TEA-1", "MIL-1", "PRC-1", "REL-99", "nonsense"}))
		return
	case model.Slot:
		v.Set(reflect.ValueOf(pick(d, []model.Slot{{}, window, {Start: window.Start}, {Start: window.End, End: window.Start}})))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(pick(d, []string{"", "x", "a word", "two\nlines", "a\x1b[2J", "normal", "software", "planning", "build", "authorisation-1", "approve", "reject", "deployed", "failed", "confirmed", "P1", "low", "enhancement", "freeze", "maintenance", "server", "live",
			"release-plan", "criteria", "rfc", "name", "yes", "conflict", "administrator", "shop", "Europe/Berlin", sha("x"), "FREQ=WEEKLY"}))
	case reflect.Bool:
		v.SetBool(d.IntN(2) == 0)
	case reflect.Int, reflect.Int64:
		v.SetInt(pick(d, []int64{0, 1, 2, -1, 1 << 40}))
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).Tag.Get("json") != "-" {
				scribble(d, v.Field(i), depth)
			}
		}
	case reflect.Pointer:
		if depth > 0 && d.IntN(2) == 0 {
			v.Set(reflect.New(v.Type().Elem()))
			scribble(d, v.Elem(), depth-1)
		}
	case reflect.Slice:
		if depth > 0 && d.IntN(2) == 0 {
			v.Set(reflect.MakeSlice(v.Type(), 1+d.IntN(2), 2))
			for i := range v.Len() {
				scribble(d, v.Index(i), depth-1)
			}
		}
	case reflect.Map:
		if depth > 0 && d.IntN(2) == 0 {
			v.Set(reflect.MakeMap(v.Type()))
			key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			scribble(d, key, depth-1)
			scribble(d, value, depth-1)
			v.SetMapIndex(key, value)
		}
	}
}

// scribbled is a named action with any values.
func scribbled(t tb, d dice, name string) action.Action {
	t.Helper()
	empty, err := action.Decode(name, json.RawMessage("{}"))
	if err != nil {
		t.Fatalf("%v", err)
	}
	v := reflect.ValueOf(empty)
	scribble(d, v.Elem(), 4)
	if a, ok := v.Elem().Interface().(action.Action); ok {
		if i, ok := a.(*action.Import); ok && i == nil {
			a = &action.Import{Source: "s", File: "f", Counts: action.Counts{Rows: d.IntN(9)}}
		}
		return a
	}
	t.Fatalf("%s decodes to %T, which is no action", name, empty)
	return nil
}

func TestEveryActionSurvivesTheLog(t *testing.T) {
	for _, name := range action.Names() {
		rapid.Check(t, func(t *rapid.T) {
			a := scribbled(t, dice{rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "dice"), 1))}, name)
			values, err := model.Encode(a)
			if err != nil {
				t.Fatal(err)
			}
			back, err := action.Decode(name, values)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(a, reflect.ValueOf(back).Elem().Interface(), cmpopts.EquateEmpty(), cmpopts.IgnoreFields(action.Import{}, "Rows", "Find", "LastImport", "Words", "Referred", "Facts", "Service", "Progress", "Refused", "Kept")); diff != "" {
				t.Fatalf("%s: %s\n%s", name, values, diff)
			}
		})
	}
	if _, err := action.Decode("moon", nil); err == nil {
		t.Error("the moon is an action")
	}
	if _, err := action.Decode("edit", json.RawMessage("[]")); err == nil {
		t.Error("a list is an edit")
	}
}

// TestNoValuesAreTooWild performs actions with any values, as anybody: they
// are done or refused with a reason, nothing panics, and the laws hold.
func TestNoValuesAreTooWild(t *testing.T) {
	done := 0
	rapid.Check(t, func(t *rapid.T) {
		w := beginnings()[rapid.SampledFrom([]string{"assessed", "scheduled", "deploying", "deployed"}).Draw(t, "beginning")].copied(t)
		w.people["god"] = w.must("admin", action.WritePerson{Person: model.Person{Handle: "god", Name: "God", Roles: all()}}).Subject
		laws := newLaws(w)
		for step := range 30 {
			d := dice{rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "dice"), uint64(step)))}
			a := scribbled(t, d, pick(d, action.Names()))
			if action.Name(a) == "adopt-book" || action.Name(a) == "import" {
				continue // these bring rules and rows of their own
			}
			if _, err := w.do("god", a); err == nil {
				done++
				t.Logf("%s %+v", action.Name(a), a)
				for _, r := range model.All[*model.Release](w.seen("")) {
					if laws.releases[r.ID] == nil {
						laws.releases[r.ID] = r
						if r.Stage != "registration" || r.Baseline != nil || r.Deployed || len(r.Accepted)+len(r.Updates)+len(r.Broken)+len(r.Passed) > 0 || r.Cancelled != nil || r.Origin != nil {
							t.Fatalf("a new release has a past: %+v", r)
						}
					}
				}
				laws.look(t, w, "god", a)
			}
		}
	})
	t.Logf("%d done", done)
	if done == 0 && enoughChecks() {
		t.Error("nothing wild was ever done")
	}
}

func all() []model.Grant {
	var out []model.Grant
	for _, r := range defaults().Roles {
		out = append(out, model.Grant{Role: r.ID})
	}
	return out
}
