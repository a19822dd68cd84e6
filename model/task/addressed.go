package task

import (
	"slices"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/process"
)

// Addressed are remedies as whoever acts reads them: of what they may not do themselves,
// each says to whose roles it belongs.
func Addressed(c *model.Case, list []model.Remedy) []model.Remedy {
	out := slices.Clone(list)
	for i := range out {
		if a := does(out[i]); a != nil {
			out[i].Whose = action.Whose(c, a, out[i].About)
		}
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
	case r.Task != "":
		if t, ok := Named(r.Task); ok {
			return t.Act
		}
	case r.Doing == process.Advance:
		return action.Advance{Release: r.About}
	}
	return nil
}
