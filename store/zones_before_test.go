package store

import (
	"compress/gzip"
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/when"
)

// format2 is a file as a program of format 2 wrote it, for an organisation in
// Kiritimati with a service in Casablanca: REL-1 is on hold until 5 Dec 2026 and
// has an order that is due then, WIN-2 is a freeze from 24 to 26 Dec. It kept a
// day as the midnight of some zone, and no zone of any date.
func format2(t *testing.T) string {
	t.Helper()
	f, err := os.Open("testdata/format-2.db.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "old.db")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// An older file gets the rules that its zones have as it is brought up to date, and
// goes by them; its whole days are the same dates wherever they are read, also
// those of holds and orders, and once other rules were taken up.
func TestAnOlderFileKeepsZonesAndDays(t *testing.T) {
	ctx := context.Background()
	path := format2(t)
	opened := 0
	open := func() *file {
		opened++
		o, n := fixed(), opened*1000
		o.NewID = func() string { n++; return numbered("id", n) }
		db, err := Open(ctx, path, o)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = db.Close() })
		return &file{DB: db, t: t, admin: "PER-1"}
	}
	f := open()
	verified(t, f.DB)
	f.keeps("Africa/Casablanca", "Pacific/Kiritimati")
	head, _, err := f.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	days := func() {
		t.Helper()
		c, err := f.Case(ctx, Now, start, model.Needs{Releases: []model.ID{"REL-1"}, IDs: []model.ID{"WIN-2"}, Kinds: []model.Kind{model.KindProcurement}})
		if err != nil {
			t.Fatal(err)
		}
		orders := model.All[*model.Procurement](c)
		for name, d := range map[string]struct {
			m    when.Moment
			want string
		}{
			"review": {model.Get[*model.Release](c, "REL-1").Hold.Review, "2026-12-05"},
			"due":    {orders[0].Due, "2026-12-05"},
			"first":  {model.Get[*model.Window](c, "WIN-2").Slot.Start, "2026-12-24"},
			"last":   {model.Get[*model.Window](c, "WIN-2").Slot.End, "2026-12-26"},
		} {
			for _, reader := range []string{"Pacific/Honolulu", "America/Los_Angeles", "UTC", "Europe/Berlin", "Pacific/Kiritimati"} {
				if got := d.m.On(zone(t, reader)).String(); got != d.want || d.m.Precision != when.Day {
					t.Errorf("%s is %s (%s) in %s, not %s", name, got, d.m.Precision, reader, d.want)
				}
			}
		}
	}
	days()
	// The next program finds everything there.
	_ = f.Close()
	f = open()
	if pos, _, err := f.Head(ctx); err != nil || pos != head {
		t.Errorf("opened again, the log ends at %d and not %d, %v", pos, head, err)
	}
	days()
	notices, err := f.ZoneNotices(ctx)
	if err != nil || !slices.ContainsFunc(notices, func(n string) bool { return strings.Contains(n, "can't be known") }) {
		t.Errorf("it says %v, %v", notices, err)
	}
	// Nobody else may say what the first rules are, and other ones change no day.
	other := when.RulesOf(time.FixedZone("+03", 3*3600))
	if _, err := f.Do(ctx, Who{Person: f.admin, Auth: "test"}, action.TakeZones{Home: "UTC", Zones: []model.ZoneRules{{Name: "Asia/Tokyo", Rules: other}}}); err == nil {
		t.Error("somebody took up first rules")
	}
	f.do(f.admin, action.TakeZones{Zones: []model.ZoneRules{{Name: "Pacific/Kiritimati", Rules: other}}})
	days()
	verified(t, f.DB)
	if err := f.Rebuild(ctx, nil); err != nil {
		t.Fatal(err)
	}
	verified(t, f.DB)
	// A later program's file in the same process is none of this.
	_ = bare(t, fixed())
	if d := (when.Moment{At: time.Date(2026, 12, 4, 10, 0, 0, 0, time.UTC), Precision: when.Day}).On(time.UTC).String(); d != "2026-12-04" {
		t.Errorf("days of another file are read as those of this one: %s", d)
	}
}
