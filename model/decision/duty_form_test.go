package decision_test

import (
	"slices"
	"testing"

	"fairway/assets"
	"fairway/model/decision"
	"fairway/model/form"
	"fairway/model/process"
)

// TestADutyAboutOneFormGoesByItsPurpose: an organisation that calls the form something
// else keeps the same people away, whether its duty says the new name or the purpose,
// and those of no other form.
func TestADutyAboutOneFormGoesByItsPurpose(t *testing.T) {
	const renamed = "versionshinweise"
	for _, act := range []string{"approve-document:" + decision.FormNotes, "approve-document:" + renamed} {
		own, err := assets.Rules()
		if err != nil {
			t.Fatal(err)
		}
		own.Forms = slices.Clone(own.Forms)
		i := slices.IndexFunc(own.Forms, func(f form.Form) bool { return f.Name == decision.FormNotes })
		own.Forms[i].Name, own.Forms[i].Purpose = renamed, decision.FormNotes
		own.Duties = []process.Duty{{Act: "approve-document"}, {Act: act, Not: []string{"coordinator"}, Text: "never"}}
		c, requests := stands(&own, "coordinator")
		for _, name := range []string{decision.FormNotes, decision.FormAgreement} {
			q := requests["approve-document:"+name]
			want := 0
			if name == decision.FormNotes {
				want = 1
			}
			if bars := decision.Bars(c, q, "PER-1"); len(bars) != want {
				t.Errorf("%s: from %s are kept %v, want %d", act, name, bars, want)
			}
		}
	}
}
