package store

import (
	"context"
	"database/sql"
	"fmt"
	"testing"
)

// connection is one connection to a file, and what it keeps prepared.
func (f *file) connection() (*sql.Conn, *keeper) {
	f.t.Helper()
	c, err := f.reader.Conn(context.Background())
	if err != nil {
		f.t.Fatal(err)
	}
	f.t.Cleanup(func() { _ = c.Close() })
	var k *keeper
	if err := c.Raw(func(c any) error { k = c.(*keeper); return nil }); err != nil {
		f.t.Fatal(err)
	}
	return c, k
}

// A question is prepared once on a connection, and may be asked again while its
// rows are still being read.
func TestAQuestionInsideItself(t *testing.T) {
	ctx := context.Background()
	f := bare(t, Options{})
	c, k := f.connection()
	const question = "SELECT value FROM json_each(?) ORDER BY value"
	read := func(list string) (rows *sql.Rows, next func() int) {
		rows, err := c.QueryContext(ctx, question, list)
		if err != nil {
			t.Fatal(err)
		}
		return rows, func() (n int) {
			if rows.Next() {
				if err := rows.Scan(&n); err != nil {
					t.Fatal(err)
				}
			}
			return n
		}
	}
	for range 2 {
		outer, one := read("[1,2]")
		if n := one(); n != 1 {
			t.Fatalf("first %d", n)
		}
		inner, other := read("[8,9]")
		for i, want := range []int{8, 2, 9, 0} {
			if n := []func() int{other, one}[i%2](); n != want {
				t.Errorf("%d: %d, not %d", i, n, want)
			}
		}
		if err := inner.Close(); err != nil {
			t.Error(err)
		}
		if err := outer.Close(); err != nil {
			t.Error(err)
		}
	}
	if p := k.kept[question]; p == nil || p.busy {
		t.Errorf("kept %v", p)
	}
}

// What a connection keeps is bounded, and what is asked once is not kept.
func TestWhatIsKeptPrepared(t *testing.T) {
	ctx := context.Background()
	f := bare(t, Options{})
	c, k := f.connection()
	ask := func(query string) {
		var n int
		if err := c.QueryRowContext(ctx, query).Scan(&n); err != nil {
			t.Fatal(err)
		}
	}
	before := len(k.kept)
	for _, once := range []string{"PRAGMA user_version", "SELECT count(*) FROM version v WHERE " + live("v", 1)} {
		ask(once)
	}
	if len(k.kept) != before {
		t.Errorf("%d kept, not %d", len(k.kept), before)
	}
	for i := range preparedLimit + 10 {
		ask(fmt.Sprint("SELECT ", i))
	}
	if len(k.kept) != preparedLimit {
		t.Errorf("%d kept", len(k.kept))
	}
}
