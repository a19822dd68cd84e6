package calendar

import "testing"

// Words for the usual rules are read, and what they mean is a rule; anything else is refused
// with what can be written.
func TestRulesInWords(t *testing.T) {
	for text, want := range map[string]string{
		"every second Thursday":           "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH",
		"EVERY SECOND THURSDAY":           "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH",
		"every other thu":                 "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH",
		"every Thursday":                  "FREQ=WEEKLY;BYDAY=TH",
		"each Thursday":                   "FREQ=WEEKLY;BYDAY=TH",
		"Thursdays":                       "FREQ=WEEKLY;BYDAY=TH",
		"on Mondays and Wednesdays":       "FREQ=WEEKLY;BYDAY=MO,WE",
		"every Tuesday, Thursday":         "FREQ=WEEKLY;BYDAY=TU,TH",
		"every 3 weeks":                   "FREQ=WEEKLY;INTERVAL=3",
		"every 2 weeks on Thursday":       "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH",
		"every week on Monday and Friday": "FREQ=WEEKLY;BYDAY=MO,FR",
		"every month on the last Friday":  "FREQ=MONTHLY;BYDAY=-1FR",
		"every third week":                "FREQ=WEEKLY;INTERVAL=3",
		"every week":                      "FREQ=WEEKLY",
		"fortnightly":                     "FREQ=WEEKLY;INTERVAL=2",
		"every weekday":                   "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
		"daily":                           "FREQ=DAILY",
		"every day":                       "FREQ=DAILY",
		"every month":                     "FREQ=MONTHLY",
		"every quarter":                   "FREQ=MONTHLY;INTERVAL=3",
		"every second year":               "FREQ=YEARLY;INTERVAL=2",
		"first Monday of the month":       "FREQ=MONTHLY;BYDAY=1MO",
		"the second tue of every month":   "FREQ=MONTHLY;BYDAY=2TU",
		"every first Monday of the month": "FREQ=MONTHLY;BYDAY=1MO",
		"last Friday of the month":        "FREQ=MONTHLY;BYDAY=-1FR",
		"last day of the month":           "FREQ=MONTHLY;BYMONTHDAY=-1",
		"15th of the month":               "FREQ=MONTHLY;BYMONTHDAY=15",
		" FREQ=WEEKLY;BYDAY=TH ":          "FREQ=WEEKLY;BYDAY=TH",
		"rrule:freq=weekly":               "rrule:freq=weekly",
	} {
		if got, err := ReadRule(text); err != nil || got != want {
			t.Errorf("%q is %q, want %q: %v", text, got, want, err)
		}
	}
	for _, text := range []string{"", "every", "never", "every blue moon", "Thursday", "second Thursday", "every 0 weeks", "FREQ=SOMETIMES", "FREQ=WEEKLY;BYDAY=XX", "every 2000 weeks", "sixth Monday of the month", "32nd of the month", "of the month", "every Thursday of the year", "every second", "on"} {
		if got, err := ReadRule(text); err == nil {
			t.Errorf("%q is read as %q", text, got)
		}
	}
}
