// Package sample makes a small organisation for the tests of screens: a few
// releases of which one stands in every stage. Everything in it was done
// through actions. Its ids stay what they are, while the demo that users see
// (ui/demo) grows.
package sample

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"

	"fairway/assets"
	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/model/when"
	"fairway/store"
)

//go:embed sample.toml
var written string

// organisation is what sample.toml holds.
type organisation struct {
	People   []person  `toml:"person"`
	Services []service `toml:"service"`
	Windows  []window  `toml:"window"`
	Releases []planned `toml:"release"`
}

// person is somebody with roles.
type person struct {
	Handle string   `toml:"handle"`
	Name   string   `toml:"name"`
	Roles  []string `toml:"roles"`
}

// service is a service with one configuration item.
type service struct {
	Handle      string `toml:"handle"`
	Name        string `toml:"name"`
	Owner       string `toml:"owner"`
	Criticality string `toml:"criticality"`
	Item        string `toml:"item"`
}

// window is a freeze or a maintenance window; From counts days from the
// day on which the sample is made.
type window struct {
	Title   string `toml:"title"`
	Class   string `toml:"class"`
	Hard    bool   `toml:"hard"`
	Service string `toml:"service"`
	Rule    string `toml:"rule"`
	From    int    `toml:"from"`
	Days    int    `toml:"days"`
	Hour    int    `toml:"hour"`
	Hours   int    `toml:"hours"`
}

// planned is a release that is walked up to a stage. In counts days from
// the day on which the sample is made to its deployment.
type planned struct {
	Name    string   `toml:"name"`
	Version string   `toml:"version"`
	Service string   `toml:"service"`
	Stage   string   `toml:"stage"`
	In      int      `toml:"in"`
	Hour    int      `toml:"hour"`
	Changes []string `toml:"changes"`
	Impact  int      `toml:"impact"`
	Factors []string `toml:"factors"`
}

// sampler fills a new file with the sample organisation. Everything is done
// through actions, each at its own time, so that gates, log and history are
// those of real work.
type sampler struct {
	ctx    context.Context
	db     *store.DB
	clock  time.Time
	today  time.Time // midnight of the day it is made
	people map[string]model.ID
	rules  *model.Rules
	items  map[model.ID]model.ID // service → its item
}

// Options say which file is made, and as of when. The same options make the
// same file, byte for byte of its log.
type Options struct {
	Path  string
	Now   time.Time    // "today" of the organisation
	Zone  string       // its IANA time zone
	Admin model.Person // whoever begins the file; its handle and name
	Auth  string       // how that person is known
	// Rules are those it begins with; nil for the default ones.
	Rules *model.Rules
}

// Make makes a file with the sample organisation. It leaves none behind when
// it fails.
func Make(ctx context.Context, o Options) error {
	var data organisation
	if err := toml.Unmarshal([]byte(written), &data); err != nil {
		return err
	}
	zone, err := when.Zone(o.Zone)
	if err != nil {
		return err
	}
	rules, err := assets.Rules()
	if err != nil {
		return err
	}
	if o.Rules != nil {
		rules = *o.Rules
	}
	rules.Rules = rules.Settled(o.Zone, "")
	s := &sampler{ctx: ctx, today: when.StartOfDay(o.Now, zone), rules: &rules, people: map[string]model.ID{}, items: map[model.ID]model.ID{}}
	s.clock = s.today.AddDate(0, 0, -120)
	acts := 0
	s.db, err = store.Create(ctx, o.Path, store.Options{
		Now:   func() time.Time { return s.clock },
		NewID: func() string { acts++; return fmt.Sprintf("demo-%d", acts) },
	})
	if err != nil {
		return err
	}
	_, err = s.db.Do(ctx, store.Who{Auth: o.Auth}, action.Init{Person: o.Admin, Rules: rules})
	if err == nil {
		err = s.fill(data, o.Admin.Handle, o.Now)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("make the sample: %w", err), s.db.Close(), os.Remove(o.Path), os.RemoveAll(o.Path+".media"))
	}
	return s.db.Close()
}

// do performs an action as somebody, a minute later.
func (s *sampler) do(who string, a action.Action) (store.Result, error) {
	s.clock = s.clock.Add(time.Minute)
	r, err := s.db.Do(s.ctx, store.Who{Person: s.people[who], Auth: "sample"}, a)
	if err != nil {
		return r, fmt.Errorf("as %s: %w", who, err)
	}
	return r, nil
}

// script performs actions one after the other and stops at the first error.
type deed struct {
	who string
	act action.Action
}

func (s *sampler) all(deeds ...deed) error {
	for _, d := range deeds {
		if _, err := s.do(d.who, d.act); err != nil {
			return err
		}
	}
	return nil
}

func (s *sampler) fill(data organisation, admin string, now time.Time) error {
	first, err := s.db.Resolve(s.ctx, model.KindPerson, admin)
	if err != nil {
		return err
	}
	s.people[admin] = first
	for _, p := range data.People {
		if p.Handle == admin {
			p.Handle += "-2"
		}
		person := model.Person{Handle: p.Handle, Name: p.Name}
		for _, role := range p.Roles {
			person.Roles = append(person.Roles, model.Grant{Role: role})
		}
		r, err := s.do(admin, action.WritePerson{Person: person})
		if err != nil {
			return err
		}
		s.people[p.Handle] = r.Subject
	}
	services := map[string]model.ID{}
	for _, v := range data.Services {
		r, err := s.do(admin, action.WriteService{Service: model.Service{Handle: v.Handle, Name: v.Name, Owner: s.people[v.Owner], Criticality: v.Criticality}})
		if err != nil {
			return err
		}
		services[v.Handle] = r.Subject
		item, err := s.do("konrad", action.WriteItem{Item: model.Item{Name: v.Item, Class: "application", Version: "1.0", Service: r.Subject}})
		if err != nil {
			return err
		}
		s.items[r.Subject] = item.Subject
	}
	for _, w := range data.Windows {
		if err := s.window(w, services); err != nil {
			return err
		}
	}
	// Earlier deployments first, so that the log is in the order of time.
	slices.SortStableFunc(data.Releases, func(a, b planned) int { return a.In - b.In })
	begin := s.clock
	for _, r := range data.Releases {
		if t := s.day(min(r.In, 0)-25, 9); t.After(begin) && t.After(s.clock) {
			s.clock = t
		}
		if err := s.release(r, services[r.Service], now); err != nil {
			return fmt.Errorf("%s %s: %w", r.Name, r.Version, err)
		}
	}
	return nil
}

// day is an hour of a day counted from today.
func (s *sampler) day(n, hour int) time.Time {
	d := when.DateOf(s.today, s.rules.Policy.Location()).AddDays(n)
	return d.Start(s.rules.Policy.Location()).Add(time.Duration(hour) * time.Hour)
}

func (s *sampler) window(w window, services map[string]model.ID) error {
	zone := s.rules.Policy.Location()
	today := when.DateOf(s.today, zone)
	start, end := when.OnDay(today.AddDays(w.From), zone), when.OnDay(today.AddDays(w.From+w.Days-1), zone)
	if w.Hours > 0 {
		start = when.OnClock(s.day(w.From, w.Hour), zone)
		end = when.OnClock(start.At.Add(time.Duration(w.Hours)*time.Hour), zone)
	}
	win := model.Window{Title: w.Title, Class: w.Class, Hard: w.Hard, Rule: w.Rule, Slot: model.Slot{Start: start, End: end}}
	if w.Rule != "" {
		win.Zone = s.rules.Policy.Zone
	}
	if w.Service != "" {
		win.Services = []model.ID{services[w.Service]}
	}
	_, err := s.do("chandra", action.AddWindow{Window: win})
	return err
}

func answers(pairs ...string) form.Answers {
	a := form.Answers{Values: map[string]string{}, Tables: map[string][]form.Cells{}}
	for i := 0; i+1 < len(pairs); i += 2 {
		a.Values[pairs[i]] = pairs[i+1]
	}
	return a
}

// release walks one release up to its stage.
func (s *sampler) release(spec planned, service model.ID, now time.Time) error {
	stages := []string{"registration", "assessment", "planning", "build", "test", "acceptance", "scheduled", "deployment", "early-life", "evaluation", "closed"}
	goal := slices.Index(stages, spec.Stage)
	if goal < 0 {
		return fmt.Errorf("unknown stage %q", spec.Stage)
	}
	var changes []model.ID
	for _, title := range spec.Changes {
		r, err := s.do("noor", action.SubmitChange{Change: model.Change{Title: title, Category: "enhancement", Type: "normal", Service: service, Builder: s.people["dmitri"]}})
		if err != nil {
			return err
		}
		changes = append(changes, r.Subject)
		rfc := action.WriteForm{Form: "rfc", Of: r.Subject, Answers: answers("reason", title+": asked for by the users", "benefit", "less work by hand", "without", "it stays as it is")}
		if err := s.all(deed{"noor", rfc}, deed{"cora", action.AssessChange{Change: r.Subject, Risk: "low", Text: "one service, no effect on security"}}); err != nil {
			return err
		}
		if goal >= 2 {
			if err := s.all(deed{"chandra", action.DecideChange{Change: r.Subject, Yes: true}}); err != nil {
				return err
			}
		}
	}
	start, zone := s.day(spec.In, spec.Hour), s.rules.Policy.Location()
	window := model.Slot{Start: when.OnClock(start, zone), End: when.OnClock(start.Add(4*time.Hour), zone)}
	r, err := s.do("cora", action.Register{Release: model.Release{Name: spec.Name, Version: spec.Version, Type: "normal", Contents: []string{"software"},
		Service: service, Owner: s.people["rafael"], Requester: s.people["noor"], Changes: changes, Window: window}})
	if err != nil {
		return err
	}
	w := walker{sampler: s, id: r.Subject, spec: spec, service: service, start: start, now: now}
	for i := range goal {
		if err := w.pass(stages[i]); err != nil {
			return fmt.Errorf("%s: %w", stages[i], err)
		}
	}
	if spec.Stage == "planning" || spec.Stage == "acceptance" || spec.Stage == "scheduled" {
		return w.begin(spec.Stage)
	}
	return nil
}

// walker takes one release through its gates.
type walker struct {
	*sampler
	id      model.ID
	spec    planned
	service model.ID
	start   time.Time
	now     time.Time
	sum     string
}

// begin does a part of what a stage asks for, so that its gate has something
// met and something open.
func (w *walker) begin(stage string) error {
	switch stage {
	case "planning":
		return w.plan()
	case "acceptance":
		return w.all(deed{"cora", w.form("acceptance", answers("summary", w.spec.Name+" as tested"))},
			deed{"cora", action.RequestApproval{Release: w.id, Purpose: "acceptance"}})
	case "scheduled":
		return w.all(deed{"cora", action.RequestApproval{Release: w.id, Purpose: "authorisation-2"}},
			deed{"cora", action.SendNotice{Release: w.id, Audience: "all users", Channel: "mail", Text: w.spec.Name + " will be away for up to two hours."}})
	}
	return nil
}

func (w *walker) form(name string, a form.Answers) action.Action {
	return action.WriteForm{Form: name, Of: w.id, Answers: a}
}

// pass does what the gate of a stage asks for, and moves on.
func (w *walker) pass(stage string) error {
	var err error
	switch stage {
	case "assessment":
		err = w.assess()
	case "planning":
		if err = w.plan(); err == nil {
			err = w.sign("authorisation-1")
		}
	case "build":
		err = w.build()
	case "test":
		report := answers("package_sha256", w.sum, "rollback_tested", "yes", "rollback_evidence", "restored in 18 minutes on the test system")
		report.Tables["results"] = []form.Cells{{"id": "C1", "result": "passed", "evidence": "test run 2107"}, {"id": "C2", "result": "passed", "evidence": "load test, 40 users"}}
		err = w.all(deed{"tess", w.form("test-report", report)})
	case "acceptance":
		err = w.accept()
	case "scheduled":
		err = w.schedule()
	case "deployment":
		err = w.deploy()
	case "early-life":
		err = w.lookAfter()
	case "evaluation":
		err = w.all(deed{"cora", w.form("evaluation", answers("outcome", "successful", "objectives_met", "yes", "objectives", "used by everybody within a week", "lessons", "send the notice a day earlier"))})
	}
	if err != nil {
		return err
	}
	who := "cora"
	if stage == "scheduled" {
		who = "chandra"
	}
	return w.all(deed{who, action.Advance{Release: w.id, From: stage}})
}

func (w *walker) assess() error {
	a := answers("risk", "wrong figures would be seen at the next run", "benefit", "fewer corrections", "feasibility", "small change, known technology", "cost", "six days",
		"impact_services", "one evening without "+w.spec.Name, "impact_security", "none", "impact_capacity", "none", "impact_releases", "none",
		"impact", fmt.Sprint(w.spec.Impact), "factors", strings.Join(w.spec.Factors, "\n"), "decision", "proceed")
	return w.all(deed{"cora", action.Scan{Release: w.id}}, deed{"cora", w.form("assessment", a)})
}

func (w *walker) plan() error {
	plan := answers("duration", "1h30m", "environment", "production "+w.spec.Name, "deliverables", "package, release notes", "method", "big bang", "communication", "mail to all users two days before; the service desk knows")
	plan.Tables["steps"] = []form.Cells{{"text": "Put the maintenance page up", "owner": string(w.people["dmitri"])}, {"text": "Copy the database", "owner": string(w.people["dmitri"])}, {"text": "Install the package", "owner": string(w.people["dmitri"]), "no_back": "yes"}, {"text": "Take the maintenance page down", "owner": string(w.people["dmitri"])}}
	plan.Tables["verification"] = []form.Cells{{"text": "sign in and open the last record"}, {"text": "no errors in the log for ten minutes"}}
	back := answers("trigger", "sign-in fails, or more than five errors a minute", "owner", string(w.people["dmitri"]), "duration", "45m", "no_return", "when users are let in again")
	back.Tables["steps"] = []form.Cells{{"text": "Install the package before"}, {"text": "Restore the copy of the database"}}
	criteria := answers()
	criteria.Tables["criteria"] = []form.Cells{{"id": "C1", "criterion": "every change works as its RFC says"}, {"id": "C2", "criterion": "answers within a second for 40 users"}}
	return w.all(deed{"cora", w.form("release-plan", plan)}, deed{"dmitri", w.form("rollback-plan", back)}, deed{"tess", w.form("criteria", criteria)},
		deed{"cora", action.Affect{Release: w.id, Add: []model.ID{w.items[w.service]}}})
}

// sign asks for an approval, and has it signed by whoever it waits for.
func (w *walker) sign(purpose string) error {
	if _, err := w.do("cora", action.RequestApproval{Release: w.id, Purpose: purpose}); err != nil {
		return err
	}
	return w.decide(purpose)
}

func (w *walker) decide(purpose string) error {
	for _, who := range []string{"chandra", "rafael", "tess", "oscar", "sakura"} {
		c, err := w.db.Case(w.ctx, store.Now, w.clock, model.Needs{Releases: []model.ID{w.id}})
		if err != nil {
			return err
		}
		ap := c.ApprovalFor(w.id, purpose)
		if ap == nil || ap.State() == model.ApprovalApproved {
			return nil
		}
		var refusal *model.Refusal
		if _, err := w.do(who, action.Decide{Approval: ap.ID, Verdict: model.Approve}); err != nil && !errors.As(err, &refusal) {
			return err
		}
	}
	return nil
}

func (w *walker) build() error {
	sum, size, err := w.db.Store(w.ctx, bytes.NewReader([]byte("the package of "+w.spec.Name+" "+w.spec.Version+"\n")))
	if err != nil {
		return err
	}
	w.sum = sum
	m := model.Media{Name: strings.ToLower(strings.ReplaceAll(w.spec.Name, " ", "-")) + ".tar.gz", Version: w.spec.Version, Medium: "archive", SHA256: sum, Size: size}
	return w.all(deed{"konrad", action.AddMedia{Media: m, Release: w.id}}, deed{"konrad", action.Affect{Release: w.id, Complete: true}},
		deed{"cora", w.form("release-notes", answers("notes", strings.Join(w.spec.Changes, ". ")+"."))})
}

func (w *walker) accept() error {
	if err := w.begin("acceptance"); err != nil {
		return err
	}
	c, err := w.db.Case(w.ctx, store.Now, w.clock, model.Needs{Releases: []model.ID{w.id}})
	if err != nil {
		return err
	}
	notes := c.Document("release-notes", w.id)
	return errors.Join(w.decide("acceptance"), w.all(deed{"rafael", action.ApproveDocument{Document: notes.ID, Version: notes.Version}}))
}

func (w *walker) schedule() error {
	if err := w.begin("scheduled"); err != nil {
		return err
	}
	if err := w.decide("authorisation-2"); err != nil {
		return err
	}
	if err := w.all(deed{"konrad", action.TakeBaseline{Release: w.id}}); err != nil {
		return err
	}
	w.clock = w.start.Add(5 * time.Minute)
	return nil
}

func (w *walker) deploy() error {
	r, err := w.do("dmitri", action.StartRun{Release: w.id})
	if err != nil {
		return err
	}
	run := r.Wrote[0]
	for step := 1; step <= 4; step++ {
		w.clock = w.clock.Add(17 * time.Minute)
		if err := w.all(deed{"dmitri", action.DoStep{Run: run, Step: step, NoReturn: step == 3}}); err != nil {
			return err
		}
	}
	return w.all(deed{"dmitri", action.Verify{Run: run, Line: 1, Passed: true}}, deed{"dmitri", action.Verify{Run: run, Line: 2, Passed: true}},
		deed{"dmitri", action.EndRun{Run: run, Result: model.RunDeployed}})
}

func (w *walker) lookAfter() error {
	item := w.items[w.service]
	w.clock = w.clock.AddDate(0, 0, 6)
	return errors.Join(w.all(deed{"konrad", action.UpdateItem{Release: w.id, Item: item, Version: w.spec.Version}}), w.sign("handover"))
}
