package store

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/bom"
)

// Components are those of a release: what the bills of materials of its package list, the
// latest of each entry. bills are the records that they come from; without any there are
// none.
func (db *DB) Components(ctx context.Context, release model.ID) (components []string, bills []*model.Bill, err error) {
	c, err := db.Case(ctx, Now, db.Now(), model.Needs{Releases: []model.ID{release}})
	if err != nil {
		return nil, nil, err
	}
	r := model.Get[*model.Release](c, release)
	if r == nil {
		return nil, nil, &model.NotFound{What: "release " + string(release)}
	}
	all := map[string]bool{}
	for _, id := range r.Package {
		b := c.Bill(id)
		if b == nil {
			continue
		}
		list, err := db.components(ctx, b, c)
		if err != nil {
			return nil, nil, err
		}
		bills = append(bills, b)
		for _, one := range list {
			all[one] = true
		}
	}
	return slices.Sorted(maps.Keys(all)), bills, nil
}

// components reads the file of a bill of materials.
func (db *DB) components(ctx context.Context, b *model.Bill, c *model.Case) ([]string, error) {
	m := model.Get[*model.Media](c, b.File)
	if m == nil {
		return nil, &model.NotFound{What: "file of " + string(b.ID)}
	}
	f, err := db.Content(m)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(stopper{ctx, f}, bom.SizeMost+1))
	if err != nil {
		return nil, err
	}
	list, err := bom.Read(data)
	if err != nil {
		return nil, &FileError{Path: mediaFolder(db.path), What: fmt.Sprintf("read %s, the file of %s: %v", m.ID, b.ID, err), Remedy: "compare the DML with what stands on record", Err: err}
	}
	return list.Components, nil
}

// lookAtBill fills in which release a bill of materials is of, and how its components
// differ from those of the last release.
func (db *DB) lookAtBill(ctx context.Context, a action.AddBill) (action.AddBill, error) {
	if a.Release == "" {
		_, err := ask(ctx, db.reader, "SELECT r.id FROM link l JOIN release_row r ON r.id = l.src AND r.until IS NULL WHERE l.dst = ? AND l.rel = 'package' AND l.until IS NULL ORDER BY r.ended, r.number DESC LIMIT 1", string(a.Media)).one(&a.Release)
		if err != nil || a.Release == "" {
			return a, db.explain("find the release of "+string(a.Media), err)
		}
	}
	before, err := db.billBefore(ctx, a.Release)
	if err != nil || before == "" {
		return a, err
	}
	was, _, err := db.Components(ctx, before)
	if err != nil {
		return a, err
	}
	is := map[string]bool{}
	for _, one := range a.Components {
		is[one] = true
	}
	c, err := db.Case(ctx, Now, db.Now(), model.Needs{Releases: []model.ID{a.Release}})
	if err != nil {
		return a, err
	}
	if r := model.Get[*model.Release](c, a.Release); r != nil {
		for _, id := range r.Package {
			b := c.Bill(id)
			if b == nil || id == a.Media {
				continue
			}
			list, err := db.components(ctx, b, c)
			if err != nil {
				return a, err
			}
			for _, one := range list {
				is[one] = true
			}
		}
	}
	a.Against = Differ(before, was, slices.Sorted(maps.Keys(is)))
	return a, nil
}

// Differ says how components differ from those of another release.
func Differ(before model.ID, was, is []string) *model.BillChange {
	out := &model.BillChange{Release: before}
	added, removed, changed := bom.Compare(was, is)
	lines := func(list []bom.Change) []string {
		if len(list) > model.BillMost {
			out.More += len(list) - model.BillMost
			list = list[:model.BillMost]
		}
		return model.Each(list, bom.Change.String)
	}
	out.Added, out.Removed, out.Changed = lines(added), lines(removed), lines(changed)
	return out
}

// billBefore is the release before one that was deployed and has a bill of materials: of
// the same service, the one that was deployed last; "" where there is none.
func (db *DB) billBefore(ctx context.Context, release model.ID) (model.ID, error) {
	list, err := column[model.ID](ask(ctx, db.reader, `SELECT p.id FROM release_row r JOIN release_row p ON p.service = r.service AND p.id <> r.id AND p.until IS NULL AND p.deployed = 1
 WHERE r.id = ? AND r.until IS NULL AND EXISTS (SELECT 1 FROM record_row b WHERE b.subject = p.id AND b.kind = 'bill' AND b.until IS NULL)
 ORDER BY p.begins DESC, p.number DESC LIMIT 20`, string(release)))
	if err != nil || len(list) == 0 {
		return "", db.explain("find the release before "+string(release), err)
	}
	c, err := db.Case(ctx, Now, db.Now(), model.Needs{Releases: list})
	if err != nil {
		return "", err
	}
	var found model.ID
	var last *model.Run
	for _, id := range list {
		if run := c.LastRun(id); run != nil && run.Result == model.RunDeployed && (last == nil || run.Ended.After(last.Ended)) {
			found, last = id, run
		}
	}
	return found, nil
}
