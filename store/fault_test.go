package store

import (
	"context"
	"errors"
	"strings"
	"testing"

	"fairway/model"
	"fairway/model/action"
)

// wrong is an action with a mistake in it.
type wrong struct{}

func (wrong) Name() string { return "wrong" }

func (wrong) Do(c *model.Case) (action.Outcome, error) {
	var nobody *model.Release
	return action.Outcome{Note: nobody.Name}, nil
}

// TestAMistakeOfTheProgramEndsOneQuestion: a panic in a query or in an action is an error
// of it alone, with an id under which its stack is kept; the file goes on.
func TestAMistakeOfTheProgramEndsOneQuestion(t *testing.T) {
	f := made(t, fixed())
	ctx := context.Background()
	var told []*Fault
	f.options.Fault = func(x *Fault) { told = append(told, x) }
	before, _, err := f.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	_, read := viewed(ctx, f.DB, "look for what waits", func(*view) (int, error) {
		var none []int
		return none[3], nil
	})
	_, wrote := f.Do(ctx, Who{Auth: "test", Person: f.boss}, wrong{})
	for i, err := range []error{read, wrote} {
		var fault *Fault
		if !errors.As(err, &fault) || len(told) <= i || told[i] != fault || !strings.Contains(string(fault.Stack), "fault_test.go") {
			t.Fatalf("%d: %v, told of %d", i, err, len(told))
		}
		if text := err.Error(); !strings.Contains(text, fault.ID) || strings.Contains(text, "goroutine") || strings.Contains(text, "runtime error") {
			t.Errorf("it says %q", text)
		}
	}
	if after, _, err := f.Head(ctx); err != nil || after != before {
		t.Errorf("the log went from %d to %d, %v", before, after, err)
	}
	f.do(f.boss, action.AddWindow{Window: model.Window{Title: "Saturdays", Class: model.WindowHoliday, Slot: model.Slot{Start: minute(2026, 12, 5, 20, 0), End: minute(2026, 12, 5, 21, 0)}}})
}
