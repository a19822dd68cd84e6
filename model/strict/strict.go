// Package strict reads TOML that people wrote: a key that nothing reads is a fault,
// and every fault says in their words what is wrong, and on which line.
package strict

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// Fault is one thing that is wrong in a text.
type Fault struct {
	Line, Column int    // from 1; 0 where no line can be named
	Key          string // that it is about, with the tables around it: rule.title; "" where it is about none
	Unknown      bool   // nothing reads the key
	Text         string // in the words of the files
}

// Error is the fault with its line.
func (f Fault) Error() string {
	if f.Line == 0 {
		return f.Text
	}
	return fmt.Sprintf("line %d: %s", f.Line, f.Text)
}

// Decode reads a text into a struct, or a map, and returns everything that is wrong
// in it: what is no TOML ends the reading, so that it is the only fault then.
func Decode(text string, into any) []Fault {
	dec := toml.NewDecoder(strings.NewReader(text))
	dec.DisallowUnknownFields()
	err := dec.Decode(into)
	var unknown *toml.StrictMissingError
	var wrong *toml.DecodeError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &unknown):
		var out []Fault
		for i := range unknown.Errors {
			f := at(&unknown.Errors[i])
			f.Unknown, f.Text = true, fmt.Sprintf("unknown key %q", f.Key)
			out = append(out, f)
		}
		return out
	case errors.As(err, &wrong):
		f := at(wrong)
		said := strings.TrimPrefix(wrong.Error(), "toml: ")
		f.Text = inWords(said)
		if f.Key != "" && (f.Text != said || !strings.Contains(said, f.Key)) {
			f.Text = f.Key + ": " + f.Text
		}
		return []Fault{f}
	}
	return []Fault{{Text: strings.TrimPrefix(err.Error(), "toml: ")}}
}

func at(e *toml.DecodeError) Fault {
	line, column := e.Position()
	return Fault{Line: line, Column: column, Key: strings.Join(e.Key(), ".")}
}

// mistyped is how the decoder says that a value is of another type than its key has.
var mistyped = regexp.MustCompile(`^cannot decode TOML (.+?) into .*?(?:of type |value of type )?([\[\]a-z0-9A-Z.*]+)$`)

// inWords says in the words of the files what the decoder says in those of Go.
func inWords(text string) string {
	found := mistyped.FindStringSubmatch(text)
	if found == nil {
		return text
	}
	want := "a table"
	switch found[2] {
	case "string":
		want = "a text in quotes"
	case "bool":
		want = "true or false"
	case "[]string":
		want = "a list of texts, such as [\"one\"]"
	case "int", "int64":
		want = "a whole number"
	case "float64":
		want = "a number"
	default:
		if strings.HasPrefix(found[2], "[]") {
			want = "a list of tables"
		}
	}
	return fmt.Sprintf("it has to be %s, and is of the type %s", want, strings.ToLower(found[1]))
}
