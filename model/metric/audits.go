package metric

import (
	"fmt"

	"fairway/model"
	"fairway/model/gate"
	"fairway/model/grammar"
	"fairway/model/process"
	"fairway/model/when"
)

// How an audit finds an item, as its form has it.
const (
	FoundRight   = gate.FoundRight
	FoundDiffers = gate.FoundDiffers
	FoundMissing = gate.FoundMissing
	// FoundUnchecked counts apart: nobody looked.
	FoundUnchecked = gate.FoundUnchecked
)

// The names of further values.
const (
	PartDiffers  = "that differ"
	PartMissing  = "that are missing"
	PartUnlooked = "not looked at"
	PartAudits   = "audits"
)

const (
	sectionDiffers  = "differs, or missing"
	sectionUnlooked = "drawn and not looked at, apart"
)

var _ = register(cmdbAccuracy)

func cmdbAccuracy() Metric {
	return Metric{
		Measure: process.Measure{ID: "cmdb-accuracy", Title: "CMDB accuracy"}, Form: Share,
		Further: []Further{{PartDiffers, Count}, {PartMissing, Count}, {PartUnlooked, Count}, {PartAudits, Count}},
		Counts:  [2]string{"audited configuration item", "audited configuration items"},
		Beside: func(r *Result) string {
			text := fmt.Sprintf("sample of %d, in %s", r.Population, grammar.Count(int(r.Part(PartAudits).Num), "audit"))
			if n := r.Part(PartUnlooked); n.Num > 0 {
				text += fmt.Sprintf(", %s more not looked at", n.Short())
			}
			return text
		},
		StandsOut: func(r *Result) string {
			return fmt.Sprintf("%s differed and %s were missing, in %s", r.Part(PartDiffers).Short(), r.Part(PartMissing).Short(), grammar.Count(int(r.Part(PartAudits).Num), "audit"))
		},
		Reads: []Reading{ReadsAudits},
		Of:    cmdbAccuracyOf,
	}
}

// cmdbAccuracyOf is the row 'CMDB accuracy' of 3-metrics: what audits of configuration
// items found.
func cmdbAccuracyOf(f Facts, span when.Span) Result {
	res := Result{Metric: "cmdb-accuracy"}
	found := map[string]int64{}
	audits := map[[2]string]bool{}
	for i := range f.Audits {
		a := &f.Audits[i]
		if !f.holds(span, a.Held) {
			continue
		}
		section := sectionDiffers
		switch a.Found {
		case FoundRight:
			section = sectionCounted
		case FoundDiffers, FoundMissing:
		case FoundUnchecked:
			section = sectionUnlooked
		default:
			rec := a.record(sectionDefect)
			rec.Text = "the audit does not say how it was found"
			rec.Remedies = []model.Remedy{model.ByForm(gate.FormAudit, a.Of.ID, model.With("items", ""))}
			res.Defects = append(res.Defects, rec)
			continue
		}
		if section != sectionUnlooked {
			res.Population++
		}
		found[a.Found]++
		audits[[2]string{string(a.ID), a.Held.On(a.Of.zone()).String()}] = true
		res.list(&f, func() Record {
			rec := a.record(section)
			rec.In = section == sectionCounted
			if rec.Text = a.Found + ", " + string(a.ID); a.What != "" {
				rec.Text += ": " + a.What
			}
			return rec
		})
	}
	res.Value = Value{Share, found[FoundRight], int64(res.Population)}
	res.Parts = []Part{
		{PartDiffers, Value{Count, found[FoundDiffers], 1}, Less},
		{PartMissing, Value{Count, found[FoundMissing], 1}, Less},
		{PartUnlooked, Value{Count, found[FoundUnchecked], 1}, Less},
		{PartAudits, Value{Count, int64(len(audits)), 1}, More},
	}
	res.finish(&f)
	return res
}

func (a *Audit) record(section string) Record {
	id := a.Item
	if id == "" {
		id = a.ID
	}
	rec := a.Of.recordOf(section, id, a.Name, a.Held.At)
	if a.Held.Precision == when.Day {
		rec.Day = a.Held.On(a.Of.zone()).String()
	}
	return rec
}
