package cli

import (
	"encoding/csv"
	"io"

	"github.com/spf13/cobra"

	"fairway/model"
)

// itemLine is an item as it is exported, by the names under which it is imported.
type itemLine struct {
	Key         string `json:"key"`
	Name        string `json:"name"`
	Class       string `json:"class"`
	Environment string `json:"environment"`
	Version     string `json:"version"`
	Serial      string `json:"serial"`
	Service     string `json:"service"`
	Owner       string `json:"owner"`
	State       string `json:"state"`
}

func (l itemLine) cells() []string {
	return []string{l.Key, l.Name, l.Class, l.Environment, l.Version, l.Serial, l.Service, l.Owner, l.State}
}

// relationLine is how an item stands to another.
type relationLine struct {
	Item     string `json:"item"`
	Relation string `json:"relation"`
	To       string `json:"to"`
}

func (l relationLine) cells() []string { return []string{l.Item, l.Relation, l.To} }

// exportCommand writes the CMDB as it can be imported again.
func (a *App) exportCommand() *cobra.Command {
	var relations bool
	var asOf string
	cmd := &cobra.Command{
		Use: "export", Short: "write the items as CSV, or how they stand to each other",
		Long: `Writes what an import of items reads, or one of relations with --relations. An item has the key that it was imported with, else its id; imported into another
file and exported there, the same comes out.`,
		Example: "  fairway item export > items.csv\n  fairway item export --relations > relations.csv",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			at, err := a.outlook(cmd.Context(), asOf)
			if err != nil {
				return err
			}
			c, err := a.db.Case(cmd.Context(), at.pos, at.now, model.Needs{Kinds: []model.Kind{model.KindItem, model.KindService, model.KindPerson}})
			if err != nil {
				return err
			}
			if relations {
				return exported(a, []string{"item", "relation", "to"}, relationLines(c), relationLine.cells)
			}
			return exported(a, []string{"key", "name", "class", "environment", "version", "serial", "service", "owner", "state"}, itemLines(c), itemLine.cells)
		},
	}
	cmd.Flags().BoolVar(&relations, "relations", false, "how the items stand to each other instead")
	asOfFlag(cmd.Flags(), &asOf)
	return cmd
}

// exported writes lines as CSV, or as JSON.
func exported[T any](a *App, header []string, lines []T, cells func(T) []string) error {
	return a.print(nonNil(lines), func(io.Writer) {
		out := csv.NewWriter(a.exported())
		_ = out.Write(header)
		for _, l := range lines {
			_ = out.Write(cells(l))
		}
		out.Flush()
	})
}

func itemLines(c *model.Case) []itemLine {
	var out []itemLine
	for _, i := range model.All[*model.Item](c) {
		l := itemLine{Key: keyOf(c, i.ID), Name: i.Name, Class: i.Class, Environment: i.Env, Version: i.Version, Serial: i.Serial, State: string(i.State)}
		if s := model.Get[*model.Service](c, i.Service); s != nil {
			l.Service = s.Handle
		}
		if p := model.Get[*model.Person](c, i.Owner); p != nil {
			l.Owner = p.Handle
		}
		out = append(out, l)
	}
	return out
}

func relationLines(c *model.Case) []relationLine {
	var out []relationLine
	for _, i := range model.All[*model.Item](c) {
		for _, r := range i.Related() {
			id := r.Kind
			if known, ok := c.Rules.Policy.RelationOf(r.Kind); ok {
				id = known.ID
			}
			out = append(out, relationLine{keyOf(c, i.ID), id, keyOf(c, r.To)})
		}
	}
	return out
}

// keyOf is what an item is called in exports: its key in the source that it came from, or
// its id.
func keyOf(c *model.Case, id model.ID) string {
	if i := model.Get[*model.Item](c, id); i != nil && i.Origin != nil {
		return i.Origin.Key
	}
	return string(id)
}
