package evidence

import (
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/process"
)

// packageKept: what the library had as the run started is what stands on record, and what
// the deployer said was installed is that. Where only digests are on record, it rests on
// what was said.
func packageKept(f facts, _ process.Proof) answer {
	run := f.last()
	if run == nil {
		return missing([]model.ID{f.r.ID}, "nothing was deployed yet")
	}
	records := append([]model.ID{run.ID}, f.r.Package...)
	check := f.StartCheck(run.ID)
	said := f.Installations(run.ID)
	for _, i := range said {
		if records = append(records, i.ID); i.State() == model.InstallationDiffers {
			return fail(records, "%s says that something else was installed", i.ID)
		}
	}
	if check == nil && len(said) == 0 {
		return missing(records, "nobody looked at the package as %s started, and nobody said what was installed", run.ID)
	}
	digests := false
	if check != nil {
		records = append(records, check.ID)
		for _, s := range check.Seen {
			if s.Bad() {
				return fail(records, "%s as %s started: %s", s.Media, run.ID, s.Words())
			}
			digests = digests || s.Is == model.MediaDigest
		}
	}
	switch {
	case digests && len(said) == 0:
		return missing(records, "only digests are on record, and nobody said what was installed")
	case len(said) > 0:
		return pass(records, "%s of the package as they stand in the DML, as was said of %s", count(len(f.r.Package), "entry"), run.ID)
	}
	return pass(records, "%s of the package hashed as %s started, whole", count(len(f.r.Package), "entry"), run.ID)
}

func verified(f facts, _ process.Proof) answer {
	run := f.last()
	if run == nil {
		return missing([]model.ID{f.r.ID}, "nothing was deployed yet")
	}
	records := []model.ID{run.ID}
	if len(run.Checks) == 0 {
		return missing(records, "its plan has no line of a verification")
	}
	var lacks []string
	for i, k := range run.Checks {
		switch {
		case k.Failed:
			return fail(records, "line %d failed: %s", i+1, k.Text)
		case !k.Passed:
			lacks = append(lacks, fmt.Sprint(i+1))
		}
	}
	if len(lacks) > 0 {
		return missing(records, "nobody marked line %s", strings.Join(lacks, ", "))
	}
	return pass(records, "all %d lines passed", len(run.Checks))
}

func waiversDecided(f facts, _ process.Proof) answer {
	var records []model.ID
	var open []string
	for _, w := range model.All[*model.Waiver](f.Case) {
		if w.Of != f.r.ID {
			continue
		}
		if records = append(records, w.ID); w.State() == model.WaiverAsked {
			open = append(open, string(w.ID))
		}
	}
	switch {
	case len(records) == 0:
		return skip("none was asked for")
	case len(open) > 0:
		return missing(records, "%s waits for a decision", strings.Join(open, ", "))
	}
	return pass(records, "%s decided on", count(len(records), "waiver"))
}

func outcome(f facts, _ process.Proof) answer {
	records := []model.ID{f.r.ID}
	for _, i := range model.All[*model.Incident](f.Case) {
		if slices.Contains(i.CausedBy, f.r.ID) || slices.Contains(i.Suspects, f.r.ID) {
			records = append(records, i.ID)
		}
	}
	incidents := count(len(records)-1, "incident")
	if f.r.Outcome == "" {
		return missing(records, "it is not stated, with %s linked to it", incidents)
	}
	return pass(records, "%s, with %s linked to it", strings.ReplaceAll(f.r.Outcome, "-", " "), incidents)
}

func improvements(f facts, _ process.Proof) answer {
	var records []model.ID
	var late []string
	var lateIDs []model.ID
	done := 0
	for _, i := range f.Improvements(f.r.ID) {
		if records = append(records, i.ID); i.State() != model.ImprovementOpen {
			done++
		}
		if i.Overdue(f.Now) {
			late, lateIDs = append(late, fmt.Sprintf("%s was due %s, and is not done", i.ID, stamp(i.Due.Over()))), append(lateIDs, i.ID)
		}
	}
	switch {
	case len(records) == 0:
		return skip("none came from it")
	case len(late) > 0:
		return fail(lateIDs, "%s", strings.Join(late, "; "))
	}
	return pass(records, "%s, %d of them over", count(len(records), "action"), done)
}

func datesKnown(f facts, _ process.Proof) answer {
	records := []model.ID{f.r.ID}
	switch {
	case f.r.Window.Start.IsZero() && len(f.deployments) == 0:
		return missing(records, "it has no dates")
	case f.r.Closed() && f.r.Outcome == "":
		return missing(records, "it is closed, and no outcome is stated")
	case f.r.Outcome != "":
		return pass(records, "dates and outcome stand on the calendar and in its feed")
	}
	return pass(records, "its dates stand on the calendar and in its feed")
}

// documentsSigned: what its process asks to be approved is so in the version that stands.
func documentsSigned(f facts, _ process.Proof) answer {
	var records, bad []model.ID
	var lacks []string
	wanted, approved := f.toApprove(), 0
	for _, d := range model.All[*model.Document](f.Case) {
		if d.Of != f.r.ID {
			continue
		}
		records = append(records, d.ID)
		if d.Rejected() != nil {
			return missing([]model.ID{d.ID}, "version %d of %s stands rejected", d.Version, d.Title)
		}
		if !wanted[d.Means()] {
			continue
		}
		if why := f.unapproved(d); why != "" {
			bad, lacks = append(bad, d.ID), append(lacks, fmt.Sprintf("%s (%s)", why, d.Title))
			continue
		}
		approved++
	}
	switch {
	case len(records) == 0:
		return skip("it has no documents")
	case len(lacks) > 0:
		return missing(bad, "%s", strings.Join(lacks, "; "))
	case approved == 0:
		return pass(records, "%s, each with version and author; its rules ask for the approval of none of them", count(len(records), "document"))
	}
	return pass(records, "%s, each with version and author; %d approved as they stand, which is all that its rules ask to be", count(len(records), "document"), approved)
}

func itemsUpdated(f facts, _ process.Proof) answer {
	run := f.last()
	if run == nil {
		return missing([]model.ID{f.r.ID}, "nothing was deployed yet")
	}
	records := append([]model.ID{f.r.ID}, f.r.Items...)
	var lacks []string
	for _, id := range f.r.Items {
		if f.r.Updated(id, run) == nil {
			lacks = append(lacks, string(id))
		}
	}
	if len(lacks) > 0 {
		return missing(records, "%s was not", strings.Join(lacks, ", "))
	}
	return pass(records, "%s, updated or marked as unchanged after %s", count(len(f.r.Items), "item"), run.ID)
}
