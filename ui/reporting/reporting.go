// Package reporting makes reports of what is in a file: it reads the facts, has
// model/report make a report of them, and writes it by ui/publish. The command line and the
// dashboard keep reports by it, each in the same way.
package reporting

import (
	"context"
	"fmt"
	"strings"
	"time"

	"fairway/assets"
	"fairway/model"
	"fairway/model/action"
	"fairway/model/metric"
	"fairway/model/process"
	"fairway/model/report"
	"fairway/store"
	"fairway/ui/publish"
)

// Asked is a report that somebody wants.
type Asked struct {
	Report  string // which of the reports of the rules
	Period  string // by name; "" is the last that is over
	Service model.ID
	Filter  string
	// Evaluation is what they say of it.
	Evaluation string
	Me         model.ID
	AsOf       store.Position
	Now        time.Time
	Zone       *time.Location // in which dates of the filter are meant; nil is the organisation's
	// Progress is told now and then how many facts were read, if it is there.
	Progress func(read int)
}

// Wrong is what can't be made of what was asked for, in words.
type Wrong struct{ Text string }

func (w *Wrong) Error() string { return w.Text }

// Sorts are the reports that the rules of a moment lay down.
func Sorts(ctx context.Context, db *store.DB, at store.Position) (process.Reporting, *model.Rules, error) {
	rules, err := db.RulesAsOf(ctx, at)
	if err != nil {
		return process.Reporting{}, nil, err
	}
	laid, err := assets.Reporting(rules.Reporting())
	return laid, rules, err
}

// Make makes a report.
func Make(ctx context.Context, db *store.DB, q Asked) (report.Report, error) {
	words, rules, err := Sorts(ctx, db, q.AsOf)
	if err != nil {
		return report.Report{}, err
	}
	sort, ok := words.Report(q.Report)
	if !ok {
		return report.Report{}, &Wrong{fmt.Sprintf("there is no report %q; there are %s", q.Report, strings.Join(model.Each(words.Reports, func(r process.Report) string { return r.ID }), ", "))}
	}
	zone := rules.Policy.Location()
	period, err := report.Period(sort, q.Period, q.Now, zone)
	if err != nil {
		return report.Report{}, &Wrong{err.Error()}
	}
	stretch := metric.Stretch{Period: period}
	filter, scope, handle := q.Filter, "", ""
	if q.Service != "" {
		f, err := db.Record(ctx, q.Service, q.AsOf)
		if err != nil {
			return report.Report{}, err
		}
		service := f.Record.(*model.Service)
		filter, scope, handle = "service:"+string(service.ID), "the service "+service.Name+" ("+string(service.ID)+")", service.Handle
	} else if filter != "" {
		scope = "releases that pass: " + filter
	}
	in := report.Input{Sort: sort, Words: words, Stretch: stretch, Service: q.Service, Filter: q.Filter, Scope: scope, Evaluation: q.Evaluation}
	read := 0
	account := func(of metric.Stretch, plain bool) (metric.Account, error) {
		before := read
		a, err := db.Account(ctx, store.FactsQuery{Stretch: of, Filter: filter, AsOf: q.AsOf, Me: q.Me, Now: q.Now, Zone: q.Zone, Plain: plain, Defects: !plain, Progress: func(n int) {
			if read = before + n; q.Progress != nil {
				q.Progress(read)
			}
		}})
		if err == nil {
			err = a.Lay(assets.Measures)
		}
		a.Facts.For = handle
		for i := range a.Signed {
			a.Signed[i].Facts.For = handle
		}
		return a, err
	}
	points := max(2, sort.Points)
	if months := report.Course(sort, period, q.Now, zone); len(months) > 0 { // the year is compared with the one before
		points = 2
		for _, month := range months {
			in.CourseLast = metric.Stretch{Period: month}
			a, err := account(in.CourseLast, true)
			if err != nil {
				return report.Report{}, err
			}
			in.Course = append(in.Course, a)
		}
	}
	for n := points - 1; n >= 0; n-- {
		a, err := account(stretch.Add(-n), n > 0)
		if err != nil {
			return report.Report{}, err
		}
		in.Accounts = append(in.Accounts, a)
	}
	rest, err := db.Reported(ctx, store.ReportQuery{Span: in.Accounts[len(in.Accounts)-1].Facts.Span, Filter: filter, AsOf: q.AsOf, Now: q.Now, Me: q.Me, Zone: q.Zone})
	if err != nil {
		return report.Report{}, err
	}
	in.Case, in.Changes, in.Holidays, in.Position, in.Hash = rest.Case, rest.Changes, rest.Holidays, int64(rest.Position), rest.Hash
	if in.By = in.Case.PersonName(q.Me); in.By == string(q.Me) {
		in.By = "somebody whom this file does not know"
	}
	switch {
	case q.Service != "":
		in.Within = func(service, _ model.ID) bool { return service == q.Service }
	case filter != "":
		in.Within = func(_, of model.ID) bool { return rest.Within[of] }
	}
	return report.Build(in), nil
}

// Language is that of the pages: of the words around the organisation's own.
const Language = "en"

// Finish makes what is still missing of an action before it is done: of one that keeps a
// report the report itself, whose files are put into the media folder. Whoever may not keep
// it is refused before anything is made.
func Finish(ctx context.Context, db *store.DB, who store.Who, act action.Action, now time.Time) (action.Action, error) {
	keep, ok := act.(action.KeepReport)
	if !ok || keep.Content != nil {
		return act, nil
	}
	if _, err := db.Ask(ctx, who, keep); err != nil {
		return act, err
	}
	r, err := Make(ctx, db, Asked{Report: keep.Report, Period: keep.Period, Service: keep.Service, Filter: keep.Filter, Evaluation: keep.Evaluation, Me: who.Person, Now: now})
	if wrong, ok := err.(*Wrong); ok {
		return act, model.Refuse("keep a report", wrong.Text)
	}
	if err != nil {
		return act, err
	}
	return Kept(ctx, db, keep, &r)
}

// Kept is the action that keeps a report as it was made.
func Kept(ctx context.Context, db *store.DB, keep action.KeepReport, r *report.Report) (action.KeepReport, error) {
	rules, err := db.RulesAsOf(ctx, store.Position(r.Position))
	if err != nil {
		return keep, err
	}
	content := &action.ReportContent{Title: r.Name(), Sort: r.Title, Period: r.Period, Position: r.Position, NextDue: r.NextDue, Answers: r.Answers(keep.Evaluation, rules.Policy.Location())}
	name := r.ID + "-" + r.Period
	if r.Service != "" {
		name += "-" + string(r.Service)
	}
	for _, f := range []struct{ form, end, text string }{{"Markdown", ".md", publish.Report(r)}, {"HTML", ".html", publish.ReportPage(r, Language)}} {
		sum, size, err := db.Store(ctx, strings.NewReader(f.text))
		if err != nil {
			return keep, err
		}
		content.Files = append(content.Files, action.ReportFile{Form: f.form, Name: name + f.end, SHA256: sum, Size: size})
	}
	keep.Content = content
	return keep, nil
}
