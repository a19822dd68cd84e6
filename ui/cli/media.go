package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/action"
	"fairway/store"
)

// mediaCommands are those that read or write files, and so are no tasks.
func (a *App) mediaCommands() []*cobra.Command {
	var name, version, medium, licence, source, expires, release string
	var void bool
	add := &cobra.Command{
		Use: "add FILE", Short: "put a file into the definitive media library (DML)", Args: args("a file, or -"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			rel, err := a.id(ctx, model.KindRelease, release)
			if err != nil {
				return err
			}
			db, err := a.open(ctx)
			if err != nil {
				return err
			}
			who, err := a.who(ctx)
			if err != nil {
				return err
			}
			m := model.Media{Name: name, Version: version, Medium: medium, Licence: licence, Source: source}
			if m.Expires, err = a.lastDay(ctx, rel, expires); err != nil {
				return err
			}
			if m.Name == "" {
				m.Name = filepath.Base(args[0])
			}
			// Ask first: nobody should wait for a copy that is refused.
			probe := action.AddMedia{Media: m, Release: rel, Void: void}
			probe.Media.SHA256 = noDigest
			if _, err := db.Ask(ctx, known(who), probe); err != nil {
				return err
			}
			in, size := a.In, int64(0)
			if args[0] != "-" {
				if err := a.mayName(args[0]); err != nil {
					return err
				}
				// Before it is opened: a pipe would be waited for.
				info, err := os.Stat(args[0])
				if err == nil && !info.Mode().IsRegular() {
					return usage("read the media: %s is no file; pack a folder into an archive first, and write - to read standard input", args[0])
				}
				if err == nil {
					size = info.Size()
				}
				f, err := os.Open(args[0])
				if err != nil {
					return usage("read the media: %v", err)
				}
				defer f.Close()
				in = f
			}
			bar := a.progress("MB read:")
			m.SHA256, m.Size, err = db.Store(ctx, &counting{in, 0, size, bar})
			bar.end()
			if err != nil {
				return err
			}
			return a.act(ctx, action.AddMedia{Media: m, Release: rel, Void: void})
		},
	}
	f := add.Flags()
	f.StringVar(&name, "name", "", "name (default: the file's)")
	f.StringVar(&version, "version", "", "version")
	f.StringVar(&medium, "media", "archive", "archive, image, firmware, licence …")
	f.StringVar(&licence, "licence", "", "licence")
	f.StringVar(&source, "source", "", "where it came from: a supplier, a repository, the run of a pipeline")
	f.StringVar(&expires, "expires", "", "the last day on which it may be used: 2027-12-31")
	f.StringVar(&release, "release", "", "put it into this release's package")
	f.BoolVar(&void, "void", false, "go on although approvals are voided")

	var output string
	get := &cobra.Command{Use: "get DML-n", Short: "write a file of the DML to standard output, or to a file", Args: args("a DML entry"),
		Long: `Writes the file of a DML entry to standard output, or with -o to a file. It is compared with
its SHA-256 first: what is not what was put in is refused, and nothing of it is written.`,
		Example: "  fairway media get DML-4 -o app.tar.gz\n  ssh HOST media get DML-4 > app.tar.gz",
		RunE: func(cmd *cobra.Command, args []string) error {
			m, _, err := record[*model.Media](cmd.Context(), a, model.KindMedia, args[0])
			if err != nil {
				return err
			}
			whole := func(w io.Writer) error {
				r, err := a.db.Content(m)
				if err != nil {
					return notHad{err}
				}
				defer r.Close()
				_, err = io.Copy(w, tellsNotHad{r})
				return err
			}
			if output != "" && output != "-" {
				if err := a.mayName(output); err != nil {
					return err
				}
				return a.writeFilled(output, whole)
			}
			err = whole(io.Discard) // nothing is called back from there
			if err == nil {
				err = whole(a.Out)
			}
			if why := (notHad{}); errors.As(err, &why) {
				return why.error
			}
			return err
		}}
	get.Flags().StringVarP(&output, "output", "o", "", "the file to write; - for standard output")
	return []*cobra.Command{add, get, a.mediaVerify(), a.mediaRestore()}
}

// tellsNotHad marks what goes wrong with what is read, so that it is told from what goes wrong
// where it is written.
type tellsNotHad struct{ r io.Reader }

func (r tellsNotHad) Read(p []byte) (int, error) {
	n, err := r.r.Read(p)
	if err != nil && err != io.EOF {
		err = notHad{err}
	}
	return n, err
}

// noDigest stands for the SHA-256 of what was not read yet.
var noDigest = fmt.Sprintf("%064d", 0)

func known(w store.Who) store.Who {
	if w.Person == "" {
		w.Person = nobody
	}
	return w
}
