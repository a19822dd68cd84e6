package gate_test

import (
	"strings"
	"testing"

	"fairway/model"
	"fairway/model/gate"
)

// ofEntry is a release in Registration that follows an entry and does what that says.
func ofEntry() (*file, *model.Entry) {
	f := whole()
	w := model.Work{Title: "Patches", Text: "monthly", Process: "standard", Services: []model.ID{"SVC-1"}, Items: []model.ID{"CI-1", "CI-2"}, Contents: []string{"software"}, Impact: 2,
		Method: "said", Duration: "2h0m0s", Steps: []model.WorkStep{{Text: "stop"}}, Verification: []string{"it answers"}, Trigger: "said", BackDuration: "1h0m0s", BackSteps: []model.WorkStep{{Text: "switch back"}}}
	e := &model.Entry{ID: "CAT-1", Version: 1, Work: w, Author: "PER-1", Decided: &model.Verdict{Yes: true, By: "PER-4"}}
	f.put(e)
	f.r.Major = false
	f.r.Type, f.r.Stage, f.r.Contents, f.r.Entry = "standard", "registration", []string{"software"}, &model.EntryFollowed{Entry: "CAT-1", Version: 1}
	return f, e
}

// A standard release is one only as long as its entry is authorised and it does what
// the entry says; what was begun goes on under its version.
func TestAStandardReleaseDoesWhatItsEntrySays(t *testing.T) {
	version2 := func(e *model.Entry) {
		v, _ := e.At(1)
		e.Earlier = append(e.Earlier, v)
		e.Version, e.Title, e.Steps, e.Decided = 2, "Others", []model.WorkStep{{Text: "other"}}, nil
	}
	for name, c := range map[string]struct {
		make func(f *file, e *model.Entry)
		want gate.Answer
		says string
	}{
		"as it stands":             {func(*file, *model.Entry) {}, gate.Met, "CAT-1 Patches, version 1, authorised by Sam Signer"},
		"no entry":                 {func(f *file, _ *model.Entry) { f.r.Entry = nil }, gate.Open, "it follows no entry"},
		"one that can't be read":   {func(f *file, _ *model.Entry) { f.drop("CAT-1") }, gate.Undecidable, "CAT-1 can't be read"},
		"not decided":              {func(_ *file, e *model.Entry) { e.Decided = nil }, gate.Open, "not authorised"},
		"rejected":                 {func(_ *file, e *model.Entry) { e.Decided.Yes = false }, gate.Open, "rejected by Sam Signer"},
		"suspended":                {func(_ *file, e *model.Entry) { e.Suspended = &model.Ending{By: "PER-4", Reason: "it fails"} }, gate.Open, "is suspended by Sam Signer: it fails"},
		"retired":                  {func(_ *file, e *model.Entry) { e.Retired = &model.Ending{By: "PER-4", Reason: "gone"} }, gate.Open, "was retired by Sam Signer: gone"},
		"authorised by its author": {func(_ *file, e *model.Entry) { e.Author = "PER-4" }, gate.Open, "who proposed it: nobody approves their own"},
		"edited before it began":   {func(_ *file, e *model.Entry) { version2(e) }, gate.Open, "is at version 2 now, and this follows version 1"},
		"edited since it began": {func(f *file, e *model.Entry) {
			version2(e)
			f.r.Stage, f.r.Passed = "scheduled", []model.Passage{{From: "registration", To: "scheduled"}}
		}, gate.Met, "version 1"},
		"suspended before it was edited": {func(f *file, e *model.Entry) {
			e.Suspended = &model.Ending{By: "PER-4", Reason: "it fails"}
			version2(e)
			e.Suspended = nil
			f.r.Stage, f.r.Passed = "scheduled", []model.Passage{{From: "registration", To: "scheduled"}}
		}, gate.Open, "was suspended by Sam Signer in its version 1: it fails"},
		"another service": {func(_ *file, e *model.Entry) { e.Services = []model.ID{"SVC-2"} }, gate.Open, "the service SVC-1"},
		"an item more":    {func(_ *file, e *model.Entry) { e.Items = []model.ID{"CI-1"} }, gate.Open, "the items CI-2"},
		"it brings more":  {func(f *file, _ *model.Entry) { f.r.Contents = []string{"software", "hardware"} }, gate.Open, "it brings hardware"},
		"another step":    {func(f *file, _ *model.Entry) { f.rows("DOC-2", "steps")[0]["text"] = "delete" }, gate.Open, "DOC-2 differs in the steps"},
		"a step that says that it is no point of no return": {func(f *file, _ *model.Entry) { f.rows("DOC-2", "steps")[0]["no_back"] = "no" }, gate.Met, "version 1"},
		"another way back":      {func(f *file, _ *model.Entry) { f.rows("DOC-3", "steps")[0]["text"] = "hope" }, gate.Open, "DOC-3 differs in the steps"},
		"another trigger":       {func(f *file, _ *model.Entry) { f.set("DOC-3", "trigger", "never") }, gate.Open, "DOC-3 differs in the trigger"},
		"other deliverables":    {func(f *file, e *model.Entry) { e.Deliverables = "patches" }, gate.Open, "DOC-2 differs in the deliverables"},
		"the same deliverables": {func(f *file, e *model.Entry) { e.Deliverables = "said" }, gate.Met, "version 1"},
		"nobody is told":        {func(f *file, e *model.Entry) { e.Notice = "everybody" }, gate.Open, `DOC-2 differs in "Who is told`},
		"another point":         {func(f *file, e *model.Entry) { e.NoReturn = "none" }, gate.Open, "DOC-3 differs in the point of no return"},
		"it lasts longer":       {func(f *file, e *model.Entry) { e.Duration = "1h0m0s" }, gate.Open, "DOC-2 plans 2 h, not 1 h"},
		"it is shorter":         {func(f *file, e *model.Entry) { e.Duration = "3h0m0s" }, gate.Met, "version 1"},
		"other criteria":        {func(f *file, e *model.Entry) { e.Criteria = []model.Criterion{{ID: "C1", Criterion: "fast"}} }, gate.Open, "DOC-4 differs in the criteria"},
		"the same criteria": {func(f *file, e *model.Entry) {
			e.Criteria = []model.Criterion{{ID: "C1", Criterion: "fast"}, {ID: "C2", Criterion: "right"}}
		}, gate.Met, "version 1"},
		"a major one":               {func(f *file, _ *model.Entry) { f.r.Major = true }, gate.Open, "it is a major release"},
		"another environment":       {func(f *file, e *model.Entry) { e.Environment, f.r.Env = "production", "shop" }, gate.Open, `it goes to "shop", not to "production"`},
		"any environment":           {func(f *file, _ *model.Entry) { f.r.Env = "shop" }, gate.Met, "version 1"},
		"a greater impact":          {func(f *file, _ *model.Entry) { f.r.Risk.Impact = 5 }, gate.Open, "its impact is 5, not 2"},
		"a factor more":             {func(f *file, _ *model.Entry) { f.r.Risk.Factors = []string{"data-migration"} }, gate.Open, "its risk has the factor data-migration"},
		"no plan":                   {func(f *file, _ *model.Entry) { f.drop("DOC-2") }, gate.Open, "not written"},
		"an RFC of another service": {func(f *file, _ *model.Entry) { get[*model.Change](f, "CHG-1").Service = "SVC-9" }, gate.Open, "CHG-1 changes SVC-9"},
	} {
		f, e := ofEntry()
		c.make(f, e)
		e.State = e.Stands()
		found := f.ask(t, f.r.Stage, "entry-followed")
		if found.Answer != c.want || !strings.Contains(found.Evidence, c.says) || found.Blocks() != (len(found.Remedies) > 0) {
			t.Errorf("%s: %s: %q with %v; want %s with %q", name, found.Answer, found.Evidence, found.Remedies, c.want, c.says)
		}
	}
}

// What is made of a release fills one that is the same.
func TestWhatIsMadeOfAReleaseFillsTheNext(t *testing.T) {
	f := whole()
	w := gate.WorkOf(f.shown(), f.r)
	for _, p := range gate.Papers(w) {
		d := f.shown().Document(p.Form, f.r.ID)
		for _, name := range p.Answers.Names() {
			if !p.Answers.Only(name).Same(d.Answers.Only(name)) {
				t.Errorf("%s, %s: %+v, not %+v", p.Form, name, p.Answers.Only(name), d.Answers.Only(name))
			}
		}
	}
	if len(w.Criteria) != 2 || w.Impact != 2 || len(w.Items) != 2 {
		t.Errorf("made of it: %+v", w)
	}
}
