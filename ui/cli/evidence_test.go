package cli_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fairway/model"
	"fairway/ui/cli"
	"fairway/ui/screen/screentest"
)

// TestAPackOverSSH: it is a stream of the same bytes as the file on the host; no file of the
// host can be named, and none is poured onto a terminal. Stopped, there is no half of one.
func TestAPackOverSSH(t *testing.T) {
	db := screentest.Demo(t)
	id, err := db.Resolve(context.Background(), model.KindPerson, "ada")
	if err != nil {
		t.Fatal(err)
	}
	f, err := db.Record(context.Background(), id, 0)
	if err != nil {
		t.Fatal(err)
	}
	ssh := func(ctx context.Context, term string, words ...string) (int, string, string) {
		var out, errs bytes.Buffer
		code := cli.Outside("test", db, db.Now, cli.Caller{In: strings.NewReader(""), Out: &out, Err: &errs, Env: func(name string) string { return map[string]string{"TERM": term}[name] },
			Person: f.Record.(*model.Person), Auth: "ssh key SHA256:test"}).Run(ctx, words)
		return code, out.String(), errs.String()
	}
	ctx := context.Background()
	code, stream, errs := ssh(ctx, "", "evidence", "REL-49", "-o", "-")
	if code != 0 || !strings.Contains(errs, "evidence of REL-49 as of entry") {
		t.Fatal(code, errs)
	}
	path := filepath.Join(t.TempDir(), "pack.tar.gz")
	var said bytes.Buffer
	host := func(ctx context.Context, words ...string) int {
		a := &cli.App{In: strings.NewReader(""), Out: &said, Err: &said, Now: db.Now, User: func() string { return "ada" }, Env: func(name string) string { return map[string]string{"FAIRWAY_DB": db.Path()}[name] }}
		return a.Run(ctx, append(words, "--as", "ada"))
	}
	if code := host(ctx, "evidence", "REL-49", "-o", path); code != 0 {
		t.Fatal(code, said.String())
	}
	if file, err := os.ReadFile(path); err != nil || string(file) != stream {
		t.Fatalf("%d bytes over SSH, %d on the host: %v", len(stream), len(file), err)
	}
	if code, _, errs := ssh(ctx, "", "evidence", "REL-49", "-o", path); code != 2 || !strings.Contains(errs, "a file of the host") {
		t.Error(code, errs)
	}
	if code, out, errs := ssh(ctx, "xterm", "evidence", "REL-49", "-o", "-"); code != 2 || out != "" || !strings.Contains(errs, "no text to read") {
		t.Error(code, errs)
	}
	stopped, stop := context.WithCancel(ctx)
	stop()
	if code := host(stopped, "evidence", "--period", "2026", "-o", path+".tar"); code != 130 {
		t.Error(code, said.String())
	}
	if left, err := filepath.Glob(filepath.Join(filepath.Dir(path), "*")); err != nil || len(left) != 1 {
		t.Error(left, err)
	}
}
