package store

import (
	"bytes"
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fairway/model"
	"fairway/model/action"
)

// tampered changes the file behind the store's back.
func (f *file) tampered(query string, args ...any) {
	f.t.Helper()
	w, err := sql.Open("sqlite", "file:"+f.path)
	if err != nil {
		f.t.Fatal(err)
	}
	defer w.Close()
	w.SetMaxOpenConns(1)
	res, err := w.Exec("PRAGMA foreign_keys = OFF; PRAGMA busy_timeout = 5000; "+query, args...)
	if err != nil {
		f.t.Fatalf("%s: %v", query, err)
	}
	if n, _ := res.RowsAffected(); n == 0 && !strings.HasPrefix(query, "DROP") && !strings.HasPrefix(query, "CREATE") {
		f.t.Fatalf("%s changed nothing", query)
	}
}

// small is a file with one of many things.
func small(t testing.TB, o Options) (f *file, rel model.ID) {
	t.Helper()
	f = made(t, o)
	rel = f.release("Ledger", minute(2026, 12, 10, 20, 0), minute(2026, 12, 10, 23, 0))
	f.rename(rel, "Ledger Core")
	f.do(f.boss, action.SubmitChange{Change: model.Change{Title: "Round to cents", Category: "enhancement", Type: "normal", Service: f.pay}})
	f.do(f.boss, action.Scope{Release: rel, Add: []model.ID{"CHG-1"}})
	return f, rel
}

// again opens a copy of a closed file.
func (f *file) again(t *testing.T) *file {
	t.Helper()
	data, err := os.ReadFile(f.path)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "copy.db")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := Open(context.Background(), path, fixed())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return &file{DB: db, t: t, admin: f.admin, boss: f.boss, dev: f.dev, pay: f.pay}
}

func TestTamperingIsNamed(t *testing.T) {
	whole, _ := small(t, fixed())
	whole.verified()
	_ = whole.Close()
	for _, c := range []struct{ name, query, where, what string }{
		{"a body", `UPDATE version SET body = replace(body, 'Ledger Core', 'Ledger Fork') WHERE id = 'REL-1' AND since = 6`, "REL-1 as of entry 6", "digest"},
		{"an old body", `UPDATE version SET body = replace(body, 'Ledger', 'Lodger') WHERE id = 'REL-1' AND since = 5`, "REL-1 as of entry 5", "digest"},
		{"a body with its digest", `UPDATE version SET body = '{}', digest = '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a' WHERE id = 'REL-1' AND since = 6`, "log entry 6", "did not write REL-1"},
		{"a body removed", `UPDATE version SET body = NULL WHERE id = 'REL-1' AND since = 5`, "REL-1 as of entry 5", "redacted"},
		{"a digest", `UPDATE version SET digest = replace(digest, substr(digest, 1, 1), 'x') WHERE id = 'REL-1' AND since = 6`, "log entry 6", "did not write REL-1"},
		{"a line", `UPDATE log SET line = replace(line, 'Ledger', 'Lodger') WHERE pos = 5`, "log entry 5", "chain"},
		{"a line marked as redacted", `UPDATE log SET line = replace(line, '}]}', '}],"gone":true}') WHERE pos = 5`, "log entry 5", "no entry says so"},
		{"a hash", `UPDATE log SET hash = replace(hash, substr(hash, 1, 1), 'x') WHERE pos = 5`, "log entry 5", "chain"},
		{"an entry removed", `DELETE FROM log WHERE pos = 5`, "log entry 5", "missing"},
		{"the first entry removed", `DELETE FROM log WHERE pos = 1`, "log entry 1", "missing"},
		{"two entries swapped", `UPDATE log SET pos = 99 WHERE pos = 5; UPDATE log SET pos = 5 WHERE pos = 6; UPDATE log SET pos = 6 WHERE pos = 99`, "log entry 5", "chain"},
		{"an entry repeated", `INSERT INTO log SELECT 9, line, hash FROM log WHERE pos = 8`, "log entry 9", "chain"},
		{"an entry made up", `INSERT INTO log VALUES (9, '{"pos":9}', '00')`, "log entry 9", ""},
		{"the desks dropped", `DROP TABLE desk`, "table desk", "missing"},
		{"until", `UPDATE version SET until = 7 WHERE id = 'REL-1' AND since = 5`, "REL-1 as of entry 5", "replaced"},
		{"since", `UPDATE version SET since = 4 WHERE id = 'REL-1' AND since = 5`, "log entry 4", "did not write REL-1"},
		{"a version removed", `DELETE FROM version WHERE id = 'REL-1' AND since = 5`, "log entry 5", "REL-1, which it wrote, is missing"},
		{"a version's id", `UPDATE version SET id = 'REL-2' WHERE id = 'REL-1' AND since = 5`, "REL-2 as of entry 5", "replaced"},
		{"when a record was born", `UPDATE entity SET born = 4 WHERE id = 'REL-1'`, "REL-1 as of entry 5", "entity"},
		{"an entity added", `INSERT INTO entity(kind, id, born) VALUES ('release', 'REL-0', 5)`, "release", "no state"},
		{"a title in the list", `UPDATE record_row SET title = 'x' WHERE id = 'REL-1' AND until IS NULL`, "REL-1 as of entry 8", "list of records"},
		{"a row of the list removed", `DELETE FROM record_row WHERE id = 'REL-1' AND until IS NULL`, "REL-1 as of entry 8", "list of records"},
		{"a row of the list added", `INSERT INTO record_row SELECT 99, since, until, 'REL-9', kind, title, state, service, person, subject, at, at_day, ends, ends_day, grade, means, handle, external, 9 FROM record_row WHERE id = 'REL-1' AND until IS NULL`, "REL-9", "belongs to no state"},
		{"a stage in the list", `UPDATE release_row SET stage = 'closed' WHERE until IS NULL`, "REL-1 as of entry 8", "list of releases"},
		{"a row of the releases removed", `DELETE FROM release_row WHERE until IS NULL`, "REL-1 as of entry 8", "list of releases"},
		{"a row of the releases added", `INSERT INTO release_row SELECT 1, since, until, 'REL-9', 9, entity, name, folded, version, type, means, stage, state, ended, service, team, owner, coordinator, requester, score, band, major, imported, deployed, begins, begins_day, due, ends, ends_day, long, stage_since, registered, authorised, base, base_day, cancelled, rebased, moves, declared, incident, outcome, passed, items, changes FROM release_row WHERE until IS NULL`, "REL-9", "belongs to no state"},
		{"a link changed", `UPDATE link SET dst = 'CHG-2' WHERE dst = 'CHG-1' AND until IS NULL`, "REL-1 as of entry 8", "links"},
		{"a link removed", `DELETE FROM link WHERE dst = 'CHG-1' AND until IS NULL`, "REL-1 as of entry 8", "link"},
		{"a link added", `INSERT INTO link(n, i, since, src, rel, dst) SELECT n, 99, since, src, rel, 'CHG-7' FROM link WHERE dst = 'CHG-1' AND until IS NULL`, "REL-1 as of entry 8", "not in its body"},
		{"a stray link", `INSERT INTO link(n, i, since, src, rel, dst) VALUES (999, 0, 5, 'REL-1', 'scopes', 'CHG-7')`, "REL-1", "belongs to no state"},
		{"a row of the search", `UPDATE search SET title = 'other' WHERE id = 'REL-1'`, "REL-1 as of entry 8", "search"},
		{"a row of the search removed", `DELETE FROM search WHERE id = 'REL-1'`, "REL-1 as of entry 8", "search"},
		{"a row of the search added", `INSERT INTO search(rowid, id, title, body) VALUES (999, 'REL-9', 'x', 'x')`, "table search", "belong to nothing"},
		{"the index of the search", `UPDATE search_content SET c1 = 'Lodger' WHERE c0 = 'REL-1'`, "REL-1 as of entry 8", "search"},
		{"the words of the search", `DELETE FROM search_data WHERE id > 10`, "the file", "search"},
		{"the list of the log", `UPDATE log_row SET note = 'x' WHERE pos = 5`, "log entry 5", "list of the log"},
		{"a row of the log's list removed", `DELETE FROM log_row WHERE pos = 5`, "log entry 5", "list of the log"},
		{"a row of the log's list added", `INSERT INTO log_row SELECT 99, at, happened, who, action, 'x', subject, note FROM log_row WHERE pos = 5`, "table log_row", "belong to nothing"},
		{"a counter", `UPDATE counter SET next = 1 WHERE kind = 'release'`, "the counter of release ids", "taken"},
		{"a counter of no kind", `INSERT INTO counter(kind, next) VALUES ('relaese', 3)`, "the counter of relaese ids", "no kind of record"},
		{"a counter removed", `DELETE FROM counter WHERE kind = 'release'`, "the counter of release ids", "taken"},
		{"an index dropped", `DROP INDEX release_row_stage`, "index release_row_stage", "missing"},
		{"an index changed", `DROP INDEX version_since; CREATE INDEX version_since ON version(n)`, "index version_since", "otherwise"},
		{"an index that SQLite made, renamed", `PRAGMA writable_schema = ON; UPDATE sqlite_schema SET name = 'sqlIte_autoindex_entity_1' WHERE name = 'sqlite_autoindex_entity_1'`, "index sqlite_autoindex_entity_1", "otherwise"},
		{"a name kept as a blob", `PRAGMA writable_schema = ON; UPDATE sqlite_schema SET name = CAST(name AS BLOB) WHERE name = 'entity'`, "table entity", "otherwise"},
		{"a trigger added", `CREATE TRIGGER spy AFTER INSERT ON log BEGIN SELECT 1; END`, "trigger spy", "does not belong"},
		{"a table added", `CREATE TABLE spy (id INTEGER)`, "table spy", "does not belong"},
		{"a table under Litestream's name", `CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq TEXT)`, "table _litestream_seq", "does not belong"},
		{"an index on Litestream's table", `CREATE TABLE _litestream_lock (id INTEGER); CREATE INDEX _litestream_lock_id ON _litestream_lock(id)`, "index _litestream_lock_id", "does not belong"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := whole.again(t)
			f.tampered(c.query)
			v, err := f.Verify(context.Background(), nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range v.Findings {
				if x.Where == c.where && strings.Contains(x.What, c.what) {
					return
				}
			}
			t.Errorf("it found %v\n  want one about %q that says %q", v.Findings, c.where, c.what)
		})
	}
}

func TestRebuildRepairsWhatFollowsFromBodies(t *testing.T) {
	ctx := context.Background()
	f, rel := small(t, fixed())
	for _, query := range []string{
		`UPDATE record_row SET title = 'x'`, `DELETE FROM release_row`, `DELETE FROM link`, `DELETE FROM search`, `DELETE FROM log_row`, `DROP INDEX release_row_stage`,
		`DROP INDEX version_since`, `UPDATE version SET until = 7 WHERE since = 5`, `DELETE FROM counter`, `DROP TABLE record_row`,
	} {
		f.tampered(query)
		if v, err := f.Verify(ctx, nil); err != nil || v.OK() {
			t.Fatalf("%s: %v, %v", query, v, err)
		}
		if err := f.Rebuild(ctx, func(int64, int64) {}); err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		f.verified()
	}
	if c, err := f.Card(ctx, rel, Now, start); err != nil || c.Name != "Ledger Core" {
		t.Fatalf("the card is %+v, %v", c, err)
	}
	if got := f.release("Next", minute(2026, 12, 11, 20, 0), minute(2026, 12, 11, 23, 0)); got != "REL-2" {
		t.Fatalf("the next release is %s", got)
	}
}

// A file that was verified verifies again after more was written.
func TestVerifyTwice(t *testing.T) {
	f, rel := small(t, fixed())
	for i := range 3 {
		f.verified()
		f.rename(rel, numbered("Ledger", i))
		f.release("Another", minute(2026, 12, 11, 20, 0), minute(2026, 12, 11, 23, 0))
	}
	f.verified()
}

// Redacting leaves no trace of the content in the file's bytes, and a file that
// verifies and says so.
func TestRedactLeavesNoTrace(t *testing.T) {
	ctx := context.Background()
	f, rel := small(t, fixed())
	secrets := []string{"Hieronymus Geheim", "hieronymus@example.org", "Hieronymus Anders", "Hieronymus",
		"ronymus"} // how the search index keeps a word whose beginning it shares with another
	per := f.do(f.admin, action.WritePerson{Person: model.Person{Handle: "hg", Name: secrets[0], Email: secrets[1]}}).Subject
	f.do(f.admin, action.WritePerson{Person: model.Person{ID: per, Handle: "hg", Name: secrets[2], Email: secrets[1]}})
	if err := f.Keep(ctx, per, "draft", "a draft by Hieronymus"); err != nil {
		t.Fatal(err)
	}
	find := func() (found []string) {
		for _, name := range []string{f.path, f.path + "-wal", f.path + "-shm"} {
			data, err := os.ReadFile(name)
			if err != nil && !os.IsNotExist(err) {
				t.Fatal(err)
			}
			for _, s := range secrets {
				if bytes.Contains(bytes.ToLower(data), bytes.ToLower([]byte(s))) {
					found = append(found, name+" has "+s)
				}
			}
		}
		return found
	}
	if len(find()) < len(secrets) {
		t.Fatalf("before it only %v was found: this test sees nothing", find())
	}
	f.do(f.admin, action.LeavePerson{Person: per})
	r, err := f.Do(ctx, Who{Person: f.admin, Auth: "test"}, action.Redact{ID: per, Reason: "erasure was asked for"})
	if err != nil {
		t.Fatal(err)
	}
	if found := find(); len(found) > 0 {
		t.Errorf("after it %v", found)
	}
	if v := f.verified(); v.Redacted != 6 { // three states, three lines
		t.Errorf("%d things are said to be redacted", v.Redacted)
	}
	if h, err := f.Search(ctx, "hieronymus", 5); err != nil || len(h) != 0 {
		t.Errorf("the search finds %v, %v", h, err)
	}
	if l, err := f.List(ctx, ListQuery{Kind: model.KindPerson}); err != nil || l[3].ID != per || l[3].Title != "(redacted)" {
		t.Errorf("the list says %+v, %v", l, err)
	}
	if l, err := f.Log(ctx, LogQuery{Subject: per}); err != nil || len(l) != 4 || l[3].Note != "(redacted)" || l[3].Action != "person" || l[0].Position != int64(r.Position) {
		t.Errorf("the log says %+v, %v", l, err)
	}
	var refusal *model.Refusal
	if _, err := f.Record(ctx, per, Now); !asError(err, &refusal) {
		t.Errorf("reading it gives %v", err)
	}
	if err := f.Rebuild(ctx, nil); err != nil {
		t.Fatal(err)
	}
	f.verified()

	// What is left of a line is vouched for, and so is the redaction.
	f.tampered(`UPDATE log SET line = replace(line, '"who":"PER-1"', '"who":"PER-2"') WHERE pos = 9`)
	if v, err := f.Verify(ctx, nil); err != nil || v.OK() || v.Findings[0].Where != "log entry 9" {
		t.Errorf("a replaced line that was changed: %+v, %v", v, err)
	}
	f.tampered(`UPDATE log SET line = replace(line, '"who":"PER-2"', '"who":"PER-1"') WHERE pos = 9`)
	f.verified()

	// A release that never came to anything and a window that is withdrawn go the
	// same way, and the file goes on.
	f.do(f.boss, action.Cancel{Release: rel, Reason: "not wanted"})
	if _, err := f.Do(ctx, Who{Person: f.admin, Auth: "test"}, action.Redact{ID: rel, Reason: "a name in it"}); err != nil {
		t.Fatal(err)
	}
	win := f.do(f.boss, action.AddWindow{Window: model.Window{Title: "Wedding of Hieronymus", Class: model.WindowHoliday, Slot: model.Slot{Start: minute(2026, 12, 11, 20, 0), End: minute(2026, 12, 11, 21, 0)}}}).Subject
	f.do(f.boss, action.WithdrawWindow{Window: win, Reason: "moved"})
	if _, err := f.Do(ctx, Who{Person: f.admin, Auth: "test"}, action.Redact{ID: win, Reason: "a name in it"}); err != nil {
		t.Fatal(err)
	}
	f.verified()
	if b, err := f.Board(ctx, BoardQuery{Now: start}); err != nil || b.Columns[0].Count != 0 {
		t.Errorf("the board shows %+v, %v", b.Columns[0], err)
	}
	if got := f.release("Next", minute(2026, 12, 11, 20, 0), minute(2026, 12, 11, 23, 0)); got != "REL-2" {
		t.Fatalf("the next release is %s", got)
	}
	f.verified()
}
