package intake

import (
	"fmt"
	"regexp"
	"strings"

	"fairway/model/strict"
)

// Words are what other tools call how grave an incident is, and how it stands.
type Words struct {
	severity map[string]int    // word in lower case → place among the severities, from 1
	state    map[string]string // word in lower case → Fairway's
}

// DecodeWords reads them from TOML: words by the place of a severity, and by a state.
func DecodeWords(data []byte) (Words, error) {
	var file struct {
		Severity map[string][]string `toml:"severity"`
		State    map[string][]string `toml:"state"`
	}
	if faults := strict.Decode(string(data), &file); len(faults) > 0 {
		return Words{}, fmt.Errorf("read the words of incidents: %w", faults[0])
	}
	w := Words{map[string]int{}, map[string]string{}}
	for place, words := range file.Severity {
		var n int
		if _, err := fmt.Sscanf(place, "%d", &n); err != nil || n < 1 {
			return Words{}, fmt.Errorf("read the words of incidents: %q is no place among the severities, from 1", place)
		}
		for _, word := range words {
			w.severity[strings.ToLower(word)] = n
		}
	}
	for state, words := range file.State {
		for _, word := range words {
			w.state[strings.ToLower(word)] = state
		}
	}
	return w, nil
}

// Severity is the place of a word among the severities, from 1; 0 where it isn't known.
func (w Words) Severity(text string) int {
	return found(w.severity, text)
}

// State is what a word means for how an incident stands; "" where it isn't known.
func (w Words) State(text string) string {
	return found(w.state, text)
}

// numbered is a number before a word, as in "2 - High".
var numbered = regexp.MustCompile(`^[0-9]+\s*[-–:.)]?\s*`)

func found[T any](words map[string]T, text string) T {
	text = strings.ToLower(strings.Join(strings.Fields(text), " "))
	if v, ok := words[text]; ok {
		return v
	}
	return words[numbered.ReplaceAllString(text, "")]
}
