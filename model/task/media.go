package task

import (
	"errors"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/model/sums"
)

// stateInstalled says what was installed in a run, by its digests.
var stateInstalled = Task{
	Name: "state-installed", Title: "Say what was installed", Act: action.StateInstalled{}, About: model.KindRun, Also: []model.Kind{model.KindRelease},
	Which: installedIn, None: "no run of it was started",
	When: func(c *model.Case, id model.ID) string {
		if r := c.ReleaseOf(id); r != nil {
			switch {
			case r.Ended():
				return over(r)
			case len(r.Package) == 0:
				return "it has no package in the DML to compare it with"
			}
		}
		return ""
	},
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		does := action.StateInstalled{Run: model.ID(a.Get("run")), From: a.Get("source"), Happened: at(a, "happened", c.ZoneOf(id))}
		list, err := sums.Parse(a.Get("sums"))
		var wrong *sums.Wrong
		if errors.As(err, &wrong) {
			return nil, &form.Wrong{Field: "sums", Text: wrong.Error()}
		}
		for _, s := range list {
			does.Files = append(does.Files, model.InstalledFile{SHA256: s.SHA256, Name: s.Name})
		}
		return does, err
	},
}

// installedIn are the runs in which something can have been installed: those that go on,
// then the newest.
func installedIn(c *model.Case, id model.ID) []option {
	all := slices.DeleteFunc(slices.Clone(model.All[*model.Run](c)), func(run *model.Run) bool { return run.ID != id && run.Release != id })
	model.SortRuns(all)
	var out []option
	for _, run := range all {
		label := titled(run) + " (" + run.Words()
		if !run.Open() {
			label += ", " + model.StateWords(run)
		}
		out = append(out, option{string(run.ID), label + ")"})
	}
	return out
}

// withdrawInstallation takes it back.
var withdrawInstallation = Task{
	Name: "withdraw-installation", Title: "Withdraw what was said to be installed", Act: action.WithdrawInstallation{}, About: model.KindInstallation,
	When: barred(func(i *model.Installation) bool { return i.Withdrawn != nil }, "it is withdrawn already"),
}

// digest reads what sha256sum prints: the digest, and the name of the file behind it,
// without its folder.
func digest(printed string) (sum, file string) {
	if list, err := sums.Parse(printed); err == nil && len(list) == 1 {
		return list[0].SHA256, list[0].Name[strings.LastIndexByte(list[0].Name, '/')+1:]
	}
	sum, _, _ = strings.Cut(strings.TrimSpace(printed), " ") // the action says what is wrong with it
	return sum, ""
}
