package action

import (
	"fmt"
	"strings"

	"fairway/model"
	"fairway/model/process"
)

// PermissionRead is the permission to read. Held for one service it lets a
// person read everything: a calendar or a search with holes in it would mislead.
const PermissionRead = "read"

// Reads reports whether a person may read under the rules: they have not left,
// and a role of theirs, for whichever service, allows it.
func Reads(b *model.Rules, p *model.Person) bool {
	return Holds(b, p, PermissionRead)
}

// RefuseBlind refuses an action to somebody who may not read, with nothing but
// the permission they lack: neither the record, nor its service, nor whether
// there is one.
func RefuseBlind(b *model.Rules, p *model.Person, doing, permission string) *model.Refusal {
	switch {
	case p.Left:
		return refuseLeft(doing, p, "an administrator")
	case Holds(b, p, permission): // for some service
		return refuse(doing, fmt.Sprintf("no role of %s with the permission %s reaches this far", p.Name, permission), whoHas(b, permission))
	}
	return refuse(doing, fmt.Sprintf("%s has no role with the permission %s", p.Name, permission), whoHas(b, permission))
}

func refuse(doing, text string, remedies ...model.Remedy) *model.Refusal {
	return &model.Refusal{Doing: doing, Reasons: []model.Reason{model.Because(text, remedies...)}}
}

// goOn is the confirmation that what goes with an action is meant.
func goOn(field string) model.Remedy { return model.ByDoing(process.GoOn, "", model.With(field, "")) }

// whoHas says which roles allow something.
func whoHas(b *model.Rules, permission string) model.Remedy {
	return model.Say("it belongs to: " + strings.Join(b.RolesWith(permission), ", "))
}

// RefuseRead says to somebody who may not read why, and who can let them. asks
// are the people who can give a role, by name; nil where that is not known.
func RefuseRead(b *model.Rules, p *model.Person, asks []string) *model.Refusal {
	whom := "an administrator"
	if len(asks) > 0 {
		whom = strings.Join(asks, " or ")
	}
	const doing = "read this file"
	switch {
	case p == nil:
		return refuseStranger(doing, whom)
	case p.Left:
		return refuseLeft(doing, p, whom)
	}
	return refuse(doing, fmt.Sprintf("%s has no role with the permission %s", p.Name, PermissionRead),
		model.ByTask("grant-role", p.ID, model.Among("role", b.RolesWith(PermissionRead))).By(p.Handle).For("ask "+whom+" for a role that reads"))
}

// refuseStranger says to somebody whom the file does not know who can let them in.
func refuseStranger(doing, whom string, also ...model.Remedy) *model.Refusal {
	in := model.ByTask("add-person", "", model.With("handle", ""), model.With("name", ""), model.With("roles", "")).For("ask " + whom)
	return refuse(doing, "nobody in this file is known by your name", append([]model.Remedy{in}, also...)...)
}

// refuseLeft says to somebody who has left who can take them back.
func refuseLeft(doing string, p *model.Person, whom string) *model.Refusal {
	return refuse(doing, p.Name+" has left", takeBack(p).For("ask "+whom))
}

// takeBack is how somebody who left comes back.
func takeBack(p *model.Person) model.Remedy { return model.ByTask("return-person", p.ID).By(p.Handle) }
