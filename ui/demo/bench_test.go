package demo

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"
)

func BenchmarkMake(b *testing.B) {
	for i := range b.N {
		o := Options{Path: filepath.Join(b.TempDir(), fmt.Sprint(i)), Now: time.Date(2026, 11, 23, 9, 42, 0, 0, time.UTC), Zone: "Europe/Berlin"}
		if err := Make(context.Background(), o); err != nil {
			b.Fatal(err)
		}
	}
}
