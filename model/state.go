package model

import "strings"

// State is how a record stands, in the word that is stored.
type State string

// Plain is the word as people read it where the kind has no better one.
func (s State) Plain() string { return strings.ReplaceAll(string(s), "-", " ") }

// StateInfo is one state that records of a kind can be in.
type StateInfo struct {
	State State
	// Words is what people call it; in the table of kinds "" is the word itself.
	Words string
	Tone  Tone
}

// Ended reports whether it is a state that a record ends in, well or not.
func (s StateInfo) Ended() bool { return s.Tone == Over || s.Tone == Bad }

// Tone is what a state means for whoever looks: screens colour it by that.
type Tone int

// The tones.
const (
	Plain Tone = iota // nothing out of the ordinary
	Waits             // somebody has to do something
	Good              // as it should be
	Bad               // somebody said no, or it went wrong
	Over              // nothing happens to it any more
)

// StateRedacted is that of a record whose content was removed, whatever its kind.
const StateRedacted State = "redacted"

// The states of the kinds.
const (
	ReleaseOpen      State = "open"
	ReleaseHold      State = "hold"
	ReleaseClosed    State = "closed"
	ReleaseCancelled State = "cancelled"

	ChangeSubmitted   State = "submitted"
	ChangeAssessed    State = "assessed"
	ChangeAuthorised  State = "authorised"
	ChangeRejected    State = "rejected"
	ChangeInRelease   State = "in-release"
	ChangeImplemented State = "implemented"
	ChangeReviewed    State = "reviewed"
	ChangeClosed      State = "closed"
	ChangeWithdrawn   State = "withdrawn"
	// Those of what was made without authorisation.
	ChangeCaptured    State = "captured"
	ChangeUnderReview State = "under-review"
	ChangePutRight    State = "putting-right"

	ProblemOpen       State = "open"
	ProblemKnownError State = "known-error"
	ProblemClosed     State = "closed"

	IncidentOpen     State = "open"
	IncidentResolved State = "resolved"
	IncidentClosed   State = "closed"

	ServiceActive  State = "active"
	ServiceRetired State = "retired"

	TeamActive State = "active"

	PersonActive State = "active"
	PersonLeft   State = "left"

	ItemPlanned State = "planned"
	ItemLive    State = "live"
	ItemRetired State = "retired"

	BaselineTaken State = "taken"

	MediaIn        State = "in"
	MediaWithdrawn State = "withdrawn"
	MediaFaulty    State = "faulty" // its content is not what stands on record

	CheckPassed  State = "passed"
	CheckDiffers State = "differs"

	BillOnRecord State = "on-record"

	InstallationMatches   State = "matches"
	InstallationDiffers   State = "differs"
	InstallationWithdrawn State = "withdrawn"

	RunRunning  State = "running"
	RunGoesBack State = "rolling-back" // also of one that had ended before
	// Those in which a run ends are results as well.
	RunDeployed   = "deployed"
	RunFailed     = "failed"
	RunRolledBack = "rolled-back"

	WindowActive    State = "active"
	ZoneFollowed    State = "followed"
	WindowWithdrawn State = "withdrawn"

	NoticeSent State = "sent"

	ProcurementOrdered  State = "ordered"
	ProcurementPart     State = "part-received"
	ProcurementReceived State = "received"
	ProcurementDropped  State = "dropped"

	MilestoneSet       State = "set"
	MilestoneWithdrawn State = "withdrawn"

	DocumentWritten  State = "written"
	DocumentApproved State = "approved"
	DocumentRejected State = "rejected" // it goes back to its author, for a new version

	ApprovalPending  State = "pending"
	ApprovalApproved State = "approved"
	ApprovalRejected State = "rejected"
	ApprovalVoid     State = "void"

	RulesInForce  State = "in force"
	RulesReplaced State = "replaced"

	EntryProposed   State = "proposed"
	EntryAuthorised State = "authorised"
	EntrySuspended  State = "suspended"
	EntryRejected   State = "rejected"
	EntryRetired    State = "retired"

	WaiverAsked     State = "asked"
	WaiverGranted   State = "granted"
	WaiverRefused   State = "refused"
	WaiverWithdrawn State = "withdrawn"
	WaiverVoid      State = "void"

	QuestionOpen      State = "open"
	QuestionAnswered  State = "answered"
	QuestionComment   State = "comment"
	QuestionWithdrawn State = "withdrawn"
	QuestionClosed    State = "closed"

	ImprovementOpen    State = "open"
	ImprovementDone    State = "done"
	ImprovementDropped State = "dropped"

	JobWaiting State = "waiting"
	JobDone    State = "done"
	JobFailed  State = "failed"
	JobDropped State = "dropped"

	ReportKept      State = "kept"
	ReportHandedOut State = "handed-out"

	TrainRunning State = "running"
	TrainEnded   State = "ended"

	AgreementMade      State = "agreed"
	AgreementReplaced  State = "replaced"
	AgreementWithdrawn State = "withdrawn"
	OutageOpen         State = "open"
	OutageOver         State = "entered"
	OutageCancelled    State = "cancelled"

	AnnotationMade      State = "noted"
	AnnotationWithdrawn State = "withdrawn"
	PeriodClosed        State = "closed"
	PeriodReopened      State = "reopened"

	EarlyStable   State = "stable"
	EarlyStrained State = "strained"
	EarlyUnstable State = "unstable"

	MeetingPlanned      State = "planned"
	MeetingOpen         State = "open"
	MeetingClosed       State = "closed"
	MeetingCancelled    State = "cancelled"
	DelegationGiven     State = "given"
	DelegationWithdrawn State = "withdrawn"

	ProposalProposed  State = "proposed"
	ProposalReviewed  State = "reviewed"
	ProposalApproved  State = "approved"
	ProposalRejected  State = "rejected"
	ProposalAdopted   State = "adopted"
	ProposalWithdrawn State = "withdrawn"
)
