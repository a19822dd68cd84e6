package cli

import (
	"slices"
	"strings"

	"fairway/assets"
	"fairway/model"
	"fairway/model/gate"
	"fairway/model/task"
	"fairway/store"
	"fairway/ui/remedy"
)

// shell writes remedies as command lines, to whoever gave the command at hand.
func (a *App) shell() remedy.Shell {
	s := remedy.Shell{Remote: a.remote}
	if a.ran == nil {
		return s
	}
	s.Has = func(flag string) bool { return a.ran.Flag(flag) != nil }
	given := func(name string) string {
		if f := a.ran.Flag(name); f != nil && f.Changed {
			return " --" + name + " " + remedy.ShellWord(f.Value.String())
		}
		return ""
	}
	s.File, s.Who = given("db"), given("as")
	_, words, _ := strings.Cut(a.ran.CommandPath(), " ")
	for _, name := range task.Names() {
		if f, err := assets.Task(name); err == nil && f.Command.Words == words {
			s.Asked = append(s.Asked, f)
		}
	}
	return s
}

// reason is a reason as JSON has it: its remedies as values, and under the old
// word "remedy" the command line that does the first of them.
type reason struct {
	model.Reason
	Remedy string `json:"cure,omitempty"`
}

func (a *App) reasons(list []model.Reason) []reason {
	out := make([]reason, len(list))
	for i, r := range list {
		out[i] = reason{r, a.shell().Lines(r.Remedies)}
	}
	return out
}

// gateView is a gate as JSON has it.
type gateView struct {
	store.GateView
	Findings []finding `json:"findings"`
}

// finding is one as JSON has it: its remedies as values, and under the old words
// "remedy" the command lines and "task" the first task.
type finding struct {
	gate.Finding
	Remedy string `json:"cure,omitempty"`
	Task   string `json:"task,omitempty"`
}

func (a *App) gateView(v store.GateView) gateView {
	out := gateView{GateView: v}
	for _, f := range v.Findings {
		one := finding{Finding: f, Remedy: a.shell().Lines(f.Remedies)}
		if at := slices.IndexFunc(f.Remedies, func(r model.Remedy) bool { return r.Task != "" }); at >= 0 && f.Form == "" {
			one.Task = f.Remedies[at].Task
		}
		out.Findings = append(out.Findings, one)
	}
	return out
}

// conflictView is a conflict as JSON has it, with the command lines that would
// remove it.
type conflictView struct {
	gate.Conflict
	Remedy string `json:"cure,omitempty"`
}

func (a *App) conflictViews(list []gate.Conflict) []conflictView {
	return model.Each(list, func(c gate.Conflict) conflictView { return conflictView{c, a.shell().Lines(c.Remedies)} })
}

// resultView is what came of an action as JSON has it: warnings are sentences.
type resultView struct {
	store.Result
	Warnings []string `json:"warnings,omitempty"`
	Next     string   `json:"next,omitempty"` // what comes next, with its command
	Dates    []dated  `json:"dates,omitempty"`
}

func (a *App) resultView(r store.Result) resultView {
	out := resultView{Result: r, Dates: a.dates}
	if r.Next != nil {
		out.Next = a.warning(*r.Next)
	}
	for _, w := range r.Warnings {
		out.Warnings = append(out.Warnings, a.warning(w))
	}
	return out
}

// warning is what is to be said of something that was done all the same, in a
// sentence.
func (a *App) warning(r model.Reason) string {
	if remedy := a.shell().Lines(r.Remedies); remedy != "" {
		return r.Text + "; " + remedy
	}
	return r.Text
}
