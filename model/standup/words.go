package standup

import (
	"fmt"
	"slices"
	"strings"

	"fairway/model"
)

// names are people or roles in a row, each once, three of them at most.
func names(list []string) string {
	list = slices.Compact(slices.DeleteFunc(slices.Clone(list), func(s string) bool { return s == "" }))
	if n := len(list); n > 3 {
		return fmt.Sprintf("%s and %d more", strings.Join(list[:2], ", "), n-2)
	}
	return strings.Join(list, ", ")
}

// line is a text without its line breaks and the full stop at its end.
func line(text string) string {
	return strings.TrimRight(strings.Join(strings.Fields(text), " "), ". ")
}

// joined puts together what isn't empty.
func joined(by string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), by)
}

// few are ids in a row, eight at most.
func few(list []model.ID) string {
	ids := model.Each(list, func(id model.ID) string { return string(id) })
	if n := len(ids); n > 8 {
		ids = append(ids[:7], fmt.Sprintf("and %d more", n-7))
	}
	return strings.Join(ids, ", ")
}

// left names the records that lines are about which have no room, as many as fit into so
// many columns.
func left(lines []Line, columns int) string {
	var ids []string
	for _, l := range lines {
		if id := string(l.ID); id != "" && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	text := fmt.Sprintf("and %d more", len(lines))
	for i, id := range ids {
		by := ", "
		if i == 0 {
			by = ": "
		}
		if len(text)+len(by)+len(id)+2 > columns {
			return text + " …"
		}
		text += by + id
	}
	return text
}

// ownWords is how much of what somebody wrote is said: who wants to read all of it opens
// the record.
const ownWords = 60

// brief is the beginning of a long text, cut between two words.
func brief(text string) string {
	all := []rune(text)
	if len(all) <= ownWords {
		return text
	}
	cut := string(all[:ownWords])
	if at := strings.LastIndex(cut, " "); at > ownWords/2 {
		cut = cut[:at]
	}
	return strings.TrimRight(cut, ",;: ") + " …"
}

// anyOf are roles of which each may do it: "Release Manager or 2 others".
func anyOf(text string) string {
	list := strings.Split(text, " or ")
	if len(list) <= 2 {
		return text
	}
	return fmt.Sprintf("%s or %d others", list[0], len(list)-1)
}
