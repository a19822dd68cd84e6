package cli

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/store"
)

// matrix is one command line for each action, with the permission it takes; ""
// where what counts is a seat or a key of one's own. They are refused or
// harmless whoever asks: looked at is whether the permission is among the
// reasons.
var matrix = map[string]struct{ permission, line string }{
	"register":         {"release.register", "release new --name X --service payroll"},
	"edit":             {"release.edit", "release edit REL-11 --set notes=x"},
	"scope":            {"release.edit", "release scope REL-11 --add CHG-14"},
	"affect":           {"release.edit", "release items REL-11 --add CI-2"},
	"advance":          {"release.advance", "release advance REL-9"},
	"send-back":        {"release.return", "release back REL-12 nowhere --reason x"},
	"hold":             {"release.hold", "release hold REL-11 --reason x --review 2020-01-01"},
	"resume":           {"release.hold", "release resume REL-11"},
	"cancel":           {"release.cancel", "release cancel REL-1 --reason x"},
	"reopen":           {"release.reopen", "release reopen REL-11 --reason x"},
	"reschedule":       {"release.reschedule", "release reschedule REL-9 --start 2026-12-03"},
	"scan":             {"release.edit", "release scan REL-10"},
	"accept-conflict":  {"conflict.accept", "release accept-conflict REL-11 x --reason x"},
	"form":             {"form.write", "form fill assessment REL-11 --set cost=x"},
	"approve-document": {"document.approve", "approve document DOC-1"},
	"request-approval": {"approval.request", "approve request REL-11 nothing"},
	"decide":           {"", "approve decide APR-1 ask --comment x"},
	"submit-change":    {"change.write", "change new --title X --service payroll"},
	"edit-change":      {"change.write", "change edit CHG-14 --title X"},
	"assess-change":    {"change.assess", "change assess CHG-12 --risk x --text x"},
	"decide-change":    {"change.decide", "change decide CHG-12 reject --comment x"},
	"withdraw-change":  {"change.write", "change withdraw CHG-1 --reason x"},
	"start-run":        {"run.execute", "run start REL-11"},
	"step":             {"run.execute", "run step RUN-1 99"},
	"verify":           {"run.execute", "run verify RUN-1 99"},
	"roll-back":        {"run.execute", "run rollback RUN-1 --trigger x"},
	"end-run":          {"run.execute", "run end RUN-1 failed"},
	"baseline":         {"baseline.take", "item baseline REL-11"},
	"notice":           {"notice.send", "release notice REL-11 --to x"},
	"add-media":        {"media.write", "media add - --name x"},
	"withdraw-media":   {"media.write", "media withdraw DML-3 --reason x"},
	"procure":          {"procurement.write", "release procure REL-11 --title X"},
	"receive":          {"procurement.write", "release receive PRO-1"},
	"drop-procurement": {"procurement.write", "release drop PRO-1 --reason x"},
	"item":             {"item.write", "item add x --service payroll"},
	"update-item":      {"item.write", "item update CI-2 --release REL-11"},
	"open-incident":    {"incident.write", "incident add --title x --service payroll"},
	"link-incident":    {"incident.write", "incident link INC-1 REL-11 suspected"},
	"resolve-incident": {"incident.write", "incident resolve INC-1"},
	"open-problem":     {"problem.write", "change problem new X --service payroll"},
	"resolve-problem":  {"problem.write", "change problem resolve PRB-1 --workaround x"},
	"add-window":       {"window.write", "window add --class maintenance --title x --service payroll --start 2027-01-01 --end 2027-01-01"},
	"withdraw-window":  {"window.write", "window withdraw WIN-1 --reason x"},
	"ask-exception":    {"window.except", "window except WIN-1 REL-11 --reason x"},
	"decide-exception": {"window.decide", "window decide WIN-1 REL-11 refuse --comment x"},
	"milestone":        {"milestone.write", "release milestone X --on 2027-01-01 --service payroll"},
	"person":           {"person.write", "person edit noor --name Noor"},
	"grant":            {"person.write", "person grant noor no-such-role"},
	"revoke":           {"person.write", "person revoke noor no-such-role"},
	"leave":            {"person.write", "person return noor"},
	"add-key":          {"person.write", "person key add guest -"},
	"revoke-key":       {"person.write", "person key revoke guest FIRST"},
	"service":          {"service.write", "service edit payroll --hours x"},
	"team":             {"team.write", "team add x --name X"},
	"undo":             {"undo", "release undo REL-11"},
	"import":           {"history.import", "import - --map version=V --map start=D --key V --service payroll --dry-run"},
	"redact":           {"redact", "log redact CI-1"},
}

// TestEveryWayInEnforcesTheSameRights walks each action by each person by each
// way in, and compares with the rules of the file.
func TestEveryWayInEnforcesTheSameRights(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	file := filepath.Join(dir, "s.db")
	now := func() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) }
	key := "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKRgjxmF1SyUzoFxTcVBwGvZ7ZSqUUWJ0qhLbTfDJ7sJ"
	input := func(line string) string {
		if strings.HasPrefix(line, "import") {
			return "V,D\n1,2027-01-01\n"
		}
		return strings.Replace(key, "AAAAIK", "AAAAIL", 1)
	}
	parsed, err := model.ParseKey(key)
	if err != nil {
		t.Fatal(err)
	}
	words := func(line string) []string { return strings.Fields(strings.Replace(line, "FIRST", parsed.Fingerprint, 1)) }
	local := func(user, line string, more ...string) string {
		var out bytes.Buffer
		a := &App{In: strings.NewReader(input(line)), Out: &out, Err: &out, Now: now, User: func() string { return user }, Env: func(name string) string {
			return map[string]string{"HOME": dir, "FAIRWAY_DB": file}[name]
		}}
		a.Run(ctx, append(words(line), more...))
		return out.String()
	}
	local("boss", "init --sample")
	for _, line := range []string{"person add guest", "person key add guest", "incident add --title x --service payroll", "change problem new X --service payroll", "release procure REL-11 --title X"} {
		who := map[string]string{"incident": "sakura", "change": "rafael", "release": "cora"}[strings.Fields(line)[0]]
		if who == "" {
			who = "boss"
		}
		var more []string
		if strings.HasPrefix(line, "person key") {
			more = []string{key}
		}
		if out := local(who, line, more...); strings.Contains(out, "fairway:") {
			t.Fatalf("%s: %s", line, out)
		}
	}
	db, err := store.Open(ctx, file, store.Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	book, err := db.Book(ctx)
	if err != nil {
		t.Fatal(err)
	}
	people, err := db.List(ctx, store.ListQuery{Kind: model.KindPerson, Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := map[string]string{"init": "the file is there", "adopt-book": "no command of this version takes up rules"}
	for _, name := range action.Names() {
		if _, ok := matrix[name]; !ok && elsewhere[name] == "" {
			t.Errorf("no command line tries the action %s", name)
		}
	}
	for _, listed := range people {
		f, err := db.Record(ctx, listed.ID, store.Now)
		if err != nil {
			t.Fatal(err)
		}
		p := f.Record.(*model.Person)
		head, _, err := db.Head(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for name, row := range matrix {
			may := row.permission == ""
			for _, g := range p.Roles {
				if r, ok := book.Role(g.Role); ok && r.Allows(row.permission) {
					may = true
				}
			}
			if p.Handle == "guest" && strings.Contains(row.line, "key ") {
				may = true // keys of one's own
			}
			var ssh bytes.Buffer
			Outside("test", db, now, Caller{In: strings.NewReader(input(row.line)), Out: &ssh, Err: &ssh, Env: func(string) string { return "" }, Person: p, Auth: "ssh key SHA256:test"}).
				Run(ctx, words(row.line))
			for way, out := range map[string]string{
				"on the host": local(p.Handle, row.line), "by --as": local("boss", row.line, "--as", p.Handle), "over SSH": ssh.String(),
			} {
				denied := strings.Contains(out, "no role with the permission "+row.permission)
				switch {
				case row.permission == "" && strings.Contains(out, "no role with the permission"), may && row.permission != "" && denied:
					t.Errorf("%s may %s %s, and was told: %s", p.Handle, name, way, out)
				case !may && !denied:
					t.Errorf("%s may not %s %s, and was told: %s", p.Handle, name, way, out)
				}
			}
		}
		if after, _, err := db.Head(ctx); err != nil || p.Has("auditor", "") && after != head {
			t.Errorf("the auditor wrote %d entries (%v)", after-head, err)
		}
	}
}
