package calendar

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// RuleWords are examples of the words that ReadRule reads, for whoever has to be told.
const RuleWords = "every Thursday, every second Thursday, every weekday, first Monday of the month"

// ReadRule reads how something recurs: a rule of RFC 5545, which is returned as it was
// typed, or plain words for the usual ones, "every second Thursday" or "last Friday of the
// month", which are returned as the rule that they mean. The words are English, in capitals
// or not, days whole or by their first three letters. Its error says what can be written.
func ReadRule(text string) (string, error) {
	text = strings.TrimSpace(text)
	if strings.Contains(text, "=") || strings.HasPrefix(strings.ToUpper(text), "RRULE:") {
		if _, err := parseRule(text); err != nil {
			return "", err
		}
		return text, nil
	}
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return strings.ContainsRune(" ,.\t", r) })
	rule, ok := ruleOf(words)
	if !ok {
		return "", fmt.Errorf("%q says not how it recurs: write such as %s, or a rule of RFC 5545, FREQ=WEEKLY;BYDAY=TH", text, RuleWords)
	}
	if _, err := parseRule(rule); err != nil {
		return "", errors.New(strings.TrimSpace(text) + ": " + err.Error())
	}
	return rule, nil
}

// ruleOf is the rule that words mean.
func ruleOf(words []string) (string, bool) {
	if len(words) == 1 {
		once := map[string]string{"daily": "FREQ=DAILY", "weekly": "FREQ=WEEKLY", "fortnightly": "FREQ=WEEKLY;INTERVAL=2", "monthly": "FREQ=MONTHLY", "quarterly": "FREQ=MONTHLY;INTERVAL=3", "yearly": "FREQ=YEARLY", "annually": "FREQ=YEARLY"}
		if rule, ok := once[words[0]]; ok {
			return rule, true
		}
	}
	if rule, ok := inMonth(words); ok {
		return rule, true
	}
	for i, w := range words { // "every 2 weeks on Thursday", "every month on the first Monday": as rules are shown
		if w != "on" || i < 2 {
			continue
		}
		switch unit := strings.TrimSuffix(words[i-1], "s"); unit {
		case "week":
			return ruleOf(slices.Concat(words[:i-1], words[i+1:]))
		case "month":
			if i == 2 {
				return inMonth(slices.Concat(words[i+1:], []string{"of", "the", "month"}))
			}
		}
		return "", false
	}
	plural := false
	switch {
	case len(words) > 1 && (words[0] == "every" || words[0] == "each"):
		words = words[1:]
	case len(words) > 1 && words[0] == "on":
		words, plural = words[1:], true
	default:
		plural = true
	}
	every, counted := nth(words[0:min(1, len(words))])
	if counted {
		words = words[1:]
	}
	if every < 1 || len(words) == 0 || plural && counted {
		return "", false
	}
	interval := ""
	if every > 1 {
		interval = ";INTERVAL=" + strconv.Itoa(every)
	}
	if len(words) == 1 && !plural {
		switch unit := strings.TrimSuffix(words[0], "s"); unit {
		case "day":
			return "FREQ=DAILY" + interval, true
		case "week":
			return "FREQ=WEEKLY" + interval, true
		case "month":
			return "FREQ=MONTHLY" + interval, true
		case "quarter":
			return "FREQ=MONTHLY;INTERVAL=" + strconv.Itoa(3*every), true
		case "year":
			return "FREQ=YEARLY" + interval, true
		case "weekday":
			return "FREQ=WEEKLY" + interval + ";BYDAY=MO,TU,WE,TH,FR", true
		}
	}
	var days []string
	for _, w := range words {
		if w == "and" || w == "every" {
			continue
		}
		day, ok := dayOf(w)
		if !ok || plural && !strings.HasSuffix(w, "s") {
			return "", false
		}
		days = append(days, day)
	}
	if len(days) == 0 {
		return "", false
	}
	return "FREQ=WEEKLY" + interval + ";BYDAY=" + strings.Join(days, ","), true
}

// inMonth reads "first Monday of the month", "last day of every month" and "15th of the
// month".
func inMonth(words []string) (string, bool) {
	of := -1
	for i, w := range words {
		if w == "of" || w == "in" {
			of = i
		}
	}
	if of < 1 {
		return "", false
	}
	switch strings.Join(words[of+1:], " ") {
	case "the month", "every month", "each month", "month", "a month":
	default:
		return "", false
	}
	words = words[:of]
	for len(words) > 1 && (words[0] == "the" || words[0] == "every" || words[0] == "each" || words[0] == "on") {
		words = words[1:]
	}
	n, counted := nth(words[:1])
	if words[0] == "last" {
		n, counted = -1, true
	}
	switch {
	case !counted:
		return "", false
	case len(words) == 1 && n >= 1 && n <= 31 && words[0] != "other":
		return "FREQ=MONTHLY;BYMONTHDAY=" + strconv.Itoa(n), true
	case len(words) == 2 && words[1] == "day" && n >= -1 && n <= 31:
		return "FREQ=MONTHLY;BYMONTHDAY=" + strconv.Itoa(n), true
	case len(words) == 2 && n <= 5 && words[0] != "other":
		if day, ok := dayOf(words[1]); ok {
			return "FREQ=MONTHLY;BYDAY=" + strconv.Itoa(n) + day, true
		}
	}
	return "", false
}

// nth reads an ordinal or a number that stands first; 1 where none does.
func nth(words []string) (n int, found bool) {
	if len(words) == 0 {
		return 1, false
	}
	named := map[string]int{"first": 1, "other": 2, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "two": 2, "three": 3, "four": 4, "six": 6}
	if n, ok := named[words[0]]; ok {
		return n, true
	}
	digits := words[0]
	for _, end := range []string{"st", "nd", "rd", "th"} {
		digits = strings.TrimSuffix(digits, end)
	}
	if n, err := strconv.Atoi(digits); err == nil && n > 0 {
		return n, true
	}
	return 1, false
}

// dayOf is a day of the week as rules have it.
func dayOf(word string) (string, bool) {
	word = strings.TrimSuffix(word, "s")
	for _, name := range []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"} {
		if word == name || word == name[:3] || word == name[:2] || word == "tue" && name == "tuesday" || word == "thur" && name == "thursday" {
			return strings.ToUpper(name[:2]), true
		}
	}
	return "", false
}
