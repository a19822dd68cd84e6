package action

import (
	"fmt"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/intake"
)

// incidentWrong adds what can't be of an incident: a severity or a state that nobody here
// knows, which must not become one that is not grave, or is open; and of its times what can't
// be of one that is logged by hand: nothing began or ended in the future, nor ended before it
// began.
func (in *importing) incidentWrong(row intake.Row, refusal *model.Refusal) {
	if known := in.c.Rules.Policy.Severities; row.Fields["severity"] != "" {
		if _, ok := severity(row.Fields["severity"], known, in.Words); !ok {
			refusal.Add(fmt.Sprintf("severity %q: it is none of %s, nor a word that means one of them everywhere", row.Fields["severity"], strings.Join(known, ", ")), meaning("severity", row.Fields["severity"], known[0]))
		}
	}
	if _, ok := incidentState(row.Fields["state"], in.Words); !ok {
		refusal.Add(fmt.Sprintf("state %q: it is none of %s, nor a word that means one of them everywhere", row.Fields["state"], strings.Join(model.Each(model.KindIncident.Info().States, func(s model.StateInfo) string { return string(s.State) }), ", ")), meaning("state", row.Fields["state"], string(model.IncidentClosed)))
	}
	zone := in.c.Rules.Policy.Location()
	opened := row.Start.At
	if opened.After(in.c.Now) {
		refusal.Add(fmt.Sprintf("it can't have been opened in the future: it would be %s, and now it is %s", stamp(opened), stamp(in.c.Now)), model.AnswerTo("correct the date in the file, or say how dates are written", "date_format"))
	}
	for _, end := range []struct {
		what string
		at   time.Time
	}{{"hit", momentOf(row.Fields["impact_start"], zone)}, {"resolved", row.End.At}, {"resolved", momentOf(row.Fields["resolved"], zone)}, {"closed", momentOf(row.Fields["closed"], zone)}} {
		switch {
		case end.at.IsZero():
		case end.at.After(in.c.Now):
			refusal.Add(fmt.Sprintf("it can't have been %s in the future: it would be %s, and now it is %s", end.what, stamp(end.at), stamp(in.c.Now)), model.AnswerTo("correct the date in the file, or say how dates are written", "date_format"))
		case !opened.IsZero() && end.at.Before(opened) && end.what != "hit":
			refusal.Add(fmt.Sprintf("it was opened %s, and can't have been %s before that, %s", stamp(opened), end.what, stamp(end.at)), model.Say("correct the dates in the file"))
		}
	}
	if hit := momentOf(row.Fields["impact_start"], zone); !hit.IsZero() {
		for _, end := range []time.Time{row.End.At, momentOf(row.Fields["resolved"], zone), momentOf(row.Fields["closed"], zone)} {
			if !end.IsZero() && hit.After(end) {
				refusal.Add(fmt.Sprintf("its impact can't have begun %s: it was over %s", stamp(hit), stamp(end)), model.Say("correct the dates in the file"))
				break
			}
		}
	}
}

// meaning is the remedy of a word that nobody here knows: the person says what it means.
func meaning(field, word string, such string) model.Remedy {
	return model.AnswerTo(fmt.Sprintf("say what it means, as in '%s:%s=%s'", field, strings.ReplaceAll(word, "'", `'\''`), such), "value")
}
