package release

import (
	"fmt"
	"slices"

	"fairway/model"
	"fairway/model/gate"
	"fairway/ui/theme"
)

// mark is how a section stands.
type mark int

const (
	nothing mark = iota // nothing there yet
	open                // begun, and not finished
	done
	na // this release has no use for it
)

// section is one part of the page.
type section struct {
	name string
	// state says how it stands, with a word on why where that isn't plain.
	state func(*dossier) (mark, string)
	draw  func(*sheet)
	// forms are the documents that belong here; e opens that of the chosen line,
	// else the first not written.
	forms []string
	edit  string   // the task of e where the section has no document
	tasks []string // what n begins
}

// parts are the page from top to bottom. A new one is a file with its drawing,
// and an entry here.
func parts() []section {
	return []section{
		{name: "Overview", state: overviewState, draw: drawOverview, edit: "edit-release", tasks: []string{"reschedule", "hold", "resume", "accept-conflict", "scan", "ask-exception"}},
		{name: "Changes", state: changesState, draw: drawChanges, tasks: []string{"scope", "submit-change"}},
		{name: "Assessment", state: documents(gate.FormAssessment), draw: drawAssessment, forms: []string{gate.FormAssessment}},
		{name: "Plan", state: documents(gate.FormPlan), draw: drawPlan, forms: []string{gate.FormPlan}, tasks: []string{"set-milestone", "reschedule"}},
		{name: "Rollback", state: documents(gate.FormRollback), draw: drawRollback, forms: []string{gate.FormRollback}},
		{name: "Criteria & tests", state: documents(gate.FormCriteria, gate.FormResults, gate.FormAcceptance), draw: drawTests, forms: []string{gate.FormCriteria, gate.FormResults, gate.FormAcceptance}},
		{name: "Package (DML)", state: packageState, draw: drawPackage, forms: []string{gate.FormAgreement}, tasks: []string{"add-media", "procure"}},
		{name: "Items (CMDB)", state: itemsState, draw: drawItems, tasks: []string{"affect", "take-baseline", "update-item"}},
		{name: "Approvals", state: approvalsState, draw: drawApprovals, tasks: []string{"request-approval", "ask-waiver"}},
		{name: "Run", state: runState, draw: drawRun, tasks: []string{"start-run", "state-installed"}},
		{name: "Incidents", state: incidentsState, draw: drawIncidents, tasks: []string{"open-incident", "link-incident"}},
		{name: "Watch", state: earlyState, draw: drawEarly, forms: []string{gate.FormHandOver}, tasks: []string{"report-early-life", "open-incident", "link-incident", "update-item"}},
		{name: "Notices", state: noticesState, draw: drawNotices, tasks: []string{"send-notice"}},
		{name: "Notes", state: documents(gate.FormNotes), draw: drawNotes, forms: []string{gate.FormNotes}, tasks: []string{"renew-notes"}},
		{name: "Evaluation", state: documents(gate.FormEvaluation), draw: drawEvaluation, forms: []string{gate.FormEvaluation}},
		{name: "Clauses", state: clausesState, draw: drawClauses},
		{name: "Questions", state: questionsState, draw: drawQuestions, tasks: []string{"ask-question", "answer-question", "comment"}},
		{name: "History", state: historyState, draw: drawHistory},
	}
}

// look is the glyph, the word and the style of a mark.
func (m mark) look(t *theme.Theme) (glyph, word string, style theme.Style) {
	switch m {
	case open:
		return t.Glyph.Unmet, "open", t.Warn
	case done:
		return t.Glyph.Yes, "done", t.Good
	case na:
		return t.Glyph.NA, "n.a.", t.Faint
	}
	return " ", "nothing", t.Faint
}

// documents is the state of a section that is one document or several: done
// when each that is asked for was filled completely.
func documents(forms ...string) func(*dossier) (mark, string) {
	return func(d *dossier) (mark, string) {
		asked, written, full := 0, 0, 0
		for _, name := range forms {
			doc := d.document(name)
			if doc == nil && !d.uses(name) {
				continue
			}
			asked++
			if doc == nil {
				continue
			}
			written++
			if f, ok := d.rules.Form(name); !ok || len(f.Missing(doc.In(f))) == 0 {
				full++
			}
		}
		switch {
		case asked == 0:
			return na, "the " + d.kindWord() + " process doesn't ask for it"
		case written == 0:
			return nothing, ""
		case full < asked && asked == 1:
			return open, "answers are missing"
		case full < asked:
			return open, fmt.Sprintf("%d of %d documents are complete", full, asked)
		}
		for _, name := range forms {
			if doc := d.document(name); doc != nil && doc.Approved.IsZero() && d.wantsApproved(name) && !d.r.Ended() {
				return open, fmt.Sprintf("version %d is not approved", doc.Version)
			}
		}
		return done, ""
	}
}

func (d *dossier) kindWord() string {
	if d.r == nil || d.r.Type == "" {
		return "unknown"
	}
	return d.r.Type
}

func overviewState(d *dossier) (mark, string) {
	switch d.r.State() {
	case model.ReleaseClosed, model.ReleaseCancelled:
		return done, model.StateWords(d.r)
	case model.ReleaseHold:
		return open, "on hold"
	}
	return open, ""
}

func changesState(d *dossier) (mark, string) {
	if len(d.r.Changes) == 0 {
		return nothing, ""
	}
	n := 0
	for _, c := range d.changes {
		if !c.Authorised() {
			n++
		}
	}
	if n > 0 {
		return open, fmt.Sprintf("%d of %d not authorised", n, len(d.r.Changes))
	}
	return done, ""
}

func packageState(d *dossier) (mark, string) {
	waiting := slices.ContainsFunc(d.procured, func(p *model.Procurement) bool { return p.Awaited(d.c) })
	late := slices.ContainsFunc(d.procured, func(p *model.Procurement) bool { return p.Awaited(d.c) && p.Late(d.c.Now) })
	switch {
	case late:
		return open, "an order is late"
	case waiting:
		return open, "an order is still out"
	case len(d.r.Package) > 0:
		return done, ""
	case d.r.Brings("software"):
		return nothing, ""
	case len(d.procured) > 0:
		return done, ""
	case d.r.Brings("hardware"):
		return nothing, ""
	case (d.r.Brings("service-hours") || d.r.Brings("support")) && d.document(gate.FormAgreement) != nil:
		return done, ""
	case d.r.Brings("service-hours") || d.r.Brings("support"):
		return nothing, ""
	}
	return na, "it brings neither software nor hardware"
}

func itemsState(d *dossier) (mark, string) {
	switch {
	case d.r.NoItems != "":
		return na, d.r.NoItems
	case len(d.r.Items) == 0:
		return nothing, ""
	case !d.r.ItemsAll:
		return open, "the list isn't called complete yet"
	case d.r.Deployed && len(d.r.Updates) < len(d.r.Items) && !d.r.Ended():
		return open, "not all are brought up to date"
	}
	return done, ""
}

func approvalsState(d *dossier) (mark, string) {
	if d.process == nil || len(d.process.Approvals) == 0 {
		return na, "its process knows no approvals"
	}
	given, asked := 0, false
	for i := range d.process.Approvals {
		a := d.c.ApprovalFor(d.r.ID, d.process.Approvals[i].Means())
		asked = asked || a != nil
		if a != nil && a.State() == model.ApprovalApproved {
			given++
		}
	}
	switch {
	case given == len(d.process.Approvals):
		return done, ""
	case !asked:
		return nothing, ""
	}
	return open, fmt.Sprintf("%d of %d given", given, len(d.process.Approvals))
}

func runState(d *dossier) (mark, string) {
	last := d.run("")
	switch {
	case last == nil:
		return nothing, ""
	case last.GoesBack():
		return open, "it is rolling back"
	case last.Going():
		return open, "it is running"
	case !last.Production:
		return open, "only rehearsed"
	case last.Result == model.RunFailed:
		return open, "the last run failed"
	}
	return done, runWord(last)
}

func incidentsState(d *dossier) (mark, string) {
	n := 0
	for _, i := range d.incidents {
		if i.State == model.IncidentOpen {
			n++
		}
	}
	switch {
	case n > 0:
		return open, fmt.Sprintf("%d of %d open", n, len(d.incidents))
	case len(d.suspected) > 0:
		return open, fmt.Sprintf("%d may come from it", len(d.suspected))
	case len(d.incidents) == 0:
		return nothing, ""
	}
	return done, ""
}

func noticesState(d *dossier) (mark, string) {
	if len(d.notices) == 0 {
		return nothing, ""
	}
	if !slices.ContainsFunc(d.notices, func(n *model.Notice) bool { return n.Slot.Same(d.r.Window) }) {
		return open, "none is about the dates as they are now"
	}
	return done, ""
}

func historyState(d *dossier) (mark, string) { return done, "" }
