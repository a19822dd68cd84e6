package model

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"fairway/model/form"
	"fairway/model/process"
	"fairway/model/when"
)

// Document is a filled form: versioned, with its author and approver
// (ISO/IEC 20000-1:2018, 7.5). Every save is a new version; old ones stay.
type Document struct {
	ID   ID     `json:"id"`
	Form string `json:"form"`
	// Purpose and Meanings are what the form and its questions were for, where the
	// rules called them otherwise (form.Form.Meanings): a document is understood
	// whatever they are called later. See Means and Meant.
	Purpose  string            `json:"purpose,omitempty"`
	Meanings map[string]string `json:"meanings,omitempty"`
	Title    string            `json:"title"`
	Of       ID                `json:"of"` // the release or change it belongs to
	Version  int               `json:"version"`
	// Revision is the revision of the release for which it was written.
	Revision int `json:"revision,omitempty"`
	// Bound is the digest of what of the release it was written for, where its form
	// is bound to something.
	Bound   string       `json:"bound,omitempty"`
	Answers form.Answers `json:"answers"`
	Author  ID           `json:"author"`
	// At is when this version was written, or, of a paper of an emergency, when what it
	// says was done; Recorded is when it was entered, where it was not then.
	At       time.Time `json:"at"`
	Recorded time.Time `json:"recorded,omitzero"`
	Approver ID        `json:"approver,omitempty"`
	Approved time.Time `json:"approved,omitzero"`
	Basis    Basis     `json:"basis,omitzero"` // of its approval
	// Decided is what was decided on this version where that is more than who approved it
	// and when: that it was rejected, and why, a comment, conditions, or that it was
	// entered later.
	Decided *Verdict `json:"decided,omitempty"`
	// Abstained are those who decide neither way on this version, the oldest first.
	Abstained []Abstention `json:"abstained,omitempty"`
	// Attached are the files that its answers name, as they were when it was written.
	Attached []Attached `json:"attached,omitempty"`
	// Retracted are approvals that were taken back, the oldest first.
	Retracted []Retracted `json:"retracted,omitempty"`
}

// Attached is a file that an answer of a document names: an entry of the DML, with what
// that was called and the SHA-256 of its content, in hex.
type Attached struct {
	Media  ID     `json:"media"`
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
}

// Telling is how the answers of the document are shown: as a reader has it, and files
// with the SHA-256 of their content.
func (d *Document) Telling(r form.Reader) form.Reader {
	if len(d.Attached) == 0 {
		return r
	}
	title := r.Title
	r.Title = func(id string) string {
		for _, a := range d.Attached {
			if string(a.Media) == id {
				return a.Name + ", SHA-256 " + a.SHA256
			}
		}
		if title == nil {
			return ""
		}
		return title(id)
	}
	return r
}

// Entered is when this version was entered.
func (d *Document) Entered() time.Time {
	if d.Recorded.IsZero() {
		return d.At
	}
	return d.Recorded
}

// Verdict is what was decided on this version, whether it was kept in full or as who
// approved it and when; nil where nobody did.
func (d *Document) Verdict() *Verdict {
	switch {
	case d.Decided != nil:
		return d.Decided
	case d.Approved.IsZero():
		return nil
	}
	return &Verdict{Yes: true, By: d.Approver, At: d.Approved, Basis: d.Basis}
}

// Rejected is what was said of a version that was sent back; nil of any other.
func (d *Document) Rejected() *Verdict {
	if d.Decided == nil || d.Decided.Yes {
		return nil
	}
	return d.Decided
}

// Undecided is the document without what was decided on this version.
func (d *Document) Undecided() *Document {
	n := *d
	n.Approver, n.Approved, n.Basis, n.Decided = "", time.Time{}, Basis{}, nil
	return &n
}

func (d *Document) Kind() Kind { return KindDocument }
func (d *Document) Key() ID    { return d.ID }

// Means is what the document is for: see form.Form.Means.
func (d *Document) Means() string { return cmp.Or(d.Purpose, d.Form) }

// Meant are the answers by what their questions are for, as the program reads
// them.
func (d *Document) Meant() form.Answers { return d.Answers.Meant(d.Meanings) }

// In are the answers by the names that the questions of a form have: it may be
// the form of other rules than those it was written under. f may be nil.
func (d *Document) In(f *form.Form) form.Answers { return f.Own(d.Meant()) }

func (d *Document) Links() []Link {
	l := link(link(nil, RelOf, d.Of), RelPerson, SortIDs(append([]ID{d.Author, d.Approver, d.Basis.For, by(d.Decided)}, d.Decided.bound()...))...)
	return link(l, RelRelates, Each(d.Attached, func(a Attached) ID { return a.Media })...)
}

func (d *Document) Row() Row {
	state := DocumentWritten
	switch {
	case d.Rejected() != nil:
		state = DocumentRejected
	case !d.Approved.IsZero():
		state = DocumentApproved
	}
	return Row{Title: d.Title, State: state, Person: d.Author, Subject: d.Of, At: d.At, Grade: d.Form, Means: d.Means(), Text: d.Answers.Text()}
}

// The verdicts of a decision. Who abstains counts neither way, and signs no more; a
// remark is no verdict, and a question is one that waits for an answer.
const (
	Approve = "approve"
	Reject  = "reject"
	Ask     = "ask"
	Abstain = "abstain"
	Remark  = "comment"
	// Downgrade says that it is none of what its process is for: once as many say so as
	// would have to approve, it goes on as the
	// rules say, from their first stage on.
	Downgrade = "downgrade"
	// Disowned is the verdict of a decision by word of mouth that was none of theirs,
	// says who is said to have taken it.
	Disowned = "disowned"
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

// Rules are one version of the organisation's rules, as kept in the file.
type Rules struct {
	ID ID `json:"id"`
	process.Rules
	// Proposal is the one that they were adopted from, and NextReview the day by
	// which they are to be looked at again. Those that a file began with have
	// neither, and rules from before that was kept don't say since when.
	Proposal   ID          `json:"proposal,omitempty"`
	Since      time.Time   `json:"since,omitzero"` // in force since
	NextReview when.Moment `json:"next_review,omitzero"`
	// Shipped are the defaults of a program that they know of; nil of rules from
	// before that was kept.
	Shipped *Shipped `json:"shipped,omitempty"`
	// Replaced is by which others they were, and when. It is never stored: that
	// there are newer ones says so, and whoever reads a set of rules is told.
	Replaced *Replaced `json:"replaced,omitempty"`
}

// Replaced says what took the place of something, and when.
type Replaced struct {
	By ID        `json:"by"`
	At time.Time `json:"at"`
}

// Lets reports whether a person has a permission for a service under these
// rules: they have not left, and a role of theirs, for all services or for this
// one, allows it.
func (b *Rules) Lets(p *Person, permission string, service ID) bool {
	if p == nil || p.Left {
		return false
	}
	return slices.ContainsFunc(p.Roles, func(g Grant) bool {
		role, ok := b.Role(g.Role)
		return ok && b.Allows(role, permission) && (g.Service == "" || g.Service == service)
	})
}

// Holds reports whether a person has a role, for all services or for this one:
// the one of that id, or what these rules call it now. See Person.Has.
func (b *Rules) Holds(p *Person, role string, service ID) bool {
	role = b.RoleMeans(role)
	return p != nil && !p.Left && slices.ContainsFunc(p.Roles, func(g Grant) bool {
		return b.RoleMeans(g.Role) == role && (g.Service == "" || g.Service == service)
	})
}

func (b *Rules) Kind() Kind { return KindRules }
func (b *Rules) Key() ID    { return b.ID }

func (b *Rules) Links() []Link { return link(nil, RelRelates, b.Proposal) }

func (b *Rules) Row() Row {
	row := Row{Title: b.Title, State: RulesInForce, Grade: b.Version, At: b.Since, Until: b.NextReview.At}
	if b.Replaced != nil {
		row.State = RulesReplaced
	}
	return row
}
