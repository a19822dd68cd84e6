package store

import (
	"context"
	"strings"
	"sync"
	"time"

	"fairway/model"
	"fairway/model/metric"
	"fairway/model/process"
	"fairway/model/when"
)

// Numbers are what measures come to in a period, without the records behind them.
type Numbers struct {
	Span    when.Span
	Results map[string]metric.Result // by the ids of the measures
	// Notes are what happened beside the measures of that time.
	Notes []metric.Annotation
}

// Numbers counts some measures, each as it is laid down, or as it was signed off. The same question is counted once
// in each hour, as long as nothing is written: what is overdue or provisional is that of when
// it was counted. The results are shared, and not to be changed.
func (db *DB) Numbers(ctx context.Context, q FactsQuery, list []metric.Metric) (Numbers, error) {
	head, err := db.headNow(ctx)
	if err != nil {
		return Numbers{}, db.sayWhy("count measures", err)
	}
	q.Measures = model.Each(list, func(m metric.Metric) string { return m.ID })
	key := numbersKeyOf(q, head)
	if n, ok := db.numbers.get(key); ok {
		return n, nil
	}
	q.Plain = true
	a, err := db.Account(ctx, q)
	if err != nil {
		return Numbers{}, err
	}
	laid := model.Each(list, func(m metric.Metric) process.Measure { return m.Measure })
	a.Facts.Measures = laid
	for i := range a.Signed {
		s := &a.Signed[i]
		s.Facts.Measures = metric.Completed(s.Facts.Measures, laid)
	}
	a = a.InBrief()
	n := Numbers{Span: a.Facts.Span, Results: map[string]metric.Result{}, Notes: a.Facts.Annotations}
	for _, m := range list {
		n.Results[m.ID] = a.Measure(m).Result
	}
	after, err := db.headNow(ctx) // what was read may be newer than what was asked for
	if err != nil || after != head {
		return n, db.sayWhy("count measures", err)
	}
	db.numbers.put(key, n)
	return n, nil
}

func (db *DB) headNow(ctx context.Context) (pos Position, err error) {
	_, err = ask(ctx, db.reader, "SELECT pos FROM log ORDER BY pos DESC LIMIT 1").one(&pos)
	return pos, err
}

// numbersKey is all that numbers hang on: the position of the log, and with it the rules,
// the hour, and the question. What is written later changes no past number but where
// something is redacted: so the log's end belongs to these, too.
type numbersKey struct {
	head, asOf       Position
	hour, start, end int64
	stretch          metric.Stretch
	filter, measures string
	me               model.ID
	zone             string
}

func numbersKeyOf(q FactsQuery, head Position) numbersKey {
	k := numbersKey{head: head, asOf: q.AsOf, hour: q.Now.Truncate(time.Hour).Unix(), start: q.Span.Start.UnixMilli(), end: q.Span.End.UnixMilli(), stretch: q.Stretch, filter: q.Filter, measures: strings.Join(q.Measures, " "), me: q.Me}
	if q.Zone != nil {
		k.zone = q.Zone.String()
	}
	return k
}

// numbersKept are the numbers that were counted last, of at most keptNumbers questions.
type numbersKept struct {
	mu    sync.Mutex
	by    map[numbersKey]Numbers
	order []numbersKey // the oldest first
}

const keptNumbers = 100

func (k *numbersKept) get(key numbersKey) (Numbers, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	n, ok := k.by[key]
	return n, ok
}

func (k *numbersKept) put(key numbersKey, n Numbers) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.by == nil {
		k.by = map[numbersKey]Numbers{}
	}
	if _, there := k.by[key]; !there {
		if len(k.order) == keptNumbers {
			delete(k.by, k.order[0])
			k.order = k.order[1:]
		}
		k.order = append(k.order, key)
	}
	k.by[key] = n
}
