package ui

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/store"
	"fairway/ui/screen/screentest"
)

// A meeting of the CAB from its call to the approval of its minutes, by keys alone: the lead
// is handed over and taken back, an item taken up and voted on, and whoever takes the minutes
// finds them in their list, adds what was said and sends them to the chair, who approves them.
func TestAMeetingAndItsMinutesByKeys(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {200, 50}} {
		t.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T) {
			db := screentest.Demo(t)
			sit := func(who string) *rig {
				t.Helper()
				return sitOn(t, screentest.On(t, db, who, colours), size[0], size[1]).Press("3").Exact()
			}
			send := func(d *rig) {
				t.Helper()
				if d.Press("ctrl+s", "ctrl+s"); strings.Contains(d.Picture(), "ctrl+s sen") {
					t.Fatalf("not sent:\n%s", d.Picture())
				}
				d.Exact().Wait(time.Minute)
			}
			chair := sit("chandra").Press("M").See("CAB-2 CAB", "planned for")
			chair.Press("x").See("Cancel the meeting").Type("Held at once")
			send(chair)
			chair.Press("esc", "M", "N").See("Call a meeting of the CAB").Press("tab", "y", "tab").See("Who chairs it").Press("tab").Type("jonas").Press("enter")
			send(chair)
			chair.See("CAB-3 CAB", "you lead it", "you go on with n", "n next item").NotSee("H hand lead", "m minutes")

			// Milan joins, and gets the lead.
			milan := sit("milan").Press("M").See("Join CAB-3").Wait(time.Minute).Press("enter").See("following the chair", "2 of 3 members present")
			chair.Press("ctrl+l").See("n next item", "H hand lead").Press("H").See("There now: Milan Novak").Press("ctrl+s", "ctrl+s")
			chair.See("led by Milan Novak, chaired by Chandra Iyer", "Milan Novak goes on with n").NotSee("n next item")
			milan.Wait(time.Minute).Press("ctrl+l").See("led by Milan Novak", "you lead it", "n next item").Press("n").See("→ APR-140")
			chair.Press("ctrl+l").See("→ APR-140", "following").Press("H")
			send(chair)
			chair.See("you lead it").NotSee("led by")
			milan.Press("ctrl+l").See("following the chair").Press("v").See("Vote in the meeting").Type("app").Press("enter").Type("as last year")
			send(milan)
			milan.See("Milan Novak approved: as last year")

			// It is closed; the minutes are with Jonas, and with the chair.
			chair.Press("ctrl+l", "C").See("its minutes are written").Press("enter")
			minutes := papersOf(t, db, "CAB-3")
			chair.Wait(time.Minute).See("m the minutes, "+string(minutes.ID)+": to be written by Jonas Eriksen", "m minutes")
			jonas := sit("jonas")
			if size[0] >= 100 {
				jonas.See("CAB Minutes of CAB-3, to be written")
			}
			jonas.Press("/").Type("minutes").Press("enter").See(string(minutes.ID), "write them: add what was said").Press("d").See("CAB Minutes", "Remarks", "version 1")
			jonas.Type("The desk was asked.")
			send(jonas)
			if d := papersOf(t, db, "CAB-3"); d.Version != 2 || d.Answers.Get("remarks") != "The desk was asked." || d.Author == d.Approver {
				t.Fatalf("%+v", d)
			}
			jonas.Press("esc").See("You asked others")
			chair.Press("ctrl+l").See("to be approved by Chandra Iyer").Press("esc", "/").Type("minutes").Press("enter").See(string(minutes.ID), "can decide: you chair the meeting")
			chair.Press("d").See("Approve a document", "You have read it").Press("y")
			send(chair)
			if d := papersOf(t, db, "CAB-3"); d.Approved.IsZero() {
				t.Fatalf("%+v", d)
			}
			chair.NotSee(string(minutes.ID))
		})
	}
}

// papersOf are the minutes of a meeting as they stand.
func papersOf(t *testing.T, db *store.DB, meeting model.ID) *model.Document {
	t.Helper()
	fact, err := db.Record(context.Background(), meeting, store.Now)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := db.Record(context.Background(), fact.Record.(*model.Meeting).Document, store.Now)
	if err != nil {
		t.Fatal(err)
	}
	return doc.Record.(*model.Document)
}
