package cli

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"fairway/store"
)

// verify reports what a verification found: of the file and, with media, of the
// DML's content; and whether the log still has heads that were written down.
func (a *App) verify(ctx context.Context, media bool, heads []store.Head) error {
	db, err := a.open(ctx)
	if err != nil {
		return err
	}
	wal, err := db.WAL(ctx) // before the check: that reads an older state itself
	if err != nil {
		wal = store.WAL{} // whatever it is, the check says it better
	}
	bar := a.progress("verified")
	v, err := db.Verify(ctx, func(done, all int64) { bar.at(done, all) })
	bar.end()
	if err != nil {
		return err
	}
	if stuck := wal.Stuck(); stuck != "" {
		v.Notices = append(v.Notices, stuck)
	}
	if media {
		found, err := db.VerifyMedia(ctx)
		if err != nil {
			return err
		}
		v.Also(found)
	}
	compared, err := db.CompareHeads(ctx, heads)
	if err != nil {
		return err
	}
	for _, h := range compared {
		if !h.Fits {
			v.Also(store.Verified{Findings: []store.Finding{{Where: fmt.Sprintf("log entry %d", h.Position), What: h.What}}})
		}
	}
	var lie *surroundings
	if media {
		if lie, err = a.lookAround(ctx, db); err != nil {
			return err
		}
		if err := a.zoneNotices(ctx, db, &v); err != nil {
			return err
		}
		if err := a.rulesNotices(ctx, db, &v); err != nil {
			return err
		}
		if err := a.sharedRFCs(ctx, db, &v); err != nil {
			return err
		}
		if lie.PastRetention, err = a.keptLongEnough(ctx, db, &v); err != nil {
			return err
		}
	}
	if err := a.print(struct {
		store.Verified
		Heads []store.HeadFit `json:"heads,omitempty"`
		OK    bool            `json:"ok"`
		*surroundings
	}{v, compared, v.OK(), lie}, func(w io.Writer) {
		printFindings(w, v)
		for _, n := range v.Notices {
			fmt.Fprintln(w, "note: "+n)
		}
		for _, h := range compared {
			if h.Fits {
				fmt.Fprintf(w, "log entry %d is the one that was written down: %s\n", h.Position, h.Hash)
			}
		}
		for _, b := range v.Bent {
			fmt.Fprintln(w, visible(b.String()))
		}
		if v.OK() {
			fmt.Fprintf(w, "%d entries and %d versions fit; the head is %d %s\n", v.Entries, v.Versions, v.Entries, v.Head)
			if v.Redacted > 0 {
				fmt.Fprintf(w, "%d versions were redacted, as the log says\n", v.Redacted)
			}
		}
		lie.print(w)
	}); err != nil {
		return err
	}
	if !v.OK() {
		return errors.Join(&exitError{exitFailure})
	}
	return nil
}

// printFindings lists what was found, and says how much more there is.
func printFindings(w io.Writer, v store.Verified) {
	for _, f := range v.Findings {
		fmt.Fprintln(w, f)
	}
	if rest := v.Rest(); rest != "" {
		fmt.Fprintln(w, rest)
	}
}

func (a *App) doctorCommand() *cobra.Command {
	var compact bool
	cmd := &cobra.Command{Use: "doctor", Short: "check the file, the log, every record and the media", Args: noArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		if compact {
			if err := a.compact(cmd.Context()); err != nil {
				return err
			}
		}
		if err := a.verify(cmd.Context(), true, nil); err != nil {
			return err
		}
		_, err := a.ownTools(cmd.Context(), a.db)
		return err
	}}
	cmd.Flags().BoolVar(&compact, "compact", false, "write the file anew first, without its free parts: nothing that was redacted stays in them")
	return cmd
}

func (a *App) compact(ctx context.Context) error {
	db, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer a.progress("writing the file anew").wait()()
	return db.Compact(ctx)
}

func (a *App) backupCommand() *cobra.Command {
	return &cobra.Command{Use: "backup FILE", Short: "write a verified copy of the file and its media", Args: args("a file"), RunE: func(cmd *cobra.Command, args []string) error {
		db, err := a.open(cmd.Context())
		if err != nil {
			return err
		}
		v, err := db.Backup(cmd.Context(), args[0])
		if err != nil {
			return err
		}
		return a.copied(v, "wrote "+args[0], "the copy is damaged, and so is the original: see fairway doctor; it is kept as "+args[0]+store.Damaged)
	}}
}

func (a *App) restoreCommand() *cobra.Command {
	return &cobra.Command{Use: "restore BACKUP", Short: "put a verified backup where no file is (--db names where)", Args: args("a backup"), RunE: func(cmd *cobra.Command, args []string) error {
		path, err := a.placed()
		if err != nil {
			return err
		}
		v, err := store.Restore(cmd.Context(), args[0], path)
		if err != nil {
			return err
		}
		return a.copied(v, "restored "+path, "")
	}}
}

func (a *App) copied(v store.Verified, done, damaged string) error {
	if err := a.print(v, func(w io.Writer) {
		printFindings(w, v)
		for _, note := range v.Notices {
			fmt.Fprintln(w, "note: "+note)
		}
		if v.OK() {
			fmt.Fprintf(w, "%s: %d entries and %d versions, verified; the head is %d %s\n", done, v.Entries, v.Versions, v.Entries, v.Head)
		}
	}); err != nil {
		return err
	}
	if !v.OK() {
		return errors.New(damaged)
	}
	return nil
}
