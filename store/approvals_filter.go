package store

import (
	"context"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/when"
)

// passing are the approvals that pass the filter of a question, for the command and the
// screen alike.
func (db *DB) passing(ctx context.Context, q ApprovalsQuery, out Approvals) (Approvals, error) {
	rules, err := db.RulesAsOf(ctx, q.AsOf)
	if err != nil {
		return out, err
	}
	zone := q.Zone
	if zone == nil { // what passes is the same for every reader
		zone = rules.Policy.Location()
	}
	code := func(code, words string) string {
		if code == words {
			return code
		}
		return strings.TrimSpace(code + " " + words) // found by what is shown as well
	}
	columns := []struct {
		model.Column
		value func(r ApprovalRow) any
	}{
		{model.Column{Name: "id", Of: "id"}, func(r ApprovalRow) any { return string(r.ID) }},
		{model.Column{Name: "subject", Of: "id"}, func(r ApprovalRow) any { return string(r.Release) }},
		{model.Column{Name: "asked", Of: "at"}, func(r ApprovalRow) any { return clockAt(r.At) }},
		{model.Column{Name: "due", Of: "at"}, func(r ApprovalRow) any { return clockAt(r.Due) }},
		{model.Column{Name: "risk"}, func(r ApprovalRow) any { return code(r.Band, r.RiskWords()) }},
		{model.Column{Name: "title"}, func(r ApprovalRow) any { return r.About() }},
		{model.Column{Name: "purpose"}, func(r ApprovalRow) any { return code(r.Purpose, Words(rules, model.KindApproval, "grade", r.Purpose)) }},
		{model.Column{Name: "service", Of: "service"}, func(r ApprovalRow) any { return string(r.Service) }},
		{model.Column{Name: "by", Of: "person"}, func(r ApprovalRow) any { return string(r.By) }},
		{model.Column{Name: "waits for"}, func(r ApprovalRow) any { return strings.Join(r.Missing, ", ") }},
		{model.Column{Name: "stands"}, func(r ApprovalRow) any { return r.Standing(zone) }},
	}
	for _, list := range []*[]ApprovalRow{&out.Waiting, &out.Asked, &out.Decided} {
		ask := PickQuery{Filter: q.Filter, AsOf: q.AsOf, Now: q.Now, Zone: q.Zone, Rows: make([][]any, len(*list))}
		for _, c := range columns {
			ask.Columns = append(ask.Columns, c.Column)
			for i, r := range *list {
				ask.Rows[i] = append(ask.Rows[i], c.value(r))
			}
		}
		found, err := db.Pick(ctx, ask)
		if err != nil {
			return out, err
		}
		var kept []ApprovalRow
		for _, i := range found {
			kept = append(kept, (*list)[i])
		}
		*list = kept
	}
	return out, nil
}

func clockAt(at time.Time) when.Moment {
	if at.IsZero() {
		return when.Moment{}
	}
	return when.Moment{At: at, Precision: when.Minute}
}

// RiskWords say the risk of what waits, and that it is of an emergency, scored or not.
func (r ApprovalRow) RiskWords() string {
	switch {
	case !r.Urgent:
		return r.Look.Title
	case r.Look.Title == "":
		return "emergency"
	}
	return "emergency, " + r.Look.Title
}

// About says what waits, and of which release it is.
func (r ApprovalRow) About() string {
	if r.Release == "" {
		return r.Title
	}
	return strings.TrimSpace(r.Name+" "+r.Version) + ": " + r.Title
}

// Standing says how it stands, and that whoever it waits for was reminded.
func (r ApprovalRow) Standing(zone *time.Location) string {
	if r.Reminded.IsZero() {
		return r.Stands()
	}
	return "reminded " + when.Format(when.OnDay(when.DateOf(r.Reminded, zone), zone), zone, when.Short) + ", " + r.Stands()
}
