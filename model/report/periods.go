package report

import (
	"fmt"

	"fairway/model/chart"
	"fairway/model/metric"
)

// periods are some of them, one after the other, with every measure of each.
type periods struct {
	accounts []metric.Account
	last     metric.Stretch
	facts    []metric.Facts // as they are as of the report
	// results are those of every measure, by its id, in the order of the accounts.
	results map[string][]metric.Result
}

// periodsOf computes every measure of every period, as it was signed off or as it is; the
// records behind them of the last one alone. It begins with the first period of which there
// is anything to tell, but has one to compare with.
func periodsOf(accounts []metric.Account, last metric.Stretch, all []metric.Metric) *periods {
	l := &periods{last: last, results: map[string][]metric.Result{}}
	told := false
	for i := range accounts {
		account, list := accounts[i], make([]metric.Result, len(all))
		if i < len(accounts)-1 {
			account = account.InBrief()
		}
		for k, m := range all {
			list[k] = account.Measure(m).Result
			told = told || tells(&list[k])
		}
		for _, a := range account.Facts.Annotations {
			told = told || account.Facts.Span.Holds(a.At)
		}
		if !told && i < len(accounts)-2 {
			continue
		}
		l.accounts, l.facts = append(l.accounts, accounts[i]), append(l.facts, account.Facts)
		for k, m := range all {
			l.results[m.ID] = append(l.results[m.ID], list[k])
		}
	}
	return l
}

// tells reports whether there is anything to tell of a result.
func tells(r *metric.Result) bool {
	return r.Population > 0 || r.Imported > 0 || len(r.Defects) > 0 || r.Closed != nil || len(r.Reopened) > 0
}

// stretch is the nth of the periods.
func (l *periods) stretch(n int) metric.Stretch { return l.last.Add(n + 1 - len(l.accounts)) }

// unit is what one of them is called.
func (l *periods) unit() string { return string(l.last.Period.Unit) }

// over says from when to when it goes.
func (l *periods) over() string { return fmt.Sprintf("%s to %s", l.stretch(0).Title(), l.last.Title()) }

// past are results with the periods that they are of.
func (l *periods) past(results []metric.Result) []metric.Past {
	var out []metric.Past
	for i := range results {
		out = append(out, metric.Past{Stretch: l.stretch(i), Span: l.facts[i].Span, Result: results[i]})
	}
	return out
}

// pictures are the charts that fit a measure, the same that the screen of metrics shows.
func (l *periods) pictures(m *metric.Metric) []chart.Chart {
	var notes []metric.Annotation
	for i := range l.facts {
		for _, a := range metric.About(l.facts[i].Annotations, m.ID) {
			if l.facts[i].Span.Holds(a.At) {
				notes = append(notes, a)
			}
		}
	}
	return m.Pictures(l.past(l.results[m.ID]), notes)
}
