package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/model/sums"
	"fairway/model/when"
	"fairway/store"
)

// mediaVerify looks at the whole library, and puts on record what it found.
func (a *App) mediaVerify() *cobra.Command {
	return &cobra.Command{Use: "verify", Short: "compare every file of the DML with its SHA-256", Args: noArgs,
		Long: `Compares every file of the DML with its SHA-256, and puts what it finds on record: an
entry whose file is not what was put in is marked so, and the gates of releases that
contain it say so until its file is right again. A run that starts on the same day rests
on it, as far as no file was touched since.`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			db, err := a.open(ctx)
			if err != nil {
				return err
			}
			who, err := a.who(ctx)
			if err != nil {
				return err
			}
			bar := a.progress("MB of the DML read:")
			found, looked, err := db.LookAtMedia(store.Telling(ctx, bar.megabytes))
			bar.end()
			if err != nil {
				return err
			}
			kept, err := db.Do(ctx, known(who), action.CheckMedia{Looked: looked})
			unkept := ""
			if refused := (*model.Refusal)(nil); errors.As(err, &refused) {
				unkept = "not put on record: " + refused.Reasons[0].Text
			} else if err != nil {
				return err
			}
			out := map[string]any{"ok": found.OK(), "findings": nonNil(found.Findings)}
			if kept.Subject != "" {
				out["check"] = kept.Subject
			}
			if found.More > 0 {
				out["more"] = found.More
			}
			if err := a.print(out, func(w io.Writer) {
				printFindings(w, found)
				if found.OK() {
					fmt.Fprintln(w, "every file of the DML is what it was")
				}
				if looked.Digests > 0 {
					fmt.Fprintf(w, "only the digest is on record of %d of %d\n", looked.Digests, looked.Entries)
				}
				if unkept == "" {
					fmt.Fprintf(w, "on record as %s\n", kept.Subject)
				} else {
					fmt.Fprintln(w, visible(unkept))
				}
			}); err != nil {
				return err
			}
			if !found.OK() {
				return &exitError{exitRefused}
			}
			return nil
		}}
}

// mediaRestore puts the right content of an entry back where it was altered or lost.
func (a *App) mediaRestore() *cobra.Command {
	return &cobra.Command{Use: "restore DML-n FILE", Short: "put the file of a DML entry back, where it was altered or lost", Args: args("a DML entry", "a file, or -"),
		Long: `Puts the file of a DML entry back where it was altered or lost. Only the very content
that stands on record is taken; the record stays as it is. That it was put back, and is what
it was, is on record as a check.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			m, _, err := record[*model.Media](ctx, a, model.KindMedia, args[0])
			if err != nil {
				return err
			}
			who, err := a.who(ctx)
			if err != nil {
				return err
			}
			probe := action.AddMedia{Media: model.Media{Name: m.Name, SHA256: m.SHA256}}
			if _, err := a.db.Ask(ctx, known(who), probe); err != nil { // whoever keeps the DML
				return err
			}
			in, err := a.openFile(args[1])
			if err != nil {
				return usage("read the media: %v", err)
			}
			defer in.Close()
			bar := a.progress("MB read:")
			err = a.db.PutBack(ctx, m, &counting{in, 0, m.Size, bar})
			bar.end()
			if err != nil {
				return err
			}
			kept, err := a.db.Do(ctx, known(who), action.CheckMedia{Restored: m.ID})
			if err != nil {
				return err
			}
			return a.print(map[string]any{"ok": true, "media": m.ID, "check": kept.Subject}, func(w io.Writer) {
				fmt.Fprintf(w, "put the file of %s (%s) back: it is what stands on record, as %s says\n", m.ID, visible(m.Name), kept.Subject)
			})
		}}
}

// megabytes says how many of content are read.
func (b *bar) megabytes(done, all int64) { b.at(done>>20, max(all>>20, done>>20)) }

// counting tells a bar how much was read.
type counting struct {
	r         io.Reader
	done, all int64
	bar       *bar
}

func (c *counting) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.done += int64(n)
	c.bar.megabytes(c.done, c.all)
	return n, err
}

// lastDay reads until when a licence is good.
func (a *App) lastDay(ctx context.Context, release model.ID, text string) (when.Moment, error) {
	if strings.TrimSpace(text) == "" {
		return when.Moment{}, nil
	}
	db, err := a.open(ctx)
	if err != nil {
		return when.Moment{}, err
	}
	c, err := db.Case(ctx, store.Now, a.Now(), model.Needs{Releases: []model.ID{release}})
	if err != nil {
		return when.Moment{}, err
	}
	zone, err := a.typedZone()
	if err != nil {
		return when.Moment{}, err
	}
	if zone == nil {
		zone = c.ZoneOf(release)
	}
	m, err := when.Parse(text, a.Now(), zone)
	if err != nil {
		return m, usage("--expires %q: %v", text, err)
	}
	return m, nil
}

// asSums marks the flag whose file is a list of digests.
const asSums = "sums"

// sumsFrom makes the flag --from of a command that of a list of digests.
func sumsFrom(_ *App, cmd *cobra.Command) amendment {
	cmd.Flag("from").Usage = "a file that sha256sum wrote, or one of answers in TOML or JSON; - for standard input"
	mark(cmd, "from", asSums)
	return func(act action.Action) (action.Action, error) { return act, nil }
}

// readSums reads a list of digests as the answer to what was installed; a file of answers
// is read as for any task.
func (a *App) readSums(path string, into *form.Answers) error {
	if end := filepath.Ext(path); end == ".toml" || end == ".json" {
		return a.readAnswers(path, into)
	}
	r, err := a.openFile(path)
	if err != nil {
		return usage("read the digests: %v", err)
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, inputLimit+1))
	if err != nil {
		return fmt.Errorf("read the digests in %s: %w", path, err)
	}
	if len(data) > inputLimit {
		return usage("read the digests in %s: the file is larger than %d MB; leave what is not installed out", path, inputLimit>>20)
	}
	list, err := sums.Parse(string(data))
	if err != nil && decodeAnswers(data, into) == nil {
		return nil // the answers to the questions after all, as any task takes them
	}
	var wrong *sums.Wrong
	switch {
	case errors.As(err, &wrong):
		return usage("read the digests: %s:%d: %s", path, wrong.Line, wrong.Text)
	case len(list) == 0:
		return usage("read the digests in %s: there is none in it", path)
	}
	into.Values["sums"] = strings.Join(model.Each(list, sums.Sum.String), "\n")
	if path != "-" {
		into.Values["source"] = filepath.Base(path)
	}
	return nil
}
