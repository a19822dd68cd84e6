package metric

import (
	"fmt"
	"testing"
	"time"

	"fairway/model"
)

// Three rehearsals of November, of two releases: one went well, one was rolled back within 20
// minutes, one failed. One of another month does not count, and no other measure counts any.
func TestRehearsalsAreCountedApart(t *testing.T) {
	of := func(n int) *Release {
		return &Release{ID: model.ID(fmt.Sprintf("REL-%d", n)), Title: "Payroll 5.2", Traits: Traits{Service: "SVC-1", ServiceName: "Payroll"}, Zone: berlin}
	}
	payroll, shop := of(1), of(2)
	rolled := Rehearsal{Of: payroll, ID: "RUN-2", Env: "staging", Ended: at(6, 15, 0), Decided: at(6, 14, 40), Back: at(6, 15, 0)}
	list := []Rehearsal{{Of: payroll, ID: "RUN-1", Ended: at(5, 15, 0)}, rolled, {Of: shop, ID: "RUN-3", Ended: at(7, 15, 0), Failed: true}, {Of: shop, ID: "RUN-4", Ended: at(-2, 15, 0)}}
	f := papers(Papers{Rehearsals: list})
	r := compute(t, "rehearsals", f)
	if r.Value.String() != "2/3 (67 %)" || r.Part(PartRehearsed).Num != 1 || r.Part(PartRehearsedOf).Num != 2 || r.Part(PartRehearsedTime).Num != (20*time.Minute).Milliseconds() {
		t.Errorf("%v %+v", r.Value, r.Parts)
	}
	texts := map[model.ID]string{}
	for _, rec := range r.Records {
		texts[rec.ID] = fmt.Sprintf("%v %s", rec.In, rec.Text)
	}
	if want := map[model.ID]string{"RUN-1": "true went as planned", "RUN-2": "true went as planned, in staging, rolled back in 20 min", "RUN-3": "false failed"}; fmt.Sprint(texts) != fmt.Sprint(want) {
		t.Errorf("%v", texts)
	}
	for _, id := range []string{"rollback-rate", "success-rate", "deployment-time", "deployment-frequency", "downtime", "recovery-time"} {
		if r := compute(t, id, f); r.Population != 0 {
			t.Errorf("%s counts rehearsals: %d", id, r.Population)
		}
	}
}
