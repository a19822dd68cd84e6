package task_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"testing"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/task"
)

// TestEveryActionThatVoidsCanBeConfirmed: whichever has the field.
func TestEveryActionThatVoidsCanBeConfirmed(t *testing.T) {
	for _, name := range action.Names() {
		empty, err := action.Decode(name, json.RawMessage("{}"))
		if err != nil {
			t.Fatal(err)
		}
		v := reflect.ValueOf(empty).Elem()
		a, ok := v.Interface().(action.Action)
		if !ok || v.Kind() == reflect.Pointer {
			continue // an import takes no approval with it
		}
		want := v.FieldByName("Void").IsValid()
		confirmed, can := task.WithVoid(a)
		if can != want {
			t.Errorf("%s: has the field %v, can be confirmed %v", name, want, can)
		}
		if can && (!reflect.ValueOf(confirmed).FieldByName("Void").Bool() || action.Name(confirmed) != name) {
			t.Errorf("%s was not confirmed: %+v", name, confirmed)
		}
		if can {
			plain := reflect.New(v.Type()).Elem()
			plain.Set(reflect.ValueOf(confirmed))
			plain.FieldByName("Void").SetBool(false)
			if !reflect.DeepEqual(plain.Interface(), a) {
				t.Errorf("%s was changed besides: %+v", name, confirmed)
			}
		}
	}
}

// TestAVoidingEditIsTold: the refusal names the approvals, the action confirmed
// takes them, and another refusal is not taken for one.
func TestAVoidingEditIsTold(t *testing.T) {
	c := world("PER-1")
	c.Add(model.Fact{Record: &model.Approval{ID: "APR-9", Of: planning, Purpose: "authorisation-1", Title: "Authorisation 1", Revision: 1,
		Approvers: []model.Approver{{Role: "change-manager"}}, Decisions: []model.Decision{{By: "PER-3", Verdict: model.Approve}}}})
	e := example{task: "reschedule", id: planning, typed: typed{"end": "2h", "reason": "earlier", "sentence": "shorter"}}
	tk, a := fill(t, c, e)
	act, err := tk.Make(c, planning, a)
	if err != nil {
		t.Fatal(err)
	}
	_, err = action.Perform(c, act)
	if got := voids(err); !slices.Equal(got, []model.ID{"APR-9"}) {
		t.Fatalf("it voids %v: %v", got, err)
	}
	confirmed, ok := task.WithVoid(act)
	if !ok {
		t.Fatal("it can't be confirmed")
	}
	out, err := action.Perform(c, confirmed)
	if err != nil || !slices.Equal(out.Voided, []model.ID{"APR-9"}) {
		t.Fatalf("confirmed, it voids %v: %v", out.Voided, err)
	}

	c.Who.Person = model.Get[*model.Person](c, "PER-4") // may not move it
	if _, err := action.Perform(c, act); err == nil || voids(err) != nil {
		t.Errorf("without the permission, saying it twice helps nothing: %v", err)
	}
	if voids(errors.New("disk full")) != nil || voids(nil) != nil || voids(model.Refuse("x", "y")) != nil {
		t.Error("something else is taken for it")
	}
}

// voids are the approvals that a refusal says the action would take with it.
func voids(err error) []model.ID {
	if refused, ok := errors.AsType[*model.Refusal](err); ok {
		return refused.Voids
	}
	return nil
}
