package form

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// Label is what people read for an option; what is none of those that have labels
// is shown as it is.
func (fl Field) Label(option string) string {
	at := slices.Index(fl.Options, option)
	switch {
	case at >= 0 && at < len(fl.Labels) && fl.Labels[at] != "":
		return fl.Labels[at]
	case at < 0 && len(fl.Labels) > 0:
		return option
	}
	return strings.ReplaceAll(option, "-", " ")
}

// option reads the choice of one option: by itself, or by its label. Capitals,
// white space, dashes and commas don't matter.
func (fl Field) option(text string, _ Ground) (value, wrong string) {
	found := fl.Meant(text)
	switch len(found) {
	case 0:
		return "", fmt.Sprintf("%q is not one of %s", clip(text), fl.listed(fl.Options, mostListed))
	case 1:
		return found[0], ""
	}
	return "", fmt.Sprintf("%q could be any of %s", clip(text), fl.listed(found, mostListed))
}

// Meant are the options that a text can mean: the one that it is, else those
// whose label it is.
func (fl Field) Meant(text string) []string {
	if slices.Contains(fl.Options, text) {
		return []string{text}
	}
	folded := fold(text)
	for _, is := range []func(option string) string{func(o string) string { return o }, fl.Label} {
		var out []string
		for _, o := range fl.Options {
			if fold(is(o)) == folded {
				out = append(out, o)
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}

func fold(text string) string {
	return strings.ToLower(strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == '-' || unicode.IsSpace(r) }), " "))
}

// Entries are those of an answer with several: one a line, or with commas. A
// label may have commas in it, so the longest text that is one is taken.
func (fl Field) Entries(text string) []string {
	if len(fl.Options) == 0 {
		return Split(text)
	}
	var out []string
	for line := range strings.Lines(text) {
		for parts := Split(line); len(parts) > 0; {
			n := len(parts)
			for n > 1 && len(fl.Meant(strings.Join(parts[:n], ", "))) == 0 {
				n--
			}
			out = append(out, strings.Join(parts[:n], ", "))
			parts = parts[n:]
		}
	}
	return out
}

// Listed names every option of a choice for help: as it is kept, and what it is
// called where that is something else.
func (fl Field) Listed() string { return fl.listed(fl.Options, len(fl.Options)) }

// mostListed is how many options a sentence names; a list says them all.
const mostListed = 12

func (fl Field) listed(options []string, most int) string {
	var out []string
	for i, o := range options {
		if i == most {
			out = append(out, fmt.Sprintf("%d more", len(options)-i))
			break
		}
		if label := fl.Label(o); fold(o) != fold(label) {
			o += " (" + label + ")"
		}
		out = append(out, o)
	}
	return strings.Join(out, ", ")
}
