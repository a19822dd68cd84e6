package cli

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/store"
	"fairway/ui/screen/screentest"
)

// TestNobodyOutsideAttachesAFileOfTheHost: over SSH a path is refused, whether there is
// such a file or not; an entry of the DML is taken, and so is what is sent to it.
func TestNobodyOutsideAttachesAFileOfTheHost(t *testing.T) {
	ctx := context.Background()
	db := screentest.Demo(t)
	here := filepath.Join(t.TempDir(), "secret.txt")
	if err := os.WriteFile(here, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Chdir(filepath.Dir(here))
	id, err := db.Resolve(ctx, model.KindPerson, "cora")
	if err != nil {
		t.Fatal(err)
	}
	f, err := db.Record(ctx, id, store.Now)
	if err != nil {
		t.Fatal(err)
	}
	fill := func(input, value string) (int, string) {
		var out bytes.Buffer
		args := []string{"form", "fill", "ci-audit", "payroll", "--set", "export=" + value}
		if input != "" {
			args = []string{"form", "fill", "ci-audit", "payroll", "--from", "-"}
		}
		code := Outside("test", db, func() time.Time { return screentest.Now }, Caller{In: strings.NewReader(input), Out: &out, Err: &out, Env: func(string) string { return "" }, Person: f.Record.(*model.Person), Auth: "ssh key SHA256:test"}).Run(ctx, args)
		return code, out.String()
	}
	before, _, err := db.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ input, value, says string }{
		{"", here, "would be a file of the host"}, {"", "./secret.txt", "would be a file of the host"}, {"", "../nothing", "would be a file of the host"},
		{"", "secret.txt", `there is no media "secret.txt"`}, {"export = \"" + here + "\"\n", "", "would be a file of the host"},
	} {
		if code, out := fill(c.input, c.value); code == 0 || !strings.Contains(out, c.says) || strings.Contains(out, "no such file") {
			t.Errorf("%q %q: %d, %s", c.input, c.value, code, out)
		}
	}
	if after, _, err := db.Head(ctx); err != nil || after != before {
		t.Errorf("%d entries were written (%v)", after-before, err)
	}
	if code, out := fill("", "DML-1"); code != 0 {
		t.Errorf("an entry of the DML: %d, %s", code, out)
	}
}
