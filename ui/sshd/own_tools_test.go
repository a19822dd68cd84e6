//go:build !race

package sshd_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// toolScript writes down what it was given, and fails as long as there is a file called down.
const toolScript = `#!/bin/sh
cd "$(dirname "$0")" || exit 9
printf '%s\n' "$#" "$@" > args.txt
env | sort > env.txt
cat > said.json
if [ -e down ]; then echo the pager is down >&2; exit 3; fi
echo told
`

// TestOwnToolsOverSSH has the built server run what its settings name, set off by people with
// the real client: who moves a release, or starts a run, decides that it is run, and neither
// what nor how.
func TestOwnToolsOverSSH(t *testing.T) {
	at := t.TempDir()
	settings := filepath.Join(at, "fairway", "config.toml")
	script := filepath.Join(at, "tell")
	text := ""
	for _, tool := range []string{`"moved"` + "\non = [\"stage:assessment\"]", `"pager"` + "\non = [\"run-start\"]\ntries = 1"} {
		text += "[[tool]]\nname = " + tool + "\ncommand = [\"" + script + "\", \"--channel\", \"the night\"]\n\n"
	}
	write := func(path, text string, mode os.FileMode) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
	}
	read := func(name string) string {
		t.Helper()
		data, err := os.ReadFile(filepath.Join(at, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	write(settings, text, 0o600)
	write(script, toolScript, 0o700)
	h := serve(t, []string{"XDG_CONFIG_HOME=" + at, "SECRET=treasure"})
	cora, dmitri := h.person("cora"), h.person("dmitri")
	ssh := func(key string, args ...string) string {
		t.Helper()
		for i, a := range args { // as a shell at home would have it
			args[i] = "'" + a + "'"
		}
		out, errs, code := h.openssh(key, "", append([]string{"-o", "SetEnv=XDG_CONFIG_HOME=" + h.dir, "x@127.0.0.1"}, args...)...)
		if code != 0 {
			t.Fatalf("%v: exit %d\n%s%s", args, code, out, errs)
		}
		return out
	}
	const evil = `$(touch hacked); touch hacked --channel elsewhere "`
	ssh(cora, "change", "new", "--title", "Round", "--category", "enhancement", "--service", "payroll")
	ssh(cora, "release", "edit", "REL-1", "--set", "owner=rafael", "--set", "contents=software", "--set", "name="+evil, "--set", "notes=one\n--flag\n`touch hacked`")
	ssh(cora, "release", "scope", "REL-1", "--add", "CHG-1")
	ssh(cora, "release", "advance", "REL-1")
	h.logs.find(t, `msg="own tool" job=JOB-1 what="moved: stage assessment" try=1 ok=true`)

	var said struct {
		Version       int
		Job, On, What string
		Stage         string
		By            struct{ Handle string }
		Record        struct{ ID, Name, Notes string }
	}
	line := read("said.json")
	if err := json.Unmarshal([]byte(line), &said); err != nil || strings.Count(line, "\n") != 1 {
		t.Fatalf("%v: %q", err, line)
	}
	if said.Version != 1 || said.Job != "JOB-1" || said.On != "stage" || said.Stage != "assessment" || said.By.Handle != "cora" || said.Record.ID != "REL-1" || said.Record.Name != evil || said.Record.Notes != "one\n--flag\n`touch hacked`" {
		t.Errorf("it was told %s", line)
	}
	same := func() {
		t.Helper()
		if args := read("args.txt"); args != "2\n--channel\nthe night\n" {
			t.Errorf("its command line was %q", args)
		}
		for env := range strings.Lines(read("env.txt")) {
			if name, _, _ := strings.Cut(env, "="); !strings.Contains(" PATH LANG PWD OLDPWD SHLVL _ ", " "+name+" ") {
				t.Errorf("it finds %s in its environment", strings.TrimSpace(env))
			}
		}
		for _, dir := range []string{at, h.dir, "/"} {
			if _, err := os.Stat(filepath.Join(dir, "hacked")); err == nil {
				t.Errorf("what a person typed was run in %s", dir)
			}
		}
	}
	same()

	// Nobody says over SSH what is run, or has the server run something at once.
	for _, args := range [][]string{{"tick"}, {"serve"}, {"job", "add", "touch"}, {"--config", settings, "job", "list"}, {"job", "retry", "JOB-1", "--reason", "x", "--command", "touch"}} {
		if out, errs, code := h.openssh(cora, "", append([]string{"x@127.0.0.1"}, args...)...); code == 0 {
			t.Errorf("%v was done over SSH: %s%s", args, out, errs)
		}
	}

	// One that fails: what it said is kept, and stands on the release; it is tried again when
	// somebody asks for it.
	write(filepath.Join(at, "down"), "", 0o600)
	plan := filepath.Join(h.dir, "plan.toml")
	write(plan, "duration = \"2h\"\ndeliverables = \"package\"\nmethod = \"big bang\"\ncommunication = \"mail\"\n[[steps]]\ntext = \"stop\"\n[[verification]]\ntext = \"it answers\"\n", 0o600)
	h.run("form", "fill", "release-plan", "REL-1", "--from", plan, "--as", "cora")
	ssh(dmitri, "run", "start", "REL-1", "--mock", "--environment", "`touch hacked` --channel elsewhere")
	h.logs.find(t, `msg="own tool" job=JOB-2 what="pager: .*" try=1 ok=false result="exit code 3"`)
	same()
	if out := ssh(cora, "release", "show", "REL-1"); !strings.Contains(out, "own tool (failed): pager") || !strings.Contains(out, "exit code 3") {
		t.Errorf("the release says nothing of it:\n%s", out)
	}
	if out := ssh(cora, "job", "show", "JOB-2"); !strings.Contains(out, "the pager is down") {
		t.Errorf("what it said is lost:\n%s", out)
	}
	if err := os.Remove(filepath.Join(at, "down")); err != nil {
		t.Fatal(err)
	}
	ssh(cora, "job", "retry", "JOB-2", "--reason", "$(touch hacked) --channel elsewhere")
	h.logs.find(t, `msg="own tool" job=JOB-2 what="pager: .*" try=2 ok=true`)
	same()
	if logs := h.logs.all(); strings.Contains(logs, "treasure") {
		t.Error("the log has what stands in the server's environment")
	}
}
