package form

import (
	"errors"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/model/gate"
	"fairway/model/grammar"
	"fairway/model/task"
	"fairway/ui/kit"
	"fairway/ui/screen"
)

// verdict is what the action's own rules say of it beforehand.
type verdict struct {
	act    action.Action
	voided []string // approvals that go with it, and whose
	lapsed []string // what else was decided and counts no more then
}

// send sends the form: it is looked over here, then asked of the action's own
// rules, then done.
func (f *Form) send() tea.Cmd {
	if f.asking || f.sending {
		return nil
	}
	f.judge()
	var took tea.Cmd
	if f.clash != nil {
		if !f.from.merges() || !f.clash.decided() {
			return f.compare()
		}
		took = f.takeOver()
	}
	if n := len(f.wrong); n > 0 {
		w := f.wrong[0]
		f.note = kit.Count(n, "answer") + " will not do"
		if g, ok := f.gone[w.Field]; ok {
			f.note = g.why
		}
		return tea.Batch(took, f.jumpTo(w))
	}
	if missing := f.open.form.Missing(f.answers); len(missing) > 0 && !f.from.lenient() {
		f.note = missing[0].Text
		return tea.Batch(took, f.jumpTo(missing[0]))
	}
	answers, _ := f.tidied()
	from, o, q := f.from, f.open, f.env.Query()
	f.asking = true
	return tea.Batch(took, ask(f, "check", func() (verdict, error) { return check(q, from, o, answers) }, f.checked))
}

// check asks whether the action may happen and what would go with it. It is
// the very question that the store asks again when it is done.
func check(q screen.Query, from source, o opening, answers form.Answers) (verdict, error) {
	act, err := from.make(o, answers)
	if err != nil {
		return verdict{}, err
	}
	// A document that is new to both is nothing the store could have seen here.
	if now, err := from.load(q); err != nil {
		return verdict{}, err
	} else if now.seen != o.seen && differs(from, o, now) {
		return verdict{}, &model.Changed{ID: from.subject(), Seen: o.seen, Now: now.seen}
	}
	c, err := q.Case(action.Needs(act))
	if err != nil {
		return verdict{}, err
	}
	c.Mint = func(k model.Kind) model.ID { return model.MakeID(k, 1<<40) }
	_, err = action.Perform(c, act)
	var refused *model.Refusal
	if err == nil || !errors.As(err, &refused) {
		return verdict{act: act}, err
	}
	if _, ok := task.WithAnyway(act); ok && refused.Asks() {
		return verdict{act: act}, nil // the frame asks for a second yes when it is done
	}
	all, ok := task.WithVoid(act)
	if !ok {
		return verdict{}, err
	}
	out, errAll := action.Perform(c, all)
	if errAll != nil || len(out.Voided)+len(out.Lapsed) == 0 {
		return verdict{}, err
	}
	v := verdict{act: all, lapsed: model.Each(out.Lapsed, func(l gate.Lapse) string { return l.Text })}
	for _, id := range out.Voided {
		v.voided = append(v.voided, action.VoidedOf(c, id, from.subject()))
	}
	return v, nil
}

// checked takes the verdict.
func (f *Form) checked(v verdict, err error) tea.Cmd {
	f.asking = false
	if err != nil {
		return f.refused(err)
	}
	title, begin, yes := "Approvals will be void", "To send this voids what was approved before it:", "send it and void them"
	switch {
	case len(v.voided)+len(v.lapsed) == 0:
		return f.do(v.act)
	case len(v.voided) == 0:
		title, begin, yes = "Decisions will lapse", "To send this ends what was decided before it:", "send it and end them"
	case len(v.lapsed) > 0:
		title, begin, yes = "Decisions will be void", "To send this ends what was decided before it:", "send it and end them"
	}
	text := []string{begin, ""}
	for _, w := range append(v.voided, v.lapsed...) {
		text = append(text, f.env.Theme.Glyph.No+" "+w)
	}
	text = append(text, "", "They have to be asked again.")
	f.env.Host.Pop(kit.NewConfirm(f.env.Theme, f.env.Host, title, text, yes, func() tea.Cmd { return f.do(v.act) }))
	return nil
}

// refused shows the reasons, and where the answer is that they are about.
func (f *Form) refused(err error) tea.Cmd {
	var changed *model.Changed
	if errors.As(err, &changed) {
		f.comparing, f.told = true, err
		f.note = "it was changed meanwhile"
		return f.Load()
	}
	f.env.Host.Fail("send the "+grammar.Lower(f.open.form.Title), err)
	var refusal *model.Refusal
	if !errors.As(err, &refusal) {
		return nil
	}
	for _, reason := range refusal.Reasons {
		if _, known := f.open.form.Field(reason.Field); known {
			return f.jump(reason.Field, reason.Row, reason.Column)
		}
	}
	return nil
}

// jumpTo goes to the answer that something is wrong with.
func (f *Form) jumpTo(w form.Wrong) tea.Cmd {
	return f.jump(w.Field, w.Row, w.Column)
}

// do sends the action. Until its answer comes nothing can be typed or sent; an
// answer that says no loads the form again, which ends the waiting.
func (f *Form) do(act action.Action) tea.Cmd {
	f.sending = true
	return f.env.Host.Do(act, func(screen.Done) tea.Cmd {
		f.sending, f.done = false, true
		forget := f.keep()
		f.env.Host.Back(f)
		return forget
	})
}

// Sending reports whether what is in the form is on its way.
func (f *Form) Sending() bool { return f.asking || f.sending }
