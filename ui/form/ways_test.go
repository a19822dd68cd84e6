package form_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fairway/assets"
	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/model/task"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/cli"
	page "fairway/ui/form"
	"fairway/ui/screen/screentest"
)

// way is one of the files of this test: the same organisation, written to in one
// way only.
type way struct {
	t  *testing.T
	db *store.DB
	// elsewhere is the time zone of whoever writes to it; "" for none.
	elsewhere string
}

func (w way) run(who, input string, args ...string) (int, string) {
	w.t.Helper()
	ctx := context.Background()
	id, err := w.db.Resolve(ctx, model.KindPerson, who)
	if err != nil {
		w.t.Fatal(err)
	}
	f, err := w.db.Record(ctx, id, store.Now)
	if err != nil {
		w.t.Fatal(err)
	}
	var out bytes.Buffer
	code := cli.Outside("test", w.db, func() time.Time { return screentest.Now }, cli.Caller{
		In: strings.NewReader(input), Out: &out, Err: &out, Env: func(name string) string { return map[string]string{"TZ": w.elsewhere}[name] }, Person: f.Record.(*model.Person), Auth: "self-asserted"}).Run(ctx, args)
	return code, out.String()
}

// confirmed runs a command line, and once more with what may go with it where
// that is what it asks for.
func (w way) confirmed(who, input string, questions form.Form, args []string) (int, string) {
	w.t.Helper()
	code, out := w.run(who, input, args...)
	switch of := questions.Command; {
	case code == 3 && of.Voids:
		return w.run(who, input, append(args, "--void")...)
	case code == 3 && (of.Anyway || of.Doubted != ""):
		return w.run(who, input, append(args, "--anyway")...)
	}
	return code, out
}

// last is what the last entry of the log wrote, without who wrote it on which
// way: the action, and every body.
func (w way) last() string {
	w.t.Helper()
	list, err := w.db.Log(context.Background(), store.LogQuery{Limit: 1})
	if err != nil || len(list) != 1 {
		w.t.Fatalf("%v, %v", list, err)
	}
	var line map[string]any
	if err := json.Unmarshal([]byte(list[0].Line), &line); err != nil {
		w.t.Fatal(err)
	}
	for _, own := range []string{"prev", "auth", "action_id", "hash"} {
		delete(line, own)
	}
	out, err := json.MarshalIndent(line, "", " ")
	if err != nil {
		w.t.Fatal(err)
	}
	return string(out)
}

// setup adds to the sample what it has none of.
var setup = []string{
	"alice team add ops --members cora,dmitri", "alice person grant cora cab-member --service payroll", "alice person add lea --role requester", "alice person leave lea",
	"rafael change problem new Slow", "sakura incident add --title Basket --severity P1 --release EARLY", "cora release procure PLANNED --title Server --due 2027-01-11 --hardware",
	"noor change new --title Faster --service payroll", "chandra window add --title Freeze --hard --start DAY --end 2029-12-31", "dmitri run start PLANNED --mock",
	"rafael release hold FRESH --reason money --review 2027-01-11", "cora window except FREEZE PLANNED --reason law",
	"chandra cab call --start 2027-01-12 --minutes cora",
	"sakura service outage add payroll Dark --start 2026-11-23T03:00-06:00",
	"chandra approve decide APR-142 approve --conditions tested --meet-by dmitri",
}

// declared is one more emergency, which waits for what is given by word of mouth.
var declared = []string{
	"sakura incident add --title Login --severity P1 --service payroll --opened 2026-11-23T09:00Z",
	"cora release new --name Login --type emergency --reason service-down --incident INCIDENT --service payroll --at 2026-11-23T09:05Z",
	"cora approve request EMERGENCY ecab",
}

// waived is one more emergency of which one check is to be waived, and another could be.
var waived = []string{
	"sakura incident add --title Wages --severity P1 --service payroll --opened 2026-10-23T09:00Z",
	"cora release new --name Wages --type emergency --reason service-down --incident INCIDENT --service payroll --at 2026-10-30T09:05Z",
	"cora approve request EMERGENCY ecab",
	"chandra approve decide EMERGENCY:ecab approve --at 2026-10-30T09:06Z",
	"hanna approve decide EMERGENCY:ecab approve --at 2026-10-30T09:07Z",
	"cora release advance EMERGENCY --at 2026-10-30T09:08Z",
	"cora waiver ask EMERGENCY minimum-tested --reason night --until 2026-12-11 --at 2026-10-30T09:09Z",
}

// saidWaiver is how the waiver of it is given.
var saidWaiver = "cora waiver said WAIVER grant --by rafael --channel phone --comment night --at 2026-10-30T09:10Z"

// reported is a kept report that was approved. The approval of one of two is taken back.
func (w way) report(period string) {
	w.setUp([]string{"cora report keep monthly --period " + period, "rafael approve document PAPER"})
}

// granted is a waiver on which nothing was built.
var granted = []string{
	"cora release new --name Plain --service payroll",
	"cora waiver ask EMERGENCY contents-said --reason night --until 2026-12-11",
	"rafael waiver decide WAIVER grant --comment night",
}

// conditioned is an emergency change that was approved on a condition, with a paper that
// came after it.
var conditioned = []string{
	"cora change new --title Wages --category problem-fix --type emergency --reason security --vulnerability CVE-2026-1235 --service payroll --at 2026-10-30T09:05Z",
	"cora approve request ALONE ecab",
	"chandra approve decide ALONE:ecab approve --conditions tested --meet-by cora --at 2026-10-30T09:06Z",
	"hanna approve decide ALONE:ecab approve --at 2026-10-30T09:07Z",
	"cora form fill emergency-change ALONE --set trigger=errors --set steps=restart --set tested=yes --set evidence=seen --at 2026-10-30T09:08Z",
}

// alone is an emergency change that can be moved on.
var alone = []string{
	"cora change new --title Login --category problem-fix --type emergency --reason security --vulnerability CVE-2026-1234 --service payroll --at 2026-10-30T09:05Z",
	"cora approve request ALONE ecab",
	"chandra approve decide ALONE:ecab approve --at 2026-10-30T09:06Z",
	"hanna approve decide ALONE:ecab approve --at 2026-10-30T09:07Z",
}

// captured are changes that were made without authorisation, to be backed out and to be
// corrected.
var captured = []string{
	"sakura change capture --title Port --service payroll --found scan --made 2026-10-20T09:05Z --unknown",
}

// otherClocks has the clocks of a zone changed by law, with a release in it: its
// dates stand at another instant.
func (w way) otherClocks() {
	w.t.Helper()
	const zone = "Africa/Casablanca"
	mine, err := when.OwnZone(zone)
	if err != nil {
		w.t.Fatal(err)
	}
	own := func() { _ = when.Follow(zone, when.RulesOf(mine)) } // the other files have had this program go by theirs
	own()
	w.t.Cleanup(own)
	w.setUp([]string{"alice service add rabat --name Rabat --zone " + zone, "cora release new --name Rabat --service rabat --start 2026-12-17T23:30 --end +20m"})
	rules, from := "", time.Date(2026, 9, 20, 0, 0, 0, 0, time.UTC).Unix()
	for line := range strings.Lines(when.RulesOf(mine)) {
		if at, err := strconv.ParseInt(strings.Fields(line)[0], 10, 64); err == nil && at >= from {
			break
		}
		rules += line
	}
	rules += fmt.Sprintf("%d 0 +00\n", from)
	alice, err := w.db.Resolve(context.Background(), model.KindPerson, "alice")
	if err != nil {
		w.t.Fatal(err)
	}
	take := action.TakeZones{Zones: []model.ZoneRules{{Name: zone, Source: "another", Digest: when.RulesDigest(rules), Rules: rules}}}
	if _, err := w.db.Do(context.Background(), store.Who{Person: alice, Auth: "test"}, take); err != nil {
		w.t.Fatal(err)
	}
}

// setUp runs command lines, each after the name of whoever does it.
func (w way) setUp(lines []string) {
	w.t.Helper()
	words := w.words()
	for _, line := range lines {
		args := strings.Fields(line)
		for i, a := range args {
			word, purpose, _ := strings.Cut(a, ":")
			if to, ok := words[word]; ok {
				args[i] = strings.TrimSuffix(to+":"+purpose, ":")
			}
		}
		if code, out := w.run(args[0], "", args[1:]...); code != 0 {
			w.t.Fatalf("%s: %d, %s", line, code, out)
		}
	}
}

// propose proposes rules with another limit of a stage.
func (w way) propose(days string) model.ID {
	w.t.Helper()
	ctx := context.Background()
	rules, err := w.db.Rules(ctx)
	if err != nil {
		w.t.Fatal(err)
	}
	files, _, err := rules.Files()
	if err != nil {
		w.t.Fatal(err)
	}
	files = slices.Clone(files)
	for i, f := range files {
		files[i].Text = strings.Replace(f.Text, "limit_days = 5", "limit_days = "+days, 1)
	}
	me, _ := w.db.Resolve(ctx, model.KindPerson, "rafael")
	r, err := w.db.Do(ctx, store.Who{Person: me, Auth: "test"}, action.ProposeRules{Title: "Longer", Note: "longer", Files: files, Base: rules.ID})
	if err != nil {
		w.t.Fatal(err)
	}
	return r.Subject
}

// TestEveryTaskIsTheSameOnEveryWay does every task three times, on three files
// that are alike: by keys in its form, by the flags of its command, and by its
// command with the answers from a file. Each writes the same bytes.
func TestEveryTaskIsTheSameOnEveryWay(t *testing.T) {
	ctx := context.Background()
	keys, flags, files := way{t: t, db: screentest.Demo(t)}, way{t: t, db: screentest.Demo(t)}, way{t: t, db: screentest.Demo(t)}
	for _, w := range []way{keys, flags, files} {
		w.setUp(setup)
		w.setUp(append(slices.Clone(waived), saidWaiver))
		w.setUp(waived)
		w.setUp(granted)
		w.report("2026-09")
		w.report("2026-08")
		w.setUp(conditioned)
		w.setUp(declared)
		w.setUp(captured)
		w.setUp(alone)
		w.otherClocks()
		w.propose("6")
		w.propose("7")
		w.setUp([]string{"chandra process approve " + string(w.propose("8")) + " --verdict abstain --comment mine"})
	}
	people, err := keys.db.List(ctx, store.ListQuery{Kind: model.KindPerson})
	if err != nil {
		t.Fatal(err)
	}
	// What ends a record comes last, and before its dates are moved they are looked at.
	names := append([]string{"check-dates"}, slices.DeleteFunc(task.Names(), func(n string) bool { return n == "check-dates" })...)
	ends := []string{"pass-verification", "follow-up-change", "verify-back-out", "capture-change", "take-down", "countersign", "take-down-waiver", "countersign-waiver", "edit-person", "return-person", "revoke-role", "leave-person", "cancel", "withdraw-change", "withdraw-media", "skip-departure", "end-train", "edit-window", "skip-occurrence", "move-occurrence", "add-occurrence", "withdraw-window",
		"review-rules", "decide-rules", "adopt-rules", "withdraw-proposal"} // in the order in which one leads to the next
	names = append(slices.DeleteFunc(names, func(n string) bool { return slices.Contains(ends, n) }), ends...)
	done := 0
	for _, name := range names {
		questions, err := assets.Task(name)
		if err != nil {
			t.Fatal(err)
		}
		if questions.Command.ByHand || name == "keep-report" { // a report names the hash of the log's head, which differs from file to file: see ui/cli/testdata/script/report.txtar
			continue
		}
		tk, _ := task.Named(name)
		if name == "pass-verification" {
			for _, w := range []way{keys, flags, files} {
				w.verifiable()
			}
		}
		who, id, answers := keys.doable(tk, questions, people)
		if tk.About == model.KindJob { // no server of the sample runs own tools: see ui/cli/testdata/script/own_tools.txtar
			continue
		}
		if who == "" {
			t.Errorf("nobody can %s", name)
			continue
		}
		done++
		byFlags, byFile, input := commandLines(t, tk, questions, id, answers)
		if code, out := flags.confirmed(who, "", questions, byFlags); code != 0 {
			t.Fatalf("%s by flags, %q as %s: %d, %s", name, byFlags, who, code, out)
		}
		if code, out := files.confirmed(who, input, questions, byFile); code != 0 {
			t.Fatalf("%s from a file, %q as %s with\n%s\n%d, %s", name, byFile, who, input, code, out)
		}
		if len(questions.Fields()) == 0 {
			c, err := keys.db.Case(ctx, store.Now, screentest.Now, tk.Facts(id))
			if err != nil {
				t.Fatal(err)
			}
			act, err := tk.Make(c, id, form.Answers{})
			if err != nil {
				t.Fatal(err)
			}
			me, _ := keys.db.Resolve(ctx, model.KindPerson, who)
			_, err = keys.db.Do(ctx, store.Who{Person: me, Auth: "test"}, act)
			if refused, ok := errors.AsType[*model.Refusal](err); ok && len(refused.Voids) > 0 {
				act, _ = task.WithVoid(act)
				_, err = keys.db.Do(ctx, store.Who{Person: me, Auth: "test"}, act)
			}
			if err != nil {
				t.Fatalf("%s of %s as %s: %v", name, id, who, err)
			}
		} else if failed := page.ByKeys(t, keys.db, who, name, id, answers); len(failed) > 0 {
			t.Fatalf("%s of %s by keys as %s: %v", name, id, who, failed)
		}
		want := keys.last()
		for other, w := range map[string]way{"by flags": flags, "from a file": files} {
			if diff := cmp.Diff(want, w.last()); diff != "" {
				t.Errorf("%s of %s, %s (-by keys +%s):\n%s", name, id, byFlags, other, diff)
			}
		}
	}
	if done < 50 {
		t.Fatalf("only %d tasks were done", done)
	}
}

// TestInterleavedEditsKeepBoth lets two people edit each kind of record at once,
// each on every way: what one read before the other wrote, and sends afterwards,
// is kept beside it where they changed different fields, and named with both
// values where they changed the same one.
func TestInterleavedEditsKeepBoth(t *testing.T) {
	w := way{t: t, db: screentest.Demo(t)}
	if code, out := w.run("alice", "", "team", "add", "ops", "--members", "cora"); code != 0 {
		t.Fatal(out)
	}
	records := w.words()
	rfc := "CHG-1"
	if code, out := w.run("noor", "", "change", "new", "--title", "Faster", "--service", "payroll", "--json"); code == 0 {
		var r struct{ Subject string }
		if err := json.Unmarshal([]byte(out), &r); err != nil {
			t.Fatal(err)
		}
		rfc = r.Subject
	}
	for _, e := range []struct{ task, who, id, mine, theirs string }{
		{"edit-release", "cora", records["FRESH"], "notes", "environment"},
		{"edit-change", "noor", rfc, "title", "text"},
		{"edit-item", "", "CI-1", "serial", "environment"},
		{"edit-service", "", "SVC-1", "criticality", "agreements"},
		{"edit-team", "alice", "TEA-1", "name", "handle"},
		{"edit-person", "alice", "PER-3", "email", "name"},
	} {
		questions, err := assets.Task(e.task)
		if err != nil {
			t.Fatal(err)
		}
		who := e.who
		if who == "" {
			tk, _ := task.Named(e.task)
			people, err := w.db.List(context.Background(), store.ListQuery{Kind: model.KindPerson})
			if err != nil {
				t.Fatal(err)
			}
			if who, _, _ = w.doable(tk, questions, people); who == "" {
				t.Fatalf("nobody can %s", e.task)
			}
		}
		words := append(strings.Fields(questions.Command.Words), e.id)
		head := func() string {
			pos, _, err := w.db.Head(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			return fmt.Sprint(pos)
		}
		n := 0
		value := func() string { n++; return fmt.Sprintf("said-%d-%s", n, e.task) }
		// On each way: a write of one field, with what was seen at a place.
		ways := map[string]func(field, value, seen string) (int, string){
			"by flags": func(field, value, seen string) (int, string) {
				return w.run(who, "", append(slices.Clone(words), "--"+field, value, "--seen", seen)...)
			},
			"from a file": func(field, value, seen string) (int, string) {
				return w.run(who, fmt.Sprintf("%s = %q\n", field, value), append(slices.Clone(words), "--from", "-", "--seen", seen)...)
			},
		}
		kept := func(way string, values ...string) {
			t.Helper()
			f, err := w.db.Record(context.Background(), model.ID(e.id), store.Now)
			if err != nil {
				t.Fatal(err)
			}
			body, err := model.Encode(f.Record)
			if err != nil {
				t.Fatal(err)
			}
			for _, v := range values {
				if !bytes.Contains(body, []byte(v)) {
					t.Errorf("%s %s: %q is lost in %s", e.task, way, v, body)
				}
			}
		}
		for first, write := range ways {
			for second, late := range ways {
				way := first + ", then " + second
				seen, theirs, mine := head(), value(), value()
				if code, out := write(e.theirs, theirs, seen); code != 0 {
					t.Fatalf("%s %s: %d, %s", e.task, way, code, out)
				}
				if code, out := late(e.mine, mine, seen); code != 0 {
					t.Errorf("%s %s, different fields: %d, %s", e.task, way, code, out)
				}
				kept(way, theirs, mine)
				seen, theirs, mine = head(), value(), value()
				if code, out := write(e.mine, theirs, seen); code != 0 {
					t.Fatalf("%s %s: %d, %s", e.task, way, code, out)
				}
				if code, out := late(e.mine, mine, seen); code != 5 || !strings.Contains(out, theirs) || !strings.Contains(out, mine) {
					t.Errorf("%s %s, the same field: %d, %s", e.task, way, code, out)
				}
				kept(way, theirs)
			}
			// The form is open while another way writes.
			theirs, mine := value(), value()
			sent, _ := page.ByKeysMeanwhile(t, w.db, who, e.task, model.ID(e.id), map[string]string{e.mine: mine}, func() {
				if code, out := write(e.theirs, theirs, head()); code != 0 {
					t.Fatalf("%s %s: %d, %s", e.task, first, code, out)
				}
			})
			if !sent {
				t.Errorf("%s by keys, %s meanwhile, different fields: it is not sent", e.task, first)
			}
			kept("by keys, "+first+" meanwhile", theirs, mine)
			theirs, mine = value(), value()
			sent, picture := page.ByKeysMeanwhile(t, w.db, who, e.task, model.ID(e.id), map[string]string{e.mine: mine}, func() {
				if code, out := write(e.mine, theirs, head()); code != 0 {
					t.Fatalf("%s %s: %d, %s", e.task, first, code, out)
				}
			})
			if sent || !strings.Contains(picture, theirs) || !strings.Contains(picture, mine) {
				t.Errorf("%s by keys, %s meanwhile, the same field: sent %v\n%s", e.task, first, sent, picture)
			}
			kept("by keys, "+first+" meanwhile", theirs)
		}
	}
}

// words are the records of the sample that setup speaks of.
func (w way) words() map[string]string {
	w.t.Helper()
	out := map[string]string{}
	for word, stage := range map[string]string{"EARLY": "early-life", "PLANNED": "planning", "FRESH": "registration"} {
		list, err := w.db.List(context.Background(), store.ListQuery{Kind: model.KindRelease, State: "open", Limit: 1000})
		if err != nil {
			w.t.Fatal(err)
		}
		for _, l := range list {
			f, err := w.db.Record(context.Background(), l.ID, store.Now)
			if err != nil {
				w.t.Fatal(err)
			}
			if r := f.Record.(*model.Release); r.Stage == stage && r.Hold == nil && out[word] == "" {
				out[word] = string(r.ID)
				if word == "PLANNED" {
					out["DAY"] = r.Window.Start.At.In(screentest.Zone).Format("2006-01-02")
				}
			}
		}
	}
	for word, kind := range map[string]model.Kind{"FREEZE": model.KindWindow, "INCIDENT": model.KindIncident, "EMERGENCY": model.KindRelease, "ALONE": model.KindChange, "WAIVER": model.KindWaiver, "PAPER": model.KindDocument} {
		most := int64(0)
		for _, l := range w.list(kind) {
			most = max(most, l.ID.Number())
		}
		out[word] = fmt.Sprintf("%s-%d", kind.Info().Prefix, most+1) // the next
	}
	return out
}

// ofOneself are tasks of which it hangs on who asks whether there is anything to do.
var ofOneself = []string{"vote", "retract-approval", "retract-change", "retract-document", "retract-exception", "retract-conflict", "retract-waiver", "retract-entry", "retract-proposal", "readdress-approval", "withdraw-approval", "meet-condition", "countersign", "countersign-waiver"}

// whom are the people that a task is about, where it can't be anybody.
var whom = map[string]map[string]string{"take-down": {"decider": "milan"}, "take-down-waiver": {"decider": "rafael"}, "readdress-approval": {"to": "oscar"}, "call-meeting": {"minutes": "cora"}, "verify-back-out": {"by": "milan"}, "hand-run": {"to": "lena"}}

// said are answers that a task needs besides.
var said = map[string]map[string]string{"add-step": {"owner": "deployment-team", "before": "6"}, "link-incident": {"release": "REL-27"}, "follow-up-change": {"follow_up": "CHG-40"}, "open-meeting": {"early": "yes"}, "plan-train": {"rule": "FREQ=WEEKLY"}, "record-outage": {"sort": "planned"}, "board-train": {"train": "TRN-2"}, "skip-departure": {"on": "2027-01-18"}, "skip-occurrence": {"on": "2027-01-01"}, "move-occurrence": {"on": "2027-05-01"}, "capture-change": {"found": "scan", "unknown": "yes", "happened": "2026-10-20T09:05Z"}}

// doable finds a record and somebody for whom the store would do a task, with
// answers to its questions.
func (w way) doable(tk *task.Task, questions form.Form, people []store.Listed) (who string, id model.ID, answers map[string]string) {
	w.t.Helper()
	ctx := context.Background()
	kinds := append([]model.Kind{tk.About}, tk.Also...)
	if of := questions.Command.Of; of != "" {
		kinds = []model.Kind{model.Kind(of)}
	} else if questions.Command.About == "" && tk.About != "" {
		kinds = kinds[:1]
	}
	persons := map[model.ID]*model.Person{}
	for _, p := range people {
		f, err := w.db.Record(ctx, p.ID, store.Now)
		if err != nil {
			w.t.Fatal(err)
		}
		persons[p.ID] = f.Record.(*model.Person)
	}
	for _, kind := range kinds {
		ids := []model.ID{""}
		if kind != "" {
			list, err := w.db.List(ctx, store.ListQuery{Kind: kind, Limit: 1000})
			if err != nil {
				w.t.Fatal(err)
			}
			ids = nil
			for _, l := range list {
				ids = append(ids, l.ID)
			}
			slices.Reverse(ids) // more can be done with the newest
		}
		for _, id := range ids {
			c, err := w.db.Case(ctx, store.Now, screentest.Now, tk.Facts(id))
			if err != nil {
				w.t.Fatal(err)
			}
			if r := model.Get[*model.Release](c, id); tk.Name == "ask-waiver" && (r == nil || r.Emergency() == nil) {
				continue // of an emergency alone is it asked when that was
			}
			if !slices.Contains(ofOneself, tk.Name) && tk.Why(c, id) != "" {
				continue
			}
			for _, p := range people {
				c.Who = model.Actor{Person: persons[p.ID], Auth: "test"}
				if tk.Why(c, id) != "" {
					continue
				}
				opened, a, err := tk.Begin(c, id, questions)
				if err != nil {
					w.t.Fatal(err)
				}
				for field, handle := range whom[tk.Name] {
					of, err := w.db.Resolve(ctx, model.KindPerson, handle)
					if err != nil {
						w.t.Fatal(err)
					}
					a.Values[field] = string(of)
				}
				maps.Copy(a.Values, said[tk.Name])
				if ap := model.Get[*model.Approval](c, id); tk.Name == "meet-condition" && ap != nil {
					for _, d := range model.All[*model.Document](c) {
						if d.Of == ap.Of {
							a.Values["by"] = string(d.ID)
						}
					}
				}
				w.fill(opened, &a)
				act, err := tk.Make(c, id, w.tidied(tk, c, id, opened, a))
				if err != nil {
					continue
				}
				if w.would(p.ID, act) {
					return p.Handle, id, a.Values
				}
			}
		}
	}
	return "", "", nil
}

func (w way) would(who model.ID, act action.Action) bool {
	for _, confirm := range []func(action.Action) (action.Action, bool){func(a action.Action) (action.Action, bool) { return a, true }, task.WithVoid, task.WithAnyway} {
		if confirmed, ok := confirm(act); ok {
			if _, err := w.db.Ask(context.Background(), store.Who{Person: who, Auth: "test"}, confirmed); err == nil {
				return true
			}
		}
	}
	return false
}

func (w way) tidied(tk *task.Task, c *model.Case, id model.ID, f form.Form, a form.Answers) form.Answers {
	w.t.Helper()
	out, wrong := f.Tidy(a, task.Ground(c, id, screentest.Now, func(kind, text string) (string, bool) {
		id, err := w.db.Resolve(context.Background(), model.Kind(kind), text)
		return string(id), err == nil
	}))
	if len(wrong) > 0 {
		w.t.Fatalf("%s: %v", tk.Name, wrong)
	}
	return out
}

// fill answers what a form leaves open, as a person would type it.
func (w way) fill(f form.Form, a *form.Answers) {
	_, outage := f.Field("cause")
	for _, fl := range f.Fields() {
		is := fl.Is()
		switch {
		case a.Get(fl.Name) != "" || !fl.Shown(*a) || slices.Contains([]string{"rule", "none", "happened", "failed", "restored", "opened", "impact_start", "lead", "by", "sites"}, fl.Name):
		case is.Kind != "":
			if list, err := w.db.List(context.Background(), store.ListQuery{Kind: model.Kind(is.Kind), Limit: 1000}); err == nil && len(list) > 0 && (fl.Required || fl.Name == "add") {
				a.Values[fl.Name] = string(slices.MaxFunc(list, func(x, y store.Listed) int { return int(x.ID.Number() - y.ID.Number()) }).ID) // the newest
			}
		case fl.Name == "sums":
			a.Values[fl.Name] = strings.Repeat("0a", 32) + "  a word"
		case (fl.Name == "of" || fl.Name == "cause") && fl.Type == form.Line: // of nothing
		case fl.Name == "reason" && outage: // it is in the place of nothing
		case fl.Name == "hours" || fl.Name == "target":
			a.Values[fl.Name] = map[string]string{"hours": "every day 8-18", "target": "99.5"}[fl.Name]
		case fl.Name == "handle":
			a.Values[fl.Name] = "new-one"
		case fl.Name == "customers":
			a.Values[fl.Name] = "E-commerce"
		case fl.Name == "zone":
			a.Values[fl.Name] = "Europe/Berlin"
		case is.Widget == form.OptionWidget:
			if fl.Required {
				a.Values[fl.Name] = fl.Choices()[0]
			}
		case fl.Type == form.Date:
			a.Values[fl.Name] = "2027-01-11"
		case is.Example != "":
			a.Values[fl.Name] = is.Example
		default:
			a.Values[fl.Name] = "a word, and more"
		}
	}
	for _, name := range []string{"title", "name", "version"} {
		if fl, ok := f.Field(name); ok && fl.Type == form.Line && a.Values[name] != "a word, and more" {
			a.Values[name] += " again"
		}
	}
	if fl, ok := f.Field("result"); ok { // the last: a run with steps left has failed
		a.Values["result"] = fl.Options[len(fl.Options)-1]
	}
	if fl, ok := f.Field("start"); ok && fl.Type == form.Date {
		a.Values["start"], a.Values["end"] = "2027-01-11", "2027-01-12"
	}
}

// commandLines say the same answers by flags, and from a file on standard input.
func commandLines(t *testing.T, tk *task.Task, questions form.Form, id model.ID, answers map[string]string) (byFlags, byFile []string, input string) {
	t.Helper()
	of := questions.Command
	words := strings.Fields(of.Words)
	names, _ := questions.Arguments()
	var file strings.Builder
	for _, name := range names {
		if name == form.Subject {
			words = append(words, string(id))
		} else {
			words = append(words, answers[name])
		}
	}
	if of.About != "" && id != "" {
		words = append(words, "--"+of.About, string(id))
	}
	byFlags, byFile = slices.Clone(words), slices.Clone(words)
	for _, fl := range questions.Fields() {
		value, said := answers[fl.Name]
		if !said || slices.Contains(names, fl.Name) || !fl.Shown(form.Answers{Values: answers}) {
			continue
		}
		fmt.Fprintf(&file, "%s = %q\n", fl.Name, value)
		flag := fl.FlagName()
		on, answer := fl.Switched()
		switch {
		case on != "" && value == answer:
			byFlags = append(byFlags, "--"+on)
		case flag == "":
		case fl.Type == form.YesNo:
			byFlags = append(byFlags, fmt.Sprintf("--%s=%v", flag, value == "yes"))
		case value == "" && tk.Edits:
		default:
			for _, part := range flagParts(fl, value) {
				byFlags = append(byFlags, "--"+flag, part)
			}
		}
	}
	if of.With != "" && !slices.ContainsFunc(byFlags, func(w string) bool { return w == "--"+of.With }) {
		byFlags, byFile = append(byFlags, "--"+of.With), append(byFile, "--"+of.With)
	}
	if of.With == "skip" {
		byFile = append(byFile, "--skip", answers["reason"])
	}
	if file.Len() > 0 {
		byFile = append(byFile, "--from", "-")
	}
	return byFlags, byFile, file.String()
}

func flagParts(fl form.Field, value string) []string {
	if fl.Is().Several {
		return form.Split(value)
	}
	return []string{value}
}
