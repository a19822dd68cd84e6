package form

import (
	"strings"
	"testing"
)

func paged() Form {
	return Form{Name: "f", Groups: []Group{
		{Title: "One", Fields: []Field{{Name: "kind", Title: "Kind", Type: Choice, Options: []string{"a", "b"}}, {Name: "sure", Title: "Sure", Type: YesNo, When: "kind=a"}}},
		{Title: "Two", When: "kind=b", Fields: []Field{{Name: "why", Title: "Why", Type: Text, Required: true}, {Name: "more", Title: "More", Type: YesNo}}},
		{Title: "Three", When: "more=yes", Fields: []Field{{Name: "rows", Title: "Rows", Type: Table, Required: true, Columns: []Field{{Name: "x", Title: "X", Type: YesNo}, {Name: "y", Title: "Y", Type: Line, When: "x=yes"}}}}},
	}}
}

// TestAPageArisesByAnAnswer: and what stands on it is neither needed nor kept where it
// does not; a question on it counts as unanswered for others.
func TestAPageArisesByAnAnswer(t *testing.T) {
	f := paged()
	typed := Answers{Values: map[string]string{"kind": "b", "sure": "yes", "why": "so", "more": "yes"}, Tables: map[string][]Cells{"rows": {{"x": "no", "y": "left"}}}}
	if missing := f.Missing(typed); len(missing) > 0 {
		t.Errorf("all is there, and missing are %v", missing)
	}
	kept := f.Arising(typed)
	if kept.Get("sure") != "" || kept.Get("why") != "so" || len(kept.Rows("rows")) != 1 || kept.Rows("rows")[0]["y"] != "" {
		t.Errorf("kept: %+v", kept)
	}
	typed.Values["kind"] = "a"
	kept = f.Arising(typed)
	if kept.Get("why") != "" || kept.Get("more") != "" || len(kept.Rows("rows")) != 0 || kept.Get("sure") != "yes" {
		t.Errorf("another answer, kept: %+v", kept)
	}
	if typed.Get("why") != "so" {
		t.Error("what was typed is gone, and comes back with the page")
	}
	if missing := f.Missing(typed); len(missing) > 0 {
		t.Errorf("the page does not arise, and missing are %v", missing)
	}
	titles := func(a Answers) (out []string) {
		for _, g := range f.Laid(a, true) {
			out = append(out, g.Title)
		}
		return out
	}
	if got := strings.Join(titles(kept), " "); got != "One" {
		t.Errorf("laid out: %s", got)
	}
	if got := strings.Join(titles(Answers{Values: map[string]string{"kind": "b"}}), " "); got != "One Two" {
		t.Errorf("laid out: %s", got)
	}
}

func TestConditionsThatMakeNoSense(t *testing.T) {
	if wrong := paged().LintConditions(); len(wrong) > 0 {
		t.Errorf("%+v", wrong)
	}
	for _, c := range []struct {
		make  func(*Form)
		page  int
		field int
		says  string
	}{
		{func(f *Form) { f.Groups[1].When = "sort=b" }, 1, -1, "must be another field's name"},
		{func(f *Form) { f.Groups[1].When = "kind" }, 1, -1, "must be another field's name"},
		{func(f *Form) { f.Groups[2].Fields[0].Columns[1].When = "kind=a" }, 2, 0, "column y: when = \"kind=a\" must be another"},
		{func(f *Form) { f.Groups[1].When = "kind=c" }, 1, -1, `"c" is no answer to kind, which has a, b`},
		{func(f *Form) { f.Groups[2].When = "more=perhaps" }, 2, -1, `"perhaps" is no answer to more`},
		{func(f *Form) { f.Groups[0].Fields[1].When = "rows=x" }, 0, 1, "rows is a table"},
		{func(f *Form) { f.Groups[1].When = "more=yes" }, 1, -1, "goes in a circle"},
		{func(f *Form) { f.Groups[0].Fields[0].When = "more=yes" }, 0, 0, "goes in a circle"},
		{func(f *Form) { f.Groups[0].When = "more=yes" }, 0, -1, "goes in a circle"},
		{func(f *Form) { f.Groups[1].Fields[0].When, f.Groups[1].Fields[1].When = "kind=a", "kind=a" }, 1, -1, "is never shown"},
		{func(f *Form) { f.Groups[2].Fields[0].When = "kind=a" }, 2, -1, "is never shown"},
		{func(f *Form) { f.Groups = append(f.Groups, Group{Title: "Four", When: "kind=a"}) }, 3, -1, "is never shown"},
	} {
		f := paged()
		c.make(&f)
		wrong := f.LintConditions()
		found := false
		for _, w := range wrong {
			found = found || w.Page == c.page && w.Field == c.field && strings.Contains(w.Text, c.says)
		}
		if !found {
			t.Errorf("%q is not said of page %d, field %d: %+v", c.says, c.page, c.field, wrong)
		}
	}
}
