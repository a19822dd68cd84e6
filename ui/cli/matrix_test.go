package cli

import (
	"bytes"
	"context"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/outbox"
	"fairway/store"
	"fairway/ui/screen/screentest"
)

// matrix is one command line for each action, with the permission it takes.
// Where what counts is being an approver, it is that to read: nobody is refused for it who
// may read. They are refused or
// harmless whoever asks: looked at is whether the permission is among the
// reasons.
var matrix = map[string]struct{ permission, line string }{
	"register":              {"release.register", "release new --name X --service SVC"},
	"edit":                  {"release.edit", "release edit REL --set notes=x"},
	"scope":                 {"release.edit", "release scope REL --add CHG"},
	"affect":                {"release.edit", "release items REL --add CI"},
	"advance":               {"release.advance", "release advance REL"},
	"send-back":             {"release.return", "release back REL nowhere --reason x"},
	"hold":                  {"release.hold", "release hold REL --reason x --review 2020-01-01"},
	"resume":                {"release.hold", "release resume REL"},
	"cancel":                {"release.cancel", "release cancel REL --reason x"},
	"reopen":                {"release.reopen", "release reopen REL --reason x"},
	"reschedule":            {"release.reschedule", "release reschedule REL --start 2026-12-03"},
	"scan":                  {"release.edit", "release scan REL"},
	"accept-conflict":       {"conflict.accept", "release accept-conflict REL x --reason x"},
	"form":                  {"form.write", "form fill assessment REL --set cost=x"},
	"approve-document":      {"document.approve", "approve document DOC"},
	"request-approval":      {"approval.request", "approve request REL nothing"},
	"decide":                {"read", "approve decide APR ask --comment x"},
	"ask-question":          {"read", "question ask REL what"},
	"answer-question":       {"read", "question answer QST so"},
	"withdraw-question":     {"read", "question withdraw QST --reason mistake"},
	"report-early-life":     {"incident.write", "watch report REL stable x"},
	"report-improvement":    {"read", "improvement done IMP so"},
	"hand-improvement":      {"read", "improvement hand-over IMP --due 2020-01-01 --reason x"},
	"keep-report":           {"form.write", "report keep monthly --period 2099-01"},
	"hand-out-report":       {"form.write", "report hand-out RPT --to PER --channel x"},
	"ask-waiver":            {"approval.request", "waiver ask REL notes-drafted --reason x --until 2030-01-01"},
	"decide-waiver":         {"waiver.decide", "waiver decide WVR refuse --comment x"},
	"take-down-waiver":      {"approval.request", "waiver said WVR refuse --by cora --channel phone --comment x"},
	"countersign-waiver":    {"read", "waiver countersign WVR countersign"},
	"withdraw-waiver":       {"approval.request", "waiver withdraw WVR --reason x"},
	"call-meeting":          {"meeting.call", "cab call --start 2027-01-12 --chair PER --minutes PER"},
	"cancel-meeting":        {"meeting.call", "cab cancel CAB --reason x"},
	"open-meeting":          {"meeting.chair", "cab open --meeting CAB"},
	"take-up":               {"meeting.chair", "cab next --meeting CAB"},
	"hand-lead":             {"meeting.chair", "cab lead PER --meeting CAB"},
	"close-meeting":         {"meeting.chair", "cab close --meeting CAB"},
	"join-meeting":          {"read", "cab join --meeting CAB"},
	"leave-meeting":         {"read", "cab leave --meeting CAB"},
	"meet-condition":        {"read", "approve condition met APR 1 --by CHG"},
	"hold-standup":          {"read", "standup held --at 2099-01-01"},
	"delegate":              {"read", "delegate PER --start 2020-01-01 --end 2020-01-02 --reason x"},
	"annotate":              {"metric.annotate", "metrics annotate x --on 2099-01-01"},
	"retry-job":             {"release.advance", "job retry JOB --reason x"},
	"drop-job":              {"release.advance", "job drop JOB --reason x"},
	"draft-notes":           {"form.write", "notes draft REL"},
	"agree":                 {"service.write", "service agreement add SVC 99.5 --hours x --start 2026-01-01"},
	"withdraw-agreement":    {"service.write", "service agreement withdraw AGR --reason x"},
	"record-outage":         {"incident.write", "service outage add SVC x --start 2099-01-01"},
	"end-outage":            {"incident.write", "service outage end OUT --end 2099-01-01"},
	"cancel-outage":         {"incident.write", "service outage cancel OUT --reason x"},
	"withdraw-annotation":   {"metric.annotate", "metrics annotation withdraw ANN --reason x"},
	"withdraw-delegation":   {"read", "delegation withdraw DLG --reason x"},
	"retract":               {"read", "approve retract APR --reason x"},
	"withdraw-approval":     {"approval.request", "approve withdraw APR --reason x"},
	"readdress-approval":    {"read", "approve readdress APR PER PER --reason x"},
	"submit-change":         {"change.write", "change new --title X --service SVC"},
	"edit-change":           {"change.write", "change edit CHG --title X"},
	"assess-change":         {"change.assess", "change assess CHG --risk x --text x"},
	"decide-change":         {"change.decide", "change decide CHG reject --comment x"},
	"capture-change":        {"change.capture", "change capture --title X --service SVC --found told --made 2026-01-02"},
	"verify-back-out":       {"change.capture", "change backed-out CHG --by cora --evidence x"},
	"follow-up-change":      {"change.capture", "change follow-up CHG CHG-1"},
	"review-change":         {"change.assess", "change review CHG --outcome failed --text x"},
	"defer-change":          {"release.edit", "change defer CHG REL --reason x"},
	"withdraw-change":       {"change.write", "change withdraw CHG --reason x"},
	"advance-change":        {"change.write", "change advance CHG"},
	"start-run":             {"run.execute", "run start REL"},
	"step":                  {"run.execute", "run step RUN 99"},
	"begin-step":            {"run.execute", "run begin RUN 99"},
	"fail-step":             {"run.execute", "run fail RUN 99 --reason x"},
	"note-run":              {"read", "run note RUN --text x"},
	"add-step":              {"run.execute", "run add RUN --text x --reason x"},
	"give-step":             {"run.execute", "run give RUN 99 --to cora --reason x"},
	"decide-go":             {"release.advance", "run go RUN go --present cora"},
	"hand-run":              {"run.execute", "run hand-over RUN cora --text x"},
	"verify":                {"run.execute", "run verify RUN 99"},
	"roll-back":             {"run.execute", "run rollback RUN --trigger x"},
	"end-run":               {"run.execute", "run end RUN failed"},
	"restore-service":       {"run.execute", "run restored RUN"},
	"state-installed":       {"run.execute", "run installed RUN --sha256 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"},
	"withdraw-installation": {"run.execute", "run installation withdraw INS-1 --reason x"},
	"check-media":           {"read", "media verify"},
	"add-bill":              {"media.write", "media sbom add DML -"},
	"baseline":              {"baseline.take", "item baseline REL"},
	"notice":                {"notice.send", "release notice REL --to x"},
	"add-media":             {"media.write", "media add - --name x"},
	"withdraw-media":        {"media.write", "media withdraw DML --reason x"},
	"procure":               {"procurement.write", "release procure REL --title X"},
	"receive":               {"procurement.write", "release receive PRO"},
	"drop-procurement":      {"procurement.write", "release drop PRO --reason x"},
	"item":                  {"item.write", "item add x --service SVC"},
	"relate-item":           {"item.write", "item relate CI depends-on --to CI"},
	"draw-audit":            {"form.write", "item audit SVC --sample 1"},
	"find-item":             {"form.write", "item found SVC CI right"},
	"update-item":           {"item.write", "item update CI --release REL"},
	"open-incident":         {"incident.write", "incident add --title x --service SVC"},
	"link-incident":         {"incident.write", "incident link INC REL suspected"},
	"resolve-incident":      {"incident.write", "incident resolve INC"},
	"open-problem":          {"problem.write", "change problem new X --service SVC"},
	"reopen-problem":        {"problem.write", "change problem reopen PRB --reason x"},
	"resolve-problem":       {"problem.write", "change problem resolve PRB --workaround x"},
	"add-window":            {"window.write", "window add --class maintenance --title x --service SVC --start 2027-01-01 --end 2027-01-01"},
	"edit-window":           {"window.write", "window edit WIN --title x"},
	"edit-incident":         {"incident.write", "incident edit INC --title x"},
	"regrade-incident":      {"incident.write", "incident regrade INC P1 --reason x"},
	"reopen-incident":       {"incident.write", "incident reopen INC --reason x"},
	"close-period":          {"metrics.close", "metrics close --period 2026-08 --reason x"},
	"reopen-period":         {"metrics.close", "metrics reopen PRD --reason x"},
	"plan-train":            {"release.train", "train plan --title x --service SVC --start 2027-01-01 --rule FREQ=WEEKLY"},
	"edit-train":            {"release.train", "train edit TRN --cutoff 2"},
	"end-train":             {"release.train", "train end TRN --reason x"},
	"skip-departure":        {"release.train", "train skip TRN 2027-01-01 --reason x"},
	"register-departure":    {"release.register", "train register TRN"},
	"board-train":           {"release.edit", "train board CHG TRN"},
	"skip-occurrence":       {"window.write", "window skip WIN 2027-01-01 --reason x"},
	"move-occurrence":       {"window.write", "window move WIN 2027-01-01 --to 2027-01-02 --reason x"},
	"add-occurrence":        {"window.write", "window extra WIN 2027-01-01 --reason x"},
	"withdraw-window":       {"window.write", "window withdraw WIN --reason x"},
	"ask-exception":         {"window.except", "window except WIN REL --reason x"},
	"decide-exception":      {"window.decide", "window decide WIN REL refuse --comment x"},
	"milestone":             {"milestone.write", "release milestone X --on 2027-01-01 --service SVC"},
	"person":                {"person.write", "person edit PER --email x@example.com"},
	"grant":                 {"person.write", "person grant PER no-such-role"},
	"revoke":                {"person.write", "person revoke PER no-such-role"},
	"leave":                 {"person.write", "person return PER"},
	"add-key":               {"person.write", "person key add guest -"},
	"revoke-key":            {"person.write", "person key revoke guest FIRST"},
	"reinstate-key":         {"person.write", "person key reinstate guest FIRST --reason x"},
	"service":               {"service.write", "service edit SVC --criticality x"},
	"team":                  {"team.write", "team add x --name X"},
	"undo":                  {"undo", "release undo REL"},
	"import":                {"history.import", "import - --map version=V --map start=D --key V --service SVC --dry-run"},
	"redact":                {"redact", "log redact CI"},
	"take-zones":            {"redact", "zone take"},
	"review-rules":          {"rules.review", "process review PRP --comment x"},
	"decide-rules":          {"rules.decide", "process approve PRP --reject --comment x"},
	"withdraw-proposal":     {"rules.propose", "process withdraw PRP --reason x"},
	"adopt-book":            {"book.adopt", "process adopt PRP"},
	"propose-rules":         {"rules.propose", "process propose --defaults --why x"},
	"migrate":               {"release.migrate", "process migrate REL"},
	"check-dates":           {"release.reschedule", "release check-dates REL"},
	"propose-entry":         {"catalogue.propose", "catalogue propose --services SVC"},
	"edit-entry":            {"catalogue.propose", "catalogue edit CAT --title X"},
	"decide-entry":          {"catalogue.decide", "catalogue decide CAT reject --comment x"},
	"suspend-entry":         {"catalogue.decide", "catalogue suspend CAT --reason x"},
	"resume-entry":          {"catalogue.decide", "catalogue resume CAT --reason x"},
	"retire-entry":          {"catalogue.decide", "catalogue retire CAT --reason x"},
	"copy-release":          {"release.register", "release copy REL --version x --type x"},
	"correct-time":          {"redact", "log correct 1 --reason x"},
	"take-down":             {"approval.request", "approve said APR ask --by cora --channel phone --comment x"},
	"countersign":           {"read", "approve countersign APR countersign"},
}

// TestEveryWayInEnforcesTheSameRights walks each action by those of each role,
// and compares with the rules of the file: the first who may and the first who
// may not over SSH and by one of the ways in on the host, in turn, every twentieth of
// the others by one way.
func TestEveryWayInEnforcesTheSameRights(t *testing.T) {
	t.Parallel()
	enforcesTheSameRights(t, false)
}

// enforcesTheSameRights walks it whole, which is as everybody and by each way,
// or as one of those who have the same roles: what somebody may hangs on them
// alone.
func enforcesTheSameRights(t *testing.T, whole bool) {
	if underRace {
		t.Skip("thousands of calls one after the other: the race detector has nothing to find here, and takes minutes")
	}
	ctx := context.Background()
	dir := t.TempDir()
	file := filepath.Join(dir, "s.db")
	now := func() time.Time { return screentest.Now.Add(time.Hour) }
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
	ids := map[string]string{"FIRST": parsed.Fingerprint}
	words := func(line string) []string {
		out := strings.Fields(line)
		for i, w := range out {
			if id, ok := ids[w]; ok {
				out[i] = id
			}
		}
		return out
	}
	local := func(user, line string, more ...string) string {
		var out bytes.Buffer
		a := &App{In: strings.NewReader(input(line)), Out: &out, Err: &out, Now: now, User: func() string { return user }, Env: func(name string) string {
			return map[string]string{"HOME": dir, "FAIRWAY_DB": file}[name]
		}}
		a.Run(ctx, append(words(line), more...))
		return out.String()
	}
	screentest.DemoAt(t, file)
	db, err := store.Open(ctx, file, store.Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	people, err := db.List(ctx, store.ListQuery{Kind: model.KindPerson, Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	holder := func(role string) string {
		for _, p := range people {
			if strings.Contains(" "+p.Grade+" ", " "+role+" ") && p.State == "active" {
				return p.Handle
			}
		}
		t.Fatalf("nobody is %s", role)
		return ""
	}
	// One record of each kind, whichever: the words of the matrix are turned
	// into its id.
	for prefix, kind := range map[string]model.Kind{
		"REL": model.KindRelease, "CHG": model.KindChange, "CI": model.KindItem, "DOC": model.KindDocument, "APR": model.KindApproval, "RUN": model.KindRun,
		"DML": model.KindMedia, "WIN": model.KindWindow, "SVC": model.KindService, "PER": model.KindPerson, "PRP": model.KindProposal,
	} {
		q := store.ListQuery{Kind: kind, Limit: 1}
		if kind == model.KindRelease {
			q.State, q.Limit = "open", 1000 // the last one has only begun
		}
		found, err := db.List(ctx, q)
		if err != nil || len(found) == 0 {
			t.Fatalf("no %s: %v", prefix, err)
		}
		ids[prefix] = string(found[len(found)-1].ID)
	}
	// A server alone queues a job.
	if r, err := db.Do(ctx, store.Who{Program: true, Auth: "test"}, action.QueueJob{Tool: "announce", Event: outbox.Event{On: outbox.OnStage, What: "stage test", Record: model.ID(ids["REL"]), Of: model.ID(ids["REL"]), Entry: 1}}); err != nil {
		t.Fatal(err)
	} else {
		ids["JOB"] = string(r.Subject)
	}
	ids["INC"], ids["PRB"], ids["PRO"], ids["CAT"], ids["QST"], ids["WVR"], ids["CAB"], ids["DLG"], ids["IMP"], ids["TRN"], ids["ANN"], ids["AGR"], ids["OUT"], ids["RPT"], ids["PRD"] = "INC-1", "PRB-1", "PRO-1", "CAT-1", "QST-1", "WVR-1", "CAB-1", "DLG-1", "IMP-1", "TRN-1", "ANN-1", "AGR-1", "OUT-1", "RPT-1", "PRD-1"
	for _, setup := range [][2]string{{"administrator", "person add guest"}, {"administrator", "person key add guest " + parsed.Line}, {"service-desk", "incident add --title x --service SVC"},
		{"release-manager", "change problem new X --service SVC"}, {"release-coordinator", "release procure REL --title X"},
		{"release-coordinator", "catalogue propose --services SVC --title X --text x --process standard-change"}, {"release-manager", "metrics annotate x --on 2026-01-01"}, {"administrator", "service agreement add SVC 99.5 --hours always --start 2027-01-01"}, {"service-desk", "service outage add SVC x --start 2026-01-01"}, {"release-coordinator", "report keep monthly --period 2026-10"}, {"service-desk", "question ask REL what"}, {"service-desk", "delegate guest --end 2027-12-31 --reason x"}, {"release-coordinator", "waiver ask REL-37 notes-drafted --reason x --until 2026-12-01"}, {"change-manager", "cab call --start 2027-01-11 --minutes guest"}} {
		var more []string
		line, pasted, found := strings.Cut(setup[1], " ssh-ed25519")
		if found {
			more = []string{"ssh-ed25519" + pasted}
		}
		if out := local(holder(setup[0]), line, more...); strings.Contains(out, "fairway:") {
			t.Fatalf("%s: %s", setup[1], out)
		}
	}
	if people, err = db.List(ctx, store.ListQuery{Kind: model.KindPerson, Limit: 100}); err != nil {
		t.Fatal(err)
	}
	rules, err := db.Rules(ctx)
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := map[string]string{"init": "the file is there", "remind-approval": "the clock alone does it", "remind": "the clock alone does it", "escalate-approval": "the clock alone does it", "expire-approval": "the clock alone does it", "leave-behind": "the clock alone does it", "queue-job": "the server alone does it", "report-job": "the server alone does it"}
	for _, name := range action.Names() {
		if _, ok := matrix[name]; !ok && elsewhere[name] == "" {
			t.Errorf("no command line tries the action %s", name)
		}
	}
	met := map[string]bool{}
	type turn struct {
		action string
		may    bool
	}
	turns := map[turn]int{}
	for _, listed := range people {
		roles := listed.Grade + " " + string(listed.State)
		if met[roles] && !whole {
			continue
		}
		met[roles] = true
		f, err := db.Record(ctx, listed.ID, store.Now)
		if err != nil {
			t.Fatal(err)
		}
		p := f.Record.(*model.Person)
		head, _, err := db.Head(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for i, name := range slices.Sorted(maps.Keys(matrix)) {
			row := matrix[name]
			may, partly := row.permission == "", false
			for _, g := range p.Roles {
				if r, ok := rules.Role(g.Role); ok && r.Allows(row.permission) {
					may, partly = may || g.Service == "", partly || g.Service != ""
				}
			}
			if partly && !may {
				continue // it hangs on the service: see the tables of model/action
			}
			if p.Handle == "guest" && (name == "add-key" || name == "revoke-key") {
				may = true // keys of one's own
			}
			if p.Left { // whoever has left may do nothing, whatever their roles
				may = false
			}
			ways := []way{
				{"on the host", func() string { return local(p.Handle, row.line) }},
				{"by --as", func() string { return local(holder("administrator"), row.line, "--as", p.Handle) }},
				{"over SSH", func() string {
					var ssh bytes.Buffer
					Outside("test", db, now, Caller{In: strings.NewReader(input(row.line)), Out: &ssh, Err: &ssh, Env: func(string) string { return "" }, Person: p, Auth: "ssh key SHA256:test"}).
						Run(ctx, words(row.line))
					return ssh.String()
				}},
			}
			n := turns[turn{name, may}]
			turns[turn{name, may}]++
			switch {
			case whole:
			case n == 0 && may:
				ways = ways[i%3:][:1]
			case n == 0 && i%3 == 0:
				ways = []way{ways[i/3%2], ways[2]}
			case n == 0:
				ways = ways[2:]
			default:
				if n%20 != 1 {
					continue
				}
				ways = ways[n/20%len(ways):][:1]
			}
			for _, w := range ways {
				out := w.run()
				denied := strings.Contains(out, "no role with the permission "+row.permission)
				if p.Left {
					denied = strings.Contains(out, p.Name+" has left")
				}
				switch {
				case row.permission == "" && strings.Contains(out, "no role with the permission"), may && row.permission != "" && denied:
					t.Errorf("%s may %s %s, and was told: %s", p.Handle, name, w.name, out)
				case !may && !denied:
					t.Errorf("%s may not %s %s, and was told: %s", p.Handle, name, w.name, out)
				}
			}
		}
		if after, _, err := db.Head(ctx); err != nil || p.Has("auditor", "") && after != head {
			t.Errorf("the auditor wrote %d entries (%v)", after-head, err)
		}
	}
}

// way is a way in, and what somebody is told who tries it.
type way struct {
	name string
	run  func() string
}
