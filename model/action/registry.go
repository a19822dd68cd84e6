package action

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"fairway/model"
)

// Permission is what a role may allow. Which role allows which is data
// (assets/process/roles.toml); a new one is a row of Permissions and its name in
// that file.
type Permission struct {
	// ID is the name that roles and refusals have for it. Rules that were taken up
	// hold it: it is never renamed.
	ID string
	// Does is what it lets a person do: "keep the CMDB".
	Does string
	// actions are those that take it. Each action of the log is of one row.
	actions []registered
}

// Permissions lists every permission, by its name.
var Permissions = []Permission{
	{"approval.decide", "decide approvals", nil},
	{"approval.request", "ask for approvals", takers(of[RequestApproval]("request-approval"), of[TakeDown]("take-down"), of[WithdrawApproval]("withdraw-approval"), of[AskWaiver]("ask-waiver"), of[TakeDownWaiver]("take-down-waiver"), of[WithdrawWaiver]("withdraw-waiver"))},
	{"baseline.take", "take CI baselines", takers(of[TakeBaseline]("baseline"))},
	{"book.adopt", "put new rules in force", takers(of[AdoptRules]("adopt-book"))},
	{"break-glass", "override a rule, which marks the release for ever", nil},
	{"catalogue.decide", "decide on catalogue entries", takers(of[DecideEntry]("decide-entry"), of[SuspendEntry]("suspend-entry"), of[ResumeEntry]("resume-entry"), of[RetireEntry]("retire-entry"))},
	{"catalogue.propose", "propose catalogue entries", takers(of[ProposeEntry]("propose-entry"), of[EditEntry]("edit-entry"))},
	{"change.assess", "assess RFCs", takers(of[AssessChange]("assess-change"), of[ReviewChange]("review-change"))},
	{"change.capture", "capture unauthorised changes", takers(of[CaptureChange]("capture-change"), of[VerifyBackOut]("verify-back-out"), of[FollowUpChange]("follow-up-change"))},
	{"change.decide", "authorise RFCs or reject them", takers(of[DecideChange]("decide-change"))},
	{"change.write", "submit and edit RFCs", takers(of[SubmitChange]("submit-change"), of[EditChange]("edit-change"), of[AdvanceChange]("advance-change"), of[WithdrawChange]("withdraw-change"))},
	{"conflict.accept", "accept conflicts", takers(of[AcceptConflict]("accept-conflict"))},
	{"document.approve", "approve documents", takers(of[ApproveDocument]("approve-document"))},
	{"form.write", "fill in forms", takers(of[WriteForm]("form"), of[DraftNotes]("draft-notes"), of[DrawAudit]("draw-audit"), of[FindItem]("find-item"), of[KeepReport]("keep-report"), of[HandOutReport]("hand-out-report"))},
	{importHistory, "import history", takers(of[*Import]("import"))},
	{"incident.write", "log and resolve incidents", takers(of[OpenIncident]("open-incident"), of[LinkIncident]("link-incident"), of[EditIncident]("edit-incident"), of[ResolveIncident]("resolve-incident"), of[RegradeIncident]("regrade-incident"), of[ReopenIncident]("reopen-incident"), of[ReportEarlyLife]("report-early-life"), of[RecordOutage]("record-outage"), of[EndOutage]("end-outage"), of[CancelOutage]("cancel-outage"))},
	{writeItems, "keep the CMDB", takers(of[WriteItem]("item"), of[RelateItem]("relate-item"), of[UpdateItem]("update-item"))},
	{"media.write", "keep the DML", takers(of[AddMedia]("add-media"), of[WithdrawMedia]("withdraw-media"), of[AddBill]("add-bill"))},
	{"meeting.call", "call meetings of the CAB, and cancel them", takers(of[CallMeeting]("call-meeting"), of[CancelMeeting]("cancel-meeting"))},
	{chairMeeting, "lead meetings of the CAB", takers(of[OpenMeeting]("open-meeting"), of[TakeUp]("take-up"), of[HandLead]("hand-lead"), of[CloseMeeting]("close-meeting"))},
	{"metric.annotate", "note what happened beside the measures", takers(of[Annotate]("annotate"), of[WithdrawAnnotation]("withdraw-annotation"))},
	{closeMetrics, "sign off the measures of a period, and reopen it", takers(of[ClosePeriod]("close-period"), of[ReopenPeriod]("reopen-period"))},
	{"milestone.write", "set milestones", takers(of[SetMilestone]("milestone"))},
	{"notice.send", "send notices", takers(of[SendNotice]("notice"))},
	{keepPeople, "keep people and their roles", takers(of[Init]("init"), of[WritePerson]("person"), of[GrantRole]("grant"), of[RevokeRole]("revoke"), of[LeavePerson]("leave"), of[AddKey]("add-key"), of[RevokeKey]("revoke-key"), of[ReinstateKey]("reinstate-key"))},
	{"problem.write", "keep problems", takers(of[OpenProblem]("open-problem"), of[ResolveProblem]("resolve-problem"), of[ReopenProblem]("reopen-problem"))},
	{"procurement.write", "order and receive", takers(of[Procure]("procure"), of[Receive]("receive"), of[DropProcurement]("drop-procurement"))},
	{PermissionRead, "read everything", takers(of[NoteRun]("note-run"), of[AskQuestion]("ask-question"), of[AnswerQuestion]("answer-question"), of[WithdrawQuestion]("withdraw-question"), of[Delegate]("delegate"), of[WithdrawDelegation]("withdraw-delegation"), of[JoinMeeting]("join-meeting"), of[LeaveMeeting]("leave-meeting"), of[ReportImprovement]("report-improvement"), of[HandImprovement]("hand-improvement"), of[HoldStandup]("hold-standup"), of[CheckMedia]("check-media"))},
	{"redact", "remove content by law, correct a wrong clock", takers(of[Redact]("redact"), of[CorrectTime]("correct-time"), of[TakeZones]("take-zones"))},
	{"release.advance", "move releases on", takers(of[DecideGo]("decide-go"), of[Advance]("advance"), of[RetryJob]("retry-job"), of[DropJob]("drop-job"))},
	{"release.cancel", "cancel releases", takers(of[Cancel]("cancel"))},
	{"release.edit", "edit releases", takers(of[Edit]("edit"), of[Scope]("scope"), of[Affect]("affect"), of[Scan]("scan"), of[DeferChange]("defer-change"), of[BoardTrain]("board-train"))},
	{"release.hold", "put releases on hold", takers(of[Hold]("hold"), of[Resume]("resume"))},
	{"release.migrate", "move open releases to the rules in force", takers(of[MigrateRelease]("migrate"))},
	{"release.register", "register releases", takers(of[Register]("register"), of[CopyRelease]("copy-release"), of[RegisterDeparture]("register-departure"))},
	{"release.reopen", "reopen releases", takers(of[Reopen]("reopen"))},
	{"release.reschedule", "move their dates", takers(of[Reschedule]("reschedule"), of[CheckDates]("check-dates"))},
	{"release.return", "send releases back", takers(of[SendBack]("send-back"))},
	{"release.train", "plan release trains", takers(of[PlanTrain]("plan-train"), of[EndTrain]("end-train"), of[SkipDeparture]("skip-departure"))},
	{"rules.decide", "decide on proposals of rules", takers(of[DecideRules]("decide-rules"))},
	{"rules.propose", "propose rules, and withdraw proposals", takers(of[ProposeRules]("propose-rules"), of[WithdrawProposal]("withdraw-proposal"))},
	{"rules.review", "review proposals of rules", takers(of[ReviewRules]("review-rules"))},
	{"run.execute", "deploy and roll back", takers(of[StartRun]("start-run"), of[DoStep]("step"), of[BeginStep]("begin-step"), of[FailStep]("fail-step"), of[AddStep]("add-step"), of[GiveStep]("give-step"), of[HandRun]("hand-run"), of[Verify]("verify"), of[RollBack]("roll-back"), of[EndRun]("end-run"), of[RestoreService]("restore-service"), of[StateInstalled]("state-installed"), of[WithdrawInstallation]("withdraw-installation"))},
	{"service.write", "keep services", takers(of[WriteService]("service"), of[Agree]("agree"), of[WithdrawAgreement]("withdraw-agreement"))},
	{"team.write", "keep teams", takers(of[WriteTeam]("team"))},
	{"undo", "take back their own edits", takers(of[Undo]("undo"))},
	{"waiver.decide", "waive single checks of gates", takers(of[DecideWaiver]("decide-waiver"))},
	{"window.decide", "decide exceptions from freezes", takers(of[DecideException]("decide-exception"))},
	{"window.except", "ask for exceptions from freezes", takers(of[AskException]("ask-exception"))},
	{"window.write", "keep freezes and other windows", takers(of[AddWindow]("add-window"), of[EditWindow]("edit-window"), of[SkipOccurrence]("skip-occurrence"), of[MoveOccurrence]("move-occurrence"), of[AddOccurrence]("add-occurrence"), of[WithdrawWindow]("withdraw-window"))},
}

// permitted are the actions that take no permission: everybody who is known may.
var permitted = takers(of[Decide]("decide"), of[Countersign]("countersign"), of[CountersignWaiver]("countersign-waiver"), of[Retract]("retract"), of[Readdress]("readdress-approval"), of[MeetCondition]("meet-condition"),
	of[RemindApproval]("remind-approval"), of[EscalateApproval]("escalate-approval"), of[ExpireApproval]("expire-approval"), of[Remind]("remind"), of[LeaveBehind]("leave-behind"), of[QueueJob]("queue-job"), of[ReportJob]("report-job")) // the clock alone

// Permissions that actions ask for besides the one they take.
const (
	closeMetrics  = "metrics.close"
	importHistory = "history.import"
	keepPeople    = "person.write"
	writeItems    = "item.write"
)

// registered is an action that the log can name, and how to make an empty one,
// so that a logged entry can be read back as what it was.
type registered struct {
	name string
	kind reflect.Type
	make func() any
}

// of registers an action under the name that the log keeps for it for ever.
func of[A Action](name string) registered {
	return registered{name, reflect.TypeFor[A](), func() any { return new(A) }}
}

func takers(actions ...registered) []registered { return actions }

var kinds, names, permissionOf = func() (map[string]registered, map[reflect.Type]string, map[string]string) {
	actions, names, permissions := map[string]registered{}, map[reflect.Type]string{}, map[string]string{}
	for _, p := range append([]Permission{{actions: permitted}}, Permissions...) {
		for _, a := range p.actions {
			actions[a.name], names[a.kind], permissions[a.name] = a, a.name, p.ID
		}
	}
	return actions, names, permissions
}()

// Name is the word that the log keeps for an action, given as a value or by its
// pointer. One that is in no row has the name that it says itself, as what stands
// for another does, else that of its type, which no role allows.
func Name(a Action) string {
	t := reflect.TypeOf(a)
	if name, known := names[t]; known {
		return name
	}
	if t.Kind() == reflect.Pointer {
		if name, known := names[t.Elem()]; known {
			return name
		}
	}
	if stands, ok := a.(interface{ Name() string }); ok {
		return stands.Name()
	}
	return t.String()
}

// PermissionIDs lists the names of the permissions.
func PermissionIDs() []string {
	return model.Each(Permissions, func(p Permission) string { return p.ID })
}

// PermissionOf is the permission that an action takes as a rule, whatever it is
// done to; "" where everybody who is known may.
func PermissionOf(a Action) string {
	if permission, known := permissionOf[Name(a)]; known {
		return permission
	}
	return Name(a) // which no role names
}

// Asks is the permission that an action takes, and the service for which it has
// to be held; an empty permission is given to everybody who is known, and for an
// empty service it has to be held for all. It is the permission of its row, or
// what its Takes says of the case; the service is that of the release it needs or
// the record that it is about, or what its For says.
func Asks(c *model.Case, a Action) (permission string, service model.ID) {
	permission = PermissionOf(a)
	if t, ok := a.(interface{ Takes(*model.Case) string }); ok {
		permission = t.Takes(c)
	}
	if f, ok := a.(interface{ For(*model.Case) model.ID }); ok {
		return permission, f.For(c)
	}
	if releases := Needs(a).Releases; len(releases) == 1 {
		return permission, serviceOf(c, releases[0])
	}
	return permission, serviceOf(c, subject(a))
}

// Decode reads the values of a logged action.
func Decode(name string, values json.RawMessage) (any, error) {
	known, ok := kinds[name]
	if !ok {
		return nil, fmt.Errorf("the log names an action %q that this program does not know", name)
	}
	a := known.make()
	if err := json.Unmarshal(values, a); err != nil {
		return nil, fmt.Errorf("read the values of a logged %s: %w", name, err)
	}
	return a, nil
}

// Names lists the actions, for the permission matrix.
func Names() []string { return slices.Sorted(maps.Keys(kinds)) }
