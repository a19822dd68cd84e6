package evidence

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/gate"
	"fairway/model/process"
	"fairway/model/when"
)

// Sample is which releases of a period are looked at, so that anybody can draw them again
// (model.Sample).
type Sample struct {
	Seed int64 `json:"seed"`
	// Population are the releases of the period, Drawn those that are looked at: all of
	// them where no size was asked for. Imported are how many were left out besides, as
	// they went through no gate here.
	Population []model.ID `json:"population"`
	Drawn      []model.ID `json:"drawn"`
	Imported   int        `json:"imported"`
}

// Draw draws a sample of so many releases; 0 draws all.
func Draw(population []model.ID, imported, size int, seed int64) Sample {
	s := Sample{Seed: seed, Population: model.SortIDs(slices.Clone(population)), Imported: imported}
	if size == 0 {
		size = len(s.Population)
	}
	s.Drawn = model.Sample(s.Population, size, seed)
	return s
}

// Words say which releases were drawn of how many, and how.
func (s Sample) Words() string {
	text := fmt.Sprintf("All %d releases of it", len(s.Population))
	switch {
	case len(s.Population) == 0:
		text = "No release was deployed, closed or cancelled in it"
	case len(s.Population) == 1:
		text = "The one release of it"
	case len(s.Drawn) < len(s.Population):
		text = fmt.Sprintf("%d of its %d releases, drawn with seed %d", len(s.Drawn), len(s.Population), s.Seed)
	}
	if s.Imported > 0 {
		text += fmt.Sprintf(", without %d of imported history", s.Imported)
	}
	return text + "."
}

// In reports whether a release belongs to a period: a production run of it began in it, or
// it was closed or cancelled in it.
func In(r *model.Release, runs []*model.Run, span when.Span) bool {
	switch {
	case r.Cancelled != nil:
		if span.Holds(r.Cancelled.At) {
			return true
		}
	case r.Closed():
		if span.Holds(r.Since) {
			return true
		}
	}
	return slices.ContainsFunc(runs, func(run *model.Run) bool {
		return run.Release == r.ID && run.Production && run.Back == "" && span.Holds(run.Started)
	})
}

// PeriodNeeds are the facts by which a period itself is judged, besides its releases.
func PeriodNeeds() model.Needs {
	return model.Needs{Kinds: []model.Kind{model.KindReport, model.KindDocument}}
}

// OfPeriod is the matrix of a period: of each clause how many of the releases that were drawn
// show it, and what is asked of the period itself. laid are the rules of which the requirements
// and proofs are, force those of the file, the first ones first, with what was in force when.
func OfPeriod(c *model.Case, period when.Period, span when.Span, laid *model.Rules, force []InForce, drawn []Matrix, sample Sample) Matrix {
	m := Matrix{Of: period.String(), Title: period.Title(), Rules: laid.ID, Sample: &sample}
	p := periodFacts{c, span, laid, force}
	for i, q := range requirements(laid) {
		row := Row{Clause: q.ID, Text: q.Text, Releases: map[Answer][]model.ID{}}
		for _, one := range drawn {
			if i >= len(one.Rows) {
				continue
			}
			a := one.Rows[i].Answer
			row.Releases[a] = append(row.Releases[a], model.ID(one.Of))
		}
		for _, proof := range laid.Proofs {
			if proof.Clause == q.ID && proof.Of == process.OfPeriod {
				row.Showings = append(row.Showings, p.proof(proof))
			}
		}
		row.total()
		m.Rows = append(m.Rows, row)
	}
	return m
}

// total makes the answer of a clause of a period. Where no release was to show it and
// something is asked of the period, that alone tells.
func (r *Row) total() {
	asked := len(r.Showings) > 0
	for _, a := range []Answer{Fail, Open, Pass, NotApplicable} { // the worst first
		if len(r.Releases[a]) == 0 || asked && a == NotApplicable {
			continue
		}
		s := Showing{Name: "releases", Text: "the releases of the period", Answer: a, Why: r.counted()}
		if a != NotApplicable {
			s.Records = r.Releases[a]
		}
		r.Showings = append([]Showing{s}, r.Showings...)
		break
	}
	if len(r.Showings) == 0 {
		r.Answer, r.Why = NotApplicable, "no release of the period was to show it"
		return
	}
	r.sum()
	if r.Answer == Pass && !asked {
		r.Why = r.counted()
	}
}

// counted is how many releases have which answer, in words.
func (r *Row) counted() string {
	var out []string
	for _, a := range Answers {
		if n := len(r.Releases[a]); n > 0 {
			out = append(out, fmt.Sprintf("%d %s", n, a))
		}
	}
	return strings.Join(out, ", ")
}

// periodFacts is what the proofs of a period see.
type periodFacts struct {
	*model.Case
	span when.Span
	laid *model.Rules
	// force are the rules of the file: what a period is judged by is what was in force in it,
	// not what came after it.
	force []InForce
}

// ofPeriod has each proof of a period.
var ofPeriod = map[string]func(periodFacts, process.Proof) answer{
	"rules-in-force":   rulesInForce,
	"measures-defined": measuresDefined,
	"report-kept":      reportKept,
	"items-audited":    itemsAudited,
}

func (f periodFacts) proof(p process.Proof) Showing {
	s := Showing{Name: strings.TrimSpace(p.Name + " " + p.Arg), Text: p.Text}
	look, known := ofPeriod[p.Name]
	if !known {
		s.Answer, s.Why = Fail, "this program can't look for that; a newer one may"
		return s
	}
	a := look(f, p)
	s.Answer, s.Why, s.Records = a.Answer, a.why, slices.Compact(model.SortIDs(a.records))
	if s.Answer == Open && !f.Now.Before(f.span.End) {
		s.Answer, s.Why = Fail, s.Why+"; the period ended "+stamp(f.span.End)
	}
	return s
}

// reportKept: a report that has a section, of the period or a part of it, or of a longer one
// that it belongs to.
func reportKept(f periodFacts, p process.Proof) answer {
	var records []model.ID
	approved := false
	for _, r := range model.All[*model.KeptReport](f.Case) {
		of, err := when.ParsePeriod(r.Period)
		sort, known := f.laid.Reporting().Report(r.Report)
		if err != nil || !known || !slices.Contains(sort.Sections, p.Arg) {
			continue
		}
		if span := of.Span(f.Days()); !span.Start.Before(f.span.End) || !f.span.Start.Before(span.End) {
			continue
		}
		records = append(records, r.ID, r.Document)
		if d := model.Get[*model.Document](f.Case, r.Document); d != nil && !d.Approved.IsZero() && d.Rejected() == nil {
			approved = true
		}
	}
	switch {
	case len(records) == 0:
		return missing(nil, "no such report of the period was kept")
	case !approved:
		return missing(records, "%s kept, and none is approved", count(len(records)/2, "report"))
	}
	return pass(records, "%s kept and approved", count(len(records)/2, "report"))
}

// itemsAudited: an audit that was held in the period. One that was written down later says so.
func itemsAudited(f periodFacts, _ process.Proof) answer {
	var records []model.ID
	var late []string
	for _, d := range model.All[*model.Document](f.Case) {
		if d.Means() != gate.FormAudit || d.Rejected() != nil || !f.span.Holds(held(d, f.Days())) {
			continue
		}
		if records = append(records, d.ID); !d.Entered().Before(f.span.End) {
			late = append(late, fmt.Sprintf("%s was written %s, after the period", d.ID, stamp(d.Entered())))
		}
	}
	if len(records) == 0 {
		return missing(nil, "no audit of configuration items was held in the period")
	}
	return pass(records, "%s", strings.Join(append([]string{count(len(records), "audit")}, late...), "; "))
}

// held is when an audit was made: as it says, else when it was written.
func held(d *model.Document, zone *time.Location) time.Time {
	if m, ok := when.ReadText(d.Meant().Get("held"), zone); ok && !m.IsZero() {
		return m.Span(zone).Start
	}
	return d.At
}
