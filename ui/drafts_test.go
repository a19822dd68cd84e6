package ui

import (
	"testing"

	"fairway/model/task"
	"fairway/ui/screen/screentest"
)

// TestADraftIsFoundAgain: what was begun of a run is listed by the word for it, said where it
// is begun anew, and found from the release of the run as well.
func TestADraftIsFoundAgain(t *testing.T) {
	db := screentest.Demo(t)
	d := sitOn(t, screentest.On(t, db, "dmitri", colours), 120, 40)
	d.do(host{d.root}.Task("note-run", "RUN-33"))
	d.Type("the bridge is open").Press("tab", "esc")
	e := sitOn(t, screentest.On(t, db, "dmitri", colours), 120, 40)
	e.Press(":").Type("draft: note").See("Draft: Note something of the run", "RUN-33", "begun, and not sent yet").Press("enter").See("your draft of", "the bridge is open").Press("esc")
	e.do(host{e.root}.Menu("RUN-33"))
	e.See("Note something of the run", "your draft").Press("esc")
	e.do(host{e.root}.Find("REL-31"))
	e.Resize(120, 110).Press("a").See("Note something of the run", "your draft").Press("esc")
	e.Resize(120, 40)
	e.do(host{e.root}.Task("note-run", "REL-31"))
	e.See("your draft of", "the bridge is open").Press("ctrl+s", "ctrl+s")
	f := sitOn(t, screentest.On(t, db, "dmitri", colours), 120, 40)
	f.Press(":").Type("draft: note").NotSee("Draft: Note something of the run").Press("esc")
	other := sitOn(t, screentest.On(t, db, "cora", colours), 120, 40)
	other.Press(":").Type("draft").NotSee("Draft: ")
}

// TestAMenuKnowsWhoseItIs: what no role of a person lets them do is offered with whose it is,
// before any form is opened.
func TestAMenuKnowsWhoseItIs(t *testing.T) {
	db := screentest.Demo(t)
	for handle, says := range map[string]string{"dmitri": "", "cora": "your roles do not allow this; it belongs to: Deployment Team"} {
		c, err := screentest.On(t, db, handle, colours).Query().Case(task.Around("RUN-33"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"do-step", "end-run", "add-step"} {
			if why := whyNot(c, "RUN-33")[name]; why != says {
				t.Errorf("%s is offered to %s with %q, not %q", name, handle, why, says)
			}
		}
	}
	d := sitOn(t, screentest.On(t, db, "cora", colours), 120, 40)
	d.do(host{d.root}.Menu("RUN-33"))
	d.See("Mark a step as done", "your roles do not allow this")
}
