package gate

import (
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/process"
)

// ruled is what the rules name against a check, for this release as it stands: a
// gate is asked from other stages than its own, too, and what the rules name there
// may not be done where the release is.
func (f facts) ruled() []model.Remedy {
	var out []model.Remedy
	for _, r := range f.use.Remedied() {
		r.Text = strings.ReplaceAll(r.Text, "{id}", string(f.of())) // in rules from before remedies were values
		of := model.Remedy{Remedy: r}
		if of.Helps() {
			of.About = f.of()
		}
		out = append(out, f.fromHere(of)...)
	}
	return out
}

// fromHere is a remedy where it can be done in the stage in which the release is,
// else what leads there.
func (f facts) fromHere(r model.Remedy) []model.Remedy {
	value := func(field string) string {
		for _, a := range r.Answers {
			if a.Field == field {
				return a.Value
			}
		}
		return ""
	}
	switch r.Task {
	case "send-back":
		if to := value("to"); to != "" && !f.leadsBack(to) {
			return f.instead(to)
		}
	case "request-approval":
		if def, ok := f.process.Approval(value("purpose")); ok && !slices.Contains(def.Stages, f.stage) {
			return f.askedIn(def)
		}
	}
	return []model.Remedy{r}
}

func (f facts) leadsBack(to string) bool {
	return slices.ContainsFunc(f.process.Back(f.stage), func(m process.Move) bool { return m.To == to })
}

// instead is what there is to do in place of sending the release back to a stage
// to which no way leads from where it is: what the rules name for the check before
// that, or the stages from which a way leads there.
func (f facts) instead(to string) []model.Remedy {
	if approval, ok := f.process.Approval(f.use.Arg); ok && slices.Contains(ofApprovals, f.use.Name) {
		return f.fromHere(f.task("request-approval", model.With("purpose", approval.ID)))
	}
	for _, s := range f.process.Stages {
		for _, c := range s.Checks {
			if c.Name == f.use.Name && c.Arg == f.use.Arg && !slices.ContainsFunc(c.Remedied(), func(r process.Remedy) bool { return r.Task == "send-back" }) {
				g := f
				g.use = c
				return g.ruled()
			}
		}
	}
	_, here := f.process.Stage(f.stage)
	var from []string
	for i, s := range f.process.Stages {
		if i > here && slices.ContainsFunc(f.process.Back(s.ID), func(m process.Move) bool { return m.To == to }) {
			from = append(from, s.Title)
		}
	}
	at, _ := f.process.Stage(to)
	switch {
	case at == nil || f.stage == to:
		return []model.Remedy{model.Say("it is put right where it is now")}
	case len(from) == 0:
		return []model.Remedy{model.Say("no way leads from here to " + at.Title)}
	}
	return []model.Remedy{model.Say(fmt.Sprintf("it can be sent back to %s from %s", at.Title, strings.Join(from, " or ")))}
}

// askedIn leads to the stages in which an approval is asked for: back to one before it,
// or on to the first that lies ahead, gate by gate.
func (f facts) askedIn(def *process.Approval) []model.Remedy {
	var in []string
	for i, s := range f.process.Stages {
		if !slices.Contains(def.Stages, s.ID) {
			continue
		}
		in = append(in, s.Title)
		for _, m := range f.process.Back(f.stage) {
			if _, to := f.process.Stage(m.To); to >= 0 && to <= i {
				return []model.Remedy{f.task("send-back", model.With("to", m.To), model.With("reason", "")).For("send it back")}
			}
		}
	}
	said := "it is asked for in " + strings.Join(in, " or ")
	if _, here := f.process.Stage(f.stage); here >= 0 && slices.ContainsFunc(f.process.Stages[here+1:], func(s process.Stage) bool { return slices.Contains(def.Stages, s.ID) }) {
		return []model.Remedy{model.ByDoing(process.Advance, f.of()).For(said + ", to which it has to go on first")}
	}
	return []model.Remedy{model.Say(said)}
}
