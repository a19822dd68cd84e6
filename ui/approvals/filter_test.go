package approvals

import (
	"context"
	"slices"
	"strings"
	"testing"

	"fairway/store"
	"fairway/ui/screen/screentest"
)

// A filter leaves on the screen what `inbox --filter` lists, says how many of all that is,
// and keeps the badge; what is wrong with it is said, and the list stays.
func TestFilterOfWhatWaits(t *testing.T) {
	db := screentest.Demo(t)
	s := sit(t, db, "milan", colours, 120, 36)
	s.data.whole = true
	s.run(s.a.Load())
	all, badge := len(s.a.list.Waiting), s.a.Badge()
	for _, text := range []string{"purpose:exception", "risk:medium -service:payroll", "title:authorisation", "due:<2027-01-01"} {
		s.run(s.a.SetFilter(text))
		want, err := db.Approvals(context.Background(), store.ApprovalsQuery{Me: s.env.Person.ID(), Now: s.env.Clock(), Whole: true, Filter: text})
		if err != nil {
			t.Fatal(err)
		}
		same := slices.EqualFunc(s.a.list.Waiting, want.Waiting, func(a, b store.ApprovalRow) bool { return keyOf(&a) == keyOf(&b) })
		if n := len(s.a.list.Waiting); !same || n == 0 || n == all {
			t.Errorf("%s leaves %d of %d", text, n, all)
		}
		if s.a.Badge() != badge || !strings.Contains(s.picture(), "/"+text) {
			t.Errorf("%s: badge %s, was %s:\n%s", text, s.a.Badge(), badge, s.picture())
		}
	}
	kept := len(s.a.list.Waiting)
	_, err := db.Approvals(context.Background(), store.ApprovalsQuery{Me: s.env.Person.ID(), Now: s.env.Clock(), Filter: "nonsense:x"})
	if s.run(s.a.take(store.Approvals{}, err)); !strings.Contains(s.a.FilterError(), "nonsense") || len(s.a.list.Waiting) != kept {
		t.Errorf("%q, %d lines", s.a.FilterError(), len(s.a.list.Waiting))
	}
	if s.run(s.a.SetFilter("title:nothingatall")); s.a.FilterError() != "" || !strings.Contains(s.picture(), "nothing, /title:nothingatall") {
		t.Errorf("nothing passes:\n%s", s.picture())
	}
	if s.run(s.a.SetFilter("")); len(s.a.list.Waiting) != all {
		t.Errorf("%d lines without a filter, were %d", len(s.a.list.Waiting), all)
	}
}
