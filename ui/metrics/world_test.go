package metrics

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/muesli/termenv"

	"fairway/assets"
	"fairway/model"
	"fairway/model/metric"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/kit"
	"fairway/ui/screen"
	"fairway/ui/screen/screentest"
	"fairway/ui/theme"
)

// world answers with facts that were made up.
type world struct {
	*screentest.World
	facts metric.Facts
	asked []store.FactsQuery
	// signed are numbers that were signed off, of the period that is asked for first.
	signed []model.Figure
}

func (w *world) Facts(_ context.Context, q store.FactsQuery) (metric.Facts, error) {
	w.asked = append(w.asked, q)
	f := w.facts
	f.Zone, f.Now = screentest.Zone, q.Now
	f.Span = q.Stretch.Span(q.Now, screentest.Zone)
	if q.Defects { // whole, but for what is told of them here
		f.Whole = slices.Clone(f.Whole)
		for i := range f.Whole {
			r := &f.Whole[i]
			r.Registered, r.Outcome, r.Way, r.Notice, r.Scope = time.Date(2025, 1, 2, 9, 0, 0, 0, screentest.Zone), "successful", &metric.Way{}, &metric.Notice{}, &metric.Scope{}
		}
	}
	f.Annotations = slices.DeleteFunc(slices.Clone(f.Annotations), func(a metric.Annotation) bool { return !f.Span.Holds(a.At) })
	if strings.Contains(q.Filter, "payroll") {
		f = f.Only(func(t *metric.Traits) bool { return t.ServiceName == "Payroll" })
	}
	return f, w.Err
}

func (w *world) Numbers(ctx context.Context, q store.FactsQuery, list []metric.Metric) (store.Numbers, error) {
	f, err := w.Facts(ctx, q)
	f.Brief = true
	n := store.Numbers{Span: f.Span, Results: map[string]metric.Result{}, Notes: f.Annotations}
	for _, m := range list {
		n.Results[m.ID] = m.Of(f, f.Span)
	}
	return n, err
}

func (w *world) Account(ctx context.Context, q store.FactsQuery) (metric.Account, error) {
	f, err := w.Facts(ctx, q)
	a := metric.Account{Facts: f, Whole: q.Filter == ""}
	if w.signed != nil && !q.Plain {
		a.Signed = []metric.Signed{{Period: &model.Period{ID: "PRD-1", Figures: w.signed}, Name: "Rafael", Facts: f}}
		for _, s := range w.signed {
			a.Differences = append(a.Differences, metric.Difference{Metric: s.Measure, Closed: "PRD-1", Frozen: metric.ValueOf(s.Amount)})
		}
	}
	return a, err
}

// busy is a year of an organisation with a hundred deployments, made up without
// chance: some slip, some for the customer's sake, some bring incidents.
func busy(t testing.TB) *world {
	t.Helper()
	rules, err := assets.Rules()
	if err != nil {
		t.Fatal(err)
	}
	w := &world{World: screentest.New(0)}
	w.facts.Policy, w.facts.Measures = rules.Policy, rules.Measures
	w.facts.Policy.Zone = screentest.Zone.String()
	services := []string{"Payroll", "Web Shop", "General Ledger", "Customer Care"}
	reasons := []string{"defect-found", "not-ready", "defect-found", "customer-asked", "approval-late"}
	first := time.Date(2025, 12, 2, 20, 0, 0, 0, screentest.Zone)
	for i := range 100 {
		at := first.AddDate(0, 0, i*7/2)
		minute := func(t time.Time) when.Moment { return when.Moment{At: t.UTC(), Precision: when.Minute} }
		r := metric.Release{ID: model.ID(fmt.Sprintf("REL-%d", i+1)), Title: fmt.Sprintf("%s %d.%d", services[i%4], 5+i/40, i%10),
			Traits: metric.Traits{Type: "normal", Service: model.ID(fmt.Sprintf("SVC-%d", i%4+1)), ServiceName: services[i%4]},
			Zone:   screentest.Zone, Deployed: true, Ended: true, Window: model.Slot{Start: minute(at)}, Baseline: model.Slot{Start: minute(at)}, Authorised: at.AddDate(0, 0, -9), Planned: time.Duration(45+i%3*30) * time.Minute}
		begin := at.Add(5 * time.Minute)
		if i%11 == 4 {
			r.Type = "emergency"
		}
		if i%6 == 1 {
			days, reason := i%4+2, reasons[i/6%len(reasons)]
			p, _ := rules.Policy.Reason(reason)
			r.Moves = []model.Move{{From: r.Baseline, To: model.Slot{Start: minute(at.AddDate(0, 0, days))}, Reason: reason, Customer: p.Customer, At: at.AddDate(0, 0, -3)}}
			begin = begin.AddDate(0, 0, days)
		}
		if begin.Before(screentest.Now) && i != 90 {
			r.Runs = []metric.Run{{ID: model.ID(fmt.Sprintf("RUN-%d", i+1)), Started: begin, Ended: begin.Add(time.Duration(30+i*37%95) * time.Minute), Result: model.RunDeployed}}
			if i%7 == 3 {
				end := r.Runs[0].Ended
				w.facts.Incidents = append(w.facts.Incidents, metric.Incident{ID: model.ID(fmt.Sprintf("INC-%d", i)), Title: "Figures are wrong", Severity: "P2", Opened: end.Add(time.Duration(i%9) * 20 * time.Hour), Service: r.Service,
					CausedBy: map[bool][]model.ID{true: {r.ID}}[i%2 == 1]})
			}
		} else if i != 90 {
			r.Deployed, r.Ended = false, false
		}
		w.facts.Whole = append(w.facts.Whole, r)
	}
	day := func(month time.Month, day int) time.Time {
		return time.Date(2026, month, day, 0, 0, 0, 0, screentest.Zone)
	}
	w.facts.Annotations = []metric.Annotation{
		{ID: "ANN-1", At: day(8, 3), Day: "2026-08-03", Text: "Moved to the new data centre", By: "Cora"},
		{ID: "ANN-2", At: day(10, 12), Day: "2026-10-12", Text: "Tests run by night", Measure: "deployment-time", Service: "Payroll", By: "Cora"},
	}
	return w
}

// host notes what a screen asks of the frame, and holds its overlays.
type host struct {
	screen.Host
	m      *Metrics
	over   []screen.Overlay
	said   string
	copied string
	found  model.ID
	failed error
	remedy model.Remedy
}

func (h *host) Open(o screen.Overlay)         { h.over = append(h.over, o) }
func (h *host) Close(screen.Overlay)          { h.over = h.over[:len(h.over)-1] }
func (h *host) Say(text string)               { h.said = text }
func (h *host) Copy(text string) tea.Cmd      { h.copied = text; return nil }
func (h *host) Find(id model.ID) tea.Cmd      { h.found = id; return nil }
func (h *host) Remedy(r model.Remedy) tea.Cmd { h.remedy = r; return nil }
func (h *host) Fail(_ string, err error)      { h.failed = err }

// some are the measures that the screen is tried with, whatever others there are: three, and
// as many again as are asked for.
func some(n int) func(*metric.Facts) []metric.Metric {
	return func(f *metric.Facts) (out []metric.Metric) {
		for i := range n {
			id := []string{"incidents", "deployment-time", "slip-rate"}[i%3]
			m, _ := metric.Find(f.Measures, id)
			if i > 2 {
				m.Title, m.Measure.ID = fmt.Sprintf("%s %d", m.Title, i/3+1), fmt.Sprintf("%s-%d", id, i/3+1)
			}
			if i == 6 {
				m.Title = "Rework rate"
				whole := m.Of
				m.Of = func(f metric.Facts, span when.Span) metric.Result {
					one := metric.Metric{Measure: m.Measure, Form: m.Form, Of: whole}
					return metric.Result{Metric: id, Value: metric.Value{Form: m.Form}, Population: 4, Services: one.By(f, span, metric.ByService)}
				}
			}
			if i == 4 {
				m.Of = func(metric.Facts, when.Span) metric.Result {
					return metric.Result{Metric: id, Missing: "outages are recorded by the night only", Value: metric.Value{Form: m.Form}}
				}
			}
			out = append(out, m)
		}
		return out
	}
}

// sit shows the screen on a terminal of a size, and loads it.
func sit(t screentest.T, data screen.Data, o theme.Options, w, h int) *host {
	t.Helper()
	env := screentest.New(0).Env(o)
	env.Data = data
	d := &host{}
	env.Host = d
	d.m = New(env)
	d.m.every = some(3)
	d.m.Update(screen.Size{Width: w, Height: h})
	d.do(d.m.Load())
	return d
}

func (h *host) do(cmd tea.Cmd) {
	screentest.Run(cmd, func(msg tea.Msg) tea.Cmd { return screentest.Answered(msg, h.m) })
}

// press presses keys, on the overlay while there is one.
func (h *host) press(keys ...string) *host {
	for _, k := range keys {
		list := h.m.Bindings()
		if n := len(h.over); n > 0 {
			list = h.over[n-1].Bindings()
		}
		for _, b := range list {
			if b.Has(k) && b.Do != nil {
				if why := b.Disabled(); why != "" {
					h.said = why
				} else {
					h.do(b.Do())
				}
				break
			}
		}
	}
	return h
}

// picture is what is seen.
func (h *host) picture() string {
	m := h.m
	lines := strings.Split(m.View(m.Width, m.Height), "\n")
	if n := len(h.over); n > 0 {
		box, bw := h.over[n-1].Box(m.Width-2, m.Height)
		kit.Over(lines, box, bw, (m.Width-bw)/2, (m.Height-len(box))/2)
	}
	return strings.Join(lines, "\n")
}

var bare = theme.Options{Choice: theme.Bare, Colours: termenv.TrueColor}
