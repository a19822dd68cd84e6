package report

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/metric"
	"fairway/model/process"
	"fairway/model/when"
)

// Input is all that a report is made of.
type Input struct {
	Sort  process.Report
	Words process.Reporting
	// Stretch is the period, and Accounts those of the periods of its trends, the oldest first
	// and its own last: at least two, since each number is compared with the one before. What
	// was signed off of a period are its numbers.
	Stretch  metric.Stretch
	Accounts []metric.Account
	// Course are the parts over which its trends go instead, and CourseLast the last of them:
	// the months of a year. None: they go over the periods.
	Course     []metric.Account
	CourseLast metric.Stretch
	// Case holds what was written since the period began, as of the report, with people,
	// services, holidays, and all improvement actions. Its rules are those in force.
	Case    *model.Case
	Changes []*model.Change
	// Within reports whether a record of a service and of a release or RFC is one of those
	// that the report is about; nil: everything is.
	Within  func(service, of model.ID) bool
	Service model.ID
	Filter  string
	Scope   string // in words; "" is the whole organisation

	Position int64
	Hash     string
	By       string // who made it
	// Evaluation is what they say of it.
	Evaluation string
	// Holidays are the days off of the year from the period on.
	Holidays map[when.Date]bool
}

// builder makes one report.
type builder struct {
	Input
	zone *time.Location
	span when.Span
	now  metric.Facts // of the period
	out  Report
	all  []metric.Metric
	// whole are the periods, and course what the trends go over: the same, or the parts of
	// the last one.
	whole, course *periods
}

// Build makes the report.
func Build(in Input) Report {
	b := &builder{Input: in}
	b.count()
	rules := in.Case.Rules
	b.out = Report{ID: in.Sort.ID, Title: in.Sort.Title, What: in.Sort.What, Period: in.Stretch.String(), Called: in.Stretch.Title(), From: b.span.Start, To: b.span.End,
		Service: in.Service, Filter: in.Filter, Scope: cmp.Or(in.Scope, "the whole organisation"), Position: in.Position, Hash: in.Hash, Now: in.Case.Now,
		Rules: rules.ID, RulesTitle: strings.TrimSpace(rules.Title + " " + rules.Version), By: in.By, Zone: b.zone.String()}
	b.closed()
	b.out.About = b.about()
	b.numbers()
	b.decisions()
	b.actions()
	b.distribution()
	fill := map[string]func() []Block{process.SectionSummary: b.summaryBlocks, process.SectionEvaluation: b.evaluationBlocks, process.SectionNumbers: b.numberBlocks, process.SectionTrends: b.trendBlocks,
		process.SectionOutcomes: b.outcomeBlocks, process.SectionSlips: b.slipBlocks, process.SectionChanges: b.changeBlocks, process.SectionDecisions: b.decisionBlocks,
		process.SectionActions: b.actionBlocks, process.SectionDefects: b.defectBlocks, process.SectionDistribution: b.distributionBlocks}
	for _, id := range in.Sort.Sections {
		words := in.Words.Section(id)
		if make, ok := fill[id]; ok { // lint says of any other
			b.out.Sections = append(b.out.Sections, Section{id, words.Title, words.Text, make()})
		}
	}
	return b.out
}

// count computes every measure of every period, as it was signed off or as it is.
func (b *builder) count() {
	end := len(b.Accounts) - 1
	b.now = b.Accounts[end].Facts
	b.zone, b.span = b.now.Zone, b.now.Span
	b.all = metric.Every(&b.now)
	b.whole = periodsOf(b.Accounts, b.Stretch, b.all)
	if b.course = b.whole; len(b.Course) > 0 {
		b.course = periodsOf(b.Course, b.CourseLast, b.all)
	}
}

// about are the lines that say which report it is (ISO/IEC 20000-1:2018, 7.5.2).
func (b *builder) about() [][2]string {
	r, over := &b.out, ""
	if r.Now.Before(r.To) {
		over = "; it is not over: what comes in it still changes every number"
	}
	lines := [][2]string{
		{"period", fmt.Sprintf("%s: %s to %s%s", r.Called, when.DateOf(r.From, b.zone), when.DateOf(r.To.Add(-1), b.zone), over)},
		{"about", r.Scope},
		{"as of", fmt.Sprintf("entry %d of the log, taken for %s", r.Position, b.stamp(r.Now))},
		{"hash of that entry", r.Hash},
		{"rules", fmt.Sprintf("%s (%s)", r.RulesTitle, r.Rules)},
		{"made by", r.By},
		{"times are in", r.Zone},
	}
	return append(lines[:2:2], append(b.signatures(), lines[2:]...)...)
}

func text(format string, args ...any) Block { return Block{Text: fmt.Sprintf(format, args...)} }

func heading(title string) Block { return Block{Heading: title} }

// table is a block of rows; without any it says so.
func table(caption, none string, numeric []int, head []string, rows [][]string) Block {
	if len(rows) == 0 {
		return text("%s", none)
	}
	return Block{Table: &Table{Caption: caption, Head: head, Rows: rows, Numeric: numeric}}
}

// stamp is a time as the report has it.
func (b *builder) stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return when.FormatInstant(t, b.zone, when.ISO)
}

// named is a record by its id and what it is called.
func (b *builder) named(id model.ID) string {
	if id == "" {
		return ""
	}
	if title := b.Case.Title(id); title != "" && title != string(id) {
		return string(id) + " " + title
	}
	return string(id)
}

// concerns reports whether a record is one of those that the report is about.
func (b *builder) concerns(of model.ID) bool {
	if b.Within == nil {
		return true
	}
	subject := b.Case.SubjectOf(of)
	return b.Within(subject.Service(), subject.ID())
}

func (b *builder) evaluationBlocks() []Block {
	if strings.TrimSpace(b.Evaluation) == "" {
		return []Block{text("Nothing was said.")}
	}
	return []Block{{Text: b.Evaluation}}
}
