package cli

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/process"
	"fairway/store"
)

// readings is one command line for each command that reads. Those that take
// long are run once where they are allowed.
var readings = map[string]struct {
	line string
	long bool
}{
	"approve list": {"approve list", false}, "approve show": {"approve show APR-1", false}, "backup": {"backup COPY", true}, "board": {"board", false},
	"calendar": {"calendar --ics", false}, "calendar conflicts": {"calendar conflicts --month 2026-12", false}, "catalogue list": {"catalogue list", false}, "catalogue show": {"catalogue show CAT-1", false}, "cab list": {"cab list", false}, "cab show": {"cab show CAB-1", false}, "cab agenda": {"cab agenda", false}, "delegation list": {"delegation list", false}, "delegation show": {"delegation show DLG-1", false}, "question list": {"question list", false}, "question show": {"question show QST-1", false}, "change list": {"change list", false}, "change trend": {"change trend --by service", false}, "change problem list": {"change problem list", false}, "change problem show": {"change problem show PRB-1", false},
	"change show": {"change show CHG-1 --versions", false}, "doctor": {"doctor", true}, "form show": {"form show rfc CHG-1", false}, "form render": {"form render DOC-1", false}, "form diff": {"form diff DOC-1", false}, "gate": {"gate REL-1", false}, "evidence": {"evidence REL-1 -o -", false}, "evidence matrix": {"evidence matrix REL-1", false}, "slot": {"slot REL-43", false}, "standup": {"standup", false},
	"inbox": {"inbox", false}, "incident list": {"incident list", false}, "incident show": {"incident show INC-1", false}, "item list": {"item list", false}, "item show": {"item show CI-1", false}, "item tree": {"item tree CI-1", false}, "item impact": {"item impact CI-1", false}, "item diff": {"item diff BSL-1", false}, "item export": {"item export", false}, "item sample": {"item sample payroll --sample 1", false},
	"log head": {"log head", false}, "log lines": {"log lines", true}, "log show": {"log show", false}, "log verify": {"log verify", true},
	"media get": {"media get DML-1", false}, "media list": {"media list", false}, "media show": {"media show DML-1", false}, "media check list": {"media check list", false}, "media check show": {"media check show MCK-1", false},
	"media sbom list": {"media sbom list", false}, "media sbom show": {"media sbom show SBM-1", false}, "media sbom diff": {"media sbom diff REL-1 REL-2", false},
	"run installation list": {"run installation list", false}, "run installation show": {"run installation show INS-1", false},
	"metrics": {"metrics --csv", false}, "metrics closed": {"metrics closed", false}, "metrics closed list": {"metrics closed list", false}, "metrics closed show": {"metrics closed show PRD-1", false}, "metrics defects": {"metrics defects", false}, "notes": {"notes REL-1", false}, "service levels": {"service levels", false}, "service downtime": {"service downtime", false}, "service agreement list": {"service agreement list", false}, "service agreement show": {"service agreement show AGR-1", false}, "service outage list": {"service outage list", false}, "service outage show": {"service outage show OUT-1", false}, "metrics annotation list": {"metrics annotation list", false}, "metrics annotation show": {"metrics annotation show ANN-1", false}, "job list": {"job list", false}, "job show": {"job show JOB-1", false}, "person key list": {"person key list boss", false}, "person list": {"person list", false}, "person show": {"person show boss", false},
	"process clauses": {"process clauses", false}, "process glossary": {"process glossary CAB", false}, "process interactions": {"process interactions", false},
	"process raci": {"process raci --csv", false}, "process roles": {"process roles --csv", false}, "process stage": {"process stage normal planning", false},
	"process document": {"process document --markdown", false}, "process backtest": {"process backtest PRC-1", true}, "process graph": {"process graph normal", false},
	"release history": {"release history REL-1", false}, "release list": {"release list", false}, "release show": {"release show REL-1", false}, "run show": {"run show REL-1", false},
	"search": {"search ledger", false}, "service list": {"service list", false}, "service show": {"service show payroll", false}, "team list": {"team list", false},
	"team show": {"team show TEA-1", false}, "who": {"who", false}, "window list": {"window list", false}, "window show": {"window show WIN-1", false},
	"process proposal list": {"process proposal list", false}, "process proposal show": {"process proposal show PRP-1", false}, "process diff": {"process diff PRC-1", false},
	"process show": {"process show", false}, "process history": {"process history", false}, "process export": {"process export COPY", false},
	"approval list": {"approval list --json --whole", false}, "approval show": {"approval show APR-1", false}, "baseline list": {"baseline list", false}, "baseline show": {"baseline show BSL-1", false},
	"document list": {"document list", false}, "document show": {"document show DOC-1", false}, "milestone list": {"milestone list", false}, "milestone show": {"milestone show MIL-1", false},
	"notice list": {"notice list", false}, "notice show": {"notice show NTC-1", false}, "procurement list": {"procurement list", false}, "procurement show": {"procurement show PRO-1", false}, "run list": {"run list", false}, "run log list": {"run log list", false}, "run log show": {"run log show MRK-1", false},
	"train list": {"train list", false}, "train show": {"train show TRN-1", false},
	"improvement list": {"improvement list", false}, "improvement show": {"improvement show IMP-1", false},
	"report list": {"report list", false}, "report show": {"report show RPT-1", false}, "report get": {"report get RPT-1", false}, "report make": {"report make monthly", false},
	"report monthly": {"report monthly --period 2026-11", false}, "report quarterly": {"report quarterly --period 2026-Q4", false}, "report trend": {"report trend --period 2026-11", false},
	"watch list": {"watch list", false}, "watch show": {"watch show ELS-1", false},
	"waiver list": {"waiver list", false}, "waiver show": {"waiver show WVR-1", false},
	"zone list": {"zone list", false}, "zone show": {"zone show TZR-1", false},
}

// alike are commands that do the action of a row of the matrix.
var alike = map[string]string{
	"comment": "ask-question", "cab item": "take-up", "item edit": "item", "media restore": "add-media", "person add": "person", "person leave": "leave", "service add": "service", "team edit": "team", "process role": "propose-rules",
}

// TestEveryCommandIsReadingOrDeclared walks the whole command table: a command
// is tried as one that reads, or as one that does something, or says in
// reading.go why nothing is asked of it.
func TestEveryCommandIsReadingOrDeclared(t *testing.T) {
	tried := map[string]string{}
	for name, row := range matrix {
		cmd, _, err := table0().Find(strings.Fields(row.line))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		tried[named(cmd)] = row.permission
	}
	for path, row := range alike {
		if row, ok := matrix[row]; ok {
			tried[path] = row.permission
		}
	}
	for _, path := range []string{"approve decide", "cab vote", "approve countersign", "waiver countersign", "approve retract", "approve readdress", "approve condition met", "change retract", "form retract", "window retract", "waiver retract", "catalogue retract", "process retract", "release retract-conflict"} {
		tried[path] = "" // being an approver, or having decided
	}
	commands := 0
	every(table0(), func(cmd *cobra.Command) {
		path := named(cmd)
		if !cmd.Runnable() || cmd.HasSubCommands() {
			return
		}
		commands++
		_, read := readings[path]
		asked, tries := tried[path]
		permission, acts := actsBy(cmd)
		ways := 0
		for _, is := range []bool{read, tries, free[path] != ""} {
			if is {
				ways++
			}
		}
		switch {
		case ways == 0:
			t.Errorf("%s: give it a row in matrix or readings, or say in reading.go why nothing is asked of it", path)
		case ways > 1:
			t.Errorf("%s is tried as more than one thing", path)
		case reads(cmd) != read:
			t.Errorf("%s: the program says that it reads: %v, the tests say %v", path, reads(cmd), read)
		case tries != acts || asked != permission:
			t.Errorf("%s: the program says that it acts: %v, by the permission %q; the tests say %v, %q", path, acts, permission, tries, asked)
		}
	})
	if commands < 90 {
		t.Fatalf("only %d commands were found", commands)
	}
}

// readable is a small file with people of every role, and some in whom there
// is something special; everybody's handle says what they are.
func readable(t *testing.T) (file string, db *store.DB, local func(user string, args ...string) (int, string), people map[string]*model.Person) {
	t.Helper()
	ctx := context.Background()
	dir := t.TempDir()
	file = filepath.Join(dir, "s.db")
	now := func() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) }
	local = func(user string, args ...string) (int, string) {
		var out bytes.Buffer
		a := &App{In: strings.NewReader("content"), Out: &out, Err: &out, Now: now, User: func() string { return user }, Env: func(name string) string {
			return map[string]string{"HOME": dir, "FAIRWAY_DB": file}[name]
		}}
		return a.Run(ctx, args), out.String()
	}
	must := func(user string, line string) {
		if code, out := local(user, strings.Fields(line)...); code != 0 {
			t.Fatalf("%s: exit %d: %s", line, code, out)
		}
	}
	must("boss", "init --handle boss --name Boss --zone UTC")
	var err error
	if db, err = store.Open(ctx, file, store.Options{Now: now}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	rules, err := db.Rules(ctx)
	if err != nil {
		t.Fatal(err)
	}
	custom := *rules
	custom.Roles = append(slices.Clone(rules.Roles), process.Role{ID: "probe", Title: "Probe", Permissions: []string{"incident.write"}})
	boss, err := db.Resolve(ctx, model.KindPerson, "boss")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Do(ctx, store.Who{Person: boss, Auth: "test"}, action.AdoptRules{Rules: custom}); err != nil {
		t.Fatal(err)
	}
	must("boss", "service add payroll")
	for _, r := range custom.Roles {
		if r.ID != "administrator" {
			must("boss", "person add "+r.ID+" --role "+r.ID)
		}
	}
	must("boss", "person add roleless")
	must("boss", "person add left --role auditor")
	must("boss", "person leave left")
	must("boss", "person add revoked --role auditor")
	must("boss", "person revoke revoked auditor")
	must("boss", "person add one-service --role service-owner --service payroll")
	must("release-manager", "release new --name Ledger --service payroll")
	must("configuration-manager", "media add - --name ledger.tgz")
	people = everybodyOf(t, db)
	return file, db, local, people
}

func everybodyOf(t *testing.T, db *store.DB) map[string]*model.Person {
	t.Helper()
	list, err := db.List(context.Background(), store.ListQuery{Kind: model.KindPerson, Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]*model.Person{}
	for _, l := range list {
		f, err := db.Record(context.Background(), l.ID, store.Now)
		if err != nil {
			t.Fatal(err)
		}
		p := f.Record.(*model.Person)
		out[p.Handle] = p
	}
	return out
}

// TestEveryWayInAsksForReading runs every reading command as somebody of every
// role, and as those who have none, over SSH; as those in whom there is something
// special, in turn also on the host or by --as. Those who may read run a ninth of them
// each, in turn; TestLongEveryWayInAsksForReading has them run all.
func TestEveryWayInAsksForReading(t *testing.T) { asksForReading(t, false) }

func asksForReading(t *testing.T, whole bool) {
	ctx := context.Background()
	dir := t.TempDir()
	_, db, local, people := readable(t)
	special := []string{"roleless", "left", "revoked", "one-service", "probe"}
	refused := map[string]string{"roleless": "no role with the permission read", "revoked": "no role with the permission read", "probe": "no role with the permission read", "left": "left has left"}
	ran := map[string]bool{}
	for turn, handle := range slices.Sorted(maps.Keys(people)) {
		p, says := people[handle], refused[handle]
		for i, name := range slices.Sorted(maps.Keys(readings)) {
			row := readings[name]
			if says == "" && row.long && (handle != "auditor" || ran[name]) {
				continue
			}
			if says == "" && !whole && ran[name] && (turn+i)%9 != 0 {
				continue
			}
			ran[name] = ran[name] || says == ""
			words := strings.Fields(strings.Replace(row.line, "COPY", filepath.Join(dir, strings.ReplaceAll(handle+name, " ", "-")), 1))
			type said struct {
				code int
				out  string
			}
			ways := map[string]said{}
			if _, host := hostOnly["fairway "+name]; !host {
				var ssh bytes.Buffer
				code := Outside("test", db, db.Now, Caller{In: strings.NewReader(""), Out: &ssh, Err: &ssh, Env: func(string) string { return "" }, Person: p, Auth: "ssh key SHA256:test"}).Run(ctx, words)
				ways["over SSH"] = said{code, ssh.String()}
			}
			tried := slices.Contains(special, handle) && (says != "" || i%4 == 0)
			if tried && (whole || (turn+i)%3 == 0) || name == "backup" {
				code, out := local(handle, words...)
				ways["on the host"] = said{code, out}
			}
			if tried && (whole || (turn+i)%3 == 1) && name != "backup" {
				code, out := local("boss", append(words, "--as", handle)...)
				ways["by --as"] = said{code, out}
			}
			for way, got := range ways {
				switch {
				case says == "" && strings.Contains(got.out, "permission read"):
					t.Errorf("%s may %s %s, and was told (%d): %s", handle, name, way, got.code, got.out)
				case says != "" && (got.code != exitRefused || !strings.Contains(got.out, says) || !strings.Contains(got.out, "Boss (boss)")):
					t.Errorf("%s may not %s %s, and was told (%d): %s", handle, name, way, got.code, got.out)
				case says != "" && strings.Contains(got.out, "Ledger"):
					t.Errorf("%s reads %s %s all the same: %s", handle, name, way, got.out)
				}
			}
		}
	}
	for name := range readings {
		if !ran[name] {
			t.Errorf("%s was never allowed", name)
		}
	}
}

// What somebody without a role may do all the same, and what they may not.
func TestWithoutARoleOneSeesOneself(t *testing.T) {
	_, db, local, people := readable(t)
	ctx := context.Background()
	for _, c := range []struct {
		who, line string
		code      int
		says      string
	}{
		{"roleless", "person show roleless", exitDone, "roleless"},
		{"roleless", "person key list roleless", exitDone, "has no keys"},
		{"roleless", "person show boss", exitRefused, "ask Boss (boss) for a role that reads: fairway person grant roleless ROLE, one of: Requester"},
		{"roleless", "person key list boss", exitRefused, "permission read"},
		{"left", "person show left", exitRefused, "ask Boss (boss): fairway person return left"},
		{"roleless", "form template rfc", exitDone, ""},
		{"roleless", "release edit REL-1 --set name=x", exitRefused, "no role with the permission release.edit"},
		{"roleless", "form fill criteria REL-1 --ask", exitRefused, "permission form.write"},
		{"probe", "incident add --title down --service payroll", exitDone, "INC-1"},
		{"probe", "incident show INC-1", exitRefused, "permission read"},
		{"stranger", "release show REL-1", exitDone, "Ledger"}, // who owns the file reads it with any program
		{"stranger", "release edit REL-1 --set name=x", exitRefused, "nobody in this file is known by your name"},
	} {
		if code, out := local(c.who, strings.Fields(c.line)...); code != c.code || !strings.Contains(out, c.says) {
			t.Errorf("%s, %s: exit %d, want %d with %q: %s", c.who, c.line, code, c.code, c.says, out)
		}
	}
	// What stands in the way of an action is read by whoever may read.
	if _, out := local("roleless", "release", "advance", "REL-1"); strings.Contains(out, "RFC") || !strings.Contains(out, "release.advance") {
		t.Errorf("a refusal tells somebody without a role of the gate: %s", out)
	}
	code, out := local("roleless", "board", "--json")
	var said struct {
		Error struct {
			Kind    string
			Exit    int
			Reasons []model.Reason
		}
	}
	if err := json.Unmarshal([]byte(out), &said); err != nil || code != exitRefused || said.Error.Kind != "refused" || len(said.Error.Reasons) != 1 {
		t.Errorf("exit %d: %s (%v)", code, out, err)
	}
	// A role that is given counts at once, also for a connection that stands.
	ssh := func(line string) (int, string) {
		var out bytes.Buffer
		code := Outside("test", db, db.Now, Caller{In: strings.NewReader(""), Out: &out, Err: &out, Env: func(string) string { return "" }, Person: people["roleless"], Auth: "ssh key SHA256:test"}).Run(ctx, strings.Fields(line))
		return code, out.String()
	}
	for _, step := range []struct {
		do   string
		want int
	}{{"grant roleless auditor", exitDone}, {"revoke roleless auditor", exitRefused}} {
		if code, out := local("boss", append([]string{"person"}, strings.Fields(step.do)...)...); code != 0 {
			t.Fatal(out)
		}
		if code, out := ssh("board"); code != step.want {
			t.Errorf("after %s: exit %d: %s", step.do, code, out)
		}
	}
}

// What somebody without a role is told is the same whatever there is: tried as text
// or as JSON, in turn.
func TestWhoMayNotReadLearnsNothingByTrying(t *testing.T) { learnsNothingByTrying(t, false) }

func learnsNothingByTrying(t *testing.T, whole bool) {
	ctx := context.Background()
	_, db, local, people := readable(t)
	there := map[string]string{"REL": "REL-1", "CHG": "CHG-1", "CI": "CI-1", "DOC": "DOC-1", "APR": "APR-1", "RUN": "RUN-1", "DML": "DML-1", "WIN": "WIN-1",
		"SVC": "payroll", "PER": "boss", "INC": "INC-1", "PRB": "PRB-1", "PRO": "PRO-1", "guest": "boss", "DLG": "DLG-1", "ANN": "ANN-1", "AGR": "AGR-1", "OUT": "OUT-1", "WVR": "WVR-1", "FIRST": "SHA256:x"}
	words := func(line string, named map[string]string) []string {
		out := strings.Fields(line)
		for i, w := range out {
			out[i] = cmp.Or(named[w], w)
		}
		return out
	}
	nowhere := maps.Clone(there)
	for name, id := range nowhere {
		kind, _, numbered := strings.Cut(id, "-")
		nowhere[name] = "nothing"
		if numbered {
			nowhere[name] = kind + "-999"
		}
	}
	local("release-manager", "change", "new", "--title", "Ledger wish", "--service", "payroll")
	local("release-manager", "delegate", "boss", "--end", "2027-12-31", "--reason", "away")
	for i, name := range slices.Sorted(maps.Keys(matrix)) {
		row := matrix[name]
		for k, more := range [][]string{nil, {"--json"}} {
			if i%2 != k && !whole {
				continue
			}
			told := map[string]bool{}
			for _, named := range []map[string]string{there, nowhere} {
				line := append(words(row.line, named), more...)
				var ssh bytes.Buffer
				code := Outside("test", db, db.Now, Caller{In: strings.NewReader(""), Out: &ssh, Err: &ssh, Env: func(string) string { return "" }, Person: people["roleless"], Auth: "ssh key SHA256:test"}).Run(ctx, line)
				host, out := local("roleless", line...)
				told[out], told[ssh.String()] = true, true
				if code != exitRefused || host != exitRefused || !strings.Contains(out, "no role with the permission "+row.permission) {
					t.Errorf("%s: exit %d and %d: %s", name, code, host, out)
				}
			}
			if len(told) != 1 {
				t.Errorf("%s tells what there is: %q", name, slices.Collect(maps.Keys(told)))
			}
		}
	}
}
