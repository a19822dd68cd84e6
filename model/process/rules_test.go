package process

import (
	"slices"
	"strings"
	"testing"
)

func TestHolds(t *testing.T) {
	is := func(word string) bool { return word == "software" || word == "major" }
	for _, c := range []struct {
		when    string
		ok      bool
		because string
	}{
		{"", true, ""},
		{"software", true, ""},
		{"hardware", false, "the release brings no hardware"},
		{"not hardware", true, ""},
		{"not software", false, "the opposite holds: software"},
		{"software and major", true, ""},
		{"software and hardware", false, "the release brings no hardware"},
		{"hardware or software", true, ""},
		{"hardware or support", false, "the release brings no hardware, the release changes no support arrangement"},
		{"hardware and major or software and not support", true, ""},
		{"hardware or hardware and major", false, "the release brings no hardware"},
		{" hardware  or  not  slipped ", true, ""},
	} {
		t.Run(c.when, func(t *testing.T) {
			ok, because := Holds(c.when, is)
			if ok != c.ok || because != c.because {
				t.Errorf("%v, %q; want %v, %q", ok, because, c.ok, c.because)
			}
			if wrong := lintCondition(c.when); wrong != "" {
				t.Errorf("lint: %s", wrong)
			}
		})
	}
	for _, when := range []string{"sofware", "not", "software and", "software, hardware", "(software)"} {
		if wrong := lintCondition(when); !strings.HasPrefix(wrong, "unknown condition") {
			t.Errorf("%q is fine: %q", when, wrong)
		}
	}
	for word, text := range Conditions {
		if text == "" {
			t.Errorf("%s gives no reason", word)
		}
	}
}

func TestAllows(t *testing.T) {
	for _, c := range []struct {
		has, asked string
		want       bool
	}{
		{"release.edit", "release.edit", true},
		{"release.edit", "release.editor", false},
		{"release.*", "release.edit", true},
		{"release.*", "releases", false},
		{"release.*", "change.edit", false},
		{"*", "anything", true},
		{"", "anything", false},
		{"", "", true},
	} {
		r := Role{Permissions: []string{c.has}}
		if got := r.Allows(c.asked); got != c.want {
			t.Errorf("%q allows %q: %v", c.has, c.asked, got)
		}
	}
}

func TestPolicyLooksUpItsTables(t *testing.T) {
	p := Policy{NoticeHours: map[string]int{"low": 1, "*": 2}, EarlyDays: map[string]int{"major": 14}, SlipHours: 3, ScanHours: 4, Zone: "Europe/Berlin",
		Conflicts: map[string]string{"order": "hard", "notice": "soft"}, Reasons: []Reason{{ID: "late"}}, Bands: []Band{{ID: "low", Up: 4}, {ID: "high", Up: 25}}}
	for what, ok := range map[string]bool{
		"a band of its own":        p.Notice("low").Hours() == 1,
		"any other band":           p.Notice("high").Hours() == 2,
		"no entry and no star":     p.EarlyLife("normal") == 0,
		"major":                    p.EarlyLife("major") == 14,
		"slip":                     p.Slip().Hours() == 3,
		"scan":                     p.ScanFresh().Hours() == 4,
		"hard":                     p.HardConflict("order"),
		"soft":                     !p.HardConflict("notice"),
		"a conflict nobody listed": !p.HardConflict("moon"),
		"the top of a band":        p.Band(4) == "low" && p.Band(5) == "high",
		"above all bands":          p.Band(26) == "",
		"its zone":                 p.Location().String() == "Europe/Berlin",
		"no zone":                  Policy{}.Location().String() == "UTC",
		"a bad zone":               Policy{Zone: "Moon/Sea"}.Location().String() == "UTC",
	} {
		if !ok {
			t.Error(what)
		}
	}
	if _, ok := p.Reason("late"); !ok {
		t.Error("a reason is not found")
	}
	if _, ok := p.Reason("never"); ok {
		t.Error("a reason nobody listed")
	}
}

func TestVoidsPrefersTheEntryForTheStage(t *testing.T) {
	p := Process{Material: []Material{
		{What: "items", Voids: []string{"one", "two"}},
		{What: "items", In: []string{"build"}, Voids: []string{"two"}},
		{What: "scope", In: []string{"plan"}, Voids: []string{"one"}},
	}}
	for _, c := range []struct {
		what, stage string
		want        []string
	}{
		{"items", "build", []string{"two"}},
		{"items", "test", []string{"one", "two"}},
		{"scope", "plan", []string{"one"}},
		{"scope", "build", nil},
		{"name", "plan", nil},
	} {
		if got := p.Voids(c.what, c.stage); !slices.Equal(got, c.want) {
			t.Errorf("%s in %s voids %v, want %v", c.what, c.stage, got, c.want)
		}
	}
}

func TestLookups(t *testing.T) {
	b := Rules{Roles: []Role{{ID: "r", Title: "R"}}}
	if b.RoleTitle("r") != "R" || b.RoleTitle("x") != "x" {
		t.Error("titles of roles")
	}
	p := Process{Stages: []Stage{{ID: "a"}, {ID: "b"}}, Moves: []Move{{From: "b", To: "a"}}}
	if s, n := p.Stage("b"); s == nil || n != 1 {
		t.Error("a stage")
	}
	if s, n := p.Stage("c"); s != nil || n != -1 {
		t.Error("no stage")
	}
	if len(p.Back("b")) != 1 || len(p.Back("a")) != 0 {
		t.Error("ways back")
	}
}

// TestLintOfNothing: an empty set of rules has many faults, each with a place.
func TestLintOfNothing(t *testing.T) {
	faults := Lint(&Rules{}, nil, nil, nil)
	if len(faults) == 0 {
		t.Fatal("an empty book is fine")
	}
	for _, f := range append(faults, Lint(&Rules{Processes: []Process{{}}}, nil, nil, nil)...) {
		if f.Where == "" || f.Text == "" || strings.Contains(f.Error(), "\n") {
			t.Errorf("%+v", f)
		}
	}
}
