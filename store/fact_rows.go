package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

	"fairway/model"
)

// What a row of fact_row is found by: what it says when (at) of a release.
const (
	factRun       = 1 // a production run ended
	factBase      = 2 // its first authorised baseline starts
	factDateless  = 3 // its plan was authorised without a date
	factListed    = 4 // it was to start, and was deployed, but no run is there
	factLate      = 5 // it was to start, has not, and never was authorised
	factCancelled = 6 // it was cancelled
	// A production run ended: what papers say of the release (fact_papers.go). In day stands
	// which runs there are of it: see factFirst.
	factPapers = 7
)

// What stands in the day of factPapers: that the run is the one that ended first, so that each
// release is met once, and that the release has not ended.
const (
	factFirst = 1
	factOpen  = 2
)

// deployRun is what a run is in deploy_row.
const deployRun = "run"

// factRow is a row of fact_row: what measures ask of a release, in one value, once for
// each period that asks for it.
type factRow struct {
	what, at, day int64
	release       string
	since         int64
	until         sql.NullInt64
	facts         string
}

const factColumns = "what, at, day, release, since, until, facts"

var insertFactRow = insertInto("fact_row", factColumns, 1)

func (f *factRow) values() []any {
	return []any{f.what, f.at, f.day, f.release, f.since, nullable(f.until), []byte(f.facts)}
}

func (f *factRow) into() []any {
	return []any{&f.what, &f.at, &f.day, &f.release, &f.since, &f.until, &f.facts}
}

// same reports whether two rows say the same, whenever that holds.
func (f factRow) same(g factRow) bool {
	return f.what == g.what && f.at == g.at && f.day == g.day && f.facts == g.facts
}

func compareFacts(a, b factRow) int {
	return cmp.Or(cmp.Compare(a.since, b.since), cmp.Compare(a.what, b.what), cmp.Compare(a.at, b.at), cmp.Compare(a.day, b.day), cmp.Compare(a.facts, b.facts))
}

// recordsOf finds the record of a release whose version has a number; nil where its body was
// removed.
type recordsOf func(version int64) (*model.Release, error)

// recordsIn reads them from the file.
func recordsIn(ctx context.Context, q queryer) recordsOf {
	return func(version int64) (*model.Release, error) {
		var body []byte
		if _, err := ask(ctx, q, "SELECT body FROM version WHERE n = ?", version).one(&body); err != nil || body == nil {
			return nil, err
		}
		r := &model.Release{}
		return r, readMeasured(body, r)
	}
}

// factsOf are the rows of a release as it stands with its runs and papers, in the order of
// their ids.
func factsOf(r *releaseState, deploys []*deployState, records recordsOf) ([]factRow, error) {
	facts := ""
	var out []factRow
	add := func(what int64, at sql.NullInt64, day int64) {
		if !at.Valid {
			return
		}
		if facts == "" {
			facts = string(pack(r, deploys))
		}
		f := factRow{what: what, at: at.Int64, day: day, release: r.id, facts: facts}
		if !slices.ContainsFunc(out, f.same) {
			out = append(out, f)
		}
	}
	runs := 0
	var ends []int64
	for _, d := range deploys {
		if d.what == deployRun {
			runs++
			add(factRun, d.ended, 0)
			if d.ended.Valid {
				ends = append(ends, d.ended.Int64)
			}
		}
	}
	out, err := withPapers(out, r, ends, records)
	if err != nil {
		return nil, err
	}
	switch {
	case r.base.Valid:
		add(factBase, r.base, r.baseDay)
	case r.authorised.Valid:
		add(factDateless, r.authorised, 0)
	}
	if r.imported {
		return out, nil
	}
	switch {
	case r.deployed && runs == 0:
		add(factListed, r.begins, r.beginsDay)
	case !r.deployed && !r.ended && !r.authorised.Valid:
		add(factLate, r.begins, r.beginsDay)
	}
	add(factCancelled, r.cancelled, 0)
	return out, nil
}

// withPapers adds to the rows of a release what papers say of it, for each time at which a
// run of it ended.
func withPapers(out []factRow, r *releaseState, ends []int64, records recordsOf) ([]factRow, error) {
	if len(ends) == 0 {
		return out, nil
	}
	rec, err := records(r.n)
	if err != nil || rec == nil {
		return out, err
	}
	papers := string(packPapers(rec))
	slices.Sort(ends)
	for i, at := range slices.Compact(ends) {
		f := factRow{what: factPapers, at: at, release: r.id, facts: papers}
		if i == 0 {
			f.day |= factFirst
		}
		if !r.ended {
			f.day |= factOpen
		}
		out = append(out, f)
	}
	return out, nil
}

// history are the rows of a release over all of its states: each from where it begins to
// hold to where it no longer does.
func history(releases []*releaseState, deploys []*deployState, records recordsOf) ([]factRow, error) {
	var turns []int64 // where something changes
	for _, r := range releases {
		turns = append(turns, r.since)
		if r.until.Valid {
			turns = append(turns, r.until.Int64)
		}
	}
	for _, d := range deploys {
		turns = append(turns, d.since)
		if d.until.Valid {
			turns = append(turns, d.until.Int64)
		}
	}
	slices.Sort(turns)
	slices.SortFunc(deploys, func(a, b *deployState) int { return model.CompareIDs(model.ID(a.id), model.ID(b.id)) })
	var done, open []factRow
	for _, pos := range slices.Compact(turns) {
		holds := func(since int64, until sql.NullInt64) bool {
			return since <= pos && (!until.Valid || until.Int64 > pos)
		}
		var now []factRow
		if i := slices.IndexFunc(releases, func(r *releaseState) bool { return holds(r.since, r.until) }); i >= 0 {
			var live []*deployState
			for _, d := range deploys {
				if holds(d.since, d.until) {
					live = append(live, d)
				}
			}
			var err error
			if now, err = factsOf(releases[i], live, records); err != nil {
				return nil, err
			}
		}
		var left []factRow
		for _, f := range open {
			if slices.ContainsFunc(now, f.same) {
				left = append(left, f)
				continue
			}
			f.until = sql.NullInt64{Int64: pos, Valid: true}
			done = append(done, f)
		}
		for _, f := range now {
			if !slices.ContainsFunc(open, f.same) {
				f.since = pos
				left = append(left, f)
			}
		}
		open = left
	}
	out := append(done, open...)
	slices.SortFunc(out, compareFacts)
	return out, nil
}

// touch notes that the facts about a release may be others once the entry is written.
func (w *writer) touch(release model.ID) {
	if w.touched == nil {
		w.touched = map[model.ID]bool{}
	}
	w.touched[release] = true
}

// touches is touch for what a version of a record is about, if it is about a release.
func (w *writer) touches(r model.Record) {
	switch r := r.(type) {
	case *model.Release:
		w.touch(r.ID)
	case *model.Run:
		w.touch(r.Release)
	case *model.Document:
		if what, _, _ := deployPaper(r); what != "" {
			w.touch(r.Of)
		}
	}
}

// settle brings the facts about the releases that an entry has touched to where they stand
// now.
func (w *writer) settle() error {
	for id := range w.touched {
		if err := w.settleOne(id); err != nil {
			return err
		}
	}
	w.touched = nil
	return nil
}

func (w *writer) settleOne(id model.ID) error {
	const live = " AND until IS NULL"
	releases, deploys, err := w.statesOf(id, live)
	if err != nil {
		return err
	}
	var now []factRow
	if len(releases) > 0 {
		if now, err = factsOf(releases[0], deploys, recordsIn(w.steady(), w.tx)); err != nil {
			return err
		}
	}
	type kept struct {
		factRow
		n int64
	}
	have, err := all(w.ask("SELECT rowid, "+factColumns+" FROM fact_row WHERE release = ? AND until IS NULL", string(id)), func(k *kept) []any { return append([]any{&k.n}, k.into()...) })
	if err != nil {
		return err
	}
	for _, k := range have {
		if slices.ContainsFunc(now, k.same) {
			continue
		}
		query, args := "UPDATE fact_row SET until = ?2 WHERE rowid = ?1", []any{k.n, w.pos}
		if k.since == w.pos { // it never held
			query, args = "DELETE FROM fact_row WHERE rowid = ?", args[:1]
		}
		if _, err := w.exec(query, args...); err != nil {
			return err
		}
	}
	for _, f := range now {
		if slices.ContainsFunc(have, func(k kept) bool { return f.same(k.factRow) }) {
			continue
		}
		f.since = w.pos
		if _, err := w.exec(insertFactRow, f.values()...); err != nil {
			return err
		}
	}
	return nil
}

// statesOf are the states of a release, its runs and its papers, all or some of them.
func (w *writer) statesOf(id model.ID, which string) ([]*releaseState, []*deployState, error) {
	var releases []*releaseState
	var deploys []*deployState
	var r releaseState
	err := w.ask("SELECT "+releaseStateColumns+" FROM release_row WHERE id = ?"+which, string(id)).each(r.into(), func() error {
		one := r
		releases = append(releases, &one)
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	var d deployState
	err = w.ask("SELECT "+deployStateColumns+" FROM deploy_row WHERE release = ?"+which, string(id)).each(d.into(), func() error {
		one := d
		deploys = append(deploys, &one)
		return nil
	})
	slices.SortFunc(deploys, func(a, b *deployState) int { return model.CompareIDs(model.ID(a.id), model.ID(b.id)) })
	return releases, deploys, err
}

// anew works out the facts about a release over all of its past: what is left of that once
// something of it was redacted.
func (w *writer) anew(id model.ID) error {
	releases, deploys, err := w.statesOf(id, "")
	if err != nil {
		return err
	}
	if _, err := w.exec("DELETE FROM fact_row WHERE release = ?", string(id)); err != nil {
		return err
	}
	rows, err := history(releases, deploys, recordsIn(w.steady(), w.tx))
	if err != nil {
		return err
	}
	for _, f := range rows {
		if _, err := w.exec(insertFactRow, f.values()...); err != nil {
			return err
		}
	}
	return nil
}
