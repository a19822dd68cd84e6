package cab

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/form"
	"fairway/model/grammar"
	"fairway/model/when"
)

// FormMinutes is what the form of the minutes is for.
const FormMinutes = "cab-minutes"

// fields are the questions of the minutes that the standing items answer.
var fields = map[string]string{model.ItemFailed: "failed", model.ItemConditions: "followed_up", model.ItemSchedule: "schedule"}

// Outcomes of an item in the minutes that no approval has as its state.
const (
	undecided = "undecided"
	lookedAt  = "looked-at"
)

// Minutes are what the form of the minutes says of a meeting, by what its questions are
// for. The agenda is that of its last moment.
func Minutes(c *model.Case, a Agenda, zone *time.Location) form.Answers {
	m := a.Meeting
	out := form.Answers{Values: map[string]string{}, Tables: map[string][]form.Cells{}}
	clock := func(t time.Time) string { return t.In(zone).Format("2006-01-02 15:04") }
	came := m.Came()
	led := m.Led()
	if len(led) == 0 && m.ClosedBy != "" { // nothing was taken up
		led = []model.ID{m.ClosedBy}
	}
	missed := slices.DeleteFunc(slices.Clone(m.Invited), func(id model.ID) bool { return slices.Contains(came, id) })
	for name, value := range map[string]string{
		"held": clock(m.Opened), "until": clock(c.Now), "chair": string(m.Chair), "taken_by": string(m.Minutes), "present": lines(came), "absent": lines(missed),
		"quorum": quorumOfVotes(c, a), "led_by": lines(led), "closed_by": string(m.ClosedBy),
	} {
		out.Values[name] = value
	}
	if m.Early(m.Opened) {
		out.Values["remarks"] = "Opened before its time: it was planned for " + when.Tell(m.Planned.Start, m.Planned.End, zone, zone) + "."
	}
	for _, kept := range m.Items {
		item, ok := a.Find(kept.Item)
		if !ok {
			continue
		}
		row := form.Cells{"item": kept.Item, "subject": line(strings.TrimSpace(string(item.Of) + " " + item.Name + ": " + item.Title)), "outcome": outcome(item),
			"minutes": strconv.FormatInt((int64(kept.Took(c.Now).Seconds())+59)/60, 10)}
		if item.Approval == nil {
			row["subject"] = item.Title
		}
		out.Tables["items"] = append(out.Tables["items"], row)
		for _, v := range item.Votes {
			row := form.Cells{"item": kept.Item, "person": string(v.By), "verdict": model.Decided(v.Verdict), given: v.Given(clock), "comment": line(strings.Trim(v.InRight+": "+v.Comment, ": "))}
			if row[given] == "" {
				row[given] = inMeeting
			}
			out.Tables["votes"] = append(out.Tables["votes"], row)
		}
		if item.Approval == nil {
			continue
		}
		for _, k := range item.Approval.Conditions() {
			out.Tables["conditions"] = append(out.Tables["conditions"], form.Cells{"item": kept.Item, "condition": line(k.Text), "owner": string(k.By)})
		}
	}
	for _, item := range a.Items {
		if item.Approval == nil && len(item.Lines) > 0 {
			out.Values[fields[item.Item]] = strings.Join(model.Each(item.Lines, func(l Line) string { return "- " + l.Text }), "\n")
		}
	}
	return out
}

// outcome is how an item ended, as the minutes have it.
func outcome(i Item) string {
	switch {
	case i.Approval == nil:
		return lookedAt
	case i.State == model.ApprovalPending:
		return undecided
	}
	return string(i.State)
}

// quorumOfVotes says how many members were there when it was voted, at the vote with the
// fewest; who comes or goes afterwards changes nothing in that. Without a vote it is how
// many are there at the end.
func quorumOfVotes(c *model.Case, a Agenda) string {
	fewest, found := Agenda{}, false
	for _, item := range a.Items {
		for _, v := range item.Votes {
			if v.Beforehand || v.Outside {
				continue
			}
			then := Agenda{Meeting: a.Meeting, Quorum: a.Quorum}
			then.count(c, a.Meeting.ThereAt(v.At))
			if !found || len(then.Members) < len(fewest.Members) {
				fewest, found = then, true
			}
		}
	}
	if !found {
		return QuorumWords(a)
	}
	text := QuorumWords(fewest)
	if !fewest.Reached() {
		return text + " when it was voted: what was decided counts by the rule of each approval"
	}
	return text
}

// given is the column of the votes that says when each was given, elsewhere that which forms
// from before have instead: whether it was not in the meeting.
const given, elsewhere = "given", "beforehand"

// How a vote was given that was not told otherwise.
const inMeeting, beforehand = "in the meeting", "beforehand"

// ForForm makes of what the form of the minutes says what a form asks for that is from
// before: its votes have no column for when they were given.
func ForForm(f *form.Form, a form.Answers) {
	asked := func(column string) bool {
		return slices.ContainsFunc(f.Asked("votes").Columns, func(c form.Field) bool { return c.Means() == column })
	}
	if asked(given) {
		return
	}
	asks := asked(elsewhere)
	for _, row := range a.Tables["votes"] {
		text := row[given]
		if delete(row, given); asks {
			row[elsewhere] = "no"
			if text != inMeeting {
				row[elsewhere] = "yes"
			}
		}
		if text != inMeeting && text != beforehand {
			row["comment"] = line(strings.Trim(text+"; "+row["comment"], "; "))
		}
	}
}

// New are questions that the form has where its rules are new enough.
var New = []string{"led_by", "closed_by"}

// Fixed are the questions of the minutes that nobody but the meeting answers, by what
// they are for: what was decided is not written otherwise afterwards.
var Fixed = []string{"held", "until", "chair", "led_by", "closed_by", "taken_by", "quorum", "votes"}

// QuorumWords say how many members of the CAB are there, of how many: "2 of 3 members
// present: no quorum".
func QuorumWords(a Agenda) string {
	text := fmt.Sprintf("%d of %s present", len(a.Members), grammar.Count(a.Quorum, "member"))
	switch {
	case len(a.Members) > a.Quorum:
		return fmt.Sprintf("%s present, the quorum is %d", grammar.Count(len(a.Members), "member"), a.Quorum)
	case a.Reached():
		return text
	}
	return text + ": no quorum"
}

func lines(ids []model.ID) string {
	return strings.Join(model.Each(ids, func(id model.ID) string { return string(id) }), "\n")
}

// line is a text in one line that a cell has room for.
func line(text string) string {
	const most = 300
	letters := []rune(strings.Join(strings.Fields(text), " "))
	if len(letters) > most {
		return string(letters[:most]) + " …"
	}
	return string(letters)
}
