//go:build long

package store

import "testing"

func TestManyKillsLoseNothing(t *testing.T) { testKills(t, pick(2000, 100)) }

func TestManyImportKills(t *testing.T) { testImportKills(t, pick(300, 20)) }
