package metric

import (
	"cmp"
	"slices"
	"time"

	"fairway/model"
)

// TrendSplits are what the trend of RFCs is broken down by.
var TrendSplits = []string{"category", "service", "outcome", "type", "priority"}

// TrendRow is what became of the RFCs of one category, service or outcome.
type TrendRow struct {
	Of        string `json:"of"` // "" where it is not said
	Submitted int    `json:"submitted"`
	// Late were assessed after their limit, or are still to be.
	Late       int `json:"late"`
	Rejected   int `json:"rejected"`
	Closed     int `json:"closed"`
	Successful int `json:"successful"`
	Failed     int `json:"failed"` // or backed out, closed or tried: each RFC once
	// Unauthorised are those that were captured in the stretch, made without
	// authorisation; they count as submitted too.
	Unauthorised int `json:"unauthorised"`
	// Before is how many were submitted in the stretch before, of the same length.
	Before int `json:"submitted_before"`
}

// Trend counts the RFCs that were submitted, closed or tried from one moment to
// another, by what each is of; the most first.
func Trend(changes []*model.Change, by string, from, to, now time.Time) []TrendRow {
	in := func(t time.Time) bool { return !t.Before(from) && t.Before(to) }
	before := from.Add(-to.Sub(from))
	rows := map[string]*TrendRow{}
	for _, ch := range changes {
		of := trendOf(ch, by)
		row := rows[of]
		if row == nil {
			row = &TrendRow{Of: of}
		}
		was := *row
		if in(ch.Submitted) {
			row.Submitted++
			if ch.Unauthorised() {
				row.Unauthorised++
			}
			if ch.Late(now) || ch.Assessed != nil && !ch.AssessBy.IsZero() && ch.Assessed.At.After(ch.AssessBy) {
				row.Late++
			}
		}
		if !ch.Submitted.Before(before) && ch.Submitted.Before(from) {
			row.Before++
		}
		if ch.State == model.ChangeRejected && ch.Decided != nil && in(ch.Decided.At) {
			row.Rejected++
		}
		failed := slices.ContainsFunc(ch.Tried, func(t model.Attempt) bool { return in(t.At) })
		if in(ch.ClosedAt) {
			row.Closed++
			switch ch.Outcome {
			case model.OutcomeSuccessful, model.OutcomeWithIssues:
				row.Successful++
			case model.OutcomeFailed, model.OutcomeRolledBack:
				failed = true
			}
		}
		if failed { // once, though it was tried, backed out and closed for that in one stretch
			row.Failed++
		}
		if *row != was {
			rows[of] = row
		}
	}
	out := make([]TrendRow, 0, len(rows))
	for _, row := range rows {
		out = append(out, *row)
	}
	slices.SortFunc(out, func(a, b TrendRow) int {
		return cmp.Or(cmp.Compare(b.Submitted, a.Submitted), cmp.Compare(b.Closed, a.Closed), cmp.Compare(a.Of, b.Of))
	})
	return out
}

func trendOf(ch *model.Change, by string) string {
	switch by {
	case "service":
		return string(ch.Service)
	case "outcome":
		return ch.Outcome
	case "type":
		return ch.Type
	case "priority":
		return ch.Priority
	}
	return ch.Category
}
