package gate_test

import (
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/form"
	"fairway/model/gate"
)

// found is a change that was made without authorisation, in the stage that asks for a
// check.
type found struct {
	check, state string
	make         func(*file, *model.Change)
	want         gate.Answer
	says         string
}

// wrote puts a filled form of the change among the facts.
func wrote(f *file, id model.ID, name string, values map[string]string) {
	f.put(&model.Document{ID: id, Form: name, Of: "CHG-30", Version: 1, Author: "PER-1", At: f.now, Answers: form.Answers{Values: values}})
}

func decided(outcome string) func(*file, *model.Change) {
	return func(_ *file, ch *model.Change) { ch.Captured.Outcome = outcome }
}

// with are several of them, one after the other.
func with(all ...func(*file, *model.Change)) func(*file, *model.Change) {
	return func(f *file, ch *model.Change) {
		for _, one := range all {
			one(f, ch)
		}
	}
}

func asked(f *file, _ *model.Change) {
	wrote(f, "DOC-30", "rfc", map[string]string{"reason": "a", "benefit": "b", "without": "c"})
}

func review(values map[string]string) func(*file, *model.Change) {
	return func(f *file, _ *model.Change) { wrote(f, "DOC-31", "unauthorised-change-review", values) }
}

func follow(state model.State, outcome string) func(*file, *model.Change) {
	return func(f *file, ch *model.Change) {
		ch.Captured.Outcome, ch.Captured.FollowUp = model.Corrected, "CHG-31"
		f.put(&model.Change{ID: "CHG-31", Title: "Again", Type: "normal", State: state, Outcome: outcome})
	}
}

func touched(digest string) func(*file, *model.Change) {
	return func(f *file, ch *model.Change) {
		ch.Captured.Outcome, ch.Items = model.Ratified, []model.ID{"CI-1"}
		if digest == "" {
			fact, _ := f.shown().Fact("CI-1")
			digest = fact.Digest
		}
		ch.Captured.Items = []model.ItemSeen{{Item: "CI-1", Digest: digest}}
	}
}

var unauthorised = []found{
	{"risk-assessed", "by somebody", func(_ *file, ch *model.Change) {
		ch.Risk, ch.Assessed = "low", &model.Verdict{By: "PER-1", Text: "one port"}
	}, gate.Met, "one port"},
	{"risk-assessed", "by nobody", nil, gate.Open, "nobody assessed it"},
	{"put-right", "undecided", nil, gate.Open, "decided nothing"},
	{"put-right", "accepted, without papers", decided(model.Ratified), gate.Open, "not written"},
	{"put-right", "accepted, with papers that lack something", with(decided(model.Ratified), func(f *file, _ *model.Change) { wrote(f, "DOC-30", "rfc", map[string]string{"reason": "a"}) }), gate.Open, "Benefit is missing"},
	{"put-right", "accepted, with papers", with(decided(model.Ratified), asked), gate.Met, "no item was touched"},
	{"put-right", "accepted, its item not spoken of", with(touched("x"), asked, review(nil)), gate.Open, "does not say"},
	{"put-right", "accepted, its item right as it was", with(touched(""), asked, review(map[string]string{"items": "unchanged"})), gate.Met, "were right"},
	{"put-right", "accepted, its item untouched", with(touched(""), asked, review(map[string]string{"items": "updated"})), gate.Open, "is as it was when it was found"},
	{"put-right", "accepted, its item up to date", with(touched("x"), asked, review(map[string]string{"items": "updated"})), gate.Met, "brought up to date"},
	{"put-right", "backed out, not seen", decided(model.BackedOut), gate.Open, "nobody saw"},
	{"put-right", "backed out", func(f *file, ch *model.Change) {
		ch.Captured.Outcome, ch.Captured.Back = model.BackedOut, &model.BackOut{By: "PER-1", At: f.now, Verifier: "PER-2", Evidence: "it is closed"}
	}, gate.Met, "it is closed"},
	{"put-right", "corrected by nothing", decided(model.Corrected), gate.Open, "no RFC corrects it"},
	{"put-right", "corrected by what is not made yet", follow(model.ChangeSubmitted, ""), gate.Open, "is submitted"},
	{"put-right", "corrected by what was rejected", follow(model.ChangeRejected, ""), gate.Open, "is rejected"},
	{"put-right", "corrected by what failed", follow(model.ChangeClosed, model.OutcomeFailed), gate.Open, "is closed"},
	{"put-right", "corrected by what was closed before", with(follow(model.ChangeClosed, model.OutcomeSuccessful), func(f *file, ch *model.Change) {
		closed := *f.records["CHG-31"].(*model.Change)
		closed.ClosedAt = ch.Captured.Made.Add(-time.Hour)
		f.put(&closed)
	}), gate.Open, "was closed before it was made"},
	{"put-right", "corrected", follow(model.ChangeImplemented, ""), gate.Met, "CHG-31, which corrects it"},
	{"prevention-done", "unwritten", nil, gate.Open, "not written"},
	{"prevention-done", "not done", review(map[string]string{"prevented": "no"}), gate.Open, "does not say that it is done"},
	{"prevention-done", "done", review(map[string]string{"prevented": "yes"}), gate.Met, "DOC-31"},
}

// TestChecksOfUnauthorisedChanges: what they ask, and how they say it.
func TestChecksOfUnauthorisedChanges(t *testing.T) {
	state := map[string]model.State{"risk-assessed": model.ChangeCaptured, "put-right": model.ChangePutRight, "prevention-done": model.ChangeReviewed}
	for _, u := range unauthorised {
		t.Run(u.check+", "+u.state, func(t *testing.T) {
			f := whole()
			ch := &model.Change{ID: "CHG-30", Title: "Open port", Type: "unauthorised", State: state[u.check], Service: "SVC-1",
				Captured: &model.Capture{Process: "unauthorised-change", Found: "scan", By: "PER-1", Made: f.now.Add(-time.Hour), Unknown: true}}
			f.put(ch)
			if u.make != nil {
				u.make(f, ch)
			}
			if ch.Authorised() {
				t.Error("it counts as authorised")
			}
			g, err := gate.ChangeAt(f.shown(), ch)
			if err != nil {
				t.Fatal(err)
			}
			for _, got := range g.Findings {
				if got.Check != u.check {
					continue
				}
				if got.Answer != u.want || !strings.Contains(got.Evidence, u.says) {
					t.Errorf("%s: %q\nwant %s with %q", got.Answer, got.Evidence, u.want, u.says)
				}
				if got.Blocks() != (len(got.Remedies) > 0) {
					t.Errorf("%s with the remedies %v", got.Answer, got.Remedies)
				}
				return
			}
			t.Fatalf("%s is not asked in %s: %+v", u.check, ch.State, g)
		})
	}
}
