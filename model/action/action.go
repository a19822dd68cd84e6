// Package action holds everything a person can do: each action is a plain
// value that says which facts it needs and, shown those facts, either refuses
// with every reason or returns the records as they are to be written. Which
// permission it takes stands in one table (Permissions).
//
// Nothing is written here, no clock is read, and no terminal is known: the
// store performs actions (store.Do), and the dashboard and the command line
// ask the same question beforehand (Open). What a gate asks for lives in
// model/gate.
package action

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/gate"
	"fairway/model/process"
)

// Action is one thing a person asks for. Which facts it has to be shown says Needs,
// and for which service its permission has to be held, where it isn't that of what
// it is about, a method For (Asks).
type Action interface {
	// Do refuses, or returns what is to be written. It is pure.
	Do(c *model.Case) (Outcome, error)
}

// Outcome is what an action does.
type Outcome struct {
	// Writes are the new values of the records it changes or creates.
	Writes []model.Record
	// Subject is the record that the log files the entry under.
	Subject model.ID
	// Note is the sentence others read: "moved REL-4 to Build".
	Note string
	// Happened is when it happened, where that is not when it is recorded.
	Happened time.Time
	// Warning is what whoever acts should know of it, and nobody is refused for.
	Warning *model.Reason
	// Next is what comes next of what was made, where whoever made it might not know.
	Next *model.Reason
	// Conflicts are what the dates collide with, for an action that plans them or
	// looks at them: not nil where there are none.
	Conflicts []gate.Conflict
	// Stood are the releases that collide with a window as they did before, which are not
	// among the conflicts.
	Stood []model.ID
	// Voided are the approvals that a material edit takes with it.
	Voided []model.ID
	// Lapsed are exceptions and accepted conflicts that count no more after it.
	Lapsed []gate.Lapse
	// Corrects are the times that earlier entries of the log are given.
	Corrects []Corrected
	// Stream writes records one by one, for an import; Writes is then empty.
	Stream func(write func(model.Record) error) error
}

// Perform asks whether the action may happen and what it would write: the
// permission first, then the action's own reasons. The refusal lists all, to
// whoever may read; who has neither a permission for it nor that is told
// nothing else, also not whether what it is about exists.
func Perform(c *model.Case, a Action) (Outcome, error) {
	denied := allowed(c, a)
	out, err := a.Do(c)
	if p := c.Who.Person; p != nil && (denied != nil || err != nil) && !Reads(c.Rules, p) {
		permission, _ := Asks(c, a)
		switch {
		case permission == "" && permissionOf[Name(a)] == "":
			permission = PermissionRead // being an approver would have let them
		case denied == nil: // they have the permission, or it is about themselves
			return out, err
		}
		return Outcome{}, RefuseBlind(c.Rules, p, strings.ReplaceAll(Name(a), "-", " "), permission)
	}
	if denied == nil {
		if err == nil && changesNothing(c, a, out) {
			return Outcome{}, model.Refuse(strings.ReplaceAll(Name(a), "-", " "), "nothing was changed")
		}
		if err == nil {
			if err = alone(c, a, out); err == nil {
				err = tooLate(c, a, out)
			}
			if err == nil {
				namesScope(c, a, &out)
				closeQuestions(c, &out)
			}
		}
		if q, ok := decidedBy(c, a); ok && err == nil {
			if right, _ := decision.RightOf(c, q, c.Who.Person, c.Now); right.For != "" {
				out.Note += fmt.Sprintf(", for %s (%s)", c.PersonName(right.For), right.Delegation)
			}
		}
		return out, err
	}
	var more *model.Refusal
	if errors.As(err, &more) {
		denied.Reasons = append(denied.Reasons, more.Reasons...)
	}
	return Outcome{}, denied
}

// changesNothing reports whether an action that edits a record, and is given the
// whole of it, would write what stands there already.
func changesNothing(c *model.Case, a Action, out Outcome) bool {
	edited, ok := copied(a).Field(0).Addr().Interface().(model.Record)
	return ok && edited.Key() != "" && len(out.Writes) > 0 && !slices.ContainsFunc(out.Writes, func(r model.Record) bool {
		f, ok := c.Fact(r.Key())
		return !ok || f.Record == nil || changed(f.Record, r)
	})
}

// Open says whether the action would be allowed; nil means yes.
func Open(c *model.Case, a Action) error {
	_, err := Perform(c, a)
	return err
}

func allowed(c *model.Case, a Action) *model.Refusal {
	permission, service := Asks(c, a)
	doing := strings.ReplaceAll(Name(a), "-", " ")
	if c.First && Name(a) == Name(Init{}) {
		return nil
	}
	if _, own := a.(byProgram); own && c.Who.Program {
		return nil
	}
	if c.Who.Person == nil {
		return refuseStranger(doing, "an administrator", model.ByDoing(process.ActAs, ""))
	}
	if c.Who.Person.Left {
		return refuseLeft(doing, c.Who.Person, "an administrator")
	}
	if permission == "" {
		return nil
	}
	if reason := lacks(c, permission, service); reason != nil && !standsFor(c, a) {
		refusal := &model.Refusal{Doing: doing, Reasons: []model.Reason{*reason}}
		if q, ok := decidedBy(c, a); ok {
			unlent(c, q, c.Who.Person, "", c.Now, refusal)
		}
		return refusal
	}
	return nil
}

// byProgram are the actions that the program also does by itself, on record.
type byProgram interface{ ByProgram() }

// Barred says why the person who acts could never do such a thing, whichever
// service it is about: no role of theirs allows it. It is "" where one does;
// Open says whether this very action is allowed.
func Barred(c *model.Case, a Action) string {
	permission, _ := Asks(c, a)
	p := c.Who.Person
	_, decides := a.(deciding)
	if permission == "" || p == nil || c.First || Holds(c.Rules, p, permission) || decides && decision.Lets(c, p, permission, c.Now) {
		return ""
	}
	why := "your roles do not allow this; it belongs to: " + strings.Join(c.Rules.RolesWith(permission), ", ")
	if q, ok := decidedBy(c, a); ok {
		lent := &model.Refusal{}
		unlent(c, q, p, "", c.Now, lent)
		for _, r := range lent.Reasons {
			why += "; " + r.Text
		}
	}
	return why
}

// Holds reports whether a role of a person allows something, for whichever
// service. Whoever has left holds nothing.
func Holds(b *model.Rules, p *model.Person, permission string) bool {
	return p != nil && !p.Left && slices.ContainsFunc(p.Roles, func(g model.Grant) bool {
		role, ok := b.Role(g.Role)
		return ok && b.Allows(role, permission)
	})
}

// Can reports whether the person who acts has a permission for a service.
func Can(c *model.Case, permission string, service model.ID) bool {
	return c.Rules.Lets(c.Who.Person, permission, service)
}

// moved adds a reason if a record goes to another service for which the person
// does not have the permission: it takes the permission on both sides.
func moved(c *model.Case, a Action, from, to model.ID, refusal *model.Refusal) {
	permission, _ := Asks(c, a)
	if from != to && !Can(c, permission, to) {
		refusal.Add(fmt.Sprintf("%s has no role with the permission %s for %s", c.PersonName(c.Who.ID()), permission, describe(model.KindService, to)), whoHas(c.Rules, permission))
	}
}

// known is what every action on an existing record begins with.
func known[T model.Record](c *model.Case, id model.ID) (T, error) {
	r := model.Get[T](c, id)
	if any(r) == nil || isNil(r) {
		var zero T
		if c.IsRedacted(id) {
			return zero, model.Refuse("read "+string(id), "its content was removed by law; only its digest is kept")
		}
		return zero, &model.NotFound{What: describe(zero.Kind(), id)}
	}
	return r, nil
}

func describe(k model.Kind, id model.ID) string {
	if id == "" {
		return k.Words() + " without an id"
	}
	return k.Words() + " " + string(id)
}

func isNil[T model.Record](r T) bool {
	var zero T
	return any(r) == any(zero)
}

func wrote(subject model.ID, note string, records ...model.Record) Outcome {
	return Outcome{Writes: records, Subject: subject, Note: note}
}
