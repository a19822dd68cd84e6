//go:build long

package cli_test

import "testing"

// TestLongScripts has a process of its own do each command of each script.
func TestLongScripts(t *testing.T) { runScripts(t, asProcess) }
