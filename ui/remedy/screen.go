// Package remedy says what removes a reason (model.Remedy): as a command line
// to somebody with a shell, as what the dashboard calls it and the key that
// opens it to somebody without, and as JSON.
//
// What would remove a reason is decided in model; here it is only said. Nothing
// takes a sentence apart.
package remedy

import (
	"cmp"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/task"
	"fairway/ui/screen"
)

// Words says remedies as the dashboard does.
func Words(list []model.Remedy) string { return joined(list, words) }

func words(r model.Remedy) string {
	title := Title(r)
	switch {
	case title == "":
		return r.Text
	case len(r.Whose) > 0:
		return asked(r) + title + among(r)
	case r.Text == "":
		return title + among(r)
	}
	return r.Text + ": " + title + among(r)
}

// Same reports whether two remedies are one: the same thing done to the same record, with the
// same answers or for the same reason.
func Same(a, b model.Remedy) bool {
	said := func(r model.Remedy) string {
		var out []string
		for _, answer := range r.Answers {
			if answer.Value != "" {
				out = append(out, answer.Field+"="+answer.Value)
			}
		}
		return strings.Join(out, " ")
	}
	return Title(a) == Title(b) && (said(a) == said(b) || a.Text == b.Text)
}

// Offered is what one of several remedies is offered as: by its title, and where others have
// the same one, by what it is for besides.
func Offered(r model.Remedy, among []model.Remedy) string {
	title := Title(r)
	for _, o := range among {
		if Title(o) == title && !Same(o, r) {
			return r.Text + ": " + title
		}
	}
	return title
}

// Title is what the dashboard calls the task, form or doing of a remedy, and the
// record it is done to; "" where a remedy is only said.
func Title(r model.Remedy) string {
	out := ""
	switch {
	case r.Task != "":
		out = strings.ReplaceAll(r.Task, "-", " ")
		if t, ok := task.Named(r.Task); ok {
			out = t.Title
		}
	case r.Titled != "":
		out = "fill the form: " + r.Titled
	case r.Form == decision.FormRFC:
		out = "fill the form: RFC"
	case r.Form != "":
		out = "fill the form: " + strings.ReplaceAll(r.Form, "-", " ")
	case r.Doing != "":
		out = doings[r.Doing].title
	}
	if of := cmp.Or(r.Called, string(r.About)); out != "" && of != "" {
		out += " (" + of + ")"
	}
	return out
}

// Opens reports whether the dashboard can open what a remedy names, for whoever reads it.
func Opens(r model.Remedy) bool {
	switch {
	case len(r.Whose) > 0: // others do it
		return false
	case r.Task != "":
		t, ok := task.Named(r.Task)
		return ok && (t.About == r.About.Kind() || slices.Contains(t.Also, r.About.Kind()))
	case r.Doing != "":
		return doings[r.Doing].open != nil && r.About != ""
	}
	return r.Form != "" && r.About != ""
}

// Best is the first remedy that the dashboard can open.
func Best(list []model.Remedy) (model.Remedy, bool) {
	at := slices.IndexFunc(list, Opens)
	if at < 0 {
		return model.Remedy{}, false
	}
	return list[at], true
}

// Ways are the remedies that the dashboard can open, each another way to the same end: the
// first is Best. What comes after one of them is none of its own.
func Ways(list []model.Remedy) []model.Remedy {
	var out []model.Remedy
	for _, r := range list {
		if !Opens(r) || r.Then && len(out) > 0 || slices.ContainsFunc(out, func(o model.Remedy) bool { return Title(o) == Title(r) }) {
			continue
		}
		out = append(out, r)
	}
	return out
}

// Do does a doing in the dashboard.
func Do(h screen.Host, r model.Remedy) tea.Cmd { return doings[r.Doing].open(h, r.About) }
