package evidence

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/gate"
	"fairway/model/process"
)

// What somebody decided can be taken back, disowned or void since: what a release went past
// by it is not shown by it any more. An edit after the deployment began takes nothing away
// from what was decided before.

// counts reports whether an approval counts: everybody has given it, nobody took it back or
// rejected it, and nothing voided it before the last deployment began. One that is asked for
// behind the deployment is void whenever that came.
func (f facts) counts(a *model.Approval) bool {
	if len(a.Approvers) == 0 || len(a.Missing()) > 0 || slices.ContainsFunc(a.Decisions, model.Decision.Rejects) {
		return false
	}
	if a.Void == nil {
		return true
	}
	run := f.last()
	return run != nil && a.Void.At.After(run.Started) && f.askedBefore(a.Purpose)
}

// askedBefore reports whether an approval is one of the stages up to the deployment.
func (f facts) askedBefore(purpose string) bool {
	for _, def := range f.process.Approvals {
		if def.Means() == purpose {
			return slices.ContainsFunc(def.Stages, func(id string) bool {
				_, at := f.process.Stage(id)
				return at <= f.process.Deploys()
			})
		}
	}
	return false
}

// standing is the approval of a purpose that counts, the last one; nil without one.
func (f facts) standing(purpose string) *model.Approval {
	for _, a := range slices.Backward(model.All[*model.Approval](f.Case)) {
		if a.Of == f.r.ID && a.Purpose == purpose && f.counts(a) {
			return a
		}
	}
	return nil
}

// asked is a check of its process, by what that is called at gates.
func (f facts) asked(id string) process.Check {
	for _, s := range f.process.Stages {
		for _, c := range s.Checks {
			if c.ID() == id {
				return c
			}
		}
	}
	return process.Check{Name: id}
}

// fallen says why what it went through a gate by does not count any more; "" where it does,
// or where nobody decides on it.
func (f facts) fallen(found gate.Finding) string {
	c := f.asked(found.Check)
	switch {
	case !gate.Lasts(c.Name):
		return ""
	case len(f.deployments) == 0 || !gate.OfApproval(c.Name) && gate.WantApproved[c.Name] == "":
		if found.Blocks() {
			return found.Evidence
		}
		return ""
	case gate.OfApproval(c.Name):
		if purpose := f.process.ApprovalMeans(c.Arg); f.standing(purpose) == nil {
			return f.gone(purpose)
		}
		return ""
	}
	for _, d := range f.documents(gate.WantApproved[c.Name]) {
		if why := f.unapproved(d); why != "" {
			return why
		}
	}
	return ""
}

// gone says what became of the last approval of a purpose.
func (f facts) gone(purpose string) string {
	a := f.ApprovalFor(f.r.ID, purpose)
	if a == nil {
		return "no approval of it is on record"
	}
	var said []string
	for _, d := range a.Decisions {
		switch {
		case d.Verdict == model.Disowned:
			said = append(said, fmt.Sprintf("%s disowned what was taken down as theirs", f.Signatory(d.By, d.At)))
		case d.Retracted != nil:
			said = append(said, fmt.Sprintf("%s took it back %s", f.Signatory(d.By, d.At), stamp(d.Retracted.At)))
		case d.Rejects():
			said = append(said, fmt.Sprintf("%s rejected it %s", f.Signatory(d.By, d.At), stamp(d.At)))
		}
	}
	switch {
	case a.Void != nil:
		said = append(said, "it is void since "+stamp(a.Void.At))
	case len(said) == 0:
		said = []string{"it waits for " + a.WaitsFor()}
	}
	return fmt.Sprintf("%s counts no more: %s", a.ID, strings.Join(said, ", "))
}

// unapproved says why a document is not approved in the version that stands, by itself or by
// an approval that covers it; "" where it is.
func (f facts) unapproved(d *model.Document) string {
	if v := d.Rejected(); v != nil {
		return fmt.Sprintf("version %d of %s was rejected", d.Version, d.ID)
	}
	q := decision.Document(f.Case, d)
	q.Release = f.r
	_, against := decision.Holds(f.Case, q)
	if d.Verdict() != nil && against == "" || f.covered(d) {
		return ""
	}
	if d.Verdict() == nil && len(f.deployments) > 0 && f.approvedThen(d) {
		return "" // what was written on it since is of another time
	}
	switch {
	case d.Verdict() != nil:
		return fmt.Sprintf("version %d of %s was approved by %s", d.Version, d.ID, against)
	case len(d.Retracted) > 0:
		return fmt.Sprintf("the approval of version %d of %s was taken back", d.Version, d.ID)
	}
	return fmt.Sprintf("version %d of %s is not approved", d.Version, d.ID)
}

// approvedThen reports whether the version of a document that was there when the last
// deployment began was approved, and is so still.
func (f facts) approvedThen(d *model.Document) bool {
	began := f.last().Started
	var last *model.Document
	for _, r := range f.Earlier(d.ID) {
		if was, ok := r.(*model.Document); ok && !was.At.After(began) && was.Version < d.Version {
			last = was
		}
	}
	return d.At.After(began) && last != nil && last.Rejected() == nil && last.Verdict() != nil
}

// covered reports whether an approval that counts covers a document as it stands, by each word
// that was given.
func (f facts) covered(d *model.Document) bool {
	return slices.ContainsFunc(model.All[*model.Approval](f.Case), func(a *model.Approval) bool {
		if a.Of != f.r.ID || f.process == nil || !f.counts(a) {
			return false
		}
		for _, x := range a.Decisions {
			if x.Approves() && !slices.ContainsFunc(a.Covered(x), func(s model.DocumentSeen) bool { return decision.Covers(f.rules, s, d) }) {
				return false
			}
		}
		return true
	})
}

// toApprove are the forms that its process asks to be approved, by what they are for: those
// of the approvals that apply to it, and those that a check wants approved.
func (f facts) toApprove() map[string]bool {
	out := map[string]bool{}
	if f.process == nil {
		return out
	}
	_, here := f.process.Stage(f.r.Stage)
	for i, s := range f.process.Stages {
		if i < here && f.through(s.ID) == nil {
			continue // it did not come through that stage
		}
		for _, c := range s.Checks {
			if applies, _ := process.Holds(c.When, f.is); !applies || f.granted(c.ID()) != "" {
				continue
			}
			if means, wants := gate.WantApproved[c.Name]; wants {
				out[means] = true
			}
			if def, ok := f.process.Approval(c.Arg); ok && gate.OfApproval(c.Name) {
				for _, form := range def.Forms {
					out[f.rules.FormMeans(form)] = true
				}
			}
		}
	}
	return out
}

// granted is a waiver of a check that stands; "" without one.
func (f facts) granted(check string) model.ID {
	for _, w := range model.All[*model.Waiver](f.Case) {
		if w.Of == f.r.ID && w.Check == check && w.State() == model.WaiverGranted {
			return w.ID
		}
	}
	return ""
}

// unwaived is the waiver by which it went through a gate, and that somebody took back or
// disowned since; "" where there is none, or another one stands.
func (f facts) unwaived(check string, at time.Time) model.ID {
	if f.granted(check) != "" {
		return ""
	}
	for _, w := range model.All[*model.Waiver](f.Case) {
		if w.Of == f.r.ID && w.Check == check && slices.ContainsFunc(w.Retracted, func(r model.Retracted) bool {
			return (r.Decided.Yes || r.Decided.Verbal.Disowned()) && !r.Decided.At.After(at) && r.Back.At.After(at)
		}) {
			return w.ID
		}
	}
	return ""
}

// overdueWords are the words by word of mouth that should be countersigned by now, each with
// its record and when it was due.
func (f facts) overdueWords() (said []string, records []model.ID) {
	look := func(id, by model.ID, v *model.Verbal) {
		if v.Overdue(f.Now) {
			said = append(said, fmt.Sprintf("%s has not countersigned %s, which was due %s", cmp.Or(f.PersonName(by), string(by)), id, stamp(v.Due)))
			records = append(records, id)
		}
	}
	for _, a := range model.All[*model.Approval](f.Case) {
		for _, d := range a.Unsigned() {
			if a.Of == f.r.ID && a.Void == nil {
				look(a.ID, d.By, d.Verbal)
			}
		}
	}
	for _, w := range model.All[*model.Waiver](f.Case) {
		if w.Of == f.r.ID && w.Decided != nil && w.Decided.Verbal != nil && w.State() == model.WaiverGranted {
			look(w.ID, w.Decided.By, w.Decided.Verbal)
		}
	}
	return said, records
}

// late is until when it had to be through the stage in which it is, where that is one from the
// deployment on and its time is over; zero otherwise. What comes before the deployment is due
// as that begins.
func (f facts) late() time.Time {
	if f.process == nil || f.r.Ended() {
		return time.Time{}
	}
	s, here := f.process.Stage(f.r.Stage)
	if s == nil || f.process.Deploys() < 0 || here < f.process.Deploys() {
		return time.Time{}
	}
	due := f.r.StageDue
	if due.IsZero() {
		due = gate.StageLimit(f.Case, f.rules.Policy, s, f.r.Since)
	}
	if due.IsZero() || !f.Now.After(due) {
		return time.Time{}
	}
	return due
}

// asksFor is the place of the stage that asks for what a proof looks for; -1 where none does.
func (f facts) asksFor(p process.Proof) int {
	at := -1
	for i, s := range f.process.Stages {
		for _, name := range s.Forms {
			if p.Name == "document" && f.rules.FormMeans(name) == f.rules.FormMeans(p.Arg) {
				at = i
			}
		}
		if gate.AsksFor(&s, p.Name) {
			at = i
		}
	}
	return at
}

// lateFor is when what a proof looks for was due, by the stage that asks for it; zero where
// that is to come.
func (f facts) lateFor(p process.Proof) time.Time {
	due := f.late()
	if due.IsZero() {
		return due
	}
	_, here := f.process.Stage(f.r.Stage)
	if at := f.asksFor(p); at < 0 || at > here {
		return time.Time{}
	}
	return due
}
