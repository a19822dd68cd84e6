package demo

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/gate"
	"fairway/model/metric"
	"fairway/model/when"
	"fairway/store"
)

// TestGateAndMeasureAgree asks each gate that a release went through in the sample year
// again, on what was known then: it was ready, the measure of policy compliance has the
// release there at that time, names the waivers by which it came through, and has a notice
// in time where the gate had.
func TestGateAndMeasureAgree(t *testing.T) {
	t.Parallel()
	db, now := openFirst(t)
	span := when.Span{Start: now.AddDate(-2, 0, 0), End: now.AddDate(0, 0, 1)}
	facts := must(db.Facts(ctx, store.FactsQuery{Span: span, Now: now, Measures: []string{"policy-compliance", "notice-in-time"}}))
	deployed := map[model.ID]*metric.Release{}
	for r := range facts.Each(metric.ReadsWays) { // the next takes the place of this one
		if r.Way != nil {
			deployed[r.ID] = &metric.Release{ID: r.ID, Way: &metric.Way{Gates: slices.Clone(r.Way.Gates), Waived: slices.Clone(r.Way.Waived)}}
		}
	}
	m, _ := metric.Find(facts.Measures, "notice-in-time")
	told := map[model.ID]bool{}
	for _, rec := range m.Of(facts, span).Records {
		told[rec.ID] = rec.In
	}
	gates, waived, notices := 0, 0, 0
	for _, p := range must(db.Passages(ctx, time.Time{})) {
		c := must(db.Case(ctx, p.Before, p.At, gate.Needs(p.Release)))
		r := model.Get[*model.Release](c, p.Release)
		g := must(gate.At(c, r, ""))
		if !g.Ready() {
			t.Errorf("%s went through the gate of %s, and that is %s then", p.Release, g.Stage, g.State())
		}
		of := deployed[p.Release]
		at := -1
		if of != nil {
			at = slices.IndexFunc(of.Way.Gates, func(w metric.Gate) bool { return w.Stage == g.Stage && w.Passed.Equal(p.At) })
		}
		if at < 0 {
			continue // not deployed, a gate after that, or passed again since
		}
		gates++
		for _, f := range g.Findings {
			switch {
			case f.Answer == gate.Waived:
				waived++
				if !slices.ContainsFunc(of.Way.Waived, func(text string) bool { return strings.HasPrefix(text, string(f.Waiver)+" ") }) {
					t.Errorf("%s went through by %s; the measure has %q", p.Release, f.Waiver, of.Way.Waived)
				}
			case f.Name() == gate.NoticeSent:
				notices++
				if (f.Answer == gate.Met) != told[p.Release] {
					t.Errorf("%s: the gate says of its notice %s (%s), the measure in time: %v", p.Release, f.Answer, f.Evidence, told[p.Release])
				}
			}
		}
	}
	all := 0
	for _, r := range deployed {
		for _, g := range r.Way.Gates {
			if all++; g.Passed.IsZero() {
				t.Errorf("%s was deployed without the gate of %s", r.ID, g.Title)
			}
		}
	}
	if gates == 0 || gates != all || waived == 0 || notices == 0 {
		t.Errorf("%d gates of %d, %d waived, %d notices", gates, all, waived, notices)
	}
}

// TestInboxAndMeasureAgree: what waits for a decision has in the measure the deadline that
// it has in the inbox.
func TestInboxAndMeasureAgree(t *testing.T) {
	t.Parallel()
	db, now := openFirst(t)
	span := when.Span{Start: now.AddDate(-2, 0, 0), End: now.AddDate(0, 0, 1)}
	facts := must(db.Facts(ctx, store.FactsQuery{Span: span, Now: now, Measures: []string{"approval-wait"}}))
	due := map[model.ID]time.Time{}
	for _, r := range facts.Requests {
		if r.First.IsZero() && r.Ended.IsZero() {
			due[r.ID] = r.Due
		}
	}
	compared := 0
	for _, p := range must(db.List(ctx, store.ListQuery{Kind: model.KindPerson, Limit: 1000})) {
		list := must(db.Approvals(ctx, store.ApprovalsQuery{Me: p.ID, Now: now, Whole: true}))
		for _, row := range slices.Concat(list.Waiting, list.Asked) {
			if row.ID.Kind() != model.KindApproval || row.State != model.ApprovalPending || row.Owed() || row.Signed > 0 {
				continue
			}
			compared++
			if at, ok := due[row.ID]; !ok || !at.Equal(row.Due) {
				t.Errorf("%s is due %s in the inbox, %s in the measure (%v)", row.ID, row.Due, at, ok)
			}
		}
	}
	if compared == 0 {
		t.Error("nothing waits that could be compared")
	}
}
