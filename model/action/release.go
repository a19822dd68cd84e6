package action

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/gate"
	"fairway/model/process"
	"fairway/model/when"
)

// Register enters a new release at the first stage of its process.
type Register struct {
	Release model.Release `json:"release"`
}

// Name is the word the log keeps.
func (Register) Name() string { return "register" }

// Needs are the records it points at.
func (a Register) Needs() model.Needs {
	r := a.Release
	ids := slices.Concat([]model.ID{r.Service, r.Owner, r.Coordinator, r.Requester, r.Team, r.RollbackOwner}, r.Changes, r.Items, r.DependsOn, r.People, r.Package)
	return model.Needs{IDs: ids}
}

// Asks is the permission it takes.
func (a Register) Asks(*model.Case) (string, model.ID) { return "release.register", a.Release.Service }

// Do checks the values and gives the release its id, rules and first stage.
func (a Register) Do(c *model.Case) (Outcome, error) {
	// Only what a person says about a new release is taken over: its history,
	// decisions and marks come from actions of their own.
	v := a.Release.Clone()
	r := &model.Release{
		Name: v.Name, Version: v.Version, Type: v.Type, Contents: v.Contents, Major: v.Major, Notes: v.Notes,
		Service: v.Service, Team: v.Team, Requester: v.Requester, Owner: v.Owner, Coordinator: v.Coordinator, RollbackOwner: v.RollbackOwner,
		Changes: model.SortIDs(v.Changes), DependsOn: model.SortIDs(v.DependsOn), Items: model.SortIDs(v.Items), Package: model.SortIDs(v.Package),
		People: model.SortIDs(v.People), Env: v.Env, Window: v.Window,
	}
	refusal := &model.Refusal{Doing: "register a release"}
	if wrong := model.CheckTitle("the name", r.Name); wrong != "" {
		refusal.Add(wrong, "give it a name with --name")
	}
	p, ok := c.Book.Process(r.Type)
	if !ok || p.Of != string(model.KindRelease) {
		refusal.Add(fmt.Sprintf("there is no release process %q", r.Type), "one of: "+strings.Join(releaseTypes(c.Book), ", "))
	}
	checkRelease(c, r, refusal)
	checkSlot(c, r, refusal)
	refs(c, refusal, model.KindMedia, r.Package...)
	for _, id := range r.Changes {
		if ch := model.Get[*model.Change](c, id); ch != nil {
			scopable(ch, refusal)
		}
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	r.ID = c.Mint(model.KindRelease)
	r.Book, r.Stage, r.Since, r.Registered, r.Revision = c.Book.ID, p.Stages[0].ID, c.Now, c.Now, 1
	if r.Requester == "" {
		r.Requester = c.Who.ID()
	}
	if r.Coordinator == "" {
		r.Coordinator = c.Who.ID()
	}
	return wrote(r.ID, fmt.Sprintf("registered %s %s", r.ID, r.Title()), r), nil
}

func releaseTypes(b *model.Book) []string {
	var out []string
	for _, p := range b.Processes {
		if p.Of == string(model.KindRelease) {
			out = append(out, p.Name)
		}
	}
	return out
}

// checkRelease adds what is wrong with the values a person can type.
func checkRelease(c *model.Case, r *model.Release, refusal *model.Refusal) {
	if wrong := model.CheckText("the notes", r.Notes); wrong != "" {
		refusal.Add(wrong, "")
	}
	if len(r.Version) > 100 {
		refusal.Add("the version is longer than 100 bytes", "a version is a word such as 5.2")
	}
	for _, line := range []struct{ field, text string }{{"the version", r.Version}, {"the environment", r.Env}} {
		if wrong := model.CheckTitle(line.field, line.text); line.text != "" && wrong != "" {
			refusal.Add(wrong, "")
		}
	}
	for _, content := range r.Contents {
		if !slices.Contains(c.Book.Policy.Contents, content) {
			refusal.Add(fmt.Sprintf("a release can't bring %q", content), "one of: "+strings.Join(c.Book.Policy.Contents, ", "))
		}
	}
	refs(c, refusal, model.KindService, r.Service)
	refs(c, refusal, model.KindTeam, r.Team)
	refs(c, refusal, model.KindPerson, slices.Concat([]model.ID{r.Requester, r.Owner, r.Coordinator, r.RollbackOwner}, r.People)...)
	refs(c, refusal, model.KindChange, r.Changes...)
	refs(c, refusal, model.KindItem, r.Items...)
	refs(c, refusal, model.KindRelease, r.DependsOn...)
	if r.ID != "" && slices.Contains(r.DependsOn, r.ID) {
		refusal.Add("a release can't depend on itself", "")
	}
}

// checkSlot adds what is wrong with a window that somebody plans. It is not asked
// of every edit: imported history has windows that take no time.
func checkSlot(c *model.Case, r *model.Release, refusal *model.Refusal) {
	if r.Window.IsZero() && !r.Window.End.IsZero() {
		refusal.Add("the window has an end, but no start", "say from when with --start")
	}
	if end := r.Window.End; !r.Window.IsZero() && !end.IsZero() && !end.Span(c.Zone(r)).End.Add(-minute(end)).After(r.Window.Start.At) {
		refusal.Add("the window ends before it begins", "give an end after the start")
	}
}

// minute is what a moment's span reaches beyond the moment itself, unless it
// is a whole day.
func minute(m when.Moment) time.Duration {
	if m.Precision == when.Day {
		return 0
	}
	return time.Minute
}

// because adds what is wrong with a reason that has to be given: that it is
// missing, or that it is no text to keep.
func because(refusal *model.Refusal, reason string) {
	if strings.TrimSpace(reason) == "" {
		refusal.Add("a reason is missing", "say why with --reason")
	} else {
		sane(refusal, "the reason", reason)
	}
}

// sane adds what is wrong with longer texts that may be empty.
func sane(refusal *model.Refusal, field string, texts ...string) {
	for _, text := range texts {
		if wrong := model.CheckText(field, text); wrong != "" {
			refusal.Add(wrong, "")
		}
	}
}

// refs adds a reason for each id which names no record of that kind.
func refs(c *model.Case, refusal *model.Refusal, k model.Kind, ids ...model.ID) {
	for _, id := range model.SortIDs(slices.Clone(ids)) {
		if id != "" && (id.Kind() != k || !c.Has(id)) {
			refusal.Add(fmt.Sprintf("there is no %s %s", k.Words(), id), "")
		}
	}
}

// load gets the release an action is about, with its process, and refuses what
// is refused for every action on a release that has ended or was changed.
func load(c *model.Case, id model.ID, position int64, doing string) (*model.Release, *process.Process, error) {
	r, err := known[*model.Release](c, id)
	if err != nil {
		return nil, nil, err
	}
	if err := seen(c, id, position); err != nil {
		return nil, nil, err
	}
	p, ok := c.Under(r).Process(r.Type)
	if !ok {
		return nil, nil, &model.NotFound{What: fmt.Sprintf("release process %q, under which %s was registered", r.Type, id)}
	}
	if r.Cancelled != nil {
		return nil, nil, model.Refuse(doing, fmt.Sprintf("%s was cancelled by %s: %s", id, c.PersonName(r.Cancelled.By), r.Cancelled.Reason), "register a new release")
	}
	return r, p, nil
}

func ended(r *model.Release, doing string) error {
	if r.Stage == model.StageClosed {
		return model.Refuse(doing, string(r.ID)+" is closed", "the release manager can reopen it: fairway release reopen "+string(r.ID)+" --reason TEXT")
	}
	return nil
}

// Advance moves a release through the gate of its stage.
type Advance struct {
	Release model.ID `json:"release"`
	// From is the stage the person saw it in; the move is refused when it has
	// left that stage already. Empty means wherever it is.
	From string `json:"from,omitempty"`
	Seen int64  `json:"seen,omitempty"`
}

// Name is the word the log keeps.
func (Advance) Name() string { return "advance" }

// Needs are the facts of the gate.
func (a Advance) Needs() model.Needs { return gate.Needs(a.Release) }

// Asks is the permission it takes.
func (a Advance) Asks(c *model.Case) (string, model.ID) {
	return "release.advance", serviceOf(c, a.Release)
}

// Do evaluates the gate, and moves the release with what its stage's exit does.
func (a Advance) Do(c *model.Case) (Outcome, error) {
	doing := "move on " + string(a.Release)
	r, p, err := load(c, a.Release, a.Seen, doing)
	if err != nil {
		return Outcome{}, err
	}
	if err := ended(r, doing); err != nil {
		return Outcome{}, err
	}
	if a.From != "" && a.From != r.Stage {
		return Outcome{}, model.Refuse(doing, fmt.Sprintf("it is in %s now, no longer in %s", r.Stage, a.From), "look at it again")
	}
	refusal := &model.Refusal{Doing: doing}
	if r.Hold != nil {
		refusal.Add(fmt.Sprintf("it is on hold since %s: %s", r.Hold.At.UTC().Format(time.DateOnly), r.Hold.Reason), "fairway release resume "+string(r.ID))
	}
	g, err := gate.At(c, r, "")
	if err != nil {
		return Outcome{}, err
	}
	for _, f := range g.Findings {
		if f.Blocks() {
			refusal.Add(fmt.Sprintf("%s: %s", f.Text, f.Evidence), f.Cure)
		}
	}
	if g.Next == "" {
		refusal.Add("no stage follows "+r.Stage, "")
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	stage, _ := p.Stage(r.Stage)
	next, _ := p.Stage(g.Next)
	n := r.Clone()
	n.Passed = append(n.Passed, model.Passage{From: r.Stage, To: next.ID, At: c.Now, By: c.Who.ID()})
	n.Stage, n.Since = next.ID, c.Now
	out := wrote(r.ID, fmt.Sprintf("moved %s to %s", r.ID, next.Title), n)
	for _, effect := range stage.OnExit {
		apply(c, effect, n, &out)
	}
	return out, nil
}

// apply does what the process data asks for when a stage is left forwards.
func apply(c *model.Case, effect string, r *model.Release, out *Outcome) {
	turn := func(from []string, to string) {
		for _, id := range r.Changes {
			if ch := model.Get[*model.Change](c, id); ch != nil && slices.Contains(from, ch.State) {
				changed := *ch
				changed.State = to
				out.Writes = append(out.Writes, &changed)
			}
		}
	}
	run := c.LastRun(r.ID)
	success := run != nil && run.Result == model.RunDeployed
	switch effect {
	case "freeze-baseline":
		if r.Baseline == nil { // frozen once; rework and re-planning never move it
			r.Baseline = &model.Schedule{Slot: r.Window, At: c.Now, Revision: r.Revision, Scope: len(r.Changes)}
		}
	case "start-build":
		turn([]string{model.ChangeAuthorised}, model.ChangeInRelease)
	case "implement-changes":
		if success {
			turn([]string{model.ChangeInRelease}, model.ChangeImplemented)
		} else {
			turn([]string{model.ChangeInRelease}, model.ChangeAuthorised)
		}
	case "review-changes":
		turn([]string{model.ChangeImplemented}, model.ChangeReviewed)
	case "close-changes":
		turn([]string{model.ChangeImplemented, model.ChangeReviewed}, model.ChangeClosed)
	}
}

func serviceOf(c *model.Case, id model.ID) model.ID {
	if r := model.Get[*model.Release](c, id); r != nil {
		return r.Service
	}
	return ""
}

// SendBack returns a release to an earlier stage: rework, or a rejection.
type SendBack struct {
	Release model.ID `json:"release"`
	To      string   `json:"to"`
	Reason  string   `json:"reason"`
	Seen    int64    `json:"seen,omitempty"`
}

// Name is the word the log keeps.
func (SendBack) Name() string { return "send-back" }

// Needs are the release's facts.
func (a SendBack) Needs() model.Needs { return model.Needs{Releases: []model.ID{a.Release}} }

// Asks is the permission it takes.
func (a SendBack) Asks(c *model.Case) (string, model.ID) {
	return "release.return", serviceOf(c, a.Release)
}

// Do checks that the process knows this way back.
func (a SendBack) Do(c *model.Case) (Outcome, error) {
	doing := "send back " + string(a.Release)
	r, p, err := load(c, a.Release, a.Seen, doing)
	if err != nil {
		return Outcome{}, err
	}
	if err := ended(r, doing); err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: doing}
	var ways []string
	kind := ""
	for _, m := range p.Back(r.Stage) {
		if !slices.Contains(ways, m.To) {
			ways = append(ways, m.To)
		}
		// Where both lead there, sending back is rework: a rejection is a decision.
		if m.To == a.To && kind != "rework" {
			kind = m.Kind
		}
	}
	switch {
	case len(ways) == 0:
		refusal.Add("there is no way back from "+r.Stage, "")
	case kind == "":
		refusal.Add(fmt.Sprintf("no way leads from %s back to %q", r.Stage, a.To), "ways back: "+strings.Join(ways, ", "))
	}
	because(refusal, a.Reason)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	n := r.Clone()
	n.Stage, n.Since = a.To, c.Now
	n.Returned = append(n.Returned, model.Passage{From: r.Stage, To: a.To, At: c.Now, By: c.Who.ID(), Kind: kind, Reason: a.Reason})
	word := "for rework"
	if kind == "reject" {
		word = "as rejected"
	}
	return wrote(r.ID, fmt.Sprintf("sent %s back to %s %s", r.ID, a.To, word), n), nil
}

// Hold stops a release until it is reviewed. The clocks go on.
type Hold struct {
	Release model.ID  `json:"release"`
	Reason  string    `json:"reason"`
	Review  time.Time `json:"review"`
	Seen    int64     `json:"seen,omitempty"`
}

// Name is the word the log keeps.
func (Hold) Name() string { return "hold" }

// Needs are the release's facts.
func (a Hold) Needs() model.Needs { return model.Needs{Releases: []model.ID{a.Release}} }

// Asks is the permission it takes.
func (a Hold) Asks(c *model.Case) (string, model.ID) { return "release.hold", serviceOf(c, a.Release) }

// Do puts the release on hold, with a reason and a review date.
func (a Hold) Do(c *model.Case) (Outcome, error) {
	doing := "hold " + string(a.Release)
	r, _, err := load(c, a.Release, a.Seen, doing)
	if err != nil {
		return Outcome{}, err
	}
	if err := ended(r, doing); err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: doing}
	if r.Hold != nil {
		refusal.Add("it is on hold already: "+r.Hold.Reason, "fairway release resume "+string(r.ID))
	}
	because(refusal, a.Reason)
	if !a.Review.After(c.Now) {
		refusal.Add("the review date is not in the future", "say when to look at it again with --review 'next mon'")
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	n := r.Clone()
	n.Hold = &model.Hold{Reason: a.Reason, Review: a.Review, By: c.Who.ID(), At: c.Now}
	return wrote(r.ID, fmt.Sprintf("put %s on hold", r.ID), n), nil
}

// Resume takes a release off hold.
type Resume struct {
	Release model.ID `json:"release"`
	Seen    int64    `json:"seen,omitempty"`
}

// Name is the word the log keeps.
func (Resume) Name() string { return "resume" }

// Needs are the release's facts.
func (a Resume) Needs() model.Needs { return model.Needs{Releases: []model.ID{a.Release}} }

// Asks is the permission it takes.
func (a Resume) Asks(c *model.Case) (string, model.ID) {
	return "release.hold", serviceOf(c, a.Release)
}

// Do takes the release off hold.
func (a Resume) Do(c *model.Case) (Outcome, error) {
	doing := "resume " + string(a.Release)
	r, _, err := load(c, a.Release, a.Seen, doing)
	if err != nil {
		return Outcome{}, err
	}
	if r.Hold == nil {
		return Outcome{}, model.Refuse(doing, "it is not on hold", "")
	}
	n := r.Clone()
	n.Hold = nil
	return wrote(r.ID, fmt.Sprintf("resumed %s", r.ID), n), nil
}

// Cancel ends a release that will not be deployed. It is never possible once
// a deployment has started.
type Cancel struct {
	Release model.ID `json:"release"`
	Reason  string   `json:"reason"`
	Seen    int64    `json:"seen,omitempty"`
}

// Name is the word the log keeps.
func (Cancel) Name() string { return "cancel" }

// Needs are the release's facts.
func (a Cancel) Needs() model.Needs { return model.Needs{Releases: []model.ID{a.Release}} }

// Asks is the permission it takes.
func (a Cancel) Asks(c *model.Case) (string, model.ID) {
	return "release.cancel", serviceOf(c, a.Release)
}

// Do cancels the release, voids what was still asked for, and frees its RFCs.
func (a Cancel) Do(c *model.Case) (Outcome, error) {
	doing := "cancel " + string(a.Release)
	r, p, err := load(c, a.Release, a.Seen, doing)
	if err != nil {
		return Outcome{}, err
	}
	if err := ended(r, doing); err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: doing}
	if stage, _ := p.Stage(r.Stage); r.Deployed || (stage != nil && stage.Locked) {
		refusal.Add("its deployment has started", "finish the run, or roll it back, and evaluate it")
	}
	because(refusal, a.Reason)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	n := r.Clone()
	n.Cancelled = &model.Ending{Reason: a.Reason, By: c.Who.ID(), At: c.Now}
	n.Hold = nil
	out := wrote(r.ID, fmt.Sprintf("cancelled %s", r.ID), n)
	for _, id := range r.Changes {
		if ch := model.Get[*model.Change](c, id); ch != nil && ch.State == model.ChangeInRelease {
			freed := *ch
			freed.State = model.ChangeAuthorised
			out.Writes = append(out.Writes, &freed)
		}
	}
	void(c, n, nil, "the release was cancelled", &out)
	return out, nil
}

// Reopen takes a closed release back to the stage before its last.
type Reopen struct {
	Release model.ID `json:"release"`
	Reason  string   `json:"reason"`
}

// Name is the word the log keeps.
func (Reopen) Name() string { return "reopen" }

// Needs are the release's facts.
func (a Reopen) Needs() model.Needs { return model.Needs{Releases: []model.ID{a.Release}} }

// Asks is the permission it takes.
func (a Reopen) Asks(c *model.Case) (string, model.ID) {
	return "release.reopen", serviceOf(c, a.Release)
}

// Do reopens the release with a reason.
func (a Reopen) Do(c *model.Case) (Outcome, error) {
	doing := "reopen " + string(a.Release)
	r, p, err := load(c, a.Release, 0, doing)
	if err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: doing}
	if r.Stage != model.StageClosed {
		refusal.Add("it is not closed: it is in "+r.Stage, "")
	}
	if r.Origin != nil {
		refusal.Add("it is imported history", "register a new release instead")
	}
	because(refusal, a.Reason)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	last := p.Stages[len(p.Stages)-2].ID
	n := r.Clone()
	n.Stage, n.Since = last, c.Now
	n.Reopened = append(n.Reopened, model.Ending{Reason: a.Reason, By: c.Who.ID(), At: c.Now})
	n.Returned = append(n.Returned, model.Passage{From: r.Stage, To: last, At: c.Now, By: c.Who.ID(), Kind: "reopen", Reason: a.Reason})
	return wrote(r.ID, fmt.Sprintf("reopened %s", r.ID), n), nil
}
