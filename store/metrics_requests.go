package store

import (
	"cmp"
	"slices"
	"time"

	"fairway/model"
	"fairway/model/gate"
	"fairway/model/metric"
	"fairway/model/process"
)

// The kinds of requests besides approvals, whose purposes are theirs.
const (
	askedAssessment = "assess-change"
	askedChange     = "decide-change"
	askedWaiver     = "waiver"
	askedException  = "exception"
)

// requested is a request with what its deadline hangs on.
type requested struct {
	metric.Request
	of    model.ID
	def   *process.Approval // nil of what is no approval
	rules *model.Rules
}

// requests reads what somebody was asked to decide: what was decided first in the period,
// or ended in it, was written since it began; what waited at its end waits still, or was
// decided since.
func (l *factsLoader) requests() error {
	since, err := l.writtenSince(l.q.Span.Start)
	if err != nil {
		return err
	}
	var all []requested
	for _, read := range []func(Position) ([]requested, error){l.approvalsAsked, l.changesAsked, l.waiversAsked, l.exceptionsAsked} {
		some, err := read(since)
		if err != nil {
			return err
		}
		all = append(all, some...)
	}
	of, err := l.subjects(model.Each(all, func(a requested) model.ID { return a.of }))
	if err != nil {
		return err
	}
	p, err := l.shared()
	if err != nil {
		return err
	}
	for i := range all {
		a := &all[i]
		if a.Of = of[a.of]; a.Of == nil {
			continue
		}
		if a.rules == nil {
			a.rules = p.c.Rules
		}
		if cmp.Or(a.Of.Purpose, a.Of.Type) == model.TypeEmergency { // it happens first
			a.Later = "of an emergency"
		}
		p.limit(a, l.q.Now, all)
		l.out.Requests = append(l.out.Requests, a.Request)
	}
	return nil
}

// limit says by when a request has to be decided, and how long it waited: as the inbox has
// it (gate.Limits, gate.Waited).
func (p *papers) limit(a *requested, now time.Time, all []requested) {
	off, known := p.off[a.rules]
	if !known {
		first, last := a.Asked, now
		for i := range all {
			if at := all[i].Asked; at.Before(first) && !at.IsZero() {
				first = at
			}
		}
		off = gate.DaysOff(p.c, a.rules.Policy, longest(a.rules), first, last)
		p.off[a.rules] = off
	}
	until := a.First
	if until.IsZero() {
		until = now
	}
	a.Waited = gate.Waited(a.rules, a.def, a.Asked, until, off)
	if a.def != nil && a.Due.IsZero() {
		a.Due = gate.Limits(a.rules, a.def, a.Asked, off).Due()
	}
}

// waitingOr is the condition that a record was there before the end of the period, and
// either waits in one of some states or was written since a position.
func (l *factsLoader) waitingOr(states string) string {
	return l.live("r") + " AND r.at < ? AND (r.state IN (" + states + ") OR r.since >= ?) AND v.body IS NOT NULL"
}

// approvalsAsked are the approvals of releases and RFCs.
func (l *factsLoader) approvalsAsked(since Position) ([]requested, error) {
	p, err := l.shared()
	if err != nil {
		return nil, err
	}
	type row struct {
		a                       *model.Approval
		kind, book              string
		over, cancelled, closed time.Time
	}
	var rows []row
	var r row
	var body []byte
	err = l.each(`SELECT v.body, coalesce(x.type, cv.body ->> '$.type', ''), coalesce(xv.body ->> '$.book', ''),
 iif(x.ended, x.stage_since, NULL), x.cancelled, iif(e.state IN ('closed', 'rejected', 'withdrawn'), (SELECT at FROM log_row WHERE pos = e.since), NULL)
 FROM record_row r JOIN version v ON v.n = r.n LEFT JOIN release_row x ON x.id = r.subject AND `+l.live("x")+` LEFT JOIN version xv ON xv.n = x.n
 LEFT JOIN record_row e ON e.id = r.subject AND e.kind = 'change' AND `+l.live("e")+` LEFT JOIN version cv ON cv.n = e.n
 WHERE r.kind = 'approval' AND r.kind <> 'release' AND `+l.waitingOr("'pending'"), []any{l.q.Span.End.UnixMilli(), int64(since)},
		[]any{&body, &r.kind, &r.book, (*stamp)(&r.over), (*stamp)(&r.cancelled), (*stamp)(&r.closed)}, func() error {
			rec, err := model.Decode(model.KindApproval, body)
			if err == nil {
				r.a = rec.(*model.Approval)
				rows = append(rows, r)
			}
			return err
		})
	if err != nil {
		return nil, err
	}
	last := map[model.ID]time.Time{} // when each was asked for last
	for _, r := range rows {
		if of := r.a.Of + " " + model.ID(r.a.Purpose); r.a.At.After(last[of]) {
			last[of] = r.a.At
		}
	}
	var out []requested
	for _, r := range rows {
		rules, err := p.rules(&model.Release{Rules: model.ID(r.book)})
		if err != nil {
			return nil, err
		}
		var def *process.Approval
		proc, ok := rules.Process(r.kind)
		if r.a.Of.Kind() == model.KindChange {
			proc, ok = rules.Change(r.kind)
		}
		if ok {
			def, _ = proc.Approval(r.a.Purpose)
		}
		one := requested{of: r.a.Of, def: def, rules: rules, Request: metric.Request{ID: r.a.ID, Kind: r.a.Purpose, Title: r.a.Title, Asked: r.a.At}}
		for _, d := range r.a.Decisions {
			one.decided(d.Verdict, d.At, d.Entered(), d.Verbal)
		}
		if r.a.Escalated != nil {
			one.Due = r.a.Escalated.Due
		}
		switch {
		case r.a.Void != nil:
			one.Ended = r.a.Void.At
		case r.a.State() != model.ApprovalPending:
		case !r.cancelled.IsZero():
			one.Ended = r.cancelled
		case !r.over.IsZero():
			one.Ended = r.over
		case !r.closed.IsZero():
			one.Ended = r.closed
		}
		if again := last[r.a.Of+" "+model.ID(r.a.Purpose)]; again.After(r.a.At) && one.Ended.IsZero() && r.a.State() == model.ApprovalPending {
			one.Ended = again // only files from before asking again ended it hold two that wait
		}
		out = append(out, one)
	}
	return out, nil
}

// decided takes a word, if it is the first that decides.
func (a *requested) decided(verdict string, at, entered time.Time, verbal *model.Verbal) {
	if !slices.Contains([]string{model.Approve, model.Reject, model.Downgrade}, verdict) || !a.First.IsZero() && !at.Before(a.First) {
		return
	}
	a.First, a.Verdict, a.Later = at, model.Decided(verdict), ""
	switch {
	case verbal != nil:
		a.Later = "by word of mouth"
	case entered.After(at):
		a.Later = "entered after it was decided"
	}
}

// word takes a verdict on what is no approval.
func (a *requested) word(v *model.Verdict, yes, no string) {
	if v == nil || v.At.IsZero() || v.Verbal.Disowned() {
		return
	}
	verdict := model.Reject
	if v.Yes {
		verdict = model.Approve
	}
	if a.decided(verdict, v.At, v.Entered(), v.Verbal); a.First.Equal(v.At) {
		if a.Verdict = no; v.Yes {
			a.Verdict = yes
		}
	}
}

// changesAsked are the assessments and authorisations of RFCs that go with a release. An
// edit that voids either has it asked for anew.
func (l *factsLoader) changesAsked(since Position) ([]requested, error) {
	var out []requested
	var body []byte
	err := l.each("SELECT v.body FROM record_row r JOIN version v ON v.n = r.n WHERE r.kind = 'change' AND r.kind <> 'release' AND "+l.waitingOr("'submitted', 'assessed'"),
		[]any{l.q.Span.End.UnixMilli(), int64(since)}, []any{&body}, func() error {
			rec, err := model.Decode(model.KindChange, body)
			if err == nil {
				out = append(out, askedOf(rec.(*model.Change))...)
			}
			return err
		})
	return out, err
}

func askedOf(ch *model.Change) []requested {
	if ch.Emergency() != nil || ch.Unauthorised() || ch.Entry != nil || ch.Origin != nil {
		return nil // decided by approvals, beforehand, or elsewhere
	}
	ended := time.Time{}
	if ch.State == model.ChangeWithdrawn && ch.Decided != nil {
		ended = ch.Decided.At
	}
	var out []requested
	ask := func(kind, title string, from time.Time, due time.Time, over time.Time, words ...*model.Verdict) {
		one := requested{of: ch.ID, Request: metric.Request{ID: ch.ID, Kind: kind, Title: title, Asked: from, Due: due, Ended: over}}
		for _, w := range words {
			one.word(w, "authorised", "rejected")
		}
		if kind == askedAssessment && !one.First.IsZero() {
			one.Verdict = "assessed"
		}
		out = append(out, one)
	}
	from := ch.Submitted
	for i := range ch.Voided {
		v := &ch.Voided[i]
		if v.Assessed != nil {
			ask(askedAssessment, "Assessment of an RFC", from, time.Time{}, v.Void.At, v.Assessed)
			ask(askedChange, "Authorisation of an RFC", v.Assessed.At, time.Time{}, v.Void.At, v.Decided)
		}
		from = v.Void.At
	}
	if ch.Awaits.After(from) {
		from = ch.Awaits
	}
	ask(askedAssessment, "Assessment of an RFC", from, ch.AssessBy, ended, ch.Assessed)
	if ch.Assessed != nil {
		words := []*model.Verdict{ch.Decided}
		if !ended.IsZero() {
			words = nil // what stands there is the withdrawal
		}
		for i := range ch.Retracted {
			words = append(words, &ch.Retracted[i].Decided)
		}
		ask(askedChange, "Authorisation of an RFC", ch.Assessed.At, time.Time{}, ended, words...)
	}
	return out
}

// waiversAsked are the waivers of checks.
func (l *factsLoader) waiversAsked(since Position) ([]requested, error) {
	var out []requested
	var body []byte
	err := l.each("SELECT v.body FROM record_row r JOIN version v ON v.n = r.n WHERE r.kind = 'waiver' AND r.kind <> 'release' AND "+l.waitingOr("'asked'"),
		[]any{l.q.Span.End.UnixMilli(), int64(since)}, []any{&body}, func() error {
			rec, err := model.Decode(model.KindWaiver, body)
			if err != nil {
				return err
			}
			w := rec.(*model.Waiver)
			one := requested{of: w.Of, Request: metric.Request{ID: w.ID, Kind: askedWaiver, Title: "Waiver of a check", Asked: w.At}}
			one.word(w.Decided, "granted", "refused")
			for i := range w.Retracted {
				one.word(&w.Retracted[i].Decided, "granted", "refused")
			}
			for _, end := range []*model.Ending{w.Withdrawn, w.Void} {
				if end != nil && one.Ended.IsZero() {
					one.Ended = end.At
				}
			}
			out = append(out, one)
			return nil
		})
	return out, err
}

// exceptionsAsked are the exceptions from freezes: freezes are few.
func (l *factsLoader) exceptionsAsked(Position) ([]requested, error) {
	var out []requested
	var body []byte
	err := l.each(`SELECT v.body FROM record_row r JOIN version v ON v.n = r.n WHERE r.kind = 'window' AND r.kind <> 'release' AND `+l.live("r")+` AND instr(v.body, '"exceptions":[')`, nil, []any{&body}, func() error {
		rec, err := model.Decode(model.KindWindow, body)
		if err != nil {
			return err
		}
		w := rec.(*model.Window)
		for _, e := range w.Exceptions {
			one := requested{of: e.Release, Request: metric.Request{ID: w.ID, Kind: askedException, Title: "Exception from a freeze", Asked: e.At}}
			one.word(e.Decided, "granted", "refused")
			for i := range e.Retracted {
				one.word(&e.Retracted[i].Decided, "granted", "refused")
			}
			if e.Void != nil {
				one.Ended = e.Void.At
			}
			out = append(out, one)
		}
		return nil
	})
	return out, err
}
