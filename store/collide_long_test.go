//go:build long

package store

import (
	"testing"

	"pgregory.net/rapid"
)

func TestLongConflictsShownAreThoseThatThereAre(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) { conflictsShown(t, rt, pick(40, 20)) })
}
