package form

import (
	"strings"
	"testing"
	"time"

	"fairway/model/when"
)

// TestEveryTypeIsWhole: what help and other packages ask of a type is there, its
// example will do, and what is shown on one line reads back to the same.
func TestEveryTypeIsWhole(t *testing.T) {
	seen := map[string]bool{}
	for _, is := range Types {
		if is.Name == "" || is.Wants == "" || seen[is.Name] {
			t.Errorf("%+v: no name, or one that is there already, or nothing says what it wants", is)
		}
		seen[is.Name] = true
		if (is.Widget == RecordWidget) != (is.Kind != "") {
			t.Errorf("%s: widget %d for records of %q", is.Name, is.Widget, is.Kind)
		}
		fl := Field{Name: "f", Title: "F", Type: is.Name, Options: []string{"big-bang", "phased"}, Columns: []Field{{Name: "c", Title: "C", Type: Line}}}
		if is.Name == Role || is.Name == Measure || is.Name == Holder { // of the rules
			fl.Options = nil
		}
		if fl.Lint() != "" || fl.Is().Name != is.Name {
			t.Errorf("%s: %s", is.Name, fl.Lint())
		}
		if is.Widget != LineWidget || is.show == nil {
			continue
		}
		if is.Example == "" {
			t.Errorf("%s is said in other words than it is typed in, and no example shows how", is.Name)
			continue
		}
		kept, wrong := fl.tidy(is.Example, ground())
		again, wrongAgain := fl.tidy(fl.AsTyped(kept, ground().Zone), ground())
		if wrong+wrongAgain != "" || again != kept {
			t.Errorf("%s: %q is kept as %q %s, and that as %q %s", is.Name, is.Example, kept, wrong, again, wrongAgain)
		}
	}
	if is := (Field{Type: "telepathy"}).Is(); is.Name != Line {
		t.Errorf("an unknown type is %q", is.Name)
	}
}

func TestLintSaysWhatMakesNoSense(t *testing.T) {
	for _, c := range []struct {
		field Field
		says  string
	}{
		{Field{Type: "telepathy"}, `unknown type "telepathy"; known are line, text`},
		{Field{Type: Choice}, "a choice needs options"},
		{Field{Type: Choice, Options: []string{"a", "b"}, Labels: []string{"A"}}, "2 options and 1 labels"},
		{Field{Type: Choice, Options: []string{"a", "b"}, Labels: []string{"Same", "same"}}, "its label is another's"},
		{Field{Type: Choice, Options: []string{"a", "b"}, Labels: []string{"b", "other"}}, "its label is another's"},
		{Field{Type: Choices, Options: []string{"a,b"}}, "none can have one in it"},
		{Field{Type: Table}, "a table needs columns"},
		{Field{Type: Role, Options: []string{"a"}}, "the roles are those of the rules"},
		{Field{Type: Decimal, Least: "1,5"}, "must be a number with a point"},
		{Field{Type: Choice, Options: []string{"a", "b"}, Labels: []string{"A", "Other"}}, ""},
	} {
		if got := c.field.Lint(); (c.says == "") != (got == "") || !strings.Contains(got, c.says) {
			t.Errorf("%+v: %q", c.field, got)
		}
	}
}

// TestAChoiceIsReadByItsWordsToo: by the option or its label, whatever the
// capitals; of an answer that will not do both are named.
func TestAChoiceIsReadByItsWordsToo(t *testing.T) {
	one := Field{Type: Choice, Options: []string{"not-ready", "conflict", "waived"}, Labels: []string{"build or test was not ready", "it collided with another release, a freeze or a window", "waived"}}
	many := one
	many.Type = Choices
	for _, c := range []struct {
		field             Field
		typed, kept, says string
	}{
		{one, "not-ready", "not-ready", ""}, {one, "NOT-READY", "not-ready", ""}, {one, "not ready", "not-ready", ""},
		{one, "Build or  test was not ready", "not-ready", ""}, {one, "it collided with another release, a freeze or a window", "conflict", ""},
		{one, "build", "", `"build" is not one of not-ready (build or test was not ready), conflict (it collided with another release, a freeze or a window), waived`},
		{many, "it collided with another release, a freeze or a window, waived", "conflict\nwaived", ""},
		{many, "waived, IT COLLIDED with another release, a freeze or a window\nnot ready", "waived\nconflict\nnot-ready", ""},
		{many, "it collided with another release", "", `"it collided with another release" is not one of`},
		{Field{Type: Choice, Options: []string{"run-1", "run-2"}, Labels: []string{"Night", "night"}}, "night", "", `"night" could be any of run-1 (Night), run-2 (night)`},
		{Field{Type: Choice, Options: []string{"a", "b"}, Labels: []string{"b", "c"}}, "b", "b", ""}, // the option itself comes first
		{Field{Type: Choice, Options: strings.Split("a b c d e f g h i j k l m n", " ")}, "z", "", "k, l, 2 more"},
	} {
		kept, wrong := c.field.tidy(c.typed, Ground{})
		if kept != c.kept || (c.says == "") != (wrong == "") || !strings.Contains(wrong, c.says) {
			t.Errorf("%q: %q %q, want %q %q", c.typed, kept, wrong, c.kept, c.says)
		}
	}
}

func TestShow(t *testing.T) {
	tokyo, berlin := time.FixedZone("Asia/Tokyo", 9*3600), ground().Zone
	titles := map[string]string{"PER-1": "Ann", "PER-2": "Zoe", "SVC-1": "Shop", "CI-1": "Database", "CHG-1": "New till"}
	r := Reader{Zone: berlin, Home: berlin, Style: when.Short, Now: monday, Title: func(id string) string { return titles[id] }}
	far := r
	far.Home = tokyo
	choice := Field{Title: "Method", Type: Choice, Options: []string{"big-bang", "phased"}, Labels: []string{"", "step by step"}}
	steps := Field{Title: "Steps", Type: Table, Name: "steps", Columns: []Field{{Name: "text", Title: "Step", Type: Line}, {Name: "who", Title: "Owner", Type: Person}, {Name: "no_back", Title: "Point of no return", Type: YesNo}, {Name: "due", Title: "Due", Type: Date}}}
	for _, c := range []struct {
		of          string
		kept, shown string
		reader      Reader
	}{
		{Line, " a b ", "a b", r}, {Text, "a\nb", "a\nb", r}, {Number, "5", "5", r}, {YesNo, "yes", "yes", r}, {YesNo, "no", "no", r}, {Line, "", "", r},
		{Date, "2026-03-12T21:00:00Z", "Thu 12 Mar 22:00", r}, {Date, "2026-03-12T21:00:00Z", "Thu 12 Mar 22:00 (Europe/Berlin)", far},
		{Date, "2026-03-12", "Thu 12 Mar Europe/Berlin", far}, {Date, "2027-03-12", "12 Mar 2027", r}, {Date, "next thu", "next thu", r}, {Date, "2026-03-12", "2026-03-12", Reader{}},
		{Duration, "40m0s", "40 min", r}, {Duration, "1h30m0s", "1 h 30 min", r}, {Duration, "1m30s", "1m30s", r}, {Duration, "long", "long", r},
		{Person, "PER-1", "Ann", r}, {People, "PER-1\nPER-2", "Ann, Zoe", r}, {People, "PER-1\nPER-9", "Ann, PER-9", r}, {Person, "PER-1", "PER-1", Reader{}},
		{Service, "SVC-1", "Shop", r}, {Items, "CI-1\nCI-2", "Database (CI-1), CI-2", r}, {Change, "CHG-1", "New till (CHG-1)", r},
		{"gone", "a-b", "a-b", r},
	} {
		if got := (Field{Title: "F", Type: c.of}).Show(c.kept, c.reader); got != c.shown {
			t.Errorf("%s %q is %q, want %q", c.of, c.kept, got, c.shown)
		}
	}
	for kept, shown := range map[string]string{"big-bang": "big bang", "phased": "step by step", "else-where": "else-where"} {
		if got := choice.Show(kept, r); got != shown {
			t.Errorf("%q is %q, want %q", kept, got, shown)
		}
	}
	a := Answers{Tables: map[string][]Cells{"steps": {{"text": "Stop it", "no_back": "no"}, {"text": "Copy it", "who": "PER-1", "no_back": "yes", "due": "2026-03-12", "old_one": "x"}}}}
	if got, want := steps.ShowAll(a, r), "1. Stop it\n2. Copy it; owner: Ann; POINT OF NO RETURN; due: Thu 12 Mar; old one: x"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestLaidLeavesNothingOut: every answer stands somewhere, whatever became of the
// form, but those to questions that don't arise.
func TestLaidLeavesNothingOut(t *testing.T) {
	a := Answers{Values: map[string]string{"line": "x", "yesno": "yes", "why": "left over", "old-one": "y", "empty": " "}, Tables: map[string][]Cells{"older": {{"a_b": "z"}}}}
	name := func(list []Group) string {
		var out []string
		for _, g := range list {
			for _, fl := range g.Fields {
				out = append(out, g.Title+"/"+fl.Title)
			}
		}
		return strings.Join(out, " ")
	}
	if got, want := name(sample.Laid(a, false)), "/Line /Yes or no Not asked for any more/old one Not asked for any more/older"; got != want {
		t.Errorf("%q", got)
	}
	if got := name(sample.Laid(a, true)); !strings.Contains(got, "/Table") {
		t.Errorf("a table that is needed is left out: %q", got)
	}
	if got, want := name((*Form)(nil).Laid(a, true)), "Answers/line Answers/old one Answers/older Answers/why Answers/yesno"; got != want {
		t.Errorf("%q", got)
	}
}
