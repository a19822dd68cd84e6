package gate

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/form"
	"fairway/model/grammar"
)

// results joins each criterion with its result, by the criterion's id.
func (f facts) results() (criteria []form.Cells, byID map[string]form.Cells, ok bool) {
	byID = map[string]form.Cells{}
	d := f.Document(FormCriteria, f.r.ID)
	if d == nil {
		return nil, byID, false
	}
	if report := f.Document(FormResults, f.r.ID); report != nil {
		for _, row := range report.Meant().Rows("results") {
			byID[strings.ToLower(row["id"])] = row
		}
	}
	return d.Meant().Rows("criteria"), byID, true
}

// twice is the first id that two rows share, or "".
func twice(rows []form.Cells) string {
	seen := map[string]bool{}
	for _, row := range rows {
		id := strings.ToLower(row["id"])
		if seen[id] {
			return row["id"]
		}
		seen[id] = true
	}
	return ""
}

func criteriaTested(f facts) answer {
	criteria, results, ok := f.results()
	if !ok || len(criteria) == 0 {
		return open("no acceptance criterion is set").by(model.ByForm(f.rules.FormName(FormCriteria), f.of()))
	}
	var missing []string
	counts := map[string]int{}
	for _, c := range criteria {
		row := results[strings.ToLower(c["id"])]
		switch {
		case row["result"] == "":
			missing = append(missing, c["id"]+" has no result")
		case row["evidence"] == "":
			missing = append(missing, c["id"]+" "+row["result"]+" without evidence")
		default:
			counts[row["result"]]++
		}
	}
	if id := twice(criteria); id != "" {
		missing = append(missing, id+" is there twice among the criteria")
	}
	if report := f.Document(FormResults, f.r.ID); report != nil {
		if id := twice(report.Meant().Rows("results")); id != "" {
			missing = append(missing, id+" has two results")
		}
	}
	if len(missing) > 0 {
		return open("%s", strings.Join(missing, "; "))
	}
	return met("%d passed, %d failed, %d waived", counts["passed"], counts["failed"], counts["waived"])
}

func rollbackTested(f facts) answer {
	d := f.Document(FormResults, f.r.ID)
	if d == nil {
		return open("%s", f.unwritten(FormResults))
	}
	switch a := d.Meant(); a.Get("rollback_tested") {
	case "yes":
		if a.Get("rollback_evidence") == "" {
			return open("the rollback was tested, but there is no evidence")
		}
		return met("tested: %s", oneLine(a.Get("rollback_evidence")))
	case "no":
		if a.Get("rollback_reason") == "" {
			return open("the rollback was not tested, and no reason is given")
		}
		return met("not tested: %s", oneLine(a.Get("rollback_reason")))
	}
	return open("%s does not say whether the rollback was tested", d.ID)
}

// packageTested asks that the package under test is the one in the DML, by
// SHA-256: nothing deploys that is not what was tested.
func packageTested(f facts) answer {
	d := f.Document(FormResults, f.r.ID)
	if d == nil {
		return open("%s", f.unwritten(FormResults))
	}
	tested := map[string]bool{}
	for _, line := range d.Meant().List("package_sha256") {
		// sha256sum prints the name of the file behind the digest.
		if sum := strings.ToLower(strings.Fields(line)[0]); len(sum) == 64 {
			tested[sum] = false
		}
	}
	if len(f.r.Package) == 0 {
		return open("the release names no DML entry")
	}
	for _, id := range f.r.Package {
		m := model.Get[*model.Media](f.Case, id)
		if m == nil {
			return cannot("%s can't be read", id)
		}
		if _, ok := tested[m.SHA256]; !ok {
			return open("%s (sha256 %s) is not what was tested%s", id, model.Shorten(m.SHA256, slices.Collect(maps.Keys(tested))...), testedInstead(tested, m.SHA256))
		}
		tested[m.SHA256] = true
	}
	besides := 0
	for _, packed := range tested {
		if !packed {
			besides++
		}
	}
	if besides > 0 {
		return open("%d tested digests are not in the release's package", besides)
	}
	return met("the same SHA-256: %s", join(f.r.Package))
}

func (f facts) failing() []string {
	return f.criteria().Failing()
}

// criteria are those of the release, as measures read them too.
func (f facts) criteria() (c model.Criteria) {
	if d := f.Document(FormCriteria, f.r.ID); d != nil {
		c.Set = model.CriteriaSet(d.Meant())
	}
	if d := f.Document(FormResults, f.r.ID); d != nil {
		c.Results = model.CriteriaResults(d.Meant())
	}
	if d := f.Document(FormAcceptance, f.r.ID); d != nil {
		c.Accepted = model.CriteriaAccepted(d.Meant())
	}
	return c
}

// failuresDecided: where a criterion is not met, organisation and interested
// parties decide (ISO/IEC 20000-1:2018, 8.5.3).
func failuresDecided(f facts) answer {
	failing := f.failing()
	d := f.Document(FormAcceptance, f.r.ID)
	if d == nil {
		return open("%s not met, and %s", grammar.Count(len(failing), "criterion"), f.unwritten(FormAcceptance))
	}
	decided := map[string]form.Cells{}
	for _, row := range d.Meant().Rows("waivers") {
		decided[strings.ToLower(row["id"])] = row
	}
	accepted := f.criteria().Accepted
	var missing []string
	for _, id := range failing {
		row := decided[strings.ToLower(id)]
		switch {
		case accepted[strings.ToLower(id)]:
		case row == nil:
			missing = append(missing, id+" has no decision")
		case row["organisation"] == "" || row["party"] == "":
			missing = append(missing, id+" needs the word of both the organisation and an interested party")
		default:
			missing = append(missing, fmt.Sprintf("%s: %s", id, row["decision"]))
		}
	}
	if len(missing) > 0 {
		return open("%s", strings.Join(missing, "; "))
	}
	return met("decided for %s in %s", strings.Join(failing, ", "), d.ID)
}

func formWritten(f facts) answer {
	form, ok := f.rules.Form(f.use.Arg)
	if !ok {
		return cannot("these rules have no form %q", f.use.Arg)
	}
	d := f.Document(f.use.Arg, f.of())
	if d == nil {
		return open("%s", f.unwritten(f.use.Arg))
	}
	if missing := form.Missing(d.In(form)); len(missing) > 0 {
		return open("%s version %d: %s", d.ID, d.Version, missing[0].Text)
	}
	if why := decision.Miswritten(f.Case, f.rules, d); why != "" {
		return open("%s version %d %s", d.ID, d.Version, why).by(model.ByForm(f.use.Arg, f.of()).For("somebody else writes it anew"))
	}
	if f.r == nil {
		return met("%s, version %d", d.ID, d.Version)
	}
	if outgrown := decision.Outgrown(f.rules, d, f.r); outgrown != "" {
		return open("%s version %d was written %s", d.ID, d.Version, outgrown).by(model.ByForm(f.use.Arg, f.r.ID).For("write it anew, or save it as it stands"))
	}
	return met("%s version %d", d.ID, d.Version)
}

func notesApproved(f facts) answer { return f.approvedDocument(FormNotes) }

func oneLine(text string) string {
	r := []rune(strings.Join(strings.Fields(text), " "))
	if len(r) > 80 {
		return string(r[:80]) + "…"
	}
	return string(r)
}

// testedInstead names what was tested where that is one thing only.
func testedInstead(tested map[string]bool, sum string) string {
	if len(tested) != 1 {
		return ""
	}
	other := slices.Collect(maps.Keys(tested))[0]
	return "; that was sha256 " + model.Shorten(other, sum)
}
