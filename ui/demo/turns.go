package demo

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"fairway/assets"
	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/model/process"
	"fairway/model/when"
)

// turn is what a release does beside the straight way. Each returns what is
// done, up to where the way goes on.
func (w *walk) turn(t assets.DemoTurn, s *process.Stage) ([]todo, error) {
	by := t.By
	if by == "" {
		by = w.spec.Coordinator
	}
	one := func(do func() action.Action) ([]todo, error) { return []todo{{name: t.Do, who: by, do: do}}, nil }
	switch t.Do {
	case "move":
		return w.move(t, s, by)
	case "rework":
		return w.rework(t, s, by)
	case "reject":
		return w.reject(t, s, by)
	case "ask":
		return one(func() action.Action {
			return action.Decide{Approval: w.approvals[w.purpose(s)], Verdict: model.Ask, Comment: t.Text}
		})
	case "edit":
		return []todo{w.edit(by, t.Set, t.Value)}, nil
	case "undo":
		// An edit that was a slip of the finger, taken back at once.
		return []todo{w.edit(by, t.Set, t.Value), {name: "undo", who: by, do: func() action.Action { return action.Undo{Release: w.id} }}}, nil
	case "hold":
		review := when.OnDay(w.m.days.date(t.Days), w.m.days.zone)
		return one(func() action.Action { return action.Hold{Release: w.id, Reason: t.Text, Review: review} })
	case "resume":
		return one(func() action.Action { return action.Resume{Release: w.id} })
	case "cancel":
		return one(func() action.Action { return action.Cancel{Release: w.id, Reason: t.Text} })
	case "reopen":
		return w.reopen(t)
	case "scan":
		return one(func() action.Action { return action.Scan{Release: w.id} })
	case "live-with":
		return one(func() action.Action { return action.AcceptConflict{Release: w.id, Key: w.key(t), Reason: t.Text} })
	case "except":
		return one(func() action.Action {
			return action.AskException{Window: w.m.id("window", t.Window), Release: w.id, Reason: t.Text}
		})
	case "exception":
		return one(func() action.Action {
			return action.DecideException{Window: w.m.id("window", t.Window), Release: w.id, Yes: t.Yes, Comment: t.Text}
		})
	case "scope":
		return w.rescope(t, s, by)
	case "affect":
		return one(func() action.Action {
			return action.Affect{Release: w.id, Add: []model.ID{w.m.id("item", t.Value)}, Complete: true, Void: true}
		})
	case "notice":
		return one(func() action.Action {
			return action.SendNotice{Release: w.id, Audience: t.Value, Channel: "meeting", Text: t.Text}
		})
	case "again": // asked for again, after an edit has voided it
		return []todo{w.askAgain(w.purpose(s))}, nil
	case "rehearse":
		return w.rehearse(), nil
	case "condition", "break-glass": // said where somebody signs
		return nil, nil
	}
	return nil, fmt.Errorf("there is no turn %q", t.Do)
}

// purpose is the approval that is asked for in a stage.
func (w *walk) purpose(s *process.Stage) string {
	for _, a := range w.process.Approvals {
		if slices.Contains(a.Stages, s.ID) {
			return a.ID
		}
	}
	return ""
}

// stages from one up to, but not including, another are passed again: with the
// approvals of those that are named, which an edit has voided.
func (w *walk) again(from, to string, voided ...string) []todo {
	var out []todo
	_, first := w.process.Stage(from)
	_, end := w.process.Stage(to)
	for i := first; i < end; i++ {
		s := &w.process.Stages[i]
		if purpose := w.purpose(s); slices.Contains(voided, purpose) {
			out = append(out, w.approve(process.Check{Arg: purpose})...)
		}
		out = append(out, w.pass(s.ID))
	}
	for i := range out {
		if out[i].name == "pass" || out[i].name == "ask" || out[i].name == "sign" {
			out[i].name += " again" // not the one the data speaks of
		}
	}
	return out
}

func (w *walk) askAgain(purpose string) todo {
	ask := w.approve(process.Check{Arg: purpose})[0]
	ask.name = "ask again"
	return ask
}

func (w *walk) sendBack(to, why, by string) todo {
	return todo{name: "back", who: by, do: func() action.Action { return action.SendBack{Release: w.id, To: to, Reason: why} }}
}

// move reschedules. Once the plan is authorised, that voids the authorisation:
// the release goes back to its plan, and comes again.
func (w *walk) move(t assets.DemoTurn, s *process.Stage, by string) ([]todo, error) {
	w.slot++
	to := w.slots[w.slot]
	out := []todo{{name: "move", who: by, do: func() action.Action {
		return action.Reschedule{Release: w.id, Window: to, Reason: t.Reason, Sentence: t.Text, Void: true}
	}}}
	_, i := w.process.Stage(s.ID)
	_, planned := w.process.Stage("planning")
	if i <= planned || !slices.ContainsFunc(w.process.Back(s.ID), func(m process.Move) bool { return m.To == "planning" }) {
		return out, nil
	}
	voided := w.process.Voids("window", s.ID)
	out = append(out, w.sendBack("planning", t.Text, by))
	out = append(out, w.again("planning", s.ID, voided...)...)
	for _, c := range s.Checks {
		if c.Name == "notice-sent" { // other dates than those announced
			out = append(out, w.notice(c)...)
			out[len(out)-1].name = "notice again"
		}
	}
	if purpose := w.purpose(s); t.After == "ask" && slices.Contains(voided, purpose) {
		out = append(out, w.askAgain(purpose))
	}
	return out, nil
}

// rework takes what was built back to Build, with a package that replaces it.
func (w *walk) rework(t assets.DemoTurn, s *process.Stage, by string) ([]todo, error) {
	if !w.is("software") {
		return nil, errors.New("there is no package to make anew")
	}
	keeper := w.m.keeper()
	out := []todo{w.sendBack("build", t.Text, by)}
	out = append(out, todo{name: "withdraw", who: keeper, do: func() action.Action {
		return action.WithdrawMedia{Media: w.media[len(w.media)-1], Reason: t.Reason}
	}})
	out = append(out, w.pack("-2"), w.edit(keeper, "package", ""), w.pass("build"))
	out = append(out, w.report(process.Check{})...)
	if s.ID == "acceptance" {
		out = append(out, w.pass("test"))
	}
	for i := range out {
		out[i].name += " again"
	}
	return out, nil
}

// reject is somebody's no. In Planning the plan is written anew, and asked for
// again; later the release goes back there by itself, and its rollback plan is
// what is mended.
func (w *walk) reject(t assets.DemoTurn, s *process.Stage, by string) ([]todo, error) {
	purpose := w.purpose(s)
	out := []todo{{name: "reject", who: by, do: func() action.Action {
		return action.Decide{Approval: w.approvals[purpose], Verdict: model.Reject, Comment: t.Text}
	}}}
	if t.Decision == "open" { // nothing was done about it yet
		return out, nil
	}
	mended := w.write("rollback-plan", w.spec.Deployer, func() form.Answers { return w.backAnswers(append(slices.Clone(w.spec.Return), t.Steps...)) })
	w.spec.Return = append(slices.Clone(w.spec.Return), t.Steps...)
	mended.name = "mend"
	out = append(out, mended)
	if s.ID != "planning" {
		out = append(out, w.again("planning", s.ID, w.process.Voids("rollback-plan", "planning")...)...)
	}
	return append(out, w.askAgain(purpose)), nil
}

// reopen takes a closed release back to its review, and closes it again.
func (w *walk) reopen(t assets.DemoTurn) ([]todo, error) {
	last := w.process.Stages[len(w.process.Stages)-2].ID
	again := w.write("evaluation", "", func() form.Answers {
		w.spec.Lessons += "\n" + t.Value
		return w.evaluateAnswers()
	})
	pass := w.pass(last)
	return []todo{{name: "reopen", who: w.spec.Owner, do: func() action.Action { return action.Reopen{Release: w.id, Reason: t.Text} }}, again, pass}, nil
}

// rescope takes an RFC out of the release, or puts one in. Afterwards, it comes
// again.
func (w *walk) rescope(t assets.DemoTurn, s *process.Stage, by string) ([]todo, error) {
	i := slices.IndexFunc(w.changes, func(c *rfc) bool { return strings.EqualFold(c.Title, t.Value) })
	if i < 0 {
		return nil, fmt.Errorf("it has no RFC %q", t.Value)
	}
	out := []todo{{name: "scope", who: by, do: func() action.Action {
		a := action.Scope{Release: w.id, Void: true}
		if t.Kind == "add" {
			a.Add = []model.ID{w.changes[i].id}
		} else {
			a.Defer = []model.ID{w.changes[i].id}
		}
		return a
	}}}
	if s.ID == "acceptance" || s.ID == "scheduled" {
		out = append(out, w.sendBack("planning", t.Text, by))
		out = append(out, w.again("planning", s.ID, w.process.Voids("scope", s.ID)...)...)
	}
	return out, nil
}

// key names a conflict with another release, as the calendar rules do.
func (w *walk) key(t assets.DemoTurn) string {
	ids := []string{string(w.id), string(w.m.id("release", t.Release))}
	slices.Sort(ids)
	return t.Kind + ":" + strings.Join(ids, ",")
}
