package action

import (
	"fmt"
	"slices"

	"fairway/model"
)

// AddKey gives a person a public key to log in with. Everybody may add keys of
// their own, so that a key can be changed without waiting for somebody.
type AddKey struct {
	Person model.ID `json:"person"`
	Line   string   `json:"line"` // as ssh-keygen writes it
}

// Name is the word the log keeps.
func (AddKey) Name() string { return "add-key" }

// Needs are everybody, since a key belongs to one person.
func (a AddKey) Needs() model.Needs {
	return model.Needs{IDs: []model.ID{a.Person}, Kinds: []model.Kind{model.KindPerson}}
}

// Asks is the permission it takes: none for a key of one's own.
func (a AddKey) Asks(c *model.Case) (string, model.ID) { return ownKey(c, a.Person), "" }

func ownKey(c *model.Case, id model.ID) string {
	if c.Who.Person != nil && c.Who.ID() == id {
		return ""
	}
	return "person.write"
}

// Do adds it.
func (a AddKey) Do(c *model.Case) (Outcome, error) {
	p, err := known[*model.Person](c, a.Person)
	if err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: "add a key of " + p.Name}
	if p.Left {
		refusal.Add(p.Name+" has left", "first: fairway person return "+p.Handle)
	}
	keys := newKeys(c, []model.SSHKey{{Line: a.Line}}, refusal)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	n := *p
	n.Keys = append(slices.Clone(p.Keys), keys...)
	return wrote(p.ID, fmt.Sprintf("added the key %s of %s", keys[0].Fingerprint, p.Name), &n), nil
}

// newKeys reads keys that are to be added, and refuses those that are no keys,
// or somebody's already.
func newKeys(c *model.Case, given []model.SSHKey, refusal *model.Refusal) []model.SSHKey {
	var out []model.SSHKey
	for _, g := range given {
		k, err := model.ParseKey(g.Line)
		if err != nil {
			refusal.Add("the key can't be used: "+err.Error(), "")
			continue
		}
		if slices.ContainsFunc(out, func(o model.SSHKey) bool { return o.Fingerprint == k.Fingerprint }) {
			refusal.Add("the key "+k.Fingerprint+" is given twice", "")
			continue
		}
		for _, p := range model.All[*model.Person](c) {
			if have, ok := p.KeyBy(k.Fingerprint); ok && have.Live() {
				refusal.Add(fmt.Sprintf("the key %s belongs to %s", k.Fingerprint, p.Name), "a key belongs to one person: make another with ssh-keygen -t ed25519")
			} else if ok {
				refusal.Add(fmt.Sprintf("the key %s was revoked", k.Fingerprint), "it stays so: make another with ssh-keygen -t ed25519")
			}
		}
		k.Added, k.AddedBy = c.Now, c.Who.ID()
		out = append(out, k)
	}
	return out
}

// RevokeKey ends a key. What was done with it stays valid, and it stays on
// record.
type RevokeKey struct {
	Person      model.ID `json:"person"`
	Fingerprint string   `json:"fingerprint"`
}

// Name is the word the log keeps.
func (RevokeKey) Name() string { return "revoke-key" }

// Needs are the person.
func (a RevokeKey) Needs() model.Needs { return model.Needs{IDs: []model.ID{a.Person}} }

// Asks is the permission it takes: none for a key of one's own.
func (a RevokeKey) Asks(c *model.Case) (string, model.ID) { return ownKey(c, a.Person), "" }

// Do marks it as revoked.
func (a RevokeKey) Do(c *model.Case) (Outcome, error) {
	p, err := known[*model.Person](c, a.Person)
	if err != nil {
		return Outcome{}, err
	}
	doing := "revoke a key of " + p.Name
	i := slices.IndexFunc(p.Keys, func(k model.SSHKey) bool { return k.Fingerprint == a.Fingerprint })
	switch {
	case i < 0:
		return Outcome{}, model.Refuse(doing, fmt.Sprintf("%s has no key %s", p.Name, a.Fingerprint), "see them with: fairway person key list "+p.Handle)
	case !p.Keys[i].Live():
		return Outcome{}, model.Refuse(doing, "it was revoked already", "")
	}
	n := *p
	n.Keys = slices.Clone(p.Keys)
	n.Keys[i].Revoked, n.Keys[i].RevokedBy = c.Now, c.Who.ID()
	return wrote(p.ID, fmt.Sprintf("revoked the key %s of %s", a.Fingerprint, p.Name), &n), nil
}
