package gate

import (
	"testing"

	"fairway/model/calendar"
)

// The rule that ruled out most candidates is named first, each candidate counted once.
func TestTheRuleThatRulesOutMostIsNamed(t *testing.T) {
	by := func(list ...calendar.Conflict) PassedOver {
		var p PassedOver
		for _, c := range list {
			p.By = append(p.By, Conflict{Conflict: c})
		}
		return p
	}
	freeze := func(id string) calendar.Conflict {
		return calendar.Conflict{Kind: calendar.FreezeHard, With: []string{id}}
	}
	notice := calendar.Conflict{Kind: calendar.TooLittleNotice}
	for want, passed := range map[string][]PassedOver{
		"nothing had to be passed over":                                                  nil,
		"1 candidate passed over, by too little notice":                                  {by(notice)},
		"2 candidates passed over, by hard freezes (WIN-2, WIN-1 and others)":            {by(freeze("WIN-1"), freeze("WIN-2")), by(freeze("WIN-2"), freeze("WIN-3"))},
		"3 candidates passed over, 2 of them by too little notice":                       {by(notice), by(notice), by(freeze("WIN-1"))},
		"2 candidates passed over, 1 of them by hard freezes (WIN-1)":                    {by(notice), by(freeze("WIN-1"))},
		"3 candidates passed over, 2 of them by hard freezes (WIN-10, WIN-1 and others)": {by(freeze("WIN-10")), by(notice), by(freeze("WIN-11"), freeze("WIN-10"), freeze("WIN-1"))},
	} {
		if got := TellPassed(passed); got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
	for _, kind := range calendar.Kinds() {
		if ruleWords[kind] == "" {
			t.Errorf("%s has no words", kind)
		}
	}
}
