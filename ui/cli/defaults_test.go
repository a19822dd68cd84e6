package cli

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"fairway/assets"
)

// TestNewerDefaultsAreOfferedAndNeverForced opens a file with a program whose default
// rules are others: it says so, shows the difference, proposes them when it is asked
// to, and changes nothing by itself.
func TestNewerDefaultsAreOfferedAndNeverForced(t *testing.T) {
	t.Parallel()
	newer := fstest.MapFS{}
	err := fs.WalkDir(assets.Shipped(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(assets.Shipped(), name)
		newer[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	const file, was, is = "process/normal.toml", "limit_days = 10", "limit_days = 11 # as it is shipped now"
	newer[file] = &fstest.MapFile{Data: []byte(strings.Replace(string(newer[file].Data), was, is, 1))}

	dir := t.TempDir()
	run := func(defaults fs.FS, want int, args ...string) string {
		t.Helper()
		var out bytes.Buffer
		a := &App{In: strings.NewReader(""), Out: &out, Err: &out, Now: func() time.Time { return time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC) }, User: func() string { return "adam" },
			Env: func(name string) string {
				return map[string]string{"HOME": dir, "FAIRWAY_DB": filepath.Join(dir, "f.db"), "TZ": "UTC"}[name]
			}, Defaults: defaults}
		if code := a.Run(context.Background(), args); code != want {
			t.Fatalf("%q ends with %d: %s", args, code, &out)
		}
		return out.String()
	}
	run(nil, exitDone, "init", "--name", "Adam", "--role", "release-manager")
	run(nil, exitDone, "person", "add", "rita", "--name", "Rita")
	run(nil, exitDone, "person", "grant", "rita", "release-manager")
	if out := run(nil, exitDone, "process", "history"); strings.Contains(out, "other default rules") {
		t.Errorf("the same defaults are offered: %s", out)
	}
	if out := run(newer, exitDone, "process", "history"); !strings.Contains(out, "this program brings other default rules than those that PRC-1 was made from") {
		t.Errorf("nothing is offered: %s", out)
	}
	if out := run(newer, exitDone, "process", "diff", "--defaults"); !strings.Contains(out, "-"+was) || !strings.Contains(out, "+"+is) {
		t.Errorf("the difference is not shown: %s", out)
	}
	if out := run(newer, exitDone, "process", "propose", "--defaults"); !strings.Contains(out, "proposed rules as PRP-1") {
		t.Errorf("%s", out)
	}
	run(newer, exitDone, "process", "export", filepath.Join(dir, "rules"))
	if text, err := os.ReadFile(filepath.Join(dir, "rules", file)); err != nil || strings.Contains(string(text), is) {
		t.Errorf("they are in force, and nobody approved them: %v", err)
	}
}
