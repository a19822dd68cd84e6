package release

import (
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/calendar"
	"fairway/model/decision"
	"fairway/model/evidence"
	"fairway/model/gate"
	"fairway/model/process"
	"fairway/model/suspect"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/screen"
)

// logPage is how many entries of the log are fetched at once.
const logPage = 200

// dossier is a release with everything that hangs on it, in the order in which
// it is shown.
type dossier struct {
	c       *model.Case
	r       *model.Release // nil when there is none, or its content was removed
	gone    bool           // removed by law
	service *model.Service
	rules   *model.Rules
	process *process.Process // nil when the rules don't know its type
	gate    gate.Gate
	gated   bool   // the gate could be worked out
	stage   string // its title

	changes   []*model.Change
	approvals []*model.Approval // newest first
	runs      []*model.Run      // newest first
	firstRun  *model.Run        // the one that is shown at first; nil when there is none
	notices   []*model.Notice
	baselines []*model.Baseline // newest first
	procured  []*model.Procurement
	incidents []*model.Incident
	suspected []suspect.Suspicion  // incidents that may come from it, and are not linked
	early     []*model.EarlyStatus // the days of its early life, newest first
	dates     []*model.Milestone
	waivers   []*model.Waiver
	// improvements are the improvement actions that came from it.
	improvements []*model.Improvement
	// jobs are what own tools were to do because something happened to it.
	jobs      []*model.Job
	questions []*model.Question          // about it, or what belongs to it
	documents map[string]*model.Document // by what they are for
	conflicts []gate.Conflict
	freezes   []freeze

	log   []store.LogEntry
	older bool // the log has more behind it
	names map[model.ID]string
	// shows is what shows each clause of the standard, worked out when it is asked for first.
	shows *evidence.Matrix
}

// freeze is an occurrence of a freeze close to the planned slot.
type freeze struct {
	window *model.Window
	span   when.Span
}

// question is what a load asks for; a copy, so that it can run elsewhere.
type question struct {
	screen.Query // as the release is shown
	id           model.ID
	head         store.Position // the end of the log that is shown
	before       int64          // only older entries than this; 0 for the newest
}

// read answers it: the release with all its records, and its log.
func (q question) read() (*dossier, error) {
	c, err := q.Case(model.Needs{Releases: []model.ID{q.id}, Calendar: true, Suspected: []model.ID{q.id}, Kinds: []model.Kind{model.KindProblem}, Earlier: true})
	if err != nil {
		return nil, err
	}
	d := collect(c, q.id)
	lq := store.LogQuery{Subject: q.id, Before: q.before, Limit: logPage + 1}
	if lq.Before == 0 && q.head != store.Now {
		lq.Before = int64(q.head) + 1
	}
	if d.log, err = q.Data.Log(q.Ctx, lq); err != nil {
		return nil, err
	}
	if d.older = len(d.log) > logPage; d.older {
		d.log = d.log[:logPage]
	}
	for _, e := range d.log {
		if e.Name != "" {
			d.names[e.Who] = e.Name
		}
	}
	return d, nil
}

// collect sorts the facts of a case into the sections' order.
func collect(c *model.Case, id model.ID) *dossier {
	d := &dossier{c: c, documents: map[string]*model.Document{}, names: map[model.ID]string{}, rules: c.Rules}
	f, ok := c.Fact(id)
	d.gone = c.IsRedacted(id)
	if !ok {
		return d
	}
	d.r, _ = f.Record.(*model.Release)
	if d.r == nil {
		return d
	}
	d.service = model.Get[*model.Service](c, d.r.Service)
	d.rules = c.Under(d.r)
	d.stage = d.r.Stage
	if p, ok := d.rules.Process(d.r.Type); ok {
		d.process = p
		d.stage = d.stageTitle(d.r.Stage)
	}
	if g, err := gate.At(c, d.r, ""); err == nil {
		d.gate, d.gated = g, true
	}
	for _, ch := range d.r.Changes {
		if r := model.Get[*model.Change](c, ch); r != nil {
			d.changes = append(d.changes, r)
		}
	}
	for _, doc := range model.All[*model.Document](c) {
		if doc.Of == id {
			d.documents[doc.Means()] = doc
		}
	}
	d.approvals = mine(c, func(a *model.Approval) bool { return a.Of == id })
	slices.Reverse(d.approvals)
	d.runs = mine(c, func(r *model.Run) bool { return r.Release == id && r.Back == "" }) // a rollback is shown with what it takes back
	slices.Reverse(d.runs)
	if offered := slices.Clone(d.runs); len(offered) > 0 {
		model.SortRuns(offered)
		d.firstRun = offered[0]
	}
	d.notices = mine(c, func(n *model.Notice) bool { return n.Release == id })
	d.baselines = mine(c, func(b *model.Baseline) bool { return b.Release == id })
	slices.Reverse(d.baselines)
	d.procured = mine(c, func(p *model.Procurement) bool { return p.Release == id })
	d.incidents = mine(c, d.r.Concerns)
	d.suspected = suspect.On(c, id)
	d.early = c.EarlyStatuses(id)
	slices.SortStableFunc(d.early, func(a, b *model.EarlyStatus) int { return strings.Compare(b.Day, a.Day) })
	d.dates = mine(c, func(m *model.Milestone) bool { return m.Release == id })
	d.questions = c.Questions(id)
	d.waivers = mine(c, func(w *model.Waiver) bool { return w.Of == id })
	slices.Reverse(d.waivers)
	d.improvements = c.Improvements(id)
	d.jobs = c.Jobs(id)
	if !d.r.Ended() {
		d.conflicts = gate.Collides(c, d.r)
		d.findFreezes()
	}
	return d
}

func mine[T model.Record](c *model.Case, keep func(T) bool) []T {
	var out []T
	for _, r := range model.All[T](c) {
		if keep(r) {
			out = append(out, r)
		}
	}
	return out
}

// around is how far from the planned slot a freeze is still worth a word.
const around = 36 * time.Hour

// findFreezes looks for freezes near the slot which the slot doesn't touch:
// those it does are among the conflicts.
func (d *dossier) findFreezes() {
	span := d.r.Window.Span(d.c.Zone(d.r))
	if span.IsZero() {
		return
	}
	near := when.Span{Start: span.Start.Add(-around), End: span.End.Add(around)}
	for _, w := range model.All[*model.Window](d.c) {
		if w.Class != model.WindowFreeze || w.Withdrawn != "" || !d.concerns(w) {
			continue
		}
		all, err := calendar.Occurrences(gate.Window(w, d.c.Rules.Policy.Location()), near)
		if err != nil {
			continue // it is among the conflicts, with the reason
		}
		for _, o := range all {
			if !o.Overlaps(span) || decision.Excepted(d.c, d.r, w) {
				d.freezes = append(d.freezes, freeze{w, o})
			}
		}
	}
}

func (d *dossier) concerns(w *model.Window) bool {
	return gate.Concerns(d.c, w, d.r)
}

// stageTitle is what people call a stage.
func (d *dossier) stageTitle(id string) string {
	if d.process != nil {
		if s, n := d.process.Stage(id); n >= 0 {
			return s.Title
		}
	}
	return strings.ReplaceAll(id, "-", " ")
}

// signatory is what people call whoever signed at a time, with the name of then where it
// is another one now.
func (d *dossier) signatory(id model.ID, at time.Time) string {
	return d.person(id) + d.c.Formerly.Then(id, d.person(id), at)
}

// person is what people call somebody.
func (d *dossier) person(id model.ID) string {
	if name := d.c.PersonName(id); name != string(id) {
		return name
	}
	if name := d.names[id]; name != "" {
		return name
	}
	return string(id)
}

// record is what people call a record: its title with its id.
func (d *dossier) record(id model.ID) string {
	if id.Kind() == model.KindPerson {
		return d.person(id)
	}
	if t := d.c.Title(id); t != "" {
		return t + " (" + string(id) + ")"
	}
	return string(id)
}

func (d *dossier) records(ids []model.ID) string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = d.record(id)
	}
	return strings.Join(out, ", ")
}

// run is the run with an id, else the first to be shown: production that goes
// on, before a rehearsal beside it, before what has ended.
func (d *dossier) run(id model.ID) *model.Run {
	for _, r := range d.runs {
		if r.ID == id {
			return r
		}
	}
	return d.firstRun
}

// runAt is the place of a run among those that are shown, the newest first.
func (d *dossier) runAt(id model.ID) int {
	return max(slices.IndexFunc(d.runs, func(r *model.Run) bool { return r.ID == id }), 0)
}

// document is the filled form of a name or purpose; nil where it isn't written.
func (d *dossier) document(form string) *model.Document {
	return d.documents[d.means(form)]
}

// means is what a form of these rules is for.
func (d *dossier) means(form string) string {
	if f, ok := d.rules.Form(form); ok {
		return f.Means()
	}
	return form
}

// uses reports whether the release's process asks for a form somewhere.
func (d *dossier) uses(form string) bool {
	form = d.rules.FormName(form)
	return d.process != nil && slices.ContainsFunc(d.process.Stages, func(s process.Stage) bool {
		return slices.Contains(s.Forms, form) || slices.ContainsFunc(s.Checks, func(c process.Check) bool { return c.Fills(form) })
	})
}

// wantsApproved reports whether a gate of the process asks that a form be approved.
func (d *dossier) wantsApproved(form string) bool {
	return d.process != nil && slices.ContainsFunc(d.process.Stages, func(s process.Stage) bool {
		return slices.ContainsFunc(s.Checks, func(c process.Check) bool { return gate.WantApproved[c.Name] == form })
	})
}

// forms lists the forms of the process in the order in which they are needed.
func (d *dossier) forms() []string {
	var out []string
	if d.process == nil {
		return nil
	}
	for _, s := range d.process.Stages {
		for _, f := range s.Forms {
			if !slices.Contains(out, f) {
				out = append(out, f)
			}
		}
	}
	return out
}

// waits reports whether an approval waits for a person's word.
func (d *dossier) waits(a *model.Approval, p *model.Person) bool {
	if p == nil || a.State() != model.ApprovalPending || slices.ContainsFunc(a.Decisions, func(x model.Decision) bool {
		return (x.By == p.ID || x.Basis.For == p.ID) && x.Approves()
	}) {
		return false
	}
	if decision.Delegated(d.c, decision.Approval(d.c, a), p) {
		return true
	}
	now, _ := a.Asked()
	return slices.ContainsFunc(now, func(s model.Approver) bool {
		return decision.Fits(d.c, decision.Approval(d.c, a), p, s)
	})
}
