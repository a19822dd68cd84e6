package demo

import (
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fairway/assets"
	"fairway/model"
	"fairway/model/action"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/screen/screentest/kept"
)

var ctx = context.Background()

// dates are days on which calendars go wrong, in zones that differ much.
var dates = []struct{ at, zone string }{
	{"2026-11-23 10:42", "Europe/Berlin"},
	{"2028-02-29 09:00", "Europe/Berlin"},    // a leap day
	{"2027-03-28 02:30", "Europe/Berlin"},    // the clocks go forward, on a Sunday
	{"2026-10-25 12:00", "Europe/Berlin"},    // and back
	{"2027-01-01 00:05", "America/New_York"}, // a holiday, just begun
	{"2027-03-14 03:10", "America/New_York"}, // the clocks go forward
	{"2026-11-01 01:30", "America/New_York"}, // an hour that is there twice
	{"2026-08-16 23:50", "Asia/Kolkata"},     // a Sunday night, half an hour off
	{"2026-12-26 07:00", "Asia/Kolkata"},     // in the holidays
	{"2027-05-03 18:30", "Asia/Kolkata"},     // a Monday after a holiday
}

func moment(t *testing.T, at, zone string) time.Time {
	t.Helper()
	loc, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	now, err := time.ParseInLocation("2006-01-02 15:04", at, loc)
	if err != nil {
		t.Fatal(err)
	}
	return now
}

// open opens a demo that was made, on the moment as of which it was.
func open(t *testing.T, path string, now time.Time) *store.DB {
	t.Helper()
	db, err := store.Open(ctx, path, store.Options{Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// first is the demo of the first date. It is that of the tests of all screens,
// which another process may have made.
var first = kept.File("demo", func(path string) error {
	zone, err := time.LoadLocation(dates[0].zone)
	if err != nil {
		return err
	}
	now, err := time.ParseInLocation("2006-01-02 15:04", dates[0].at, zone)
	if err != nil {
		return err
	}
	return Make(ctx, Options{Path: path, Now: now, Zone: dates[0].zone})
})

// openFirst opens a copy of it.
func openFirst(t *testing.T) (*store.DB, time.Time) {
	t.Helper()
	from, err := first()
	path := filepath.Join(t.TempDir(), "fairway.db")
	if err == nil {
		err = kept.CopyWithMedia(from, path)
	}
	if err != nil {
		t.Fatal(err)
	}
	now := moment(t, dates[0].at, dates[0].zone)
	return open(t, path, now), now
}

func made(t *testing.T, at, zone string) (*store.DB, time.Time) {
	t.Helper()
	now := moment(t, at, zone)
	path := filepath.Join(t.TempDir(), "fairway.db")
	if err := Make(ctx, Options{Path: path, Now: now, Zone: zone}); err != nil {
		t.Fatal(err)
	}
	return open(t, path, now), now
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// On the day on which somebody first looks, the organisation is at work: nothing
// is made up, nothing lies after now, and there is something to do for
// everybody. TestLongOnAnyDay looks on other days.
func TestOnTheFirstDay(t *testing.T) {
	t.Parallel()
	db, now := openFirst(t)
	inWorkingOrder(t, db, now)
	everything(t, db)
	told(t, db)
}

// inWorkingOrder asks for what holds of every demo, on whatever day.
func inWorkingOrder(t *testing.T, db *store.DB, now time.Time) {
	t.Helper()
	if v := must(db.Verify(ctx, nil)); !v.OK() {
		t.Errorf("log verify: %v", v.Findings)
	}
	if found := must(db.VerifyMedia(ctx)); !found.OK() {
		t.Errorf("the media: %v", found)
	}
	todaysWork(t, db, now)
	thisWeek(t, db, now)
	inOrder(t, db, now)
}

// todaysWork asks for what a first look is to find: every stage taken, something
// late, in conflict, blocked, running, and waiting for the change manager.
func todaysWork(t *testing.T, db *store.DB, now time.Time) {
	t.Helper()
	zone := must(db.Policy(ctx)).Location()
	board := must(db.Board(ctx, store.BoardQuery{Now: now, Zone: zone, Ended: true}))
	late, conflict := 0, 0
	for _, c := range board.Columns {
		if c.Count == 0 {
			t.Errorf("no release stands in %s", c.Title)
		}
		late += c.Late
		for _, card := range c.Cards {
			if card.Conflict && card.State == "open" {
				conflict++
			}
		}
	}
	if late == 0 || conflict == 0 {
		t.Errorf("%d late, %d in conflict; want some of each", late, conflict)
	}
	chandra := must(db.Record(ctx, must(db.Resolve(ctx, model.KindPerson, "chandra")), store.Now)).Record.(*model.Person)
	if n := len(must(db.Waiting(ctx, chandra))); n < 2 {
		t.Errorf("%d approvals wait for chandra", n)
	}
	blocked, gates := 0, 0
	for _, card := range must(db.Releases(ctx, store.ReleaseQuery{Now: now, Zone: zone})) {
		if card.State != "open" {
			continue
		}
		gates++
		if !must(db.Gate(ctx, card.ID, "", store.Now, now)).Ready() {
			blocked++
		}
	}
	if blocked < 5 || blocked == gates {
		t.Errorf("%d of %d gates are blocked; want most, not all", blocked, gates)
	}
	overdue := 0
	for _, p := range must(db.List(ctx, store.ListQuery{Kind: model.KindProcurement, State: "ordered"})) {
		if p.At.Before(now) {
			overdue++
		}
	}
	if overdue == 0 {
		t.Error("no delivery is late")
	}
	running := must(db.List(ctx, store.ListQuery{Kind: model.KindRun, State: "running"}))
	if len(running) != 1 {
		t.Fatalf("%d deployments go on", len(running))
	}
	run := must(db.Record(ctx, running[0].ID, store.Now)).Record.(*model.Run)
	done := 0
	for _, s := range run.Steps {
		if s.Finished() {
			done++
		}
	}
	if done != (len(run.Steps)+1)/2 || now.Sub(run.Started) > 2*time.Hour {
		t.Errorf("%d of %d steps are done since %s", done, len(run.Steps), run.Started)
	}
}

// atAnyHour are what is done when it has to be done, not in working hours.
var atAnyHour = []string{"start-run", "step", "verify", "roll-back", "end-run", "open-incident", "link-incident", "resolve-incident"}

// inOrder asks that the log is one of people: nothing after now, work done on
// working days and in their hours. An emergency and what follows the catalogue are
// moved on when they have to be, and closed at once.
func inOrder(t *testing.T, db *store.DB, now time.Time) {
	t.Helper()
	zone := must(db.Policy(ctx)).Location()
	data := must(assets.ReadDemo())
	work := newDays(now, zone, data.Windows).work
	started, other := map[model.ID]time.Time{}, map[model.ID]bool{}
	for _, l := range must(db.List(ctx, store.ListQuery{Kind: model.KindRelease})) {
		other[l.ID] = must(db.Record(ctx, l.ID, store.Now)).Record.(*model.Release).Type != "normal"
	}
	for _, e := range must(db.Log(ctx, store.LogQuery{Limit: 10000})) {
		if e.At.After(now) {
			t.Fatalf("%d %s by %s on %s lies after now", e.Position, e.Action, e.Who, e.At)
		}
		at := e.At.In(zone)
		if e.Action == "start-run" {
			started[e.Subject] = e.At
		}
		if afterAll(&e) || other[e.Subject] || slices.Contains(atAnyHour, e.Action) || e.Action == "advance" && (strings.HasSuffix(e.Note, "Deployment") || strings.HasSuffix(e.Note, "Early life") || strings.HasSuffix(e.Note, "Evaluation")) {
			continue
		}
		if !work.Works(when.DateOf(at, zone)) || at.Hour() < 8 || at.Hour() > 18 {
			t.Errorf("%d %s (%s) on %s: nobody works then", e.Position, e.Action, e.Note, at.Format("Mon 2 Jan 2006 15:04"))
		}
	}
	if len(started) < 25 {
		t.Errorf("only %d releases were deployed", len(started))
	}
}

// atLast are what is done to the library when all of its files are there.
var atLast = []string{"check-media", "state-installed", "withdraw-installation", "add-bill"}

// afterAll reports whether something was done after everything else, whenever the sample is
// made: to the library, and on the report that is kept, which is made of the whole file.
func afterAll(e *store.LogEntry) bool {
	return slices.Contains(atLast, e.Action) || e.Action == "keep-report" || e.Action == "hand-out-report" || e.Action == "approve-document" && strings.Contains(e.Note, " of RPT-")
}

// leftOut are the actions that no walk uses, and why.
var leftOut = map[string]string{
	"begin-step":          "steps of its runs are short, and are ticked when they are done",
	"fail-step":           "what failed in its runs was rolled back, or was the verification",
	"note-run":            "nobody wrote anything down in its nights",
	"add-step":            "its nights went by the plan",
	"give-step":           "its nights went by the plan",
	"decide-go":           "whoever deploys decides alone in its nights",
	"hand-run":            "its nights are shorter than a shift",
	"edit-entry":          "its entry of the catalogue stands as it was authorised",
	"suspend-entry":       "its entry of the catalogue went well",
	"resume-entry":        "its entry of the catalogue was never suspended",
	"retire-entry":        "its entry of the catalogue is in use",
	"relate-item":         "its items depend on each other, and stand in no other way",
	"draw-audit":          "its audit was of all items of a service",
	"find-item":           "its audit was of all items of a service",
	"copy-release":        "each of its releases is planned afresh",
	"add-key":             "keys are of real people, at real machines",
	"revoke-key":          "nobody of the demo has a key",
	"reinstate-key":       "nobody of the demo has a key",
	"withdraw-proposal":   "what was proposed was adopted",
	"ask-question":        "the year of the demo was before questions were records",
	"answer-question":     "nobody asked",
	"hand-lead":           "whoever chairs its meetings leads them",
	"hold-standup":        "nobody of the demo says when a standup was held",
	"remind-approval":     "nobody drove the clock in the year of the demo",
	"remind":              "nobody drove the clock in the year of the demo",
	"escalate-approval":   "nobody drove the clock in the year of the demo",
	"expire-approval":     "nobody drove the clock in the year of the demo",
	"draft-notes":         "its writers begin with the draft that the form has",
	"withdraw-agreement":  "what was agreed holds",
	"end-outage":          "the outage of the demo was entered once it was over",
	"cancel-outage":       "the outage of the demo took place",
	"withdraw-annotation": "what was noted beside its numbers stands",
	"withdraw-delegation": "whoever is away stays away",
	"withdraw-question":   "nobody asked",
	"hand-improvement":    "whoever was named saw to it",
	"edit-window":         "windows of the demo stay as they were entered",
	"edit-incident":       "its incidents are what they were logged as",
	"regrade-incident":    "its incidents are as grave as they were logged",
	"reopen-incident":     "what was over stayed over",
	"reopen-problem":      "what was solved stayed solved",
	"reopen-period":       "what was signed off of its year stands",
	"restore-service":     "nobody of the demo said it later: two data defects show what that is for",
	"edit-train":          "its release train goes as it was planned",
	"end-train":           "its release train goes as it was planned",
	"skip-departure":      "its release train goes as it was planned",
	"register-departure":  "its release train departs after the year of the demo",
	"board-train":         "its release train departs after the year of the demo",
	"leave-behind":        "nobody drove the clock in the year of the demo",
	"queue-job":           "no server of the demo runs own tools",
	"report-job":          "no server of the demo runs own tools",
	"retry-job":           "no server of the demo runs own tools",
	"drop-job":            "no server of the demo runs own tools",
	"skip-occurrence":     "windows of the demo stay as they were entered",
	"move-occurrence":     "windows of the demo stay as they were entered",
	"add-occurrence":      "windows of the demo stay as they were entered",
	"withdraw-waiver":     "its waiver holds until its date",
	"take-down-waiver":    "its waiver was granted in writing",
	"countersign-waiver":  "its waiver was granted in writing",
	"leave-meeting":       "whoever came stayed to the end",
	"cancel-meeting":      "no meeting of its was called off",
	"meet-condition":      "conditions of the demo are words",
	"retract":             "nobody of the demo thought better of it",
	"withdraw-approval":   "whatever was asked for was decided, or waits",
	"readdress-approval":  "no signatory of the demo hands over",
	"migrate":             "no release was under way when its rules changed",
	"import":              "imported history stands outside the metrics that a year of releases is to show; importing has its own files to try",
	"take-zones":          "the zone data of the demo are those of the program that makes it",
	"check-dates":         "no clocks of the demo were changed by law",
	"correct-time":        "no clock of the demo was ever wrong",
	"redact":              "content that was removed can't be shown, and every check of the file would speak of it",
	"review-change":       "its RFCs are closed with their releases",
	"defer-change":        "its RFCs are deferred by the scope of releases",
	"advance-change":      "no emergency change was declared",
	"capture-change":      "everything of the sample was authorised",
	"verify-back-out":     "everything of the sample was authorised",
	"follow-up-change":    "everything of the sample was authorised",
}

// everything asks that each kind of record, each state and each action is there.
func everything(t *testing.T, db *store.DB) {
	t.Helper()
	used := map[string]bool{}
	for _, e := range must(db.Log(ctx, store.LogQuery{Limit: 10000})) {
		used[e.Action] = true
	}
	for _, name := range action.Names() {
		if why, out := leftOut[name]; used[name] == out {
			t.Errorf("action %s: used %v, left out %q", name, used[name], why)
		}
	}
	states := func(k model.Kind) (state, grade map[string]int) {
		state, grade = map[string]int{}, map[string]int{}
		for _, r := range must(db.List(ctx, store.ListQuery{Kind: k})) {
			state[string(r.State)]++
			grade[r.Grade]++
		}
		return state, grade
	}
	for _, k := range model.Kinds() {
		if state, _ := states(k); len(state) == 0 && k != model.KindJob { // no server of the demo runs own tools
			t.Errorf("there is no %s", k.Words())
		}
	}
	want := func(k model.Kind, have map[string]int, name string) {
		if have[name] == 0 {
			t.Errorf("no %s is %q; there are %v", k.Words(), name, slices.Sorted(maps.Keys(have)))
		}
	}
	for _, k := range []model.Kind{model.KindRelease, model.KindChange, model.KindApproval, model.KindIncident, model.KindRun, model.KindProblem, model.KindProcurement, model.KindMedia} {
		state, _ := states(k)
		for _, s := range k.Info().States {
			if slices.Contains([]model.State{model.ChangeCaptured, model.ChangeUnderReview, model.ChangePutRight, model.ProcurementPart}, s.State) {
				continue // everything of the sample was authorised, and no order came in parts
			}
			if s.State == model.MediaFaulty {
				continue // and nobody wrote over a file of its library
			}
			if s.State == model.RunGoesBack {
				continue // and no night of it stops on the way back
			}
			want(k, state, string(s.State))
		}
	}
	for _, k := range []model.Kind{model.KindChange, model.KindIncident, model.KindWindow} {
		_, grade := states(k)
		for _, g := range k.Info().Grades {
			want(k, grade, g)
		}
	}
	releases(t, db)
}

// releases asks for what releases alone can show.
func releases(t *testing.T, db *store.DB) {
	t.Helper()
	reasons, outcomes, contents := map[string]int{}, map[string]int{}, map[string]int{}
	customer, broken, returned, majors, whole := 0, 0, 0, 0, 0
	for _, l := range must(db.List(ctx, store.ListQuery{Kind: model.KindRelease})) {
		r := must(db.Record(ctx, l.ID, store.Now)).Record.(*model.Release)
		for _, m := range r.Moves {
			reasons[m.Reason]++
			if m.Customer {
				customer++
			}
		}
		outcomes[r.Outcome]++
		for _, c := range r.Contents {
			contents[c]++
		}
		broken += len(r.Broken)
		returned += len(r.Returned)
		if r.Major {
			majors++
		}
		if r.Window.Start.Precision == when.Day {
			whole++
		}
	}
	if len(reasons) < 4 || customer == 0 || customer == sum(reasons) {
		t.Errorf("moved for %v, %d of them for the customer", reasons, customer)
	}
	if len(contents) != len(must(db.Policy(ctx)).Contents) {
		t.Errorf("releases bring %v", contents)
	}
	for _, o := range []string{"successful", "with-issues", "failed", "rolled-back"} {
		if outcomes[o] == 0 {
			t.Errorf("no release was %s", o)
		}
	}
	if broken == 0 || returned < 4 || majors < 2 || whole == 0 {
		t.Errorf("%d rules broken, %d sent back, %d major, %d planned for a whole day", broken, returned, majors, whole)
	}
}

func sum(m map[string]int) (n int) {
	for _, v := range m {
		n += v
	}
	return n
}

func head(t *testing.T, db *store.DB) string {
	t.Helper()
	_, hash, err := db.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return hash
}

// told asks that each person finds the tip among their preferences.
func told(t *testing.T, db *store.DB) {
	t.Helper()
	for _, p := range must(assets.ReadDemo()).People {
		id := must(db.Resolve(ctx, model.KindPerson, p.Handle))
		if got := must(db.Kept(ctx, id, TipKey)); got != Tip {
			t.Errorf("%s is told %q", p.Handle, got)
		}
	}
	if n := strings.Count(Tip, "\n") + 1; n < 3 || n > 9 {
		t.Errorf("the tip has %d lines", n)
	}
}

// A demo is made whole or not at all, and never over something.
func TestNothingIsLeft(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "fairway.db")
	stopped, stop := context.WithCancel(ctx)
	err := Make(stopped, Options{Path: path, Now: moment(t, "2026-11-23 10:42", "Europe/Berlin"), Zone: "Europe/Berlin", Progress: func(done, all int) {
		if done == all/10 {
			stop()
		}
	}})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("stopped on the way it said %v", err)
	}
	if left := must(os.ReadDir(dir)); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Make(ctx, Options{Path: path, Now: time.Now(), Zone: "UTC"}); err == nil || !strings.Contains(err.Error(), "there is a file already") {
		t.Errorf("over a file it said %v", err)
	}
	if got := must(os.ReadFile(path)); string(got) != "mine" {
		t.Error("the file that was there is gone")
	}
	if err := Make(ctx, Options{Path: filepath.Join(dir, "other.db"), Now: time.Now(), Zone: "Mars/Olympus"}); err == nil {
		t.Error("Mars has no time zone")
	}
}
