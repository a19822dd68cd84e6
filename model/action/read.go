package action

import (
	"fmt"
	"strings"

	"fairway/model"
)

// PermissionRead is the permission to read. Held for one service it lets a
// person read everything: a calendar or a search with holes in it would mislead.
const PermissionRead = "read"

// Reads reports whether a person may read under the rules: they have not left,
// and a role of theirs, for whichever service, allows it.
func Reads(b *model.Book, p *model.Person) bool {
	return Holds(b, p, PermissionRead)
}

// RefuseBlind refuses an action to somebody who may not read, with nothing but
// the permission they lack: neither the record, nor its service, nor whether
// there is one.
func RefuseBlind(b *model.Book, p *model.Person, doing, permission string) *model.Refusal {
	switch {
	case p.Left:
		return left(p, doing)
	case Holds(b, p, permission): // for some service
		return refuse(doing, fmt.Sprintf("no role of %s with the permission %s reaches this far", p.Name, permission), whoHas(b, permission))
	}
	return refuse(doing, fmt.Sprintf("%s has no role with the permission %s", p.Name, permission), whoHas(b, permission))
}

func left(p *model.Person, doing string) *model.Refusal {
	return refuse(doing, p.Name+" has left", "ask an administrator: fairway person return "+p.Handle)
}

func refuse(doing, text, cure string) *model.Refusal {
	return &model.Refusal{Doing: doing, Reasons: []model.Reason{{Text: text, Cure: cure}}}
}

// whoHas says which roles allow something.
func whoHas(b *model.Book, permission string) string {
	return "it belongs to: " + strings.Join(b.RolesWith(permission), ", ")
}

// RefuseRead says to somebody who may not read why, and who can let them. asks
// are the people who can give a role, by name; nil where that is not known.
func RefuseRead(b *model.Book, p *model.Person, asks []string) *model.Refusal {
	whom := "an administrator"
	if len(asks) > 0 {
		whom = strings.Join(asks, " or ")
	}
	refusal := &model.Refusal{Doing: "read this file"}
	switch {
	case p == nil:
		refusal.Add("nobody in this file is known by your name", fmt.Sprintf("ask %s for: fairway person add HANDLE --name NAME --role ROLE", whom))
	case p.Left:
		refusal.Add(p.Name+" has left", fmt.Sprintf("ask %s: fairway person return %s", whom, p.Handle))
	default:
		refusal.Add(fmt.Sprintf("%s has no role with the permission %s", p.Name, PermissionRead),
			fmt.Sprintf("ask %s: fairway person grant %s ROLE, with a role that reads: %s", whom, p.Handle, strings.Join(b.RolesWith(PermissionRead), ", ")))
	}
	return refusal
}
