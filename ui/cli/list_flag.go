package cli

import (
	"encoding/csv"
	"strings"

	"github.com/spf13/pflag"
)

// listValue is what a flag of several values takes: it may be given several times, a value
// may have several lines, as $(sha256sum …) has, and a line several values with commas
// between, in quotes where one has a comma. The library reads the first line and drops
// the others in silence.
type listValue struct {
	values *[]string
	given  bool
}

// listFlag makes a flag of several values.
func listFlag(flags *pflag.FlagSet, into *[]string, name, usage string) {
	flags.VarPF(&listValue{values: into}, name, "", usage).DefValue = "" // else the help says that it is []
}

// Set reads one value that is given.
func (l *listValue) Set(text string) error {
	parts, err := entriesIn(text)
	if err != nil {
		return err
	}
	if !l.given {
		*l.values = nil
	}
	*l.values, l.given = append(*l.values, parts...), true
	return nil
}

// Type is the library's word for such a flag: help and completion go by it.
func (l *listValue) Type() string { return "stringSlice" }

// String is as the library prints such a flag, which it reads again.
func (l *listValue) String() string {
	if l.values == nil { // of an empty one, which the library makes to compare with
		return "[]"
	}
	var b strings.Builder
	w := csv.NewWriter(&b)
	_ = w.Write(*l.values) // nothing in memory fails
	w.Flush()
	return "[" + strings.TrimSuffix(b.String(), "\n") + "]"
}

// Append, Replace and GetSlice are what the library asks of a list.
func (l *listValue) Append(text string) error {
	*l.values = append(*l.values, text)
	return nil
}

// Replace puts others in the place of what was given.
func (l *listValue) Replace(values []string) error {
	*l.values = values
	return nil
}

// GetSlice are the values.
func (l *listValue) GetSlice() []string { return *l.values }

// entriesIn are the values of a text: lines, and in each what commas part. Lines in which
// there is nothing are none.
func entriesIn(text string) ([]string, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord = -1
	lines, err := r.ReadAll()
	var out []string
	for _, line := range lines {
		if len(line) > 1 || strings.TrimSpace(line[0]) != "" {
			out = append(out, line...)
		}
	}
	return out, err
}
