package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"sync"

	"fairway/model"
)

// runs loads runs with what an action in one of them asks, and no more, so that a tick
// costs as little in a release with hundreds of papers: their releases with the rules they
// follow, and the approvals in force, which say who may not deploy.
func (l *loader) runs(ids []model.ID, ticked int) {
	if len(ids) == 0 {
		return
	}
	l.fetch(ids)
	for _, run := range model.All[*model.Run](l.c) {
		var who []model.ID
		for _, m := range run.Marks {
			if ticked > 0 && (m.Step == ticked || m.Line == ticked) {
				who = append(who, m.By)
			}
		}
		if run.Go != nil {
			who = append(who, run.Go.By)
		}
		l.fetch(model.SortIDs(who))
		l.fetch(append(l.ids("SELECT id FROM record_row r WHERE subject = ? AND kind = 'approval' AND "+live("r", l.pos), string(run.Release)), run.Release))
		if r := model.Get[*model.Release](l.c, run.Release); r != nil {
			l.fetch([]model.ID{r.Rules})
		}
	}
}

// atRuns loads who did something in the runs among the facts, or has a step of one.
func (l *loader) atRuns() {
	var who []model.ID
	add := func(id model.ID) {
		if id.Kind() == model.KindPerson {
			who = append(who, id)
		}
	}
	for _, run := range model.All[*model.Run](l.c) {
		for _, m := range run.Marks {
			add(m.By)
			add(model.ID(m.To))
			who = append(who, m.Present...)
		}
		for _, s := range run.Steps {
			add(s.By)
			add(model.ID(s.Owner))
			add(model.ID(s.Was))
		}
	}
	l.fetch(model.SortIDs(who))
}

// marks loads what happened in runs that are among the facts: they are read into them
// (model.Case.AddMarks).
func (l *loader) marks(runs []model.ID) {
	for _, run := range runs {
		marks, err := l.db.marksOf(l.ctx, l.q, run, l.pos)
		l.fail(err)
		l.c.AddMarks(run, marks)
	}
	var others []model.ID
	for _, id := range runs {
		run := model.Get[*model.Run](l.c, id)
		if others = append(others, run.Back); run.Rollback != nil {
			others = append(others, run.Rollback.Run)
		}
	}
	l.fetch(others)
}

// marksCache keeps the marks of runs that go on, as they were read: each is written once
// and stays, so that only what came since is read again. Who reads one changes it never in
// place.
type marksCache struct {
	mu   sync.Mutex
	runs map[model.ID]keptMarks
}

// keptMarks are those of one run in the order of their rows, and the last row.
type keptMarks struct {
	marks []model.Fact
	last  int64
}

// marksMost is of how many runs marks are kept; more than that, and it begins anew.
const marksMost = 64

func (k *marksCache) get(run model.ID) keptMarks {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.runs[run]
}

func (k *marksCache) put(run model.ID, marks keptMarks) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.runs == nil || len(k.runs) >= marksMost {
		k.runs = map[model.ID]keptMarks{}
	}
	if marks.last > k.runs[run].last {
		k.runs[run] = marks
	}
}

// marksOf are the marks of a run at a position, in the order of their ids.
//
// The last that is kept is asked for once more: where it isn't there, this is a reader
// that looks at the file as it was before, and what is kept is of no use to it.
func (db *DB) marksOf(ctx context.Context, q queryer, run model.ID, pos Position) ([]model.Fact, error) {
	if pos != Now {
		marks, err := readMarks(ctx, q, run, pos, 0)
		return marks.marks, err
	}
	kept := db.keptMarks.get(run)
	more, err := readMarks(ctx, q, run, pos, kept.last)
	switch {
	case err != nil:
		return nil, err
	case kept.last == 0:
	case len(more.marks) == 0:
		more, err = readMarks(ctx, q, run, pos, 0)
		return more.marks, err
	case len(more.marks) == 1:
		return kept.marks, nil
	default:
		more.marks = append(slices.Clip(kept.marks), more.marks[1:]...)
	}
	if more.last > 0 {
		db.keptMarks.put(run, more)
	}
	return more.marks, nil
}

// readMarks reads those from a row on.
func readMarks(ctx context.Context, q queryer, run model.ID, pos Position, from int64) (out keptMarks, _ error) {
	var id model.ID
	var f model.Fact
	var body sql.NullString
	err := ask(ctx, q, "SELECT v.n, v.id, v.since, v.digest, v.body FROM record_row r JOIN version v ON v.n = r.n WHERE r.subject = ? AND r.kind = 'mark' AND r.n >= ? AND "+live("r", pos)+" ORDER BY r.n", string(run), from).each([]any{&out.last, &id, &f.Since, &f.Digest, &body}, func() error {
		r, err := recordOf(string(model.KindMark), body)
		if err != nil {
			return fmt.Errorf("%s can't be read: %w", id, err)
		}
		if r != nil {
			f.Record = r
			out.marks = append(out.marks, f)
		}
		return nil
	})
	return out, err
}

// runsCache keeps decoded runs by the digests of their versions, with their bodies: one
// with hundreds of steps is read for each that is ticked.
type runsCache struct {
	mu       sync.Mutex
	versions map[string]keptRun
}

type keptRun struct {
	body string
	run  *model.Run
}

// of is the run of a body.
func (k *runsCache) of(digest, body string) (model.Record, error) {
	k.mu.Lock()
	was, ok := k.versions[digest]
	k.mu.Unlock()
	if ok && was.body == body {
		return was.run, nil
	}
	r, err := model.Decode(model.KindRun, []byte(body))
	if run, ok := r.(*model.Run); ok && err == nil {
		k.mu.Lock()
		defer k.mu.Unlock()
		if k.versions == nil || len(k.versions) >= marksMost {
			k.versions = map[string]keptRun{}
		}
		k.versions[digest] = keptRun{body, run}
	}
	return r, err
}
