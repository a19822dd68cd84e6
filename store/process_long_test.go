//go:build long

package store

import "testing"

func TestManyKillsLoseNothing(t *testing.T) { testKills(t, 2000) }

func TestManyImportKills(t *testing.T) { testImportKills(t, 300) }
