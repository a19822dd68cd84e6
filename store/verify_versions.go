package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"fairway/model"
	"fairway/model/when"
)

// order compares each until with the state that came after it, and each state
// with its entity.
func (k *verifier) order() error {
	var id string
	var since int64
	var until bool
	return ask(k.ctx, k.tx, `SELECT x.id, x.since, x.until IS NOT x.next FROM (
 SELECT v.id, v.since, v.until, v.kind, lead(v.since) OVER w AS next, lag(v.since) OVER w AS before FROM version v WINDOW w AS (PARTITION BY v.id ORDER BY v.since)
) x LEFT JOIN entity e ON e.id = x.id WHERE x.until IS NOT x.next OR e.kind IS NOT x.kind OR (x.before IS NULL AND e.born <> x.since)`).each([]any{&id, &since, &until}, func() error {
		if until {
			k.v.say(asOf(id, since), "the entry that replaced it is not the one it names")
		} else {
			k.v.say(asOf(id, since), "it does not fit its entity")
		}
		return nil
	})
}

func asOf(id string, since int64) string { return fmt.Sprintf("%s as of entry %d", id, since) }

// projections are the cursors over the rows that belong to versions.
type projections struct {
	record, release, deploy, link *merged
	search                        *sql.Stmt
}

// versions compares each body with its digest, and with what is projected from
// it. All tables are read along the versions' numbers, each once.
func (k *verifier) versions() (err error) {
	if err := k.zoneRules(); err != nil {
		return err
	}
	var p projections
	for _, c := range []struct {
		into                        **merged
		list, table, columns, order string
	}{
		{&p.record, "records", "record_row", recordColumns, "n"},
		{&p.release, "releases", "release_row", releaseColumns, "n"},
		{&p.deploy, "deployments", "deploy_row", deployColumns, "n"},
		{&p.link, "links", "link", linkColumns, "n, i"},
	} {
		m, err := k.merge(c.list, "SELECT "+c.columns+" FROM "+c.table+" ORDER BY "+c.order)
		if err != nil {
			return err
		}
		defer m.close()
		m.stray = func(row []any) {
			k.v.say(fmt.Sprint(row[3]), "a row of the list of %s belongs to no state of it", c.list)
		}
		*c.into = m
	}
	p.link.stray = func(row []any) { k.v.say(fmt.Sprint(row[4]), "a link to %v belongs to no state of it", row[6]) }
	if p.search, err = k.tx.PrepareContext(k.ctx, "SELECT id, title, body FROM search WHERE rowid = ?"); err != nil {
		return err
	}
	defer p.search.Close()
	var v state
	var id model.ID
	var kind, d string
	var body sql.NullString
	err = ask(k.ctx, k.tx, "SELECT v.n, v.kind, v.id, v.since, v.until, v.body, v.digest, coalesce(e.n, 0) FROM version v LEFT JOIN entity e ON e.id = v.id ORDER BY v.n").each([]any{&v.n, &kind, &id, &v.since, &v.until, &body, &d, &v.entity}, func() error {
		k.v.Versions++
		k.tick()
		return k.version(v, id, kind, body, d, &p)
	})
	if err != nil {
		return err
	}
	for _, c := range []*merged{p.record, p.release, p.deploy, p.link} {
		if err := c.drain(); err != nil {
			return err
		}
	}
	return k.facts()
}

func (k *verifier) version(v state, id model.ID, kind string, body sql.NullString, d string, p *projections) error {
	where := asOf(string(id), v.since)
	if string(id.Kind()) != kind {
		k.v.say(where, "it is no %s", kind)
	}
	if !body.Valid {
		k.v.Redacted++
		if err := k.compare(where, p.record, v.n, goneRow(v, id).values(), "that it is redacted"); err != nil {
			return err
		}
		return k.redacted(where, string(id))
	}
	if digest([]byte(body.String)) != d {
		k.v.say(where, "its body is not what was written: the digest does not fit")
		return p.skip(v.n)
	}
	r, err := model.Decode(model.Kind(kind), []byte(body.String))
	if err != nil {
		k.v.say(where, "%v", err)
		return p.skip(v.n)
	}
	if err := k.compare(where, p.record, v.n, recordRow(v, r).values(), "its body"); err != nil {
		return err
	}
	if rel, ok := r.(*model.Release); ok {
		if err := k.compare(where, p.release, v.n, releaseRowOf(v, rel, when.Zone), "its body", k.otherDues(v, rel)...); err != nil {
			return err
		}
	}
	if want := deployRow(v, r); want != nil {
		if err := k.compare(where, p.deploy, v.n, want, "its body"); err != nil {
			return err
		}
	}
	if err := k.links(where, v, r, p.link); err != nil || v.until.Valid {
		return err
	}
	return k.found(where, v, r, p.search)
}

// otherDues are the rows that a version of a release may have as well: when the day
// of its start ends was found by the rules that its zone had when it was written.
func (k *verifier) otherDues(v state, r *model.Release) (rows [][]any) {
	if start := r.Window.Start; start.Precision == when.Day && start.Zone != "" {
		for _, zone := range k.zones[start.Zone] {
			rows = append(rows, releaseRowOf(v, r, func(string) (*time.Location, error) { return zone, nil }))
		}
	}
	return rows
}

// zoneRules reads every state of the rules of zones that the file keeps.
func (k *verifier) zoneRules() error {
	k.zones = map[string][]*time.Location{}
	var body []byte
	return ask(k.ctx, k.tx, "SELECT v.body FROM version v WHERE v.kind = 'zone' AND v.body IS NOT NULL").each([]any{&body}, func() error {
		z := model.ZoneRules{}
		if json.Unmarshal(body, &z) != nil {
			return nil // named by the step that reads every body
		}
		if zone, err := when.ByRules(z.Name, z.Rules); err == nil {
			k.zones[z.Name] = append(k.zones[z.Name], zone)
		}
		return nil
	})
}

// compare holds the row of a version in a list against what it should say, or may
// say as well.
func (k *verifier) compare(where string, list *merged, n int64, want []any, than string, also ...[]any) error {
	row, err := list.take(n)
	if err == nil && !same(row, want) && !slices.ContainsFunc(also, func(want []any) bool { return same(row, want) }) {
		k.v.say(where, "the list of %s says something else than %s", list.list, than)
	}
	return err
}

// skip passes over the rows of a version that can't be compared.
func (p *projections) skip(n int64) error {
	for _, c := range []*merged{p.record, p.release, p.deploy, p.link} {
		if err := c.skip(n); err != nil {
			return err
		}
	}
	return nil
}

// found compares what the search knows of a record.
func (k *verifier) found(where string, v state, r model.Record, search *sql.Stmt) error {
	var id, title, body string
	err := search.QueryRowContext(k.ctx, v.entity).Scan(&id, &title, &body)
	if err != nil && err != sql.ErrNoRows {
		return err
	}
	if id != string(r.Key()) || title != r.Row().Title || body != searchText(r) {
		k.v.say(where, "the search index says something else than its body")
	}
	return nil
}

// redacted asks for the entry by which a body was removed.
func (k *verifier) redacted(where, id string) error {
	said, err := ask(k.ctx, k.tx, "SELECT 1 FROM log_row WHERE action = 'redact' AND subject = ?", id).found()
	if err == nil && !said {
		k.v.say(where, "its body is gone, and no entry says that it was redacted")
	}
	return err
}

func (k *verifier) links(where string, v state, r model.Record, links *merged) error {
	for i, l := range r.Links() {
		row, err := links.take(v.n)
		if err != nil {
			return err
		}
		if row == nil {
			k.v.say(where, "its link to %s is missing", l.To)
			return nil
		}
		if !same(row, []any{v.n, int64(i), v.since, nullable(v.until), string(r.Key()), l.Rel, string(l.To)}) {
			k.v.say(where, "its links are not those of its body")
			return links.skip(v.n)
		}
	}
	if row, err := links.take(v.n); err != nil || row == nil {
		return err
	}
	k.v.say(where, "it has a link that is not in its body")
	return links.skip(v.n)
}
