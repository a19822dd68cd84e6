package store

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// testTampering changes single values, and removes single rows, of every table
// that something vouches for, each step-th of them in turn: each is named.
func testTampering(t *testing.T, step int) (changes int) {
	ctx := context.Background()
	f, _ := small(t, fixed())
	f.stored("ledger.tar", "the content")
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(f.path)
	if err != nil {
		t.Fatal(err)
	}
	for i, change := range everyChange(t, f.path) {
		if i%step != 0 {
			continue
		}
		path := filepath.Join(t.TempDir(), fmt.Sprint(i, ".db"))
		if err := os.WriteFile(path, whole, 0o600); err != nil {
			t.Fatal(err)
		}
		w, err := sql.Open("sqlite", "file:"+path)
		if err != nil {
			t.Fatal(err)
		}
		_, err = w.Exec("PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; " + change)
		_ = w.Close()
		if err != nil {
			continue // a constraint of the table does not let it through
		}
		changes++
		db, err := Open(ctx, path, fixed())
		if err != nil {
			continue // named, too
		}
		if v, err := db.Verify(ctx, nil); err == nil && v.OK() {
			t.Errorf("nothing is found after %s", change)
		}
		_ = db.Close()
		_ = os.Remove(path)
	}
	return changes
}

// everyChange lists the statements that change one value or remove one row.
func everyChange(t *testing.T, path string) (out []string) {
	db, err := openCopy(path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	list := func(query string) (names []string) {
		rows, err := db.Query(query)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			var name string
			if err := rows.Scan(&name); err != nil {
				t.Fatal(err)
			}
			names = append(names, name)
		}
		return names
	}
	for _, table := range []string{"log", "version", "entity", "counter", "log_row", "record_row", "release_row", "link"} {
		columns := list(fmt.Sprintf("SELECT name FROM pragma_table_info('%s')", table))
		key := list(fmt.Sprintf("SELECT name FROM pragma_table_info('%s') WHERE pk > 0 ORDER BY pk", table))
		if len(columns) == 0 || len(key) == 0 {
			t.Fatalf("table %s has no columns or no key", table)
		}
		where := ""
		for i, k := range key {
			if i > 0 {
				where += " || ' AND ' || "
			}
			where += fmt.Sprintf("'%s = ' || quote(%s)", k, k)
		}
		for _, row := range list(fmt.Sprintf("SELECT %s FROM %s", where, table)) {
			for _, c := range columns {
				by := "+ 1"
				if table == "counter" {
					by = "- 1" // a higher one skips ids, which harms nobody
				}
				out = append(out, fmt.Sprintf("UPDATE %s SET %s = CASE typeof(%s) WHEN 'integer' THEN %s %s WHEN 'null' THEN 1 ELSE %s || 'x' END WHERE %s", table, c, c, c, by, c, row))
			}
			out = append(out, fmt.Sprintf("DELETE FROM %s WHERE %s", table, row))
		}
	}
	return out
}

func TestTampering(t *testing.T) {
	if n := testTampering(t, 97); n < 3 {
		t.Errorf("only %d changes were made: this test sees nothing", n)
	}
}
