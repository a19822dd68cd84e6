package records

import (
	"strings"

	"fairway/model/action"
	"fairway/model/process"
)

// permissions says what each permission lets a person do. Those without an
// entry are shown as they are named.
var permissions = map[string]string{
	"approval.decide": "decide approvals", "approval.request": "ask for approvals", "baseline.take": "take CI baselines", "book.adopt": "put new rules in force",
	"break-glass": "override a rule, which marks the release for ever", "change.assess": "assess RFCs", "change.decide": "authorise RFCs or reject them", "change.write": "submit and edit RFCs",
	"conflict.accept": "accept conflicts", "document.approve": "approve documents", "form.write": "fill in forms", "history.import": "import history",
	"incident.write": "log and resolve incidents", "item.write": "keep the CMDB", "media.write": "keep the DML", "milestone.write": "set milestones", "notice.send": "send notices",
	"person.write": "keep people and their roles", "problem.write": "keep problems", "procurement.write": "order and receive", "read": "read everything", "redact": "remove content by law, correct a wrong clock",
	"release.advance": "move releases on", "release.cancel": "cancel releases", "release.edit": "edit releases", "release.hold": "put releases on hold", "release.register": "register releases",
	"release.reopen": "reopen releases", "release.reschedule": "move their dates", "release.return": "send releases back", "run.execute": "deploy and roll back", "service.write": "keep services",
	"team.write": "keep teams", "undo": "take back their own edits", "window.decide": "decide exceptions from freezes", "window.except": "ask for exceptions from freezes", "window.write": "keep freezes and other windows",
}

// may says what a role lets a person do, in a sentence.
func may(r *process.Role) string {
	var words []string
	for _, p := range action.Permissions {
		if !r.Allows(p) {
			continue
		}
		if w := permissions[p]; w != "" {
			words = append(words, w)
		} else {
			words = append(words, p)
		}
	}
	if len(words) == 0 {
		return "nothing"
	}
	return strings.Join(words, ", ")
}
