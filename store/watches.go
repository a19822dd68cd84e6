package store

import (
	"context"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/gate"
	"fairway/model/process"
)

// PurposeWatch is the purpose of the rows that are releases in early life of which nobody has
// said how they stand, on some working day or today: their ID is the release's.
const PurposeWatch = "watch"

// watches finds those: they wait for those who have the role that watches, by the rules that
// the release is under, or where nobody has, for whoever leads it. It is late once a day has
// passed without a word.
func (db *DB) watches(ctx context.Context, tx queryer, q ApprovalsQuery) (waiting, asked []ApprovalRow, err error) {
	ids, err := column[model.ID](ask(ctx, tx, `SELECT x.id FROM release_row x WHERE x.ended = 0 AND x.deployed = 1 AND `+live("x", q.AsOf)+` ORDER BY x.number DESC LIMIT `+waitingLimit))
	if err != nil || len(ids) == 0 {
		return nil, nil, err
	}
	c, err := db.loadCase(ctx, tx, q.AsOf, q.Now, Who{Person: q.Me}, model.Needs{})
	if err != nil {
		return nil, nil, err
	}
	l := &loader{db: db, ctx: ctx, q: tx, pos: q.AsOf, c: c}
	l.fetch(ids)
	var near []model.ID
	for _, r := range model.All[*model.Release](c) {
		near = append(near, r.Rules, r.Service, r.Coordinator, r.Owner)
	}
	l.fetch(model.SortIDs(near))
	var watched []model.ID
	var roles []string
	for _, id := range ids {
		r := model.Get[*model.Release](c, id)
		if check := watching(c, r); check != nil {
			watched = append(watched, id)
			if check.Role != "" && !slices.Contains(roles, check.Role) {
				roles = append(roles, check.Role)
			}
		}
	}
	if len(watched) == 0 || l.err != nil {
		return nil, nil, l.err
	}
	l.fetch(l.ids(`SELECT r.id FROM json_each(?1) a CROSS JOIN record_row r ON r.subject = a.value AND r.subject <> '' AND r.kind IN ('run', 'early-status') AND `+live("r", q.AsOf), list(watched)))
	l.holders(roles)
	if l.err != nil {
		return nil, nil, l.err
	}
	for _, id := range watched {
		r := model.Get[*model.Release](c, id)
		missing := gate.Unwatched(c, r)
		if len(missing) == 0 {
			continue
		}
		rules, zone, role := c.Under(r), c.Zone(r), watching(c, r).Role
		named := 2
		if len(missing) > named { // how many there are has to fit a column
			named = 1
		}
		row := pendingRow(c, r, id, PurposeWatch, r.Coordinator)
		row.Urgent = false // it was deployed: it is no emergency any more
		row.Part, row.Title, row.Remedy = PurposeWatch, "Daily status missing: "+gate.DaysWords(missing, named), model.ByTask("report-early-life", id)
		row.At, row.Due = missing[0].Start(zone), missing[0].AddDays(1).Start(zone)
		row.Overdue = !row.Due.After(c.Now)
		holds := func(p *model.Person) bool { return !p.Left && role != "" && rules.Holds(p, role, r.Service) }
		mine := false
		if people := slices.DeleteFunc(slices.Clone(model.All[*model.Person](c)), func(p *model.Person) bool { return !holds(p) }); len(people) > 0 {
			row.Missing = []string{rules.RoleTitle(role)}
			mine = c.Who.Person != nil && holds(c.Who.Person)
		} else {
			row.Missing, mine = []string{c.PersonName(r.Coordinator)}, q.Me == r.Coordinator
		}
		if q.Me == "" || mine {
			row.Approver = strings.Join(row.Missing, ", ")
			waiting = append(waiting, row)
		}
	}
	return waiting, nil, nil
}

// watching is the check that asks for days to pass, of the stage that a release is in; nil where
// that is none of early life.
func watching(c *model.Case, r *model.Release) *process.Check {
	if r == nil {
		return nil
	}
	p, ok := c.Under(r).Process(r.Type)
	if !ok {
		return nil
	}
	s, _ := p.Stage(r.Stage)
	if s == nil {
		return nil
	}
	if at := slices.IndexFunc(s.Checks, func(k process.Check) bool { return k.Name == gate.DaysPassed }); at >= 0 {
		return &s.Checks[at]
	}
	return nil
}
