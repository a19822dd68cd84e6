package demo

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/model/process"
	"fairway/model/when"
	"fairway/store"
)

// write saves a form of the release as somebody, and keeps where it stands.
func (w *walk) write(name, who string, answers func() form.Answers) todo {
	return todo{name: name, who: who, do: func() action.Action {
		return action.WriteForm{Form: name, Of: w.id, Answers: answers(), Void: true}
	}, then: func(r store.Result) {
		d := w.documents[name]
		if d == nil {
			d = &written{id: r.Wrote[0]}
			w.documents[name] = d
		}
		d.version++
	}}
}

// called gives a todo the name by which the data speaks of it.
func called(name string, t todo) []todo {
	t.name = name
	return []todo{t}
}

func (w *walk) assess(process.Check) []todo {
	s := w.spec
	decision := "proceed"
	return called("assess", w.write("assessment", "", func() form.Answers {
		return values("risk", s.Risk, "benefit", s.Benefit, "feasibility", s.Feasible, "cost", s.Cost, "impact_services", s.Effect,
			"impact_security", s.Security, "impact_capacity", s.Capacity, "impact_releases", s.Others,
			"impact", strconv.Itoa(s.Impact), "factors", strings.Join(s.Factors, "\n"), "decision", decision)
	}))
}

func (w *walk) planned(process.Check) []todo {
	return called("plan", w.write("release-plan", "", w.planAnswers))
}

// planDowntime is how long a deployment takes its service down, as its plan says.
const planDowntime = "20m0s"

func (w *walk) planAnswers() form.Answers {
	s := w.spec
	a := values("duration", s.Duration, "environment", "production "+w.service.Name, "deliverables", s.Deliverables, "method", s.Method, "communication", s.Tell,
		"responsibilities", s.Responsibilities, "resources", s.Resources, "dependencies", s.Dependencies, "intent", s.Intent, "downtime", planDowntime)
	a.Tables["steps"] = w.steps(s.Steps)
	for _, line := range s.Verify {
		a.Tables["verification"] = append(a.Tables["verification"], form.Cells{"text": line})
	}
	return a
}

// steps reads the steps of a plan: "! Switch over" is the one after which there
// is no way back, "Tess: sign in" is somebody's.
func (w *walk) steps(lines []string) []form.Cells {
	var out []form.Cells
	for _, line := range lines {
		text, noBack := strings.CutPrefix(line, "! ")
		row := form.Cells{"text": text, "owner": string(w.m.id("person", w.spec.Deployer))}
		if who, what, ok := strings.Cut(text, ": "); ok && w.m.people[who] != nil {
			row["text"], row["owner"] = what, string(w.m.id("person", who))
		}
		if noBack {
			row["no_back"] = "yes"
		}
		out = append(out, row)
	}
	return out
}

func (w *walk) rollback(process.Check) []todo {
	return called("rollback", w.write("rollback-plan", w.spec.Deployer, func() form.Answers { return w.backAnswers(w.spec.Return) }))
}

func (w *walk) backAnswers(steps []string) form.Answers {
	s := w.spec
	a := values("trigger", s.Trigger, "owner", string(w.m.id("person", s.Deployer)), "duration", s.Back, "no_return", s.Point)
	for _, line := range steps {
		a.Tables["steps"] = append(a.Tables["steps"], form.Cells{"text": line, "owner": string(w.m.id("person", s.Deployer))})
	}
	return a
}

// criterion is one line of the data: what | how | evidence | not met.
type criterion struct{ id, what, how, evidence, result, organisation, party, reason string }

func (w *walk) criterionList() []criterion {
	var out []criterion
	for i, line := range w.spec.Criteria {
		part := func(n int) string {
			if parts := strings.Split(line, "|"); n < len(parts) {
				return strings.TrimSpace(parts[n])
			}
			return ""
		}
		c := criterion{id: fmt.Sprintf("C%d", i+1), what: part(0), how: part(1), evidence: part(2), result: "passed"}
		if not := part(3); not != "" {
			var rest string
			c.result, rest, _ = strings.Cut(not, ":")
			words := append(strings.SplitN(rest, ";", 3), "", "", "")
			c.organisation, c.party, c.reason = strings.TrimSpace(words[0]), strings.TrimSpace(words[1]), strings.TrimSpace(words[2])
		}
		out = append(out, c)
	}
	return out
}

func (w *walk) criteria(process.Check) []todo {
	return called("criteria", w.write("criteria", w.m.with("test-manager", ""), func() form.Answers {
		a := values()
		for _, c := range w.criterionList() {
			a.Tables["criteria"] = append(a.Tables["criteria"], form.Cells{"id": c.id, "criterion": c.what, "how": c.how})
		}
		return a
	}))
}

func (w *walk) agreement(process.Check) []todo {
	return called("agreement", w.write("agreement", "", func() form.Answers {
		from := when.DateOf(w.slots[len(w.slots)-1].Start.At, w.m.days.of(w.service))
		return values("terms", w.spec.Terms, "effective", from.String(), "customers", w.spec.Audience)
	}))
}

// agreed has the agreement signed by the owner of the service.
func (w *walk) agreed(process.Check) []todo {
	return w.approves("agreed", "agreement", w.service.Owner)
}

func (w *walk) approved(process.Check) []todo {
	return w.approves("approve", "release-notes", w.spec.Owner)
}

func (w *walk) approves(name, form, who string) []todo {
	return []todo{{name: name, who: who, do: func() action.Action {
		d := w.documents[form]
		return action.ApproveDocument{Document: d.id, Version: d.version}
	}}}
}

func (w *walk) notes(process.Check) []todo {
	return called("notes", w.write("release-notes", "", func() form.Answers {
		return values("notes", w.spec.News, "known_errors", w.spec.Known, "downtime", w.spec.Duration)
	}))
}

func (w *walk) report(process.Check) []todo {
	return called("report", w.write("test-report", w.m.with("test-manager", ""), func() form.Answers {
		s := w.spec
		a := values("rollback_tested", "yes", "rollback_evidence", s.Tried)
		if s.Untried != "" {
			a = values("rollback_tested", "no", "rollback_reason", s.Untried)
		}
		if len(w.media) > 0 {
			a.Values["package_sha256"] = w.sum
		}
		for _, c := range w.criterionList() {
			a.Tables["results"] = append(a.Tables["results"], form.Cells{"id": c.id, "result": c.result, "evidence": c.evidence})
		}
		return a
	}))
}

func (w *walk) accept(process.Check) []todo {
	return called("accept", w.write("acceptance", "", func() form.Answers {
		a := values("summary", title(w.spec)+": "+w.spec.Deliverables, "limitations", w.spec.Known)
		for _, c := range w.criterionList() {
			if c.result != "passed" {
				a.Tables["waivers"] = append(a.Tables["waivers"], form.Cells{"id": c.id, "decision": "accept", "organisation": c.organisation, "party": c.party, "reason": c.reason})
			}
		}
		return a
	}))
}

// handOver writes who of the service desk takes it over, and with what.
func (w *walk) handOver(process.Check) []todo {
	taker := w.m.with("service-desk", "")
	return called("hand-over", w.write("hand-over", "", func() form.Answers {
		return values("takes_over", string(w.m.id("person", taker)), "given", w.spec.Given)
	}))
}

func (w *walk) evaluate(process.Check) []todo {
	t := w.write("evaluation", "", w.evaluateAnswers)
	wrote := t.then
	t.then = func(r store.Result) {
		wrote(r)
		w.noted = slices.DeleteFunc(slices.Clone(r.Wrote), func(id model.ID) bool { return id.Kind() != model.KindImprovement })
	}
	return called("evaluate", t)
}

// improve reports those of the improvement actions done of which the data says what came
// of them: the day before each was due.
func (w *walk) improve(evaluated time.Time) {
	for i, line := range w.spec.Improve {
		parts := strings.Split(line, "|")
		if len(parts) != 4 {
			continue
		}
		n, _ := strconv.Atoi(strings.TrimSpace(parts[2]))
		at := w.m.days.office(when.DateOf(evaluated, w.m.days.zone).AddDays(n-1), 0.5, false)
		if !at.Before(w.m.days.now) || !at.After(evaluated) {
			continue // it is still open
		}
		w.m.add(at, strings.TrimSpace(parts[1]), title(w.spec), func() action.Action {
			return action.ReportImprovement{Improvement: w.noted[i], Text: strings.TrimSpace(parts[3])}
		})
	}
}

func (w *walk) evaluateAnswers() form.Answers {
	s := w.spec
	outcome, met := s.Outcome, "yes"
	switch {
	case outcome != "":
	case s.Run.RollBack > 0:
		outcome = "rolled-back"
	case w.failed():
		outcome = "failed"
	default:
		outcome = "successful"
	}
	if s.Missed || w.failed() {
		met = "no"
	}
	a := values("outcome", outcome, "objectives_met", met, "objectives", s.Goals, "investigation", s.Investigation, "compared", s.Compared, "slip", s.Slip, "lessons", s.Lessons)
	for _, line := range s.Improve {
		parts := strings.Split(line, "|")
		if len(parts) != 3 && len(parts) != 4 {
			w.m.miss("improvement like 'what | who | days' or 'what | who | days | what it changed'", line, title(s))
			continue
		}
		n, _ := strconv.Atoi(strings.TrimSpace(parts[2]))
		due := when.DateOf(w.m.clock, w.m.days.zone).AddDays(n)
		a.Tables["actions"] = append(a.Tables["actions"], form.Cells{"action": strings.TrimSpace(parts[0]), "owner": string(w.m.id("person", strings.TrimSpace(parts[1]))), "due": due.String()})
	}
	return a
}

// field is what a turn of the data sets a field of the release to.
func (w *walk) field(name, value string) string {
	switch name {
	case "owner", "coordinator", "rollback_owner", "people":
		return string(w.m.id("person", value))
	case "package":
		return string(w.media[len(w.media)-1])
	case "depends_on":
		return string(w.m.id("release", value))
	}
	return value
}

func (w *walk) edit(who, field, value string) todo {
	return todo{name: "edit", who: who, do: func() action.Action {
		return action.Edit{Release: w.id, Set: map[string]string{field: w.field(field, value)}, Void: true}
	}}
}
