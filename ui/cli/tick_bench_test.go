package cli

import (
	"context"
	"io"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"fairway/store"
	"fairway/ui/screen/screentest"
)

// BenchmarkIdleClock is one look of a server at the clock when nothing is due: once a
// minute. The first of it looks at everything that waits.
func BenchmarkIdleClock(b *testing.B) {
	file := filepath.Join(b.TempDir(), "s.db")
	screentest.DemoAt(b, file)
	now := func() time.Time { return time.Date(2026, 11, 23, 9, 43, 0, 0, time.UTC) }
	db, err := store.Open(context.Background(), file, store.Options{Now: now})
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	d := &driver{db: db, log: slog.New(slog.NewTextHandler(io.Discard, nil)), holder: "a benchmark", now: now}
	d.round(b.Context()) // what was missed
	d.round(b.Context())
	b.Run("idle", func(b *testing.B) {
		for b.Loop() {
			d.round(b.Context())
		}
	})
	b.Run("looking", func(b *testing.B) {
		for b.Loop() {
			d.looked = false
			d.round(b.Context())
		}
	})
}
