package ui

import (
	"context"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/action"
	"fairway/store"
	"fairway/ui/screen"
	"fairway/ui/screen/screentest"
)

// endless is a file whose packages are never read to their end.
type endless struct{ screen.Data }

func (endless) Do(ctx context.Context, _ model.Actor, _ action.Action) (screen.Done, error) {
	<-ctx.Done()
	return screen.Done{}, ctx.Err()
}

// A run whose package takes long to read says so, and is stopped by a key: nothing is
// started then. One that is read at once shows nothing.
func TestReadingThePackageIsStopped(t *testing.T) {
	d := dashboard(t)
	whole := d.root.env.Data
	d.root.env.Data = endless{whole}
	sent := host{d.root}.Do(action.StartRun{Release: "REL-1"}, nil) // the timer is the test's own
	answer := make(chan tea.Msg)
	go func() { answer <- sent() }()
	d.NotSee("Reading the DML")
	d.Wait(readingEvery).See("Reading the DML", "0 of 0 MB are read", "esc stop")
	d.Press("esc")
	d.do(d.root.Update(<-answer))
	d.Wait(readingEvery).See("it was stopped while the DML was read: nothing was started").NotSee("Reading the DML")
	d.Press("esc").NotSee("was stopped")

	d.root.env.Data = whole
	d.do(host{d.root}.Do(action.StartRun{Release: "REL-1"}, nil))
	if d.Wait(readingEvery).NotSee("Reading the DML"); len(d.world.Did) != 1 {
		t.Errorf("it did %v", d.world.Did)
	}
}

// The DML is verified from its pages and by the command's words; what is found is a record.
func TestTheDMLIsVerified(t *testing.T) {
	for _, key := range []string{"v", ":"} {
		db := screentest.Demo(t)
		looks := func() int {
			list, err := db.List(t.Context(), store.ListQuery{Kind: model.KindMediaCheck})
			if err != nil {
				t.Fatal(err)
			}
			return len(list)
		}
		before := looks()
		d := sitOn(t, screentest.On(t, db, "konrad", colours), 120, 40)
		d.do(host{d.root}.Find("DML-1"))
		d.See("verify DML").Press(key)
		if key == ":" {
			d.Type("media verify").Press("enter")
		}
		d.See("MCK-").Wait(readingEvery).NotSee("Reading the DML")
		if now := looks(); now != before+1 {
			t.Errorf("%q: %d looks at the DML are on record, %d were:\n%s", key, now, before, d.Picture())
		}
	}
}
