package cli

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/process"
	"fairway/store"
)

// TestRulesOfBeforeAreWrittenAsTheyWere: rules that were taken up before their files
// were kept are exported so that they read back as what they are.
func TestRulesOfBeforeAreWrittenAsTheyWere(t *testing.T) {
	t.Parallel()
	file := fileOfBefore(t)
	dir := filepath.Dir(file)
	a := &App{Out: io.Discard, Err: os.Stderr, Now: func() time.Time { return time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC) }, User: func() string { return "adam" },
		Env: func(name string) string { return map[string]string{"HOME": dir, "FAIRWAY_DB": file, "TZ": "UTC"}[name] }}
	if code := a.Run(context.Background(), []string{"process", "export", filepath.Join(dir, "rules")}); code != exitDone {
		t.Fatalf("it ends with %d", code)
	}
	files, faults, err := a.ruleFiles(filepath.Join(dir, "rules"))
	if err != nil || len(faults) > 0 {
		t.Fatal(faults, err)
	}
	read, faults := process.Read(files)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	db, err := store.Open(context.Background(), file, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	kept, err := db.Rules(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if len(kept.Source) > 0 {
		t.Fatal("these rules have their files")
	}
	meant := func(r process.Rules) string {
		r.Source = nil
		for i := range r.Processes {
			r.Processes[i].File = ""
		}
		for i := range r.Forms {
			r.Forms[i].File = ""
		}
		body, err := model.Encode(r)
		if err != nil {
			t.Fatal(err)
		}
		return string(body)
	}
	if got, want := meant(read), meant(kept.Rules); got != want {
		for i := range min(len(got), len(want)) {
			if got[i] != want[i] {
				t.Fatalf("they read back as …%.200s, and are …%.200s", got[max(0, i-60):], want[max(0, i-60):])
			}
		}
		t.Fatalf("they read back as %d bytes, and are %d", len(got), len(want))
	}
}
