package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"fairway/model"
	"fairway/model/metric"
	"fairway/model/when"
)

// FactsQuery asks for the facts of a period.
type FactsQuery struct {
	// Stretch is bounded in the organisation's zone; a Span is taken as it is.
	Stretch metric.Stretch
	Span    when.Span
	Filter  string
	AsOf    Position
	Me      model.ID
	Now     time.Time
	Zone    *time.Location // in which the dates of the filter are meant; nil is the organisation's
	// Progress is told now and then how many facts were read, if it is there.
	Progress func(read int) `json:"-"`
}

// Facts are what the measures of a period are computed from: the releases of
// which a production run ended in it, those whose first baseline starts in it,
// and what measures want listed; each with all of its runs, and the incidents
// around them. It asks a bounded number of questions, whatever the period holds.
func (db *DB) Facts(ctx context.Context, q FactsQuery) (metric.Facts, error) {
	return viewed(ctx, db, "read the facts of a period", func(tx *view) (metric.Facts, error) {
		f, err := db.facts(ctx, tx, q)
		return f, stopped(ctx, err)
	})
}

// factsLoader collects the facts.
type factsLoader struct {
	ctx      context.Context
	tx       *view
	q        FactsQuery
	where    *where
	zone     *time.Location
	releases []metric.Release
	at       map[model.ID]int // where a release is among them
	inside   int              // how many of them were deployed in the period
	inc      map[model.ID]*metric.Incident
	services map[model.ID]service
	handles  map[model.ID]string // of the services
	longest  int                 // incident window, in days
	read     int
}

type service struct {
	name string
	zone *time.Location
}

func (db *DB) facts(ctx context.Context, tx *view, q FactsQuery) (metric.Facts, error) {
	w, err := db.where(ctx, tx, releaseFields, q.Filter, "", sight{q.AsOf, q.Me, q.Now, q.Zone})
	if err != nil {
		return metric.Facts{}, err
	}
	rules, err := db.rules(ctx, tx, q.AsOf, "")
	if err != nil {
		return metric.Facts{}, err
	}
	policy := rules.Policy
	l := &factsLoader{handles: map[model.ID]string{}, ctx: ctx, tx: tx, q: q, where: w, zone: policy.Location(), at: map[model.ID]int{}, inc: map[model.ID]*metric.Incident{}, services: map[model.ID]service{}}
	if q.Span.IsZero() {
		l.q.Span = q.Stretch.Span(q.Now, l.zone)
	}
	for _, days := range policy.Incident {
		l.longest = max(l.longest, days)
	}
	f := metric.Facts{Span: l.q.Span, Zone: l.zone, Now: q.Now, Policy: policy, Measures: rules.Measures, Handles: l.handles}
	for _, step := range []func() error{l.allServices, l.deployed, l.planned, l.listed, l.late, l.incidents, func() (err error) {
		f.Imported, err = l.imported()
		return err
	}} {
		if err := step(); err != nil {
			return f, err
		}
	}
	f.Releases = l.releases
	for _, i := range l.inc {
		f.Incidents = append(f.Incidents, *i)
	}
	return f, nil
}

// tick counts what was read, and stops where nobody waits for it any more.
func (l *factsLoader) tick() error {
	l.read++
	if l.read%1000 != 0 {
		return nil
	}
	if l.q.Progress != nil {
		l.q.Progress(l.read)
	}
	return l.ctx.Err()
}

// each goes through the rows of a question, as question.each does.
func (l *factsLoader) each(query string, args, into []any, row func() error) error {
	return ask(l.ctx, l.tx, query, args...).each(into, func() error {
		if err := row(); err != nil {
			return err
		}
		return l.tick()
	})
}

func (l *factsLoader) live(alias string) string { return live(alias, l.q.AsOf) }

func (l *factsLoader) span() []any {
	return []any{l.q.Span.Start.UnixMilli(), l.q.Span.End.UnixMilli()}
}

// plans is the condition that a plan begins in the period, as metric.Facts has it:
// a whole day by its date. The first part is there for the index.
func (l *factsLoader) plans(begins string) (string, []any) {
	s := l.q.Span
	sql := begins + " >= ? AND " + begins + " < ? AND iif(" + begins + "_day, " + begins + "_day >= ? AND " + begins + "_day < ?, " + begins + " >= ? AND " + begins + " < ?)"
	return sql, []any{s.Start.Add(-slack).UnixMilli(), s.End.Add(slack).UnixMilli(), numberOf(firstDay(s.Start, l.zone)), numberOf(firstDay(s.End, l.zone)), s.Start.UnixMilli(), s.End.UnixMilli()}
}

// past is the part of the period that is over: a deployment that ended later than
// now has its time from a clock that was wrong, and counts once that is set right.
func (l *factsLoader) past() []any {
	end := l.q.Span.End
	if late := l.now(); late.Before(end) {
		end = late
	}
	return []any{l.q.Span.Start.UnixMilli(), end.UnixMilli()}
}

// now is the first moment that is yet to come.
func (l *factsLoader) now() time.Time {
	if l.q.Now.IsZero() {
		return l.q.Span.End
	}
	return l.q.Now.Add(skew)
}

// allServices reads names and zones of the services: there are few.
func (l *factsLoader) allServices() error {
	var s model.Service
	return l.each("SELECT r.id, r.title, r.handle, coalesce(v.body ->> '$.zone', '') FROM record_row r JOIN version v ON v.n = r.n WHERE r.kind = 'service' AND "+l.live("r"), nil, []any{&s.ID, &s.Name, &s.Handle, &s.Zone}, func() error {
		l.services[s.ID], l.handles[s.ID] = service{s.Name, s.Location(l.zone)}, s.Handle
		return nil
	})
}

// factColumns are what measures know of a release without reading its body.
const factColumns = `r.id, r.name, r.version, r.type, r.means, r.major, r.imported, r.service, r.ended, r.deployed, r.begins, r.begins_day, r.ends, r.ends_day, r.authorised, r.base, r.base_day, r.cancelled, r.rebased, r.moves`

// factRow is a row of factColumns and otherColumns.
type factRow struct {
	metric.Release
	name, version, moves string
	what                 string        // else is there
	planned              sql.NullInt64 // in milliseconds, of a plan
	other                runRow
}

func (f *factRow) into() []any {
	r := &f.Release
	return append([]any{&r.ID, &f.name, &f.version, &r.Type, &r.Purpose, &r.Major, &r.Imported, &r.Service, &r.Ended, &r.Deployed,
		(*momentAt)(&r.Window.Start), (*wholeDay)(&r.Window.Start), (*momentAt)(&r.Window.End), (*wholeDay)(&r.Window.End), (*stamp)(&r.Authorised),
		(*momentAt)(&r.Baseline.Start), (*wholeDay)(&r.Baseline.Start), (*stamp)(&r.Cancelled), &r.Rebased, &f.moves, &f.what, &f.planned}, f.other.into()...)
}

// release takes a row of one of the releases.
func (l *factsLoader) release(f *factRow) (*metric.Release, error) {
	i, known := l.at[f.ID]
	if !known {
		r := f.Release
		r.Title = (&model.Release{Name: f.name, Version: f.version}).Title()
		r.Zone = l.zone
		if s, ok := l.services[r.Service]; ok {
			r.ServiceName, r.Zone = s.name, s.zone
		}
		if f.moves != "" {
			var err error
			if r.Moves, err = readMoves(f.moves); err != nil {
				return nil, fmt.Errorf("the moves of %s: %w", r.ID, err)
			}
		}
		i = len(l.releases)
		l.at[r.ID] = i
		l.releases = append(l.releases, r)
	}
	out := &l.releases[i]
	switch f.what {
	case "run":
		l.ran(out, f.other)
	case "plan":
		out.Planned = time.Duration(f.planned.Int64) * time.Millisecond
	}
	return out, nil
}

// ran adds a run that isn't known yet. One that a wrong clock ended later than now
// is left out.
func (l *factsLoader) ran(r *metric.Release, run runRow) {
	if run.ended.Valid && run.ended.Int64 >= l.now().UnixMilli() && !l.q.Now.IsZero() {
		return
	}
	if !slices.ContainsFunc(r.Runs, func(known metric.Run) bool { return known.ID == run.id }) {
		r.Runs = append(r.Runs, run.run())
	}
}

const (
	runColumns   = "d.id, d.started, d.ended, d.result, d.decided, d.back"
	otherColumns = "coalesce(o.what, ''), o.planned, coalesce(o.id, ''), o.started, o.ended, coalesce(o.result, ''), o.decided, o.back"
)

// endedIn is the condition of the production runs d that ended in the period.
func (l *factsLoader) endedIn() string {
	return l.live("d") + " AND d.ended >= ? AND d.ended < ?"
}

// others joins what else belongs to the deployment of a release: further runs,
// and what its plan says. Mostly that is one row; a release of which there is
// more comes more than once.
func (l *factsLoader) others(of, but string) string {
	return " LEFT JOIN deploy_row o ON o.release = " + of + " AND " + l.live("o") + but
}

// deployed reads the runs that ended in the period, with their releases. The
// order of the tables is given: SQLite would begin with the releases.
func (l *factsLoader) deployed() error {
	if len(l.where.sql) == 0 { // as many releases at most: moving them about costs as much as reading them
		var n int
		if err := l.tx.QueryRowContext(l.ctx, "SELECT count(*) FROM deploy_row d WHERE "+l.endedIn(), l.past()...).Scan(&n); err != nil {
			return err
		}
		l.releases, l.at = make([]metric.Release, 0, n), make(map[model.ID]int, n)
	}
	var f factRow
	var run runRow
	err := l.each("SELECT "+factColumns+", "+otherColumns+", "+runColumns+" FROM deploy_row d CROSS JOIN release_row r ON r.id = d.release AND "+l.live("r")+
		l.others("d.release", " AND o.n <> d.n")+" WHERE "+l.endedIn()+l.where.text(), append(l.past(), l.where.args...), append(f.into(), run.into()...), func() error {
		r, err := l.release(&f)
		if err == nil {
			l.ran(r, run)
		}
		return err
	})
	l.inside = len(l.releases)
	return err
}

// runRow is a row of runColumns.
type runRow struct {
	id                            model.ID
	result                        string
	started, ended, decided, back sql.NullInt64
}

func (r *runRow) into() []any {
	return []any{&r.id, &r.started, &r.ended, &r.result, &r.decided, &r.back}
}

func (r *runRow) run() metric.Run {
	return metric.Run{ID: r.id, Started: fromMillis(r.started), Ended: fromMillis(r.ended), Result: model.State(r.result), Decided: fromMillis(r.decided), Back: fromMillis(r.back)}
}

// planned reads the releases whose first authorised baseline starts in the
// period, and those that were authorised in it without a date. What was deployed
// in it as well is known already.
func (l *factsLoader) planned() error {
	known := " AND NOT EXISTS (SELECT 1 FROM deploy_row d WHERE d.release = r.id AND d.what = 'run' AND d.ended >= ? AND d.ended < ? AND " + l.live("d") + ")"
	rest := append(l.past(), l.where.args...)
	based, args := l.plans("r.base")
	if err := l.more(based+known, append(args, rest...)); err != nil {
		return err
	}
	return l.more("r.base IS NULL AND r.authorised >= ? AND r.authorised < ?"+known, append(l.span(), rest...))
}

// listed reads the releases that were deployed by their own word, but of which
// no run is there: a data defect.
func (l *factsLoader) listed() error {
	in, args := l.plans("r.begins")
	return l.more(in+" AND r.deployed = 1 AND r.imported = 0 AND NOT EXISTS (SELECT 1 FROM deploy_row d WHERE d.release = r.id AND d.what = 'run' AND "+l.live("d")+")",
		append(args, l.where.args...))
}

// late reads the open releases that were planned to start in the period, have
// not, and never had a baseline: nothing else brings them.
func (l *factsLoader) late() error {
	in, args := l.plans("r.begins")
	return l.more("r.ended = 0 AND "+in+" AND r.deployed = 0 AND r.imported = 0 AND r.authorised IS NULL", append(args, l.where.args...))
}

func (l *factsLoader) more(cond string, args []any) error {
	var f factRow
	return l.each("SELECT "+factColumns+", "+otherColumns+" FROM release_row r"+l.others("r.id", "")+" WHERE "+l.live("r")+" AND "+cond+l.where.text(), args, f.into(), func() error {
		_, err := l.release(&f)
		return err
	})
}

// incidents reads those that are linked to a deployment, and those opened around
// the deployments, which may be suspected.
func (l *factsLoader) incidents() error {
	const columns = "x.id, x.title, x.grade, x.at, x.service"
	var found metric.Incident
	into := []any{&found.ID, &found.Title, &found.Severity, (*stamp)(&found.Opened), &found.Service}
	take := func() error {
		if _, ok := l.inc[found.ID]; !ok {
			i := found
			l.inc[i.ID] = &i
		}
		return nil
	}
	err := l.ofDeployed("SELECT "+columns+" FROM %s CROSS JOIN link l ON l.dst = %s AND l.rel IN ('caused-by', 'suspects') AND "+l.live("l")+
		" CROSS JOIN record_row x ON x.id = l.src AND x.kind = 'incident' AND "+l.live("x"), into, take)
	if err != nil {
		return err
	}
	var from, to time.Time
	for i := range l.releases {
		for _, run := range l.releases[i].Runs {
			if l.q.Span.Holds(run.Ended) && (from.IsZero() || run.Ended.Before(from)) {
				from = run.Ended
			}
			if l.q.Span.Holds(run.Ended) && run.Ended.After(to) {
				to = run.Ended
			}
		}
	}
	if !from.IsZero() {
		to = to.AddDate(0, 0, l.longest+1)
		err := l.each("SELECT "+columns+" FROM record_row x WHERE x.kind = 'incident' AND x.kind <> 'release' AND x.at > ? AND x.at <= ? AND "+l.live("x"), []any{from.UnixMilli(), to.UnixMilli()}, into, take)
		if err != nil {
			return err
		}
	}
	return l.linked()
}

// linked reads what the incidents are linked to: their causes, and their items
// with all those that these depend on.
func (l *factsLoader) linked() error {
	var ids []model.ID
	for id := range l.inc {
		ids = append(ids, id)
	}
	if len(ids) == 0 {
		return nil
	}
	first := map[model.ID][]model.ID{} // items of each
	var src, dst model.ID
	var rel string
	err := l.each("SELECT l.src, l.rel, l.dst FROM json_each(?1) j CROSS JOIN link l ON l.src = j.value AND l.rel IN ('caused-by', 'suspects', 'affects') AND "+l.live("l"), []any{list(model.SortIDs(ids))}, []any{&src, &rel, &dst}, func() error {
		i := l.inc[src]
		switch rel {
		case model.RelCausedBy:
			i.CausedBy = append(i.CausedBy, dst)
		case model.RelSuspects:
			i.Suspects = append(i.Suspects, dst)
		default:
			first[src] = append(first[src], dst)
		}
		return nil
	})
	if err != nil || len(first) == 0 {
		return err
	}
	depends, err := l.depends(first)
	if err != nil {
		return err
	}
	wanted := map[model.ID]bool{}
	for id, items := range first {
		l.inc[id].Items = closure(items, depends)
		for _, item := range l.inc[id].Items {
			wanted[item] = true
		}
	}
	return l.affected(wanted)
}

// depends reads what the items of incidents depend on, through all steps.
func (l *factsLoader) depends(first map[model.ID][]model.ID) (map[model.ID][]model.ID, error) {
	var start []model.ID
	for _, items := range first {
		start = append(start, items...)
	}
	out := map[model.ID][]model.ID{}
	var src, dst model.ID
	err := l.each(`WITH RECURSIVE down(id) AS (SELECT value FROM json_each(?1) UNION SELECT l.dst FROM down JOIN link l ON l.src = down.id AND l.rel = 'depends-on' AND `+l.live("l")+`)
 SELECT l.src, l.dst FROM down CROSS JOIN link l ON l.src = down.id AND l.rel = 'depends-on' AND `+l.live("l"), []any{list(model.SortIDs(start))}, []any{&src, &dst}, func() error {
		out[src] = append(out[src], dst)
		return nil
	})
	return out, err
}

func closure(items []model.ID, depends map[model.ID][]model.ID) []model.ID {
	seen := map[model.ID]bool{}
	var out []model.ID
	for left := slices.Clone(items); len(left) > 0; left = left[1:] {
		if id := left[0]; !seen[id] {
			seen[id] = true
			out = append(out, id)
			left = append(left, depends[id]...)
		}
	}
	return model.SortIDs(out)
}

// affected reads which of the deployed releases affect the items of incidents.
// It begins with the releases: an item may have been affected by any number of
// them in the years before.
func (l *factsLoader) affected(items map[model.ID]bool) error {
	var release, item model.ID
	return l.ofDeployed("SELECT l.src, l.dst FROM %s CROSS JOIN link l ON l.src = %s AND l.rel = 'affects' AND "+l.live("l"), []any{&release, &item}, func() error {
		if i, ok := l.at[release]; ok && items[item] && !slices.Contains(l.releases[i].Items, item) {
			l.releases[i].Items = append(l.releases[i].Items, item)
		}
		return nil
	})
}

// ofDeployed asks a question for the releases that were deployed in the period,
// and again for those found otherwise that were deployed in another. It has two
// places to fill: where they come from, and how they are called.
func (l *factsLoader) ofDeployed(query string, into []any, row func() error) error {
	if err := l.each(fmt.Sprintf(query, "deploy_row d", "d.release")+" WHERE "+l.endedIn(), l.past(), into, row); err != nil {
		return err
	}
	var ids []model.ID
	for i := l.inside; i < len(l.releases); i++ {
		if len(l.releases[i].Runs) > 0 {
			ids = append(ids, l.releases[i].ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	return l.each(fmt.Sprintf(query, "json_each(?1) j", "j.value"), []any{list(ids)}, into, row)
}

// imported counts the imported releases of the period that could not pass a
// gate, by type and service.
func (l *factsLoader) imported() ([]metric.Imported, error) {
	in, args := l.plans("r.begins")
	return all(ask(l.ctx, l.tx, "SELECT r.type, r.means, r.service, sum(r.deployed = 1 AND NOT EXISTS (SELECT 1 FROM deploy_row d WHERE d.release = r.id AND d.what = 'run' AND "+l.live("d")+")), sum(r.base IS NULL)"+
		" FROM release_row r WHERE "+l.live("r")+" AND "+in+" AND r.imported = 1 AND r.state <> 'cancelled'"+l.where.text()+" GROUP BY r.type, r.means, r.service ORDER BY r.type, r.service",
		append(args, l.where.args...)...), func(i *metric.Imported) []any { return []any{&i.Type, &i.Purpose, &i.Service, &i.Deployed, &i.Planned} })
}
