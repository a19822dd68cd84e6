package cli

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestAFileOfBeforeIsWrittenOn opens a file that the program of commit 2058bc3 made
// (testdata/before/make.sh), when dates were kept as instants alone: it verifies,
// nothing is lost, doctor says what it can't know, and it is written on.
func TestAFileOfBeforeIsWrittenOn(t *testing.T) {
	t.Parallel()
	file := fileOfBefore(t)
	run := func(viewer string, args ...string) string {
		t.Helper()
		var out bytes.Buffer
		a := &App{In: strings.NewReader(""), Out: &out, Err: &out, Now: func() time.Time { return time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC) }, User: func() string { return "adam" },
			Env: func(name string) string {
				return map[string]string{"HOME": filepath.Dir(file), "FAIRWAY_DB": file, "TZ": viewer}[name]
			}}
		if code := a.Run(context.Background(), args); code != exitDone {
			t.Fatalf("from %s: %q ends with %d: %s", viewer, args, code, &out)
		}
		return out.String()
	}
	says := func(out string, texts ...string) {
		t.Helper()
		for _, text := range texts {
			if !strings.Contains(out, text) {
				t.Errorf("there is no %q in\n%s", text, out)
			}
		}
	}
	says(run("UTC", "log", "verify"), "16 entries and 20 versions fit")
	says(run("UTC", "doctor"), "7 records have planned dates of before their zone was kept: REL-1, REL-2, WIN-1, WIN-2, WIN-3, MIL-1, PRO-1")
	for _, viewer := range []string{"America/Los_Angeles", "Europe/Berlin", "Pacific/Kiritimati"} {
		says(run(viewer, "window", "list", "--csv"), "2026-12-17,2026-12-18,Thanks", "2026-12-24,2026-12-26,Xmas")
		says(run(viewer, "release", "show", "REL-2"), "2026-12-17")
	}
	says(run("Europe/Berlin", "release", "show", "REL-1", "--json"), `"2026-12-24T19:00:00Z"`)
	says(run("Europe/Berlin", "window", "show", "WIN-2"), "law", "in favour", "agreed", "rafael")

	says(run("Europe/Berlin", "release", "reschedule", "REL-1", "--start", "2026-12-27 21:00", "--reason", "customer-asked", "--sentence", "x", "--void"),
		"moved REL-1 to Sun 27 Dec 2026 21:00–23:00 America/Chicago")
	says(run("Europe/Berlin", "release", "show", "REL-1", "--json"), `"wall": "2026-12-27T21:00"`, `"zone": "America/Chicago"`)
	says(run("UTC", "log", "verify"), "fit")
	says(run("UTC", "doctor"), "REL-2, WIN-1, WIN-2, WIN-3, MIL-1, PRO-1", "the file as it was before an upgrade")
}

// fileOfBefore is the file of commit 2058bc3 in a folder of the test's own.
func fileOfBefore(t *testing.T) string {
	t.Helper()
	packed, err := os.Open(filepath.Join("testdata", "before", "2058bc3.db.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	plain, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(plain)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "f.db")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}
