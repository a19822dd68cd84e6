package action

import (
	"fmt"
	"slices"
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

// Needs are what it points at; the services too, where its entry may say which.
func (a Register) Needs() model.Needs {
	n := model.Needs{}
	for _, l := range a.Release.Links() {
		n.IDs = append(n.IDs, l.To)
	}
	if a.Release.Entry != nil {
		n.Kinds = []model.Kind{model.KindService}
	}
	if n.Slots = around(a.Release.Window); len(n.Slots) > 0 { // what it would collide with
		n.Calendar = true
	}
	return n
}

func (a Register) For(c *model.Case) model.ID {
	return filledService(c, a.Release.Service, a.Release.Entry)
}

// Do registers the release, and says what its dates collide with.
func (a Register) Do(c *model.Case) (Outcome, error) {
	out, err := a.enter(c)
	if err == nil {
		if r := out.Writes[0].(*model.Release); !r.Window.IsZero() {
			out.Conflicts, out.Lapsed = collisions(c.With(r), r), lapsedBy(c, r)
		}
	}
	return out, err
}

// newRelease stands for the id of a release that was not registered yet.
const newRelease = gate.Unregistered

// Collides says what the dates would collide with, whatever else stands against them.
func (a Register) Collides(c *model.Case) []gate.Conflict {
	r := a.Release.Clone()
	r.ID = newRelease
	wrong := &model.Refusal{}
	if checkSlot(c, r, wrong); r.Window.IsZero() || len(wrong.Reasons) > 0 {
		return nil
	}
	return unnumbered(collisions(c.With(r), r))
}

// Lapses are the acceptances of conflicts of others that are others with it.
func (a Register) Lapses(c *model.Case) []gate.Lapse {
	r := a.Release.Clone()
	r.ID = newRelease
	wrong := &model.Refusal{}
	if checkSlot(c, r, wrong); r.Window.IsZero() || len(wrong.Reasons) > 0 {
		return nil
	}
	return lapsedBy(c, r)
}

// enter checks the values and gives the release its id, rules and first stage.
func (a Register) enter(c *model.Case) (Outcome, error) {
	// Only what a person says about a new release is taken over: its history,
	// decisions and marks come from actions of their own.
	v := a.Release.Clone()
	r := &model.Release{
		Name: v.Name, Version: v.Version, Type: v.Type, Contents: v.Contents, Major: v.Major, Notes: v.Notes,
		Service: v.Service, Team: v.Team, Requester: v.Requester, Owner: v.Owner, Coordinator: v.Coordinator, RollbackOwner: v.RollbackOwner,
		Changes: model.SortIDs(v.Changes), DependsOn: model.SortIDs(v.DependsOn), Items: model.SortIDs(v.Items), Package: model.SortIDs(v.Package),
		People: model.SortIDs(v.People), Env: v.Env, Window: v.Window, Declared: v.Declared,
	}
	refusal := &model.Refusal{Doing: "register a release"}
	titled(refusal, "the name", r.Name, model.AnswerTo("give it a name", "name"))
	p, ok := c.Rules.Process(r.Type)
	if normal := c.Rules.Normal(); !ok && r.Type == process.TypeNormal && normal != nil { // whatever it is called
		p, ok = normal, true
	}
	if !ok || p.Of != string(model.KindRelease) {
		refusal.Add(fmt.Sprintf("there is no release process %q", r.Type), model.OneOf(releaseTypes(c.Rules)...))
	}
	if ok {
		r.Declared = declared(c, p, r.Declared, concern{r.Service, r.Items}, refusal)
	}
	e := entryFor(c, p, v.Entry.IDOf(), refusal)
	if e != nil && v.Service != "" && len(e.Services) > 0 && !slices.Contains(e.Services, v.Service) {
		refusal.Add(fmt.Sprintf("%s does not cover the service %s", e.ID, v.Service), model.AnswerTo("name a service that it is for, or leave it out", "service"))
	}
	checkRelease(c, r, refusal)
	checkSlot(c, r, refusal)
	refs(c, refusal, model.KindMedia, r.Package...)
	for _, id := range r.Changes {
		if ch := model.Get[*model.Change](c, id); ch != nil {
			scopable(c, "", ch, refusal)
		}
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	r.ID = c.Mint(model.KindRelease)
	r.Type, r.TypePurpose = p.Name, p.Purpose
	r.Rules, r.Registered, r.Revision = c.Rules.ID, c.Now, 1
	enter(c, r, p, p.Stages[0].ID)
	if r.Requester == "" {
		r.Requester = c.Who.ID()
	}
	if r.Coordinator == "" {
		r.Coordinator = c.Who.ID()
	}
	var filled []model.Record
	note := fmt.Sprintf("registered %s %s", r.ID, r.Title())
	if r.Declared != nil {
		note += fmt.Sprintf(", declared %s (%s)", p.Name, r.Declared.Words())
	}
	if e != nil {
		filled = append(fill(c, r, e), e.Used(model.EntryUse{Record: r.ID, Version: e.Version, Begun: c.Now}))
		note += fmt.Sprintf(" after %s", e.ID)
	}
	if !r.Window.IsZero() {
		note += ", planned for " + slotWords(c, r.Window, c.Zone(r))
	}
	out := wrote(r.ID, note, append([]model.Record{r}, filled...)...)
	if r.Declared != nil {
		out.Happened = r.Declared.At
	}
	out.Warning = gate.StartPassed(c, r)
	return out, nil
}

// Passes warns of dates that have passed, whatever else stands against them.
func (a Register) Passes(c *model.Case) *model.Reason { return gate.StartPassed(c, a.Release.Clone()) }

func releaseTypes(b *model.Rules) []string {
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
	checkWords(r, refusal)
	for _, content := range r.Contents {
		if !slices.Contains(c.Rules.Policy.Contents, content) {
			refusal.Add(fmt.Sprintf("a release can't bring %q", content), model.OneOf(c.Rules.Policy.Contents...))
		}
	}
	refs(c, refusal, model.KindService, r.Service)
	refs(c, refusal, model.KindTeam, r.Team)
	refs(c, refusal, model.KindPerson, slices.Concat([]model.ID{r.Requester, r.Owner, r.Coordinator, r.RollbackOwner}, r.People)...)
	refs(c, refusal, model.KindChange, r.Changes...)
	refs(c, refusal, model.KindItem, r.Items...)
	refs(c, refusal, model.KindRelease, r.DependsOn...)
	if r.ID != "" && slices.Contains(r.DependsOn, r.ID) {
		refusal.Add("a release can't depend on itself", model.AnswerTo("leave it out", "depends_on"))
	}
}

// checkWords adds what is wrong with the texts of a release, but for its name.
func checkWords(r *model.Release, refusal *model.Refusal) {
	sane(refusal, "the notes", r.Notes)
	if len(r.Version) > 100 {
		refusal.Add("the version is longer than 100 bytes", model.Say("a version is a word such as 5.2"))
	}
	for _, line := range []struct{ field, text string }{{"the version", r.Version}, {"the environment", r.Env}} {
		if wrong := model.CheckTitle(line.field, line.text); line.text != "" && wrong != "" {
			refusal.Add(wrong)
		}
	}
}

// checkSlot adds what is wrong with a window that somebody plans. It is not asked
// of every edit: imported history has windows that take no time.
func checkSlot(c *model.Case, r *model.Release, refusal *model.Refusal) {
	if r.Window.IsZero() && !r.Window.End.IsZero() {
		refusal.Add("the window has an end, but no start", model.AnswerTo("say from when", "start"))
	}
	if end := r.Window.End; !r.Window.IsZero() && !end.IsZero() && !end.Span(c.Zone(r)).End.Add(-minute(end)).After(r.Window.Start.At) {
		refusal.Add("the window ends before it begins", model.Say("give an end after the start"))
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
