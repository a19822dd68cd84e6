package demo

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"time"

	"fairway/assets"
	"fairway/model"
	"fairway/model/action"
	"fairway/model/gate"
	"fairway/model/process"
	"fairway/model/when"
	"fairway/store"
)

// walk takes one release through its process. First it is worked out, in the
// order of time; what is only known once it is done comes at the end.
type walk struct {
	m       *maker
	spec    *assets.DemoRelease
	service *assets.DemoService
	process *process.Process
	number  int // among the releases of the data
	goal    int // the stage in which it stands today
	band    string
	slots   []model.Slot // as planned first, and after each move
	slot    int          // which of them holds now
	chance  *rand.Rand   // the same every time: minutes nobody plans
	last    time.Time    // when something was last done
	started time.Time    // the last run
	ended   time.Time

	id        model.ID
	changes   []*rfc
	documents map[string]*written
	approvals map[string]model.ID
	media     []model.ID
	sum       string
	run       model.ID
	orders    []model.ID
	noted     []model.ID // its improvement actions
}

// written is a document as it stands.
type written struct {
	id      model.ID
	version int
}

// todo is one thing to do in a stage.
type todo struct {
	name string
	who  string
	do   func() action.Action
	then func(store.Result)
	late int       // on the day on which the stage is left (1), or the day before (2)
	at   time.Time // at this moment and no other
}

// shares are how much of the way from registration to deployment has passed
// when each stage of the normal process is entered. Other processes take the
// same time for each stage.
var shares = map[string][]float64{"normal": {0, 0.05, 0.20, 0.38, 0.60, 0.70, 0.81}}

// release works out the walk of one release.
func (m *maker) release(spec *assets.DemoRelease, number int) error {
	w := &walk{m: m, spec: spec, number: number, documents: map[string]*written{}, approvals: map[string]model.ID{}}
	m.releases[title(spec)] = w
	if err := w.complete(); err != nil {
		return err
	}
	way := w.way()
	if way[0].Before(m.days.date(begun + 20)) {
		return fmt.Errorf("it would be registered before the file was begun")
	}
	if err := w.register(way); err != nil {
		return err
	}
	for i, stage := range w.process.Stages[:w.goal+1] {
		here := i == w.goal
		if w.failed() && slices.ContainsFunc(stage.Checks, waitsForDays) {
			continue // what was not deployed has no early life
		}
		todos, err := w.stage(&stage, here)
		if err != nil {
			return fmt.Errorf("%s: %w", stage.ID, err)
		}
		enter, leave := way[i], way[i+1]
		if here && !stage.Runs {
			leave = m.days.date(-1)
			if spec.Within > 0 {
				leave = enter.AddDays(spec.Within)
			}
			if leave.Before(enter) {
				leave = enter
			}
		}
		if !here && !stage.Runs && i+1 != w.runs() { // a run moves it in and out itself
			todos = append(todos, w.pass(stage.ID))
		}
		w.spread(todos, enter, leave, i <= w.runs())
	}
	w.closeProblems()
	return nil
}

// complete fills in what the data leaves to be understood, and looks everything
// up.
func (w *walk) complete() error {
	s := w.spec
	fill := func(to *string, v string) {
		if *to == "" {
			*to = v
		}
	}
	fill(&s.Type, "normal")
	fill(&s.Coordinator, Starts)
	fill(&s.Owner, w.m.with("release-manager", ""))
	fill(&s.Requester, w.m.with("requester", ""))
	fill(&s.Deployer, w.m.with("deployment-team", ""))
	fill(&s.Security, "none: no new access, no new personal data")
	fill(&s.Capacity, "none worth naming")
	fill(&s.Others, "none that is planned at the same time")
	fill(&s.At, "18:30")
	if len(s.Contents) == 0 {
		s.Contents = []string{"software"}
	}
	if s.For == 0 {
		s.For = 4
	}
	if s.Lead == 0 {
		s.Lead = 42
	}
	if s.Since == 0 {
		s.Since = 4
	}
	if s.Run.Pace == 0 {
		s.Run.Pace = 100
	}
	var ok bool
	if w.service, ok = w.m.services[s.Service]; !ok {
		return fmt.Errorf("there is no service %q", s.Service)
	}
	if len(w.service.Nights) > 0 {
		s.At = ""
	}
	if w.process, ok = w.m.rules.Process(s.Type); !ok {
		return fmt.Errorf("there is no process %q", s.Type)
	}
	if _, w.goal = w.process.Stage(s.Stage); w.goal < 0 {
		return fmt.Errorf("there is no stage %q", s.Stage)
	}
	w.band = gate.Score(w.m.rules.Policy, s.Impact, s.Factors).Band
	h := fnv.New64a()
	h.Write([]byte(title(s)))
	w.chance = rand.New(rand.NewPCG(h.Sum64(), 1))
	return w.plan()
}

// plan works out its windows: where moves ended is where it is planned now.
func (w *walk) plan() error {
	day := w.spec.Day
	for _, t := range w.spec.Turns {
		if t.Do == "move" {
			day -= t.Days
		}
	}
	days := []int{day}
	for _, t := range w.spec.Turns {
		if t.Do == "move" {
			day += t.Days
			days = append(days, day)
		}
	}
	var before when.Date
	for i, d := range days {
		date := w.m.days.night(w.service, d)
		if i > 0 && !before.Before(date) { // holidays have put both into one night
			date = w.m.days.nightFrom(w.service, before.AddDays(1), 1)
		}
		before = date
		slot, err := w.m.days.slot(w.service, w.spec, date)
		if err != nil {
			return err
		}
		w.slots = append(w.slots, slot)
	}
	return nil
}

// way is the date on which each stage is entered, and the last is left. Up to
// the deployment the stages share the time there is; one that has not come so
// far has been in its stage since a given day.
func (w *walk) way() []when.Date {
	n := len(w.process.Stages)
	out := make([]when.Date, n+1)
	runs := w.runs()
	share := func(i int) float64 {
		if s, ok := shares[w.process.Name]; ok && i < len(s) {
			return s[i]
		}
		return float64(i) / float64(runs)
	}
	zero, end := w.m.days.date(-w.spec.Since).AddDays(-int(share(min(w.goal, runs-1))*float64(w.spec.Lead))), when.Date{}
	final := when.DateOf(w.slots[len(w.slots)-1].Start.At, w.m.days.zone)
	if w.goal >= runs {
		zero = when.DateOf(w.slots[0].Start.At, w.m.days.zone).AddDays(-w.spec.Lead)
	}
	for i := range runs {
		out[i] = zero.AddDays(int(share(i) * float64(w.spec.Lead)))
	}
	out[runs], end = final, final.AddDays(1)
	for i := runs + 1; i <= n; i++ {
		out[i] = end
		if i == n {
			break
		}
		switch stage := w.process.Stages[i]; {
		case slices.ContainsFunc(stage.Checks, waitsForDays):
			if w.failed() {
				break
			}
			kind := w.process.Name
			if w.spec.Major {
				kind = "major"
			}
			end = end.AddDays(w.m.rules.Policy.EarlyLife(kind))
		default:
			end = end.AddDays(max(w.spec.Review, 4))
		}
	}
	return out
}

func waitsForDays(c process.Check) bool { return c.Name == "days-passed" }

// failed reports whether its deployment ends without success: it is evaluated
// at once, and has no early life.
func (w *walk) failed() bool {
	return w.spec.Run.RollBack > 0 || (w.spec.Run.Fail > 0 && !w.spec.Run.Again)
}

// register submits the RFCs, and registers the release with them.
func (w *walk) register(way []when.Date) error {
	s, d := w.spec, w.m.days
	at := d.office(way[0], 0.2+0.6*w.chance.Float64(), false)
	submitted := d.office(way[0].AddDays(-6), 0.1, false)
	for i, c := range s.Changes {
		if c.Service == "" {
			c.Service = s.Service
		}
		if c.By == "" {
			c.By = s.Requester
		}
		if c.Builder == "" {
			c.Builder = s.Deployer
		}
		if c.Risk == "" {
			c.Risk = w.band
		}
		t := rfcTimes{submitted: submitted.Add(time.Duration(25*i+w.chance.IntN(12)) * time.Minute)}
		if w.goal > 0 && c.State != model.ChangeSubmitted {
			t.assessed = d.office(way[1].AddDays(-1), 0.5+0.1*float64(i), true)
		}
		if w.goal > 1 && c.State != model.ChangeSubmitted && c.State != model.ChangeAssessed {
			t.decided = d.office(way[2].AddDays(-1), 0.4+0.1*float64(i), true)
		}
		who := struct{ coordinator, manager string }{s.Coordinator, w.manager(c)}
		w.changes = append(w.changes, w.m.change(c, who, t))
	}
	w.m.add(at, s.Coordinator, title(s), func() action.Action {
		r := model.Release{Name: s.Name, Version: s.Version, Type: s.Type, Contents: s.Contents, Major: s.Major, Notes: s.Notes,
			Service: w.m.id("service", s.Service), Team: w.m.id("team", w.service.Team), Requester: w.m.id("person", s.Requester), Owner: w.m.id("person", s.Owner),
			Coordinator: w.m.id("person", s.Coordinator), Changes: w.rfcs(), Items: w.m.all("item", s.Items), People: w.m.all("person", s.People), Window: w.slots[0]}
		for _, t := range s.DependsOn {
			r.DependsOn = append(r.DependsOn, w.m.id("release", t))
		}
		return action.Register{Release: r}
	}, func(r store.Result) {
		w.id = r.Subject
		w.m.ids["release "+title(s)] = r.Subject
	})
	w.last = at
	return nil
}

// manager is the change manager who decides on an RFC: the first who did not
// ask for it, the others now and then.
func (w *walk) manager(c assets.DemoChange) string {
	if w.number%4 == 3 {
		return w.m.with("change-manager", w.m.with("change-manager", c.By))
	}
	return w.m.with("change-manager", c.By)
}

func (w *walk) rfcs() []model.ID {
	var out []model.ID
	for _, c := range w.changes {
		if c.State != "later" {
			out = append(out, c.id)
		}
	}
	return out
}

// spread gives each thing to do in a stage its time. Before the deployment
// nobody is late for the window, so what falls on a day off is done before it;
// afterwards it is done when people are back.
func (w *walk) spread(todos []todo, enter, leave when.Date, before bool) {
	days := leave.Sub(enter)
	for i, t := range todos {
		part := float64(i+1) / float64(len(todos)+1)
		if w.slot == len(w.slots)-1 && len(todos) > 1 {
			part *= 0.9
		}
		if i == len(todos)-1 && t.name == "pass" {
			part = 1
		}
		if t.late > 0 {
			part = float64(max(days-t.late+1, 0)) / float64(max(days, 1))
		}
		at := t.at
		if at.IsZero() {
			whole := int(part * float64(days))
			at = w.m.days.office(enter.AddDays(whole), 0.1+0.8*w.chance.Float64(), !before)
			if !before && at.After(w.m.days.now.Add(-time.Hour)) {
				return // nobody has come to it yet
			}
			if soon := w.last.Add(time.Duration(3+w.chance.IntN(8)) * time.Minute); at.Before(soon) {
				at = soon
			}
		}
		w.last = at
		w.m.add(at, t.who, title(w.spec), t.do, func(r store.Result) {
			if t.then != nil {
				t.then(r)
			}
		})
		if t.name == "evaluate" {
			w.improve(at)
		}
	}
}

// pass moves the release through the gate of a stage.
func (w *walk) pass(stage string) todo {
	return todo{name: "pass", who: w.spec.Coordinator, do: func() action.Action { return action.Advance{Release: w.id, From: stage} }}
}

// closeProblems closes what the release's RFCs were to mend.
func (w *walk) closeProblems() {
	if w.process.Stages[w.goal].ID != model.StageClosed || w.failed() {
		return
	}
	at := w.last
	for _, c := range w.changes {
		for _, p := range c.Closes {
			at = at.Add(-2 * time.Minute) // before its release is closed, which would do it
			w.m.add(at, w.m.with("service-desk", ""), "problem "+p, func() action.Action {
				return action.ResolveProblem{Problem: w.m.id("problem", p), Close: true}
			})
		}
	}
}
