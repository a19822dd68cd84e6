package casefile

import (
	"fmt"
	"slices"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/decision"
	"fairway/model/gate"
	"fairway/model/grammar"
)

// tellDocument puts into words the case of a document that waits to be approved,
// that was approved for something else than its release brings now, or that was
// written for that and has to be accepted.
func (w Words) tellDocument(c *model.Case, d *model.Document, release model.ID) Brief {
	b := Brief{State: model.ApprovalPending}
	r := model.Get[*model.Release](c, release)
	if r == nil || d == nil {
		b.add("release", Said{Bad, No, string(release) + " can't be read: its content was removed by law"})
		return b
	}
	outdated, unaccepted := decision.Outdated(c, d), decision.Unaccepted(c, d, r)
	first := d.Approved.IsZero() && unaccepted == ""
	if outdated == "" && unaccepted == "" && !first || r.Ended() || r.Deployed {
		b.State = model.ApprovalVoid
		b.add("you", Said{Quiet, Unmarked, "it was decided or written anew meanwhile"})
		return b
	}
	q := decision.Document(c, d)
	t := teller{w, c, &model.Approval{Of: r.ID, Purpose: q.Purpose}, r, &b}
	name := grammar.Lower(d.Title)
	if first {
		approve := action.ApproveDocument{Document: d.ID, Version: d.Version}
		t.may(q, "you may approve documents", approve, approve)
		b.add("asked", Said{Plain, Unmarked, fmt.Sprintf("written by %s, %s (%s)", c.Signatory(d.Author, d.At), t.at(d.At), t.ago(d.At))},
			Said{Quiet, Point, "a gate wants it approved by somebody else"})
	} else if outdated != "" {
		approve := action.ApproveDocument{Document: d.ID, Version: d.Version}
		t.may(q, "you may approve documents", approve, approve)
		b.add("asked", Said{Warn, Caution, fmt.Sprintf("%s approved the %s, %s%s", decision.Signed(c, d.Approver, d.Approved, d.Basis), name, t.at(d.Approved), outdated)},
			Said{Quiet, Point, "approve it anew, if it still says what the release brings; otherwise it is to be written anew first"})
	} else {
		b.add("you", Said{Good, Yes, "can write it anew"})
		b.add("asked", Said{Warn, Caution, fmt.Sprintf("the %s was written %s", name, unaccepted)},
			Said{Quiet, Point, "until it is written anew, nobody can accept the release by it"})
	}
	if d.Means() == gate.FormNotes {
		if moved := gate.NotesSince(c, r, d).Words(); moved != "" {
			b.add("since", Said{Warn, Caution, moved})
		}
	}
	b.add(name, t.document(d)...)
	t.release()
	t.scope()
	t.gate()
	t.calendar()
	return b
}

// tellConflict puts into words the case of a hard conflict that nobody accepted, or somebody
// for other dates, or who must not have.
func (w Words) tellConflict(c *model.Case, release model.ID, key string) Brief {
	b := Brief{State: model.ApprovalPending}
	r := model.Get[*model.Release](c, release)
	if r == nil {
		b.add("release", Said{Bad, No, string(release) + " can't be read: its content was removed by law"})
		return b
	}
	found := gate.Conflicts(c, r)
	at := slices.IndexFunc(found, func(f gate.Conflict) bool { return f.Key == key && f.Open() })
	if at < 0 || r.Ended() || r.Deployed {
		b.State = model.ApprovalVoid
		b.add("you", Said{Quiet, Unmarked, "it was accepted meanwhile, or is no conflict any more"})
		return b
	}
	f := found[at]
	q := decision.Conflict(c, r, f.Conflict)
	t := teller{w, c, &model.Approval{Of: r.ID, Purpose: q.Purpose}, r, &b}
	accept := action.AcceptConflict{Release: r.ID, Key: key, Reason: "why"}
	t.may(q, "you may accept conflicts", accept, accept)
	lines := []Said{{Bad, No, f.Text}}
	if f.Against != "" {
		lines = append(lines, Said{Warn, Caution, "accepted by " + f.Against})
	}
	for _, a := range slices.Backward(r.Accepted) {
		if a.Key == key {
			lines = append(lines, Said{Quiet, Unmarked, fmt.Sprintf("why, %s: %s", t.at(a.At), a.Reason)})
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
