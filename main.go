// Fairway: release management in the terminal.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"
	_ "time/tzdata" // zones on hosts that have none

	"fairway/ui/cli"
)

func main() {
	// A command is over before the first collection would pay for itself; the
	// limit keeps long work flat.
	debug.SetGCPercent(400)
	debug.SetMemoryLimit(64 << 20)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	go endAnyway(ctx, stop)
	code := cli.New(version()).Run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}

// endAnyway ends the program some time after it was told to: whoever waits for a
// pipe that nobody fills, or for somebody to type, hears of no signal. A second
// one ends it at once.
func endAnyway(ctx context.Context, stop context.CancelFunc) {
	<-ctx.Done()
	stop()
	<-time.After(10 * time.Second)
	fmt.Fprintln(os.Stderr, "fairway: stopped; it was still waiting, for input perhaps")
	os.Exit(130)
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
