package approvals

import (
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/decision"
	"fairway/model/gate"
)

// tellDocument puts into words the case of a document that waits to be approved,
// that was approved for something else than its release brings now, or that was
// written for that and has to be accepted.
func (w words) tellDocument(c *model.Case, d *model.Document, release model.ID) brief {
	b := brief{state: model.ApprovalPending}
	r := model.Get[*model.Release](c, release)
	if r == nil || d == nil {
		b.add("release", said{bad, no, string(release) + " can't be read: its content was removed by law"})
		return b
	}
	outdated, unaccepted := decision.Outdated(c, d), decision.Unaccepted(c, d, r)
	first := d.Approved.IsZero() && unaccepted == ""
	if outdated == "" && unaccepted == "" && !first || r.Ended() || r.Deployed {
		b.state = model.ApprovalVoid
		b.add("you", said{quiet, unmarked, "it was decided or written anew meanwhile"})
		return b
	}
	q := decision.Document(c, d)
	t := teller{w, c, &model.Approval{Of: r.ID, Purpose: q.Purpose}, r, &b}
	name := strings.ToLower(d.Title)
	if first {
		approve := action.ApproveDocument{Document: d.ID, Version: d.Version}
		t.may(q, "you may approve documents", approve, approve)
		b.add("asked", said{plain, unmarked, fmt.Sprintf("written by %s, %s (%s)", c.PersonName(d.Author), t.at(d.At), t.ago(d.At))},
			said{quiet, point, "a gate wants it approved by somebody else"})
	} else if outdated != "" {
		approve := action.ApproveDocument{Document: d.ID, Version: d.Version}
		t.may(q, "you may approve documents", approve, approve)
		b.add("asked", said{warn, caution, fmt.Sprintf("%s approved the %s, %s%s", c.PersonName(d.Approver), name, t.at(d.Approved), outdated)},
			said{quiet, point, "approve it anew, if it still says what the release brings; otherwise it is to be written anew first"})
	} else {
		b.add("you", said{good, yes, "can write it anew"})
		b.add("asked", said{warn, caution, fmt.Sprintf("the %s was written %s", name, unaccepted)},
			said{quiet, point, "until it is written anew, nobody can accept the release by it"})
	}
	b.add(name, t.document(d)...)
	t.release()
	t.scope()
	t.gate()
	t.calendar()
	return b
}

// tellConflict puts into words the case of a conflict that was accepted for other
// dates, or by somebody who must not have.
func (w words) tellConflict(c *model.Case, release model.ID, key string) brief {
	b := brief{state: model.ApprovalPending}
	r := model.Get[*model.Release](c, release)
	if r == nil {
		b.add("release", said{bad, no, string(release) + " can't be read: its content was removed by law"})
		return b
	}
	found := gate.Conflicts(c, r)
	at := slices.IndexFunc(found, func(f gate.Conflict) bool { return f.Key == key && f.Open() && f.Against != "" })
	if at < 0 || r.Ended() || r.Deployed {
		b.state = model.ApprovalVoid
		b.add("you", said{quiet, unmarked, "it was accepted meanwhile, or is no conflict any more"})
		return b
	}
	f := found[at]
	q := decision.Conflict(c, r, f.Conflict)
	t := teller{w, c, &model.Approval{Of: r.ID, Purpose: q.Purpose}, r, &b}
	accept := action.AcceptConflict{Release: r.ID, Key: key, Reason: "why"}
	t.may(q, "you may accept conflicts", accept, accept)
	lines := []said{{bad, no, f.Text}, {warn, caution, "accepted by " + f.Against}}
	for _, a := range slices.Backward(r.Accepted) {
		if a.Key == key {
			lines = append(lines, said{quiet, unmarked, fmt.Sprintf("why, %s: %s", t.at(a.At), a.Reason)})
			break
		}
	}
	b.add("conflict", lines...)
	t.release()
	t.risk()
	t.calendar()
	t.gate()
	t.scope()
	return b
}
