package action

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/form"
)

// undoable are the entries that can be taken back: edits, reschedules, holds.
// Decisions, sent notices and run steps never are.
var undoable = []string{"edit", "scope", "affect", "reschedule", "hold", "resume", "form", "procure", "receive", "drop-procurement"}

// Undo takes back one's own last edit of a release, until somebody else has
// changed it. It is a new entry that restores what was before, never a
// deletion; approvals that the edit voided stay void, and a material edit is a
// material edit in both directions.
type Undo struct {
	Release model.ID `json:"release"`
	Void    bool     `json:"void,omitempty"`
	// Seen is the log position of the newest entry about the release that the
	// person saw: that one is taken back, and none that came after it.
	Seen int64 `json:"seen,omitempty"`
}

// Needs are the release's facts with its last entries, and the calendar around it.
func (a Undo) Needs() model.Needs {
	return model.Needs{Releases: []model.ID{a.Release}, Calendar: true, History: a.Release}
}

// Do finds the entry and restores the records it wrote.
func (a Undo) Do(c *model.Case) (Outcome, error) {
	doing := "undo on " + string(a.Release)
	r, p, err := loadUnlocked(c, a.Release, 0, doing)
	if err != nil {
		return Outcome{}, err
	}
	if a.Seen != 0 && len(c.History) > 0 && c.History[0].Position > a.Seen {
		return Outcome{}, &model.Changed{ID: r.ID, Seen: a.Seen, Now: c.History[0].Position}
	}
	if with := c.MovedWith; with != "" {
		return Outcome{}, model.Refuse(doing, fmt.Sprintf("it moved along with %s", with), model.ByTask("undo", with).For("take that back, and it goes back as well"))
	}
	entry, refused := lastOwn(c)
	if refused != "" {
		return Outcome{}, model.Refuse(doing, refused)
	}
	n := r.Clone()
	out := wrote(r.ID, "took back "+taken(entry, r.ID), n)
	var what []string
	var docs []model.ID
	var along []*model.Release
	for _, id := range entry.Wrote {
		if id.Kind() == model.KindZone {
			continue // what its dates were the first to be derived by stays known
		}
		before := entry.Before[id]
		if f, ok := c.Fact(id); ok && foreign(c, f.Since, entry.Position) {
			return Outcome{}, model.Refuse(doing, fmt.Sprintf("%s was changed since by an entry that is not about %s (#%d)", id, r.ID, f.Since), model.Say("edit it instead"))
		}
		switch old := before.(type) {
		case *model.Release:
			if id != r.ID { // what moved along with it: its dates go back, as it is otherwise
				if now := model.Get[*model.Release](c, id); now != nil && !now.Window.Same(old.Window) {
					back := now.Clone()
					back.Window = old.Window
					back.Moves = append(slices.Clone(now.Moves), model.Move{From: now.Window, To: old.Window, Reason: "undo", Sentence: "taken back", By: c.Who.ID(), At: c.Now})
					along = append(along, back)
				}
				continue
			}
			restored := old.Clone()
			restored.Stage, restored.AtEnd, restored.Since, restored.Passed, restored.Returned = r.Stage, r.AtEnd, r.Since, r.Passed, r.Returned
			restored.Baseline, restored.Revision, restored.Broken, restored.Deployed = r.Baseline, r.Revision, r.Broken, r.Deployed
			restored.Edited = r.Edited
			restored.Moves = r.Moves
			if !restored.Window.Same(r.Window) && !r.Window.IsZero() {
				restored.Moves = append(slices.Clone(r.Moves), model.Move{From: r.Window, To: restored.Window, Reason: "undo", Sentence: "taken back", By: c.Who.ID(), At: c.Now})
			}
			what = append(what, decision.Differs(r, restored)...)
			*n = *restored
		case *model.Document:
			now := model.Get[*model.Document](c, id)
			if now == nil {
				continue
			}
			d := *old
			d.Version, d.Author, d.At, d.Recorded, d.Approver, d.Approved = now.Version+1, c.Who.ID(), c.Now, time.Time{}, "", time.Time{}
			d.Basis = model.Basis{}
			if !old.Recorded.IsZero() { // what it says was done then
				d.At, d.Recorded = old.At, c.Now
			}
			out.Writes = append(out.Writes, &d)
			if f, ok := c.Under(r).Form(d.Form); ok && materially(f, now, &d) {
				what, docs = append(what, f.Material), append(docs, d.ID)
			}
		case *model.Procurement:
			restored := *old
			out.Writes = append(out.Writes, &restored)
		case nil:
			if now := model.Get[*model.Procurement](c, id); now != nil { // nothing is deleted: it is off the list
				d := *now
				d.Dropped = "taken back"
				out.Writes = append(out.Writes, &d)
			}
			if now := model.Get[*model.Item](c, id); now != nil { // that it was received was wrong
				i := *now
				i.State = model.ItemRetired
				out.Writes = append(out.Writes, &i)
			}
			if now := model.Get[*model.Document](c, id); now != nil {
				d := *now // the entry created it: nothing is deleted, it is emptied
				d.Version, d.Author, d.At, d.Recorded, d.Approver, d.Approved = now.Version+1, c.Who.ID(), c.Now, time.Time{}, "", time.Time{}
				d.Basis = model.Basis{}
				d.Answers = form.Answers{}
				out.Writes = append(out.Writes, &d)
				if f, ok := c.Under(r).Form(d.Form); ok {
					what, docs = append(what, f.Material), append(docs, d.ID)
				}
			}
		case *model.Change:
			// An RFC lives on without the release: what happened to it since,
			// in another release perhaps, is not taken back.
			if f, _ := c.Fact(id); f.Since > entry.Position {
				return Outcome{}, model.Refuse(doing, fmt.Sprintf("%s was changed since", id), model.ByTask("scope", r.ID).For("change the scope instead"))
			}
			restored := *old
			out.Writes = append(out.Writes, &restored)
		}
	}
	what = slices.DeleteFunc(what, func(w string) bool { return w == "" })
	slices.Sort(what)
	if !n.Window.Same(r.Window) {
		cutoffAlong(c, n, &out)
	}
	err = revise(c, p, n, slices.Compact(what), a.Void, doing, &out, docs...)
	if len(along) > 0 {
		out.Note += ", and with it: " + strings.Join(model.Each(along, func(f *model.Release) string { return fmt.Sprintf("%s to %s", f.ID, tell(c, f.ID, f.Window)) }), ", ")
		for _, f := range along {
			cutoffAlong(c, f, &out)
		}
		err = Reschedule{Release: a.Release, Void: a.Void}.alongside(c, along, doing, &out, err)
	}
	if err != nil {
		return Outcome{}, err
	}
	if ended := stillVoid(c, entry); len(ended) > 0 {
		ids, stay := strings.Join(model.Each(ended, func(a *model.Approval) string { return string(a.ID) }), ", "), "stay void, and have"
		if len(ended) == 1 {
			stay = "stays void, and has"
		}
		out.Note += fmt.Sprintf("; %s %s to be asked for again", ids, stay)
	}
	for _, w := range out.Writes {
		if d, ok := w.(*model.Document); ok { // it is written for what it comes back to
			decision.Bind(c.Under(r), d, n)
		}
	}
	return out, nil
}

// What says what an undo takes back: "the reschedule of REL-4".
func (a Undo) What(c *model.Case) string {
	entry, _ := lastOwn(c)
	return taken(entry, a.Release)
}

// Along says, in a sentence each, what goes back with it, and what of what the entry ended
// stays ended.
func (a Undo) Along(c *model.Case) []string {
	entry, _ := lastOwn(c)
	var out []string
	for _, id := range entry.Wrote {
		switch old := entry.Before[id].(type) {
		case *model.Release:
			if now := model.Get[*model.Release](c, id); now != nil && id != a.Release && !now.Window.Same(old.Window) {
				out = append(out, fmt.Sprintf("%s %s goes back as well, to %s.", id, now.Title(), tell(c, id, old.Window)))
			}
		}
	}
	for _, ended := range stillVoid(c, entry) {
		out = append(out, fmt.Sprintf("%s%s stays void, and has to be asked for again.", c.Title(ended.ID), ofOther(ended.Of, a.Release)))
	}
	return out
}

// stillVoid are the approvals that an entry voided, and that nothing brings back.
func stillVoid(c *model.Case, entry model.Touch) (out []*model.Approval) {
	for _, id := range entry.Wrote {
		old, was := entry.Before[id].(*model.Approval)
		if now := model.Get[*model.Approval](c, id); was && now != nil && now.State() == model.ApprovalVoid && old.State() != model.ApprovalVoid {
			out = append(out, now)
		}
	}
	return out
}

func taken(entry model.Touch, release model.ID) string {
	return fmt.Sprintf("the %s of %s", entry.Action, release)
}

// foreign reports whether what stands was written after the entry, and not by
// what else was done to the release: by an import, for example.
func foreign(c *model.Case, since, entry int64) bool {
	return since > entry && !slices.ContainsFunc(c.History, func(t model.Touch) bool { return t.Position == since })
}

// lastOwn is the newest entry that is the person's own, can be undone, and was
// not taken back yet.
func lastOwn(c *model.Case) (model.Touch, string) {
	taken := 0
	for _, t := range c.History {
		if t.Who != c.Who.ID() {
			return model.Touch{}, fmt.Sprintf("the last change of it is by %s (%s)", c.PersonName(t.Who), t.Action)
		}
		switch {
		case t.Action == "undo":
			taken++
		case !slices.Contains(undoable, t.Action):
			return model.Touch{}, fmt.Sprintf("your last entry on it is %q, which can't be taken back", t.Action)
		case taken > 0:
			taken--
		default:
			return t, ""
		}
	}
	return model.Touch{}, "there is nothing of yours to take back"
}
