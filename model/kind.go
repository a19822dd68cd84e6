package model

import (
	"cmp"
	"slices"
	"strings"
)

// Kind is a sort of record. What there is to know of one stands in one table
// (kinds), and nowhere else: ids, the store's tables and filters, lists, search,
// the palette and the help read it.
type Kind string

// KindInfo is what there is to know of a kind of record.
type KindInfo struct {
	Kind   Kind
	Prefix string        // of its ids: REL
	Empty  func() Record // a record of it without any values
	// Words is what people call one where its kind has to be told from others:
	// "configuration item". One and Many are for where that is clear: "item",
	// "items"; "" is the kind itself, and that with an s.
	Words, One, Many string
	// Title stands over the table of all; "" is Many with a capital.
	Title string
	// What says what it is for, in a sentence, to those who see the table empty.
	What string
	// Columns are those of its table, the most telling first; a kind without any
	// isn't shown as a table.
	Columns []Column
	// Handles says that one may be named by a handle of its own (Row.Handle).
	Handles bool
	// Sort is the column by which the table is sorted at first; "" is the id. Desc
	// says that the latest or highest comes first.
	Sort string
	Desc bool
	// States are those it can be in, in their order.
	States []StateInfo
	// Grades are the values of its column of grade, in their order, where they are
	// fixed.
	Grades []string
	// Commands are the words of the commands about it, and what those are for;
	// "" where its commands are those of the records it hangs on. What can be done
	// to one is said by tasks.
	Commands, Does string
	// Listed are the columns that its list command shows, with commas between; "" is all.
	Listed string
	// Unedited says who or what changes one, where no task edits it.
	Unedited string
}

// Column is one column of the table of a kind of record.
type Column struct {
	// Name is what people call it in this kind: severity, opened. It stands over
	// the column and is the field to filter on.
	Name string
	// Of is the same for every kind: id, title, state, grade, service, person,
	// subject, at, until, handle (Row), or of a service its site and of a change its type, priority, outcome and release. It works in a filter as well.
	Of string
	// Values are those it can have, in their order, where they are fixed.
	Values []string
	// Several says that it holds any number of values with blanks between them.
	Several bool
}

// columns reads columns as they stand in the table: a name, which is what it is
// of as well unless that follows (severity=grade); with dots, it holds several.
func columns(list string) []Column {
	var out []Column
	for _, word := range strings.Fields(list) {
		name, of, _ := strings.Cut(word, "=")
		of, several := strings.CutSuffix(of, "...")
		out = append(out, Column{Name: name, Of: cmp.Or(of, name), Several: several})
	}
	return out
}

// completed puts in what goes without saying.
func completed(list []KindInfo) []KindInfo {
	for i := range list {
		list[i].complete()
	}
	return list
}

func (k *KindInfo) complete() {
	k.Words, k.One = cmp.Or(k.Words, string(k.Kind)), cmp.Or(k.One, string(k.Kind))
	k.Many = cmp.Or(k.Many, k.One+"s")
	k.Title = cmp.Or(k.Title, strings.ToUpper(k.Many[:1])+k.Many[1:])
	if k.Listed == "" {
		names := make([]string, len(k.Columns))
		for i, c := range k.Columns {
			names[i] = c.Name
		}
		k.Listed = strings.Join(names, ",")
	}
	for i := range k.States {
		k.States[i].Words = cmp.Or(k.States[i].Words, k.States[i].State.Plain())
	}
	for i := range k.Columns {
		switch c := &k.Columns[i]; c.Of {
		case "state":
			c.Values = k.StateCodes()
		case "grade":
			c.Values = k.Grades
		}
	}
}

// Info is what there is to know of the kind; of an unknown one only its name. It
// is shared: nobody changes it.
func (k Kind) Info() *KindInfo {
	for i := range kinds {
		if kinds[i].Kind == k {
			return &kinds[i]
		}
	}
	return &KindInfo{Kind: k, Words: string(k), One: string(k), Many: string(k) + "s", Title: string(k)}
}

// ListedBy is the words of the command under which its records are listed and shown: those
// of its commands, else its own name; "" of a kind that isn't shown as a table.
func (k *KindInfo) ListedBy() string {
	if len(k.Columns) == 0 {
		return ""
	}
	return cmp.Or(k.Commands, string(k.Kind))
}

// Kinds lists every kind of record, in the order in which they are offered.
func Kinds() []Kind {
	out := make([]Kind, len(kinds))
	for i, k := range kinds {
		out[i] = k.Kind
	}
	return out
}

// Known reports whether k is a kind of record.
func (k Kind) Known() bool { return slices.Contains(Kinds(), k) }

// Words is what people call a record of this kind.
func (k Kind) Words() string { return k.Info().Words }

// Empty returns a zero record of kind k, or nil for an unknown kind.
func (k Kind) Empty() Record {
	if info := k.Info(); info.Empty != nil {
		return info.Empty()
	}
	return nil
}

// State is what is there to know of one of the kind's states; of an unknown one
// its word.
func (k *KindInfo) State(s State) StateInfo {
	for _, one := range k.States {
		if one.State == s {
			return one
		}
	}
	if s == StateRedacted {
		return StateInfo{s, s.Plain(), Over}
	}
	return StateInfo{s, s.Plain(), Plain}
}

// StateCodes lists the states as they are stored, in their order.
func (k *KindInfo) StateCodes() []string {
	out := make([]string, len(k.States))
	for i, s := range k.States {
		out[i] = string(s.State)
	}
	return out
}

// Has reports whether records of the kind can be in a state.
func (k *KindInfo) Has(s State) bool {
	return slices.ContainsFunc(k.States, func(one StateInfo) bool { return one.State == s })
}

// StateWords is what people call the state a record is in.
func StateWords(r Record) string {
	row := r.Row()
	return r.Kind().Info().State(row.State).Words
}
