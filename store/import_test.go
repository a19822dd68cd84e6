package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"fairway/assets"
	"fairway/model"
	"fairway/model/action"
	"fairway/model/intake"
	"fairway/model/when"
)

// rows yields generated rows: releases of twenty services over ten years, of
// which the last hundredth is to come.
func rows(n int, change func(i int, r *intake.Row)) func(func(intake.Row) error) error {
	return func(yield func(intake.Row) error) error {
		for i := range n {
			at := start.AddDate(-10, 0, 36).Add(time.Duration(i) * (3653 * 24 * time.Hour / time.Duration(n))).Truncate(time.Minute)
			stage := "closed"
			if at.After(start) {
				stage = []string{"registration", "assessment", "planning", "build", "test", "acceptance", "scheduled"}[i%7]
			}
			r := intake.Row{Line: i + 2, Key: fmt.Sprint("K", i), Kind: intake.KindRelease,
				Fields: map[string]string{"name": fmt.Sprintf("%s %s", words[i%len(words)], words[i/7%len(words)]), "version": fmt.Sprintf("%d.%d", i/100, i%100), "service": fmt.Sprint("service-", i%20), "stage": stage, "notes": "Generated entry number " + fmt.Sprint(i)},
				Start:  when.Moment{At: at, Precision: when.Minute}, End: when.Moment{At: at.Add(3 * time.Hour), Precision: when.Minute}, Digest: fmt.Sprint("d", i)}
			if change != nil {
				change(i, &r)
			}
			if err := yield(r); err != nil {
				return err
			}
		}
		return nil
	}
}

var words = []string{"Ledger", "Payments", "Gateway", "Portal", "Mobile", "Search", "Billing", "Archive", "Reports", "Identity", "Mail", "Storage", "Router", "Kernel", "Desktop", "Printer", "Voice"}

func imports(n int) *action.Import {
	return &action.Import{Source: "generated", File: "generated.csv", SHA256: fmt.Sprintf("%064d", n), Mapping: "generic-csv", Rows: rows(n, nil)}
}

// importFile takes in one of the real files as the program does.
func (f *file) importFile(name, mapping string, change func(intake.Row) intake.Row) (*action.Import, Result) {
	f.t.Helper()
	data, err := os.ReadFile(filepath.Join("../model/intake/testdata", name))
	if err != nil {
		f.t.Fatal(err)
	}
	text, ok := assets.Mapping(mapping)
	if !ok {
		f.t.Fatalf("there is no mapping %s", mapping)
	}
	m, err := intake.DecodeMapping(text)
	if err != nil {
		f.t.Fatal(err)
	}
	sum := sha256.Sum256(data)
	in := &action.Import{Source: mapping, File: name, SHA256: hex.EncodeToString(sum[:]), Mapping: m.Name}
	in.Rows = func(yield func(intake.Row) error) error {
		open := intake.OpenCSV
		if filepath.Ext(name) == ".ics" {
			open = intake.OpenICS
		}
		r := open(bytes.NewReader(data), m, start, time.UTC)
		for {
			row, _, err := r.Next()
			if err == io.EOF {
				return nil
			}
			if err != nil {
				return err
			}
			if row.Key == "" {
				continue
			}
			if change != nil {
				row = change(row)
			}
			if err := yield(row); err != nil {
				return err
			}
		}
	}
	r, err := f.Do(context.Background(), Who{Person: f.boss, Auth: "test"}, in)
	if err != nil {
		f.t.Fatal(err)
	}
	return in, r
}

func TestRealFilesComeInOnce(t *testing.T) {
	ctx := context.Background()
	f := made(t, fixed())
	in, r := f.importFile("python-releases.csv", "python", nil)
	if in.Counts.Rows != 651 || in.Counts.New != 651 || in.Counts.Releases != 651 || r.Nothing {
		t.Errorf("the first time: %+v", in.Counts)
	}
	count := func(text string, want int) {
		t.Helper()
		l, err := f.Releases(ctx, ReleaseQuery{Filter: text, Now: start, Limit: 2000})
		if err != nil || len(l) != want {
			t.Errorf("%s finds %d, %v; want %d", text, len(l), err, want)
		}
	}
	count("imported", 651)
	count("stage:closed", 627)
	count("stage:registration", 24)
	f.verified()
	head, hash, _ := f.Head(ctx)

	in, r = f.importFile("python-releases.csv", "python", nil)
	if in.Counts.Unchanged != 651 || in.Counts.New+in.Counts.Changed != 0 || !r.Nothing || r.Position != head {
		t.Errorf("the second time: %+v, %+v", in.Counts, r)
	}
	if now, sum, _ := f.Head(ctx); now != head || sum != hash {
		t.Error("an import that changes nothing is in the log")
	}

	n := 0
	in, r = f.importFile("python-releases.csv", "python", func(row intake.Row) intake.Row {
		if n++; n%100 == 0 {
			row.Fields["notes"], row.Digest = "changed in the source", fmt.Sprint("other", n)
		}
		return row
	})
	if in.Counts.Changed != 6 || in.Counts.Unchanged != 645 || in.Counts.New != 0 || r.Position != head+1 {
		t.Errorf("a changed file: %+v, %+v", in.Counts, r)
	}
	count("imported", 651)
	if h, err := f.Search(ctx, "changed in the source", 50); err != nil || len(h) != 6 {
		t.Errorf("%d were changed, %v", len(h), err)
	}
	in, _ = f.importFile("kubernetes-1.35-schedule.ics", "kubernetes", nil)
	if in.Counts.Rows != 31 || in.Counts.New == 0 || in.Counts.New+in.Counts.Skipped+in.Counts.Unchanged+in.Counts.Changed != 31 {
		t.Errorf("the calendar: %+v", in.Counts)
	}
	if _, r = f.importFile("kubernetes-1.35-schedule.ics", "kubernetes", nil); !r.Nothing {
		t.Errorf("the calendar again: %+v", r)
	}
	f.verified()
	before := f.dump()
	if err := f.Rebuild(ctx, nil); err != nil {
		t.Fatal(err)
	}
	if after := f.dump(); after != before {
		t.Errorf("building anew changes it: %s", difference(before, after))
	}
}

// A row that comes twice in one file is one record, as it stands last.
func TestARowThatComesTwice(t *testing.T) {
	ctx := context.Background()
	f := made(t, fixed())
	in := imports(30)
	in.Rows = rows(30, func(i int, r *intake.Row) {
		if i%3 == 2 {
			r.Key = fmt.Sprint("K", i-1)
		}
	})
	if _, err := f.Do(ctx, Who{Person: f.boss, Auth: "test"}, in); err != nil {
		t.Fatal(err)
	}
	if in.Counts.New != 20 || in.Counts.Changed != 10 {
		t.Errorf("the counts are %+v", in.Counts)
	}
	f.verified()
	v, err := f.Versions(ctx, "REL-2")
	if err != nil || len(v) != 1 || v[0].Record.(*model.Release).Notes != "Generated entry number 2" {
		t.Errorf("the record is %+v, %v", v, err)
	}
	// The same file once more is not all the same: each of these changes twice.
	again := imports(30)
	again.Rows = in.Rows
	if _, err := f.Do(ctx, Who{Person: f.boss, Auth: "test"}, again); err != nil {
		t.Fatal(err)
	}
	f.verified()
}

func TestAnImportThatStopsLeavesNothing(t *testing.T) {
	f := made(t, fixed())
	before := f.dump()
	for _, stop := range []string{"cancelled", "an error"} {
		ctx, cancel := context.WithCancel(context.Background())
		in := imports(500)
		in.Rows = func(yield func(intake.Row) error) error {
			n := 0
			return rows(500, nil)(func(r intake.Row) error {
				if n++; n == 300 {
					if stop == "an error" {
						return errors.New("the file can't be read")
					}
					cancel()
				}
				return yield(r)
			})
		}
		_, err := f.Do(ctx, Who{Person: f.boss, Auth: "test"}, in)
		if err == nil || stop == "cancelled" && !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", stop, err)
		}
		cancel()
	}
	if after := f.dump(); after != before {
		t.Errorf("it left something: %s", difference(before, after))
	}
	f.verified()
	f.release("Next", minute(2026, 12, 11, 20, 0), minute(2026, 12, 11, 23, 0))
}

// The memory of an import does not grow with the file.
func TestImportMemoryIsFlat(t *testing.T) {
	f := made(t, fixed())
	var most uint64
	n := 0
	in := imports(3000)
	in.Progress = func(action.Counts) {
		if n++; n%500 == 0 {
			runtime.GC()
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapAlloc)
		}
	}
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	if _, err := f.Do(context.Background(), Who{Person: f.boss, Auth: "test"}, in); err != nil {
		t.Fatal(err)
	}
	if grown := int64(most) - int64(m.HeapAlloc); grown > 2<<20 {
		t.Errorf("3,000 rows took %d kB", grown>>10)
	}
}

func BenchmarkImport(b *testing.B) {
	const n = 100_000
	for range b.N {
		f := made(b, fixed())
		b.ResetTimer()
		if _, err := f.Do(context.Background(), Who{Person: f.boss, Auth: "test"}, imports(n)); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		if h, err := f.Search(context.Background(), "ledg", 3); err != nil || len(h) != 3 {
			b.Fatal(h, err)
		}
		b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
	}
}
