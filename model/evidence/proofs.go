package evidence

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/process"
)

// ofRelease has each proof of a release; process.Proofs says how they are laid down.
var ofRelease = map[string]func(facts, process.Proof) answer{
	"rules-followed":   rulesFollowed,
	"rfcs-decided":     rfcsAuthorised,
	"document":         document,
	"approved-first":   approvedFirst,
	"baseline-first":   baselineFirst,
	"notice-first":     noticeFirst,
	"package-kept":     packageKept,
	"verified":         verified,
	"waivers-decided":  waiversDecided,
	"outcome":          outcome,
	"improvements":     improvements,
	"dates-known":      datesKnown,
	"documents-signed": documentsSigned,
	"items-current":    itemsUpdated,
}

func rulesFollowed(f facts, _ process.Proof) answer {
	records := []model.ID{f.r.ID, f.rules.ID}
	if f.process == nil {
		return fail(records, "%s have no process %q", f.rules.ID, f.r.Type)
	}
	return pass(records, "%s, by %s (version %s)", f.process.Title, f.rules.ID, f.rules.Version)
}

func rfcsAuthorised(f facts, _ process.Proof) answer {
	var records []model.ID
	var open []string
	closes := 0
	for _, id := range f.r.Changes {
		records = append(records, id)
		ch := model.Get[*model.Change](f.Case, id)
		if ch == nil {
			continue // removed by law
		}
		for _, l := range ch.Links() {
			if l.Rel == model.RelCloses {
				records, closes = append(records, l.To), closes+1
			}
		}
		switch ch.State {
		case model.ChangeSubmitted, model.ChangeAssessed, model.ChangeRejected, model.ChangeWithdrawn, model.ChangeCaptured, model.ChangeUnderReview, model.ChangePutRight:
			open = append(open, fmt.Sprintf("%s is %s", id, ch.State))
		}
	}
	if len(open) > 0 {
		return missing(records, "%s", strings.Join(open, ", "))
	}
	return pass(records, "%s authorised, %s closed by them", count(len(f.r.Changes), "RFC"), count(closes, "problem"))
}

func document(f facts, p process.Proof) answer {
	means := f.rules.FormMeans(p.Arg)
	list := f.documents(means)
	if len(list) == 0 && !f.asks(means) {
		return skip("its process does not ask for that form")
	}
	for _, d := range slices.Backward(list) {
		if d.Rejected() != nil {
			continue
		}
		records := []model.ID{d.ID}
		if at := f.FirstWritten(d); p.Due == process.DueStart && len(f.deployments) > 0 && at.After(f.deployments[0].Started) {
			return fail(records, "it was written %s, after the deployment began %s", stamp(at), stamp(f.deployments[0].Started))
		}
		text := fmt.Sprintf("version %d by %s, %s", d.Version, f.Signatory(d.Author, d.At), stamp(d.At))
		if v := d.Verdict(); v != nil {
			text += fmt.Sprintf(", approved by %s", f.Signatory(v.By, v.At))
		}
		return pass(records, "%s", text)
	}
	if len(list) > 0 {
		return missing(model.Each(list, func(d *model.Document) model.ID { return d.ID }), "it was rejected")
	}
	return missing([]model.ID{f.r.ID}, "it is not written")
}

func approvedFirst(f facts, _ process.Proof) answer {
	if f.process == nil {
		return missing([]model.ID{f.r.ID}, "its rules have no process %q", f.r.Type)
	}
	var asked []process.Approval
	for _, a := range f.process.Approvals {
		if len(a.Stages) == 0 {
			continue
		}
		if _, at := f.process.Stage(a.Stages[0]); at >= 0 && at < f.process.Deploys() {
			asked = append(asked, a)
		}
	}
	if len(asked) == 0 {
		if f.r.Entry != nil {
			return pass([]model.ID{f.r.Entry.Entry}, "authorised beforehand by version %d of %s", f.r.Entry.Version, f.r.Entry.Entry)
		}
		return skip("its process asks for no approval before the deployment")
	}
	var records []model.ID
	var said, lacks []string
	for _, a := range asked {
		if len(f.deployments) == 0 {
			got, at := f.approved(a.Means(), time.Time{})
			if got == nil {
				lacks = append(lacks, a.Title+" is not given")
				continue
			}
			records, said = append(records, got.ID), append(said, fmt.Sprintf("%s given %s", a.Title, stamp(at)))
		}
		for _, run := range f.deployments {
			got, at := f.approved(a.Means(), run.Started)
			if got == nil {
				return fail(append(records, run.ID), "%s was not given before %s began %s", a.Title, run.ID, stamp(run.Started))
			}
			records, said = append(records, got.ID, run.ID), append(said, fmt.Sprintf("%s given %s, %s began %s", a.Title, stamp(at), run.ID, stamp(run.Started)))
		}
	}
	if len(lacks) > 0 {
		return missing(append(records, f.r.ID), "%s", strings.Join(lacks, ", "))
	}
	return pass(records, "%s", strings.Join(said, "; "))
}

// approved is the approval of a purpose that was given by a moment and not void then, and
// when its last signature came; the zero moment asks how it stands.
func (f facts) approved(purpose string, by time.Time) (*model.Approval, time.Time) {
	for _, a := range slices.Backward(model.All[*model.Approval](f.Case)) {
		if a.Of != f.r.ID || a.Purpose != purpose {
			continue
		}
		if by.IsZero() && a.State() != model.ApprovalApproved {
			continue
		}
		if len(a.Missing()) > 0 || len(a.Approvers) == 0 || a.Void != nil && (by.IsZero() || !a.Void.At.After(by)) {
			continue
		}
		var last time.Time
		for i := range a.Approvers { // the first yes of each that stands
			var yes time.Time
			for _, d := range a.Decisions {
				if d.Approver == i && d.Approves() && (yes.IsZero() || d.At.Before(yes)) {
					yes = d.At
				}
			}
			if yes.After(last) {
				last = yes
			}
		}
		if by.IsZero() || !last.After(by) {
			return a, last
		}
	}
	return nil, time.Time{}
}

func baselineFirst(f facts, _ process.Proof) answer {
	list := slices.DeleteFunc(slices.Clone(model.All[*model.Baseline](f.Case)), func(b *model.Baseline) bool { return b.Release != f.r.ID })
	covers := func(by time.Time) (*model.Baseline, []string) {
		lacks := model.Each(f.r.Items, func(id model.ID) string { return string(id) })
		var last *model.Baseline
		for _, b := range list {
			if !by.IsZero() && b.At.After(by) {
				continue
			}
			last = b
			for _, seen := range b.Items {
				lacks = slices.DeleteFunc(lacks, func(id string) bool { return id == string(seen.Item) })
			}
		}
		return last, lacks
	}
	if len(f.deployments) == 0 {
		b, lacks := covers(time.Time{})
		if b == nil || len(lacks) > 0 {
			return missing([]model.ID{f.r.ID}, "not taken yet of %s", strings.Join(lacks, ", "))
		}
		return pass([]model.ID{b.ID}, "of %s, taken %s", count(len(b.Items), "item"), stamp(b.At))
	}
	var records []model.ID
	var said []string
	for _, run := range f.deployments {
		b, lacks := covers(run.Started)
		if b == nil || len(lacks) > 0 {
			return fail(append(records, run.ID), "%s was not in a baseline before %s began %s", strings.Join(lacks, ", "), run.ID, stamp(run.Started))
		}
		records, said = append(records, b.ID, run.ID), append(said, fmt.Sprintf("%s of %s, taken %s; %s began %s", b.ID, count(len(b.Items), "item"), stamp(b.At), run.ID, stamp(run.Started)))
	}
	return pass(records, "%s", strings.Join(said, "; "))
}

func noticeFirst(f facts, _ process.Proof) answer {
	var records []model.ID
	var first *model.Notice
	for _, n := range model.All[*model.Notice](f.Case) {
		if n.Release != f.r.ID {
			continue
		}
		if records = append(records, n.ID); first == nil || n.Sent.Before(first.Sent) {
			first = n
		}
	}
	switch {
	case first == nil:
		return missing([]model.ID{f.r.ID}, "nothing was announced")
	case len(f.deployments) > 0 && first.Sent.After(f.deployments[0].Started):
		return fail(append(records, f.deployments[0].ID), "the first notice was sent %s, after the deployment began %s", stamp(first.Sent), stamp(f.deployments[0].Started))
	}
	return pass(records, "%s, the first sent %s to %s", count(len(records), "notice"), stamp(first.Sent), first.Audience)
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
