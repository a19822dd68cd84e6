package evidence

import (
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/store"
)

// chain writes the entries of the log: those that wrote what is in the pack, and those about
// the releases and what belongs to them. Each is there with its line, byte for byte, and its
// hash, and with the hash of the entry before it. What other entries say is not in the pack.
func (b *builder) chain() error {
	entries, err := b.db.EntriesAbout(b.ctx, model.SortIDs(b.about), b.found.At.Position)
	if err != nil {
		return err
	}
	for _, k := range b.states {
		if k.Body != nil {
			entries = append(entries, k.Since)
		}
	}
	slices.Sort(entries)
	lines, err := b.db.ChainAt(b.ctx, slices.Compact(entries), b.found.At.Position)
	if err != nil {
		return err
	}
	var chain, words strings.Builder
	for _, l := range lines {
		fmt.Fprintf(&chain, "%d\t%s\t%s\n", l.Position, l.Hash, l.Line)
		if l.Line == "" {
			continue
		}
		e, err := l.Entry()
		if err != nil {
			return err
		}
		happened := ""
		if !e.Happened.IsZero() {
			happened = ", happened " + stamp(e.Happened)
		}
		fmt.Fprintf(&words, "%d  %s%s  %s  %s  %s\n", e.Position, stamp(e.At), happened, b.person(e.Who), e.Action, line(string(e.Subject)+" "+e.Note))
	}
	b.text("chain.txt", chain.String())
	b.text("log.txt", words.String())
	// The records in the order in which they were written.
	slices.SortStableFunc(b.states, func(x, y store.Kept) int { return int(x.Since - y.Since) })
	var list strings.Builder
	for _, k := range b.states {
		if k.Body != nil {
			fmt.Fprintf(&list, "%s.json\n", stateName(k))
		}
	}
	b.text("records.txt", list.String())
	return nil
}

// person is what somebody was called at the place of the pack, with their id.
func (b *builder) person(id model.ID) string {
	if id == "" {
		return "Fairway"
	}
	if name := b.name(id); name != string(id) {
		return fmt.Sprintf("%s (%s)", line(name), id)
	}
	return string(id)
}
