package action

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/form"
	"fairway/model/gate"
	"fairway/model/process"
	"fairway/model/when"
)

// namedAction is an improvement action as a document names it.
type namedAction struct {
	action string
	owner  model.ID
	due    when.Moment
	done   bool
	effect string
	// measure is the one that it aims at, where that was said.
	measure string
	row     int // in its table, from 1; 0 where the paper has but one
}

// actionsIn are those that a document names, of the forms that ask for some. One of them
// has a table (several), the others one each.
func actionsIn(c *model.Case, d *model.Document) (list []namedAction, several bool) {
	if d == nil {
		return nil, false
	}
	zone, a := c.ZoneOf(d.Of), d.Meant()
	done, effect := "done", "effect"
	switch d.Means() {
	case gate.FormEvaluation:
		for at, row := range a.Rows("actions") {
			cells := form.Answers{Values: row}
			list = append(list, namedAction{action: strings.TrimSpace(row["action"]), owner: model.ID(row["owner"]), due: cells.Moment("due", zone), measure: strings.TrimSpace(row["measure"]), row: at + 1})
		}
		several = true
	case gate.FormUnauthorised:
		done, effect = "prevented", "learnt"
		fallthrough
	case gate.FormImprovement:
		list = []namedAction{{action: a.Get("action"), owner: model.ID(a.Get("owner")), due: a.Moment("due", zone), done: a.Yes(done), effect: a.Get(effect), measure: a.Get("measure")}}
	}
	return slices.DeleteFunc(list, func(n namedAction) bool { return n.action == "" || n.owner == "" || n.due.IsZero() }), several
}

// like finds the one that says the same; of a document that has one only, that one.
func like(list []namedAction, several bool, action string) (namedAction, bool) {
	for _, n := range list {
		if !several || strings.EqualFold(n.action, action) {
			return n, true
		}
	}
	return namedAction{}, false
}

// noting notes the improvement actions that a document names, so that they wait for their
// owners until they are done.
type noting struct {
	c       *model.Case
	form    *form.Form
	d       *model.Document
	refusal *model.Refusal // what can't be
	drops   *model.Refusal // what is dropped, which has to be confirmed
	out     *Outcome
}

// noteActions notes the actions that a version of a document names: new ones, and what it
// says otherwise of those that an earlier one named. Who sees to one that is on record, and
// until when, it doesn't change: that is a hand-over, with a reason. Those that it names no
// more are dropped, and told of in drops where that was not confirmed.
func noteActions(c *model.Case, f *form.Form, before, d *model.Document, confirmed bool, doing string, out *Outcome) (drops *model.Refusal, err error) {
	list, several := actionsIn(c, d)
	earlier, _ := actionsIn(c, before)
	n := &noting{c: c, form: f, d: d, refusal: &model.Refusal{Doing: doing}, drops: &model.Refusal{Doing: doing}, out: out}
	n.once(list)
	var noted, dropped []string
	known := map[string]bool{}
	for _, i := range model.All[*model.Improvement](c) {
		if i.Document != d.ID {
			continue
		}
		now, named := like(list, several, i.Action)
		was, _ := like(earlier, several, i.Action)
		switch {
		case i.Done != nil:
			if strings.EqualFold(now.action, i.Action) {
				known[strings.ToLower(i.Action)] = true
				if named && (now.owner != was.owner || now.due != was.due) && (now.owner != i.Owner || now.due != i.Due) {
					n.wrong(now, "action", fmt.Sprintf("%s says the same, and is done already: say what is to be done besides", i.ID))
				}
			}
		case i.State() != model.ImprovementOpen:
		case named:
			known[strings.ToLower(now.action)] = true
			n.otherwise(i, was, now)
		default:
			dropped = append(dropped, n.drop(i))
		}
	}
	for _, now := range list {
		if known[strings.ToLower(now.action)] || now.done && before != nil {
			continue
		}
		known[strings.ToLower(now.action)] = true
		i := n.new(now)
		noted = append(noted, fmt.Sprintf("%s for %s", i.ID, c.PersonName(i.Owner)))
	}
	for _, told := range []struct {
		what string
		list []string
	}{{"noted", noted}, {"dropped", dropped}} {
		if len(told.list) > 0 {
			out.Note += "; " + told.what + " " + strings.Join(told.list, ", ")
		}
	}
	if confirmed || len(n.drops.Reasons) == 0 {
		return nil, n.refusal.Or()
	}
	return n.drops, n.refusal.Or()
}

// once refuses two actions in the same words: which of them were meant could not be told.
func (n *noting) once(list []namedAction) {
	first := map[string]int{}
	for _, now := range list {
		words := strings.ToLower(now.action)
		if first[words] > 0 {
			n.wrong(now, "action", fmt.Sprintf("row %d says the same: say of each what its owner does", first[words]))
			continue
		}
		first[words] = now.row
	}
}

// otherwise keeps what the paper says otherwise of an action that is open.
func (n *noting) otherwise(i *model.Improvement, was, now namedAction) {
	owner, due := now.owner != was.owner && now.owner != i.Owner, now.due != was.due && now.due != i.Due
	if owner || due {
		hand := []process.Answer{model.With("reason", "")}
		if due {
			hand = append([]process.Answer{model.With("due", now.due.TextIn(n.c.ZoneOf(i.Of)))}, hand...)
		}
		if owner {
			hand = append([]process.Answer{model.With("owner", string(now.owner))}, hand...)
		}
		remedies := []model.Remedy{model.ByTask("hand-improvement", i.ID, hand...).For("hand it over")}
		if now.row == 0 {
			remedies = append(remedies, model.Say("name what is another action in the table of the review"))
		}
		n.refusal.Add(fmt.Sprintf("%s is on record for %s, until %s: that is changed by a hand-over, with a reason", i.ID, n.c.PersonName(i.Owner), tell(n.c, i.Of, model.Slot{Start: i.Due})), remedies...)
		return
	}
	next := *i
	next.Action, next.Measure = now.action, now.measure
	if now.done {
		next.Done = &model.Answer{By: n.c.Who.ID(), At: n.c.Now, Text: now.effect}
	}
	if next.Action != i.Action || next.Measure != i.Measure || next.Done != nil {
		n.out.Writes = append(n.out.Writes, &next)
	}
}

// drop drops an action that the paper names no more, and says which.
func (n *noting) drop(i *model.Improvement) string {
	next := *i
	next.Dropped = &model.Ending{Reason: fmt.Sprintf("%s version %d does not name it any more", n.d.ID, n.d.Version), By: n.c.Who.ID(), At: n.c.Now}
	n.out.Writes = append(n.out.Writes, &next)
	n.drops.Voids = append(n.drops.Voids, i.ID)
	n.drops.Add(fmt.Sprintf("it does not name %s any more, which waits for %s: it would be dropped (%s)", i.ID, n.c.PersonName(i.Owner), i.Action), model.Say("name it again, in the same words"), goOn("void"))
	return fmt.Sprintf("%s of %s (%s)", i.ID, n.c.PersonName(i.Owner), i.Action)
}

// new notes an action. Nobody who has left sees to one, and none is due in the past.
func (n *noting) new(now namedAction) *model.Improvement {
	c, d := n.c, n.d
	i := &model.Improvement{ID: c.Mint(model.KindImprovement), Of: d.Of, Document: d.ID, Service: serviceOf(c, d.Of), Action: now.action, Owner: now.owner, Due: now.due, Measure: now.measure, By: c.Who.ID(), At: c.Now}
	if now.done {
		i.Done = &model.Answer{By: c.Who.ID(), At: c.Now, Text: now.effect}
	} else {
		if p := model.Get[*model.Person](c, now.owner); p != nil && p.Left {
			n.wrong(now, "owner", p.Name+" has left: name somebody else")
		}
		if !now.due.Over().After(c.Now) {
			n.wrong(now, "due", "it would have to be done in the past: give a date to come")
		}
	}
	n.out.Writes = append(n.out.Writes, i)
	return i
}

// wrong refuses an answer about an action, where the paper has it.
func (n *noting) wrong(now namedAction, name, text string) {
	w := form.Wrong{Field: n.form.Asked(name).Name, Text: text}
	if now.row > 0 {
		w = form.Wrong{Field: n.form.Asked("actions").Name, Row: now.row, Column: n.form.Column("actions", name).Name, Text: text}
	}
	n.refusal.Wrong(w)
}

// withDrops puts what a paper drops onto what refuses it otherwise: all that it takes is said
// at once.
func withDrops(err error, drops *model.Refusal) error {
	if drops == nil {
		return err
	}
	if refused, ok := errors.AsType[*model.Refusal](err); ok {
		refused.Reasons, refused.Voids = append(refused.Reasons, drops.Reasons...), append(refused.Voids, drops.Voids...)
		return refused
	}
	if err != nil {
		return err
	}
	return drops
}
