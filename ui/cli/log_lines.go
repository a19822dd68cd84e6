package cli

import (
	"bufio"
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"fairway/store"
)

func (a *App) logLinesCommand() *cobra.Command {
	return &cobra.Command{
		Use: "lines", Short: "every line as it is stored with its hash, for checking with sha256sum", Args: noArgs,
		Long: "Prints each entry's hash, a tab, and its line, byte for byte as the file has it. On\na terminal, what would steer it or show nothing is made visible instead: redirect\nthe output to check it.",
		RunE: func(cmd *cobra.Command, _ []string) error { return a.logLines(cmd.Context()) },
	}
}

// linesAtOnce is how many lines are read together. No question is open while
// they are written: a reader that is slow, or has stopped, holds nothing.
const linesAtOnce = 500

func (a *App) logLines(ctx context.Context) error {
	db, err := a.open(ctx)
	if err != nil {
		return err
	}
	head, _, err := db.Head(ctx) // what is written meanwhile belongs to the next call
	if err != nil {
		return err
	}
	raw, read := bufio.NewWriter(a.Out), a.read()
	for after := store.Position(0); after < head; {
		page, err := db.Lines(ctx, after, head, linesAtOnce)
		if err != nil {
			return err
		}
		if len(page) == 0 {
			break
		}
		for _, l := range page {
			if read {
				l.Line = visible(l.Line)
			}
			if _, err := fmt.Fprintf(raw, "%s\t%s\n", l.Hash, l.Line); err != nil {
				return err
			}
		}
		if err := raw.Flush(); err != nil {
			return err
		}
		after = page[len(page)-1].Position
	}
	return raw.Flush()
}
