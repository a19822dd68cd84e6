package metrics

import (
	"context"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/muesli/termenv"
	"pgregory.net/rapid"

	"fairway/model"
	"fairway/model/chart"
	"fairway/model/filter"
	"fairway/model/metric"
	"fairway/model/process"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/kit"
	"fairway/ui/screen"
	"fairway/ui/screen/screentest"
	"fairway/ui/theme"
)

func golden(t *testing.T, name string, h *host) {
	t.Helper()
	p := ansi.Strip(h.picture())
	if h.m.env.Theme.ASCII {
		p = kit.Plain(p)
	}
	screentest.Exact(t, p, h.m.Width, h.m.Height)
	screentest.Golden(t, name, p)
}

// TestPictures looks at the screen in its sizes: the frame takes four lines.
func TestPictures(t *testing.T) {
	for _, size := range [][2]int{{60, 18}, {80, 24}, {120, 40}, {200, 50}} {
		name := fmt.Sprintf("-%dx%d", size[0], size[1])
		see := func() *host { return sit(t, busy(t), bare, size[0], size[1]-4) }
		golden(t, "measures"+name, see())
		many := see()
		many.m.every = some(21)
		many.do(many.m.Load())
		golden(t, "many"+name, many.press("l", "l", "l", "l", "l"))
		golden(t, "opened"+name, see().press("p", "j", "j", "enter", "l", "enter"))
		golden(t, "by-service"+name, see().press("l", "enter", "b", "b"))
	}
	see := func() *host { return sit(t, busy(t), bare, 80, 20) }
	golden(t, "control", see().press("p", "j", "j", "enter", "l", "enter", "v", "z"))
	golden(t, "table", see().press("l", "l", "p", "j", "j", "enter", "enter", "v", "T"))
	golden(t, "definition", see().press("l", "l", "i"))
	golden(t, "defects", see().press("p", "j", "j", "enter", "d"))
	golden(t, "empty", sit(t, screentest.New(0), bare, 80, 20))
	golden(t, "ascii", sit(t, busy(t), theme.Options{Choice: theme.Bare, ASCII: true}, 80, 26).press("l", "l", "[", "enter"))
	h := sit(t, busy(t), theme.Options{NoColor: true, Colours: termenv.TrueColor}, 80, 20)
	screentest.Golden(t, "no-color", h.picture())
}

// TestAReportIsKeptFromHere: its key opens the form of that task with the period that is shown,
// also where there is no number.
func TestAReportIsKeptFromHere(t *testing.T) {
	h := sit(t, screentest.New(0), bare, 80, 20).press("w")
	want := []process.Answer{model.With("report", "monthly"), model.With("period", h.m.stretch.String())}
	if h.remedy.Task != "keep-report" || !reflect.DeepEqual(h.remedy.Answers, want) {
		t.Errorf("%+v", h.remedy)
	}
	if h.press("p", "j", "j", "j", "enter", "w"); h.remedy.Task != "keep-report" || len(h.remedy.Answers) != 0 {
		t.Errorf("of the last days: %+v", h.remedy)
	}
}

func TestNoMeaningInColourAlone(t *testing.T) {
	h := sit(t, busy(t), theme.Options{NoColor: true, Colours: termenv.TrueColor}, 120, 36).press("l", "l", "[")
	p := ansi.Strip(h.picture())
	p += "\n" + ansi.Strip(h.press("]").picture()) + ansi.Strip(h.press("v").picture())
	for _, want := range []string{"worse", "better", "missed:", "met:", "▸ Slip rate", "▸Nov", "small n", "✗ missed"} {
		if !strings.Contains(p, want) {
			t.Errorf("it doesn't say %q:\n%s", want, p)
		}
	}
}

// sees checks that texts are in the picture, and others not: those after a "-".
func (h *host) sees(t *testing.T, texts ...string) {
	t.Helper()
	p := ansi.Strip(h.picture())
	for _, s := range texts {
		s, not := strings.CutPrefix(s, "-")
		if strings.Contains(p, s) == not {
			t.Fatalf("%q: %v\n%s", s, !not, p)
		}
	}
}

func TestPeriodsAndComparison(t *testing.T) {
	w := busy(t)
	h := sit(t, w, bare, 80, 20)
	h.sees(t, "November 2026  compared with October 2026")
	h.press("[", "[").sees(t, "September 2026  compared with August 2026")
	h.press("shift+right", "c").sees(t, "October 2026  compared with October 2025")
	h.press("t", "c", "enter").sees(t, "November 2026  compared with October 2026")
	h.press("p", "j", "enter").sees(t, "Q4 2026  compared with Q3 2026")
	h.press("[", "p", "enter").sees(t, "July 2026")
	h.press("t", "p", "j", "j", "j", "enter").sees(t, "the last 30 days  compared with the 30 days before the last 30")
	h.press("[").sees(t, "the 30 days before the last 30")
	h.press("t", "p", "j", "j", "j", "j", "enter").sees(t, "week 48 of 2026  compared with week 47 of 2026")
	// In the past it goes with the clock.
	h.press("t", "p", "enter")
	h.m.env.AsOf, h.m.env.Past = 500, screentest.Now.AddDate(0, -4, 0)
	h.do(h.m.Load())
	h.sees(t, "July 2026", "as of Thu 23 Jul 2026 10:42")
	if q := w.asked[len(w.asked)-1]; q.AsOf != 500 || !q.Now.Equal(h.m.env.Past) {
		t.Errorf("asked as of %d at %s", q.AsOf, q.Now)
	}
	for range 3000 {
		h.m.turn(-1)
	}
	if h.said != "that is further than the calendar reaches" {
		t.Errorf("it goes on for ever: %s, %s", h.m.stretch, h.said)
	}
}

// A number is compared with that of a service or a type as well: of the same stretch, with
// the filter in force as far as it says nothing of that.
func TestComparedWithAnotherService(t *testing.T) {
	w := busy(t)
	h := sit(t, w, bare, 120, 20)
	h.do(h.m.SetFilter("service:payroll -major"))
	h.press("l", "c", "c")
	if len(h.over) != 1 {
		t.Fatal("nothing is offered")
	}
	h.press("j", "enter") // Payroll is the only service that passes
	h.sees(t, "compared with the releases of Payroll")
	q := w.asked[slices.IndexFunc(w.asked, func(q store.FactsQuery) bool { return strings.HasSuffix(q.Filter, "service:Payroll") })]
	if q.Filter != "-major service:Payroll" || q.Stretch != h.m.stretch {
		t.Errorf("asked %q of %s", q.Filter, q.Stretch)
	}
	h.press("enter").sees(t, "8 min better than in the releases of Payroll (1 h 15 min)", "before: 1 h 15 min")
	h.press("c").sees(t, "compared with October 2026")
}

// The arrows go about among tiles and lines, at every size; enter opens the chosen one, and
// esc leads back to it.
func TestGoingAboutAmongMeasures(t *testing.T) {
	for _, size := range [][2]int{{60, 14}, {80, 20}, {120, 36}} {
		h := sit(t, busy(t), bare, size[0], size[1])
		m := h.m
		m.every = some(23)
		h.do(m.Load())
		seen := map[int]bool{}
		for range 40 {
			seen[m.tile] = true
			h.press("right")
			h.sees(t, "▸")
		}
		if len(seen) != 23 {
			t.Errorf("%v: to the right lie %d of 23", size, len(seen))
		}
		seen = map[int]bool{}
		h.press("home")
		for i := range 60 {
			seen[m.tile] = true
			h.press(map[bool]string{true: "down", false: "up"}[i < 30])
			h.sees(t, "▸")
		}
		if m.tile != 0 || size[0] == 60 && len(seen) != 23 {
			t.Errorf("%v: down and up again it is on %d, and was on %d", size, m.tile, len(seen))
		}
		h.press("end")
		if m.tile != 22 {
			t.Errorf("%v: the last is %d", size, m.tile)
		}
	}
	h := sit(t, busy(t), bare, 80, 20).press("l", "enter")
	h.sees(t, "Records", "Deployment time")
	h.press("l").sees(t, "Slip rate", "Records")
	h.press("esc").sees(t, "▸ Slip rate", "-Records")
	if why := bindingOf(h, "esc"); why != nil {
		t.Error("esc leads out of all measures too")
	}
}

func bindingOf(h *host, key string) *screen.Binding {
	for _, b := range h.m.Bindings() {
		if b.Has(key) {
			return &b
		}
	}
	return nil
}

// Every chart can be seen, and every one has its numbers as a table.
func TestChartsAndTheirTables(t *testing.T) {
	h := sit(t, busy(t), bare, 100, 30).press("p", "j", "j", "enter", "l", "enter")
	shown, _ := h.m.shown()
	list := h.m.pictures(shown)
	if len(list) < 4 {
		t.Fatalf("%d charts", len(list))
	}
	for i := range list {
		title := shown.caption(list[i]).Title
		h.sees(t, title[:min(20, len(title))])
		h.press("T")
		box, _ := h.over[0].Box(98, 200)
		text := ansi.Strip(strings.Join(box, "\n"))
		for _, p := range list[i].Points {
			if !strings.Contains(text, p.Label) || !strings.Contains(text, p.Text) {
				t.Errorf("%s: the table lacks %s, %s:\n%s", list[i].Title, p.Label, p.Text, text)
			}
		}
		h.press("esc")
		h.press("v")
	}
	h.press("b").sees(t, "Deployment time by type")
	h.press("T")
	box, _ := h.over[0].Box(98, 40)
	if text := strings.Join(box, "\n"); !strings.Contains(text, "emergency") {
		t.Errorf("%s", text)
	}
	h.press("esc")
	for _, split := range []string{"service", "team", "period"} {
		h.press("b").sees(t, "Deployment time by "+split)
	}
	h.sees(t, "2026-10 ", "2026-01 ")
	h.press("b").sees(t, "-Deployment time by period", "releases by deployment time")
}

// A measure that is never blended names its services, in its tile, its line and its charts.
func TestWhatIsToldByService(t *testing.T) {
	h := sit(t, busy(t), bare, 80, 20)
	h.m.every = some(7)
	h.do(h.m.Load())
	h.press("end").sees(t, "▸ Rework rate", "by service: Customer Care")
	h.press("enter").sees(t, "by service, never for all together", "Rework rate by service", "General Ledger │", "-nothing before")
	h.press("v").sees(t, "Of Customer Care by month")
	h = sit(t, busy(t), bare, 120, 36)
	h.m.every = some(7)
	h.do(h.m.Load())
	h.press("end").sees(t, "▸ Rework rate", "General Ledger", "no records yet")
}

// What was noted stands on the charts of its time, with its text, among the records and in
// what is exported.
func TestAnnotations(t *testing.T) {
	h := sit(t, busy(t), bare, 100, 36).press("l", "enter", "v", "v")
	h.sees(t, "◆a", "◆a 2026-08-03: Moved to the new data centre", "◆b 2026-10-12: Tests run by night (Payroll) ANN-2")
	h.press("l", "v").sees(t, "◆a", "-Tests run by night") // that is about another measure
	h.press("h", "G")
	r, ok := h.m.record()
	if !ok || r.Section != "annotations of periods before" || r.ID != "ANN-2" {
		t.Fatalf("the last record is %+v", r)
	}
	h.press("enter")
	if h.found != "ANN-2" {
		t.Errorf("opened %s", h.found)
	}
	// Of its own period it is among the annotations of that, and on its single values; those of
	// another don't have it.
	h.sees(t, "annotations of periods before (2)", "-annotations (")
	h.press("[", "z", "z", "G").sees(t, "annotations of periods before (1)", "annotations (1)")
	control := func() chart.Chart {
		shown, _ := h.m.shown()
		for _, c := range h.m.pictures(shown) {
			if c.Kind == chart.Control {
				return c
			}
		}
		t.Fatal("no control chart")
		return chart.Chart{}
	}
	if c := control(); len(c.Notes) != 1 || c.Notes[0].ID != "ANN-2" {
		t.Errorf("on the values of October stands %+v", c.Notes)
	}
	h.press("]")
	if c := control(); len(c.Notes) != 0 {
		t.Errorf("on the values of November stands %+v", c.Notes)
	}
	h.press("[", "x", "enter")
	if !strings.Contains(h.copied, "annotation,0,ANN-2,,Tests run by night,,Payroll,2026-10-12") {
		t.Errorf("%s", h.copied)
	}
	h.press("a")
	if h.remedy.Task != "annotate" || len(h.remedy.Answers) != 1 || h.remedy.Answers[0].Value != "deployment-time" {
		t.Errorf("asks %+v", h.remedy)
	}
}

func TestTheRecordsBehindTheNumber(t *testing.T) {
	h := sit(t, busy(t), bare, 80, 20).press("l", "l", "[", "enter")
	shown, _ := h.m.shown()
	in := 0
	for _, it := range h.m.list {
		if it.heading == "" && it.In {
			in++
		}
	}
	if int64(in) != shown.result.Value.Num || in == 0 {
		t.Errorf("%d records count, the number is %v", in, shown.result.Value)
	}
	first, ok := h.m.record()
	if !ok || !first.In {
		t.Fatalf("the cursor is on %+v", first)
	}
	h.press("j", "enter")
	second, _ := h.m.record()
	if second.ID == first.ID || h.found != second.Release || h.m.Subject() != second.Release {
		t.Errorf("on %s, enter opens %s", second.ID, h.found)
	}
	h.press("y")
	if h.copied != string(second.ID) {
		t.Errorf("copied %q", h.copied)
	}
	// After a reload it is on the same record.
	h.do(h.m.Load())
	if again, _ := h.m.record(); again.ID != second.ID {
		t.Errorf("after loading it is on %s", again.ID)
	}
	h.press("G")
	last := h.m.at
	h.press("j")
	if h.m.at != last || h.m.list[last].heading != "" {
		t.Error("beyond the last record")
	}
	h.press("home")
	if r, _ := h.m.record(); r.ID != first.ID {
		t.Errorf("home is %s", r.ID)
	}
}

// Whatever is listed before the records of a measure are there, the cursor is on the first of
// those once they are, unless somebody moved it.
func TestAMeasureOpensOnItsFirstRecord(t *testing.T) {
	w := busy(t)
	h := sit(t, w, bare, 80, 24).press("p", "j", "j", "enter", "enter")
	for _, key := range []string{"l", "l", "h", "h"} {
		h.press(key)
		if r, ok := h.m.record(); !ok || r.ID.Kind() == model.KindAnnotation || h.m.at != 1 {
			t.Errorf("after %s the cursor is on %s, line %d", key, r.ID, h.m.at)
		}
		h.press("G")
	}
}

// What the numbers lack is listed over all measures, each once with those that lack it.
func TestDataDefects(t *testing.T) {
	h := sit(t, busy(t), bare, 60, 14).press("p", "j", "j", "enter")
	h.sees(t, "! 1 data defect") // before anybody looks at them
	h = sit(t, busy(t), bare, 80, 20).press("p", "j", "j", "enter")
	h.sees(t, "! 1 data defect")
	h.press("d").sees(t, "Data defects 1", "REL-91", "no run (1)", "-! 1 data defect")
	h.press("j", "enter")
	if h.found != "REL-91" {
		t.Errorf("opened %s", h.found)
	}
	h.press("i")
	if h.said == "" || len(h.over) > 0 {
		t.Errorf("defined %q", h.said)
	}
	if h.press("e"); !strings.HasPrefix(h.said, "it is cured by no form") {
		t.Errorf("what nobody can cure is cured: %q", h.said)
	}
	h.press("esc").sees(t, "▸ Incidents after release", "-Data defects")
	h.press("p", "enter", "d").sees(t, "none in November 2026")
}

// A key opens the form that cures the chosen defect; of several ways it asks which.
func TestADefectIsCuredFromTheList(t *testing.T) {
	w := busy(t)
	at := time.Date(2026, 11, 3, 9, 0, 0, 0, screentest.Zone)
	w.facts.Incidents = append(w.facts.Incidents, metric.Incident{ID: "INC-901", Title: "of nobody", Severity: "P3", Opened: at},
		metric.Incident{ID: "INC-902", Title: "of whom", Severity: "P2", Opened: at, Service: "SVC-1", Suspects: []model.ID{"REL-12"}, Over: true})
	h := sit(t, w, bare, 80, 24)
	if h.press("enter", "e"); h.said == "" || h.remedy.Task != "" {
		t.Errorf("a record that lacks nothing is cured: %q, %v", h.said, h.remedy)
	}
	h.press("esc", "d").sees(t, "Data defects 2", "no service (1)", "no cause (1)", "cure:  Edit the incident (INC-901)")
	if h.press("e"); h.remedy.String() != "edit-incident INC-901 service" {
		t.Errorf("cured is %q", h.remedy.String())
	}
	h.press("j").sees(t, "it did: Link an incident to a release", "or it did not")
	if h.press("e"); len(h.over) != 1 {
		t.Fatalf("of two ways %d menus", len(h.over))
	}
	h.press("j", "enter")
	if r := h.remedy; r.Task != "link-incident" || r.About != "INC-902" || len(r.Answers) != 3 || r.Answers[1].Value != "cleared" {
		t.Errorf("chosen is %+v", r)
	}
	// Cured by then, it is gone once the screen loads again.
	w.facts.Incidents[len(w.facts.Incidents)-2].Service = "SVC-1"
	h.do(h.m.Load())
	h.sees(t, "Data defects 1", "-no service")
}

func TestExportGoesToTheClipboard(t *testing.T) {
	h := sit(t, busy(t), bare, 80, 20).press("l", "l", "[", "x", "enter")
	if !strings.HasPrefix(h.copied, "metric,period,section") || !strings.Contains(h.copied, "slip-rate,2026-10,counted,1,") || h.said != "copied Slip rate of October 2026 as CSV" {
		t.Errorf("%q: %s", h.said, h.copied)
	}
	h.press("b", "x", "j", "enter")
	if !strings.HasPrefix(h.copied, "## Slip rate, October 2026") || !strings.Contains(h.copied, "| type | value | n |") {
		t.Errorf("%s", h.copied)
	}
	h.m.page.measures[h.m.tile].result.Records = make([]metric.Record, clipboard+1)
	h.copied = ""
	h.press("x")
	if h.copied != "" || !strings.Contains(h.said, "fairway metrics slip-rate --period 2026-10 --csv") {
		t.Errorf("%q, %d bytes copied", h.said, len(h.copied))
	}
}

func TestFilterAndErrors(t *testing.T) {
	w := busy(t)
	h := sit(t, w, bare, 80, 20)
	all := h.m.page.measures[0].result.Population
	h.do(h.m.SetFilter("service:payroll"))
	if n := h.m.page.measures[0].result.Population; n == 0 || n >= all || h.m.Filter() != "service:payroll" {
		t.Errorf("%d of %d pass", n, all)
	}
	w.Err = &filter.Error{Reason: "there is no field wrong"}
	h.do(h.m.SetFilter("wrong:x"))
	if !strings.Contains(h.m.FilterError(), "no field wrong") || !h.m.loaded {
		t.Errorf("it says %q", h.m.FilterError())
	}
	w.Err = &filter.Error{Reason: "no field wrong; did you mean start, state, service, severity or something else that is long?", Column: 3}
	h.do(h.m.SetFilter("x wrong:x"))
	if text := strings.Join(strings.Fields(ansi.Strip(h.picture())), " "); !strings.Contains(text, h.m.FilterError()) {
		t.Errorf("it is cut: %s", text)
	}
	w.Err = nil
	h.do(h.m.SetFilter(""))
	w.Err = errors.New("the disk is gone")
	h.do(h.m.Load())
	if h.failed == nil || !strings.Contains(ansi.Strip(h.picture()), "November 2026") {
		t.Errorf("failed with %v", h.failed)
	}
	h = sit(t, w, bare, 80, 20)
	if p := ansi.Strip(h.picture()); !strings.Contains(p, "could not be loaded") || !strings.Contains(p, "the disk is gone") {
		t.Errorf("%s", p)
	}
}

// A load that takes long says so, and esc stops it.
func TestALongLoadCanBeStopped(t *testing.T) {
	w := busy(t)
	h := sit(t, w, bare, 80, 20)
	before := h.m.page.stretch
	if slices.ContainsFunc(h.m.Bindings(), func(b screen.Binding) bool { return b.Has("esc") }) {
		t.Error("esc is taken while nothing goes on")
	}
	h.m.stretch, h.m.chosen = before.Add(-1), true
	h.m.Load() // and nobody answers
	h.m.read.Store(4711)
	h.m.slow = true
	if p := ansi.Strip(h.picture()); !strings.Contains(p, "counting: 4711 facts, esc stops") {
		t.Errorf("%s", p)
	}
	h.press("esc")
	if p := ansi.Strip(h.picture()); h.m.slow || !strings.Contains(p, "stopped") {
		t.Errorf("%s", p)
	}
	done := make(chan struct{})
	var late <-chan struct{} = done
	h.m.slow = false
	close(done)
	h.do(h.m.watch(late))
	if h.m.slow {
		t.Error("what has ended is shown as going on")
	}
}

// The period that is shown is signed off from here, and one that was is reopened.
func TestAPeriodIsSignedOffFromHere(t *testing.T) {
	w := busy(t)
	h := sit(t, w, bare, 80, 24)
	if h.press("s"); h.remedy.Task != "" || !strings.Contains(h.said, "November 2026 is not over") {
		t.Errorf("%q, %+v", h.said, h.remedy)
	}
	if h.press("[", "s"); h.remedy.Task != "close-period" || !reflect.DeepEqual(h.remedy.Answers, []process.Answer{model.With("period", "2026-10")}) {
		t.Errorf("%+v", h.remedy)
	}
	w.signed = []model.Figure{{Measure: "incidents", Amount: model.Amount{Form: string(metric.Per100), Numerator: 1, Denominator: 8}, Population: 8}}
	h.do(h.m.Load())
	if h.press("s"); h.remedy.Task != "reopen-period" || h.remedy.About != "PRD-1" {
		t.Errorf("%+v", h.remedy)
	}
	if h.press("l", "s"); h.remedy.Task != "close-period" { // what else there is, is open
		t.Errorf("%+v", h.remedy)
	}
	if h.press("t", "p", "j", "j", "j", "enter", "s"); !strings.Contains(h.said, "no period that is signed off") {
		t.Errorf("%q", h.said)
	}
}

// So does looking for data defects; once it was stopped, the same key looks again.
func TestLookingForDefectsCanBeStopped(t *testing.T) {
	h := sit(t, busy(t), bare, 80, 24).press("p", "j", "j", "enter")
	h.m.defects, h.m.lacks = true, nil
	h.m.relist()
	h.m.askDefects() // and nobody answers
	h.sees(t, "Data defects  what", "counting")
	h.m.slow = true
	h.press("esc").sees(t, "stopped: ctrl+l looks again")
	h.press("d", "d").sees(t, "Data defects 1", "-stopped")
}

// What people type is shown, at any size, in any order of keys.
func TestAnyKeysAnySizeAnyText(t *testing.T) {
	base := busy(t)
	rapid.Check(t, func(t *rapid.T) {
		w := &world{World: screentest.New(0), facts: base.facts}
		w.facts.Whole = slices.Clone(base.facts.Whole)
		text := screentest.Text()
		for i := range w.facts.Whole {
			if i%9 == 0 {
				r := &w.facts.Whole[i]
				r.Title, r.ServiceName, r.Type = text.Draw(t, "title"), text.Draw(t, "service"), text.Draw(t, "type")
				if rapid.Bool().Draw(t, "odd run") && len(r.Runs) > 0 {
					r.Runs = []metric.Run{{ID: "RUN-1", Started: r.Runs[0].Started, Ended: r.Runs[0].Ended.AddDate(0, 0, rapid.IntRange(-1, 90).Draw(t, "days"))}}
				}
			}
		}
		ascii := rapid.Bool().Draw(t, "ascii")
		h := sit(t, w, theme.Options{Choice: theme.Dark, Colours: termenv.TrueColor, ASCII: ascii}, rapid.IntRange(1, 210).Draw(t, "width"), rapid.IntRange(1, 60).Draw(t, "height"))
		h.m.every = some(rapid.IntRange(1, 24).Draw(t, "measures"))
		h.do(h.m.Load())
		for range rapid.IntRange(1, 20).Draw(t, "steps") {
			var keys []string
			list := h.m.Bindings()
			if n := len(h.over); n > 0 {
				list = h.over[n-1].Bindings()
			}
			for _, b := range list {
				keys = append(keys, b.Keys...)
			}
			h.press(rapid.SampledFrom(keys).Draw(t, "key"))
			vw, vh := rapid.IntRange(1, 210).Draw(t, "view width"), rapid.IntRange(1, 60).Draw(t, "view height")
			screentest.Exact(t, h.m.View(vw, vh), vw, vh)
		}
	})
}

// An auditor's loop over the bodies of the sample gives the numbers on screen.
func TestTheSampleByHand(t *testing.T) {
	ctx := context.Background()
	db := screentest.Demo(t)
	env := screentest.On(t, db, "cora", bare)
	for back := range 4 {
		stretch := metric.Stretch{Period: when.PeriodOf(screentest.Now, when.Monthly, screentest.Zone).Add(-back)}
		span := stretch.Span(screentest.Now, screentest.Zone)
		facts, err := env.Data.Facts(ctx, store.FactsQuery{Stretch: stretch, Now: screentest.Now})
		if err != nil {
			t.Fatal(err)
		}
		want := byHand(t, env.Data, span)
		got := [3]string{}
		for i, id := range []string{"incidents", "deployment-time", "slip-rate"} {
			m, _ := metric.Find(nil, id)
			r := m.Of(facts, facts.Span)
			got[i] = fmt.Sprintf("%d/%d", r.Value.Num, r.Value.Den)
			if id == "deployment-time" {
				got[i] = fmt.Sprintf("%g of %d, %s", r.Value.Number(), r.Population, r.Part(metric.PartP90).Short())
			}
		}
		if got != want {
			t.Errorf("%s: %v, by hand %v", stretch, got, want)
		}
	}
}

func byHand(t *testing.T, data screen.Data, span when.Span) (out [3]string) {
	t.Helper()
	ctx := context.Background()
	all := func(k model.Kind) (records []model.Record) {
		list, err := data.List(ctx, store.ListQuery{Kind: k, Limit: 100_000})
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range list {
			f, err := data.Record(ctx, l.ID, store.Now)
			if err != nil {
				t.Fatal(err)
			}
			records = append(records, f.Record)
		}
		return records
	}
	rules, err := data.Rules(ctx)
	if err != nil {
		t.Fatal(err)
	}
	last, first := map[model.ID]*model.Run{}, map[model.ID]time.Time{}
	for _, rec := range all(model.KindRun) {
		run := rec.(*model.Run)
		if !run.Production {
			continue
		}
		if at, ok := first[run.Release]; !ok || run.Started.Before(at) {
			first[run.Release] = run.Started
		}
		if old := last[run.Release]; !run.Ended.IsZero() && (old == nil || run.Ended.After(old.Ended)) {
			last[run.Release] = run
		}
	}
	incidents := all(model.KindIncident)
	var times []float64
	deployed, slipped, s := 0, 0, 0
	hit := map[model.ID]bool{}
	for _, rec := range all(model.KindRelease) {
		r := rec.(*model.Release)
		if run := last[r.ID]; run != nil && r.Cancelled == nil && span.Holds(run.Ended) {
			deployed++
			end := run.Ended
			if run.Rollback != nil {
				end = run.Rollback.Decided
			}
			times = append(times, float64(end.UnixMilli()-run.Started.UnixMilli()))
			days := map[string]int{"normal": 7, "standard": 7, "emergency": 3}[r.Type]
			if r.Major {
				days = 14
			}
			for _, other := range incidents {
				i := other.(*model.Incident)
				if slices.Contains(i.CausedBy, r.ID) && i.Opened.After(run.Ended) && !i.Opened.After(run.Ended.In(screentest.Zone).AddDate(0, 0, days)) {
					hit[i.ID] = true
				}
			}
		}
		if r.Type == "emergency" || r.Baseline == nil || !span.Holds(r.Baseline.Slot.Start.At) || r.Cancelled != nil && r.Cancelled.At.Before(r.Baseline.Slot.Start.At) {
			continue
		}
		s++
		due := r.Baseline.Slot.Start.At.Add(time.Duration(rules.Policy.SlipHours) * time.Hour)
		for _, m := range r.Moves { // the sample puts a release behind another by this reason only
			if p, _ := rules.Policy.Reason(m.Reason); p.Displaced && m.At.After(r.Baseline.At) {
				due = due.Add(m.To.Start.At.Sub(m.From.Start.At))
			}
		}
		began, ran := first[r.ID]
		if r.Cancelled != nil || ran && began.After(due) || !ran && screentest.Now.After(due) {
			slipped++
		}
	}
	slices.Sort(times)
	middle, p90 := 0.0, "n/a"
	if n := len(times); n > 0 {
		middle = (times[(n-1)/2] + times[n/2]) / 2
		p90 = when.FormatDuration(time.Duration(times[int(math.Ceil(0.9*float64(n)))-1]) * time.Millisecond)
	}
	return [3]string{fmt.Sprintf("%d/%d", len(hit), deployed), fmt.Sprintf("%g of %d, %s", middle, len(times), p90), fmt.Sprintf("%d/%d", slipped, s)}
}

func BenchmarkView(b *testing.B) {
	h := sit(b, busy(b), theme.Options{Choice: theme.Dark, Colours: termenv.TrueColor}, 200, 46)
	for b.Loop() {
		h.m.View(200, 46)
	}
}

func TestWordsInFewCells(t *testing.T) {
	for text, want := range map[string]string{"p90 1 h 44 min, 111 % of plan": "p90 1h44m, 111% plan", "0 deferred, 10 min each, 3 d": "0 deferred, 10m each, 3d", "missed: at most 110 %": "missed: max 110%", "12 d 3 h": "12d 3h"} {
		if got := tight(text); got != want {
			t.Errorf("%q becomes %q, not %q", text, got, want)
		}
	}
}

// The number that was signed off is the one that is shown.
func TestTheSignedNumberIsShown(t *testing.T) {
	w := busy(t)
	w.signed = []model.Figure{{Measure: "incidents", Amount: model.Amount{Form: string(metric.Per100), Numerator: 77, Denominator: 100}, Population: 100}}
	h := sit(t, w, bare, 120, 36)
	if p := ansi.Strip(h.picture()); !strings.Contains(p, "77/100") {
		t.Errorf("it is not shown:\n%s", p)
	}
	if s := h.m.page.measures[0].shown; s.Signed == nil || s.Signed.ID != "PRD-1" {
		t.Errorf("the screen does not know that it was signed off: %+v", s)
	}
	h.sees(t, "signed off, now")
	// Opened, it says first what would change it, and by whom it was signed; enter leads to that
	// record.
	h.press("enter").sees(t, "what would change it (1)", "▸○ PRD-1")
	h.press("G", "z").sees(t, "S signed off (! changed)", "S!")
	h.press("z", "home").sees(t, "signed off (1)", "by Rafael as of entry 0, taken for")
	if h.m.list[0].Section != "" || !strings.HasPrefix(h.m.list[0].heading, "what would change it") {
		t.Errorf("the first group is %q", h.m.list[0].heading)
	}
	for i := range h.m.list {
		if h.m.list[i].ID == "PRD-1" {
			h.m.at = i
		}
	}
	if h.press("enter"); h.found != "PRD-1" {
		t.Errorf("enter opens %s", h.found)
	}
}

// That a number which was signed off would be another now is cut off at no size: in its tile,
// its line, and over its records.
func TestThatASignedNumberChangedIsNotCutOff(t *testing.T) {
	for _, size := range [][2]int{{60, 14}, {80, 20}, {120, 36}, {200, 46}} {
		for _, small := range []bool{false, true} {
			w := busy(t)
			if small {
				w.facts.Whole = w.facts.Whole[80:]
			}
			n := int64(len(w.facts.Whole))
			w.signed = []model.Figure{{Measure: "incidents", Amount: model.Amount{Form: string(metric.Per100), Numerator: 77, Denominator: n}, Population: map[bool]int{true: 3, false: 100}[small], Provisional: true},
				{Measure: "deployment-time", Amount: model.Amount{Form: string(metric.Length), Numerator: 90_000, Denominator: 1}, Population: 3, Provisional: true}}
			h := sit(t, w, bare, size[0], size[1])
			for range 2 {
				h.sees(t, "signed off")
				p := ansi.Strip(h.picture())
				if said := strings.Count(p, "signed off !") + strings.Count(p, "signed off, now "); said < 2 {
					t.Errorf("%v, small %v: said %d times of two\n%s", size, small, said, p)
				}
				h.press("enter")
				if head := strings.Join(strings.Split(ansi.Strip(h.picture()), "\n")[1:6], "\n"); !strings.Contains(head, "signed off !") && !strings.Contains(head, "signed off, now ") {
					t.Errorf("%v, small %v: over the records it is not said\n%s", size, small, head)
				}
				h.press("esc", "l")
			}
		}
	}
}

// What is long in the last column of a table goes on in that, or below its row: never where
// another row begins.
func TestALongAnnotationStaysInItsColumn(t *testing.T) {
	for _, width := range []int{60, 80, 120} {
		w := busy(t)
		w.facts.Annotations[1].Text = "Half of the servers stand in the new data centre since the night, and the other half follows in spring"
		h := sit(t, w, bare, width, 24).press("l", "enter", "v", "v", "T")
		box, _ := h.over[0].Box(width-2, 60)
		text := ansi.Strip(strings.Join(box, " "))
		for _, word := range strings.Fields(w.facts.Annotations[1].Text) {
			if !strings.Contains(text, word) {
				t.Fatalf("%d: %q is missing\n%s", width, word, strings.Join(box, "\n"))
			}
		}
		for _, l := range box[1 : len(box)-1] {
			first, _, _ := strings.Cut(ansi.Strip(l)[len("│ "):], " ")
			if strings.Contains(" Half of the servers stand in new data centre since night, and other half follows spring ", " "+first+" ") && first != "" {
				t.Errorf("%d: it goes on where rows begin: %s", width, l)
			}
		}
	}
}
