package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"slices"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/evidence"
	"fairway/model/when"
)

// EvidenceAsk is as of when evidence is looked at: a place in the log, and nothing else, so
// that it is the same whoever asks for it, where and when.
type EvidenceAsk struct {
	At EvidenceAt
	// Lay adds to rules what they do not say themselves of clauses and what shows them.
	Lay func(*model.Rules) (*model.Rules, error)
}

// EvidenceAt is a place in the log: the position, its hash, and the time of its entry, which
// is now for whatever is judged there.
type EvidenceAt struct {
	Position Position
	Hash     string
	Time     time.Time
}

// EvidenceAt is the place of a position; Now is the end of the log.
func (db *DB) EvidenceAt(ctx context.Context, pos Position) (at EvidenceAt, err error) {
	var line string
	if _, err := ask(ctx, db.reader, "SELECT pos, hash, line FROM log WHERE pos <= ? ORDER BY pos DESC LIMIT 1", pos.last()).one(&at.Position, &at.Hash, &line); err != nil {
		return at, db.explain("read the log", err)
	}
	if at.Position == 0 {
		return at, &model.NotFound{What: "entry of the log: the file is empty"}
	}
	l, err := readLine(line)
	if err != nil {
		return at, db.explain("read the log", err)
	}
	at.Time = l.At
	return at, nil
}

// evidenceCase loads facts that hang on the place alone: who is called how by now, and the
// zone of whoever asks, are left out.
func (db *DB) evidenceCase(ctx context.Context, tx *view, at EvidenceAt, n model.Needs) (*model.Case, error) {
	c, err := db.loadCase(ReadIn(ctx, nil), tx, at.Position, at.Time, Who{}, n)
	if err != nil {
		return nil, err
	}
	c.Position, c.Alike = int64(at.Position), nil
	c.Formerly = c.Formerly.Until(at.Time)
	return c, entitle(ctx, tx, at.Position, c)
}

// Evidence is what shows each clause of a release, with the facts by which that is told.
func (db *DB) Evidence(ctx context.Context, q EvidenceAsk, release model.ID) (m evidence.Matrix, c *model.Case, err error) {
	c, err = viewed(ctx, db, "look at the evidence of "+string(release), func(tx *view) (*model.Case, error) {
		return db.evidenceCase(ctx, tx, q.At, evidence.Needs(release))
	})
	if err != nil {
		return m, nil, err
	}
	r := model.Get[*model.Release](c, release)
	if r == nil {
		return m, nil, &model.NotFound{What: "release " + string(release)}
	}
	laid, err := q.Lay(c.Rules)
	if err != nil {
		return m, nil, err
	}
	return evidence.OfRelease(c, r, laid), c, nil
}

// PeriodEvidence is what shows each clause of a period: the matrix of each release that was
// drawn, and that of the period with its facts.
type PeriodEvidence struct {
	Matrix   evidence.Matrix
	Case     *model.Case
	Releases []evidence.Matrix
}

// PeriodLook is a look at the releases of a period that goes on: Step looks at the next one.
// Each is read in a view of its own: nothing that is asked can change any more.
type PeriodLook struct {
	db     *DB
	ask    EvidenceAsk
	period when.Period
	span   when.Span
	laid   *model.Rules
	force  []evidence.InForce
	sample evidence.Sample
	last   *model.Case
	out    PeriodEvidence
}

// BeginEvidence begins to look at the releases of a period: so many of them, drawn with a seed,
// or all where size is 0. Seed 0 is the position of the log.
func (db *DB) BeginEvidence(ctx context.Context, q EvidenceAsk, period when.Period, size int, seed int64) (*PeriodLook, error) {
	return viewed(ctx, db, "look at the evidence of "+period.String(), func(tx *view) (*PeriodLook, error) {
		l := &PeriodLook{db: db, ask: q, period: period}
		var err error
		if l.out.Case, err = db.evidenceCase(ctx, tx, q.At, evidence.PeriodNeeds()); err != nil {
			return nil, err
		}
		if l.laid, err = q.Lay(l.out.Case.Rules); err != nil {
			return nil, err
		}
		l.span = period.Span(l.out.Case.Rules.Policy.Location())
		if l.force, err = db.rulesWithin(ctx, tx, q, l.span); err != nil {
			return nil, err
		}
		population, imported, err := db.ofPeriod(ctx, tx, q.At, l.span)
		if seed == 0 {
			seed = int64(q.At.Position)
		}
		l.sample = evidence.Draw(population, imported, size, seed)
		return l, err
	})
}

// Step looks at the next release; more says whether there is another one.
func (l *PeriodLook) Step(ctx context.Context) (more bool, err error) {
	if done, all := l.Done(); done < all {
		m, c, err := l.db.Evidence(ctx, l.ask, l.sample.Drawn[done])
		if err != nil {
			return false, err
		}
		l.out.Releases, l.last = append(l.out.Releases, m), c
	}
	done, all := l.Done()
	return done < all, nil
}

// Last are the facts of the release that was looked at last, and what shows its clauses; nil
// of none. Those of the ones before are not kept: there may be thousands.
func (l *PeriodLook) Last() (evidence.Matrix, *model.Case) {
	if l.last == nil {
		return evidence.Matrix{}, nil
	}
	return l.out.Releases[len(l.out.Releases)-1], l.last
}

// Done is how many releases were looked at, of how many.
func (l *PeriodLook) Done() (done, all int) { return len(l.out.Releases), len(l.sample.Drawn) }

// Result is what they come to, once all were looked at.
func (l *PeriodLook) Result() PeriodEvidence {
	l.out.Matrix = evidence.OfPeriod(l.out.Case, l.period, l.span, l.laid, l.force, l.out.Releases, l.sample)
	return l.out
}

// rulesWithin are the rules of the file with the times for which they were in force, the
// first ones first; what they say comes along of those that were so within a period.
func (db *DB) rulesWithin(ctx context.Context, tx *view, q EvidenceAsk, span when.Span) ([]evidence.InForce, error) {
	var out []evidence.InForce
	var one evidence.InForce
	err := ask(ctx, tx, "SELECT r.id, l.at FROM record_row r JOIN log_row l ON l.pos = r.since WHERE r.kind = 'book' AND "+live("r", q.At.Position)+" ORDER BY r.number").each([]any{&one.ID, (*stamp)(&one.From)}, func() error {
		if n := len(out); n > 0 {
			out[n-1].Until = one.From
		}
		out = append(out, one)
		return nil
	})
	if err != nil {
		return nil, err
	}
	for i, one := range out {
		if !one.Within(span) {
			continue
		}
		r, err := db.rules(ctx, tx, q.At.Position, one.ID)
		if err != nil || r == nil {
			return nil, err
		}
		if out[i].Rules, err = q.Lay(r); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// ofPeriod are the releases of a period, without imported history, of which it says how many
// there are. A release that ended in the period was written in it or later.
func (db *DB) ofPeriod(ctx context.Context, tx *view, at EvidenceAt, span when.Span) (ids []model.ID, imported int, err error) {
	l := &loader{db: db, ctx: ctx, q: tx, pos: at.Position, c: model.NewCase(at.Time, model.Actor{}, &model.Rules{})}
	from, err := db.writtenFrom(ctx, tx, span.Start)
	if err != nil {
		return nil, 0, err
	}
	deployed := l.ids("SELECT id FROM record_row r WHERE kind = 'run' AND at >= ? AND at < ? AND "+live("r", at.Position), span.Start.UnixMilli(), span.End.UnixMilli())
	ended := l.ids("SELECT id FROM record_row r WHERE kind = 'release' AND state IN ('closed', 'cancelled') AND since >= ? AND "+live("r", at.Position), from)
	l.fetch(slices.Concat(deployed, ended))
	runs := model.All[*model.Run](l.c)
	l.fetch(model.SortIDs(model.Each(runs, func(r *model.Run) model.ID { return r.Release })))
	if l.err != nil {
		return nil, 0, l.err
	}
	for _, r := range model.All[*model.Release](l.c) {
		switch {
		case !evidence.In(r, runs, span):
		case r.Origin != nil:
			imported++
		default:
			ids = append(ids, r.ID)
		}
	}
	return ids, imported, nil
}

// Kept is one state of a record as it is stored: its body byte for byte, of which the digest
// is the SHA-256, and the entry of the log that wrote it. Body is nil where it was removed by
// law.
type Kept struct {
	ID     model.ID
	Since  Position
	Last   bool // no later state of it was written by then
	Digest string
	Body   []byte
}

// KeptStates are the states of some records up to a position, each record's oldest first:
// every one of them, or only those that stood then.
func (db *DB) KeptStates(ctx context.Context, ids []model.ID, pos Position, every bool) ([]Kept, error) {
	var out []Kept
	var k Kept
	var until sql.NullInt64
	var body sql.NullString
	query := "SELECT v.id, v.since, v.until, v.digest, v.body FROM json_each(?) j CROSS JOIN version v ON v.id = j.value AND v.since <= ?"
	if !every {
		query += " AND (v.until IS NULL OR v.until > " + "?2)"
	}
	err := ask(ctx, db.reader, query+" ORDER BY v.since, v.n", list(ids), int64(pos)).each([]any{&k.ID, &k.Since, &until, &k.Digest, &body}, func() error {
		one := k
		one.Last = !until.Valid || until.Int64 > int64(pos)
		if body.Valid {
			one.Body = []byte(body.String)
		}
		out = append(out, one)
		return nil
	})
	return out, db.sayWhy("read records", err)
}

// KeptByDigest are states of records that a baseline names by their digests.
func (db *DB) KeptByDigest(ctx context.Context, id model.ID, digest string, pos Position) ([]Kept, error) {
	all, err := db.KeptStates(ctx, []model.ID{id}, pos, true)
	return slices.DeleteFunc(all, func(k Kept) bool { return k.Digest != digest }), err
}

// TitlesThen are what records were called at a position, whatever others are called by now.
func (db *DB) TitlesThen(ctx context.Context, ids []model.ID, pos Position) (map[model.ID]string, error) {
	out := map[model.ID]string{}
	err := titlesOf(ctx, db.reader, pos, ids, out)
	return out, db.explain("look up titles", err)
}

// PartsOf are the records that belong to some at a position, and those that belong to these:
// documents, approvals, runs with what happened in them, notices, and whatever else is of them.
func (db *DB) PartsOf(ctx context.Context, ids []model.ID, pos Position) ([]model.ID, error) {
	out := slices.Clone(ids)
	for next := ids; len(next) > 0; {
		found, err := column[model.ID](ask(ctx, db.reader, "SELECT DISTINCT l.src FROM "+linked("dst", "?", pos)+" AND l.rel = 'of'", list(next)))
		if err != nil {
			return nil, db.sayWhy("read what belongs to records", err)
		}
		next = nil
		for _, id := range model.SortIDs(found) {
			if !slices.Contains(out, id) && id.Kind() != model.KindRelease {
				next = append(next, id)
			}
		}
		next = slices.Compact(next)
		out = append(out, next...)
	}
	return model.SortIDs(out), nil
}

// EntriesAbout are the entries of the log up to one that wrote any of some records, or are
// about one of them, and those that removed something from one of these by law.
func (db *DB) EntriesAbout(ctx context.Context, ids []model.ID, pos Position) ([]Position, error) {
	found := map[Position]bool{}
	var at Position
	for _, query := range []string{
		"SELECT v.since FROM json_each(?1) j CROSS JOIN version v ON v.id = j.value AND v.since <= ?2",
		"SELECT r.pos FROM json_each(?1) j CROSS JOIN log_row r ON r.subject = j.value AND r.pos <= ?2",
	} {
		if err := ask(ctx, db.reader, query, list(ids), int64(pos)).each([]any{&at}, func() error {
			found[at] = true
			return nil
		}); err != nil {
			return nil, db.sayWhy("read the log", err)
		}
	}
	var text string
	if err := ask(ctx, db.reader, "SELECT l.line FROM log_row r JOIN log l USING (pos) WHERE r.action = ?", action.Name(action.Redact{})).each([]any{&text}, func() error {
		l, err := readLine(text)
		if err != nil {
			return err
		}
		for _, r := range l.Redacted { // whenever that was: it vouches for what is left
			if found[Position(r.Pos)] {
				found[Position(l.Pos)] = true
			}
		}
		return nil
	}); err != nil {
		return nil, db.sayWhy("read the log", err)
	}
	out := make([]Position, 0, len(found))
	for p := range found {
		out = append(out, p)
	}
	slices.Sort(out)
	return out, nil
}

// ChainAt are some entries of the log as they are stored, in order, each with the hash of the
// one before it where that is none of them: that one has no line then. The last is the entry
// up to which the log is looked at, or what removed something by law since.
func (db *DB) ChainAt(ctx context.Context, entries []Position, pos Position) ([]Line, error) {
	wanted := map[Position]bool{}
	rows := map[Position]bool{pos: true}
	for _, p := range entries {
		wanted[p], rows[p] = true, true
		if p > 1 {
			rows[p-1] = true
		}
	}
	all := make([]Position, 0, len(rows))
	for p := range rows {
		all = append(all, p)
	}
	slices.Sort(all)
	rowsOf, err := json.Marshal(all)
	if err != nil {
		return nil, err
	}
	var out []Line
	var l Line
	err = ask(ctx, db.reader, "SELECT l.pos, l.hash, l.line FROM json_each(?) j CROSS JOIN log l ON l.pos = j.value ORDER BY l.pos", string(rowsOf)).each([]any{&l.Position, &l.Hash, &l.Line}, func() error {
		one := l
		if !wanted[one.Position] {
			one.Line = ""
		}
		out = append(out, one)
		return nil
	})
	return out, db.sayWhy("read the log", err)
}

// Entry is what a line of the log says; who it was is not looked up.
func (l Line) Entry() (LogEntry, error) {
	e, err := readLine(l.Line)
	if err != nil {
		return LogEntry{}, err
	}
	out := LogEntry{Position: e.Pos, At: e.At, Who: e.Who, Action: e.Action, Subject: e.Subject, Note: e.Note, Hash: l.Hash, Line: l.Line}
	if e.Happened != nil {
		out.Happened = *e.Happened
	}
	return out, nil
}
