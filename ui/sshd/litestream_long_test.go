//go:build long && !race

package sshd_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"fairway/ui/term/ttytest"
)

// TestLongLitestream runs the recipe of docs/operations.md as it stands there, on
// paths of its own: a file that is served is replicated while people write, its
// host is lost, and everything acknowledged is there on the next one.
func TestLongLitestream(t *testing.T) {
	for _, tool := range []string{"litestream", "rsync"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Fatalf("there is no %s on PATH: make test-long brings Litestream, and rsync is a package of every system", tool)
		}
	}
	dir := t.TempDir()
	r := &recipe{t: t, dir: dir, places: strings.NewReplacer("/etc/litestream.yml", dir+"/litestream.yml", "docs/litestream.yml", dir+"/as-installed.yml",
		"/var/lib/fairway", dir+"/live", "/var/backups/fairway-litestream", dir+"/replica", "/var/tmp/restored", dir+"/restored", "backup:/", dir+"/away/", "sudo -u fairway ", "exec ")}
	h := &host{t: t, dir: dir, bin: build(t), file: filepath.Join(dir, "live", "fairway.db")}
	for _, place := range []string{"live", "away"} {
		if err := os.Mkdir(filepath.Join(dir, place), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	h.organisation()
	h.run("person", "grant", "dmitri", "configuration-manager", "--as", boss)
	h.start(nil)
	key := h.person("rafael")
	steps := r.read("../../docs/operations.md", "### Continuous replication with Litestream")
	if len(steps) != 3 {
		t.Fatalf("the recipe has %d steps: replicate, copy and restore were expected", len(steps))
	}

	config, err := os.ReadFile("../../docs/litestream.yml")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(dir+"/as-installed.yml", []byte(r.places.Replace(string(config))), 0o644); err != nil {
		t.Fatal(err)
	}
	replicate := r.sh(steps[0])
	var said bytes.Buffer
	replicate.Stdout, replicate.Stderr = &said, &said
	if err := replicate.Start(); err != nil {
		t.Fatal(err)
	}
	defer replicate.Process.Kill() //nolint:errcheck // it may have ended

	write := func(title string) {
		t.Helper()
		if _, errs, code := h.openssh(key, "", "x@127.0.0.1", "change", "new", "--title", title, "--service", "payroll"); code != 0 {
			t.Fatalf("exit %d: %s", code, errs)
		}
	}
	write("first")
	artefact := filepath.Join(dir, "payroll.tar")
	if err := os.WriteFile(artefact, []byte("what is deployed"), 0o600); err != nil {
		t.Fatal(err)
	}
	h.run("media", "add", artefact, "--name", "payroll", "--version", "5.2", "--as", "dmitri")
	for range 20 {
		write("and-another")
	}
	write("last")
	head := h.run("log", "head")

	// Litestream takes a moment to begin; then one round is enough.
	late := time.Now().Add(ttytest.Patience)
	for {
		out, err := r.sh(steps[1]).CombinedOutput()
		if err == nil {
			break
		}
		if time.Now().After(late) {
			t.Fatalf("copy: %v\n%s\n%s", err, out, said.String())
		}
	}

	// The host is lost.
	_ = h.cmd.Process.Kill()
	_ = replicate.Process.Kill()
	_, _ = h.cmd.Process.Wait()
	_, _ = replicate.Process.Wait()
	if err := os.RemoveAll(dir + "/live"); err != nil {
		t.Fatal(err)
	}

	if out, err := r.sh(steps[2]).CombinedOutput(); err != nil {
		t.Fatalf("restore: %v\n%s", err, out)
	}
	if again := h.run("log", "head"); again != head {
		t.Errorf("the log ends with %s, and ended with %s", again, head)
	}
	h.start(nil)
	if out, errs, _ := h.openssh(key, "", "x@127.0.0.1", "search", "last"); !strings.Contains(out, "CHG-22") {
		t.Errorf("%s%s", out, errs)
	}
	// Compacting needs the write-ahead log, which nobody holds any more.
	h.stop()
	h.run("doctor", "--compact")
	h.run("doctor")
}

// recipe is commands of the documentation, on other paths.
type recipe struct {
	t      *testing.T
	dir    string
	places *strings.Replacer
}

// read finds the blocks of commands of a chapter.
func (r *recipe) read(file, chapter string) []string {
	r.t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		r.t.Fatal(err)
	}
	_, after, found := strings.Cut(string(text), chapter)
	if !found {
		r.t.Fatalf("%s has no chapter %q", file, chapter)
	}
	if i := strings.Index(after, "\n#"); i >= 0 {
		after = after[:i]
	}
	var out []string
	for _, m := range regexp.MustCompile("(?s)```\n(.*?)```").FindAllStringSubmatch(after, -1) {
		out = append(out, r.places.Replace(m[1]))
	}
	return out
}

func (r *recipe) sh(commands string) *exec.Cmd {
	cmd := exec.Command("sh", "-e", "-c", commands)
	cmd.Env = append(os.Environ(), "HOME="+r.dir, "PATH="+filepath.Dir(build(r.t))+":"+os.Getenv("PATH"))
	return cmd
}
