package standup

import (
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/gate"
)

// since says what came of things since last time: what was deployed or failed, what is
// late, what was declared, cancelled, moved, decided and put on hold, and then what went
// its way.
func (f *Facts) since() []Line {
	out := slices.Concat(f.ran(), f.becameLate(), f.declared(), f.cancelled(), f.moved(), f.windows(), f.decided(), f.held(), f.wentOn(), f.registered())
	if f.More {
		out = append(out, Line{Word: "and", Text: "more than is looked at: ask for a shorter time"})
	}
	return out
}

// ran are the production runs that ended or began, what went wrong first.
func (f *Facts) ran() []Line {
	var bad, good []Line
	for _, run := range written[*model.Run](f) {
		if !run.Production || run.Back != "" {
			continue
		}
		switch {
		case !run.Open() && f.isNew(run.Ended, run.EndedRecorded):
			l := Line{Word: run.Result.Plain(), ID: run.Release, Text: f.release(run.Release) + ", " + f.moment(run.Ended)}
			if run.Result != model.RunDeployed {
				l.Grave = true
				if run.Rollback != nil {
					l.Text += f.own(run.Rollback.Trigger)
				}
				bad = append(bad, l)
				continue
			}
			if run.Intervention != "" && run.Intervention != "none" {
				l.Text += ", with a " + strings.ReplaceAll(run.Intervention, "-", " ")
			}
			good = append(good, l)
		case run.Open() && f.isNew(run.Started, run.StartedRecorded):
			good = append(good, Line{Word: "begun", ID: run.Release, Text: f.release(run.Release) + ", " + f.moment(run.Started)})
		}
	}
	return append(bad, good...)
}

// becameLate are the releases whose start passed since.
func (f *Facts) becameLate() []Line {
	var out []Line
	for _, p := range f.Late {
		r := f.get(p.ID)
		if due := model.Due(r.Window.Start, f.Case.Zone(r)); f.isNew(due, due) {
			out = append(out, Line{Word: "slipped", ID: r.ID, Grave: true, Text: f.release(r.ID) + " was to begin " + f.date(r.Window.Start) + ", and has not"})
		}
	}
	return out
}

// declared are emergencies, and changes that were found to have been made without
// authorisation.
func (f *Facts) declared() []Line {
	var out []Line
	for _, r := range written[*model.Release](f) {
		if d := r.Emergency(); d != nil && f.isNew(d.At, d.Recorded) {
			out = append(out, Line{Word: "emergency", ID: r.ID, Grave: true, Text: f.release(r.ID) + ", declared " + f.moment(d.At) + f.own(d.Words())})
		}
	}
	for _, ch := range written[*model.Change](f) {
		switch d := ch.Emergency(); {
		case d != nil && f.isNew(d.At, d.Recorded):
			out = append(out, Line{Word: "emergency", ID: ch.ID, Grave: true, Text: f.release(ch.ID) + ", declared " + f.moment(d.At) + f.own(d.Words())})
		case ch.Captured != nil && f.isNew(ch.Submitted, ch.Submitted):
			out = append(out, Line{Word: "found", ID: ch.ID, Grave: true, Text: f.release(ch.ID) + ", made without authorisation"})
		}
	}
	return out
}

func (f *Facts) cancelled() []Line {
	var out []Line
	for _, r := range written[*model.Release](f) {
		if c := r.Cancelled; c != nil && f.isNew(c.At, c.At) {
			out = append(out, Line{Word: "cancelled", ID: r.ID, Text: f.release(r.ID) + f.by("by", c.By) + f.own(c.Reason)})
		}
	}
	return out
}

// moved are the releases whose dates were changed, from where they were to where they
// are: several moves of one are one line.
func (f *Facts) moved() []Line {
	var out []Line
	for _, r := range written[*model.Release](f) {
		var list []model.MoveLine
		for _, m := range f.Case.MoveLines(r) {
			if f.isNew(m.At, m.At) && !m.Undone {
				list = append(list, m)
			}
		}
		n := len(list)
		if n == 0 {
			continue
		}
		first, last := list[0], list[n-1]
		text := fmt.Sprintf("%s: %s → %s", f.release(r.ID), f.date(first.From.Start), f.date(last.To.Start))
		if first.From.Start.Same(last.To.Start) {
			text = fmt.Sprintf("%s: until %s → %s", f.release(r.ID), f.date(first.From.End), f.date(last.To.End))
		}
		if n > 1 {
			text += fmt.Sprintf(" (%d moves)", n)
		}
		late := slices.ContainsFunc(list, func(m model.MoveLine) bool { return m.Late })
		text += f.by("by", last.By)
		if late {
			text += " after authorisation"
		}
		l := Line{Word: "moved", ID: r.ID, Text: text + ": " + last.ReasonTitle, Grave: late && last.To.Start.At.After(first.From.Start.At)}
		if open := f.open(r.ID); len(open) > 0 { // where it lies now it collides
			worst := slices.MinFunc(open, func(a, b gate.Conflict) int {
				if a.Freeze() != b.Freeze() { // what nobody may do is said before what hinders
					return map[bool]int{true: -1, false: 1}[a.Freeze()]
				}
				return gate.Worse(&a, &b)
			})
			l.Text, l.Grave = l.Text+"; "+f.collides(r.ID, worst), true
		}
		out = append(out, l)
	}
	return out
}

// decided is what somebody was asked for and said, what was refused first.
func (f *Facts) decided() []Line {
	var no, yes []Line
	add := func(good bool, l Line) {
		if l.Grave = !good; good {
			yes = append(yes, l)
		} else {
			no = append(no, l)
		}
	}
	for _, a := range written[*model.Approval](f) {
		f.word(a, add)
	}
	var authorised []model.ID
	for _, ch := range written[*model.Change](f) {
		if d := ch.Decided; d == nil || !f.isNew(d.At, d.Recorded) {
			continue
		} else if d.Yes {
			authorised = append(authorised, ch.ID)
		} else {
			add(false, Line{Word: "rejected", ID: ch.ID, Text: f.release(ch.ID) + f.by("by", d.By) + f.own(d.Text)})
		}
	}
	if len(authorised) > 0 {
		add(true, f.named("authorised", authorised))
	}
	for _, w := range written[*model.Waiver](f) {
		if d := w.Decided; d != nil && f.isNew(d.At, d.Recorded) {
			add(d.Yes, Line{Word: map[bool]string{true: "waived", false: "refused"}[d.Yes], ID: w.Of, Text: f.release(w.Of) + ": " + w.Text + f.by("by", d.By)})
		}
	}
	for _, w := range written[*model.Window](f) {
		for _, e := range w.Exceptions {
			if d := e.Decided; d != nil && f.isNew(d.At, d.Recorded) {
				add(d.Yes, Line{Word: map[bool]string{true: "excepted", false: "refused"}[d.Yes], ID: e.Release, Text: f.release(e.Release) + " from " + w.Title + f.by("by", d.By) + f.expired(w, e)})
			}
		}
	}
	for _, r := range written[*model.Release](f) {
		for _, k := range r.Accepted {
			if k.Retracted == nil && f.isNew(k.At, k.At) {
				add(true, Line{Word: "accepted", ID: r.ID, Text: f.release(r.ID) + " with a conflict" + f.by("by", k.By) + f.own(k.Text)})
			}
		}
	}
	return append(no, yes...)
}

// word is what was said on an approval since, and how that stands.
func (f *Facts) word(a *model.Approval, add func(good bool, l Line)) {
	l := Line{ID: a.Of, Text: f.release(a.Of) + ": " + a.Title}
	var who []model.ID
	var last *model.Decision
	for i := range a.Decisions {
		d := &a.Decisions[i]
		if d.Retracted != nil || !f.isNew(d.At, d.Recorded) {
			continue
		}
		if last = d; d.Approves() {
			who = append(who, d.By)
		}
	}
	switch state := a.State(); {
	case a.Void != nil && f.isNew(a.Void.At, a.Void.At):
		l.Word, l.Text = "void", l.Text+" counts no more: "+line(a.Void.Reason)
		add(false, l)
	case last == nil || a.Void != nil:
	case last.Rejects():
		l.Word, l.Text = "rejected", l.Text+f.by("by", last.By)+f.own(last.Comment)
		add(false, l)
	case len(who) == 0:
		l.Word, l.Text = model.Decided(last.Verdict), l.Text+f.by("by", last.By)+f.own(last.Comment)
		if last.Verdict == model.Ask {
			l.Word = "asked"
		}
		add(true, l)
	case state == model.ApprovalApproved:
		l.Word, l.Text = "approved", l.Text+f.by("by", who...)
		add(true, l)
	default:
		l.Word, l.Text = "approved", fmt.Sprintf("%s, %d of %d%s", l.Text, len(a.Approvers)-len(a.Missing()), len(a.Approvers), f.by("by", who...))
		add(true, l)
	}
}

// collides says in a few words what the dates of a release collide with.
func (f *Facts) collides(id model.ID, c gate.Conflict) string {
	if kinds[c.Kind] == "" {
		return f.against(c)
	}
	return "in conflict over " + kinds[c.Kind]
}

func (f *Facts) held() []Line {
	var out []Line
	for _, r := range written[*model.Release](f) {
		if h := r.Hold; h != nil && f.isNew(h.At, h.At) {
			out = append(out, Line{Word: "on hold", ID: r.ID, Grave: true, Text: f.release(r.ID) + f.by("by", h.By) + f.own(h.Reason)})
		}
	}
	return out
}

// wentOn are the releases that came into another stage, in one line; what was sent back
// has one of its own.
func (f *Facts) wentOn() []Line {
	var out []Line
	var ids []model.ID
	var on []string
	ran := map[model.ID]bool{}
	for _, l := range f.ran() {
		ran[l.ID] = true
	}
	for _, r := range written[*model.Release](f) {
		var last *model.Passage
		for i := range r.Passed {
			if f.isNew(r.Passed[i].At, r.Passed[i].Recorded) {
				last = &r.Passed[i]
			}
		}
		switch {
		case last == nil || r.Cancelled != nil || last.Kind == "" && ran[r.ID]: // it was said what came of it
		case last.Kind == "":
			ids, on = append(ids, r.ID), append(on, string(r.ID)+" to "+f.stage(r, last.To))
		default:
			out = append(out, Line{Word: "sent back", ID: r.ID, Grave: true, Text: f.release(r.ID) + " to " + f.stage(r, last.To) + f.by("by", last.By) + f.own(last.Reason)})
		}
	}
	if len(on) > 0 {
		out = append(out, together("moved on", ids, on, ", "))
	}
	return out
}

// registered are the releases that are new, in one line.
func (f *Facts) registered() []Line {
	var ids []model.ID
	for _, r := range written[*model.Release](f) {
		if f.isNew(r.Registered, r.Registered) && r.Emergency() == nil && r.Origin == nil {
			ids = append(ids, r.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	return []Line{f.named("new", ids)}
}

// named are records in one line: one with its title, several by their ids.
func (f *Facts) named(word string, ids []model.ID) Line {
	if len(ids) == 1 {
		return Line{Word: word, ID: ids[0], Text: f.release(ids[0])}
	}
	return together(word, ids, model.Each(ids, func(id model.ID) string { return string(id) }), ", ")
}

// expired says that an exception that was granted lets in no more.
func (f *Facts) expired(w *model.Window, e model.Exception) string {
	if text, ok := strings.CutPrefix(decision.ExceptionStands(f.Case, w, e), "granted, "); ok && (strings.HasPrefix(text, "expired") || strings.HasPrefix(text, "does not cover")) {
		return "; " + text
	}
	return ""
}
