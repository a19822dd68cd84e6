package metric

import (
	"testing"
	"time"
)

// told is that a notice of 48 hours is asked for, and one was sent 72 before the planned
// start on the 10th at 20:00, changed by whatever a test says.
func told(change ...func(*Notice)) func(*Release) {
	return func(r *Release) {
		r.Notice = &Notice{Asked: true, Need: 48 * time.Hour, Start: at(10, 20, 0), ID: "NTC-1", Given: at(7, 20, 0)}
		for _, c := range change {
			c(r.Notice)
		}
	}
}

func ahead(d time.Duration) func(*Notice) {
	return func(n *Notice) { n.Given = n.Start.Add(-d) }
}

func nobody(n *Notice) { n.ID, n.Given = "", time.Time{} }

func TestWhichNoticesAreInTime(t *testing.T) {
	for name, c := range map[string]struct {
		r        Release
		section  string // "" for none
		text     string
		imported int
	}{
		"in time":                  {r: rel("REL-1", told()), section: sectionCounted, text: "NTC-1 was sent 3 d before the planned start, asked for: 2 d"},
		"at the last moment":       {r: rel("REL-1", told(ahead(48*time.Hour))), section: sectionCounted, text: "NTC-1 was sent 2 d before the planned start, asked for: 2 d"},
		"a minute too late":        {r: rel("REL-1", told(ahead(48*time.Hour-time.Minute))), section: sectionTooLate, text: "NTC-1 was sent 1 d 23 h 59 min before the planned start, asked for: 2 d"},
		"after the start":          {r: rel("REL-1", told(ahead(-time.Hour))), section: sectionTooLate, text: "NTC-1 was sent 1 h after the planned start, asked for: 2 d"},
		"no time is asked for":     {r: rel("REL-1", told(ahead(time.Minute), func(n *Notice) { n.Need = 0 })), section: sectionCounted, text: "NTC-1 was sent 1 min before the planned start, asked for: 0 min"},
		"as it starts":             {r: rel("REL-1", told(ahead(0), func(n *Notice) { n.Need = 0 })), section: sectionTooLate, text: "NTC-1 was sent 0 min after the planned start, asked for: 0 min"},
		"none":                     {r: rel("REL-1", told(nobody)), section: sectionTooLate, text: "nobody was told, asked for: 2 d"},
		"of other dates":           {r: rel("REL-1", told(nobody, func(n *Notice) { n.Other = "NTC-2" })), section: sectionTooLate, text: "NTC-2 announced other dates, asked for: 2 d"},
		"none, and waived":         {r: rel("REL-1", told(nobody, func(n *Notice) { n.Waived = "WVR-1" })), section: sectionTooLate, text: "nobody was told, asked for: 2 d; WVR-1 lets it go"},
		"none asked for":           {r: rel("REL-1", told(func(n *Notice) { n.Asked = false })), section: sectionNotWanted, text: "its process asks for none some time ahead; NTC-1 was sent 2026-11-07"},
		"none asked for, none":     {r: rel("REL-1", told(nobody, func(n *Notice) { n.Asked = false })), section: sectionNotWanted, text: "its process asks for none some time ahead"},
		"without a planned start":  {r: rel("REL-1", told(func(n *Notice) { n.Start = time.Time{} })), section: sectionDefect, text: "no start was planned from which a notice could be counted"},
		"it can't be read":         {r: rel("REL-1"), section: sectionDefect, text: "what was told of it can't be read"},
		"imported, nothing told":   {r: rel("REL-1", told(nobody), func(r *Release) { r.Imported = true }), imported: 1},
		"cancelled":                {r: rel("REL-1", told(), cancelled(at(9, 9, 0)))},
		"deployed in another time": {r: rel("REL-1", told(), started(november.End))},
	} {
		r := compute(t, "notice-in-time", facts(c.r))
		all := append(r.Records, r.Defects...)
		if c.section == "" {
			if len(all) > 0 || r.Population > 0 || r.Imported != c.imported {
				t.Errorf("%s: %+v, %d imported", name, all, r.Imported)
			}
			continue
		}
		if len(all) != 1 || all[0].Section != c.section || all[0].Text != c.text || (r.Value.Num == 1) != (c.section == sectionCounted) || (r.Population == 1) != (c.section == sectionCounted || c.section == sectionTooLate) {
			t.Errorf("%s: %v, %+v", name, r.Value, all)
		}
	}
}

// 96, 72 and 24 hours before, and none once: two of four in time, the median of the three
// given is 72 hours. One of the two late ones was waived.
func TestNoticeInTime(t *testing.T) {
	r := compute(t, "notice-in-time", facts(rel("REL-1", told(ahead(96*time.Hour))), rel("REL-2", told()), rel("REL-3", told(ahead(24*time.Hour), func(n *Notice) { n.Waived = "WVR-1" })), rel("REL-4", told(nobody)), rel("REL-5", told(func(n *Notice) { n.Asked = false }))))
	if r.Value.String() != "2/4 (50 %)" || r.Part(PartNotice).Short() != "3 d" || r.Part(PartNoNotice).Num != 1 || r.Part(PartLetGo).Num != 1 || r.Part(PartNotWanted).Num != 1 {
		t.Errorf("%v: %+v", r.Value, r.Parts)
	}
}
