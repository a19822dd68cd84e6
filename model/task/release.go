package task

import (
	"reflect"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/model/process"
)

// register enters a new release.
var register = Task{
	Name: "register", Title: "Register a release", Act: action.Register{}, Makes: model.KindRelease, Needs: ofServices, Kinds: []model.Kind{model.KindEntry},
	Open: func(c *model.Case, _ model.ID, f *form.Form) (form.Answers, error) {
		list := releaseTypes(c)
		offer(f, "type", list)
		for i := range c.Rules.Processes {
			if p := &c.Rules.Processes[i]; p.Of == string(model.KindRelease) {
				mean(f, "type", p.Means(), p.Name)
			}
		}
		offer(f, "contents", plain(c.Rules.Policy.Contents...))
		offerEntries(c, f, model.KindRelease)
		first := ""
		if len(list) > 0 {
			first = list[0].value
		}
		lead := ""
		if me := c.Who.Person; me != nil && slices.ContainsFunc(me.Roles, func(g model.Grant) bool { return c.Rules.RoleMeans(g.Role) == process.RoleCoordinator }) {
			lead = string(me.ID)
		}
		declaring(c, f, model.KindRelease)
		return begin("type", first, "major", "no", "coordinator", lead), nil
	},
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		made, err := (&Task{Act: action.Register{}}).fromFields(c, id, a)
		if err != nil {
			return nil, err
		}
		r := made.(action.Register)
		r.Release.Declared = declaration(c, id, a)
		r.Release.Entry = followed(a)
		return r, nil
	},
}

// declaration is what was said of why a process was chosen; nil for nothing.
func declaration(c *model.Case, id model.ID, a form.Answers) *model.Declaration {
	d := model.Declaration{Reason: a.Get("reason"), Incident: model.ID(a.Get("incident")), Vulnerability: a.Get("vulnerability"), At: at(a, "happened", Zone(c, id, a))}
	if d == (model.Declaration{}) {
		return nil
	}
	return &d
}

// declarations are the questions that arise where a process is chosen for a reason
// alone.
var declarations = []string{"reason", "incident", "vulnerability", "happened"}

// declaring asks them where there is such a process, with its reasons.
func declaring(c *model.Case, f *form.Form, of model.Kind) {
	var types []string
	var reasons []option
	for _, p := range c.Rules.Processes {
		if p.Of != string(of) || len(p.Reasons) == 0 {
			continue
		}
		if of == model.KindChange {
			types = append(types, p.ChangeType())
		} else {
			types = append(types, p.Name)
		}
		for _, r := range p.Reasons {
			if one := (option{r.ID, r.Title}); !slices.Contains(reasons, one) {
				reasons = append(reasons, one)
			}
		}
	}
	if len(types) == 0 {
		without(f, "the rules in force have no process that is chosen for a reason", declarations...)
		return
	}
	offer(f, "reason", reasons)
	for _, name := range declarations {
		field(f, name).When = "type=" + strings.Join(types, "|")
	}
}

// releaseTypes are the processes a release can follow, the normal one first.
func releaseTypes(c *model.Case) []option {
	var out []option
	for i := range c.Rules.Processes {
		switch p := &c.Rules.Processes[i]; {
		case p.Of != string(model.KindRelease):
		case p == c.Rules.Normal():
			out = slices.Insert(out, 0, option{p.Name, p.Title})
		default:
			out = append(out, option{p.Name, p.Title})
		}
	}
	return out
}

// editRelease changes fields of a release.
var editRelease = Task{
	Name: "edit-release", Title: "Edit the release", Act: action.Edit{}, About: model.KindRelease, Edits: true, When: on(unlocked),
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		offer(f, "contents", plain(c.Rules.Policy.Contents...))
		a := asItStands(c, id, *f)
		if brought := inOrder(c, a.List("contents")); len(brought) > 0 {
			a.Values["contents"] = text(brought)
		}
		return a, nil
	},
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		r := model.Get[*model.Release](c, id)
		set, now := map[string]string{}, fieldsOf(reflect.ValueOf(r).Elem())
		for _, name := range action.EditableFields() {
			answer, asked := a.Values[name]
			answer, was := strings.TrimSpace(answer), written(now[name])
			if name == "contents" {
				answer, was = text(inOrder(c, form.Split(answer))), text(inOrder(c, r.Contents))
			}
			if asked && answer != was && (name != "major" || answer != "") {
				set[name] = answer
			}
		}
		return action.Edit{Release: id, Set: set, Seen: seen(c, id)}, nil
	},
}

// inOrder brings what a release brings into the policy's order, so that the
// same said in another order is no edit.
func inOrder(c *model.Case, contents []string) []string {
	out := slices.Clone(contents)
	slices.SortStableFunc(out, func(a, b string) int {
		return slices.Index(c.Rules.Policy.Contents, a) - slices.Index(c.Rules.Policy.Contents, b)
	})
	return out
}

// scope puts RFCs into a release, or defers them.
var scope = Task{
	Name: "scope", Title: "Change the scope", Act: action.Scope{}, About: model.KindRelease, When: on(unlocked),
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		r := model.Get[*model.Release](c, id)
		if len(r.Changes) == 0 {
			without(f, "no RFC is in its scope: one is put in before it is deferred", "defer")
			return form.Answers{}, nil
		}
		offer(f, "defer", records(c, r.Changes))
		return form.Answers{}, nil
	},
}

// records are options for records of which the ids are known.
func records(c *model.Case, list []model.ID) []option {
	var out []option
	for _, id := range list {
		label := called(c, id)
		if f, ok := c.Fact(id); ok && f.Record.Row().State != "" {
			label += " (" + model.StateWords(f.Record) + ")"
		}
		out = append(out, option{string(id), label})
	}
	return out
}

// affect lists the configuration items that a release touches.
var affect = Task{
	Name: "affect", Title: "List the items it touches", Act: action.Affect{}, About: model.KindRelease, Stands: []string{"complete"}, When: on(unlocked),
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		r := model.Get[*model.Release](c, id)
		if len(r.Items) == 0 {
			without(f, "it lists no item yet: one is added before it is taken off", "remove")
		} else {
			offer(f, "remove", records(c, r.Items))
		}
		return begin("complete", yesno(r.ItemsAll)), nil
	},
}

// hold stops the work on a release until a date.
var hold = Task{
	Name: "hold", Title: "Put on hold", Act: action.Hold{}, About: model.KindRelease,
	When: on(open, not(onHold, "it is on hold already")),
}

// resume takes a release off hold.
var resume = Task{
	Name: "resume", Title: "Resume", Act: action.Resume{}, About: model.KindRelease,
	When: on(open, not(func(c *model.Case, r *model.Release) bool { return !onHold(c, r) }, "it is not on hold")),
}

// checkDates says that the dates were looked at since the clocks were changed.
var checkDates = Task{
	Name: "check-dates", Title: "Say that the dates were looked at", Act: action.CheckDates{}, About: model.KindRelease,
	When: on(open, func(_ *model.Case, r *model.Release) string {
		if r.ZoneMove == nil || r.ZoneMove.Seen != "" {
			return "no clocks changed under its dates"
		}
		return ""
	}),
}

func onHold(_ *model.Case, r *model.Release) bool { return r.Hold != nil }

// sendBack returns a release to an earlier stage.
var sendBack = Task{
	Name: "send-back", Title: "Send back", Act: action.SendBack{}, About: model.KindRelease,
	When: on(open, func(c *model.Case, r *model.Release) string {
		if len(waysBack(c, r)) == 0 {
			_, p := stageOf(c, r)
			return "there is no way back from " + stageTitle(p, r.Stage)
		}
		return ""
	}),
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		return begin("to", offerOnly(f, "to", waysBack(c, model.Get[*model.Release](c, id)))), nil
	},
}

// waysBack are the stages to which a release can be sent back from its own.
func waysBack(c *model.Case, r *model.Release) []option {
	_, p := stageOf(c, r)
	if p == nil {
		return nil
	}
	var out []option
	for _, m := range p.Back(r.Stage) {
		if !slices.ContainsFunc(out, func(o option) bool { return o.value == m.To }) {
			out = append(out, option{m.To, stageTitle(p, m.To)})
		}
	}
	return out
}

// cancel ends a release that will not be deployed.
var cancel = Task{
	Name: "cancel", Title: "Cancel the release", Act: action.Cancel{}, About: model.KindRelease,
	When: on(unlocked, not(func(_ *model.Case, r *model.Release) bool { return r.Deployed }, "its deployment has started")),
}

// reopen takes a closed release back.
var reopen = Task{
	Name: "reopen", Title: "Reopen", Act: action.Reopen{}, About: model.KindRelease,
	When: on(func(_ *model.Case, r *model.Release) string {
		switch {
		case r.Cancelled != nil:
			return "it was cancelled: register a new one"
		case !r.Closed():
			return "it is not closed"
		case r.Origin != nil:
			return "it is imported history"
		}
		return ""
	}),
}

// undo takes back one's own last edit.
var undo = Task{
	Name: "undo", Title: "Undo my last edit", Act: action.Undo{}, About: model.KindRelease, When: on(unlocked),
	Make: func(c *model.Case, id model.ID, _ form.Answers) (action.Action, error) {
		return action.Undo{Release: id, Seen: c.Position}, nil
	},
}
