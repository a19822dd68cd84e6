package store

import (
	"context"
	"encoding/json"
	"fmt"

	"fairway/model"
)

// LogDetail is one entry of the log with all it holds.
type LogDetail struct {
	LogEntry
	Auth     string          // how the person was known
	ActionID string          // told by whoever acted, so that nothing is done twice
	Values   json.RawMessage // of the action; nil where they were removed
	Gone     bool            // note and values were removed by law
	Previous string          // the hash of the entry before
	Wrote    []Written
	Batch    int // how many states an import wrote, where they are not listed
}

// Written is a state that an entry wrote.
type Written struct {
	ID     model.ID
	Digest string
	Title  string
}

// LogDetail returns one entry of the log with all it holds.
func (db *DB) LogDetail(ctx context.Context, pos int64) (LogDetail, error) {
	found, err := db.Log(ctx, LogQuery{Before: pos + 1, Limit: 2})
	if err != nil {
		return LogDetail{}, err
	}
	if len(found) == 0 || found[0].Position != pos {
		return LogDetail{}, &model.NotFound{What: fmt.Sprintf("entry %d of the log", pos)}
	}
	l, err := readLine(found[0].Line)
	if err != nil {
		return LogDetail{}, db.explain(fmt.Sprintf("read entry %d of the log", pos), err)
	}
	d := LogDetail{LogEntry: found[0], Auth: l.Auth, ActionID: l.ActionID, Values: l.Values, Gone: l.Gone}
	if len(found) > 1 {
		d.Previous = found[1].Hash
	}
	if l.Batch != nil {
		d.Batch = l.Batch.Count
	}
	var ids []model.ID
	for _, w := range l.Wrote {
		ids = append(ids, w.ID)
	}
	titles, err := db.Titles(ctx, ids, Position(pos))
	if err != nil {
		return LogDetail{}, err
	}
	for _, w := range l.Wrote {
		d.Wrote = append(d.Wrote, Written{w.ID, w.Digest, titles[w.ID]})
	}
	return d, nil
}
