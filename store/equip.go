package store

import (
	"database/sql"

	"fairway/model"
	"fairway/model/action"
)

// importAction is the name under which the log keeps imports.
var importAction = action.Name((*action.Import)(nil))

// equip gives an import its look-ups inside the transaction. For a row that is
// new there is one, on an index; the others are for records that stand.
func (db *DB) equip(w *writer, in *action.Import, facts func(model.Needs) (*model.Case, error)) {
	in.Find = func(external string) (action.Found, error) {
		var kind string
		var body sql.NullString
		var since, born int64
		_, err := w.ask(`SELECT v.kind, v.body, v.since, e.born FROM record_row r JOIN version v ON v.n = r.n JOIN entity e ON e.id = v.id
 WHERE r.external = ? AND r.until IS NULL AND r.external <> ''`, external).one(&kind, &body, &since, &born)
		if err != nil || !body.Valid {
			return action.Found{}, err
		}
		r, err := recordOf(kind, body)
		return action.Found{Record: r, Since: since, Fresh: born == w.pos}, err
	}
	var file string
	var gone map[string]action.Removed
	in.Removed = func(o *model.Origin) (action.Removed, error) {
		var err error
		if gone == nil {
			if gone, err = w.keptOut(); err == nil {
				file, err = db.identity(w.ctx, w.tx)
			}
		}
		if len(gone) == 0 || err != nil {
			return action.Removed{}, err
		}
		return gone[sealed(file, o)], nil
	}
	in.LastImport = func(f action.Found) (model.Record, error) {
		if f.Since == w.pos { // this import wrote it: its row comes twice
			return f.Record, nil
		}
		if i, ok := f.Record.(*model.Item); ok {
			return w.itemImported(i, f.Since)
		}
		var kind string
		var body sql.NullString
		_, err := w.ask(`SELECT v.kind, v.body FROM version v JOIN log_row l ON l.pos = v.since AND l.action = '`+importAction+`'
 WHERE v.id = ? AND v.since <= ? ORDER BY v.since DESC LIMIT 1`, string(f.Record.Key()), f.Since).one(&kind, &body)
		if err != nil {
			return nil, err
		}
		return recordOf(kind, body)
	}
	in.Referred = func(id model.ID) (bool, error) {
		return w.ask("SELECT 1 FROM link WHERE dst = ? AND until IS NULL LIMIT 1", string(id)).found()
	}
	in.Facts = func(n model.Needs) (*model.Case, error) {
		c, err := facts(n)
		if err == nil {
			c.Mint = w.mint
		}
		return c, err
	}
	in.Service = func(handle string) (id model.ID, err error) {
		_, err = w.ask("SELECT id FROM record_row WHERE kind = 'service' AND handle = ? AND until IS NULL AND handle <> ''", handle).one(&id)
		return id, err
	}
}

// itemImported is an item as the import wrote it that read its row last: an import of
// relations writes it as well, as people had left it.
func (w *writer) itemImported(now *model.Item, since int64) (model.Record, error) {
	var last model.Record
	var body string
	var other bool
	err := w.ask(`SELECT v.body FROM version v JOIN log_row l ON l.pos = v.since AND l.action = '`+importAction+`'
 WHERE v.id = ? AND v.since <= ? AND v.body IS NOT NULL ORDER BY v.since DESC, v.n DESC`, string(now.ID), since).each([]any{&body}, func() error {
		r, err := model.Decode(model.KindItem, []byte(body))
		if err != nil {
			return err
		}
		was := r.(*model.Item)
		if other = other || was.Origin == nil || now.Origin == nil || was.Origin.Digest != now.Origin.Digest; !other {
			last = was
		}
		return nil
	})
	return last, err
}
