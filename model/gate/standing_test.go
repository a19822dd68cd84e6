package gate_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/gate"
	"fairway/model/process"
)

// shutBy names the stages at whose gate a check keeps a release from going on.
func shutBy(t *testing.T, f *file, check string) []string {
	t.Helper()
	var out []string
	p, _ := f.rules.Process("normal")
	for _, s := range p.Stages[:len(p.Stages)-1] {
		g, err := gate.At(f.shown(), f.r, s.ID)
		if err != nil {
			t.Fatal(err)
		}
		if slices.ContainsFunc(g.Findings, func(found gate.Finding) bool { return found.Check == check && found.Blocks() }) {
			out = append(out, s.ID)
		}
	}
	return out
}

// under gives a file rules of its own, in which the checks of a stage of the normal
// process are others.
func under(f *file, stage string, checks func([]process.Check) []process.Check) {
	f.rules.Processes = slices.Clone(f.rules.Processes)
	at := slices.IndexFunc(f.rules.Processes, func(p process.Process) bool { return p.Name == "normal" })
	p := &f.rules.Processes[at]
	p.Stages = slices.Clone(p.Stages)
	i := slices.IndexFunc(p.Stages, func(s process.Stage) bool { return s.ID == stage })
	p.Stages[i].Checks = checks(slices.Clone(p.Stages[i].Checks))
}

// What was decided, or said, can be given up after the gate that asked for it: each
// later gate before the deployment finds that.
func TestWhatIsGivenUpShutsEveryLaterGate(t *testing.T) {
	for check, one := range map[string]struct {
		make func(f *file)
		want string
	}{
		"notes-approved":     {func(f *file) { get[*model.Document](f, "DOC-7").Approved = time.Time{} }, "acceptance scheduled"},
		"agreement-signed":   {func(f *file) { get[*model.Document](f, "DOC-8").Approved = time.Time{} }, "build test acceptance scheduled"},
		"decided-to-proceed": {func(f *file) { f.set("DOC-1", "decision", "abandon") }, "assessment planning build test acceptance scheduled"},
		// These rules ask for the acceptance again where it is needed.
		"authorised:acceptance": {func(f *file) { voided(f, "APR-2") }, "acceptance"},
	} {
		f := whole()
		one.make(f)
		if got := strings.Join(shutBy(t, f, check), " "); got != one.want {
			t.Errorf("%s shuts the gates of %s, not %s", check, got, one.want)
		}
	}
}

// Rules of an organisation decide: what they ask for at another gate, or of other
// releases, or nowhere, is asked for from there, of those, or not at all.
func TestRulesDecideFromWhichGateOnSomethingStands(t *testing.T) {
	moved := func(f *file, text, to string) { // a check from Acceptance is asked elsewhere, or nowhere
		var check process.Check
		under(f, "acceptance", func(list []process.Check) []process.Check {
			return slices.DeleteFunc(list, func(c process.Check) bool {
				if c.Text == text {
					check = c
				}
				return c.Text == text
			})
		})
		if to != "" {
			under(f, to, func(list []process.Check) []process.Check { return append(list, check) })
		}
	}
	const notes, signed = "the release notes are approved", "every required signatory signed this revision"
	for name, one := range map[string]struct {
		check string
		make  func(f *file)
		want  string
	}{
		"asked at Build already": {"notes-approved", func(f *file) { moved(f, notes, "build") }, "build test acceptance scheduled"},
		"asked nowhere":          {"notes-approved", func(f *file) { moved(f, notes, "") }, ""},
		"asked of minor releases": {"notes-approved", func(f *file) {
			under(f, "acceptance", func(list []process.Check) []process.Check {
				for i := range list {
					if list[i].Name == "notes-approved" {
						list[i].When = "not major"
					}
				}
				return list
			})
		}, ""},
		"an approval that no later gate asks for": {"authorised:acceptance", func(f *file) {
			under(f, "scheduled", func(list []process.Check) []process.Check {
				return slices.DeleteFunc(list, func(c process.Check) bool { return c.Arg == "acceptance" })
			})
		}, "acceptance scheduled"},
		"an approval that no gate asks for": {"authorised:acceptance", func(f *file) {
			moved(f, signed, "")
			under(f, "scheduled", func(list []process.Check) []process.Check {
				return slices.DeleteFunc(list, func(c process.Check) bool { return c.Arg == "acceptance" })
			})
		}, ""},
	} {
		f := whole()
		get[*model.Document](f, "DOC-7").Approved = time.Time{}
		voided(f, "APR-2")
		one.make(f)
		if got := strings.Join(shutBy(t, f, one.check), " "); got != one.want {
			t.Errorf("%s: it shuts the gates of %s, not %s", name, got, one.want)
		}
	}
}
