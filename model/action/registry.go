package action

import (
	"encoding/json"
	"fmt"
	"maps"
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
	{"approval.request", "ask for approvals", takers(of[RequestApproval]())},
	{"baseline.take", "take CI baselines", takers(of[TakeBaseline]())},
	{"book.adopt", "put new rules in force", takers(of[AdoptBook]())},
	{"break-glass", "override a rule, which marks the release for ever", nil},
	{"change.assess", "assess RFCs", takers(of[AssessChange]())},
	{"change.decide", "authorise RFCs or reject them", takers(of[DecideChange]())},
	{"change.write", "submit and edit RFCs", takers(of[SubmitChange](), of[EditChange](), of[WithdrawChange]())},
	{"conflict.accept", "accept conflicts", takers(of[AcceptConflict]())},
	{"document.approve", "approve documents", takers(of[ApproveDocument]())},
	{"form.write", "fill in forms", takers(of[WriteForm]())},
	{importHistory, "import history", takers(of[*Import]())},
	{"incident.write", "log and resolve incidents", takers(of[OpenIncident](), of[LinkIncident](), of[ResolveIncident]())},
	{"item.write", "keep the CMDB", takers(of[WriteItem](), of[UpdateItem]())},
	{"media.write", "keep the DML", takers(of[AddMedia](), of[WithdrawMedia]())},
	{"milestone.write", "set milestones", takers(of[SetMilestone]())},
	{"notice.send", "send notices", takers(of[SendNotice]())},
	{keepPeople, "keep people and their roles", takers(of[Init](), of[WritePerson](), of[GrantRole](), of[RevokeRole](), of[LeavePerson](), of[AddKey](), of[RevokeKey](), of[ReinstateKey]())},
	{"problem.write", "keep problems", takers(of[OpenProblem](), of[ResolveProblem]())},
	{"procurement.write", "order and receive", takers(of[Procure](), of[Receive](), of[DropProcurement]())},
	{PermissionRead, "read everything", nil},
	{"redact", "remove content by law, correct a wrong clock", takers(of[Redact](), of[CorrectTime]())},
	{"release.advance", "move releases on", takers(of[Advance]())},
	{"release.cancel", "cancel releases", takers(of[Cancel]())},
	{"release.edit", "edit releases", takers(of[Edit](), of[Scope](), of[Affect](), of[Scan]())},
	{"release.hold", "put releases on hold", takers(of[Hold](), of[Resume]())},
	{"release.register", "register releases", takers(of[Register]())},
	{"release.reopen", "reopen releases", takers(of[Reopen]())},
	{"release.reschedule", "move their dates", takers(of[Reschedule]())},
	{"release.return", "send releases back", takers(of[SendBack]())},
	{"run.execute", "deploy and roll back", takers(of[StartRun](), of[DoStep](), of[Verify](), of[RollBack](), of[EndRun]())},
	{"service.write", "keep services", takers(of[WriteService]())},
	{"team.write", "keep teams", takers(of[WriteTeam]())},
	{"undo", "take back their own edits", takers(of[Undo]())},
	{"window.decide", "decide exceptions from freezes", takers(of[DecideException]())},
	{"window.except", "ask for exceptions from freezes", takers(of[AskException]())},
	{"window.write", "keep freezes and other windows", takers(of[AddWindow](), of[WithdrawWindow]())},
}

// permitted are the actions that take no permission: everybody who is known may.
var permitted = takers(of[Decide]())

// Permissions that actions ask for besides the one they take.
const (
	importHistory = "history.import"
	keepPeople    = "person.write"
)

// registered is an action that the log can name, and how to make an empty one,
// so that a logged entry can be read back as what it was.
type registered struct {
	name string
	make func() any
}

func of[A Action]() registered {
	var zero A
	return registered{zero.Name(), func() any { return new(A) }}
}

func takers(actions ...registered) []registered { return actions }

var kinds, permissionOf = func() (map[string]registered, map[string]string) {
	actions, permissions := map[string]registered{}, map[string]string{}
	for _, p := range append([]Permission{{actions: permitted}}, Permissions...) {
		for _, a := range p.actions {
			actions[a.name], permissions[a.name] = a, p.ID
		}
	}
	return actions, permissions
}()

// PermissionIDs lists the names of the permissions.
func PermissionIDs() []string {
	out := make([]string, len(Permissions))
	for i, p := range Permissions {
		out[i] = p.ID
	}
	return out
}

// PermissionOf is the permission that an action takes as a rule, whatever it is
// done to; "" where everybody who is known may.
func PermissionOf(a Action) string {
	if permission, known := permissionOf[a.Name()]; known {
		return permission
	}
	return a.Name() // which no role names
}

// Asks is the permission that an action takes, and the service for which it has
// to be held; an empty permission is given to everybody who is known, and for an
// empty service it has to be held for all. It is the permission of its row, or
// what its Takes says of the case; the service is that of the release it needs,
// or what its For says.
func Asks(c *model.Case, a Action) (permission string, service model.ID) {
	permission = PermissionOf(a)
	if t, ok := a.(interface{ Takes(*model.Case) string }); ok {
		permission = t.Takes(c)
	}
	if f, ok := a.(interface{ For(*model.Case) model.ID }); ok {
		return permission, f.For(c)
	}
	if releases := a.Needs().Releases; len(releases) == 1 {
		return permission, serviceOf(c, releases[0])
	}
	return permission, ""
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
