package cab

import (
	"fmt"
	"slices"
	"time"

	"fairway/model"
	"fairway/model/when"
)

// titles are what the standing items are called.
var titles = map[string]string{
	model.ItemFailed:     "Failed and rolled back since the last meeting",
	model.ItemConditions: "Conditions of earlier meetings that are not met",
	model.ItemSchedule:   "Forward schedule of change",
}

// since is when the last meeting before one ended; without one, as long ago as the
// schedule looks ahead.
func since(c *model.Case, m *model.Meeting) time.Time {
	until := c.Now
	if m != nil && !m.Opened.IsZero() {
		until = m.Opened
	}
	var last time.Time
	for _, o := range model.All[*model.Meeting](c) {
		if (m == nil || o.ID != m.ID) && o.State() == model.MeetingClosed && !o.Closed.After(until) && o.Closed.After(last) {
			last = o.Closed
		}
	}
	if last.IsZero() {
		return until.AddDate(0, 0, -c.Rules.Policy.Forward())
	}
	return last
}

// Since is when the last meeting that is over ended, by the same.
func Since(c *model.Case) time.Time { return since(c, nil) }

// standing are the items of every agenda. One without a line is left out, unless it
// was taken up.
func (a *Agenda) standing(c *model.Case) []Item {
	var out []Item
	for _, one := range []struct {
		item  string
		lines []Line
	}{{model.ItemFailed, a.failed(c)}, {model.ItemConditions, conditions(c)}, {model.ItemSchedule, schedule(c)}} {
		if len(one.lines) > 0 || a.Meeting != nil && a.Meeting.Item(one.item) != nil {
			out = append(out, Item{Item: one.item, Title: titles[one.item], Lines: one.lines})
		}
	}
	return out
}

// failed are the deployments that ended badly, and the RFCs of which a review said so,
// since the last meeting: by when that came to be known, however long ago it happened.
func (a *Agenda) failed(c *model.Case) []Line {
	var out []Line
	for _, r := range model.All[*model.Run](c) {
		recorded := r.Ended
		if r.EndedRecorded.After(recorded) {
			recorded = r.EndedRecorded
		}
		if !r.Production || r.Back != "" || r.Result != model.RunFailed && r.Result != model.RunRolledBack || !recorded.After(a.Since) {
			continue
		}
		title := string(r.Release)
		if of := model.Get[*model.Release](c, r.Release); of != nil {
			title += " " + of.Title()
		}
		out = append(out, Line{r.Release, fmt.Sprintf("%s: %s, %s (%s)", title, r.Result.Plain(), c.Stamp(r.Ended), r.ID)})
	}
	for _, ch := range model.All[*model.Change](c) {
		outcome, at := ch.Outcome, ch.ClosedAt
		if v := ch.Reviewed; v != nil {
			outcome, at = v.Outcome, v.At
		}
		if outcome != model.OutcomeFailed && outcome != model.OutcomeRolledBack || !at.After(a.Since) {
			continue
		}
		text := fmt.Sprintf("%s %s: %s by its review, %s", ch.ID, ch.Title, model.State(outcome).Plain(), c.Stamp(at))
		if ch.Reviewed != nil {
			text += ": " + ch.Reviewed.Text
		}
		out = append(out, Line{ch.ID, text})
	}
	return out
}

// conditions are those that were set in a meeting and nothing has met yet.
func conditions(c *model.Case) []Line {
	var out []Line
	for _, ap := range model.All[*model.Approval](c) {
		of := c.SubjectOf(ap.ID)
		if ap.Void != nil || !of.Known() || of.Ended() {
			continue
		}
		for _, k := range ap.Conditions() {
			if d := ap.Decisions[k.Decision]; k.Met == nil && d.Meeting != "" && closed(c, d.Meeting) {
				out = append(out, Line{ap.ID, fmt.Sprintf("%s %s: %s; %s has to meet it (%s, %s)", of.ID(), of.Title(), k.Text, c.PersonName(k.By), ap.ID, d.Meeting)})
			}
		}
	}
	return out
}

func closed(c *model.Case, id model.ID) bool {
	m := model.Get[*model.Meeting](c, id)
	return m == nil || m.State() == model.MeetingClosed
}

// schedule are the open releases that are to begin from today on, for as many days as
// the policy looks ahead, in the order of their dates. A date stands as it was meant.
func schedule(c *model.Case) []Line {
	office := c.Rules.Policy.Location()
	today := when.DateOf(c.Now, office)
	from, until := today.Start(office), today.AddDays(c.Rules.Policy.Forward()+1).Start(office)
	var list []*model.Release
	for _, r := range model.All[*model.Release](c) {
		if start := r.Window.Span(c.Zone(r)).Start; !r.Ended() && !r.Window.IsZero() && !r.Deployed && !start.Before(from) && start.Before(until) {
			list = append(list, r)
		}
	}
	slices.SortStableFunc(list, func(a, b *model.Release) int { return a.Window.Start.At.Compare(b.Window.Start.At) })
	return model.Each(list, func(r *model.Release) Line {
		text := fmt.Sprintf("%s %s: %s", r.ID, r.Title(), when.Tell(r.Window.Start, r.Window.End, c.Zone(r), office))
		if r.Risk != nil {
			text += ", risk " + c.Rules.Policy.BandTitle(r.Risk.Band)
		}
		if r.Hold != nil {
			text += ", on hold"
		}
		return Line{r.ID, text}
	})
}
