// Package evidence says of each clause of ISO/IEC 20000-1:2018 whether it is shown, and by
// which records: of a release, and of a period over its releases. What shows a clause is
// data: the checks at gates that name it (model/process), and the proofs that are laid down
// (process.Proof), of which each is a function here.
package evidence

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/process"
)

// Answer is whether something is shown.
type Answer string

// The answers. Open is what is not there and does not have to be yet; it is no pass.
const (
	Pass          Answer = "pass"
	Fail          Answer = "fail"
	NotApplicable Answer = "not applicable"
	Open          Answer = "open"
)

// Answers lists them in the order in which they are counted.
var Answers = []Answer{Pass, Fail, Open, NotApplicable}

// Showing is one thing that shows a clause, or does not.
type Showing struct {
	// Name is the check, with the stage at whose exit it is asked, or the proof.
	Name   string `json:"name"`
	Stage  string `json:"stage,omitempty"`
	Text   string `json:"text"` // what has to be there
	Answer Answer `json:"answer"`
	Why    string `json:"why"`
	// Records are those that show it, or in which it is missing.
	Records []model.ID `json:"records,omitempty"`
}

// Row is one clause.
type Row struct {
	Clause   string     `json:"clause"`
	Text     string     `json:"text,omitempty"`
	Answer   Answer     `json:"answer"`
	Why      string     `json:"why"`
	Records  []model.ID `json:"records,omitempty"`
	Showings []Showing  `json:"showings,omitempty"`
	// Releases are those of a period, by their answers.
	Releases map[Answer][]model.ID `json:"releases,omitempty"`
}

// Matrix is every clause, of a release or a period.
type Matrix struct {
	Of     string   `json:"of"` // the release, or the period by its name
	Title  string   `json:"title"`
	Stage  string   `json:"stage,omitempty"`
	Rules  model.ID `json:"rules,omitempty"` // those that the release follows
	Rows   []Row    `json:"rows"`
	Sample *Sample  `json:"sample,omitempty"` // of a period
}

// Count is how many clauses have an answer.
func (m Matrix) Count(a Answer) int {
	n := 0
	for _, r := range m.Rows {
		if r.Answer == a {
			n++
		}
	}
	return n
}

// Words are the counts in a line: "14 pass, 1 fail, 3 open, 2 not applicable".
func (m Matrix) Words() string {
	var out []string
	for _, a := range Answers {
		if n := m.Count(a); n > 0 || a == Pass || a == Fail {
			out = append(out, fmt.Sprintf("%d %s", n, a))
		}
	}
	return strings.Join(out, ", ")
}

// Records are all that are named, by kind and number.
func (m Matrix) Records() []model.ID {
	var out []model.ID
	for _, r := range m.Rows {
		out = append(out, r.Records...)
	}
	return slices.Compact(model.SortIDs(out))
}

// Needs are the facts by which the matrix of a release is made.
func Needs(release model.ID) model.Needs {
	return model.Needs{Releases: []model.ID{release}, Calendar: true, Earlier: true}
}

// OfRelease is the matrix of a release. laid are the rules of which the requirements and
// proofs are; its checks are those of its own rules.
func OfRelease(c *model.Case, r *model.Release, laid *model.Rules) Matrix {
	f := newFacts(c, r)
	m := Matrix{Of: string(r.ID), Title: r.Title(), Rules: c.Under(r).ID, Stage: f.stageTitle(r.Stage)}
	checks := f.checks()
	for _, q := range requirements(laid) {
		row := Row{Clause: q.ID, Text: q.Text}
		if r.Origin != nil {
			row.Answer, row.Why, row.Records = NotApplicable, "it is imported history, which went through no gate here", []model.ID{r.ID}
			m.Rows = append(m.Rows, row)
			continue
		}
		row.Showings = append(row.Showings, checks[q.ID]...)
		periods := false
		for _, p := range laid.Proofs {
			switch {
			case p.Clause != q.ID:
			case p.Of == process.OfPeriod:
				periods = true
			default:
				row.Showings = append(row.Showings, f.proof(p))
			}
		}
		row.sum()
		if len(row.Showings) == 0 {
			row.Answer, row.Why = NotApplicable, "nothing in the rules shows it of a release"
			if periods {
				row.Why = "it is asked of a period, of no single release"
			}
		}
		m.Rows = append(m.Rows, row)
	}
	return m
}

// requirements are those of the rules; rules that list none are asked for the clauses of
// the standard.
func requirements(laid *model.Rules) []process.Requirement {
	if len(laid.Requirements) > 0 {
		return laid.Requirements
	}
	return model.Each(process.Clauses, func(id string) process.Requirement { return process.Requirement{ID: id} })
}

// sum makes the answer of a clause of what shows it: it fails where one of them does, is
// open where one is, and passes where one does and the others do not apply.
func (r *Row) sum() {
	n := map[Answer]int{}
	for _, s := range r.Showings {
		n[s.Answer]++
	}
	switch {
	case n[Fail] > 0:
		r.Answer = Fail
	case n[Open] > 0:
		r.Answer = Open
	case n[Pass] > 0:
		r.Answer = Pass
	default:
		r.Answer = NotApplicable
	}
	var why []string
	for _, s := range r.Showings {
		if s.Answer == r.Answer || s.Answer == Pass {
			r.Records = append(r.Records, s.Records...)
		}
		if text := s.Text + ": " + s.Why; s.Answer == r.Answer && r.Answer != Pass && !slices.Contains(why, text) {
			why = append(why, text)
		}
	}
	r.Records = slices.Compact(model.SortIDs(r.Records))
	if r.Why = strings.Join(why, "; "); r.Answer == Pass {
		r.Why = fmt.Sprintf("%d of %d shown, the others do not apply", n[Pass], len(r.Showings))
		if n[Pass] == len(r.Showings) {
			r.Why = fmt.Sprintf("%d of %d shown", n[Pass], len(r.Showings))
		}
	}
}

// facts is what the proofs of one release see.
type facts struct {
	*model.Case
	r       *model.Release
	rules   *model.Rules
	process *process.Process // nil where its rules have none
	// deployments are its production runs, the first one first.
	deployments []*model.Run
}

func newFacts(c *model.Case, r *model.Release) facts {
	f := facts{Case: c, r: r, rules: c.Under(r)}
	if p, ok := f.rules.Process(r.Type); ok && p.Of == string(model.KindRelease) {
		f.process = p
	}
	for _, run := range model.All[*model.Run](c) {
		if run.Release == r.ID && run.Production && run.Back == "" { // a rollback deploys nothing
			f.deployments = append(f.deployments, run)
		}
	}
	slices.SortStableFunc(f.deployments, func(a, b *model.Run) int {
		if n := a.Started.Compare(b.Started); n != 0 {
			return n
		}
		return model.CompareIDs(a.ID, b.ID)
	})
	return f
}

func (f facts) stageTitle(id string) string {
	if f.process != nil {
		if s, _ := f.process.StageCalled(id); s != nil {
			return s.Title
		}
	}
	return id
}

// last is its last deployment; nil without one.
func (f facts) last() *model.Run {
	if len(f.deployments) == 0 {
		return nil
	}
	return f.deployments[len(f.deployments)-1]
}

// over reports whether a proof has to be there by now.
func (f facts) over(due string) bool {
	if f.r.Closed() {
		return true
	}
	return due == process.DueStart && len(f.deployments) > 0
}

// proof is what a proof comes to.
func (f facts) proof(p process.Proof) Showing {
	s := Showing{Name: strings.TrimSpace(p.Name + " " + p.Arg), Text: p.Text}
	if applies, because := process.Holds(p.When, f.is); !applies {
		s.Answer, s.Why = NotApplicable, because
		return s
	}
	look, known := ofRelease[p.Name]
	if !known {
		s.Answer, s.Why = Fail, "this program can't look for that; a newer one may"
		return s
	}
	a := look(f, p)
	s.Answer, s.Why, s.Records = a.Answer, a.why, slices.Compact(model.SortIDs(a.records))
	if s.Answer == Open {
		switch {
		case f.over(p.Due):
			s.Answer = Fail
		case f.r.Cancelled != nil:
			s.Answer, s.Why = NotApplicable, "the release was cancelled before it had to be there"
		default:
			if due := f.lateFor(p); !due.IsZero() {
				s.Answer, s.Why = Fail, fmt.Sprintf("%s, and %s was due %s", s.Why, f.r.ID, stamp(due))
			}
		}
	}
	return s
}

// answer is what one proof comes to.
type answer struct {
	Answer
	why     string
	records []model.ID
}

func pass(records []model.ID, format string, args ...any) answer {
	return answer{Pass, fmt.Sprintf(format, args...), records}
}

// missing is what has to be there and is not: open, until it is due.
func missing(records []model.ID, format string, args ...any) answer {
	return answer{Open, fmt.Sprintf(format, args...), records}
}

// fail is what nothing can mend any more.
func fail(records []model.ID, format string, args ...any) answer {
	return answer{Fail, fmt.Sprintf(format, args...), records}
}

func skip(format string, args ...any) answer {
	return answer{NotApplicable, fmt.Sprintf(format, args...), nil}
}

// stamp is a time of something that happened, in UTC, for whoever reads it and whenever.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }
