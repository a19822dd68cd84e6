package metric

import (
	"fmt"
	"testing"
	"time"

	"fairway/model"
)

// Two looks of November: of 12 entries with two that are digests alone, one altered and one
// missing; and of 12 with more wrong than it names. A look of another month does not count.
func TestDMLAccuracy(t *testing.T) {
	look := func(id string, day int) Look {
		return Look{ID: model.ID("MCK-" + id), At: at(day, 3, 0), Entries: 12, Digests: 2}
	}
	first, second, before := look("1", 5), look("2", 12), look("3", -2)
	first.Wrong = []WrongEntry{{"DML-1", "shop.tar.gz 8.9", "altered"}, {"DML-4", "payroll.tar.gz 5.2", "missing"}}
	second.Wrong, second.More = []WrongEntry{{"DML-1", "shop.tar.gz 8.9", "unreadable"}}, 3
	f := papers(Papers{Looks: []Look{first, second, before}})
	r := compute(t, "dml-accuracy", f)
	if r.Value.String() != "14/20 (70 %)" || r.Population != 20 {
		t.Errorf("%v of %d", r.Value, r.Population)
	}
	for name, want := range map[string]int64{PartAltered: 1, PartGone: 1, PartUnreadable: 1, PartDigests: 4, PartLooks: 2} {
		if r.Part(name).Num != want {
			t.Errorf("%s: %v, want %d", name, r.Part(name), want)
		}
	}
	var texts []string
	for _, rec := range r.Records {
		texts = append(texts, fmt.Sprintf("%s %s %v: %s", rec.At.Format(time.DateOnly), rec.ID, rec.In, rec.Text))
	}
	want := "[2026-11-05 DML-1 false: altered, MCK-1 2026-11-05 DML-4 false: missing, MCK-1 2026-11-12 DML-1 false: unreadable, MCK-2 2026-11-12 MCK-2 false: and 3 more, which it does not name 2026-11-05 MCK-1 true: 8 of 10 hold what is on record 2026-11-12 MCK-2 true: 6 of 10 hold what is on record]"
	if got := fmt.Sprint(texts); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	if none := compute(t, "dml-accuracy", papers(Papers{Looks: []Look{before}})); none.Value.Known() || none.Missing != "" {
		t.Errorf("without a look it is %v, %q", none.Value, none.Missing)
	}
	// The library is one: of a part of the releases there is no number.
	f.Papers = f.only(func(*Traits) bool { return true })
	if part := compute(t, "dml-accuracy", f); part.Value.Known() {
		t.Errorf("of a part it is %v", part.Value)
	}
}
