// Fairway: release management in the terminal.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	_ "time/tzdata" // zones on hosts that have none

	"fairway/ui/cli"
)

func main() {
	// A command is over before the first collection would pay for itself; the
	// limit keeps long work flat.
	debug.SetGCPercent(400)
	debug.SetMemoryLimit(64 << 20)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := cli.New(version()).Run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}

// version is what the build wrote down: the module's version or the commit.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return s.Value[:12]
		}
	}
	return info.Main.Version
}
