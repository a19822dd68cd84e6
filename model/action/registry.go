package action

import (
	"encoding/json"
	"fmt"
	"slices"
)

// kinds makes an empty value of each action that the log can name, so that a
// logged entry can be read back as what it was.
var kinds = map[string]func() any{}

func register[A Action](_ ...A) struct{} {
	var zero A
	kinds[zero.Name()] = func() any { return new(A) }
	return struct{}{}
}

var _ = []struct{}{
	register[Init](), register[Register](), register[Edit](), register[Scope](), register[Affect](), register[Advance](), register[SendBack](),
	register[Hold](), register[Resume](), register[Cancel](), register[Reopen](), register[Reschedule](), register[Scan](), register[AcceptConflict](),
	register[WriteForm](), register[ApproveDocument](), register[RequestApproval](), register[Decide](),
	register[SubmitChange](), register[EditChange](), register[AssessChange](), register[DecideChange](), register[WithdrawChange](),
	register[StartRun](), register[DoStep](), register[Verify](), register[RollBack](), register[EndRun](),
	register[TakeBaseline](), register[SendNotice](), register[AddMedia](), register[WithdrawMedia](), register[Procure](), register[Receive](), register[DropProcurement](),
	register[WriteItem](), register[UpdateItem](), register[OpenIncident](), register[LinkIncident](), register[ResolveIncident](),
	register[OpenProblem](), register[ResolveProblem](), register[AddWindow](), register[WithdrawWindow](), register[AskException](), register[DecideException](), register[SetMilestone](),
	register[WritePerson](), register[GrantRole](), register[RevokeRole](), register[LeavePerson](), register[AddKey](), register[RevokeKey](), register[ReinstateKey](), register[WriteService](), register[WriteTeam](),
	register[Undo](), register[*Import](), register[Redact](), register[CorrectTime](), register[AdoptBook](),
}

// Decode reads the values of a logged action.
func Decode(name string, values json.RawMessage) (any, error) {
	make, ok := kinds[name]
	if !ok {
		return nil, fmt.Errorf("the log names an action %q that this program does not know", name)
	}
	a := make()
	if err := json.Unmarshal(values, a); err != nil {
		return nil, fmt.Errorf("read the values of a logged %s: %w", name, err)
	}
	return a, nil
}

// Names lists the actions, for the permission matrix.
func Names() []string {
	var out []string
	for n := range kinds {
		out = append(out, n)
	}
	slices.Sort(out)
	return out
}
