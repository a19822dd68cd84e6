package store

import (
	"fmt"
	"strconv"

	"fairway/model"
	"fairway/model/gate"
	"fairway/model/metric"
	"fairway/model/process"
)

// mostDays is within how many days after something came into a stage it is due there at most.
const mostDays = 500

// afterwards is what was, or is, to be done on something after it was made.
func (p *papers) afterwards(rules *model.Rules, of model.Subject, proc *process.Process) []gate.Afterwards {
	p.mu.Lock()
	off, known := p.stageOff[rules]
	if !known {
		off = gate.DaysOffBetween(p.c, rules.Policy, p.period.Start.AddDate(0, 0, -mostDays), p.period.End)
		p.stageOff[rules] = off
	}
	p.mu.Unlock()
	return gate.AfterwardsOf(rules, of, proc, off)
}

// reviews reads the reviews and retro-completions that were due in the period: of releases
// that were deployed, and of RFCs that go their own way. What was due in it was entered, or
// was there, at most so many days before; whatever was written last before that is over.
func (l *factsLoader) reviews() error {
	p, err := l.shared()
	if err != nil {
		return err
	}
	since, err := l.writtenSince(l.q.Span.Start.AddDate(0, 0, -mostDays))
	if err != nil {
		return err
	}
	var all []toReview
	keep := func(of model.Subject, rules *model.Rules) {
		proc := processOf(rules, of)
		if proc == nil {
			return
		}
		for _, a := range p.afterwards(rules, of, proc) {
			if date := a.Due; date.IsZero() && !l.q.Span.Holds(a.Since) || !date.IsZero() && !l.q.Span.Holds(date) {
				continue
			}
			all = append(all, toReview{of.ID(), of.Leads(), a})
		}
	}
	var r model.Release
	var wait []string // their rules can't be asked for meanwhile
	open := strconv.Itoa(factOpen)
	err = l.rows(factPapers, "f.at < ? AND f.day & "+strconv.Itoa(factFirst)+" AND (f.day & "+open+" OR f.since >= ?)", []any{l.q.Span.End.UnixMilli(), int64(since)}, func(raw []byte) error {
		papers := string(raw)
		if !unpackPapers(papers, &r) {
			return fmt.Errorf("%s: %w", packedID(papers), errBroken)
		}
		if p.missing(r.Rules) {
			wait = append(wait, papers)
		} else {
			keep(model.Subject{Release: &r}, p.c.Under(&r))
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := p.fetch(model.SortIDs(model.Each(wait, packedBook))); err != nil {
		return err
	}
	for _, papers := range wait {
		unpackPapers(papers, &r)
		keep(model.Subject{Release: &r}, p.c.Under(&r))
	}
	var body []byte
	w, err := l.passes(model.KindChange, "r.service")
	if err != nil {
		return err
	}
	if w != nil {
		err = l.each(`SELECT v.body FROM record_row r JOIN version v ON v.n = r.n WHERE r.kind = 'change' AND r.kind <> 'release' AND `+l.live("r")+` AND r.at < ? AND (r.state NOT IN ('closed', 'rejected', 'withdrawn') OR r.since >= ?) AND (instr(v.body, '"captured":{') OR instr(v.body, '"declared":{'))`+w.text(),
			append([]any{l.q.Span.End.UnixMilli(), int64(since)}, w.args...), []any{&body}, func() error {
				rec, err := model.Decode(model.KindChange, body)
				if err != nil {
					return err
				}
				if ch := rec.(*model.Change); gate.GoesAlone(ch) {
					keep(model.Subject{Change: ch}, p.c.Rules)
				}
				return nil
			})
		if err != nil {
			return err
		}
	}
	of, err := l.subjects(model.Each(all, func(r toReview) model.ID { return r.id }))
	if err != nil {
		return err
	}
	names, err := l.people(model.Each(all, func(r toReview) model.ID { return r.leads }))
	if err != nil {
		return err
	}
	for _, r := range all {
		if of[r.id] == nil {
			continue
		}
		l.out.Reviews = append(l.out.Reviews, metric.Review{Of: of[r.id], ID: r.id, Retro: r.Retro, Stage: r.Stage.ID, Title: r.Stage.Title,
			Since: r.Since, Due: r.Due, Done: r.Done, Gone: r.Gone, Whose: names[r.leads]})
	}
	return nil
}

// toReview is something that is to be done afterwards, on what, and who leads that.
type toReview struct {
	id, leads model.ID
	gate.Afterwards
}

// processOf is that which something follows; nil where the rules have none.
func processOf(rules *model.Rules, of model.Subject) *process.Process {
	if of.Release != nil {
		p, _ := rules.Process(of.Release.Type)
		return p
	}
	p, _ := rules.Change(of.Change.Type)
	return p
}
