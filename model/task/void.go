package task

import (
	"errors"

	"fairway/model"
	"fairway/model/action"
)

// Voids are the approvals that an action would take with it, when that alone
// stands against it. The person is asked, and the action is done again with
// WithVoid.
func Voids(err error) []model.ID {
	var r *model.Refusal
	if errors.As(err, &r) {
		return r.Voids
	}
	return nil
}

// WithAnyway is the same action, confirmed to leave something waiting for a
// decision of nobody's; false for an action that can't.
func WithAnyway(a action.Action) (action.Action, bool) {
	switch v := a.(type) {
	case action.LeavePerson:
		v.Anyway = true
		return v, true
	case action.RevokeRole:
		v.Anyway = true
		return v, true
	case action.AdoptRules:
		v.Anyway = true
		return v, true
	}
	return a, false
}

// WithVoid is the same action, confirmed to take approvals with it; false for
// an action that takes none.
func WithVoid(a action.Action) (action.Action, bool) {
	switch v := a.(type) {
	case action.Edit:
		v.Void = true
		return v, true
	case action.Scope:
		v.Void = true
		return v, true
	case action.Affect:
		v.Void = true
		return v, true
	case action.Reschedule:
		v.Void = true
		return v, true
	case action.WriteForm:
		v.Void = true
		return v, true
	case action.EditChange:
		v.Void = true
		return v, true
	case action.AddMedia:
		v.Void = true
		return v, true
	case action.Receive:
		v.Void = true
		return v, true
	case action.Undo:
		v.Void = true
		return v, true
	}
	return a, false
}
