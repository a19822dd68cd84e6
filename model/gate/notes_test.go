package gate_test

import (
	"reflect"
	"testing"

	"fairway/model"
	"fairway/model/gate"
)

// The draft says what the records do: each line names its record.
func TestADraftOfTheNotes(t *testing.T) {
	f := whole()
	get[*model.Change](f, "CHG-1").Title, get[*model.Change](f, "CHG-2").Title = "Faster <b>search</b>", "Gift\ncards"
	get[*model.Change](f, "CHG-1").Closes, get[*model.Change](f, "CHG-2").Closes = []model.ID{"PRB-1"}, []model.ID{"PRB-1"}
	f.put(&model.Problem{ID: "PRB-1", Title: "It is slow", State: model.ProblemOpen, Service: "SVC-1"})
	f.put(&model.Problem{ID: "PRB-2", Title: "Cards are refused", State: model.ProblemKnownError, Service: "SVC-1", Workaround: "Try\nagain"})
	f.put(&model.Problem{ID: "PRB-3", Title: "Another's", State: model.ProblemKnownError, Service: "SVC-2"})
	f.put(&model.Bill{ID: "SBM-1", Media: "DML-1", Release: rel, Against: &model.BillChange{Release: "REL-0", Added: []string{"pkg:npm/a@1"}, Changed: []string{"pkg:npm/b 1 to 2"}}})
	f.r.Deployed = false
	f.set("DOC-2", "downtime", "20m0s")
	f.set("DOC-2", "downtime_after", "1h0m0s")
	got := gate.NotesDraft(f.shown(), f.r)
	want := map[string]string{
		"notes":        "- Faster <b>search</b> (CHG-1)\n- Gift cards (CHG-2)",
		"problems":     "- It is slow (PRB-1), by CHG-1 and CHG-2",
		"known_errors": "- Cards are refused (PRB-2): Try again",
		"delivered":    "- shop.tgz (DML-1), SHA-256 " + sum,
		"components":   "- against REL-0 1 added, 0 removed, 1 in another version\n- added: pkg:npm/a@1\n- changed: pkg:npm/b 1 to 2",
		"downtime":     "20 min from Thu 12 Mar 2026 21:00 UTC",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%q\nwant %q", got, want)
	}
}

// Drafted anew, what somebody typed stays, whatever they did to the draft before.
func TestNotesDraftedAnew(t *testing.T) {
	rules := rules()
	f, ok := rules.Form(gate.FormNotes)
	if !ok {
		t.Fatal("no form of notes")
	}
	for what, c := range map[string]struct{ before, said, fresh, want string }{
		"taken out, and called otherwise":   {"- A (CHG-1)\n- B (CHG-2)", "- B (CHG-2)", "- A, better (CHG-1)\n- B (CHG-2)", "- B (CHG-2)"},
		"nothing typed":                     {"- A (CHG-1)", "- A (CHG-1)", "- A (CHG-1)\n- B (CHG-2)", "- A (CHG-1)\n- B (CHG-2)"},
		"one came in between":               {"- A (CHG-1)\n- C (CHG-3)", "- A (CHG-1)\n- C (CHG-3)", "- A (CHG-1)\n- B (CHG-2)\n- C (CHG-3)", "- A (CHG-1)\n- B (CHG-2)\n- C (CHG-3)"},
		"one went":                          {"- A (CHG-1)\n- B (CHG-2)", "- A (CHG-1)\n- B (CHG-2)", "- B (CHG-2)", "- B (CHG-2)"},
		"one is called otherwise":           {"- A (CHG-1)", "Hello.\n- A (CHG-1)\nBye.", "- A, better (CHG-1)", "Hello.\n- A, better (CHG-1)\nBye."},
		"typed around it":                   {"- A (CHG-1)", "Dear all,\n\n- A (CHG-1)\n\nYours", "- A (CHG-1)\n- B (CHG-2)", "Dear all,\n\n- A (CHG-1)\n- B (CHG-2)\n\nYours"},
		"typed instead of it":               {"- A (CHG-1)", "Searching is faster now (CHG-1).", "- A, better (CHG-1)\n- B (CHG-2)", "Searching is faster now (CHG-1).\n- B (CHG-2)"},
		"taken out":                         {"- A (CHG-1)\n- B (CHG-2)", "- B (CHG-2)", "- A (CHG-1)\n- B (CHG-2)", "- B (CHG-2)"},
		"rewritten, and its record went":    {"- A (CHG-1)", "- A, for everybody (CHG-1)", "", "- A, for everybody (CHG-1)"},
		"typed without a draft before":      {"", "Searching is faster.", "- A (CHG-1)", "Searching is faster.\n- A (CHG-1)"},
		"all went":                          {"- A (CHG-1)", "- A (CHG-1)", "", ""},
		"Windows' ends of lines":            {"- A (CHG-1)", "- A (CHG-1)\r\nx", "- A (CHG-1)\n- B (CHG-2)", "- A (CHG-1)\n- B (CHG-2)\nx"},
		"the same line, typed twice, stays": {"", "x\nx", "", "x\nx"},
	} {
		got := gate.NotesAnew(f, map[string]string{"notes": c.before}, map[string]string{"notes": c.said, "other": "stays"}, map[string]string{"notes": c.fresh})
		if got["notes"] != c.want || got["other"] != "stays" {
			t.Errorf("%s: %q, want %q", what, got["notes"], c.want)
		}
		again := gate.NotesAnew(f, map[string]string{"notes": c.fresh}, got, map[string]string{"notes": c.fresh})
		if again["notes"] != got["notes"] {
			t.Errorf("%s: once more it says %q", what, again["notes"])
		}
	}
	line := func(drafted, said, draft string) string {
		return gate.NotesAnew(f, map[string]string{"downtime": drafted}, map[string]string{"downtime": said}, map[string]string{"downtime": draft})["downtime"]
	}
	if got := []string{line("20m", "20m", "40m"), line("20m", "an hour", "40m"), line("", "", "40m"), line("20m", "", "40m"), line("20m", "20m", "")}; !reflect.DeepEqual(got, []string{"40m", "an hour", "40m", "", ""}) {
		t.Errorf("of one line: %q", got)
	}
}
