package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"fairway/model/when"
	"fairway/ui/demo"
)

func (a *App) demoCommand() *cobra.Command {
	var at, zone string
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "open a sample organisation, full of releases",
		Long: `Makes a sample organisation as it would stand today: a retailer with a year of
releases behind it. Without --db it lies in a temporary file, is opened in the
dashboard at once, and is gone when you leave. With --db FILE it is made there
and kept.

You begin as ` + demo.Starts + `, a release coordinator; ":act as chandra" in the dashboard makes
you the change manager.`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if zone == "" {
				zone = a.localZone()
			}
			now, err := a.demoDay(at, zone)
			if err != nil {
				return err
			}
			if a.flags.db != "" {
				return a.demoAt(cmd.Context(), a.flags.db, now, zone)
			}
			return a.demoOnce(cmd.Context(), now, zone)
		},
	}
	f := cmd.Flags()
	f.StringVar(&at, "at", "", "as of which day it is made, at "+fmt.Sprint(demo.Hour)+":00 (default: now)")
	f.StringVar(&zone, "zone", "", "the organisation's IANA time zone (default: this machine's)")
	return cmd
}

// demoDay is the moment as of which the organisation is made.
func (a *App) demoDay(text, zone string) (time.Time, error) {
	loc, err := when.Zone(zone)
	if err != nil {
		return time.Time{}, usage("%v", err)
	}
	if text == "" {
		return a.Now(), nil
	}
	m, err := when.Parse(text, a.Now(), loc)
	if err != nil {
		return time.Time{}, usage("--at: %v", err)
	}
	if m.Precision == when.Day {
		m.At, _ = when.At(when.DateOf(m.At, loc), demo.Hour, 0, loc)
	}
	return m.At, nil
}

func (a *App) makeDemo(ctx context.Context, path string, now time.Time, zone string) error {
	bar := a.progress("making the sample organisation:")
	defer bar.end()
	return demo.Make(ctx, demo.Options{Path: path, Now: now, Zone: zone, Progress: func(done, all int) { bar.at(int64(done), int64(all)) }})
}

// demoAt makes it in a file that is kept.
func (a *App) demoAt(ctx context.Context, path string, now time.Time, zone string) error {
	if err := a.makeDemo(ctx, path, now, zone); err != nil {
		return err
	}
	return a.print(map[string]string{"file": path, "as": demo.Starts}, func(w io.Writer) {
		fmt.Fprintf(w, "made a sample organisation in %s; open it with: fairway --db %s --as %s\n", path, shellWord(path), demo.Starts)
	})
}

// demoOnce makes it in a temporary folder, shows it, and takes it away.
func (a *App) demoOnce(ctx context.Context, now time.Time, zone string) (err error) {
	if a.flags.json {
		return usage("the dashboard has no JSON: keep the demo in a file with --db FILE, and ask that")
	}
	if f, ok := a.Out.(*os.File); ok && !term.IsTerminal(f.Fd()) { // said before the work, not after it
		return usage("the demo is looked at on a terminal, and this is none: keep it in a file with --db FILE")
	}
	dir, err := os.MkdirTemp("", "fairway-demo-")
	if err != nil {
		return fmt.Errorf("make a temporary folder for the demo: %w; keep it in a file of yours with --db FILE", err)
	}
	defer func() {
		if a.db != nil {
			err = errors.Join(err, a.db.Close())
			a.db = nil
		}
		err = errors.Join(err, os.RemoveAll(dir))
	}()
	path := filepath.Join(dir, "demo.db")
	if err := a.makeDemo(ctx, path, now, zone); err != nil {
		return err
	}
	// On another day than today the clock goes on from there.
	away, here := now.Sub(a.Now()), a.Now
	a.Now = func() time.Time { return here().Add(away) }
	a.flags.db = path
	if a.flags.as == "" {
		a.flags.as = demo.Starts
	}
	return a.dashboard(ctx, "")
}

// shellWord quotes what a shell would take apart.
func shellWord(s string) string {
	if s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("/._-+=:@%", r))
	}) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
