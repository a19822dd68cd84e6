package glyph

import "testing"

func TestSkeletons(t *testing.T) {
	for _, c := range []struct {
		a, b   string
		looks  bool // alike
		called bool // the same, but for case and accents
		mixed  string
	}{
		{"Anna Schmidt", "anna  schmidt", true, true, ""},
		{"José Núñez", "Jose Nunez", true, true, ""},
		{"Rafael", "Rаfael", true, false, "Rаfael"},    // a Cyrillic а
		{"Coco", "Сосо", true, false, ""},              // all Cyrillic
		{"POMA", "ΡΟΜΑ", true, false, ""},              // all Greek
		{"Alice", "A1ice", true, false, ""},            // a digit
		{"Iris", "lris", true, false, ""},              // a capital I
		{"Tim Cornell", "Tim Comell", true, false, ""}, // r and n
		{"Anna", "Ａｎｎａ", true, false, ""},              // wide
		{"Anna", "𝐀𝐧𝐧𝐚", true, false, ""},              // mathematical
		{"Anna Schmidt", "Anna Schmitt", false, false, ""},
		{"Ali", "All", true, false, ""},
		{"Anna Schmidt", "Anna Schm1dt", true, false, ""},
		{"Anna", "Hanna", false, false, ""},
		{"Анна", "Anna", false, false, ""},
		{"田中", "田申", false, false, ""},
		{"bob-1", "bob1", true, true, ""},
		{"jan.b", "jan_b", true, true, ""},
	} {
		if got := Skeleton(c.a) == Skeleton(c.b); got != c.looks {
			t.Errorf("%s and %s look like %q and %q", c.a, c.b, Skeleton(c.a), Skeleton(c.b))
		}
		if got := Folded(c.a) == Folded(c.b); got != c.called {
			t.Errorf("%s and %s fold to %q and %q", c.a, c.b, Folded(c.a), Folded(c.b))
		}
		if got := Mixed(c.b); got != c.mixed {
			t.Errorf("%s is mixed in %q", c.b, got)
		}
	}
	for _, name := range []string{"Μαρία Παπαδοπούλου", "Владимир Иванов", "山田 Taro", "Anna-Мария", "김 Kim", "O'Neill", ""} {
		if got := Mixed(name); got != "" {
			t.Errorf("%s is mixed in %q", name, got)
		}
	}
}
