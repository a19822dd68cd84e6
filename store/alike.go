package store

import (
	"context"
	"sync"
	"time"

	"fairway/model"
	"fairway/model/glyph"
)

// alikes remembers which people have names that could be taken for another's, and
// what they were called before. Hardly a file has any, and every view asks.
type alikes struct {
	mu      sync.Mutex
	upTo    Position // the last entry of the log that was looked at
	handles map[model.ID]string
	before  model.Formerly
}

// get and put never wait for the file: whoever holds a connection may call them.
func (a *alikes) get() (Position, map[model.ID]string, model.Formerly) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.upTo, a.handles, a.before
}

func (a *alikes) put(upTo Position, handles map[model.ID]string, before model.Formerly) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if upTo > a.upTo {
		a.upTo, a.handles, a.before = upTo, handles, before
	}
}

// nameActions are those by which people come to be called what they are.
const nameActions = "('init', 'person', 'import', 'redact')"

// alike are the handles of the people whose names could be taken for another's,
// as of now: what is shown of the past is read today.
func (db *DB) alike(ctx context.Context, q queryer) (map[model.ID]string, error) {
	handles, _, err := db.namesAsOfNow(ctx, q)
	return handles, err
}

// Formerly are the names that people had before, of those who were renamed.
func (db *DB) Formerly(ctx context.Context) (model.Formerly, error) {
	_, before, err := db.namesAsOfNow(ctx, db.reader)
	return before, db.explain("look up former names", err)
}

// namesAsOfNow are the handles that tell people apart, and their former names.
func (db *DB) namesAsOfNow(ctx context.Context, q queryer) (map[model.ID]string, model.Formerly, error) {
	a := &db.namesakes
	upTo, known, before := a.get()
	var head Position
	renamed := upTo == 0 // to find nobody's name in the whole of a log takes longer than to read the people
	question, of := "SELECT coalesce(max(pos), 0), coalesce(max(action IN "+nameActions+"), 0) FROM log_row WHERE pos > ?", []any{int64(upTo)}
	if renamed {
		question, of = "SELECT coalesce(max(pos), 0), 1 FROM log_row", nil
	}
	if _, err := ask(ctx, q, question, of...).one(&head, &renamed); err != nil {
		return nil, nil, err
	}
	if !renamed {
		a.put(head, known, before)
		return known, before, nil
	}
	handles, groups := map[model.ID]string{}, map[string][]model.ID{}
	var id model.ID
	var name, handle string
	err := ask(ctx, q, "SELECT id, title, handle FROM record_row WHERE kind = 'person' AND until IS NULL").each([]any{&id, &name, &handle}, func() error {
		handles[id] = handle
		looks := glyph.Skeleton(name)
		if looks == "" {
			looks = string(id) // signs only look like nobody
		}
		groups[looks] = append(groups[looks], id)
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	for _, group := range groups {
		if len(group) == 1 {
			delete(handles, group[0])
		}
	}
	if before, err = formerNames(ctx, q); err != nil {
		return nil, nil, err
	}
	a.put(head, handles, before)
	return handles, before, nil
}

// formerNames reads from the states that people were in how each was called until when.
func formerNames(ctx context.Context, q queryer) (model.Formerly, error) {
	out := model.Formerly{}
	var id model.ID
	var name, next string
	var until int64
	err := ask(ctx, q, `SELECT o.id, o.title, n.title, l.at FROM record_row o JOIN record_row n ON n.id = o.id AND n.since = o.until JOIN log_row l ON l.pos = o.until
		WHERE o.kind = 'person' AND o.until IS NOT NULL AND o.title <> n.title AND o.title <> ? ORDER BY o.until`, goneText).each([]any{&id, &name, &next, &until}, func() error {
		out[id] = append(out[id], model.FormerName{Name: name, Until: time.UnixMilli(until).UTC()})
		return nil
	})
	return out, err
}

// tellApart puts handles behind names that could be another's; of gives the place
// of the name in one of the list, and whose it is. A list without the handles is
// better than none, so what goes wrong is left to whoever asks next.
func tellApart[T any](ctx context.Context, db *DB, q queryer, list []T, of func(*T) (name *string, id model.ID)) {
	handles, err := db.alike(ctx, q)
	if err != nil || len(handles) == 0 {
		return
	}
	for i := range list {
		name, id := of(&list[i])
		*name = model.Called(*name, handles[id])
	}
}

// calledIn is tellApart for the entries of a log.
func (db *DB) calledIn(ctx context.Context, q queryer, list []LogEntry) {
	tellApart(ctx, db, q, list, func(e *LogEntry) (*string, model.ID) { return &e.Name, e.Who })
}

// calledOn is tellApart for the people of listed records. Of records that are about a
// person, it says how they are called.
func (db *DB) calledOn(ctx context.Context, q queryer, list []Listed) {
	var about []model.ID
	for _, l := range list {
		if l.Subject.Kind() == model.KindPerson {
			about = append(about, l.Subject)
		}
	}
	if len(about) > 0 {
		names := namesOf(ctx, q, about)
		for i := range list {
			list[i].SubjectName = names[list[i].Subject]
		}
		tellApart(ctx, db, q, list, func(l *Listed) (*string, model.ID) { return &l.SubjectName, l.Subject })
	}
	tellApart(ctx, db, q, list, func(l *Listed) (*string, model.ID) { return &l.PersonName, l.Person })
}

// namesOf are the names of people as they are now; none where they can't be read.
func namesOf(ctx context.Context, q queryer, ids []model.ID) map[model.ID]string {
	names := map[model.ID]string{}
	var id model.ID
	var name string
	_ = ask(ctx, q, "SELECT id, title FROM record_row WHERE until IS NULL AND id IN (SELECT value FROM json_each(?))", list(model.SortIDs(ids))).each([]any{&id, &name}, func() error {
		names[id] = name
		return nil
	})
	return names
}
