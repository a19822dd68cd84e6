package task

import (
	"slices"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/gate"
	"fairway/model/process"
)

// Addressed are remedies as whoever acts reads them: of what they may not do themselves,
// each says to whose roles it belongs, or to whom.
func Addressed(c *model.Case, list []model.Remedy) []model.Remedy {
	out := slices.Clone(list)
	for i := range out {
		if a := does(out[i]); a != nil {
			out[i].Whose = action.Whose(c, a, out[i].About)
			out[i].Answers = forService(c, out[i], a)
		}
	}
	return out
}

// Curing are the facts of which it can be said whose remedies are, of several lists of them.
func Curing(lists ...[]model.Remedy) model.Needs {
	var n model.Needs
	for _, list := range lists {
		for _, r := range list {
			if r.About != "" {
				n.IDs = append(n.IDs, r.About)
			}
		}
	}
	n.IDs = model.SortIDs(n.IDs)
	return n
}

// forService are the answers of a remedy that enters something new, with the question for
// which service, where whoever acts may enter it for some services only.
func forService(c *model.Case, r model.Remedy, a action.Action) []process.Answer {
	t, ok := Named(r.Task)
	if !ok || t.Makes == "" || r.About != "" || len(r.Whose) > 0 || slices.ContainsFunc(r.Answers, func(a process.Answer) bool { return a.Field == "service" }) || !slices.Contains(process.TaskQuestions[r.Task], "service") {
		return r.Answers
	}
	permission, _ := action.Asks(c, a)
	if permission == "" || c.Who.Person == nil || action.Can(c, permission, "") {
		return r.Answers
	}
	return append(slices.Clip(r.Answers), model.With("service", ""))
}

// AddressedConflicts are the conflicts of releases with their remedies so.
func AddressedConflicts(c *model.Case, list []gate.Conflict) []gate.Conflict {
	if list == nil {
		return nil // nobody looked
	}
	out := slices.Clone(list)
	for i := range out {
		out[i].Remedies = Addressed(c, out[i].Remedies)
	}
	return out
}

// AddressedReasons are the reasons of a refusal with their remedies so.
func AddressedReasons(c *model.Case, list []model.Reason) []model.Reason {
	out := slices.Clone(list)
	for i := range out {
		out[i].Remedies = Addressed(c, out[i].Remedies)
	}
	return out
}

// does is the action of a remedy, as far as it is known; nil where it is none.
func does(r model.Remedy) action.Action {
	switch {
	case r.Form != "" && r.About != "":
		return action.WriteForm{Form: r.Form, Of: r.About}
	case r.Task == acceptConflict.Name:
		a := action.AcceptConflict{Release: r.About}
		if at := slices.IndexFunc(r.Answers, func(a process.Answer) bool { return a.Field == "key" }); at >= 0 {
			a.Key = r.Answers[at].Value
		}
		return a
	case r.Task != "":
		if t, ok := Named(r.Task); ok {
			return t.Act
		}
	case r.Doing == process.Advance:
		return action.Advance{Release: r.About}
	}
	return nil
}
