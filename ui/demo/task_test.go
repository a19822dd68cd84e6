package demo_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"fairway/assets"
	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/model/task"
	"fairway/store"
	"fairway/ui/screen/screentest"
)

// rig does tasks on the sample organisation as the form screen does: facts
// from the file, answers tidied, the action asked of the store.
type serviceDesk struct {
	t      *testing.T
	db     *store.DB
	people []*model.Person
	lists  map[model.Kind][]model.ID // as they were last asked for, until something is done
	shown  struct {                  // the facts that were asked for last: the same for everybody
		task string
		id   model.ID
		c    *model.Case
	}
}

func newRig(t *testing.T) *serviceDesk {
	t.Helper()
	d := &serviceDesk{t: t, db: screentest.Demo(t)}
	for _, l := range d.list(model.KindPerson) {
		f, err := d.db.Record(context.Background(), l, store.Now)
		if err != nil {
			t.Fatal(err)
		}
		d.people = append(d.people, f.Record.(*model.Person))
	}
	return d
}

func (d *serviceDesk) list(kind model.Kind) []model.ID {
	d.t.Helper()
	if out, ok := d.lists[kind]; ok {
		return out
	}
	var out []model.ID
	for _, l := range d.rows(kind) {
		out = append(out, l.ID)
	}
	if d.lists == nil {
		d.lists = map[model.Kind][]model.ID{}
	}
	d.lists[kind] = out
	return out
}

func (d *serviceDesk) rows(kind model.Kind) []store.Listed {
	d.t.Helper()
	rows, err := d.db.List(context.Background(), store.ListQuery{Kind: kind})
	if err != nil {
		d.t.Fatal(err)
	}
	return rows
}

// alike is how many records are tried of those that look the same in a list;
// TestLongEveryTaskOnTheSample tries more.
var alike = 1

// some are records of a kind of every look that the sample has: of each state,
// grade and, for a release, stage.
func (d *serviceDesk) some(kind model.Kind) []model.ID {
	d.t.Helper()
	seen := map[string]int{}
	var out []model.ID
	for _, l := range d.rows(kind) {
		look := string(l.State) + " " + l.Grade
		if kind == model.KindRelease {
			f, err := d.db.Record(context.Background(), l.ID, store.Now)
			if err != nil {
				d.t.Fatal(err)
			}
			look += " " + f.Record.(*model.Release).Stage
		}
		if seen[look]++; seen[look] <= alike {
			out = append(out, l.ID)
		}
	}
	return out
}

func (d *serviceDesk) person(handle string) *model.Person {
	for _, p := range d.people {
		if p.Handle == handle {
			return p
		}
	}
	d.t.Fatalf("nobody is called %s", handle)
	return nil
}

// begin opens a task's form for somebody; why says that it makes no sense now.
func (d *serviceDesk) begin(tk *task.Task, id model.ID, who *model.Person) (c *model.Case, f form.Form, a form.Answers, why string) {
	d.t.Helper()
	questions, err := assets.Task(tk.Name)
	if err != nil {
		d.t.Fatal(err)
	}
	if last := d.shown; last.c != nil && last.task == tk.Name && last.id == id {
		c = last.c
	} else if c, err = d.db.Case(context.Background(), store.Now, screentest.Now, tk.Facts(id)); err != nil {
		d.t.Fatal(err)
	}
	d.shown.task, d.shown.id, d.shown.c = tk.Name, id, c
	c.Who = model.Actor{Person: who, Auth: "test"}
	if why = tk.Why(c, id); why != "" {
		return c, f, a, why
	}
	f, a, err = tk.Begin(c, id, questions)
	if refused, ok := errors.AsType[*model.Refusal](err); ok && id == "" { // there is nothing that it could be begun with
		return c, f, a, refused.Error()
	}
	if err != nil {
		d.t.Fatalf("%s of %s: %v", tk.Name, id, err)
	}
	return c, f, a, ""
}

// make tidies the answers and makes the action.
func (d *serviceDesk) make(tk *task.Task, c *model.Case, id model.ID, f form.Form, a form.Answers) (action.Action, error) {
	d.t.Helper()
	tidied, wrong := f.Tidy(a, task.Ground(c, id, screentest.Now, func(kind, text string) (string, bool) {
		id, err := d.db.Resolve(context.Background(), model.Kind(kind), text)
		return string(id), err == nil
	}))
	if wrong = append(wrong, f.Missing(tidied)...); len(wrong) > 0 {
		d.t.Fatalf("%s of %s, %v: %v", tk.Name, id, a.Values, wrong)
	}
	return tk.Make(c, id, tidied)
}

// does does a task for good.
func (d *serviceDesk) does(who, name string, id model.ID, pairs ...string) model.ID {
	d.t.Helper()
	tk, ok := task.Named(name)
	if !ok {
		d.t.Fatalf("no task %s", name)
	}
	c, f, a, why := d.begin(tk, id, d.person(who))
	if why != "" {
		d.t.Fatalf("%s of %s: %s", name, id, why)
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		a.Values[pairs[i]] = pairs[i+1]
	}
	act, err := d.make(tk, c, id, f, a)
	if err != nil {
		d.t.Fatalf("%s of %s: %v", name, id, err)
	}
	d.lists, d.shown.c = nil, nil
	r, err := d.db.Do(context.Background(), store.Who{Person: d.person(who).ID, Auth: "test"}, act)
	if err != nil {
		d.t.Fatalf("%s of %s as %s: %v", name, id, who, err)
	}
	return r.Wrote[0]
}

// in is the release that stands in a stage; the first of them.
func (d *serviceDesk) in(stage string) model.ID {
	d.t.Helper()
	for _, id := range d.list(model.KindRelease) {
		f, err := d.db.Record(context.Background(), id, store.Now)
		if err != nil {
			d.t.Fatal(err)
		}
		if r := f.Record.(*model.Release); r.Stage == stage && r.Hold == nil && r.Cancelled == nil {
			return id
		}
	}
	d.t.Fatalf("no release is in %s", stage)
	return ""
}

// busy adds to the sample what it has none of, through the tasks themselves.
func (d *serviceDesk) busy() {
	early, planning := d.in("early-life"), d.in("planning")
	d.does("alice", "add-team", "", "handle", "ops", "members", "cora, dmitri")
	d.does("alice", "grant-role", d.person("cora").ID, "role", "cab-member", "service", "payroll")
	leaver := d.does("alice", "add-person", "", "handle", "lea", "roles", "requester")
	d.does("alice", "leave-person", leaver)
	d.does("rafael", "open-problem", "", "title", "Slow on Mondays")
	d.does("sakura", "open-incident", early, "title", "Basket is empty", "severity", "P1")
	d.does("cora", "procure", planning, "title", "Server", "supplier", "ACME", "due", "in 2 weeks", "hardware", "yes")
	d.does("cora", "procure", planning, "title", "Licence", "hardware", "no")
	rfc := d.does("noor", "submit-change", "", "title", "Faster", "service", "payroll")
	said := form.Answers{Values: map[string]string{"reason": "it is slow", "benefit": "time", "without": "it stays slow"}}
	if _, err := d.db.Do(context.Background(), store.Who{Person: d.person("noor").ID, Auth: "test"}, action.WriteForm{Form: "rfc", Of: rfc, Answers: said}); err != nil {
		d.t.Fatal(err)
	}
	d.does("rafael", "hold", d.in("registration"), "reason", "no money", "review", "next mon")
	at := d.window(planning)
	freeze := d.does("chandra", "add-window", "", "title", "Month end", "hard", "yes", "start", at, "end", at)
	d.does("cora", "ask-exception", planning, "window", string(freeze), "reason", "it is the law")
	d.does("chandra", "add-window", "", "title", "Another freeze", "start", at, "end", "2030-01-01") // it holds whenever an exception is asked for
	d.does("dmitri", "start-run", planning, "rehearsal", "yes")
}

// changesRules puts other rules in force, under which no release of the sample
// was registered, and leaves proposals of each sort waiting.
func (d *serviceDesk) changesRules() {
	for i, state := range []model.State{model.ProposalAdopted, model.ProposalProposed, model.ProposalReviewed, model.ProposalApproved} {
		rules, err := d.db.Rules(context.Background())
		if err != nil {
			d.t.Fatal(err)
		}
		files := slices.Clone(rules.Source)
		files[0].Text += fmt.Sprintf("# the change %d\n", i)
		r, err := d.db.Do(context.Background(), store.Who{Person: d.person("rafael").ID, Auth: "test"}, action.ProposeRules{Title: "Rules", Note: "a comment", Files: files})
		if err != nil {
			d.t.Fatal(err)
		}
		if state != model.ProposalProposed {
			d.does("chandra", "review-rules", r.Subject, "comment", "fine")
		}
		if state == model.ProposalAdopted || state == model.ProposalApproved {
			d.does("chandra", "decide-rules", r.Subject, "decision", "approve")
		}
		if state == model.ProposalAdopted {
			d.does("alice", "adopt-rules", r.Subject)
		}
	}
}

// window is the day on which a release is planned.
func (d *serviceDesk) window(id model.ID) string {
	f, err := d.db.Record(context.Background(), id, store.Now)
	if err != nil {
		d.t.Fatal(err)
	}
	return f.Record.(*model.Release).Window.Start.At.In(screentest.Zone).Format("2006-01-02")
}

// filled answers what a form leaves open: the first choice, a word, a date, or
// a record there is.
func (d *serviceDesk) filled(f form.Form, a form.Answers) form.Answers {
	_, outage := f.Field("cause")
	for _, fl := range f.Fields() {
		if a.Get(fl.Name) != "" || !fl.Shown(a) {
			continue
		}
		is := fl.Is()
		switch {
		case fl.Name == "present":
			a.Values[fl.Name] = "cora"
		case fl.Name == "to" && f.Name == "hand-run":
			a.Values[fl.Name] = "lena"
		case fl.Name == "happened" && fl.Required:
			a.Values[fl.Name] = "yesterday"
		case fl.Name == "minutes", fl.Name == "to" && fl.Required && is.Kind == form.Person: // the last of them has left
			a.Values[fl.Name] = string(d.person("cora").ID)
		case is.Kind != "":
			if all := d.list(model.Kind(is.Kind)); len(all) > 0 && fl.Required {
				a.Values[fl.Name] = string(all[len(all)-1])
			}
		case fl.Name == "sums":
			a.Values[fl.Name] = strings.Repeat("0a", 32)
		case fl.Name == "sha256":
			a.Values[fl.Name] = strings.Repeat("0a", 32) + "  package.tgz"
		case fl.Name == "handle":
			a.Values[fl.Name] = "new-one"
		case fl.Name == "period" || fl.Name == "filter": // the last that is over, of everything
		case fl.Name == "sites":
			a.Values[fl.Name] = "Chicago"
		case fl.Name == "customers":
			a.Values[fl.Name] = "E-commerce"
		case fl.Name == "hours" && fl.Required:
			a.Values[fl.Name] = "every day 8-18"
		case fl.Name == "target" && fl.Required:
			a.Values[fl.Name] = "99.5"
		case fl.Name == "rule" && fl.Required:
			a.Values[fl.Name] = "FREQ=WEEKLY"
		case fl.Name == "add" || fl.Name == "happened" || fl.Name == "opened" || fl.Name == "impact_start" || fl.Name == "failed" || fl.Name == "restored" || fl.Name == "zone" || fl.Name == "rule" || fl.Name == "none" || fl.Name == "site" || fl.Name == "cause" || fl.Name == "replace":
		case outage && (fl.Name == "of" || fl.Name == "reason"): // it is in the place of nothing
		case is.Widget == form.OptionWidget:
			if !is.Several || fl.Required || fl.Name == "defer" {
				a.Values[fl.Name] = fl.Choices()[0]
			}
		case fl.Type == form.Date:
			a.Values[fl.Name] = "next mon"
		case fl.Name == "about":
			a.Values[fl.Name] = "CI-1"
		case is.Example != "":
			a.Values[fl.Name] = is.Example
		default:
			a.Values[fl.Name] = "a word"
		}
	}
	if _, ok := f.Field("unknown"); ok { // who made a change is not said otherwise
		a.Values["unknown"] = "yes"
	}
	// What is prefilled is what stands there: an edit has to change something.
	for _, name := range []string{"title", "name", "version"} {
		if fl, ok := f.Field(name); ok && fl.Type == form.Line {
			a.Values[name] += " again"
		}
	}
	if fl, ok := f.Field("result"); ok { // the last: a run with steps left has failed
		a.Values["result"] = fl.Options[len(fl.Options)-1]
	}
	if fl, ok := f.Field("start"); ok && fl.Type == form.Date {
		a.Values["start"], a.Values["end"] = "in 3 weeks", "in 3 weeks"
	}
	return a
}

// TestEveryTaskOnTheSample begins each task from records of every look that it
// is offered on, with the facts it asks the store for, fills its form, and has the store say
// whether the action would be done. It is, or it is refused in words; and
// somebody there can do each.
func TestEveryTaskOnTheSample(t *testing.T) {
	d := newRig(t)
	d.busy()
	d.changesRules()
	done := map[string]bool{}
	for _, kind := range append(model.Kinds(), "") {
		records := []model.ID{""}
		if kind != "" {
			records = d.some(kind)
		}
		for _, tk := range task.About(kind) {
			for _, id := range records {
				who := []*model.Person{d.person("cora")}
				if !done[tk.Name] {
					who = d.people
				}
				if slices.ContainsFunc(who, func(p *model.Person) bool { return d.try(tk, id, p) }) {
					done[tk.Name] = true
				}
			}
		}
	}
	without := []string{"edit-entry", "decide-entry", "retract-entry", "suspend-entry", "resume-entry", "retire-entry", // it has no catalogue
		"skip-occurrence", "move-occurrence", // their date has to be that of an occurrence, and this walk knows none
		"skip-departure", "register-departure", "board-train", // and neither a departure
		"answer-question", "withdraw-question", // nobody asked
		"decide-waiver", "withdraw-waiver", "retract-waiver", "take-down-waiver", "countersign-waiver", // nobody asked for one
		"verify-back-out", "follow-up-change", // nothing was made without authorisation
		"open-meeting", "join-meeting", "leave-meeting", "next-item", "take-up", "vote", "hand-lead", "close-meeting", "cancel-meeting", // no meeting was called
		"take-down", "countersign", "advance-release", "advance-change", "review-change", "defer-change", // nothing was decided by word of mouth
		"relate-item", "find-item", // to no other items than it has, and no audit of it goes on
		"retry-job", "drop-job", // no server of the sample runs own tools
		"end-outage",                      // each is over
		"withdraw-agreement",              // months that each judges are signed off
		"annotate", "withdraw-annotation", // nothing is noted beside its numbers
		"pass-verification",                                                           // no run of it has all its steps done
		"withdraw-installation",                                                       // nobody said what was installed
		"hand-out-report",                                                             // no report was kept: see demo_test
		"withdraw-delegation",                                                         // nobody delegated
		"take-down", "countersign", "advance-change", "review-change", "defer-change", // nothing was decided by word of mouth
		"check-dates",                                                                                                           // no clocks of the sample were changed
		"readdress-approval", "meet-condition", "retract-document", "retract-proposal", "retract-conflict", "retract-exception"} // gates were passed by what was decided there
	for _, name := range task.Names() {
		if !done[name] && !slices.Contains(without, name) {
			t.Errorf("nobody in the sample can %s", name)
		}
	}
}

// try reports whether the store would do the task for somebody.
func (d *serviceDesk) try(tk *task.Task, id model.ID, who *model.Person) bool {
	d.t.Helper()
	c, f, a, why := d.begin(tk, id, who)
	if why != "" {
		return false
	}
	act, err := d.make(tk, c, id, f, d.filled(f, a))
	if err == nil {
		_, err = d.db.Ask(context.Background(), store.Who{Person: who.ID, Auth: "test"}, act)
		if refused, ok := errors.AsType[*model.Refusal](err); ok && refused.Voids != nil {
			confirmed, ok := task.WithVoid(act)
			if !ok {
				d.t.Errorf("%s of %s voids %v, and can't be confirmed", tk.Name, id, refused.Voids)
				return false
			}
			_, err = d.db.Ask(context.Background(), store.Who{Person: who.ID, Auth: "test"}, confirmed)
		}
	}
	var refusal *model.Refusal
	var missing *model.NotFound
	switch {
	case err == nil:
		return true
	case errors.As(err, &refusal) && len(refusal.Reasons) > 0 || errors.As(err, &missing):
	default:
		d.t.Errorf("%s of %s as %s: %v", tk.Name, id, who.Handle, err)
	}
	return false
}
