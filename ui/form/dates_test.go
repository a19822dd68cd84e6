package form_test

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"testing"

	"fairway/assets"
	"fairway/model"
	"fairway/model/form"
	"fairway/model/task"
	"fairway/store"
	page "fairway/ui/form"
	"fairway/ui/screen/screentest"
)

// dateCase is what somebody types into the dates of a task about a service in
// Chicago, in an organisation of Berlin, in front of a terminal in Los Angeles.
type dateCase struct {
	name       string
	start, end string
	earlier    string // in the place of start, of what has happened already
	zone       string // --zone of a command; by keys it stands behind the start
	// want are instants, or days, that are stored; of what has happened past is.
	want []string
	past string
	// wrong is why it is taken on no way.
	wrong string
}

var dateCases = []dateCase{
	{name: "an end hour", start: "2027-02-13 20:00", end: "22:30", earlier: "2026-11-23 03:40", want: []string{"2027-02-14T02:00:00Z", "2027-02-14T04:30:00Z"}, past: "2026-11-23T09:40:00Z"},
	{name: "an end hour over midnight", start: "2027-02-13 20:00", end: "01:00", earlier: "03:40", want: []string{"2027-02-14T02:00:00Z", "2027-02-14T07:00:00Z"}, past: "2026-11-23T09:40:00Z"},
	{name: "a length", start: "2027-02-13 20:00", end: "+2h", earlier: "today 03:40", want: []string{"2027-02-14T02:00:00Z", "2027-02-14T04:00:00Z"}, past: "2026-11-23T09:40:00Z"},
	{name: "a span", start: "Sat 13 Feb 2027 20:00", end: "2027-02-14 01:00", earlier: "Mon 23 Nov 2026 03:40", want: []string{"2027-02-14T02:00:00Z", "2027-02-14T07:00:00Z"}, past: "2026-11-23T09:40:00Z"},
	{name: "a zone after the time", start: "2027-02-13 20:00 Asia/Tokyo", end: "22:30", earlier: "2026-11-23 18:40 Asia/Tokyo", want: []string{"2027-02-13T11:00:00Z", "2027-02-13T13:30:00Z"}, past: "2026-11-23T09:40:00Z"},
	{name: "--zone", start: "2027-02-13 20:00", end: "+3h", earlier: "2026-11-23 18:40", zone: "Asia/Tokyo", want: []string{"2027-02-13T11:00:00Z", "2027-02-13T14:00:00Z"}, past: "2026-11-23T09:40:00Z"},
	{name: "a day", start: "2027-02-13", end: "2027-02-15", earlier: "2026-11-23 03:40", want: []string{`"2027-02-13"`, `"2027-02-15"`}, past: "2026-11-23T09:40:00Z"},
	{name: "an hour that comes twice", start: "2027-11-07 01:30", end: "+1h", earlier: "2026-11-01 01:30", want: []string{"2027-11-07T06:30:00Z", `"-05:00"`, "2027-11-07T07:30:00Z"}, past: "2026-11-01T06:30:00Z"},
	{name: "the second of two", start: "2027-11-07 01:30-06:00", end: "03:00", earlier: "2026-11-01 01:30-06:00", want: []string{"2027-11-07T07:30:00Z", `"-06:00"`, "2027-11-07T09:00:00Z"}, past: "2026-11-01T07:30:00Z"},
	{name: "an end in the second of two", start: "2027-11-07 01:30-06:00", end: "01:45", earlier: "2026-11-01 01:30-06:00", want: []string{"2027-11-07T07:30:00Z", "2027-11-07T07:45:00Z"}, past: "2026-11-01T07:30:00Z"},
	{name: "an offset of elsewhere", start: "2027-02-13T20:00:00+09:00", end: "23:00", earlier: "2026-11-23T18:40:00+09:00", want: []string{"2027-02-13T11:00:00Z", "2027-02-13T14:00:00Z"}, past: "2026-11-23T09:40:00Z"},
	{name: "an hour that never comes", start: "2027-03-14 02:30", end: "05:00", earlier: "2026-03-08 02:30", wrong: "the clocks in America/Chicago go from 02:00 to 03:00"},
}

// TestDatesAreReadAlikeOnEveryWay answers every task that asks for dates by flags,
// from a file and by keys. What is stored is the same to the byte, and the instant
// that the clocks show where it takes place. Of the cases each task has some by
// turns; in TestLongDatesAreReadAlikeOnEveryWay it has all.
func TestDatesAreReadAlikeOnEveryWay(t *testing.T) { datesOnEveryWay(t, 5) }

func datesOnEveryWay(t *testing.T, turns int) {
	keys, flags, files := prepared(t), prepared(t), prepared(t)
	people := keys.list(model.KindPerson)
	asked, done := 0, map[string]int{}
	// Nobody was told of a release before it was registered: those of this walk are new.
	names := slices.DeleteFunc(task.Names(), func(name string) bool { return name == "send-notice" || slices.Contains(ofOccurrences, name) })
	for _, name := range slices.Insert(names, slices.Index(names, "register"), "send-notice") {
		questions, err := assets.Task(name)
		if err != nil {
			t.Fatal(err)
		}
		if slices.Contains(askedNow, name) || questions.Command.ByHand || !slices.ContainsFunc(questions.Fields(), func(fl form.Field) bool { return fl.Type == form.Date && !strings.HasPrefix(fl.When, "type=") }) {
			continue
		}
		asked++
		tk, _ := task.Named(name)
		for n, c := range dateCases {
			if (n+asked)%turns != 0 {
				continue
			}
			who, id, answers := keys.doable(tk, questions, people)
			if more := oneMore[name]; who == "" && more != nil {
				for _, w := range []way{keys, flags, files} {
					more(w)
				}
				who, id, answers = keys.doable(tk, questions, people)
			}
			if who == "" {
				t.Errorf("%s, %s: nobody can do it any more", name, c.name)
				break
			}
			byKeys, want, asks := c.put(questions, id, answers)
			if name == "call-meeting" || name == "hold-standup" { // it is of no service: its dates are the organisation's
				want, asks = nil, asks && c.wrong == ""
			}
			if !asks {
				continue
			}
			byFlags, byFile, input := commandLines(t, tk, questions, id, answers)
			_, ownZone := questions.Field("zone") // then its --zone is an answer
			if c.zone != "" && !ownZone {
				byFlags, byFile = append(byFlags, "--zone", c.zone), append(byFile, "--zone", c.zone)
			} else if c.zone != "" {
				continue
			}
			before := keys.last()
			code, out := flags.confirmed(who, "", questions, byFlags)
			code2, out2 := files.confirmed(who, input, questions, byFile)
			failed, seen := page.DatesByKeys(t, keys.db, who, name, id, byKeys)
			switch {
			case code != code2:
				t.Errorf("%s, %s: %d by flags %q, %d from a file\n%s\n%s", name, c.name, code, byFlags, code2, out, out2)
			case c.wrong != "":
				if code != 2 || !strings.Contains(out, c.wrong) || !strings.Contains(out2, c.wrong) || !strings.Contains(strings.Join(strings.Fields(strings.ReplaceAll(seen, "│", "")), " "), c.wrong) || keys.last() != before {
					t.Errorf("%s, %s: %d\n%s\n%s\n%s", name, c.name, code, out, out2, seen)
				}
			case name == "restore-service" && len(failed) > 0 && strings.Contains(out, "restored then already") && strings.Contains(out2, "restored then already"):
				done[name]++ // the end of the run had the same date
			case code != 0:
				if len(failed) == 0 || code != 3 {
					t.Errorf("%s, %s: by flags %q it is refused, by keys not: %d\n%s", name, c.name, byFlags, code, out)
				}
			case len(failed) > 0:
				t.Errorf("%s, %s: by keys it is refused: %v", name, c.name, failed)
			default:
				done[name]++
				stored := keys.last()
				if other := flags.last(); other != stored {
					t.Errorf("%s, %s: by keys\n%s\nby flags %q\n%s", name, c.name, stored, byFlags, other)
				}
				if other := files.last(); other != stored {
					t.Errorf("%s, %s: by keys\n%s\nfrom a file\n%s", name, c.name, stored, other)
				}
				for _, w := range want {
					if !strings.Contains(stored, w) {
						t.Errorf("%s, %s: nothing is stored of %s in\n%s", name, c.name, w, stored)
					}
				}
			}
		}
		if done[name] == 0 {
			t.Errorf("%s: none of its dates was taken", name)
		}
	}
	if asked < 12 {
		t.Errorf("only %d tasks ask for dates", asked)
	}
}

// ofOccurrences are tasks of which a date is refused that names no occurrence of the
// window, or is a day where it goes by the clock: ui/cli/testdata/script/window_edit.txtar
// has theirs, and TestEveryTaskIsTheSameOnEveryWay does each.
var ofOccurrences = []string{"edit-window", "skip-occurrence", "move-occurrence", "add-occurrence", "skip-departure", "register-departure"}

// askedNow are tasks that decide on what nobody can have asked for before it is entered:
// ui/cli/testdata/script/words.txtar says when that was decided; report.txtar when a report
// was handed out that was approved.
// What is ordered in this walk can't have come in before; kinds.txtar says when something did.
// Decisions on going on have to come one after the other, and a run is handed over to the same
// person once: run_night.txtar has theirs. A step is added to a run of many, and given to who has
// it not yet: night_to_pack.txtar has theirs. An agreement begins and ends with a day: service_levels.txtar.
var askedNow = []string{"decide-rules", "decide-entry", "decide-exception", "hand-out-report", "receive", "decide-go", "hand-run", "add-step", "give-step", "agree"}

// oneMore makes one more of what a task ends, for the next case.
var oneMore = map[string]func(way){
	"end-outage": way.dark,
	"take-down":  way.declare, "meet-condition": way.condition, "ask-waiver": way.waive, "take-down-waiver": way.waive, "decide-waiver": way.waive, "decide-approval": way.declare, "advance-change": way.declareAlone, "verify-back-out": way.capture,
	"begin-step": way.begin, "fail-step": way.begin, "note-run": way.begin, "decide-go": way.begin, "hand-run": way.begin, "do-step": way.begin, "skip-step": way.begin, "pass-verification": way.verifiable, "fail-verification": way.begin, "roll-back": way.begin, "end-run": way.begin,
}

func (w way) dark() {
	w.setUp([]string{"sakura service outage add payroll Dark --start 2026-10-31T03:00-06:00"})
}

func (w way) declare() { w.setUp(declared) }

func (w way) waive() { w.setUp(waived) }

func (w way) condition() { w.setUp(conditioned) }

func (w way) capture() { w.setUp(captured) }

func (w way) declareAlone() { w.setUp(alone) }

// begin ends the runs that go on, and starts another. One that is rolled back goes
// on until every step of that is done.
func (w way) begin() {
	for _, r := range w.list(model.KindRun) {
		if r.State != "running" {
			continue
		}
		f, err := w.db.Record(context.Background(), r.ID, store.Now)
		if err != nil {
			w.t.Fatal(err)
		}
		if run := f.Record.(*model.Run); run.Back != "" || run.Rollback != nil { // it ends as rolled back
			continue
		}
		if code, out := w.run("dmitri", "", "run", "end", string(r.ID), "failed"); code != 0 {
			w.t.Fatal(out)
		}
	}
	w.setUp([]string{started})
}

// verifiable is a run of which nothing is left but its verification.
func (w way) verifiable() {
	w.begin()
	for _, r := range w.list(model.KindRun) {
		f, err := w.db.Record(context.Background(), r.ID, store.Now)
		if err != nil {
			w.t.Fatal(err)
		}
		run := f.Record.(*model.Run)
		if run.Production || !run.Open() || run.Back != "" || run.Rollback != nil {
			continue
		}
		for i, s := range run.Steps {
			args := []string{"step", string(run.ID), strconv.Itoa(i + 1), "--at", "2026-11-23T03:00-06:00"}
			if s.NoBack {
				args = append(args, "--no-return")
			}
			if code, out := w.run("dmitri", "", append([]string{"run"}, args...)...); code != 0 {
				w.t.Fatal(out)
			}
		}
	}
}

// started is a run, of which there is a while in which its steps were done.
const started = "dmitri run start PLANNED --mock --at 2026-11-23T03:00-06:00"

// prepared is a file whose services are all in Chicago.
func prepared(t *testing.T) way {
	t.Helper()
	w := way{t: t, db: screentest.Demo(t), elsewhere: "America/Los_Angeles"}
	lines := slices.Clone(setup)
	for i, line := range lines {
		if strings.Contains(line, "run start") {
			lines[i] = started
		}
	}
	for _, s := range w.list(model.KindService) {
		if f, err := w.db.Record(context.Background(), s.ID, store.Now); err != nil || f.Record.(*model.Service).Zone == "America/Chicago" {
			continue
		}
		lines = append(lines, "alice service edit "+string(s.ID)+" --zone America/Chicago")
	}
	for _, i := range w.list(model.KindIncident) { // what is left is not resolved yet, and is asked when that was
		if i.State == "resolved" {
			lines = append(lines, "cora incident resolve "+string(i.ID)+" --close")
		}
	}
	w.setUp(lines)
	w.setUp(waived)
	w.setUp(conditioned)
	return w
}

func (w way) list(k model.Kind) []store.Listed {
	w.t.Helper()
	list, err := w.db.List(context.Background(), store.ListQuery{Kind: k, Limit: 1000})
	if err != nil {
		w.t.Fatal(err)
	}
	return list
}

// happened are the dates of what is over when it is entered.
var happened = []string{"happened", "restored", "opened", "impact_start"}

// put answers the dates of a task as the case has it, and says how they are typed
// by keys, what is to be stored, and whether any is asked for beside the others.
func (c dateCase) put(questions form.Form, about model.ID, answers map[string]string) (byKeys map[string]string, want []string, asks bool) {
	byKeys = map[string]string{}
	for _, fl := range questions.Fields() {
		switch {
		case fl.Name == "zone":
			answers["zone"] = "America/Chicago"
		case fl.Name == "service" && (about == "" || about.Kind() == model.KindPerson):
			answers["service"] = "SVC-1"
		case fl.Type != form.Date || !fl.Shown(form.Answers{Values: answers}):
		case fl.Name == "failed": // asked of a run alone that doesn't say so itself: ui/cli/testdata/script/metrics_defects.txtar
		case slices.Contains(happened, fl.Name):
			answers[fl.Name], want, asks = c.earlier, []string{c.past}, true
		case fl.From != "":
			answers[fl.Name], want, asks = c.end, c.want, true
		default:
			answers[fl.Name], asks = c.start, true
			if want == nil {
				want = c.want[:min(1, len(c.want))]
			}
		}
	}
	for name, text := range answers {
		fl, _ := questions.Field(name)
		if byKeys[name] = text; fl.Type == form.Date && fl.From == "" && c.zone != "" {
			byKeys[name] += " " + c.zone
		}
	}
	return byKeys, want, asks
}
