package owntools

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"
)

const docs = "../../docs"

// directives are those of a unit, or of what drops into one, in their order.
func directives(t *testing.T, path string) map[string][]string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]string{}
	for line := range strings.Lines(string(data)) {
		if key, value, is := strings.Cut(strings.TrimSpace(line), "="); is && !strings.HasPrefix(key, "#") {
			out[key] = append(out[key], value)
		}
	}
	return out
}

// The unit lets the server start nothing, and the drop-in the tools alone: no folder of
// programs, and no shell. What the manual gives as an example is what it allows, is read from
// where it says, and is fine by the settings' own rules.
func TestTheDropInAllowsTheToolsAlone(t *testing.T) {
	unit, drop := directives(t, docs+"/systemd/fairway.service"), directives(t, docs+"/systemd/fairway.service.d/own-tools.conf")
	if got := strings.Join(unit["NoExecPaths"], " "); got != "/" {
		t.Errorf("the unit forbids to start what lies in %q", got)
	}
	allowed := strings.Fields(strings.Join(append(unit["ExecPaths"], drop["ExecPaths"]...), " "))
	for _, path := range allowed {
		switch path {
		case "/usr/local/bin/fairway", "/usr/lib", "/lib", "/lib64", "/usr/local/lib/fairway/tools": // itself, its libraries, the tools
		default:
			t.Errorf("it may start what lies in %s", path)
		}
	}
	for key := range drop {
		if key != "Environment" && key != "ExecPaths" {
			t.Errorf("the drop-in changes %s", key)
		}
	}
	manual, err := os.ReadFile(docs + "/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(manual), "\n## Own tools\n")
	section, _, _ = strings.Cut(section, "\n## ")
	example := regexp.MustCompile("(?s)```toml\n(\\[\\[tool\\]\\].*?)```").FindStringSubmatch(section)
	if example == nil {
		t.Fatal("the manual has no example of a tool")
	}
	var settings struct {
		Tools []Tool `toml:"tool"`
	}
	if err := toml.NewDecoder(strings.NewReader(example[1])).DisallowUnknownFields().Decode(&settings); err != nil {
		t.Fatalf("the settings know no such key: %v", err)
	}
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(path, []byte(example[1]), 0o600); err != nil {
		t.Fatal(err)
	}
	for i := range settings.Tools { // what the example names is not there
		if one := &settings.Tools[i]; one.Secret != "" {
			one.Secret = path
		}
	}
	if err := Check(path, settings.Tools, []string{"deployment"}); err != nil || len(settings.Tools) < 2 {
		t.Errorf("%d tools: %v", len(settings.Tools), err)
	}
	commands := 0
	for _, tool := range settings.Tools {
		if len(tool.Command) == 0 {
			continue
		}
		commands++
		if !strings.HasPrefix(tool.Command[0], "/usr/local/lib/fairway/tools/") {
			t.Errorf("the drop-in does not let the server start %s, which the manual names", tool.Command[0])
		}
	}
	if commands == 0 {
		t.Error("no tool of the example is a command")
	}
	if env := strings.Join(drop["Environment"], " "); env != "XDG_CONFIG_HOME=/etc" || !strings.Contains(section, "$XDG_CONFIG_HOME/fairway/config.toml") {
		t.Errorf("the settings are read by %q", env)
	}
	for _, key := range regexp.MustCompile("(?m)^\\| `([a-z_]+)` \\|").FindAllStringSubmatch(section, -1) {
		var unknown *toml.StrictMissingError
		err := toml.NewDecoder(strings.NewReader("[[tool]]\n" + key[1] + " = 'x'\n")).DisallowUnknownFields().Decode(&struct {
			Tools []Tool `toml:"tool"`
		}{})
		if errors.As(err, &unknown) {
			t.Errorf("the manual names %s, which the settings don't know", key[1])
		}
	}
}

// What systemd says of the units, with the drop-in: a key that it doesn't know it would leave
// out without a word to whoever installs them.
func TestSystemdKnowsTheUnits(t *testing.T) {
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("there is no systemd-analyze on this machine")
	}
	dir := t.TempDir()
	for _, name := range []string{"fairway.service", "fairway-tick.service", "fairway-tick.timer", "fairway.service.d/own-tools.conf"} {
		data, err := os.ReadFile(filepath.Join(docs, "systemd", name))
		if err != nil {
			t.Fatal(err)
		}
		text := strings.ReplaceAll(string(data), "ExecStart=/usr/local/bin/fairway ", "ExecStart=/bin/true ") // which is not installed here
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	// A timer drops the same in.
	if err := os.Symlink("fairway.service.d", filepath.Join(dir, "fairway-tick.service.d")); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"fairway.service", "fairway-tick.service", "fairway-tick.timer"} {
		cmd := exec.Command(analyze, "verify", "--man=no", "--recursive-errors=no", filepath.Join(dir, name))
		cmd.Env = append(os.Environ(), "SYSTEMD_UNIT_PATH="+dir+":")
		if out, err := cmd.CombinedOutput(); err != nil || strings.Contains(string(out), dir) {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
	}
}
