package cli

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/gate"
	"fairway/model/suspect"
	"fairway/model/task"
	"fairway/model/when"
)

// releaseView is a release with what hangs on it.
type releaseView struct {
	Release   *model.Release    `json:"release"`
	Position  int64             `json:"position"`
	Changes   []*model.Change   `json:"changes,omitempty"`
	Documents []*model.Document `json:"documents,omitempty"`
	Approvals []*model.Approval `json:"approvals,omitempty"`
	// Afterwards are the approvals that were completed after what they were asked for.
	Afterwards []decision.Afterwards `json:"completed_after,omitempty"`
	Runs       []*model.Run          `json:"runs,omitempty"`
	Notices    []*model.Notice       `json:"notices,omitempty"`
	Baselines  []*model.Baseline     `json:"baselines,omitempty"`
	Incidents  []*model.Incident     `json:"incidents,omitempty"`
	// Suspected are incidents that may come from it, and are not linked to it.
	Suspected []suspect.Suspicion `json:"suspected,omitempty"`
	// Closes are the problems that its RFCs close, and KnownErrors those of its service that
	// stay, with a workaround: both are for its notes.
	Closes      []*model.Problem `json:"closes,omitempty"`
	KnownErrors []*model.Problem `json:"known_errors,omitempty"`
	// Early is how it stood on each day of its early life, oldest first.
	Early []*model.EarlyStatus `json:"early_life,omitempty"`
	// Unwatched are the working days of it of which nobody said so.
	Unwatched []string `json:"no_daily_status,omitempty"`
	// Conditions are those that were set by decisions on it: by approvals, and on its RFCs,
	// its documents and its exceptions.
	Conditions []conditionView `json:"conditions,omitempty"`
	// Risks are those that are open, the gravest first.
	Risks []gate.NamedRisk `json:"risks,omitempty"`
	// Unusable are the entries of its package that can't be deployed as they are, in words.
	Unusable []string `json:"unusable,omitempty"`
	// Target is what its deployment takes of the targets of its service.
	Target *costView `json:"target,omitempty"`
	// Took is what its deployments took of them, month by month.
	Took []tookView `json:"took,omitempty"`
	Gate gateView   `json:"gate"`
	// Conflicts are what its dates collide with, those that were accepted too.
	Conflicts []conflictView       `json:"conflicts,omitempty"`
	Procured  []*model.Procurement `json:"procurement,omitempty"`
	// Moves are all reschedulings, the oldest first: from, to, who, why, and whether before
	// or after authorisation. Slip is how it stands to the baseline.
	Moves []model.MoveLine `json:"moves,omitempty"`
	Slip  *model.Slip      `json:"slip,omitempty"`
	// Waivers are those of its checks, whatever came of them.
	Waivers []*model.Waiver `json:"waivers,omitempty"`
	// Improvements are the improvement actions that came from it.
	Improvements []*model.Improvement `json:"improvements,omitempty"`
	// Jobs are what own tools were to do because something happened to it.
	Jobs []*model.Job `json:"jobs,omitempty"`
}

func (a *App) releaseShow() *cobra.Command {
	var asOf string
	cmd := &cobra.Command{
		Use: "show REL-n", Short: "show a release with everything that hangs on it", Args: args("a release"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			id, err := a.id(ctx, model.KindRelease, args[0])
			if err != nil {
				return err
			}
			at, err := a.outlook(ctx, asOf)
			if err != nil {
				return err
			}
			c, err := a.caseNaming(ctx, at.pos, at.now, model.Needs{Releases: []model.ID{id}, Calendar: true, Suspected: []model.ID{id}, Kinds: []model.Kind{model.KindProblem}})
			if err != nil {
				return err
			}
			v, err := a.view(ctx, c, id, at)
			if err != nil {
				return err
			}
			return a.print(v, func(w io.Writer) { v.text(w, a, c, at.zone) })
		},
	}
	asOfFlag(cmd.Flags(), &asOf)
	return cmd
}

func (a *App) view(ctx context.Context, c *model.Case, id model.ID, at outlook) (*releaseView, error) {
	f, ok := c.Fact(id)
	if !ok {
		return nil, &model.NotFound{What: "release " + string(id)}
	}
	v := &releaseView{Release: f.Record.(*model.Release), Position: f.Since}
	v.Changes = of(c, func(r *model.Change) bool { return slices.Contains(v.Release.Changes, r.ID) })
	v.Waivers = of(c, func(w *model.Waiver) bool { return w.Of == id })
	v.Improvements = c.Improvements(id)
	v.Jobs = c.Jobs(id)
	v.Documents = of(c, func(r *model.Document) bool { return r.Of == id })
	v.Approvals = of(c, func(r *model.Approval) bool { return r.Of == id })
	for _, ap := range v.Approvals {
		if after := decision.CompletedAfter(c, ap); after != nil {
			v.Afterwards = append(v.Afterwards, *after)
		}
	}
	v.Runs = of(c, func(r *model.Run) bool { return r.Release == id })
	v.Notices = of(c, func(r *model.Notice) bool { return r.Release == id })
	v.Conditions = conditionsOf(c, v.Release)
	v.Baselines = of(c, func(r *model.Baseline) bool { return r.Release == id })
	v.Procured = of(c, func(r *model.Procurement) bool { return r.Release == id })
	v.Moves = c.MoveLines(v.Release)
	if slip, ok := c.SlipOf(v.Release); ok {
		v.Slip = &slip
	}
	v.Risks = gate.OpenRisks(c, id)
	if !v.Release.Ended() {
		v.Unusable = gate.Unusable(c, v.Release)
	}
	v.Target = costOf(gate.CostOf(c, v.Release))
	v.Took = tookOf(c, v.Release)
	v.Incidents = of(c, v.Release.Concerns)
	v.Suspected = suspect.On(c, id)
	v.Early = c.EarlyStatuses(id)
	v.Unwatched = model.Each(gate.Unwatched(c, v.Release), when.Date.String)
	v.Closes, v.KnownErrors = model.Mended(c, v.Release)
	if !v.Release.Ended() {
		card, err := a.db.Card(ctx, id, at.pos, at.now)
		if err != nil {
			return nil, err
		}
		reads := *c
		reads.Who.Person = a.me
		v.Conflicts = a.conflictViews(task.AddressedConflicts(&reads, card.Conflicts))
	}
	g, err := a.db.GateIn(ctx, id, "", at.pos, at.now, at.zone)
	v.Gate = a.gateView(g)
	return v, err
}

func of[T model.Record](c *model.Case, keep func(T) bool) []T {
	var out []T
	for _, r := range model.All[T](c) {
		if keep(r) {
			out = append(out, r)
		}
	}
	return out
}

func (v *releaseView) text(w io.Writer, a *App, c *model.Case, zone *time.Location) {
	r := v.Release
	fmt.Fprintf(w, "%s  %s\n", r.ID, visible(r.Title()))
	line := func(name, text string) { fmt.Fprintf(w, "  %-14s %s\n", name, dash(visible(text))) }
	state := string(r.State())
	if r.Hold != nil {
		state += ": " + r.Hold.Reason + ", review " + dateOf(r.Hold.Review, zone)
	}
	if r.Cancelled != nil {
		state += ": " + r.Cancelled.Reason
	}
	line("stage", v.Gate.StageTitle+" since "+timeOf(r.Since, zone))
	if due := r.StageDue; !due.IsZero() && !r.Ended() {
		text := timeOf(due, zone)
		if r.Overdue(c.Now) {
			text += ", overdue"
		}
		line("due", text)
	}
	line("state", state)
	line("type", r.Type)
	if d := r.Declared; d != nil {
		line("declared", fmt.Sprintf("%s by %s: %s", recorded(d.At, d.Recorded, zone), c.Signatory(d.By, d.At), d.Words()))
		if d.Ended != nil {
			line("downgraded", fmt.Sprintf("%s by %s: %s", recorded(d.Ended.At, d.Ended.Recorded, zone), c.Signatory(d.Ended.By, d.Ended.At), d.Ended.Reason))
		}
	}
	line("brings", strings.Join(r.Contents, ", "))
	if s := model.Get[*model.Service](c, r.Service); s != nil {
		line("service", s.Name+" ("+s.Handle+")")
	} else {
		line("service", "")
	}
	line("owner", c.PersonName(r.Owner))
	line("coordinator", c.PersonName(r.Coordinator))
	window := dateOf(r.Window.Start, zone)
	if !r.Window.End.IsZero() && r.Window.End != r.Window.Start {
		window += " to " + dateOf(r.Window.End, zone)
	}
	line("window", window)
	if there := when.Also(r.Window.Start, r.Window.End, zone, c.Zone(r)); there != "" {
		line("there", there)
	}
	if d := r.Departs; d != nil {
		text := fmt.Sprintf("%s, cut-off for RFCs %s", d.Train, dateOf(d.Cutoff, zone))
		if d.Past(c.Now) {
			text += ", over"
		}
		line("train", text)
	}
	if r.Baseline != nil {
		line("baseline", dateOf(r.Baseline.Slot.Start, zone))
	}
	if v.Slip != nil {
		text, _ := v.Slip.Words()
		line("slip", text)
	}
	for _, m := range v.Moves {
		line("moved", a.moveWords(m, zone))
	}
	if r.Risk != nil {
		var factors []string
		for _, f := range r.Risk.Factors {
			factors = append(factors, c.Rules.Policy.FactorTitle(f))
		}
		line("risk", fmt.Sprintf("%d (%s): impact %d × likelihood %d, factors: %s", r.Risk.Score, r.Risk.Band, r.Risk.Impact, r.Risk.Likelihood, dash(strings.Join(factors, ", "))))
	}
	for _, risk := range v.Risks {
		line("open risk", risk.Words(c))
	}
	for _, text := range v.Unusable {
		line("package", text)
	}
	v.Target.print(line)
	printTook(v.Took, line)
	line("revision", fmt.Sprint(r.Revision))
	for _, b := range r.Broken {
		line("glass broken", fmt.Sprintf("%s by %s: %s", timeOf(b.At, zone), c.Signatory(b.By, b.At), b.Reason))
	}
	if r.Origin != nil {
		line("imported", "from "+r.Origin.Source)
	}
	at := func(t time.Time) string { return timeOf(t, zone) }
	owed := func(kept model.Record) {
		for _, k := range model.Owing(kept) {
			if k.Of == r.ID || k.Of == kept.Key() { // of a freeze others have some
				line("", decision.ConditionWords(c, k, at))
			}
		}
	}
	for _, ch := range v.Changes {
		line(string(ch.ID), string(ch.State)+"  "+ch.Title)
		owed(ch)
	}
	for _, p := range v.Closes {
		line(string(p.ID), "closed by it: "+p.Title+", "+model.StateWords(p))
	}
	for _, p := range v.KnownErrors {
		line(string(p.ID), "known error: "+p.Title+"; "+p.Workaround)
	}
	for _, d := range v.Documents {
		approved := ""
		if !d.Approved.IsZero() {
			approved = ", approved by " + decision.Signed(c, d.Approver, d.Approved, d.Basis) + " " + timeOf(d.Approved, zone) + decision.After(c, d.Decided, at) + decision.Outdated(c, d)
		}
		if v := d.Rejected(); v != nil {
			approved = ", rejected by " + decision.Signed(c, v.By, v.At, v.Basis) + " " + timeOf(v.At, zone) + decision.After(c, v, at)
		}
		line(string(d.ID), fmt.Sprintf("%s, version %d by %s %s%s", d.Title, d.Version, c.Signatory(d.Author, d.At), recorded(d.At, d.Recorded, zone), approved))
		owed(d)
	}
	for _, ap := range v.Approvals {
		approvalLines(c, r, ap, zone, line)
	}
	for _, win := range model.All[*model.Window](c) {
		for _, e := range win.Exceptions {
			if e.Release == r.ID {
				line(string(win.ID), fmt.Sprintf("exception from %s: %s", win.Title, decision.ExceptionStands(c, win, e)))
			}
		}
		owed(win)
	}
	for _, n := range v.Notices {
		line(string(n.ID), noticeWords(c, n, zone))
	}
	for _, waiver := range v.Waivers {
		line(string(waiver.ID), waiverWords(c, waiver, zone))
	}
	for _, i := range v.Improvements {
		line(string(i.ID), improvementWords(c, i))
	}
	for _, p := range v.Procured {
		line(string(p.ID), a.procurementWords(c, p))
	}
	for _, j := range v.Jobs {
		line(string(j.ID), jobWords(j, zone))
	}
	for _, run := range v.Runs {
		line(string(run.ID), fmt.Sprintf("%s to %s %s", recorded(run.Started, run.StartedRecorded, zone), recorded(run.Ended, run.EndedRecorded, zone), run.Result))
	}
	for _, e := range v.Early {
		line(string(e.ID), fmt.Sprintf("%s %s: %s (%s)", e.Day, e.Standing, e.Text, c.PersonName(e.By)))
	}
	if len(v.Unwatched) > 0 {
		line("early life", "no daily status of "+gate.DaysWords(gate.Unwatched(c, v.Release), 5))
	}
	for _, i := range v.Incidents {
		line(string(i.ID), i.Severity+" "+string(i.State)+"  "+i.Title)
	}
	for _, found := range v.Suspected {
		i := model.Get[*model.Incident](c, found.Incident)
		line(string(i.ID), fmt.Sprintf("%s %s  %s: may come from it (%s)", i.Severity, i.State, i.Title, found.Words()))
	}
	for _, found := range v.Conflicts {
		line("conflict", found.Reason().Text)
		if len(found.Remedies) > 0 {
			fmt.Fprintf(w, "  %-14s %s %s\n", "", a.arrow(), found.Remedy)
		}
	}
	met, all := v.Gate.Count()
	line("gate", fmt.Sprintf("%d of %d met%s: fairway gate %s", met, all, v.Gate.WaivedWords(), r.ID))
	namesZone(w, zone)
}

// moveWords is one move of a release in a line: from, to, when in its life, why, and who.
func (a *App) moveWords(m model.MoveLine, zone *time.Location) string {
	slot := func(s model.Slot) string { return dateOf(s.Start, zone) }
	if m.From.Start.Same(m.To.Start) { // its end was moved
		slot = func(s model.Slot) string { return when.Tell(s.Start, s.End, zone, zone) }
	}
	back := ""
	if m.Undone {
		back = ", taken back"
	}
	return fmt.Sprintf("%s %s %s by %s %s, %s%s: %s, %s", slot(m.From), a.arrow(), slot(m.To), m.ByName, timeOf(m.At, zone), m.When(), back, m.ReasonTitle, m.Sentence)
}
