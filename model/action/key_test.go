package action_test

import (
	"encoding/base64"
	"testing"

	"fairway/model"
	"fairway/model/action"
)

// keyLine makes the line of a well-formed key that nobody has the other half of.
func keyLine(seed byte) string {
	blob := append([]byte("\x00\x00\x00\x0bssh-ed25519\x00\x00\x00\x20"), make([]byte, 32)...)
	blob[len(blob)-1] = seed
	return "ssh-ed25519 " + base64.StdEncoding.EncodeToString(blob)
}

func TestAKeyBelongsToOnePersonForEver(t *testing.T) {
	w := newWorld(t)
	coord, conf := w.people["coord"], w.people["conf"]
	person := func(id model.ID) *model.Person { return model.Get[*model.Person](w.seen(""), id) }

	w.must("admin", action.AddKey{Person: coord, Line: keyLine(1) + " coord@laptop"})
	first := person(coord).Keys[0]
	if !first.Live() || first.Comment != "coord@laptop" || first.AddedBy != w.people["admin"] || !first.Added.Equal(w.now) {
		t.Errorf("%+v", first)
	}
	w.refused("admin", action.AddKey{Person: conf, Line: keyLine(1)}, "belongs to COORD", "one person")
	w.refused("admin", action.AddKey{Person: conf, Line: "ssh-ed25519 AAAA"}, "the key can't be used")
	w.refused("admin", action.WritePerson{Person: model.Person{Handle: "new", Name: "New", Keys: []model.SSHKey{{Line: keyLine(1)}}}}, "belongs to COORD")
	w.refused("admin", action.WritePerson{Person: model.Person{Handle: "new", Name: "New", Keys: []model.SSHKey{{Line: keyLine(3)}, {Line: keyLine(3)}}}}, "given twice")

	// Somebody changes a key of their own without anybody's help, and nobody
	// else's.
	w.must("coord", action.AddKey{Person: coord, Line: keyLine(2)})
	w.must("coord", action.RevokeKey{Person: coord, Fingerprint: first.Fingerprint})
	w.refused("conf", action.AddKey{Person: coord, Line: keyLine(4)}, "person.write")
	w.refused("conf", action.RevokeKey{Person: coord, Fingerprint: person(coord).Keys[1].Fingerprint}, "person.write")

	gone, _ := person(coord).KeyBy(first.Fingerprint)
	if gone.Live() || gone.RevokedBy != coord {
		t.Errorf("%+v", gone)
	}
	w.refused("admin", action.AddKey{Person: conf, Line: keyLine(1)}, "was revoked", "it stays so")
	w.refused("admin", action.AddKey{Person: coord, Line: keyLine(1)}, "was revoked")
	w.refused("admin", action.RevokeKey{Person: coord, Fingerprint: first.Fingerprint}, "revoked already")
	w.refused("admin", action.RevokeKey{Person: coord, Fingerprint: "SHA256:x"}, "has no key")

	// Name, address and roles come and go; keys stay.
	w.must("admin", action.WritePerson{Person: model.Person{ID: coord, Handle: "coord", Name: "Cora"}})
	w.must("admin", action.GrantRole{Person: coord, Grant: model.Grant{Role: "auditor"}})
	if got := len(person(coord).Keys); got != 2 {
		t.Errorf("%d keys are left of two", got)
	}
	w.must("admin", action.LeavePerson{Person: coord})
	w.refused("admin", action.AddKey{Person: coord, Line: keyLine(5)}, "has left")
}

func TestTheFirstPersonMayHaveAKey(t *testing.T) {
	w := newWorld(t)
	for id := range w.facts {
		delete(w.facts, id)
	}
	w.first, w.people = true, map[string]model.ID{}
	id := w.must("", action.Init{Person: model.Person{Handle: "eve", Name: "Eve", Keys: []model.SSHKey{{Line: keyLine(1)}}}, Book: defaults()}).Subject
	p := model.Get[*model.Person](w.seen(""), id)
	if len(p.Keys) != 1 || p.Keys[0].AddedBy != id || p.Keys[0].Fingerprint == "" {
		t.Errorf("%+v", p.Keys)
	}
}
