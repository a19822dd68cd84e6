package store

import (
	"database/sql"
	"fmt"
	"maps"
	"slices"

	"fairway/model"
	"fairway/model/action"
)

// log recomputes the chain, and compares what is projected from each line.
func (k *verifier) log() error {
	wrote, err := k.merge("states", "SELECT since, id, digest FROM version ORDER BY since, n")
	if err != nil {
		return err
	}
	defer wrote.close()
	c := &chainCheck{k: k, previous: genesis, next: 1, gone: map[int64]string{}, listed: map[int64]correction{}, said: map[int64]correction{}}
	var e entryRow
	err = ask(k.ctx, k.tx, "SELECT l.pos, l.line, l.hash, r.at, r.happened, r.who, r.action, r.action_id, r.subject, r.note, bent.behind, bent.corrected, bent.by FROM log l LEFT JOIN log_row r USING (pos) LEFT JOIN log_bent bent USING (pos) ORDER BY l.pos").each(
		[]any{&e.pos, &e.text, &e.hash, &e.at, &e.happened, &e.who, &e.action, &e.id, &e.subject, &e.note, &e.behind, &e.corrected, &e.by}, func() error {
			k.tick()
			return c.entry(&e, wrote)
		})
	for _, pos := range slices.Sorted(maps.Keys(c.gone)) {
		k.v.say(fmt.Sprintf("log entry %d", pos), "its line was replaced, and no entry says so")
	}
	c.corrections()
	k.v.Entries, k.v.Head = c.next-1, c.previous // as far as it could be read
	return err
}

// entryRow is an entry of the log with what lists show of it.
type entryRow struct {
	pos                            int64
	text, hash                     string
	at, happened                   sql.NullInt64
	who, action, id, subject, note sql.NullString
	behind, corrected, by          sql.NullInt64
}

// correction is the time that an entry was given, and by which.
type correction struct{ at, by int64 }

// chainCheck goes along the log.
type chainCheck struct {
	k        *verifier
	previous string
	next     int64
	gone     map[int64]string // replaced lines nobody has vouched for yet
	// The corrected times as the list of the log has them, and as the lines say.
	listed, said map[int64]correction
}

// corrections compares the two.
func (c *chainCheck) corrections() {
	for pos := range c.said {
		if _, ok := c.listed[pos]; !ok {
			c.listed[pos] = correction{}
		}
	}
	for pos, listed := range c.listed {
		if listed != c.said[pos] {
			c.k.v.say(fmt.Sprintf("log entry %d", pos), "the list of the log has another corrected time for it than the lines say")
		}
	}
}

func (c *chainCheck) entry(e *entryRow, wrote *merged) error {
	k, where := c.k, fmt.Sprintf("log entry %d", e.pos)
	if e.pos != c.next {
		k.v.say(fmt.Sprintf("log entry %d", c.next), "is missing: the entry after it is %d", e.pos)
	}
	c.next = e.pos + 1
	l, err := readLine(e.text)
	if err != nil {
		k.v.say(where, "its line is no entry: %v", err)
		c.previous = e.hash
		return wrote.skip(e.pos)
	}
	if l.Gone {
		c.gone[e.pos] = digest([]byte(e.text))
		k.v.Redacted++
	} else if want := chain(c.previous, e.text); want != e.hash {
		// What comes after it fits, or not, by the hash that is stored here.
		k.v.say(where, "does not fit the chain: its hash is %s, its line and the hash before give %s", model.Shorten(e.hash, want), model.Shorten(want, e.hash))
	}
	c.previous = e.hash
	for _, r := range l.Redacted {
		if c.gone[r.Pos] == r.Digest {
			delete(c.gone, r.Pos)
		}
	}
	for _, m := range l.Corrected {
		c.said[m.Pos] = correction{m.At.UnixMilli(), e.pos}
	}
	if e.corrected.Valid || e.by.Valid {
		c.listed[e.pos] = correction{e.corrected.Int64, e.by.Int64}
	}
	if again, err := model.Encode(l); err != nil || string(again) != e.text {
		k.v.say(where, "its line is not in its canonical form")
	}
	if l.Pos != e.pos {
		k.v.say(where, "its line says position %d", l.Pos)
	}
	if !l.Gone {
		if _, err := action.Decode(l.Action, l.Values); err != nil {
			k.v.say(where, "%v", err)
		}
	}
	if !e.says(l) {
		k.v.say(where, "the list of the log says something else than its line")
	}
	return k.wrote(where, l, wrote)
}

// says reports whether the list of the log says what the line does.
func (e *entryRow) says(l *line) bool {
	var then sql.NullInt64
	if l.Happened != nil {
		then = sql.NullInt64{Int64: l.Happened.UnixMilli(), Valid: true}
	}
	var behind sql.NullInt64
	if l.Behind != nil {
		behind = sql.NullInt64{Int64: l.Behind.UnixMilli(), Valid: true}
	}
	return e.at.Valid && e.at.Int64 == l.At.UnixMilli() && e.happened == then && e.behind == behind && e.who.String == string(l.Who) && e.action.String == l.Action &&
		e.id.String == l.ActionID && e.subject.String == string(l.Subject) && e.note.String == l.Note
}

// wrote compares the versions an entry names with those that name the entry.
func (k *verifier) wrote(where string, e *line, versions *merged) error {
	sum := newBatch()
	i := 0
	for {
		row, err := versions.take(e.Pos)
		if err != nil || row == nil {
			if err == nil && e.Batch == nil && i < len(e.Wrote) {
				k.v.say(where, "%s, which it wrote, is missing", e.Wrote[i].ID)
			}
			if err == nil && e.Batch != nil && *e.Batch != *sum.batch() {
				k.v.say(where, "the %d records it wrote are not those in the file (%d)", e.Batch.Count, sum.count)
			}
			return err
		}
		id, _ := row[1].(string)
		d, _ := row[2].(string)
		sum.add(model.ID(id), d)
		if e.Batch == nil && (i >= len(e.Wrote) || string(e.Wrote[i].ID) != id || e.Wrote[i].Digest != d) {
			k.v.say(where, "it did not write %s as it stands in the file", id)
		}
		i++
	}
}
