package demo

import (
	"context"
	"path/filepath"
	"testing"
	"time"
)

func TestMake(t *testing.T) {
	zone, _ := time.LoadLocation("Europe/Berlin")
	began := time.Now()
	path := filepath.Join(t.TempDir(), "f.db")
	if err := Make(context.Background(), Options{Path: path, Now: time.Date(2026, 11, 23, 10, 42, 0, 0, zone), Zone: "Europe/Berlin"}); err != nil {
		t.Fatal(err)
	}
	t.Log(time.Since(began))
}
