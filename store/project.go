package store

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/metric"
	"fairway/model/when"
)

// writer is a transaction that writes one entry.
type writer struct {
	zones map[string]bool           // that what was written is in
	taken map[string]*time.Location // rules of zones that this entry takes up
	ctx   context.Context
	tx    *sql.Tx
	pos   int64
	ids   map[model.Kind]int64 // counters that were moved
	// fresh are ids that were handed out and not written yet: there is nothing
	// to look up for them.
	fresh  map[model.ID]bool
	failed error // of handing out an id
	// touched are the releases about which the facts may be others once it is written.
	touched map[model.ID]bool
}

// steady is the context under which single statements run. The driver starts a
// goroutine for each one that can be stopped, which costs more than many of
// them; the transaction itself still ends with the caller's context.
func (w *writer) steady() context.Context { return context.WithoutCancel(w.ctx) }

func (w *writer) exec(query string, args ...any) (sql.Result, error) {
	return w.tx.ExecContext(w.steady(), query, args...)
}

// ask asks as exec does.
func (w *writer) ask(query string, args ...any) question {
	return ask(w.steady(), w.tx, query, args...)
}

// state is the place of one version: its row, when it held, and its entity.
type state struct {
	n, since int64
	until    sql.NullInt64
	entity   int64
}

// project writes the projection rows of a version.
func (w *writer) project(v state, r model.Record) error {
	w.touches(r)
	row := recordRow(v, r)
	if _, err := w.exec(insertRecordRow, row.values()...); err != nil {
		return err
	}
	if rel, ok := r.(*model.Release); ok {
		if _, err := w.exec(insertReleaseRow, releaseRowOf(v, rel, w.zone)...); err != nil {
			return err
		}
	}
	if row := deployRow(v, r); row != nil {
		if _, err := w.exec(insertDeployRow, row...); err != nil {
			return err
		}
	}
	if err := w.links(v, r); err != nil {
		return err
	}
	if v.until.Valid {
		return nil // the search looks at what is true now
	}
	_, err := w.exec(insertSearch, v.entity, string(r.Key()), row.title, searchText(r))
	return err
}

var insertSearch = insertInto("search", "rowid, id, title, body", 1)

// insertInto is the statement that puts some rows into a table.
func insertInto(table, columns string, rows int) string {
	row := "(?" + strings.Repeat(",?", strings.Count(columns, ",")) + ")"
	return "INSERT INTO " + table + "(" + columns + ") VALUES " + row + strings.Repeat(","+row, rows-1)
}

const linkColumns = "n, i, since, until, src, rel, dst"

// links writes the links of a version, all at once.
func (w *writer) links(v state, r model.Record) error {
	links := r.Links()
	const most = 50 // in one statement
	for from := 0; from < len(links); from += most {
		some := links[from:min(from+most, len(links))]
		args := make([]any, 0, 7*len(some))
		for i, l := range some {
			args = append(args, v.n, from+i, v.since, nullable(v.until), string(r.Key()), l.Rel, string(l.To))
		}
		if _, err := w.exec(insertInto("link", linkColumns, len(some)), args...); err != nil {
			return err
		}
	}
	return nil
}

// projectGone writes what is left to show of a version whose body was removed.
func (w *writer) projectGone(v state, id model.ID) error {
	_, err := w.exec(insertRecordRow, goneRow(v, id).values()...)
	return err
}

// retire ends the projection rows of the version before.
func (w *writer) retire(n, entity int64, kind model.Kind) error {
	for _, q := range []string{
		"UPDATE version SET until = ? WHERE n = ?",
		"UPDATE record_row SET until = ? WHERE n = ?",
		"UPDATE link SET until = ? WHERE n = ?",
	} {
		if _, err := w.exec(q, w.pos, n); err != nil {
			return err
		}
	}
	own := ""
	switch kind {
	case model.KindRelease:
		own = "UPDATE release_row SET until = ? WHERE n = ?"
	case model.KindRun, model.KindDocument:
		own = "UPDATE deploy_row SET until = ? WHERE n = ?"
	}
	if own != "" {
		if _, err := w.exec(own, w.pos, n); err != nil {
			return err
		}
	}
	return w.unsearch(entity)
}

func (w *writer) unsearch(entity int64) error {
	_, err := w.exec("DELETE FROM search WHERE rowid = ?", entity)
	return err
}

// unproject removes the projection rows of a version.
func (w *writer) unproject(n, entity int64) error {
	for _, table := range []string{"record_row", "release_row", "deploy_row", "link"} {
		if _, err := w.exec("DELETE FROM "+table+" WHERE n = ?", n); err != nil {
			return err
		}
	}
	return w.unsearch(entity)
}

const recordColumns = "n, since, until, id, kind, title, state, service, person, subject, at, at_day, ends, ends_day, grade, means, handle, external, number"

var insertRecordRow = insertInto("record_row", recordColumns, 1)

// flat is a row of record_row.
type flat struct {
	state
	id, kind, title, status, service, person, subject string
	at, ends                                          any
	atDay, endsDay                                    int
	grade, means, handle, external                    string
	number                                            int64
}

func (f flat) values() []any {
	return []any{f.n, f.since, nullable(f.until), f.id, f.kind, f.title, f.status, f.service, f.person, f.subject, f.at, f.atDay, f.ends, f.endsDay, f.grade, f.means, f.handle, f.external, f.number}
}

func recordRow(v state, r model.Record) flat {
	row := r.Row()
	return flat{v, string(r.Key()), string(r.Kind()), row.Title, string(row.State), string(row.Service), string(row.Person), string(row.Subject),
		millis(row.At), millis(row.Until), dayNumber(row.Dates.Start), dayNumber(row.Dates.End), row.Grade, row.Means, strings.ToLower(row.Handle), row.External, r.Key().Number()}
}

// goneText stands where a redacted text stood.
const goneText = "(redacted)"

// goneRow is what lists show of a version whose body was removed.
func goneRow(v state, id model.ID) flat {
	return flat{state: v, id: string(id), kind: string(id.Kind()), title: goneText, status: string(model.StateRedacted), number: id.Number()}
}

const releaseColumns = `n, since, until, id, number, entity, name, folded, version, type, means, stage, state, ended, service, team, owner, coordinator, requester,
 score, band, major, imported, deployed, begins, begins_day, due, ends, ends_day, long, stage_since, registered, authorised, base, base_day, cancelled, rebased, moves, declared, incident, outcome, passed, items, changes`

var insertReleaseRow = insertInto("release_row", releaseColumns, 1)

// longSlot is the length from which a slot is looked for by an index of its
// own, so that a stretch of calendar need not read every earlier release.
const longSlot = 3 * 24 * time.Hour

// zone is the zone of a name by the rules that hold once the entry is written.
func (w *writer) zone(name string) (*time.Location, error) {
	if zone, ok := w.taken[name]; ok {
		return zone, nil
	}
	return when.Zone(name)
}

// takes notes the rules of zones among what an entry writes.
func (w *writer) takes(list []model.Record) {
	for _, r := range list {
		z, ok := r.(*model.ZoneRules)
		if !ok {
			continue
		}
		if zone, err := when.ByRules(z.Name, z.Rules); err == nil {
			if w.taken == nil {
				w.taken = map[string]*time.Location{}
			}
			w.taken[z.Name] = zone
		}
	}
}

// releaseRowOf is the row of a version of a release. Its column due, from
// when on it is late, depends on the rules of zones; every other follows from the body alone.
func releaseRowOf(v state, r *model.Release, rules func(string) (*time.Location, error)) []any {
	score, band := 0, ""
	if r.Risk != nil {
		score, band = r.Risk.Score, r.Risk.Band
	}
	var frozen model.Schedule
	rebased, moves := 0, ""
	if r.Baseline != nil {
		frozen = *r.Baseline
		rebased, moves = metric.Rebased(r.Passed, frozen.At), writeMoves(model.MovesSince(r.Moves, frozen.At))
	}
	var gone time.Time
	if r.Cancelled != nil {
		gone = r.Cancelled.At
	}
	start, end := r.Window.Start, r.Window.End
	long := end.At.Sub(start.At) > longSlot && !end.IsZero()
	return []any{v.n, v.since, nullable(v.until), string(r.ID), r.ID.Number(), v.entity, r.Name, strings.ToLower(r.Name), r.Version, r.Type, r.Means(), r.Stage, string(r.State()), bit(r.Ended()),
		string(r.Service), string(r.Team), string(r.Owner), string(r.Coordinator), string(r.Requester), score, band, bit(r.Major),
		bit(r.Origin != nil), bit(r.Deployed), millis(start.At), dayNumber(start), millis(lateFrom(r, rules)), millis(end.At), dayNumber(end),
		bit(long), r.Since.UnixMilli(), r.Registered.UnixMilli(),
		millis(frozen.At), millis(frozen.Slot.Start.At), dayNumber(frozen.Slot.Start), millis(gone), rebased, moves, declaredAs(r), incidentOf(r), r.Outcome, writePassages(r), writeIDs(r.Items), writeIDs(r.Changes)}
}

// lateFrom is from when on a release is late: its planned start has passed and it was
// not deployed, or it had to be through its stage.
func lateFrom(r *model.Release, rules func(string) (*time.Location, error)) time.Time {
	from := r.StageDue
	if r.Deployed || r.Window.Start.IsZero() {
		return from
	}
	if due := dueAt(r.Window.Start, rules); from.IsZero() || due.Before(from) {
		from = due
	}
	return from
}

// dueAt is model.Due of a start that is kept with its zone. Of a day from before
// zones were kept it is known which midnight it began at, and no more.
func dueAt(start when.Moment, rules func(string) (*time.Location, error)) time.Time {
	if start.Precision != when.Day || start.IsZero() {
		return start.At
	}
	zone, err := rules(start.Zone)
	if start.Zone == "" || err != nil {
		return start.At.Add(24 * time.Hour)
	}
	return start.On(zone).AddDays(1).Start(zone)
}

const deployColumns = "n, since, until, id, release, what, started, ended, result, decided, back, planned, partial, intervention, failed, restored, said"

var insertDeployRow = insertInto("deploy_row", deployColumns, 1)

// deployRow is what measures ask of a production run, or of one of a release's papers; nil
// for any other record. A rehearsal is no deployment.
func deployRow(v state, r model.Record) []any {
	switch r := r.(type) {
	case *model.Run:
		if !r.Production || r.Back != "" {
			return nil
		}
		var back model.Rollback
		if r.Rollback != nil {
			back = *r.Rollback
		}
		return []any{v.n, v.since, nullable(v.until), string(r.ID), string(r.Release), "run", millis(r.Started), millis(r.Ended), string(r.Result), millis(back.Decided), millis(back.Ended), nil,
			bit(back.Partial), r.Intervention, millis(r.Failed), millis(r.Restored), ""}
	case *model.Document:
		what, planned, said := deployPaper(r)
		if what == "" {
			return nil
		}
		return []any{v.n, v.since, nullable(v.until), string(r.ID), string(r.Of), what, nil, nil, "", nil, nil, planned, 0, "", nil, nil, said}
	}
	return nil
}

// searchText is what a record is found by, besides id and title.
func searchText(r model.Record) string {
	row := r.Row()
	return strings.Join([]string{row.Text, string(row.State), row.Grade, row.Handle}, " ")
}

func millis(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMilli()
}

func fromMillis(v sql.NullInt64) time.Time {
	if !v.Valid {
		return time.Time{}
	}
	return time.UnixMilli(v.Int64).UTC()
}

func nullable(v sql.NullInt64) any {
	if !v.Valid {
		return nil
	}
	return v.Int64
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}
