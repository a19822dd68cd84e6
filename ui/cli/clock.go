package cli

import (
	"os"
	"strings"
	"time"
)

// clockFile names a file with the moment at which the clock stood when it was
// written (RFC 3339). It is set by tests alone, when they link the program, so
// that a release can be walked through weeks in seconds; a program that is
// linked in any other way has the system's clock. What names variables of the
// environment stands for their values.
var clockFile string

// clock is the time.
func clock() time.Time {
	if clockFile == "" {
		return time.Now()
	}
	name := os.ExpandEnv(clockFile)
	info, err := os.Stat(name)
	if err != nil {
		return time.Now()
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return time.Now()
	}
	at, err := time.Parse(time.RFC3339, strings.TrimSpace(string(text)))
	if err != nil {
		return time.Now()
	}
	return at.Add(time.Since(info.ModTime()))
}
