package form

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"fairway/model/when"
)

// tidyHolder finds the role or the person that a text names, the role first.
func tidyHolder(fl Field, text string, g Ground) (value, wrong string) {
	if g.Lookup == nil {
		return text, ""
	}
	if len(fl.Options) > 0 {
		if role, no := fl.option(text, g); no == "" {
			return role, ""
		}
	}
	if id, ok := g.Lookup(Person, text); ok {
		return id, ""
	}
	return "", fmt.Sprintf("there is no person and no role %q", clip(text))
}

// showHolder is a person by their name, and a role by its title.
func showHolder(fl Field, value string, r Reader) string {
	if label := fl.Label(value); label != value {
		return label
	}
	return r.record(value, true)
}

// tidyOffset keeps what is counted from the start as +1h30m0s, and a date as any other.
func tidyOffset(fl Field, text string, g Ground) (value, wrong string) {
	if length, counted := strings.CutPrefix(text, "+"); counted {
		d, err := when.ParseDuration(strings.TrimSpace(length))
		if err != nil {
			return "", err.Error()
		}
		return "+" + d.String(), ""
	}
	value, wrong = tidyDate(fl, text, g)
	if wrong != "" {
		if _, err := when.ParseDuration(text); err == nil {
			wrong = fmt.Sprintf("%q is a length of time: with a plus before it, it is counted from the start", clip(text))
		}
	}
	return value, wrong
}

// showOffset writes it as it is typed.
func showOffset(fl Field, value string, r Reader) string {
	if length, counted := strings.CutPrefix(value, "+"); counted {
		return "+" + showDuration(fl, length, r)
	}
	return showDate(fl, value, r)
}

// ReadAfter reads what waits for others: their numbers, from 1, or the word that it waits for
// none.
func ReadAfter(text string) (after []int, none bool, wrong string) {
	switch text = strings.ToLower(strings.TrimSpace(text)); text {
	case "":
		return nil, false, ""
	case "none", "nothing", "-":
		return nil, true, ""
	}
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(", ;", r) }) {
		n, err := strconv.Atoi(word)
		if err != nil || n < 1 {
			return nil, false, fmt.Sprintf("%q is no number of a step: 2, 4, or none", clip(word))
		}
		after = append(after, n)
	}
	slices.Sort(after)
	return slices.Compact(after), false, ""
}

// tidyAfter keeps the numbers in their order, with commas.
func tidyAfter(_ Field, text string, _ Ground) (value, wrong string) {
	after, none, wrong := ReadAfter(text)
	switch {
	case wrong != "":
		return "", wrong
	case none:
		return "none", ""
	}
	words := make([]string, len(after))
	for i, n := range after {
		words[i] = strconv.Itoa(n)
	}
	return strings.Join(words, ", "), ""
}
