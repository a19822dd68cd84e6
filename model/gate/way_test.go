package gate_test

import (
	"slices"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/gate"
	"fairway/model/process"
	"fairway/model/when"
)

// normal is the default process of releases, and emergencies that of emergencies.
func processOf(t *testing.T, name string) *process.Process {
	t.Helper()
	b := rules()
	p, ok := b.Process(name)
	if !ok {
		t.Fatalf("there is no process %s", name)
	}
	return p
}

func on(day, hour int) time.Time { return time.Date(2026, 3, day, hour, 0, 0, 0, time.UTC) }

// walked is a release that went through all gates before its deployment, one a day from
// the 1st on, and was deployed on the 9th.
func walked(change ...func(*model.Release)) *model.Release {
	r := &model.Release{ID: rel, Type: "normal", Stage: "deployment"}
	stages := []string{"registration", "assessment", "planning", "build", "test", "acceptance", "scheduled", "deployment"}
	for i, from := range stages[:len(stages)-1] {
		r.Passed = append(r.Passed, model.Passage{From: from, To: stages[i+1], At: on(1+i, 9)})
	}
	for _, c := range change {
		c(r)
	}
	return r
}

func TestTheWayToADeployment(t *testing.T) {
	p, begun := processOf(t, "normal"), on(9, 20)
	for name, c := range map[string]struct {
		r    *model.Release
		want map[string]time.Time // by stage; zero is not passed
	}{
		"each once": {walked(), map[string]time.Time{"registration": on(1, 9), "planning": on(3, 9), "scheduled": on(7, 9)}},
		"sent back, and through again": {walked(func(r *model.Release) {
			r.Returned = []model.Passage{{From: "acceptance", To: "planning", At: on(6, 10), Kind: "rework"}}
			r.Passed = append(r.Passed, model.Passage{From: "planning", To: "build", At: on(8, 9)})
		}), map[string]time.Time{"planning": on(8, 9), "build": on(4, 9)}},
		"through again after it began": {walked(func(r *model.Release) {
			r.Passed = append(r.Passed, model.Passage{From: "planning", To: "build", At: on(10, 9)})
		}), map[string]time.Time{"planning": on(3, 9)}},
		"only after it began": {walked(func(r *model.Release) { r.Passed[6].At = on(9, 21) }), map[string]time.Time{"scheduled": on(9, 21)}},
		"not through one":     {walked(func(r *model.Release) { r.Passed = slices.Delete(r.Passed, 4, 5) }), map[string]time.Time{"build": on(4, 9), "test": {}, "acceptance": on(6, 9)}},
		"through none":        {walked(func(r *model.Release) { r.Passed = nil }), map[string]time.Time{"registration": {}, "scheduled": {}}},
		"a way back is none":  {walked(func(r *model.Release) { r.Passed[4].Kind = "rework" }), map[string]time.Time{"test": {}}},
	} {
		way := gate.Way(p, c.r, begun)
		if len(way) != 7 {
			t.Errorf("%s: %d gates", name, len(way))
		}
		for _, g := range way {
			if want, ok := c.want[g.Stage.ID]; ok && !g.Passed.Equal(want) {
				t.Errorf("%s: %s passed %s, want %s", name, g.Stage.ID, g.Passed, want)
			}
		}
	}
}

func TestWhichWaiversLetThrough(t *testing.T) {
	p := processOf(t, "normal")
	way := gate.Way(p, walked(), on(9, 20))
	yes := func(at time.Time) *model.Verdict { return &model.Verdict{Yes: true, At: at} }
	for name, c := range map[string]struct {
		w    model.Waiver
		want bool
	}{
		"granted before":              {model.Waiver{Check: "notice-sent", Decided: yes(on(6, 9))}, true},
		"granted as it went through":  {model.Waiver{Check: "notice-sent", Decided: yes(on(7, 9))}, true},
		"granted after":               {model.Waiver{Check: "notice-sent", Decided: yes(on(7, 10))}, false},
		"refused":                     {model.Waiver{Check: "notice-sent", Decided: &model.Verdict{At: on(6, 9)}}, false},
		"not decided":                 {model.Waiver{Check: "notice-sent"}, false},
		"void before":                 {model.Waiver{Check: "notice-sent", Decided: yes(on(5, 9)), Void: &model.Ending{At: on(6, 9)}}, false},
		"void after":                  {model.Waiver{Check: "notice-sent", Decided: yes(on(5, 9)), Void: &model.Ending{At: on(8, 9)}}, true},
		"withdrawn":                   {model.Waiver{Check: "notice-sent", Decided: yes(on(5, 9)), Withdrawn: &model.Ending{At: on(8, 9)}}, false},
		"over before":                 {model.Waiver{Check: "notice-sent", Decided: yes(on(5, 9)), Until: minute(6, 9)}, false},
		"of a check after deployment": {model.Waiver{Check: "items-updated", Decided: yes(on(1, 8))}, false},
		"of one with an argument":     {model.Waiver{Check: "form-written:acceptance", Decided: yes(on(5, 9))}, true},
		"of one that stands anywhere": {model.Waiver{Check: "clocks-checked", Decided: yes(on(6, 12))}, true},
	} {
		if c.w.Until.IsZero() {
			c.w.Until = minute(20, 0)
		}
		if got := gate.LetThrough(p, way, &c.w); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	// One whose word was disowned let it through all the same.
	disowned := model.Waiver{Check: "notice-sent", Until: minute(20, 0), Retracted: []model.Retracted{{Decided: model.Verdict{Yes: true, At: on(6, 9), Verbal: &model.Verbal{Said: "grant"}}}}}
	if !gate.Misled(p, way, &disowned) || gate.LetThrough(p, way, &disowned) {
		t.Error("a disowned waiver misled nobody")
	}
	disowned.Retracted[0].Decided.At = on(8, 9)
	if gate.Misled(p, way, &disowned) {
		t.Error("a waiver misled before it was given")
	}
}

// A word that was disowned counts where the gate would have been shut without it: not where
// another signed before the deployment, nor in an approval that no gate asks for.
func TestApprovalsWithoutADisownedWord(t *testing.T) {
	p, begun := processOf(t, "normal"), on(9, 20)
	way := gate.Way(p, walked(), begun)
	b := rules()
	c := model.NewCase(now, model.Actor{}, &b)
	word := func(verdict string, seat, day int) model.Decision {
		d := model.Decision{Approver: seat, Verdict: verdict, At: on(day, 9), By: "PER-1"}
		if verdict == model.Disowned {
			d.Verbal = &model.Verbal{Said: model.Approve, Signed: on(12, 9)}
		}
		return d
	}
	one := func(purpose string, words ...model.Decision) *model.Approval {
		return &model.Approval{ID: "APR-1", Of: rel, Purpose: purpose, At: on(2, 9), Approvers: []model.Approver{{Role: "change-manager", Title: "Change Manager"}}, Decisions: words}
	}
	again := one("authorisation-2", word(model.Approve, 0, 8))
	again.ID = "APR-2"
	late := one("authorisation-2", word(model.Approve, 0, 10))
	late.ID = "APR-2"
	for name, c2 := range map[string]struct {
		list []*model.Approval
		want int
	}{
		"given":                            {[]*model.Approval{one("authorisation-2", word(model.Approve, 0, 6))}, 0},
		"disowned":                         {[]*model.Approval{one("authorisation-2", word(model.Disowned, 0, 6))}, 1},
		"disowned, then signed before":     {[]*model.Approval{one("authorisation-2", word(model.Disowned, 0, 6), word(model.Approve, 0, 7))}, 0},
		"disowned, then signed after":      {[]*model.Approval{one("authorisation-2", word(model.Disowned, 0, 6), word(model.Approve, 0, 11))}, 1},
		"disowned, another given before":   {[]*model.Approval{one("authorisation-2", word(model.Disowned, 0, 6)), again}, 0},
		"disowned, another given after":    {[]*model.Approval{one("authorisation-2", word(model.Disowned, 0, 6)), late}, 1},
		"one that no gate before asks":     {[]*model.Approval{one("handover", word(model.Disowned, 0, 6))}, 0},
		"a word of after it began":         {[]*model.Approval{one("authorisation-2", word(model.Disowned, 0, 10))}, 0},
		"none":                             {nil, 0},
		"a no that was disowned is no way": {[]*model.Approval{one("authorisation-2", model.Decision{Verdict: model.Disowned, At: on(6, 9), Verbal: &model.Verbal{Said: model.Reject}})}, 0},
	} {
		if got := gate.Unsigned(c, p, way, c2.list, begun); len(got) != c2.want {
			t.Errorf("%s: %d", name, len(got))
		}
	}
}

// When reviews and papers are due: a review of whole days with the end of the last one, the
// papers of an emergency with the working time of the second working day, over a weekend and
// a day off. Left forwards is done; another way, or cancelled, is gone.
func TestWhatIsDueAfterwards(t *testing.T) {
	b := rules()
	normal, emergency := processOf(t, "normal"), processOf(t, "emergency")
	off := map[when.Date]bool{{Year: 2026, Month: 3, Day: 16}: true} // a Monday
	evaluated := walked(func(r *model.Release) {
		r.Stage = "closed"
		r.Passed = append(r.Passed, model.Passage{From: "deployment", To: "early-life", At: on(9, 21)}, model.Passage{From: "early-life", To: "evaluation", At: on(10, 9)}, model.Passage{From: "evaluation", To: "closed", At: on(12, 9)})
	})
	list := gate.AfterwardsOf(&b, model.Subject{Release: evaluated}, normal, off)
	if len(list) != 1 || list[0].Retro || list[0].Stage.ID != "evaluation" || !list[0].Since.Equal(on(10, 9)) || !list[0].Due.Equal(time.Date(2026, 3, 31, 0, 0, 0, 0, time.UTC)) || !list[0].Done.Equal(on(12, 9)) {
		t.Errorf("evaluated: %+v", list)
	}
	reopened := evaluated.Clone()
	reopened.Returned = []model.Passage{{From: "closed", To: "evaluation", At: on(20, 9), Kind: "reopen"}}
	reopened.Stage = "evaluation"
	if list := gate.AfterwardsOf(&b, model.Subject{Release: reopened}, normal, off); len(list) != 2 || !list[0].Done.Equal(on(12, 9)) || !list[1].Since.Equal(on(20, 9)) || !list[1].Done.IsZero() {
		t.Errorf("reopened: %+v", list)
	}
	// Deployed on Thursday the 12th: Friday is the first working day, Tuesday the second.
	urgent := &model.Release{ID: rel, Type: "emergency", Stage: "retro-completion", Declared: &model.Declaration{At: on(12, 1)}, Passed: []model.Passage{{From: "deployment", To: "retro-completion", At: on(12, 3)}}}
	list = gate.AfterwardsOf(&b, model.Subject{Release: urgent}, emergency, off)
	if len(list) != 1 || !list[0].Retro || !list[0].Due.Equal(on(17, 18)) || !list[0].Done.IsZero() || !list[0].Gone.IsZero() {
		t.Errorf("an emergency: %+v", list)
	}
	if to := gate.RetroToCome(&b, emergency, urgent); len(to) != 0 {
		t.Errorf("it is in %s, and that is to come", to[0].ID)
	}
	running := &model.Release{ID: rel, Type: "emergency", Stage: "deployment", Declared: urgent.Declared}
	if to := gate.RetroToCome(&b, emergency, running); len(to) != 1 || to[0].ID != "retro-completion" {
		t.Errorf("to come: %+v", to)
	}
	// An RFC that goes its own way begins in its first stage, when it was captured.
	found := &model.Change{ID: "CHG-9", Type: "unauthorised", State: model.ChangeCaptured, Submitted: on(12, 9), Captured: &model.Capture{}}
	p, _ := b.Change("unauthorised")
	list = gate.AfterwardsOf(&b, model.Subject{Change: found}, p, off)
	if len(list) != 1 || !list[0].Retro || !list[0].Due.Equal(on(13, 18)) {
		t.Errorf("captured: %+v", list)
	}
	found.State, found.Moved = model.ChangeUnderReview, []model.Passage{{From: "captured", To: "under-review", At: on(13, 9)}}
	list = gate.AfterwardsOf(&b, model.Subject{Change: found}, p, off)
	if len(list) != 2 || list[1].Retro || !list[0].Done.Equal(on(13, 9)) || !list[1].Due.Equal(on(19, 18)) { // Tuesday, Wednesday, Thursday
		t.Errorf("under review: %+v", list)
	}
}
