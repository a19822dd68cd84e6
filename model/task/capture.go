package task

import (
	"strconv"
	"strings"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/model/process"
)

// captureChange enters a change that was made without authorisation.
var captureChange = Task{
	Name: "capture-change", Title: "Capture an unauthorised change", Act: action.CaptureChange{}, Makes: model.KindChange, Needs: ofServices,
	Open: func(c *model.Case, _ model.ID, f *form.Form) (form.Answers, error) {
		offer(f, "category", plain(model.ChangeCategories...))
		var ways []option
		var incident []string
		for _, p := range c.Rules.Processes {
			if p.Of != string(model.KindChange) || !p.Captures() {
				continue
			}
			for _, way := range p.Found {
				ways = append(ways, option{way.ID, way.Title})
				if way.Incident {
					incident = append(incident, way.ID)
				}
			}
		}
		offer(f, "found", ways)
		if len(ways) == 0 {
			f.Help = "The rules in force have no process for changes that were made without authorisation."
		}
		if field(f, "incident").When = "found=" + strings.Join(incident, "|"); len(incident) == 0 {
			without(f, "in the rules in force no way to find such a change goes with an incident", "incident")
		}
		return begin("category", "enhancement", "unknown", "no"), nil
	},
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		impact, _ := strconv.Atoi(a.Get("impact")) // the form's rules saw that it is a number
		return action.CaptureChange{Change: model.Change{Title: a.Get("title"), Text: a.Get("text"), Category: a.Get("category"), Service: model.ID(a.Get("service")), Items: ids(a, "items"), Impact: impact,
			Requester: model.ID(a.Get("requester")), Builder: model.ID(a.Get("builder")),
			Captured: &model.Capture{Found: a.Get("found"), Incident: model.ID(a.Get("incident")), Made: at(a, "happened", Zone(c, id, a)), Unknown: a.Yes("unknown")}}}, nil
	},
}

// verifyBackOut says that one was taken back.
var verifyBackOut = Task{
	Name: "verify-back-out", Title: "It is backed out", Act: action.VerifyBackOut{}, About: model.KindChange, When: inState(putsRight(model.BackedOut)),
}

// followUpChange names what corrects one.
var followUpChange = Task{
	Name: "follow-up-change", Title: "Name what corrects it", Act: action.FollowUpChange{}, About: model.KindChange, When: inState(putsRight(model.Corrected)),
}

// putsRight says why an outcome of the review of a change is not carried out by its
// task.
func putsRight(outcome string) func(*model.Change) string {
	return func(ch *model.Change) string {
		if !ch.Unauthorised() {
			return "it was not made without authorisation"
		}
		return action.NotToPutRight(ch, outcome)
	}
}

// submitted reports whether RFCs of a process are submitted: one for what was made
// already is captured instead.
func submitted(p *process.Process) bool { return p.Of == string(model.KindChange) && !p.Captures() }
