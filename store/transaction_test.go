package store

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"

	"fairway/model/action"
)

// Whoever waits to write comes in turn: left to the pool of connections, one of twelve
// would be passed by others that came later, by chance.
func TestWritersComeInTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx := context.Background()
		f, rel := small(t, fixed())
		before, err := f.DB.begin(ctx)
		if err != nil {
			t.Fatal(err)
		}
		wrote := make([]Position, 12)
		for n := range wrote {
			go func() {
				r, err := f.Do(ctx, Who{Person: f.boss, Auth: "test"}, action.AskQuestion{About: rel, Comment: true, Text: fmt.Sprint("word ", n)})
				if err != nil {
					t.Error(err)
				}
				wrote[n] = r.Position
			}()
			synctest.Wait() // until it stands in the queue
		}
		if err := before.Rollback(); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if wrote[0] == 0 || !slices.IsSorted(wrote) {
			t.Errorf("who came first to last wrote at %v", wrote)
		}
	})
}
