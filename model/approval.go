package model

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Approval is one request for an authorisation, an acceptance or a hand-over
// of one revision of a release, and the decisions on it. A material edit voids
// it; void stays void, and a new request is a new approval.
type Approval struct {
	ID       ID     `json:"id"`
	Of       ID     `json:"of"`      // the release
	Purpose  string `json:"purpose"` // authorisation-1, authorisation-2, acceptance …
	Title    string `json:"title"`
	Revision int    `json:"revision"`
	// Approvers must each be met by an approving decision.
	Approvers []Approver `json:"seats"`
	By        ID         `json:"by"`
	At        time.Time  `json:"at"`
	// Again is the request before it that was rejected, where nothing of what that was of
	// has changed since, and Reason why it is asked for all the same.
	Again     ID         `json:"again,omitempty"`
	Reason    string     `json:"reason,omitempty"`
	Decisions []Decision `json:"decisions,omitempty"`
	Void      *Ending    `json:"void,omitempty"`
	// Reminded, Escalated and Expired are what the clock did where nobody decided in
	// time. Who holds the role that it was escalated to signs for whom it still waits.
	Reminded  *Timed `json:"reminded,omitempty"`
	Escalated *Timed `json:"escalated,omitempty"`
	Expired   *Timed `json:"expired,omitempty"`
	// Checks are the conditions of its decisions as somebody has to meet them, in the
	// order in which they were given. Conditions from before there were any are text
	// alone, and shut no gate.
	Checks []Condition `json:"checks,omitempty"`
	// Documents names the versions of what was approved.
	Documents []DocumentSeen `json:"documents,omitempty"`
}

// Timed is something that the clock does to a request: when it was due, and when it was
// done, which is later where nobody drove the clock.
type Timed struct {
	Due time.Time `json:"due"`
	At  time.Time `json:"at"`
	// Role and Title are to whom, of an escalation.
	Role  string `json:"role,omitempty"`
	Title string `json:"title,omitempty"`
}

// Approver is one signature that is needed: of a role, or of a named person.
type Approver struct {
	Role   string `json:"role,omitempty"`
	Person ID     `json:"person,omitempty"`
	Title  string `json:"title"`
	// Step is the place of one who is asked in order, from 1: those of a lower one sign
	// first. 0 is asked at once.
	Step int `json:"step,omitempty"`
}

// Decision is one person's word on an approval. It is never removed: who takes it
// back says so beside it.
type Decision struct {
	Approver   int       `json:"seat"` // which of the approvers, from 0
	By         ID        `json:"by"`
	Verdict    string    `json:"verdict"` // approve, reject, ask
	Comment    string    `json:"comment,omitempty"`
	Conditions string    `json:"conditions,omitempty"`
	Revision   int       `json:"revision"`
	At         time.Time `json:"at"`
	Auth       string    `json:"auth,omitempty"` // how the person was known
	Basis      Basis     `json:"basis,omitzero"`
	// Recorded is when it was entered, where that is not when it was taken.
	Recorded time.Time `json:"recorded,omitzero"`
	// Verbal says how it came to be written down, of one that somebody else did.
	Verbal *Verbal `json:"verbal,omitempty"`
	// Retracted says that they took it back, and why.
	Retracted *Ending `json:"retracted,omitempty"`
	// Documents are those that it covers as they stood then, where that was not as they
	// were when it was asked for.
	Documents []DocumentSeen `json:"documents,omitempty"`
	// Meeting is that of the CAB in which it was given; "" of one given elsewhere.
	Meeting ID `json:"meeting,omitempty"`
}

// Decided is what somebody did who gave a verdict: "approved", "asked a question".
func Decided(verdict string) string {
	words := map[string]string{Approve: "approved", Reject: "rejected", Ask: "asked a question", Abstain: "abstained", Remark: "commented", Downgrade: "asked for a downgrade", Disowned: "disowned"}
	return cmp.Or(words[verdict], strings.ReplaceAll(verdict, "-", " "))
}

// Approves reports whether it is a yes that was not taken back, Rejects a no.
func (d Decision) Approves() bool { return d.Verdict == Approve && d.Retracted == nil }

// Rejects reports whether it is a no that was not taken back.
func (d Decision) Rejects() bool { return d.Verdict == Reject && d.Retracted == nil }

// Unsigned reports whether it is still to be countersigned: it was taken down of somebody
// who neither did so yet nor took it back, which says as well that it was theirs.
func (d Decision) Unsigned() bool { return d.Verbal.Waits() && d.Retracted == nil }

// Entered is when it was entered.
func (d Decision) Entered() time.Time {
	if d.Recorded.IsZero() {
		return d.At
	}
	return d.Recorded
}

// Disowned reports whether a word was taken down that whoever it was did not give: what
// went on by it is decided anew wherever it has come meanwhile.
func (a *Approval) Disowned() bool {
	return slices.ContainsFunc(a.Decisions, func(d Decision) bool { return d.Verdict == Disowned })
}

// Spoke reports whether somebody has approved, abstained or is for a downgrade, or another
// did for them: the other words are other people's.
func (a *Approval) Spoke(who ID) bool {
	return slices.ContainsFunc(a.Decisions, func(d Decision) bool {
		return (d.By == who || d.Basis.For == who) && d.Retracted == nil && slices.Contains([]string{Approve, Abstain, Downgrade}, d.Verdict)
	})
}

// Downgrades is how many have said that it is none of what its process is for, and did
// not take it back: it takes as many as would have to approve. What was taken down of
// somebody counts once they have countersigned it, since it can't be undone where it was
// never theirs; unsigned are those who have not.
func (a *Approval) Downgrades() (count int, unsigned []ID) {
	for _, d := range a.Decisions {
		switch {
		case d.Verdict != Downgrade || d.Retracted != nil:
		case d.Verbal.Waits():
			unsigned = append(unsigned, d.By)
		default:
			count++
		}
	}
	return count, unsigned
}

// Downgraded reports whether enough have said so, and DowngradedLater whether they have
// once all of whom it was taken down have countersigned it.
func (a *Approval) Downgraded() bool {
	count, _ := a.Downgrades()
	return count > 0 && count >= len(a.Approvers)
}

// DowngradedLater: see Downgraded.
func (a *Approval) DowngradedLater() bool {
	count, unsigned := a.Downgrades()
	return len(unsigned) > 0 && count < len(a.Approvers) && count+len(unsigned) >= len(a.Approvers)
}

// Retracted is a decision that somebody took back: what it was, and why. It stays for
// ever with what was decided on.
type Retracted struct {
	Decided Verdict `json:"decided"`
	Back    Ending  `json:"back"`
}

// Verbal is what is kept of a decision by word of mouth besides what was decided. It
// counts at once, save for a downgrade, and whoever took the decision countersigns it by the time due.
type Verbal struct {
	By      ID        `json:"by"`      // who took it down
	Channel string    `json:"channel"` // phone, chat, in the room …
	Due     time.Time `json:"due"`
	// Signed is when they countersigned it, or disowned it: then Said is the verdict
	// that was taken down.
	Signed  time.Time `json:"signed,omitzero"`
	Said    string    `json:"said,omitempty"`
	Comment string    `json:"comment,omitempty"`
}

// Waits reports whether it is still to be countersigned.
func (v *Verbal) Waits() bool { return v != nil && v.Signed.IsZero() }

// Disowned reports whether who is said to have decided says that they did not.
func (v *Verbal) Disowned() bool { return v != nil && v.Said != "" }

// Overdue reports whether it should have been countersigned by now, and was not.
func (v *Verbal) Overdue(now time.Time) bool { return v.Waits() && now.After(v.Due) }

// Unsigned lists the decisions that still have to be countersigned.
func (a *Approval) Unsigned() []Decision {
	return slices.DeleteFunc(slices.Clone(a.Decisions), func(d Decision) bool { return !d.Unsigned() })
}

// Basis is what somebody decided on, and as whom. What was decided before there
// were digests has none, and holds as it did.
type Basis struct {
	// Digest is what was meant, with the way it was written down before it
	// (decision.Digest).
	Digest   string `json:"digest,omitempty"`
	Revision int    `json:"revision,omitempty"` // of the release then
	Rules    ID     `json:"rules,omitempty"`    // those it was decided under
	Role     string `json:"role,omitempty"`     // in which the person decided
	// For is who was absent, where they decided for somebody, by a Delegation: the role
	// is that one's.
	For        ID `json:"for,omitempty"`
	Delegation ID `json:"delegation,omitempty"`
}

// DocumentSeen names one version of one document.
type DocumentSeen struct {
	ID      ID  `json:"id"`
	Version int `json:"version"`
	// Digest is that of its material answers.
	Digest string `json:"digest,omitempty"`
}

// Covered are the documents that a decision covers, as they stood when it was taken.
func (a *Approval) Covered(d Decision) []DocumentSeen {
	if len(d.Documents) > 0 {
		return d.Documents
	}
	return a.Documents
}

// Filled reports whether the approver has given an approving decision.
func (a *Approval) Filled(approver int) bool {
	return slices.ContainsFunc(a.Decisions, func(d Decision) bool { return d.Approver == approver && d.Approves() })
}

// Missing lists the approvers for whom nobody has approved yet.
func (a *Approval) Missing() []Approver {
	var out []Approver
	for i, s := range a.Approvers {
		if !a.Filled(i) {
			out = append(out, s)
		}
	}
	return out
}

// Turn reports whether an approver is asked now: nobody who signs first is missing.
func (a *Approval) Turn(approver int) bool {
	step := a.Approvers[approver].Step
	return step == 0 || !slices.ContainsFunc(a.Missing(), func(s Approver) bool { return s.Step < step })
}

// Asked lists the missing approvers that are asked now, and those who come after them.
func (a *Approval) Asked() (now, after []Approver) {
	for i, s := range a.Approvers {
		switch {
		case a.Filled(i):
		case a.Turn(i):
			now = append(now, s)
		default:
			after = append(after, s)
		}
	}
	return now, after
}

// WaitsFor names the missing approvers: who is asked now, then who comes after them.
func (a *Approval) WaitsFor() string {
	now, after := a.Asked()
	text := strings.Join(titles(now), ", ")
	if len(after) > 0 {
		text += ", then " + strings.Join(titles(after), ", ")
	}
	return text
}

func titles(list []Approver) []string { return Each(list, func(s Approver) string { return s.Title }) }

// State is how it stands.
func (a *Approval) State() State {
	if a.Void != nil {
		return ApprovalVoid
	}
	for _, d := range a.Decisions {
		if d.Rejects() {
			return ApprovalRejected
		}
	}
	if len(a.Approvers) > 0 && len(a.Missing()) == 0 {
		return ApprovalApproved
	}
	return ApprovalPending
}

// Live reports whether the approval is asked for or given: neither rejected nor
// void.
func (a *Approval) Live() bool {
	s := a.State()
	return s == ApprovalPending || s == ApprovalApproved
}

func (a *Approval) Kind() Kind { return KindApproval }
func (a *Approval) Key() ID    { return a.ID }

func (a *Approval) Links() []Link {
	ids := []ID{a.By}
	for _, s := range a.Approvers {
		ids = append(ids, s.Person)
	}
	for _, d := range a.Decisions {
		if ids = append(ids, d.By, d.Basis.For); d.Verbal != nil {
			ids = append(ids, d.Verbal.By)
		}
	}
	for _, k := range a.Checks {
		ids = append(ids, k.By)
	}
	return link(link(nil, RelOf, a.Of), RelPerson, SortIDs(ids)...)
}

func (a *Approval) Row() Row {
	return Row{Title: a.Title, State: a.State(), Person: a.By, Subject: a.Of, At: a.At, Grade: a.Purpose}
}
