package metric

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fairway/model"
)

// signedOff is November, signed off as the facts are at a time.
func signedOff(t *testing.T, f Facts) *model.Period {
	t.Helper()
	figures, _ := Figures(f, november)
	return &model.Period{ID: "PRD-1", Period: "2026-11", From: november.Start, To: november.End, Figures: figures}
}

func account(t *testing.T, then, now Facts) Account {
	t.Helper()
	then.Span, now.Span = november, november
	p := signedOff(t, then)
	out := Account{Facts: now, Whole: true, Signed: []Signed{{Period: p, Name: "Rafael", Facts: then}}}
	for _, m := range All(nil) {
		if d := out.Differ(&out.Signed[0], m, m.Of(now, november)); d != nil {
			out.Differences = append(out.Differences, *d)
		}
	}
	return out
}

// What came, went or counts otherwise changes a number that was signed off; that time went on
// does not.
func TestWhatWouldChangeASignedNumber(t *testing.T) {
	confirmed := Incident{ID: "INC-1", Title: "down", Severity: "P1", Opened: at(12, 8, 0), Service: "SVC-1", CausedBy: []model.ID{"REL-1"}}
	suspected := confirmed
	suspected.CausedBy, suspected.Suspects = nil, confirmed.CausedBy
	two := facts(rel("REL-1"), rel("REL-2"))
	for name, c := range map[string]struct {
		then, now Facts
		want      string // of the incidents
	}{
		"nothing":              {two, two, ""},
		"time goes on":         {two.at(at(12, 0, 0)), two, ""},
		"an incident came":     {two, two.with(confirmed), "0/2 (0 per 100), now 1/2 (50 per 100); 1 record came; 1 record changed"},
		"a release went":       {two, facts(rel("REL-1")), "0/2 (0 per 100), now 0/1 (0 per 100); 1 record went"},
		"it was confirmed":     {two.with(suspected), two.with(confirmed), "0/2 (0 per 100), now 1/2 (50 per 100); 2 records changed"},
		"only a further value": {two, two.with(suspected), "the same number; otherwise: suspected; 1 record came"},
		"another service":      {two, facts(rel("REL-1", func(r *Release) { r.Service, r.ServiceName = "SVC-2", "Shop" }), rel("REL-2")), "the same number; 1 record changed"},
		"another title":        {two, facts(rel("REL-1", func(r *Release) { r.Title = "Other" }), rel("REL-2")), ""},
	} {
		a := account(t, c.then, c.now)
		m, _ := Find(nil, "incidents")
		shown := a.Measure(m)
		got := ""
		if shown.Difference != nil {
			got = shown.Difference.Words()
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
		if then := m.Of(c.then, november); shown.Value != then.Value || fmt.Sprint(shown.Parts) != fmt.Sprint(then.Parts) || fmt.Sprint(shown.Records) != fmt.Sprint(then.Records) || shown.Signed == nil {
			t.Errorf("%s: shown is %v, signed off was %v", name, shown.Value, then.Value)
		}
	}
}

// The number that was signed off is shown where the formula would make another of the same
// records; of some of the releases there is none that was.
func TestTheSignedNumberIsShown(t *testing.T) {
	f := facts(rel("REL-1"), rel("REL-2"))
	a := account(t, f, f)
	a.Signed[0].Figure("incidents").Numerator = 7
	a.Signed[0].Figure("incidents").Population = 3
	a.Signed[0].Figure("incidents").Parts = append(a.Signed[0].Figure("incidents").Parts, model.FigurePart{Name: "of then", Amount: model.Amount{Form: "count", Numerator: 4, Denominator: 1}})
	m, _ := Find(nil, "incidents")
	if got := a.Measure(m); got.Value.Num != 7 || got.Population != 3 || got.Part("of then").Num != 4 || !got.Small {
		t.Errorf("shown is %+v", got.Result)
	}
	// That other formulas make it is said, and nothing of the kind where they are the same.
	if d := a.Differ(&a.Signed[0], m, m.Of(f, november)); d == nil || !d.Formulas || !strings.HasSuffix(d.Words(), "; the formulas are others by now") {
		t.Errorf("by other formulas it says %+v", d)
	}
	a.Signed[0].Edition = Edition
	if d := a.Differ(&a.Signed[0], m, m.Of(f, november)); d == nil || d.Formulas {
		t.Errorf("by the same formulas it says %+v", d)
	}
	a.Whole = false
	if got := a.Measure(m); got.Value.Num != 0 || got.Signed == nil {
		t.Errorf("of some of the releases it shows %+v", got.Result)
	}
	a.Signed[0].Figures = slices.DeleteFunc(a.Signed[0].Figures, func(f model.Figure) bool { return f.Measure == "incidents" })
	a.Facts = facts(rel("REL-1"))
	a.Facts.Span = november
	if got := a.Measure(m); got.Signed != nil || got.Population != 1 || len(a.FactsOf(m).Whole) != 1 {
		t.Errorf("a measure that was not signed off shows %+v", got.Result)
	}
}

// What goes on waiting after the period changes nothing of it, nor that it is decided then; how
// far a slip goes does, as the median is made of it.
func TestTimeThatGoesOnChangesNothing(t *testing.T) {
	late := rel("REL-3", notStarted)
	never := rel("REL-4", notStarted, func(r *Release) { r.Authorised, r.Baseline = time.Time{}, model.Slot{} })
	asked := func(first time.Time, waited time.Duration) Request {
		return Request{Of: &late, ID: "APR-1", Kind: "plan", Title: "Authorisation", Asked: at(28, 9, 0), First: first, Waited: waited}
	}
	review := Review{Of: &late, ID: "APR-2", Title: "PIR", Due: at(20, 9, 0)}
	december := november.End.AddDate(0, 0, 1)
	world := func(r Request, v Review, at time.Time) Facts {
		f := facts(rel("REL-1"), never)
		f.Requests, f.Reviews = []Request{r}, []Review{v}
		return f.at(at)
	}
	then := world(asked(time.Time{}, time.Hour), review, december)
	done := review
	done.Done = december.AddDate(0, 0, 3)
	for name, c := range map[string]struct {
		now  Facts
		want map[string]string
	}{
		"nothing was done":   {world(asked(time.Time{}, 90*time.Hour), review, december.AddDate(0, 0, 9)), nil},
		"it was decided":     {world(asked(december.AddDate(0, 0, 2), 16*time.Hour), review, december.AddDate(0, 0, 9)), nil},
		"it was done at all": {world(asked(time.Time{}, 90*time.Hour), done, december.AddDate(0, 0, 9)), map[string]string{"overdue-reviews": "the same number; otherwise: still to be done; 1 record changed"}},
	} {
		a := account(t, then, c.now)
		got := map[string]string{}
		for _, d := range a.Differences {
			got[d.Metric] = d.Words()
		}
		if len(got) != len(c.want) || got["overdue-reviews"] != c.want["overdue-reviews"] {
			t.Errorf("%s: %v", name, got)
		}
		for _, id := range []string{"approval-wait", "overdue-reviews", "slip-rate"} {
			if m, _ := Find(nil, id); len(a.Measure(m).Records) == 0 {
				t.Errorf("%s: of %s nothing is listed", name, id)
			}
		}
	}
	if a := account(t, facts(late).at(december), facts(late).at(december.AddDate(0, 0, 9))); len(a.Differences) == 0 || !a.Differences[0].Changes() {
		t.Errorf("a slip that goes on: %+v", a.Differences)
	}
}

// Of some of the releases it is their number of then that is held against that of now, and
// never the whole that was signed off.
func TestAPartIsComparedWithItself(t *testing.T) {
	web, pay := rel("REL-2", serves("SVC-2", "Web Shop")), rel("REL-1")
	caused := Incident{ID: "INC-1", Title: "down", Severity: "P1", Opened: at(12, 8, 0), Service: "SVC-1", CausedBy: []model.ID{"REL-1"}}
	p := signedOff(t, facts(pay, web))
	for name, c := range map[string]struct {
		then, now Facts
		want      string
	}{
		"nothing changed":       {facts(web), facts(web), ""},
		"one came":              {facts(pay), facts(pay).with(caused), "0/1 (0 per 100), now 1/1 (100 per 100); 1 record came; 1 record changed"},
		"it has none, and had":  {facts(pay), facts(), "0/1 (0 per 100), now 0/0 (n/a); 1 record went"},
		"there never were some": {facts(), facts(), ""},
	} {
		c.then.Span, c.now.Span = november, november
		a := Account{Facts: c.now, Signed: []Signed{{Period: p, Name: "Rafael", Facts: c.then}}}
		for _, m := range All(nil) {
			d := a.Differ(&a.Signed[0], m, m.Of(c.now, november))
			switch {
			case d != nil && c.want == "":
				t.Errorf("%s: of %s it says %q", name, m.ID, d.Words())
			case m.ID == "incidents" && c.want != "" && (d == nil || d.Words() != c.want):
				t.Errorf("%s: %+v, want %q", name, d, c.want)
			}
			if shown := a.Measure(m); !shown.Partial || shown.Value != m.Of(c.then, november).Value || !strings.HasSuffix(shown.Basis(func(time.Time) string { return "then" }), "taken for then, as a part of all") {
				t.Errorf("%s: of %s is shown %+v", name, m.ID, shown)
			}
		}
	}
	p.Figures = slices.DeleteFunc(p.Figures, func(f model.Figure) bool { return f.Measure == "incidents" })
	a := Account{Facts: facts(pay).with(caused), Signed: []Signed{{Period: p, Facts: facts(pay)}}}
	m, _ := Find(nil, "incidents")
	if d := a.Differ(&a.Signed[0], m, m.Of(a.Facts, november)); d != nil {
		t.Errorf("what was not signed off differs: %+v", d)
	}
}

// What was recorded later is of the measures that have it among their records: an incident by
// itself, a run by its release.
func TestWhichMeasuresWhatIsRecordedLaterIsOf(t *testing.T) {
	f := facts(rel("REL-1"), rel("REL-2", of("emergency"))).with(Incident{ID: "INC-1", Opened: at(12, 8, 0), Service: "SVC-1", CausedBy: []model.ID{"REL-1"}})
	entry := func(n int64) Entry { return Entry{Position: n, At: time.Unix(n, 0)} }
	c := Concerning([]Later{
		{ID: "RUN-2", Release: "REL-2", Written: entry(9)}, {ID: "INC-1", Written: entry(5)}, {ID: "INC-9", Written: entry(4)}, {ID: "NTC-1", Release: "REL-1", Written: entry(3)},
		{ID: "RUN-1", Release: "REL-1", Written: entry(2)},
	})
	for _, m := range All(laid) {
		if slices.Contains([]string{"incidents", "deployment-time", "slip-rate"}, m.ID) {
			r := m.Of(f, november)
			c.See(&r)
		}
	}
	want := "RUN-1 [incidents deployment-time slip-rate] INC-1 [incidents] RUN-2 [incidents deployment-time] "
	text := ""
	for _, l := range c.List() {
		text += fmt.Sprint(l.ID, " ", l.Measures, " ")
	}
	if text != want {
		t.Errorf("they are of %s, want %s", text, want)
	}
}

// A number that was signed off says so wherever it goes, with what it would be now: its own,
// a further value, or that of a service.
func TestAResultSaysThatItWasSignedOff(t *testing.T) {
	then := facts(rel("REL-1"), rel("REL-2", serves("SVC-2", "Web Shop")))
	now := facts(rel("REL-1", ran(Run{Intervention: "hotfix"})), rel("REL-2", serves("SVC-2", "Web Shop")))
	for _, c := range []struct{ measure, words string }{
		{"change-fail-rate", "signed off, changed since"},
		{"success-rate", "signed off, now 1/2 (50 %)"},
		{"slip-rate", "signed off"},
	} {
		m, _ := Find(nil, c.measure)
		was := m.Of(then, november)
		p := &model.Period{ID: "PRD-1", Period: "2026-11", Position: 7, Figures: []model.Figure{was.figure(m.ID)}}
		then.Span, now.Span = november, november
		a := Account{Facts: now, Signed: []Signed{{Period: p, Name: "Rafael", Facts: then}}, Whole: true}
		r := a.Measure(m).Result
		if r.Closed == nil || r.Closed.ID != "PRD-1" || r.Closed.Position != 7 || r.Closed.Words() != c.words || r.Closed.Changed() != strings.Contains(c.words, ",") || r.Value != was.Value {
			t.Errorf("%s is %v, %+v", c.measure, r.Value, r.Closed)
		}
		for _, g := range r.Services {
			if g.Closed == nil || (g.Closed.Now != nil) != (g.Key == "SVC-1") {
				t.Errorf("%s of %s: %+v", c.measure, g.Name, g.Closed)
			}
		}
		if open := (&Account{Facts: now, Whole: true}); open.Measure(m).Closed != nil {
			t.Errorf("%s is signed off by nobody", c.measure)
		}
		if s := m.Sentence(r, r, "November", "October"); !strings.Contains(s, "igned off") {
			t.Errorf("%s does not say so: %s", c.measure, s)
		}
	}
}
