package cli

import (
	"os"
	"strings"
	"time"
)

// clockFile names a file with the moment at which the clock stood when it was
// written (RFC 3339). It is set by tests alone, when they link the program, so
// that a release can be walked through weeks in seconds; a program that is
// linked in any other way has the system's clock.
var clockFile string

// clock is the time.
func clock() time.Time {
	if clockFile == "" {
		return time.Now()
	}
	info, err := os.Stat(clockFile)
	if err != nil {
		return time.Now()
	}
	text, err := os.ReadFile(clockFile)
	if err != nil {
		return time.Now()
	}
	at, err := time.Parse(time.RFC3339, strings.TrimSpace(string(text)))
	if err != nil {
		return time.Now()
	}
	return at.Add(time.Since(info.ModTime()))
}
