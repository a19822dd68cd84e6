package cli_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fairway/ui/screen/screentest"
)

// TestPapersByKeysAndFromAFile fills the forms that people fill of their own accord on the
// built binary by keys alone, every question of each: conditional pages, roles, decimals with
// their unit, tables, a file of the DML. What was typed and what is read back from a file are
// the same bytes.
func TestPapersByKeysAndFromAFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	db := filepath.Join(dir, "papers.db")
	bin := built(t)
	env := []string{"HOME=" + dir, "FAIRWAY_DB=" + db, "TERM=xterm-256color", "LANG=C.UTF-8", "NO_COLOR=", "TZ=Europe/Berlin"}
	w := &walker{clock: filepath.Join(dir, "clock"), terminal: &terminal{t: t}}
	w.at("2026-11-23T10:42:00+01:00")
	screentest.DemoAt(t, db)
	evidence := filepath.Join(dir, "scan.csv")
	if err := os.WriteFile(evidence, []byte("server,2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	run(t, env, bin, "media", "add", evidence, "--as", "konrad")
	papers := []struct {
		who, record, name, title string
		answers                  filled
		other                    string // what is changed before it is read back
		has                      []string
	}{
		{"cora", "REL-41", "go-no-go", "Go/No-Go Record", filled{"Held": "2026-11-23 09:00", "Who was present": "Dmitri", "Who led it": "Rafael",
			"Risks that are open": []filled{{"What could happen": "the import is slow", "Likelihood (1 to 5)": "3", "Impact (1 to 5)": "4", "Response": "reduce", "Owner": "Cora", "State": "open"}},
			"Decision":            "on conditions", "On which conditions": "the desk is told first", "Who disagreed, and why": "nobody"},
			"conditions=none", []string{`decision = "go-on-conditions"`, `conditions = "the desk is told first"`, `present = "PER-`, `likelihood = "3"`}},
		{"cora", "REL-41", "communication-plan", "Communication Plan", filled{
			"Who is told what":           []filled{{"When": "a day before", "Who is told": "all staff", "What they are told": "it is away for an hour", "By what": "mail", "Told by": "the desk"}},
			"Who is told first, and how": "the duty manager, by phone", "Whom users turn to": "the service desk"},
			"contact=nobody", nil},
		{"cora", "REL-41", "improvement-action", "Improvement Action", filled{"What was found": "the import took too long", "Cause": "no index", "What is done about it": "build one", "Who sees to it": "Dmitri",
			"Until when": "2027-01-11", "Is it done?": "yes", "What it changed": "an hour less"},
			"cause=unknown", []string{"an hour less"}},
		{"cora", "REL-51", "emergency-declaration", "Declaration of an Emergency", filled{"Whom it hits, and how": "every customer", "What was done at once": "the old one was started", "Who was told": "Oscar"},
			"affected=nobody", []string{`reason = "`, `declared_by = "PER-`}},
		{"cora", "REL-42", "freeze-exception", "Exception from a Freeze", filled{"What comes of it if it waits": "a fine", "What is done about the risk": "two of us", "What a failure would cost": "1250,5"},
			"waiting=nothing", []string{`loss = "1250.5"`, `asked_by = "PER-`}},
		{"cora", "SVC-1", "release-policy", "Release Policy", filled{"What it covers": "all of it", "In force from": "2027-01-01", "Role that answers for it": "Release Manager",
			"Kinds of release":             []filled{{"Kind": "monthly", "How often": "each month", "Lead time": "10"}},
			"When deployments are allowed": "at night", "Notice before a deployment": "36,5 h", "Duties": []filled{{"Role": "Change Manager", "What it does": "decides"}},
			"Are there times when it is frozen?": "yes", "When it is frozen, and why": "December", "Role that decides on exceptions": "Change Manager"},
			"frozen=never", []string{`accountable = "release-manager"`, `notice = "36.5"`, `role = "change-manager"`}},
		{"konrad", "SVC-1", "ci-audit", "Audit of Configuration Items", filled{"When it was made": "2026-11-20", "Who made it": "Konrad", "Effort": "2,5 h", "What the items were compared with": "scan.csv",
			"Items that were looked at":                     []filled{{"Item": "payroll-batch", "Found": "differs", "What differs, or why unchecked": "version 2", "Evidence": "scan.csv"}},
			"Did anything differ, or was anything missing?": "yes", "Why it differed": "haste", "How the records are put right": "version 2", "Who sees to it": "Konrad", "Until when": "2027-01-11"},
			"cause=none", []string{`effort = "2.5"`, `export = "DML-`, `evidence = "DML-`}},
	}
	run(t, env, bin, "item", "add", "payroll-batch", "--service", "payroll", "--as", "konrad") // the audit of the sample has the others
	for _, p := range papers {
		w.terminal = open(t, env, 100, 40, bin, "--as", p.who)
		w.press("esc")
		w.command(p.record, p.record)
		w.command("Write: "+p.title, "Write: "+p.title[:min(len(p.title), 14)]) // the line may be cut
		w.fill(p.title, p.answers).see("wrote the " + strings.ToLower(p.title))
		w.press("q").ends(0)
		answers := func() string {
			var doc map[string]any
			if err := json.Unmarshal([]byte(run(t, env, bin, "form", "show", p.name, p.record, "--json", "--as", p.who)), &doc); err != nil {
				t.Fatal(err)
			}
			out, _ := json.Marshal(doc["answers"])
			return string(out)
		}
		typed, keyed := run(t, env, bin, "form", "template", p.name, p.record, "--as", p.who), answers()
		for _, text := range p.has {
			if !strings.Contains(typed, text) {
				t.Errorf("%s: no %s in\n%s", p.name, text, typed)
			}
		}
		file := filepath.Join(dir, p.name+".toml")
		if err := os.WriteFile(file, []byte(typed), 0o600); err != nil {
			t.Fatal(err)
		}
		run(t, env, bin, "form", "fill", p.name, p.record, "--set", p.other, "--as", p.who)
		if answers() == keyed {
			t.Fatalf("%s: nothing was changed", p.name)
		}
		run(t, env, bin, "form", "fill", p.name, p.record, "--from", file, "--as", p.who)
		if read, again := run(t, env, bin, "form", "template", p.name, p.record, "--as", p.who), answers(); read != typed || again != keyed {
			t.Errorf("%s: by keys\n%s\nfrom the file\n%s\n%s\n%s", p.name, typed, read, keyed, again)
		}
	}
}
