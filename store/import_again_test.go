package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/intake"
)

// planned are n releases in Registration, whose notes tell one reading from
// another.
func planned(n int, notes string) *action.Import {
	in := imports(n)
	in.Rows = rows(n, func(_ int, r *intake.Row) {
		r.Fields["stage"], r.Fields["notes"], r.Digest = "registration", notes, r.Digest+notes
	})
	return in
}

func TestTheLogNamesWhatAnImportTouched(t *testing.T) {
	ctx := context.Background()
	f := made(t, fixed())
	f.do(f.boss, planned(250, "a"))
	f.rename("REL-7", "Ours")
	f.do(f.boss, planned(250, "b"))
	list, err := f.Log(ctx, LogQuery{Limit: 1})
	if err != nil || len(list) != 1 || len(list[0].Touched) != 200 || list[0].Touched[6].ID != "REL-7" {
		t.Fatalf("%+v, %v", list, err)
	}
	if want := "imported generated.csv: 250 changed: REL-1 (notes), REL-2 (notes), REL-3 (notes), 247 more"; list[0].Note != want {
		t.Errorf("the note is %q", list[0].Note)
	}
	d, err := f.LogDetail(ctx, list[0].Position)
	if err != nil || !strings.Contains(string(d.Values), `"more":50`) || d.Batch != 250 {
		t.Errorf("%s, %v", d.Values, err)
	}
	// It stands in the history of each, and of nothing else.
	const entered = "imported generated.csv: 250 new; planned from Thu 29 Dec 2016 08:00 UTC to Tue 15 Dec 2026 20:18 UTC; 248 to start at a time that has passed"
	for id, want := range map[model.ID][]string{
		"REL-7":   {"imported generated.csv: changed REL-7 (notes)", "edited REL-7 (name)", entered},
		"REL-240": {list[0].Note, entered}, // beyond those that the entry names
		"PER-1":   nil,
	} {
		got, err := f.Log(ctx, LogQuery{Subject: id})
		if err != nil || id.Kind() == model.KindRelease && len(got) != len(want) {
			t.Fatalf("%s: %+v, %v", id, got, err)
		}
		for i, e := range got {
			if i < len(want) && e.Note != want[i] || id == "PER-1" && e.Action == "import" {
				t.Errorf("%s: %q, want %q", id, e.Note, want)
			}
		}
		if table, err := f.LogTable(ctx, LogTableQuery{Filter: "subject:" + string(id), Limit: 9, Now: start}); err != nil || table.Total != len(got) {
			t.Errorf("%s: the table has %d, %v", id, table.Total, err)
		}
	}
	// An edit before it is not taken back over it.
	_, err = f.Do(ctx, Who{Person: f.boss, Auth: "test"}, action.Undo{Release: "REL-7"})
	if err == nil || !strings.Contains(err.Error(), `your last entry on it is "import"`) {
		t.Errorf("%v", err)
	}
	f.verified()
}

// What the source said is remembered beside what people wrote, through any
// number of imports and edits.
func TestAFileAndPeopleTakeTurns(t *testing.T) {
	f := made(t, fixed())
	record := func() *model.Release {
		c, err := f.Case(context.Background(), Now, f.Now(), model.Needs{IDs: []model.ID{"REL-1"}})
		if err != nil {
			t.Fatal(err)
		}
		return model.Get[*model.Release](c, "REL-1")
	}
	read := func(name, notes string) (in *action.Import, kept []action.Difference) {
		in = imports(1)
		in.Rows = rows(1, func(_ int, r *intake.Row) {
			r.Fields["name"], r.Fields["notes"], r.Fields["version"], r.Fields["stage"], r.Digest = name, notes, "1", "registration", name+notes
		})
		in.Kept = func(_ intake.Row, left []action.Difference) { kept = append(kept, left...) }
		f.do(f.boss, in)
		return in, kept
	}
	for i, step := range []struct {
		rename, name, notes string // by people, and by the file
		stands              string
		kept                int
	}{
		{"", "A", "1", "A", 0},
		{"Ours", "A", "2", "Ours", 0}, // only people changed it
		{"", "A", "3", "Ours", 0},     // still
		{"", "B", "3", "Ours", 1},     // both did
		{"", "B", "4", "Ours", 0},     // and that was told
		{"B", "B", "5", "B", 0},       // people give in
		{"", "C", "5", "C", 0},        // so the source leads again
		{"D", "D", "5", "D", 0},       // both the same
		{"", "E", "6", "E", 0},
	} {
		if step.rename != "" {
			f.rename("REL-1", step.rename)
		}
		in, kept := read(step.name, step.notes)
		if r := record(); r.Name != step.stands || r.Notes != step.notes || len(kept) != step.kept || in.Counts.Kept != step.kept || in.Counts.Refused != 0 {
			t.Fatalf("step %d: %q %q, kept %v, %+v", i, r.Name, r.Notes, kept, in.Counts)
		}
		// The same file again changes nothing, not even what it remembers.
		head, _, _ := f.Head(context.Background())
		if _, kept := read(step.name, step.notes); len(kept) != 0 {
			t.Fatalf("step %d, again: %v", i, kept)
		}
		if now, _, _ := f.Head(context.Background()); now != head {
			t.Fatalf("step %d, again: it wrote entry %d", i, now)
		}
	}
	f.verified()
}

func TestADryRunSaysWhatTheRealOneSays(t *testing.T) {
	ctx := context.Background()
	f := made(t, fixed())
	f.do(f.boss, planned(20, "a"))
	before := f.dump()
	who := Who{Person: f.dev, Auth: "test"} // a coordinator
	mixed := func(strict bool) (in *action.Import, refused *[]string) {
		in = planned(20, "b")
		in.Strict, refused = strict, &[]string{}
		inner := in.Rows
		in.Rows = func(yield func(intake.Row) error) error {
			for i := range 5 {
				if err := yield(intake.Row{Line: 100 + i, Key: fmt.Sprint("W", i), Kind: intake.KindFreeze, Start: minute(2026, 12, 1, 0, 0), End: minute(2026, 12, 2, 0, 0), Digest: "a", Fields: map[string]string{"title": "Freeze"}}); err != nil {
					return err
				}
			}
			return inner(yield)
		}
		in.Refused = func(_ intake.Row, r *model.Refusal) { *refused = append(*refused, r.Error()) }
		return in, refused
	}
	dry, said := mixed(false)
	if _, err := f.Try(ctx, who, dry); err != nil {
		t.Fatal(err)
	}
	strict, told := mixed(true)
	_, err := f.Do(ctx, who, strict)
	var refusal *model.Refusal
	if !errors.As(err, &refusal) || strict.Counts != dry.Counts || len(*told) != 5 {
		t.Errorf("strict: %v, %+v, %d", err, strict.Counts, len(*told))
	}
	if after := f.dump(); after != before {
		t.Errorf("nothing was to be written: %s", difference(before, after))
	}
	real, heard := mixed(false)
	if _, err := f.Do(ctx, who, real); err != nil || real.Counts != dry.Counts || strings.Join(*heard, "") != strings.Join(*said, "") || real.Counts.Refused != 5 || real.Counts.Changed == 0 {
		t.Errorf("%v: %+v and %+v, %v", err, dry.Counts, real.Counts, *heard)
	}
	f.verified()
}
