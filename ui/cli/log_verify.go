package cli

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"fairway/store"
)

func (a *App) logHead() *cobra.Command {
	return &cobra.Command{
		Use: "head", Short: "the last entry and its hash, to write down elsewhere", Args: noArgs,
		Long:    "Prints the position of the log's last entry and its hash. Written down outside of\nthe file, it shows later that nothing was cut off or built anew:\nfairway log verify --head 'POSITION HASH'",
		Example: "  fairway log head >> heads.txt\n  fairway log verify --head heads.txt",
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			db, err := a.open(ctx)
			if err != nil {
				return err
			}
			h := store.Head{}
			if h.Position, h.Hash, err = db.Head(ctx); err != nil {
				return err
			}
			if h.First, err = db.FirstHash(ctx); err != nil {
				return err
			}
			return a.print(h, func(w io.Writer) { fmt.Fprintln(w, h) })
		},
	}
}

func (a *App) logVerify() *cobra.Command {
	var given []string
	cmd := &cobra.Command{
		Use: "verify", Short: "recompute the chain and everything written by it", Args: noArgs,
		Long: `Recomputes the chain of the log, the digest of every version, and everything that
lists show. A chain alone can't show that its end was cut off, or that all of it
was built anew: give what "fairway log head" printed back with --head, as text,
as a file of such lines (or JSON), or as - for standard input.
Exit code 0: everything fits · 1: something doesn't · 2: that is no head.`,
		Example: "  fairway log verify --head '1204 9f3a…c1'\n  fairway log verify --head heads.txt\n  ssh HOST log verify --head - < heads.txt",
		RunE: func(cmd *cobra.Command, _ []string) error {
			var heads []store.Head
			for _, text := range given {
				list, err := a.heads(text)
				if err != nil {
					return err
				}
				heads = append(heads, list...)
			}
			return a.verify(cmd.Context(), false, heads)
		},
	}
	cmd.Flags().StringArrayVar(&given, "head", nil, "'POSITION HASH' as log head printed it, a file of them, or - (repeat)")
	return cmd
}

// heads reads what was given with --head.
func (a *App) heads(text string) ([]store.Head, error) {
	list, wrong := store.ReadHeads(text)
	if wrong == nil {
		return list, nil
	}
	if text != "-" && headLike(text) {
		if _, err := os.Stat(text); a.remote || err != nil {
			return nil, usage("--head: %v", wrong)
		}
	}
	data, err := a.readFile(text)
	if err != nil {
		return nil, usage("--head: it is neither a head nor a file that can be read: %v", err)
	}
	if list, err = store.ReadHeads(string(data)); err != nil {
		if text == "-" {
			text = "standard input"
		}
		return nil, usage("--head: %s: %v", text, err)
	}
	return list, nil
}

// headLike reports whether a text is meant as a head rather than as the name of
// a file: it has several words, is nothing but digits, or is JSON.
func headLike(text string) bool {
	t := strings.TrimSpace(text)
	return t == "" || strings.ContainsAny(t, " \t\n{[") || strings.Trim(strings.ToLower(t), "0123456789abcdef") == ""
}
