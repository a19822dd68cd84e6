package action

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/when"
)

// keptInWords says what a record keeps as several values as a person reads it: dates, a
// decision or an end, each of a list; of anything else what it is called and says. A text
// is what it is.
func keptInWords(c *model.Case, text string) string {
	var list []json.RawMessage
	switch {
	case strings.HasPrefix(text, "{"):
		if words, ok := valueInWords(c, []byte(text)); ok {
			return words
		}
	case strings.HasPrefix(text, "[") && json.Unmarshal([]byte(text), &list) == nil:
		var out []string
		for _, v := range list {
			words, ok := valueInWords(c, v)
			if !ok {
				return text // it was no list but a text
			}
			out = append(out, words)
		}
		return strings.Join(out, "; ")
	}
	return text
}

// valueInWords does so for one value; false where it is not of several parts.
func valueInWords(c *model.Case, value []byte) (string, bool) {
	var parts map[string]json.RawMessage
	if json.Unmarshal(value, &parts) != nil {
		return "", false
	}
	var slot model.Slot
	var at when.Moment
	switch {
	case parts["start"] != nil && strict(value, &slot):
	case parts["precision"] != nil && strict(value, &at):
		slot.Start = at
	default:
		return partsInWords(c, value, parts), true
	}
	return slotWords(c, slot, slot.Start.In(c.Rules.Policy.Location())), true
}

// strict reads a value that has no other parts than those of v.
func strict(value []byte, v any) bool {
	d := json.NewDecoder(bytes.NewReader(value))
	d.DisallowUnknownFields()
	return d.Decode(v) == nil
}

func partsInWords(c *model.Case, value []byte, parts map[string]json.RawMessage) string {
	var v struct {
		Yes    *bool    `json:"yes"`
		Text   string   `json:"text"`
		Reason string   `json:"reason"`
		By     model.ID `json:"by"`
	}
	if json.Unmarshal(value, &v) == nil && v.By != "" {
		said := cmp.Or(v.Text, v.Reason)
		if v.Yes != nil {
			said = strings.TrimSuffix(map[bool]string{true: "yes", false: "no"}[*v.Yes]+", "+said, ", ")
		}
		return strings.TrimPrefix(said+", by "+c.PersonName(v.By), ", ")
	}
	var out []string
	for name, part := range parts {
		var text string
		if json.Unmarshal(part, &text) != nil {
			text = keptInWords(c, string(part))
		}
		out = append(out, fmt.Sprintf("%s %s", strings.ReplaceAll(name, "_", " "), text))
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}
