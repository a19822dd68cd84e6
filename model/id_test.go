package model

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestParseID(t *testing.T) {
	for _, c := range []struct {
		typed string
		want  ID // "" means that it is none
	}{
		{"REL-42", "REL-42"},
		{" rel-42\n", "REL-42"},
		{"ci-007", "CI-7"},
		{"DML-9223372036854775807", "DML-9223372036854775807"},
		{"DML-9223372036854775808", ""},
		{"REL-0", ""},
		{"REL--1", ""},
		{"REL-+1", ""},
		{"REL-1.5", ""},
		{"REL-1-2", ""},
		{"REL-0x1", ""},
		{"REL-1_000", ""},
		{"REL-١", ""},
		{"REL 42", ""},
		{"REL42", ""},
		{"REL-", ""},
		{"-42", ""},
		{"42", ""},
		{"", ""},
		{"MOON-1", ""},
		{strings.Repeat("9", 1000), ""},
	} {
		t.Run(c.typed, func(t *testing.T) {
			got, err := ParseID(c.typed)
			if got != c.want || (err == nil) != (c.want != "") {
				t.Errorf("%q, %v; want %q", got, err, c.want)
			}
			if err != nil && len(err.Error()) > 200 {
				t.Errorf("a sentence of %d bytes", len(err.Error()))
			}
		})
	}
}

func TestIDsSortByKindAndNumber(t *testing.T) {
	got := SortIDs([]ID{"REL-10", "CI-2", "REL-9", "CHG-1", "REL-9", "x", "", "x"})
	if want := []ID{"", "CHG-1", "CI-2", "REL-9", "REL-10", "x"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestEveryKindIsWhole(t *testing.T) {
	seen := map[string]bool{}
	for _, k := range Kinds() {
		id := MakeID(k, 7)
		if id.Kind() != k || id.Number() != 7 || !k.Known() {
			t.Errorf("%s: %s is a %s, number %d", k, id, id.Kind(), id.Number())
		}
		r := k.Empty()
		if r == nil || r.Kind() != k || r.Key() != "" {
			t.Errorf("an empty %s is %#v", k, r)
		}
		if seen[string(id)] || k.Words() == "" {
			t.Errorf("%s has the prefix or words of another", k)
		}
		seen[string(id)] = true
		for _, l := range r.Links() {
			if l.To == "" {
				t.Errorf("an empty %s links to nothing by %s", k, l.Rel)
			}
		}
		r.Row() // an empty record is shown, not tripped over
	}
	if Kind("moon").Known() || Kind("moon").Empty() != nil {
		t.Error("the moon is a kind")
	}
}

func TestIDsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		id := MakeID(rapid.SampledFrom(Kinds()).Draw(t, "kind"), rapid.Int64Min(1).Draw(t, "number"))
		if got, err := ParseID(strings.ToLower(string(id))); err != nil || got != id {
			t.Fatalf("%s reads back as %s, %v", id, got, err)
		}
	})
}

func FuzzParseID(f *testing.F) {
	for _, s := range []string{"REL-42", "rel-+1", "CI--0", "\xff-1", "ſvc-1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		id, err := ParseID(text)
		if err != nil {
			return
		}
		if again, err := ParseID(string(id)); err != nil || again != id {
			t.Fatalf("%q gives %q, which gives %q, %v", text, id, again, err)
		}
	})
}
