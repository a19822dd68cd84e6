// Package grammar makes words of English agree: a number with what it counts, a verb
// with a name that an organisation may have given.
package grammar

import (
	"strconv"
	"strings"
	"unicode"
)

// Count is a number with its word: 1 conflict, 2 conflicts, 1 criterion, 3 criteria.
func Count(n int, one string) string {
	if n != 1 {
		one = plural(one)
	}
	return strconv.Itoa(n) + " " + one
}

// irregular are the words of this program that don't take an s.
var irregular = map[string]string{"criterion": "criteria", "person": "people", "is": "are", "has": "have", "was": "were"}

// plural is more than one of what the last word names.
func plural(one string) string {
	before, last := "", one
	if at := strings.LastIndexByte(one, ' '); at >= 0 {
		before, last = one[:at+1], one[at+1:]
	}
	switch many, ok := irregular[last]; {
	case ok:
		last = many
	case strings.HasSuffix(last, "y") && !strings.ContainsAny(last[max(len(last)-2, 0):len(last)-1], "aeiou"):
		last = last[:len(last)-1] + "ies"
	case strings.HasSuffix(last, "s"), strings.HasSuffix(last, "x"), strings.HasSuffix(last, "ch"):
		last += "es"
	default:
		last += "s"
	}
	return before + last
}

// A puts "a" or "an" before the name of something, as it is spoken: an improvement action,
// a release, a user, an RFC.
func A(name string) string {
	first := strings.ToLower(name)
	switch {
	case first == "":
		return name
	case strings.HasPrefix(name, "RFC"), strings.ContainsRune("aeio", rune(first[0])), first[0] == 'u' && !strings.HasPrefix(first, "us") && !strings.HasPrefix(first, "uni"):
		return "an " + name
	}
	return "a " + name
}

// Are is "are" behind the name of more than one thing, as an organisation may call a
// form: the release notes are, the acceptance criteria are; the release plan is.
func Are(name string) string {
	words := strings.Fields(strings.ToLower(name))
	if len(words) == 0 {
		return "is"
	}
	last := words[len(words)-1]
	for _, many := range irregular {
		if last == many {
			return "are"
		}
	}
	switch {
	case strings.HasSuffix(last, "ss"), strings.HasSuffix(last, "us"), strings.HasSuffix(last, "is"):
	case strings.HasSuffix(last, "s"), last == "data":
		return "are"
	}
	return "is"
}

// Lower is a title within a sentence: Release Plan as release plan, CAB Minutes as CAB
// minutes. What is written in capitals alone stays.
func Lower(title string) string {
	var b strings.Builder
	for i, word := range strings.Split(title, " ") {
		if i > 0 {
			b.WriteByte(' ')
		}
		if !short(word) {
			word = strings.ToLower(word)
		}
		b.WriteString(word)
	}
	return b.String()
}

// short reports whether a word is an abbreviation: CAB, (DML), RFCs.
func short(word string) bool {
	capitals := 0
	for _, r := range strings.TrimSuffix(strings.TrimRight(word, ".,:;)"), "s") {
		switch {
		case unicode.IsLower(r):
			return false
		case unicode.IsUpper(r):
			capitals++
		}
	}
	return capitals > 1
}
