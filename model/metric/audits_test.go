package metric

import (
	"fmt"
	"testing"

	"fairway/model"
)

func audited(doc model.ID, day int, item int, found string) Audit {
	return Audit{Of: &Release{ID: "SVC-1", Title: "Payroll", Traits: Traits{Service: "SVC-1", ServiceName: "Payroll"}, Zone: berlin}, ID: doc, Held: wholeDay(day), Item: model.ID(fmt.Sprintf("CI-%d", item)), Name: "server", Found: found}
}

// Ten items in two audits of November: eight right, one that differs, one missing. An item
// that was looked at twice counts twice; an audit of another month does not count, and an
// answer that is none is a defect.
func TestCMDBAccuracy(t *testing.T) {
	var list []Audit
	for i := range 8 {
		list = append(list, audited("DOC-1", 10, i+1, FoundRight))
	}
	odd := audited("DOC-2", 20, 1, FoundDiffers)
	odd.What = "version 4, not 5"
	list = append(list, odd, audited("DOC-2", 20, 9, FoundMissing), audited("DOC-1", -3, 1, FoundMissing), audited("DOC-2", 20, 10, ""))
	f := papers(Papers{Audits: list})
	f.Zone = berlin
	r := compute(t, "cmdb-accuracy", f)
	if r.Value.String() != "8/10 (80 %)" || r.Part(PartDiffers).Num != 1 || r.Part(PartMissing).Num != 1 || r.Part(PartAudits).Num != 2 || len(r.Defects) != 1 || r.Defects[0].Text != "the audit does not say how it was found" {
		t.Errorf("%v: %+v, defects %+v", r.Value, r.Parts, r.Defects)
	}
	var texts []string
	for _, rec := range r.Records {
		if !rec.In {
			texts = append(texts, rec.Text)
		}
	}
	if got := fmt.Sprint(texts); got != "[differs, DOC-2: version 4, not 5 missing, DOC-2]" {
		t.Error(got)
	}
}
