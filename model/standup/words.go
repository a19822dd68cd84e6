package standup

import (
	"fmt"
	"slices"
	"sort"
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

// names8 are things in a row, eight at most.
func names8(list []string) string {
	if n := len(list); n > 8 {
		list = append(slices.Clip(list[:7]), fmt.Sprintf("and %d more", n-7))
	}
	return strings.Join(list, ", ")
}

// together is one line about several records, with what it says of each; one record has a
// line as any other.
func together(word string, ids []model.ID, parts []string, by string) Line {
	l := Line{Word: word, Text: strings.Join(parts, by)}
	if len(ids) == 1 {
		l.ID = ids[0]
		return l
	}
	l.IDs, l.parts, l.by = ids, parts, by
	return l
}

// about are the records that a line is about.
func (l Line) about() []model.ID {
	if l.ID != "" {
		return []model.ID{l.ID}
	}
	return l.IDs
}

// left says how many things lines are about that have no room, and names the records in
// at most so many rows (0: in as many as it takes), each with how often if that is more
// than once. Those that can't be named there are counted.
func left(lines []Line, columns, rows int, wrap Wrap) []string {
	return told("and %d more", ": ", lines, columns, rows, wrap)
}

// told is left with how many there are said in other words, and what stands before the
// first record.
func told(many, by string, lines []Line, columns, rows int, wrap Wrap) []string {
	all := 0
	var ids []model.ID
	times := map[model.ID]int{}
	for _, l := range lines {
		about := l.about()
		all += max(len(about), 1)
		for _, id := range about {
			if times[id]++; times[id] == 1 {
				ids = append(ids, id)
			}
		}
	}
	named := func(n int) []string {
		text, by, rest := fmt.Sprintf(many, all), by, all
		for _, id := range ids[:n] {
			text += by + string(id)
			if times[id] > 1 {
				text += fmt.Sprintf(" (%d)", times[id])
			}
			by, rest = ", ", rest-times[id]
		}
		switch {
		case n == 0 || rest == 0:
		case rest == 1:
			text += " and another"
		default:
			text += fmt.Sprintf(" and %d others", rest)
		}
		return wrap(text, columns)
	}
	if said := named(len(ids)); rows == 0 || len(said) <= rows {
		return said
	}
	return named(max(sort.Search(len(ids), func(n int) bool { return len(named(n)) > rows })-1, 0))
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
