package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/gate"
)

// recorder passes everything on to the driver, and keeps what was asked.
type recorder struct {
	driver.Connector
	mu    sync.Mutex
	asked []asked
}

type asked struct {
	query string
	args  []driver.NamedValue
}

func (r *recorder) Connect(ctx context.Context) (driver.Conn, error) {
	c, err := r.Connector.Connect(ctx)
	return &recorderConn{c.(conn), r}, err
}

type recorderConn struct {
	conn
	r *recorder
}

func (c *recorderConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	c.r.mu.Lock()
	c.r.asked = append(c.r.asked, asked{query, args})
	c.r.mu.Unlock()
	return c.conn.QueryContext(ctx, query, args)
}

type connector struct {
	d   driver.Driver
	dsn string
}

func (c connector) Connect(context.Context) (driver.Conn, error) { return c.d.Open(c.dsn) }
func (c connector) Driver() driver.Driver                        { return c.d }

// record makes the file's readers keep what they are asked.
func (f *file) record() *recorder {
	r := &recorder{Connector: connector{f.reader.Driver(), dsn(f.path, true)}}
	old := f.reader
	f.reader = sql.OpenDB(r)
	f.t.Cleanup(func() { _ = old.Close() })
	return r
}

// plans explains each question that was recorded.
func (f *file) plans(r *recorder) map[string][]string {
	f.t.Helper()
	out := map[string][]string{}
	for _, a := range r.asked {
		if strings.HasPrefix(a.query, "PRAGMA") || strings.HasPrefix(a.query, "EXPLAIN") {
			continue
		}
		args := make([]any, len(a.args))
		for i, v := range a.args {
			args[i] = v.Value
		}
		rows, err := f.reader.QueryContext(context.Background(), "EXPLAIN QUERY PLAN "+a.query, args...)
		if err != nil {
			f.t.Fatalf("%v: %s", err, a.query)
		}
		var plan []string
		for rows.Next() {
			var id, parent, x int
			var detail string
			if err := rows.Scan(&id, &parent, &x, &detail); err != nil {
				f.t.Fatal(err)
			}
			plan = append(plan, detail)
		}
		if err := rows.Err(); err != nil {
			f.t.Fatal(err)
		}
		out[a.query] = plan
	}
	return out
}

// Nothing that a screen asks about now reads a whole table: what it costs does
// not grow with the file.
func TestQueriesDoNotReadWholeTables(t *testing.T) {
	ctx := context.Background()
	f := made(t, fixed())
	rel := f.release("Ledger", minute(2026, 12, 10, 20, 0), minute(2026, 12, 10, 23, 0))
	item := f.do(f.boss, action.WriteItem{Item: model.Item{Name: "server", Class: "server", State: "live", Service: f.pay}}).Subject
	r := f.record()
	month := span(time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC), time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC))
	for _, ask := range []func() error{
		func() error { f.zones.at = 0; return f.followZones(ctx, f.reader) }, // as whoever opens the file
		func() error { _, err := f.Board(ctx, BoardQuery{Now: start}); return err },
		func() error { _, err := f.Board(ctx, BoardQuery{Now: start, Ended: true}); return err },
		func() error { _, err := f.Standing(ctx, StandingQuery{Now: start}); return err },
		func() error { _, err := f.Board(ctx, BoardQuery{Now: start, Lanes: Apart}); return err },
		func() error {
			_, err := f.Board(ctx, BoardQuery{Now: start, Lanes: ByService, Filter: "-late"})
			return err
		},
		func() error { _, err := f.Calendar(ctx, CalendarQuery{Span: month, Now: start}); return err },
		func() error {
			_, err := f.Calendar(ctx, CalendarQuery{Span: month, Now: start, Zones: true})
			return err
		},
		func() error {
			_, err := f.Calendar(ctx, CalendarQuery{Span: month, Now: start, Filter: "conflict"})
			return err
		},
		func() error { _, err := f.Gate(ctx, rel, "", Now, start); return err },
		func() error { _, err := f.Dots(ctx, []model.ID{rel}, Now, start); return err },
		func() error {
			_, err := f.Case(ctx, Now, start, model.Needs{IDs: []model.ID{f.boss}, Waiting: true, AnsweredBy: f.boss})
			return err
		},
		func() error { return f.MayRead(ctx, f.boss) },
		func() error { _, err := f.Search(ctx, "ledg", 10); return err },
		func() error { _, err := f.Record(ctx, rel, Now); return err },
		func() error { _, err := f.Card(ctx, rel, Now, start); return err },
		func() error { _, err := f.Versions(ctx, rel); return err },
		func() error { _, err := f.Waiting(ctx, nil); return err },
		func() error { _, err := f.List(ctx, ListQuery{Kind: model.KindRelease, Limit: 10}); return err },
		func() error { _, err := f.Log(ctx, LogQuery{Subject: rel}); return err },
		func() error { _, err := f.Resolve(ctx, model.KindPerson, "bo"); return err },
		func() error { _, _, err := f.Head(ctx); return err },
		func() error { _, err := f.Table(ctx, TableQuery{Kind: model.KindChange, Now: start}); return err },
		func() error {
			_, err := f.Table(ctx, TableQuery{Kind: model.KindChange, Sort: "submitted", Desc: true, Now: start})
			return err
		},
		func() error {
			_, err := f.Table(ctx, TableQuery{Kind: model.KindChange, Sort: "title", Filter: "ledg service:payments", Keep: "CHG-1", Now: start})
			return err
		},
		func() error {
			_, err := f.Table(ctx, TableQuery{Kind: model.KindChange, Sort: "requester", Filter: "at:>2020", Now: start})
			return err
		},
		func() error { _, err := f.LogTable(ctx, LogTableQuery{Now: start}); return err },
		func() error {
			_, err := f.LogTable(ctx, LogTableQuery{Filter: "subject:" + string(rel), Now: start})
			return err
		},
		func() error { _, err := f.LogDetail(ctx, 2); return err },
		func() error { _, err := f.About(ctx, AboutQuery{ID: f.boss}); return err },
		func() error { _, err := f.About(ctx, AboutQuery{ID: item}); return err },
		func() error { _, err := f.About(ctx, AboutQuery{ID: item, AsOf: 9}); return err },
	} {
		if err := ask(); err != nil {
			t.Fatal(err)
		}
	}
	whole := regexp.MustCompile(`^SCAN (r|s|p|x|v|l|e|version|record_row|release_row|i|link|log|log_row|entity)( |$)`)
	plans := f.plans(r)
	if len(plans) < 15 {
		t.Fatalf("only %d questions were recorded", len(plans))
	}
	for query, plan := range plans {
		if strings.Contains(query, "LIMIT ?") {
			t.Errorf("prepared anew each time it is asked, see prepared: %s", query)
		}
		for _, step := range plan {
			if strings.Contains(step, "USING INDEX record_row_pending") {
				continue // it holds what is pending, and nothing else
			}
			if strings.Contains(query, "r.subject = a.value") && strings.HasPrefix(step, "SEARCH r") && !strings.Contains(step, "record_row_subject") {
				t.Errorf("goes through all of a kind rather than those of a subject: %s\n  of %s", step, query)
			}
			if strings.Contains(query, "r.begins >= ?1 AND r.begins < ?3") && strings.HasPrefix(step, "SEARCH r ") && !strings.Contains(step, "release_row_begins") ||
				strings.Contains(query, "r.long = 1") && strings.HasPrefix(step, "SEARCH r ") && !strings.Contains(step, "release_row_long") {
				t.Errorf("goes through all open releases rather than those of a stretch: %s\n  of %s", step, query)
			}
			if whole.MatchString(step) && !strings.Contains(step, "USING INTEGER PRIMARY KEY") && !newestFirst(query) {
				t.Errorf("%s\n  in %s\n  of %s", step, strings.Join(plan, "\n     "), query)
			}
		}
		if testing.Verbose() {
			t.Logf("%s\n  %s", query, strings.Join(plan, "\n  "))
		}
	}
}

// A case of the past looks links up as one of now does, however many there ever
// were: a backtest loads hundreds.
func TestAPastCaseWalksThroughNoLinks(t *testing.T) {
	f := made(t, fixed())
	rel := f.release("Ledger", minute(2026, 12, 10, 20, 0), minute(2026, 12, 10, 23, 0))
	needs := gate.Needs(rel)
	needs.Waiting, needs.Around, needs.Scoping = true, []model.ID{f.boss}, []model.ID{"CHG-1"}
	r := f.record()
	if _, err := f.Case(context.Background(), 9, start, needs); err != nil {
		t.Fatal(err)
	}
	plans, asked := f.plans(r), 0
	for query, plan := range plans {
		for _, step := range plan {
			if strings.HasPrefix(step, "SEARCH l USING INDEX link_") {
				asked++
			}
			if strings.HasPrefix(step, "SCAN l") {
				t.Errorf("%s\n  of %s", strings.Join(plan, "\n  "), query)
			}
		}
	}
	if asked < 10 {
		t.Errorf("links were looked up %d times only", asked)
	}
}

// newestFirst are the questions that go along a table from its end and stop.
func newestFirst(query string) bool {
	return strings.HasSuffix(query, "DESC LIMIT 1") || query == "SELECT coalesce(max(pos), 0) FROM log"
}
