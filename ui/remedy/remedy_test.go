package remedy_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"fairway/model"
	"fairway/model/process"
	"fairway/ui/remedy"
)

// TestWhatIsOffered: what differs in its answers, and why, is offered apart.
func TestWhatIsOffered(t *testing.T) {
	did := model.ByTask("link-incident", "INC-1", model.With("release", "REL-1"), model.With("how", "confirmed")).For("it did")
	didNot := model.ByTask("link-incident", "INC-1", model.With("release", "REL-1"), model.With("how", "cleared")).For("it did not")
	dates := model.ByTask("reschedule", "REL-1", model.With("start", "")).For("plan it anew")
	if remedy.Same(did, didNot) || !remedy.Same(did, did) || !remedy.Same(dates, model.ByTask("reschedule", "REL-1", model.With("end", "")).For("or later")) {
		t.Error("what differs is the same, or the other way round")
	}
	all := []model.Remedy{did, didNot, dates}
	for i, want := range []string{"it did: " + remedy.Title(did), "it did not: " + remedy.Title(did), remedy.Title(dates)} {
		if got := remedy.Offered(all[i], all); got != want {
			t.Errorf("offered as %q, not %q", got, want)
		}
	}
}

// TestBothRenderings writes remedies for a shell and for the dashboard.
func TestBothRenderings(t *testing.T) {
	for _, c := range []struct {
		list        []model.Remedy
		line, words string
	}{
		{[]model.Remedy{model.Say("ask its author")}, "ask its author", "ask its author"},
		{[]model.Remedy{model.ByForm("rollback-plan", "REL-4")}, "fairway form fill rollback-plan REL-4", "fill the form: rollback plan (REL-4)"},
		{[]model.Remedy{model.ByTask("scope", "REL-4", model.With("defer", "CHG-2")).For("take it out")},
			"take it out: fairway release scope REL-4 --defer CHG-2", "take it out: Change the scope (REL-4)"},
		{[]model.Remedy{model.ByTask("scope", "", model.With("defer", "CHG-2"))}, "fairway release scope REL-n --defer CHG-2", "Change the scope"},
		{[]model.Remedy{model.ByForm("rfc", "CHG-2"), model.ByTask("assess-change", "CHG-2", model.With("risk", ""), model.With("text", "")).AndThen()},
			"fairway form fill rfc CHG-2, then fairway change assess CHG-2 --risk RISK --text TEXT", "fill the form: RFC (CHG-2), then Assess an RFC (CHG-2)"},
		{[]model.Remedy{model.ByTask("edit-service", "SVC-2", model.With("owner", "")).By("shop"), model.ByTask("edit-service", "SVC-2", model.With("signatories", "")).By("shop")},
			"fairway service edit shop --owner PERSON, or fairway service edit shop --signatories A,B", "Edit the service (shop)"},
		{[]model.Remedy{model.ByTask("reschedule", "REL-4", model.With("start", ""), model.With("end", ""))},
			"fairway release reschedule REL-4 --start DATE --end DATE --reason REASON --sentence SENTENCE", "Plan or move the dates (REL-4)"},
		{[]model.Remedy{model.ByTask("decide-approval", "APR-1", model.With("verdict", ""))}, "fairway approve decide APR-1 VERDICT, one of: approve, reject, ask, abstain, comment, downgrade", "Decide on an approval (APR-1)"},
		{[]model.Remedy{model.ByTask("add-media", "REL-4")}, "fairway media add FILE --release REL-4", "Put a package into the DML (REL-4)"},
		{[]model.Remedy{model.ByTask("resolve-incident", "REL-4")}, "fairway incident resolve INC-n", "Resolve or close an incident (REL-4)"},
		{[]model.Remedy{model.ByTask("grant-role", "", model.Among("role", []string{"Board", "CAB member"}))},
			"fairway person grant HANDLE ROLE, one of: Board, CAB member", "Give a role, one of: Board, CAB member"},
		{[]model.Remedy{model.ByTask("edit-release", "REL-4", model.With("name", "Year end"))}, "fairway release edit REL-4 --set name='Year end'", "Edit the release (REL-4)"},
		{[]model.Remedy{model.ByDoing(process.ReinstateKey, "PER-2", model.With("key", "SHA256:x"), model.With("reason", "")).By("cora")},
			"fairway person key reinstate cora SHA256:x --reason TEXT", "Bring the key back (cora)"},
		{[]model.Remedy{model.AnswerTo("say why", "reason")}, "say why with --reason", "say why"},
		{[]model.Remedy{model.Say("name somebody else"), model.ByDoing(process.GoOn, "", model.With("void", ""))},
			"name somebody else, or confirm with --void to go on all the same", "name somebody else, or confirm it, to go on all the same"},
	} {
		if got := (remedy.Shell{}).Lines(c.list); got != c.line {
			t.Errorf("for a shell %v is\n%s, want\n%s", c.list, got, c.line)
		}
		if got := remedy.Words(c.list); got != c.words {
			t.Errorf("in the dashboard %v is\n%s, want\n%s", c.list, got, c.words)
		}
	}
}

// TestEveryDoingIsSaid: each has a title, and a command line.
func TestEveryDoingIsSaid(t *testing.T) {
	for _, d := range process.Doings {
		r := model.ByDoing(d, "REL-1", model.With("x", ""))
		if remedy.Title(r) == "" || (remedy.Shell{}).Line(r) == "" {
			t.Errorf("%s: %q, %q", d, remedy.Title(r), remedy.Shell{}.Line(r))
		}
	}
}

// TestAnErrorAroundARefusal keeps what stands around it.
func TestAnErrorAroundARefusal(t *testing.T) {
	err := fmt.Errorf("line 3: %w", model.Refuse("move it", "it is on hold", model.ByTask("resume", "REL-1")))
	want := "line 3: move it: refused\n  - it is on hold\n      → fairway release resume REL-1"
	if got := (remedy.Shell{}).Error(err); got != want {
		t.Errorf("%s", got)
	}
	if got := (remedy.Shell{}).Error(errors.New("disk full")); got != "disk full" {
		t.Errorf("%s", got)
	}
	if line := (remedy.Shell{Remote: true}).Prove(); !strings.HasPrefix(line, "ssh HOST person key challenge |") {
		t.Errorf("%s", line)
	}
}

// TestWhatTheDashboardOpens: a task about the record or one that hangs on it, a
// form, a doing that has a page.
func TestWhatTheDashboardOpens(t *testing.T) {
	for _, c := range []struct {
		r    model.Remedy
		want bool
	}{
		{model.ByTask("resume", "REL-1"), true}, {model.ByTask("approve-document", "REL-1"), true}, {model.ByTask("approve-document", "DOC-1"), true},
		{model.ByTask("submit-change", ""), true}, {model.ByForm("rfc", "CHG-1"), true}, {model.ByDoing(process.ShowGate, "REL-1"), true},
		{model.ByTask("scope", ""), false}, {model.ByTask("grant-role", ""), false}, {model.ByTask("nothing", "REL-1"), false},
		{model.ByDoing(process.VerifyMedia, ""), false}, {model.Say("wait"), false},
	} {
		if remedy.Opens(c.r) != c.want {
			t.Errorf("%v: %v", c.r, !c.want)
		}
	}
}
