package metric

import (
	"testing"
	"time"

	"fairway/model"
)

func rfcs(names ...model.ID) []model.ID { return names }

func scoped(planned, has, dropped []model.ID) func(*Release) {
	return func(r *Release) { r.Scope = &Scope{Planned: planned, Has: has, Dropped: dropped} }
}

// Ten were planned in three releases. CHG-2 was taken out of the first, CHG-5 of the second
// was withdrawn, and CHG-11 came into the second later: 8 of 10 were kept. One of the three
// brought exactly what was planned.
func TestScopeAccuracy(t *testing.T) {
	r := compute(t, "scope-accuracy", facts(
		rel("REL-1", scoped(rfcs("CHG-1", "CHG-2", "CHG-3"), rfcs("CHG-1", "CHG-3"), nil)),
		rel("REL-2", scoped(rfcs("CHG-4", "CHG-5", "CHG-6"), rfcs("CHG-4", "CHG-5", "CHG-6", "CHG-11"), rfcs("CHG-5"))),
		rel("REL-3", scoped(rfcs("CHG-7", "CHG-8", "CHG-9", "CHG-10"), rfcs("CHG-7", "CHG-8", "CHG-9", "CHG-10"), nil)),
	))
	if r.Value.String() != "8/10 (80 %)" || r.Population != 10 || r.Part(PartDeferred).Num != 1 || r.Part(PartDropped).Num != 1 || r.Part(PartAdded).Num != 1 || r.Part(PartAsMeant).String() != "1/3 (33 %)" {
		t.Errorf("%v of %d: %+v", r.Value, r.Population, r.Parts)
	}
	got := sections(r)
	if got[sectionCounted] != 8 || got[sectionDeferred] != 2 || got[sectionAdded] != 1 {
		t.Errorf("%v", got)
	}
}

func TestWhichScopesCount(t *testing.T) {
	for name, c := range map[string]struct {
		r        Release
		num, den int64
		imported int
		defect   string
	}{
		"kept":                            {r: rel("REL-1", scoped(rfcs("CHG-1"), rfcs("CHG-1"), nil)), num: 1, den: 1},
		"taken out, and put back":         {r: rel("REL-1", scoped(rfcs("CHG-1"), rfcs("CHG-1"), nil)), num: 1, den: 1},
		"all taken out":                   {r: rel("REL-1", scoped(rfcs("CHG-1", "CHG-2"), nil, nil)), den: 2},
		"another in its place":            {r: rel("REL-1", scoped(rfcs("CHG-1"), rfcs("CHG-2"), nil)), den: 1},
		"none was planned":                {r: rel("REL-1", scoped(nil, rfcs("CHG-2"), nil))},
		"added, and withdrawn":            {r: rel("REL-1", scoped(rfcs("CHG-1"), rfcs("CHG-1", "CHG-2"), rfcs("CHG-2"))), num: 1, den: 1},
		"failed":                          {r: rel("REL-1", scoped(rfcs("CHG-1"), rfcs("CHG-1"), nil), func(r *Release) { r.Runs[0].Result = model.RunFailed }), num: 1, den: 1},
		"cancelled":                       {r: rel("REL-1", scoped(rfcs("CHG-1"), nil, nil), cancelled(at(12, 9, 0)))},
		"not deployed yet":                {r: rel("REL-1", scoped(rfcs("CHG-1"), nil, nil), notStarted)},
		"deployed in another period":      {r: rel("REL-1", scoped(rfcs("CHG-1"), rfcs("CHG-1"), nil), started(november.End))},
		"an emergency, without a plan":    {r: rel("REL-1", func(r *Release) { r.Authorised = time.Time{} })},
		"imported, without a plan":        {r: rel("REL-1", func(r *Release) { r.Authorised, r.Imported = time.Time{}, true }), imported: 1},
		"what was planned can't be read":  {r: rel("REL-1", func(r *Release) { r.Scope = &Scope{Unknown: true} }), defect: "what was in its scope when its plan was authorised can't be read"},
		"nothing of its scope is at hand": {r: rel("REL-1"), defect: "what was in its scope when its plan was authorised can't be read"},
	} {
		r := compute(t, "scope-accuracy", facts(c.r))
		if r.Value.Num != c.num || r.Value.Den != c.den || r.Imported != c.imported || (len(r.Defects) > 0) != (c.defect != "") || len(r.Defects) > 0 && r.Defects[0].Text != c.defect {
			t.Errorf("%s: %v, %d imported, %+v", name, r.Value, r.Imported, r.Defects)
		}
		if c.den == 0 && r.Value.Short() != "n/a" {
			t.Errorf("%s: of none it is %v", name, r.Value)
		}
	}
}
