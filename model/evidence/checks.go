package evidence

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/gate"
	"fairway/model/process"
)

func (f facts) is(word string) bool { return gate.Is(f.Case, f.r, word) }

// checks are what the checks at the gates of its process show, by clause. What was asked at
// a gate through which it went was met there, or waived: nothing goes through otherwise. How
// it stands by now is no matter any more.
func (f facts) checks() map[string][]Showing {
	out := map[string][]Showing{}
	if f.process == nil {
		return out
	}
	_, here := f.process.Stage(f.r.Stage)
	for i, stage := range f.process.Stages {
		g, err := gate.At(f.Case, f.r, stage.ID)
		if err != nil {
			continue // the stage is one of its process
		}
		through := f.through(stage.ID)
		for _, found := range g.Findings {
			s := Showing{Name: found.Check, Stage: stage.Title, Text: found.Text, Records: f.showing(found)}
			switch {
			case found.Answer == gate.NotApplicable:
				s.Answer, s.Why, s.Records = NotApplicable, found.Evidence, nil
			case i < here && through == nil:
				s.Answer, s.Why, s.Records = NotApplicable, "it did not go through "+stage.Title, nil
			case i < here && f.unwaived(found.Check, through.At) != "" && found.Answer == gate.Met:
				s.Answer, s.Why = Pass, "the waiver by which it went through was taken back, and it is met by now: "+found.Evidence
			case i < here && f.unwaived(found.Check, through.At) != "":
				w := f.unwaived(found.Check, through.At)
				s.Answer, s.Records = f.missed(), append(s.Records, w)
				s.Why = fmt.Sprintf("it went through the gate of %s with the waiver %s, which was taken back since", stage.Title, w)
			case i < here && f.waived(found.Check, through.At) != "":
				w := f.waived(found.Check, through.At)
				s.Answer, s.Why, s.Records = Pass, fmt.Sprintf("it went through the gate of %s with the waiver %s, %s by %s", stage.Title, w, stamp(through.At), f.Signatory(through.By, through.At)), append(s.Records, w)
			case i < here && f.fallen(found) != "":
				s.Answer = f.missed()
				s.Why = fmt.Sprintf("it went through the gate of %s %s, and since: %s", stage.Title, stamp(through.At), f.fallen(found))
			case i < here:
				s.Answer, s.Why = Pass, fmt.Sprintf("met as it went through the gate of %s, %s by %s", stage.Title, stamp(through.At), f.Signatory(through.By, through.At))
			case f.r.Cancelled != nil:
				s.Answer, s.Why, s.Records = NotApplicable, "the release was cancelled before", nil
			case f.unsigned(found) != nil:
				said, records := f.overdueWords()
				s.Answer, s.Why, s.Records = Fail, strings.Join(said, "; "), append(s.Records, records...)
			case i > here:
				s.Answer, s.Why, s.Records = Open, "it is in "+f.stageTitle(f.r.Stage)+" still", nil
			case found.Answer == gate.Waived:
				s.Answer, s.Why, s.Records = Pass, fmt.Sprintf("waived by %s", found.Waiver), append(s.Records, found.Waiver)
			case found.Answer == gate.Met:
				s.Answer, s.Why = Pass, found.Evidence
			case !f.late().IsZero():
				s.Answer, s.Why = Fail, fmt.Sprintf("%s; %s was due to be through %s by %s", found.Evidence, f.r.ID, stage.Title, stamp(f.late()))
			default:
				s.Answer, s.Why = Open, found.Evidence
			}
			s.Records = slices.Compact(model.SortIDs(s.Records))
			out[found.Clause] = append(out[found.Clause], s)
		}
	}
	return out
}

// missed is what something comes to that was there and is not any more: what was deployed by
// it, or ended, can't be made good.
func (f facts) missed() Answer {
	if f.r.Closed() || len(f.deployments) > 0 {
		return Fail
	}
	return Open
}

// unsigned are the records that should be countersigned by now, where a check asks for that.
func (f facts) unsigned(found gate.Finding) []model.ID {
	if f.asked(found.Check).Name != gate.Countersigned {
		return nil
	}
	_, records := f.overdueWords()
	return records
}

// waived is the waiver of a check that stood at a moment; "" without one.
func (f facts) waived(check string, at time.Time) model.ID {
	for _, w := range model.All[*model.Waiver](f.Case) {
		if w.Of == f.r.ID && w.Check == check && w.Decided != nil && w.Decided.Yes && !w.Decided.At.After(at) &&
			(w.Void == nil || w.Void.At.After(at)) && (w.Withdrawn == nil || w.Withdrawn.At.After(at)) && !w.Ended(at) {
			return w.ID
		}
	}
	return ""
}

// through is how it went through the gate of a stage last; nil where it did not.
func (f facts) through(stage string) *model.Passage {
	for i, p := range slices.Backward(f.r.Passed) {
		if p.From == stage && p.Kind == "" {
			return &f.r.Passed[i]
		}
	}
	return nil
}

// showing are the records that show a check: the document that answers it, the approval
// that it asks for, and the release, of which the passage through its gate is.
func (f facts) showing(found gate.Finding) []model.ID {
	out := []model.ID{f.r.ID}
	if found.Form != "" {
		for _, d := range f.documents(f.rules.FormMeans(found.Form)) {
			out = append(out, d.ID)
		}
	}
	for _, s := range f.process.Stages {
		for _, c := range s.Checks {
			if c.ID() != found.Check || c.Arg == "" {
				continue
			}
			a := f.standing(f.process.ApprovalMeans(c.Arg))
			if a == nil {
				a = f.ApprovalFor(f.r.ID, f.process.ApprovalMeans(c.Arg))
			}
			if a != nil && !slices.Contains(out, a.ID) {
				out = append(out, a.ID)
			}
		}
	}
	return out
}

// documents are those of the release of a form, told by what it is for.
func (f facts) documents(purpose string) []*model.Document {
	var out []*model.Document
	for _, d := range model.All[*model.Document](f.Case) {
		if d.Of == f.r.ID && d.Means() == purpose {
			out = append(out, d)
		}
	}
	return out
}

// asks reports whether its process asks for a form in some stage.
func (f facts) asks(purpose string) bool {
	return f.process != nil && slices.ContainsFunc(f.process.Stages, func(s process.Stage) bool {
		return slices.ContainsFunc(s.Forms, func(name string) bool { return f.rules.FormMeans(name) == purpose })
	})
}
