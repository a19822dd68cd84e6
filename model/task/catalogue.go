package task

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/model/gate"
	"fairway/model/process"
)

// proposeEntry enters an entry of the catalogue, of a release that went well or
// afresh.
var proposeEntry = Task{
	Name: "propose-entry", Title: "Propose a catalogue entry", Act: action.ProposeEntry{}, Also: []model.Kind{"", model.KindRelease}, Makes: model.KindEntry, Needs: ofServices,
	When: on(func(_ *model.Case, r *model.Release) string {
		if !r.Closed() {
			return "it is not closed yet: an entry is made of a release that went well"
		}
		return ""
	}),
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		offerWork(c, f)
		if id == "" {
			first := ""
			if list := action.Catalogued(c.Rules); len(list) > 0 {
				first = list[0]
			}
			return begin("process", first), nil
		}
		return fromWork(c, action.EntryOf(c, id)), nil
	},
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		return action.ProposeEntry{Entry: model.Entry{Work: workOf(c, id, a, action.EntryOf(c, id))}, Release: id}, nil
	},
}

// editEntry changes an entry: the new version is authorised anew.
var editEntry = Task{
	Name: "edit-entry", Title: "Edit the entry", Act: action.EditEntry{}, About: model.KindEntry, Edits: true, Needs: ofServices,
	When: entryIs("it is retired", model.EntryProposed, model.EntryAuthorised, model.EntrySuspended, model.EntryRejected),
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		offerWork(c, f)
		return fromWork(c, model.Get[*model.Entry](c, id).Work), nil
	},
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		e := model.Get[*model.Entry](c, id)
		if e == nil {
			return nil, &model.NotFound{What: "catalogue entry " + string(id)}
		}
		n := *e
		n.Work = workOf(c, id, overlaid(fromWork(c, e.Work), a), e.Work)
		return action.EditEntry{Entry: n, Seen: seen(c, id)}, nil
	},
}

// decideEntry authorises an entry, or rejects it.
var decideEntry = Task{
	Name: "decide-entry", Title: "Decide on the entry", Act: action.DecideEntry{}, About: model.KindEntry, Needs: withPeople, Kinds: []model.Kind{model.KindService},
	When: entryIs("nothing is to be decided on it", model.EntryProposed),
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		e := model.Get[*model.Entry](c, id)
		f.Help = fmt.Sprintf("%s, version %d by %s, %s. ", e.Title, e.Version, c.PersonName(e.Author), e.Count()) + f.Help
		return begin(), nil
	},
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		var author model.ID
		if e := model.Get[*model.Entry](c, id); e != nil {
			author = e.Author
		}
		said, yes := said(c, id, a, "decision", "authorise", author)
		return action.DecideEntry{Entry: id, Yes: yes, Comment: a.Get("comment"), Words: said, Seen: seen(c, id)}, nil
	},
}

// suspendEntry, resumeEntry and retireEntry say whether an entry may be followed.
var (
	suspendEntry = Task{Name: "suspend-entry", Title: "Suspend the entry", Act: action.SuspendEntry{}, About: model.KindEntry, Needs: withPeople,
		When: entryIs("only an authorised entry is suspended", model.EntryAuthorised), Open: countedHelp}
	resumeEntry = Task{Name: "resume-entry", Title: "Resume the entry", Act: action.ResumeEntry{}, About: model.KindEntry, Needs: withPeople,
		When: entryIs("it is not suspended", model.EntrySuspended), Open: countedHelp}
	retireEntry = Task{Name: "retire-entry", Title: "Retire the entry", Act: action.RetireEntry{}, About: model.KindEntry, Needs: withPeople,
		When: entryIs("it is retired already", model.EntryProposed, model.EntryAuthorised, model.EntrySuspended, model.EntryRejected), Open: countedHelp}
)

// countedHelp says what came of an entry before somebody says more of it.
func countedHelp(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
	e := model.Get[*model.Entry](c, id)
	f.Help = fmt.Sprintf("%s, %s. ", e.Title, e.Count()) + f.Help
	return begin(), nil
}

// entryIs makes a When of the states that an entry has to be in.
func entryIs(why string, states ...model.State) func(*model.Case, model.ID) string {
	return func(c *model.Case, id model.ID) string {
		if e := model.Get[*model.Entry](c, id); e != nil && !slices.Contains(states, e.State) {
			return why + ": it is " + string(e.State)
		}
		return ""
	}
}

// copyRelease registers the next of its kind.
var copyRelease = Task{
	Name: "copy-release", Title: "Register the next of its kind", Act: action.CopyRelease{}, About: model.KindRelease,
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		r := model.Get[*model.Release](c, id)
		can := action.CopyTypes(c.Rules, r)
		offer(f, "type", slices.DeleteFunc(releaseTypes(c), func(o option) bool { return !slices.Contains(can, o.value) }))
		kind := r.Type
		if p, ok := c.Rules.Process(r.Means()); ok {
			kind = p.Name
		}
		if p, ok := c.Rules.Process(kind); ok && len(p.Reasons) > 0 && c.Rules.Normal() != nil { // an emergency has no next of its kind
			kind = c.Rules.Normal().Name
		}
		return begin("name", r.Name, "type", kind), nil
	},
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		dates, err := slot(a, Zone(c, id, a))
		return action.CopyRelease{Of: id, Name: a.Get("name"), Version: a.Get("version"), Type: a.Get("type"), Coordinator: model.ID(a.Get("coordinator")), Window: dates}, err
	},
}

// offerEntries fills in which entries something new can follow, and asks for one
// only where its process takes one.
func offerEntries(c *model.Case, f *form.Form, of model.Kind) {
	var list []option
	for _, e := range model.All[*model.Entry](c) {
		if p, ok := c.Rules.Process(e.Process); ok && p.Of == string(of) && e.State != model.EntryRetired && e.State != model.EntryRejected {
			label := fmt.Sprintf("%s  %s (%s)", e.ID, e.Title, e.Count())
			if e.State != model.EntryAuthorised {
				label += ", " + string(e.State)
			}
			list = append(list, option{string(e.ID), label})
		}
	}
	if len(list) == 0 {
		without(f, "the catalogue has no entry that it could follow: one is proposed of a release that went well or afresh, and authorised", "entry")
		return
	}
	offer(f, "entry", list)
	fl := field(f, "entry")
	for i := range c.Rules.Processes {
		if p := &c.Rules.Processes[i]; p.Catalogued() && p.Of == string(of) {
			fl.When = "type=" + p.Name
			if of == model.KindChange {
				fl.When = "type=" + p.ChangeType()
			}
			return
		}
	}
	without(f, "the rules in force have no process that follows the catalogue", "entry")
}

// followed is the entry that was chosen.
func followed(a form.Answers) *model.EntryFollowed {
	if id := model.ID(a.Get("entry")); id != "" {
		return &model.EntryFollowed{Entry: id}
	}
	return nil
}

// offerWork fills in the choices of an entry's form.
func offerWork(c *model.Case, f *form.Form) {
	var processes []option
	for _, name := range action.Catalogued(c.Rules) {
		p, _ := c.Rules.Process(name)
		processes = append(processes, option{name, p.Title})
	}
	offer(f, "process", processes)
	offer(f, "contents", plain(c.Rules.Policy.Contents...))
	offer(f, "category", plain(model.ChangeCategories...))
	offer(f, "factors", model.Each(c.Rules.Policy.Factors, func(x process.Factor) option { return option{x.ID, x.Title} }))
	if plan, ok := c.Rules.Form(gate.FormPlan); ok {
		own := plan.Asked("method")
		offer(f, "method", model.Each(own.Options, func(o string) option { return option{o, own.Label(o)} }))
	}
}

// fromWork is what an entry says as the answers of its form: a step a line.
func fromWork(c *model.Case, w model.Work) form.Answers {
	impact := ""
	if w.Impact > 0 {
		impact = strconv.Itoa(w.Impact)
	}
	name := w.Process
	if p, ok := c.Rules.Process(w.Process); ok {
		name = p.Name
	}
	lines := func(steps []model.WorkStep) string {
		return strings.Join(model.Each(steps, func(s model.WorkStep) string { return s.Text }), "\n")
	}
	a := begin("title", w.Title, "text", w.Text, "process", name, "services", text(w.Services), "touches", text(w.Items), "contents", text(w.Contents), "category", w.Category, "environment", w.Environment,
		"impact", impact, "factors", text(w.Factors), "deliverables", w.Deliverables, "method", w.Method, "duration", w.Duration, "steps", lines(w.Steps),
		"verification", text(w.Verification), "notice", w.Notice, "trigger", w.Trigger, "back_steps", lines(w.BackSteps), "back_duration", w.BackDuration, "no_return", w.NoReturn,
		"criteria", strings.Join(model.Each(w.Criteria, func(cr model.Criterion) string { return cr.Criterion }), "\n"))
	if !w.NextReview.IsZero() {
		a.Values["review"] = w.NextReview.Text()
	}
	return a
}

// overlaid are answers with those that were given anew in their place.
func overlaid(under, given form.Answers) form.Answers {
	out := under.Clone()
	for name := range given.Values {
		out.Take(name, given)
	}
	return out
}

// workOf reads the answers of an entry's form. What else is known of a step or a
// criterion than its line stays as it was.
func workOf(c *model.Case, id model.ID, a form.Answers, was model.Work) model.Work {
	impact, _ := strconv.Atoi(a.Get("impact")) // the form's rules saw that it is a number
	lines := func(name string) []string {
		var out []string
		for line := range strings.Lines(a.Get(name)) {
			if line = strings.TrimSpace(line); line != "" {
				out = append(out, line)
			}
		}
		return out
	}
	steps := func(name string, old []model.WorkStep) []model.WorkStep {
		return model.Each(lines(name), func(line string) model.WorkStep {
			if i := slices.IndexFunc(old, func(s model.WorkStep) bool { return s.Text == line }); i >= 0 {
				return old[i]
			}
			return model.WorkStep{Text: line}
		})
	}
	w := model.Work{Title: a.Get("title"), Text: a.Get("text"), Process: a.Get("process"), Services: ids(a, "services"), Items: ids(a, "touches"), Contents: a.List("contents"),
		Category: a.Get("category"), Environment: a.Get("environment"), Impact: impact, Factors: a.List("factors"), Deliverables: a.Get("deliverables"), Method: a.Get("method"), Duration: a.Get("duration"),
		Steps: steps("steps", was.Steps), Verification: lines("verification"), Notice: a.Get("notice"), Trigger: a.Get("trigger"), BackSteps: steps("back_steps", was.BackSteps),
		BackDuration: a.Get("back_duration"), NoReturn: a.Get("no_return"), NextReview: a.Moment("review", Zone(c, id, a))}
	if p, ok := c.Rules.Process(w.Process); ok {
		w.Process = p.Means()
	}
	for i, line := range lines("criteria") {
		one := model.Criterion{ID: fmt.Sprintf("C%d", i+1), Criterion: line}
		if k := slices.IndexFunc(was.Criteria, func(cr model.Criterion) bool { return cr.Criterion == line }); k >= 0 {
			one.How = was.Criteria[k].How
		}
		w.Criteria = append(w.Criteria, one)
	}
	return w
}
