package store

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"slices"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/ui/screen/screentest/kept"
)

// waitingFor is an office in which so much waits for the change manager: approvals,
// RFCs to be authorised and to be assessed, exceptions from a freeze, waivers and
// questions by turns.
func waitingFor(t testing.TB, n int) *office {
	f := newOffice(t, fixed())
	freeze := f.do(f.cm, action.AddWindow{Window: model.Window{Title: "Closing", Class: model.WindowFreeze, Hard: true, Services: []model.ID{f.pay}, Slot: model.Slot{Start: minute(2026, 12, 1, 0, 0), End: minute(2027, 2, 1, 0, 0)}}}).Subject
	for i := range n {
		name := fmt.Sprint("Request ", i)
		switch i % 6 {
		case 0:
			f.ask(f.coordinator, name, "authorisation-1")
		case 1, 2:
			ch := f.do(f.coordinator, action.SubmitChange{Change: model.Change{Title: name, Category: "enhancement", Type: "normal", Service: f.pay, Impact: 3, Urgency: "medium"}}).Subject
			if i%6 == 1 {
				f.do(f.coordinator, action.WriteForm{Form: "rfc", Of: ch, Answers: form.Answers{Values: map[string]string{"reason": "slow", "benefit": "fast", "without": "slow still"}}})
				f.do(f.both, action.AssessChange{Change: ch, Risk: "low", Text: "small"})
			}
		case 3:
			r := f.do(f.coordinator, action.Register{Release: model.Release{Name: name, Type: "normal", Contents: []string{"software"}, Service: f.pay, Window: model.Slot{Start: minute(2026, 12, 10, 0, 0), End: minute(2026, 12, 10, 2, 0)}}}).Subject
			f.do(f.coordinator, action.AskException{Window: freeze, Release: r, Reason: "the law"})
		case 4:
			r := f.do(f.coordinator, action.Register{Release: model.Release{Name: name, Type: "normal", Service: f.pay}}).Subject
			f.do(f.coordinator, action.AskWaiver{Of: r, Check: "contents-said", Reason: "nobody knows yet", Until: minute(2026, 12, 24, 0, 0)})
		case 5:
			f.do(f.coordinator, action.AskQuestion{About: f.pay, Text: name, To: f.cm})
		}
	}
	return f
}

// BenchmarkTwoHundredWaiting asks by turns for the list of what waits in a file in which
// 200 things do and in one in which 5 do, as somebody does who types `fairway inbox`, and
// as a screen that is open does; it prints how many times as long the first takes. For
// somebody who waits for the answer at most twice is meant.
func BenchmarkTwoHundredWaiting(b *testing.B) {
	sizes := [2]int{200, 5}
	files := [2]*office{waitingFor(b, sizes[0]), waitingFor(b, sizes[1])}
	program, err := kept.Program(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	for _, way := range []struct {
		name string
		ask  func(f *office) (int, error)
	}{
		{"command", func(f *office) (int, error) {
			cmd := exec.Command(program, "inbox", "--db", f.Path(), "--as", "cm", "--limit", "0", "--csv")
			out, err := cmd.Output()
			return bytes.Count(out, []byte("\n")) - 1, err
		}},
		{"screen", func(f *office) (int, error) {
			a, err := f.Approvals(context.Background(), ApprovalsQuery{Me: f.cm, Now: start})
			return len(a.Waiting), err
		}},
	} {
		var took [2][]time.Duration
		for range 101 {
			for i, f := range files {
				begun := time.Now()
				n, err := way.ask(f)
				took[i] = append(took[i], time.Since(begun))
				if err != nil || n != sizes[i] {
					b.Fatal(way.name, n, err)
				}
			}
		}
		for i := range took {
			slices.Sort(took[i])
		}
		many, few := took[0][50], took[1][50]
		ratio := float64(many) / float64(few)
		b.Logf("%s: 200 waiting %v, 5 waiting %v (least %v, %v), ratio %.2f", way.name, many.Round(time.Microsecond), few.Round(time.Microsecond), took[0][0].Round(time.Microsecond), took[1][0].Round(time.Microsecond), ratio)
		b.ReportMetric(ratio, way.name+"-x")
	}
}
