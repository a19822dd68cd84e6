package store

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/gate"
	"fairway/model/metric"
)

// What papers of a release are to measures (deploy_row.what).
const (
	paperPlan       = "plan"
	paperCriteria   = "wanted"
	paperResults    = "tested"
	paperAcceptance = "accepted"
	paperJudgement  = "judgement"
)

// deployPaper is what measures ask of a paper: what it is to them, "" for nothing, how
// long it says that the deployment takes, in milliseconds, and what it says besides.
func deployPaper(d *model.Document) (what string, planned any, said string) {
	if d.Of.Kind() != model.KindRelease {
		return "", nil, ""
	}
	switch d.Means() {
	case gate.FormPlan:
		if takes := d.Meant().Duration("duration"); takes > 0 {
			planned = takes.Milliseconds()
		}
		return paperPlan, planned, ""
	case gate.FormCriteria:
		return paperCriteria, nil, strings.Join(model.CriteriaSet(d.Meant()), "\n")
	case gate.FormResults:
		results := model.CriteriaResults(d.Meant())
		return paperResults, nil, strings.Join(model.Each(slices.Sorted(maps.Keys(results)), func(id string) string { return results[id] + " " + id }), "\n")
	case gate.FormAcceptance:
		accepted := model.CriteriaAccepted(d.Meant())
		maps.DeleteFunc(accepted, func(_ string, yes bool) bool { return !yes })
		return paperAcceptance, nil, strings.Join(slices.Sorted(maps.Keys(accepted)), "\n")
	case gate.FormEmergencyReview:
		return paperJudgement, nil, d.Meant().Get("true_emergency")
	}
	return "", nil, ""
}

// declaredAs says whether a release was declared (1), and put onto another process by
// whoever decided on that (2).
func declaredAs(r *model.Release) int {
	switch {
	case r.Declared == nil:
		return 0
	case r.Declared.Ended != nil:
		return 2
	}
	return 1
}

// incidentOf is the incident over which a release was declared, if it was over one.
func incidentOf(r *model.Release) string {
	if r.Declared == nil {
		return ""
	}
	return string(r.Declared.Incident)
}

// writePassages puts the moves of a release between its stages into a column, in their
// order, onwards and back.
func writePassages(r *model.Release) string {
	all := slices.Concat(r.Passed, r.Returned)
	slices.SortStableFunc(all, func(a, b model.Passage) int { return a.At.Compare(b.At) })
	all = append(all, model.Passage{From: r.Stage, At: notYet}) // it hasn't left that one
	return strings.Join(model.Each(all, func(p model.Passage) string { return fmt.Sprintf("%d %s", p.At.UnixMilli(), p.From) }), "\n")
}

// writeIDs puts ids into a column, and readIDs reads them.
func writeIDs(ids []model.ID) string {
	return strings.Join(model.Each(ids, func(id model.ID) string { return string(id) }), " ")
}

func readIDs(text string) []model.ID {
	if text == "" {
		return nil
	}
	return model.Each(strings.Split(text, " "), func(id string) model.ID { return model.ID(id) })
}

// notYet is when a release leaves the stage in which it is: after anything that has happened.
var notYet = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

// readPassages reads what writePassages wrote, behind what is in out.
func readPassages(text string, out []metric.Passage) ([]metric.Passage, error) {
	for line := range strings.SplitSeq(text, "\n") {
		if line == "" {
			continue
		}
		at, from, _ := strings.Cut(line, " ")
		ms, err := strconv.ParseInt(at, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("%q is no passage: %w", line, err)
		}
		out = append(out, metric.Passage{From: from, At: time.UnixMilli(ms).UTC()})
	}
	return out, nil
}
