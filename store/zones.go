package store

import (
	"bufio"
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/when"
)

// ZoneData says which zone data this program goes by: their release where they
// say it ("2026f", else ""), and where they lie. Go looks in the same places, in
// the same order (time.LoadLocation).
var ZoneData = sync.OnceValues(func() (release, place string) {
	places := []string{"/usr/share/zoneinfo", "/usr/share/lib/zoneinfo", "/usr/lib/locale/TZ", "/etc/zoneinfo"}
	if own := os.Getenv("ZONEINFO"); own != "" {
		places = append([]string{own}, places...)
	}
	for _, place := range places {
		info, err := os.Stat(place)
		if err != nil {
			continue
		}
		if !info.IsDir() {
			return "", place
		}
		if _, err := os.Stat(filepath.Join(place, "Europe/Berlin")); err != nil {
			continue // an empty folder
		}
		return zoneRelease(place), place
	}
	return "", "built into this program (" + runtime.Version() + ")"
})

// zoneRelease reads the release of zone data in a folder, "" where they don't say.
func zoneRelease(folder string) string {
	for _, name := range []string{"tzdata.zi", "+VERSION", "version"} {
		f, err := os.Open(filepath.Join(folder, name))
		if err != nil {
			continue
		}
		line := bufio.NewScanner(f)
		line.Scan()
		text := strings.TrimSpace(strings.TrimPrefix(line.Text(), "# version"))
		_ = f.Close()
		if len(text) >= 5 && len(text) <= 8 && !strings.ContainsAny(text, " /") {
			return text
		}
	}
	return ""
}

// followed are the zones whose rules the file keeps, and up to which version.
type followed struct {
	mu    sync.Mutex
	at    int64
	names map[string]bool
	other []string // those that this program's zone data have other rules for
}

func (f *followed) knows(name string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.names[name]
}

// followZones makes this program go by the rules that the file keeps, where these
// changed since it looked last.
func (db *DB) followZones(ctx context.Context, q queryer) error {
	db.zones.mu.Lock()
	defer db.zones.mu.Unlock()
	var last int64
	if _, err := ask(ctx, q, "SELECT coalesce(max(since), 0) FROM record_row r WHERE kind = 'zone' AND until IS NULL").one(&last); err != nil || last == db.zones.at {
		return err
	}
	list, err := decoded[model.ZoneRules](ask(ctx, q, "SELECT v.body FROM record_row r JOIN version v ON v.n = r.n WHERE r.kind = 'zone' AND r.until IS NULL AND v.body IS NOT NULL"))
	if err != nil {
		return err
	}
	names, other := map[string]bool{}, []string(nil)
	for _, z := range list {
		if err := when.Follow(z.Name, z.Rules); err != nil {
			return &FileError{Path: db.path, What: string(z.ID) + ": " + err.Error(), Remedy: "look with `fairway doctor`"}
		}
		names[z.Name] = true
		if when.OtherRules(z.Name) {
			other = append(other, z.Name)
		}
	}
	places, err := placesOfBefore(ctx, q)
	if err != nil {
		return err
	}
	when.MeantIn(places)
	slices.Sort(other)
	db.zones.at, db.zones.names, db.zones.other = last, names, other
	return nil
}

// OtherRules names the zones for which this program's zone data have other rules
// than the file goes by, as of when it was read last: none of its instants is
// changed by them until an administrator takes them up. OtherZones asks the file.
func (db *DB) OtherRules() []string {
	db.zones.mu.Lock()
	defer db.zones.mu.Unlock()
	return db.zones.other
}

// OtherRulesText says so in one line; "" where there are none.
func OtherRulesText(names []string) string {
	if len(names) == 0 {
		return ""
	}
	shown := names[:min(len(names), 5)]
	text := strings.Join(shown, ", ")
	if more := len(names) - len(shown); more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	_, place := ZoneData()
	return fmt.Sprintf("the zone data here (%s) have other rules for %s than the file, whose dates stay as they are until an administrator takes them up: fairway zone take", place, text)
}

// keepZones writes the rules of zones down that what was written is in, and of
// which the file keeps none yet. They are written by the same entry of the log,
// whether it names what it wrote or counts it.
func (db *DB) keepZones(w *writer, entry *line) error {
	if db.options.format != nil && db.options.format.number < keepsZones {
		return nil // a program of then
	}
	source, _ := ZoneData()
	var list []model.Record
	for _, name := range slices.Sorted(maps.Keys(w.zones)) {
		if db.zones.knows(name) {
			continue
		}
		zone, err := when.Zone(name)
		if err != nil {
			continue // nothing is derived by what isn't known
		}
		rules := when.RulesOf(zone)
		list = append(list, &model.ZoneRules{ID: w.mint(model.KindZone), Name: name, Source: source, Digest: when.RulesDigest(rules), Rules: rules, Since: entry.At})
	}
	return w.also(entry, list)
}

// OtherZones are the rules of zones that this program's zone data have otherwise
// than the file: what to take up.
func (db *DB) OtherZones(ctx context.Context) ([]model.ZoneRules, error) {
	list, err := decoded[model.ZoneRules](ask(ctx, db.reader, "SELECT v.body FROM record_row r JOIN version v ON v.n = r.n WHERE r.kind = 'zone' AND r.until IS NULL AND v.body IS NOT NULL ORDER BY r.number"))
	if err != nil {
		return nil, db.explain("read the rules of time zones", err)
	}
	source, _ := ZoneData()
	var out []model.ZoneRules
	for _, z := range list {
		mine, err := when.OwnZone(z.Name)
		if err != nil {
			continue // this program knows nothing of it
		}
		if rules := when.RulesOf(mine); rules != z.Rules {
			out = append(out, model.ZoneRules{Name: z.Name, Source: source, Digest: when.RulesDigest(rules), Rules: rules})
		}
	}
	return out, nil
}

// ZoneNotices are what there is to say of the time zones of a file: rules that
// this program's zone data have otherwise, with what would move; dates that don't
// follow from the rules that the file goes by; and dates of before zones were
// kept. Nothing of it is damage.
func (db *DB) ZoneNotices(ctx context.Context) (out []string, err error) {
	others, err := db.OtherZones(ctx)
	if err != nil {
		return nil, err
	}
	c, err := db.Case(ctx, Now, db.Now(), action.TakeZones{}.Needs())
	if err != nil {
		return nil, err
	}
	if len(others) > 0 {
		var names []string
		for _, z := range others {
			names = append(names, z.Name)
		}
		_, place := ZoneData()
		text := fmt.Sprintf("the zone data here (%s) have other rules for %s than the file goes by", place, strings.Join(names, ", "))
		moved, err := action.MovedBy(c, when.OwnZone)
		if err != nil {
			return nil, err
		}
		text += "; " + several(len(moved), "no date would move", "one record would move: ", "%d records would move: ") + idsOf(moved)
		out = append(out, text+"; an administrator takes them up with fairway zone take")
	}
	moved, err := action.MovedBy(c, when.Zone)
	if err != nil {
		return nil, err
	}
	if len(moved) > 0 {
		out = append(out, "dates that don't follow from the rules of their zone that the file keeps: "+idsOf(moved)+"; move them to where they belong")
	}
	if old := action.WithoutZone(c); len(old) > 0 {
		out = append(out, several(len(old), "", "one record has", "%d records have")+" planned dates of before their zone was kept: "+idsOf(old)+"; a whole day is read as the date whose midnight it is where the organisation or a service is, and a time as that instant; by which zone data they were derived can't be known; plan them anew where something else was meant")
	}
	return out, nil
}

func several(n int, none, one, more string) string {
	switch n {
	case 0:
		return none
	case 1:
		return one
	}
	return fmt.Sprintf(more, n)
}

// idsOf names records, at most ten of them.
func idsOf(list []model.Record) string {
	var ids []string
	for _, r := range list[:min(len(list), 10)] {
		ids = append(ids, string(r.Key()))
	}
	if more := len(list) - len(ids); more > 0 {
		ids = append(ids, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(ids, ", ")
}
