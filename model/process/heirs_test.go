package process

import (
	"slices"
	"strings"
	"testing"
)

// TestWhatARoleHasByAnOlderNameIsTaken, and given, and whoever else has it so keeps it.
func TestWhatARoleHasByAnOlderNameIsTaken(t *testing.T) {
	known := []string{"book.adopt", "rules.propose", "release.migrate", "read"}
	role := func(id string, has ...string) Role { return Role{ID: id, Title: id, Permissions: has} }
	rules := Rules{Title: "R", Roles: []Role{role("a", "book.adopt"), role("b", "book.adopt", "read"), role("c", "read")}}
	after := func(edits ...RoleEdit) string {
		t.Helper()
		files, err := rules.EditRoles(edits, known)
		if err != nil {
			t.Fatal(err)
		}
		read, _ := Read(files)
		var out []string
		for _, p := range []string{"rules.propose", "release.migrate"} {
			var who []string
			for i := range read.Roles {
				if read.Allows(&read.Roles[i], p) {
					who = append(who, read.Roles[i].ID)
				}
			}
			out = append(out, strings.Join(who, " "))
		}
		return strings.Join(out, "; ")
	}
	for want, edits := range map[string][]RoleEdit{
		"b; a b":     {{Role: "a", Remove: []string{"rules.propose"}}},
		"a b c; a b": {{Role: "c", Add: []string{"rules.propose"}}},
		"c; a b":     {{Role: "a", Remove: []string{"rules.*"}}, {Role: "b", Remove: []string{"rules.propose"}}, {Role: "c", Add: []string{"rules.propose"}}},
	} {
		if got := after(edits...); got != want {
			t.Errorf("%v leaves %q, want %q", edits, got, want)
		}
	}
	draft := rules.Turn(nil, "a", "rules.propose")
	if len(draft) != 1 || !slices.Equal(draft[0].Remove, []string{"rules.propose"}) {
		t.Errorf("the matrix takes %v", draft)
	}
	if _, err := rules.EditRoles([]RoleEdit{{Role: "a", Remove: []string{"rules.propose"}}, {Role: "b", Remove: []string{"rules.propose"}}}, known); err == nil || !strings.Contains(err.Error(), "nobody else has rules.propose") {
		t.Errorf("it says %v", err)
	}
}
