package gate

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/process"
)

// countersigned: whoever decided by word of mouth has countersigned what was taken
// down, and what it went on by is decided: where somebody disowned a word of that, a quorum
// stands without it, in the same request or in one that was made since.
//
// So are the waivers of its checks; of one that was disowned or is signed by nobody any
// more, the check is waived anew, or met by now.
func countersigned(f facts) answer {
	var t spokenWords
	purpose := f.process.ApprovalMeans(f.use.Arg)
	last, by := f.ApprovalFor(f.of(), purpose), f.wentOnBy(purpose)
	t.words(f, last)
	if by != nil && by.ID != last.ID {
		t.words(f, by)
		t.gone = true // it didn't stand, or nobody would have asked again
	}
	for _, w := range model.All[*model.Waiver](f.Case) {
		if w.Of == f.of() {
			t.waiver(f, w)
		}
	}
	switch {
	case len(t.left) > 0:
		return open("%s", strings.Join(t.left, "; ")).by(t.remedies...)
	case t.stranded, t.gone && last.State() != model.ApprovalApproved: // without what was disowned it is not authorised
		return authorised(f)
	case len(t.done) > 0:
		return met("countersigned by %s", strings.Join(t.done, ", "))
	case t.gone:
		return authorised(f)
	}
	return met("nothing was decided by word of mouth")
}

// wentOnBy is the request for an approval by which it went through the last gate that
// asks for it; nil where it went through none.
func (f facts) wentOnBy(purpose string) *model.Approval {
	var at time.Time
	for _, p := range f.subject().Passages() {
		s, _ := f.process.Stage(p.From)
		if s == nil || p.Kind != "" || !slices.ContainsFunc(s.Checks, func(c process.Check) bool {
			return slices.Contains(ofApprovals, c.Name) && f.process.ApprovalMeans(c.Arg) == purpose
		}) {
			continue
		}
		if at = p.At; p.Recorded.After(at) {
			at = p.Recorded
		}
	}
	stood := func(a *model.Approval) bool { return a != nil && (a.Void == nil || !a.Void.At.Before(at)) }
	var found *model.Approval
	for _, a := range model.All[*model.Approval](f.Case) {
		if a.Of == f.of() && a.Purpose == purpose && (a.At.Before(at) || a.At.Equal(at) && !stood(found)) {
			found = a
		}
	}
	if !stood(found) {
		return nil
	}
	return found
}

// spokenWords are the words that were given by word of mouth, by how they stand.
type spokenWords struct {
	left, done []string
	remedies   []model.Remedy
	// gone says that what it went on by stands no more without another word, stranded that
	// somebody left before they countersigned theirs.
	gone, stranded bool
}

// words are those of an approval.
func (t *spokenWords) words(f facts, a *model.Approval) {
	if a == nil {
		return
	}
	for _, d := range a.Decisions {
		switch {
		case d.Verbal == nil, d.Verbal.Waits() && d.Retracted != nil: // nothing of it is left to sign
		case d.Verbal.Disowned():
			t.gone = true
		case d.Verbal.Waits() && f.hasLeft(d.By):
			t.gone, t.stranded = true, true
		default:
			t.look(f, a.ID, d.By, d.Verbal, "countersign")
		}
	}
}

// waiver is that of a check. One that waits to be decided on anew is decided on.
func (t *spokenWords) waiver(f facts, w *model.Waiver) {
	d := w.Decided
	spoken := d != nil && d.Verbal != nil
	switch {
	case w.Waits() && w.Disowned() != nil:
		t.left = append(t.left, fmt.Sprintf("%s says that they did not grant %s: it has to be decided on", f.PersonName(w.Disowned().Decided.By), w.ID))
		t.remedies = append(t.remedies, model.ByTask("decide-waiver", w.ID, model.With("verdict", "")).For("whoever may decides on it"))
	case spoken && !(d.Verbal.Waits() && f.hasLeft(d.By)):
		t.look(f, w.ID, d.By, d.Verbal, "countersign-waiver")
	case spoken || w.Disowned() != nil:
		missing := f.unwaived(w)
		if missing == nil {
			return
		}
		why := ""
		if spoken {
			why = fmt.Sprintf("%s left without countersigning %s", f.Signatory(d.By, d.At), w.ID)
		} else {
			why = fmt.Sprintf("%s says that they did not grant %s", f.PersonName(w.Disowned().Decided.By), w.ID)
		}
		t.left = append(t.left, fmt.Sprintf("%s: the check has to be waived anew, or met: %s: %s", why, missing.Text, missing.Evidence))
		t.remedies = append(t.remedies, model.ByTask("ask-waiver", f.of(), model.With("check", w.Check), model.With("reason", "")))
		t.remedies = append(t.remedies, missing.Remedies...)
	}
}

// look sorts one word.
func (t *spokenWords) look(f facts, id, by model.ID, v *model.Verbal, task string) {
	switch {
	case v.Overdue(f.Now):
		t.left = append(t.left, fmt.Sprintf("%s has not countersigned %s, which was due %s", f.PersonName(by), id, f.Stamp(v.Due)))
	case v.Waits():
		t.left = append(t.left, fmt.Sprintf("%s has to countersign %s by %s", f.PersonName(by), id, f.Stamp(v.Due)))
	case v.Signed.After(v.Due):
		t.done = append(t.done, fmt.Sprintf("%s, late, %s", f.Signatory(by, v.Signed), f.Stamp(v.Signed)))
	default:
		t.done = append(t.done, f.Signatory(by, v.Signed))
	}
	if v.Waits() && !slices.ContainsFunc(t.remedies, func(r model.Remedy) bool { return r.About == id }) {
		t.remedies = append(t.remedies, model.ByTask(task, id, model.With("verdict", "")).For("whoever it was countersigns"))
	}
}

// unwaived is the check of a waiver that counts no more, where it is neither met by now nor
// waived by another, or anew by the same one once it was disowned; nil where it is.
func (f facts) unwaived(w *model.Waiver) *Finding {
	for _, s := range f.process.Stages {
		for _, use := range s.Checks {
			if use.ID() != w.Check || use.Name == f.use.Name {
				continue
			}
			now := f
			now.use = use
			if found := evaluate(now, f.stage); found.Blocks() || found.Waiver == w.ID && w.Decided.Verbal.Waits() {
				return &found
			}
			return nil
		}
	}
	return nil
}

// Unwaived are the checks that something went past by a waiver which somebody disowned, or
// left without countersigning, and which are neither met since nor waived by another:
// each may be waived anew wherever it has come.
func Unwaived(c *model.Case, of model.Subject) []Finding {
	p := of.Process(c)
	if p == nil {
		return nil
	}
	f := facts{Case: c, r: of.Release, ch: of.Change, rules: of.Rules(c), process: p}
	if s := of.Stage(c); s != nil {
		f.stage = s.ID
	}
	var out []Finding
	for _, w := range model.All[*model.Waiver](c) {
		left := w.Decided != nil && w.Decided.Verbal.Waits() && f.hasLeft(w.Decided.By)
		if w.Of != of.ID() || !left && (w.Disowned() == nil || w.Decided != nil) {
			continue
		}
		missing := f.unwaived(w)
		if missing != nil && !slices.ContainsFunc(out, func(o Finding) bool { return o.Check == missing.Check }) {
			out = append(out, *missing)
		}
	}
	return out
}

// hasLeft reports whether somebody has left.
func (f facts) hasLeft(id model.ID) bool {
	p := model.Get[*model.Person](f.Case, id)
	return p != nil && p.Left
}
