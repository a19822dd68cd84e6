package gate

import (
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/form"
	"fairway/model/process"
	"fairway/model/when"
)

// checkEntry: what was authorised beforehand is what the release does.
const checkEntry = "entry-followed"

// entryFollowed asks that the release follows an entry of the catalogue which is
// authorised, and does what stands there and nothing else.
func entryFollowed(f facts) answer {
	if f.r.Entry == nil {
		return open("it follows no entry of the catalogue").by(f.asNormal(), model.ByTask("propose-entry", "").For("propose an entry for the next of its kind"))
	}
	e := model.Get[*model.Entry](f.Case, f.r.Entry.Entry)
	if e == nil {
		return cannot("%s can't be read", f.r.Entry.Entry)
	}
	if why := decision.Unfollowed(f.Case, e, f.r.Entry.Version, len(f.r.Passed) > 0); why != "" {
		return open("%s %s", e.ID, why).by(append(f.again(e), f.asNormal())...)
	}
	v, _ := e.At(f.r.Entry.Version)
	if others, mend := f.departures(v.Work); len(others) > 0 {
		return open("%s version %d does not cover it: %s", e.ID, v.Version, strings.Join(others, "; ")).
			by(append(mend, f.asNormal(), model.ByTask("edit-entry", e.ID).For("have the entry changed, and authorised anew"))...)
	}
	return met("%s %s, version %d, authorised by %s", e.ID, e.Title, v.Version, decision.Signed(f.Case, v.Decided.By, v.Decided.At, v.Decided.Basis))
}

// asNormal registers the same once more, to be decided on its own.
func (f facts) asNormal() model.Remedy {
	normal := f.rules.Normal()
	if normal == nil || normal.Catalogued() {
		return model.ByTask("register", "")
	}
	return f.task("copy-release", model.With("type", normal.Name)).For("register it as a " + strings.ToLower(normal.Title[:1]) + normal.Title[1:])
}

// again is what lets an entry be followed again.
func (f facts) again(e *model.Entry) []model.Remedy {
	switch e.State {
	case model.EntrySuspended:
		return []model.Remedy{model.ByTask("resume-entry", e.ID).For("whoever may resumes the entry")}
	case model.EntryProposed:
		decide := model.ByTask("decide-entry", e.ID, model.With("decision", "")).For("whoever may decides on the entry")
		if _, ok := e.At(f.r.Entry.Version); ok && f.r.Entry.Version != e.Version {
			return []model.Remedy{decide, f.task("copy-release").For("take it up under the new version").AndThen()}
		}
		return []model.Remedy{decide}
	case model.EntryAuthorised:
		if _, meet := Unmet(f.Case, model.Owing(e), e.ID); len(meet) > 0 {
			return meet
		}
		if v, ok := e.At(f.r.Entry.Version); ok && v.Version != e.Version {
			return []model.Remedy{f.task("copy-release").For("take it up under the new version")}
		}
	}
	return nil
}

// departures lists in what a release does something else than an entry says, and what
// puts that right in the release.
func (f facts) departures(w model.Work) (out []string, mend []model.Remedy) {
	outside := func(what string, has, may []model.ID) {
		if more := slices.DeleteFunc(slices.Clone(has), func(id model.ID) bool { return slices.Contains(may, id) }); len(more) > 0 {
			out = append(out, what+" "+join(more))
		}
	}
	if f.r.Service != "" {
		outside("the service", []model.ID{f.r.Service}, w.Services)
	}
	outside("the items", f.r.Items, w.Items)
	for _, content := range f.r.Contents {
		if !slices.Contains(w.Contents, content) {
			out = append(out, "it brings "+strings.ReplaceAll(content, "-", " "))
		}
	}
	for _, id := range f.r.Changes {
		if ch := model.Get[*model.Change](f.Case, id); ch != nil && ch.Service != "" && !slices.Contains(w.Services, ch.Service) {
			out = append(out, fmt.Sprintf("%s changes %s", id, ch.Service))
		}
	}
	larger, edit := f.larger(w)
	out = append(out, larger...)
	if edit {
		mend = append(mend, f.task("edit-release"))
	}
	for _, paper := range Papers(w) {
		differs := f.differs(paper)
		if out = append(out, differs...); len(differs) > 0 {
			mend = append(mend, model.ByForm(paper.Form, f.r.ID).For("do what the entry says"))
		}
	}
	return out, mend
}

// differs lists in what a document says something else than the one that an entry fills.
func (f facts) differs(paper Paper) []string {
	d := f.Document(paper.Form, f.r.ID)
	if d == nil {
		return []string{f.unwritten(paper.Form)}
	}
	now := d.Meant().Clone()
	for _, row := range now.Rows("steps") { // when each is done is of the night, and what is no point of no return may say so
		for _, column := range []string{"starts", "takes", "after"} {
			delete(row, column)
		}
		if row["sort"] == model.StepManual {
			delete(row, "sort")
		}
		if row["no_back"] == "no" {
			delete(row, "no_back")
		}
	}
	var out []string
	in := func(name string) {
		out = append(out, fmt.Sprintf("%s differs in %s", d.ID, f.titleOf(paper.Form, name)))
	}
	for _, name := range paper.Material {
		if !paper.Answers.Only(name).Same(now.Only(name)) {
			in(name)
		}
	}
	for _, name := range paper.Stated {
		if stated := paper.Answers.Only(name); !stated.Same(form.Answers{}) && !stated.Same(now.Only(name)) {
			in(name)
		}
	}
	if may, lasts := paper.Answers.Duration("duration"), now.Duration("duration"); may > 0 && lasts > may {
		out = append(out, fmt.Sprintf("%s plans %s, not %s", d.ID, when.FormatDuration(lasts), when.FormatDuration(may)))
	}
	return out
}

// larger lists in what a release is more than an entry says: it goes elsewhere, or its
// risk is greater; edit says that editing the release puts some of it right. What is
// major is planned and decided on its own (ISO/IEC 20000-1:2018, 8.5.2): no entry covers
// it.
func (f facts) larger(w model.Work) (out []string, edit bool) {
	if f.r.Major {
		out = append(out, "it is a major release")
	}
	if w.Environment != "" && !strings.EqualFold(strings.TrimSpace(f.r.Env), w.Environment) {
		out = append(out, fmt.Sprintf("it goes to %q, not to %q", f.r.Env, w.Environment))
	}
	edit = len(out) > 0
	if risk := f.r.Risk; risk != nil && w.Impact > 0 {
		if risk.Impact > w.Impact {
			out = append(out, fmt.Sprintf("its impact is %d, not %d", risk.Impact, w.Impact))
		}
		for _, factor := range risk.Factors {
			if !slices.Contains(Factors(f.rules.Policy, f.r, w.Factors), factor) {
				out = append(out, "its risk has the factor "+factor)
			}
		}
	}
	return out, edit
}

// titleOf is what people call a question of a form, in a sentence.
func (f facts) titleOf(formName, field string) string {
	if fm, ok := f.rules.Form(formName); ok {
		if fl, ok := fm.Field(field); ok {
			if strings.HasPrefix(fl.Title, "Who ") {
				return fmt.Sprintf("%q", fl.Title)
			}
			return "the " + strings.ToLower(fl.Title[:1]) + fl.Title[1:]
		}
	}
	return "the " + field
}

// Paper is a document that an entry of the catalogue fills: its form and the
// answers, by what they are for. One that differs in what is material is no longer what
// was authorised; what is Stated is so only where the entry says it.
type Paper struct {
	Form     string
	Answers  form.Answers
	Material []string
	Stated   []string
}

// Papers are the documents that an entry fills for a release that follows it.
func Papers(w model.Work) []Paper {
	steps := func(list []model.WorkStep, mark bool) []form.Cells {
		return model.Each(list, func(s model.WorkStep) form.Cells {
			row := form.Cells{"text": s.Text, "owner": s.Owner}
			if mark && s.NoBack {
				row["no_back"] = "yes"
			}
			return row
		})
	}
	plan := form.Answers{
		Values: map[string]string{"duration": w.Duration, "deliverables": w.Deliverables, "method": w.Method, "communication": w.Notice},
		Tables: map[string][]form.Cells{"steps": steps(w.Steps, true), "verification": model.Each(w.Verification, func(text string) form.Cells { return form.Cells{"text": text} })},
	}
	back := form.Answers{
		Values: map[string]string{"trigger": w.Trigger, "duration": w.BackDuration, "no_return": w.NoReturn},
		Tables: map[string][]form.Cells{"steps": steps(w.BackSteps, false)},
	}
	out := []Paper{
		{FormPlan, plan.Lean(), []string{"method", "steps", "verification"}, []string{"deliverables", "communication"}},
		{FormRollback, back.Lean(), []string{"trigger", "steps"}, []string{"no_return"}},
	}
	if len(w.Criteria) > 0 {
		rows := model.Each(w.Criteria, func(cr model.Criterion) form.Cells {
			return form.Cells{"id": cr.ID, "criterion": cr.Criterion, "how": cr.How}
		})
		out = append(out, Paper{Form: FormCriteria, Answers: form.Answers{Tables: map[string][]form.Cells{"criteria": rows}}.Lean(), Material: []string{"criteria"}})
	}
	return out
}

// WorkOf is what a release's documents say, as an entry keeps it.
func WorkOf(c *model.Case, r *model.Release) model.Work {
	w := model.Work{Title: r.Name, Process: process.TypeStandard, Services: model.SortIDs([]model.ID{r.Service}), Items: slices.Clone(r.Items), Contents: slices.Clone(r.Contents), Environment: strings.TrimSpace(r.Env)}
	if r.Service == "" {
		w.Services = nil
	}
	if r.Risk != nil {
		w.Impact, w.Factors = r.Risk.Impact, slices.Clone(r.Risk.Factors)
	}
	rows := func(list []form.Cells) []model.WorkStep {
		return model.Each(list, func(row form.Cells) model.WorkStep {
			return model.WorkStep{Text: row["text"], Owner: row["owner"], NoBack: row["no_back"] == "yes"}
		})
	}
	if d := c.Document(FormPlan, r.ID); d != nil {
		a := d.Meant()
		w.Deliverables, w.Method, w.Duration, w.Notice = a.Get("deliverables"), a.Get("method"), a.Get("duration"), a.Get("communication")
		w.Steps = rows(a.Rows("steps"))
		w.Verification = model.Each(a.Rows("verification"), func(row form.Cells) string { return row["text"] })
	}
	if d := c.Document(FormRollback, r.ID); d != nil {
		a := d.Meant()
		w.Trigger, w.BackDuration, w.NoReturn, w.BackSteps = a.Get("trigger"), a.Get("duration"), a.Get("no_return"), rows(a.Rows("steps"))
	}
	if d := c.Document(FormCriteria, r.ID); d != nil {
		w.Criteria = model.Each(d.Meant().Rows("criteria"), func(row form.Cells) model.Criterion {
			return model.Criterion{ID: row["id"], Criterion: row["criterion"], How: row["how"]}
		})
	}
	return w
}
