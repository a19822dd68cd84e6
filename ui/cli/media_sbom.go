package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/bom"
	"fairway/store"
)

// billCommands read and compare bills of materials (SBOM).
func (a *App) billCommands() []*cobra.Command {
	var release string
	add := &cobra.Command{Use: "add DML-n FILE", Short: "put the bill of materials (SBOM) of a DML entry on record", Args: args("a DML entry", "a file, or -"),
		Long: `Puts the bill of materials (SBOM) of a DML entry on record: CycloneDX (JSON or XML) or
SPDX 2 (JSON or tag-value). Its file becomes an entry of the DML itself. Components are
told by their purl without qualifiers, and compared with those of the release of the same
service that was deployed last; the draft of the release notes names what differs.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			m, _, err := record[*model.Media](ctx, a, model.KindMedia, args[0])
			if err != nil {
				return err
			}
			rel, err := a.id(ctx, model.KindRelease, release)
			if err != nil {
				return err
			}
			who, err := a.who(ctx)
			if err != nil {
				return err
			}
			does := action.AddBill{Media: m.ID, Release: rel, File: model.Media{Name: m.Name + ".sbom", SHA256: noDigest}}
			if args[1] != "-" {
				does.File.Name = filepath.Base(args[1])
			}
			if _, err := a.db.Ask(ctx, known(who), does); err != nil { // before anything is read
				return err
			}
			in, err := a.openFile(args[1])
			if err != nil {
				return usage("read the bill of materials: %v", err)
			}
			defer in.Close()
			data, err := io.ReadAll(io.LimitReader(in, bom.SizeMost+1))
			if err != nil {
				return fmt.Errorf("read the bill of materials in %s: %w", args[1], err)
			}
			list, err := bom.Read(data)
			var wrong *bom.Wrong
			switch {
			case errors.As(err, &wrong) && wrong.Line > 0:
				return usage("read the bill of materials: %s:%d: %s", args[1], wrong.Line, visible(wrong.Text))
			case err != nil:
				return usage("read the bill of materials in %s: %s", args[1], visible(err.Error()))
			}
			does.Format, does.Count, does.Unnamed, does.Digest, does.Components = list.Format, len(list.Components), list.Unnamed, list.Digest(), list.Components
			if does.File.SHA256, does.File.Size, err = a.db.Store(ctx, bytes.NewReader(data)); err != nil {
				return err
			}
			return a.act(ctx, does)
		}}
	add.Flags().StringVar(&release, "release", "", "the release it is of (default: the one in whose package the entry is)")

	diff := &cobra.Command{Use: "diff REL-n REL-m", Short: "compare the components of two releases", Args: args("a release", "a release"),
		Long: `Compares the components of two releases by the bills of materials of their packages:
what the second has more, less, and in another version.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			var ids [2]model.ID
			var lists [2][]string
			for i, text := range args {
				id, err := a.id(ctx, model.KindRelease, text)
				if err != nil {
					return err
				}
				list, bills, err := a.db.Components(ctx, id)
				if err != nil {
					return err
				}
				if len(bills) == 0 {
					return &model.NotFound{What: fmt.Sprintf("bill of materials of %s (put one on record with: fairway media sbom add DML-n FILE)", id)}
				}
				ids[i], lists[i] = id, list
			}
			change := store.Differ(ids[0], lists[0], lists[1])
			return a.print(change, func(w io.Writer) {
				fmt.Fprintf(w, "%s: %s\n", ids[1], change.Words())
				for _, part := range []struct {
					word string
					list []string
				}{{"added", change.Added}, {"removed", change.Removed}, {"changed", change.Changed}} {
					for _, line := range part.list {
						fmt.Fprintf(w, "  %-8s %s\n", part.word, visible(strings.TrimSpace(line)))
					}
				}
			})
		}}
	return []*cobra.Command{add, diff}
}
