package demo

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"fairway/assets"
	"fairway/model"
	"fairway/model/action"
	"fairway/store"
	"fairway/ui/reporting"
)

// reports keeps the reports of the organisation, which are made of the file as it is by now.
// Where one can't be kept, no file is left behind.
func (m *maker) reports(ctx context.Context, path string, acts *int) (err error) {
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(path), os.RemoveAll(path+".media"))
		}
	}()
	db, err := store.Open(ctx, path, store.Options{
		Now:   func() time.Time { return m.days.now },
		NewID: func() string { *acts++; return fmt.Sprintf("demo-%d", *acts) },
	})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	for _, r := range m.data.Reports {
		if err := m.report(ctx, db, r); err != nil {
			return fmt.Errorf("report %s: %w", r.Report, err)
		}
	}
	if err := m.library(ctx, db); err != nil {
		return fmt.Errorf("the library: %w", err)
	}
	return nil
}

// report keeps one, has it approved, and hands it out.
func (m *maker) report(ctx context.Context, db *store.DB, r assets.DemoReport) error {
	who := func(handle string) store.Who { return store.Who{Person: m.id("person", handle), Auth: "demo"} }
	keep, err := reporting.Finish(ctx, db, who(r.By), action.KeepReport{Report: r.Report, Evaluation: r.Evaluation}, m.days.now)
	if err != nil {
		return err
	}
	res, err := db.Do(ctx, who(r.By), keep)
	if err != nil {
		return err
	}
	f, err := db.Record(ctx, res.Subject, store.Now)
	if err != nil {
		return err
	}
	kept := f.Record.(*model.KeptReport)
	if _, err := db.Do(ctx, who(r.Approver), action.ApproveDocument{Document: kept.Document, Version: kept.Version}); err != nil {
		return err
	}
	_, err = db.Do(ctx, who(r.By), action.HandOutReport{Report: kept.ID, Document: kept.Document, Version: kept.Version, To: model.Each(r.To, func(handle string) model.ID { return m.id("person", handle) }), Channel: r.Channel})
	return errors.Join(err, m.err)
}
