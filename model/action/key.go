package action

import (
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/process"
)

// AddKey gives a person a public key to log in with. Everybody may add keys of
// their own, so that a key can be changed without waiting for somebody, and
// shows that they hold it: a public key is public, and with nothing but that
// anybody could claim the key of anybody.
type AddKey struct {
	Person model.ID `json:"person"`
	Line   string   `json:"line"` // as ssh-keygen writes it
	// Proof is a signature of the key over the person's last challenge. None is
	// needed of whoever is logged in with that very key, or keeps the people.
	Proof *model.KeyProof `json:"proof,omitempty"`
}

// Needs are everybody, since a key belongs to one person, and the challenge.
func (a AddKey) Needs() model.Needs {
	n := model.Needs{IDs: []model.ID{a.Person}, Kinds: []model.Kind{model.KindPerson}}
	if a.Proof != nil {
		n.Challenge = a.Person
	}
	return n
}

// Takes no permission for a key of one's own.
func (a AddKey) Takes(c *model.Case) string { return unlessOwn(c, a.Person, keepPeople) }

// unlessOwn is a permission that nobody needs for what is their own.
func unlessOwn(c *model.Case, person model.ID, permission string) string {
	if c.Who.Person != nil && c.Who.ID() == person {
		return ""
	}
	return permission
}

func (a AddKey) Do(c *model.Case) (Outcome, error) {
	p, err := known[*model.Person](c, a.Person)
	if err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: "add a key of " + p.Name}
	if p.Left {
		refusal.Add(p.Name+" has left", takeBack(p).For("first"))
	}
	keys := newKeys(c, *p, []model.SSHKey{{Line: a.Line}}, refusal)
	if len(keys) == 1 {
		a.prove(c, p, &keys[0], refusal)
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	n := *p
	n.Keys = append(slices.Clone(p.Keys), keys...)
	return wrote(p.ID, fmt.Sprintf("added the key %s of %s", keys[0].Fingerprint, c.PersonName(p.ID)), &n), nil
}

// prove notes how it is known that the person holds the key, or refuses it.
func (a AddKey) prove(c *model.Case, p *model.Person, k *model.SSHKey, refusal *model.Refusal) {
	switch {
	case a.Proof != nil:
		a.answered(c, p, k, refusal)
	case c.Who.ID() == p.ID && c.Who.Key == k.Fingerprint:
		k.Proof = model.ProofLogin
	case c.Who.ID() == p.ID && !Can(c, keepPeople, ""):
		refusal.Add("nothing shows that you hold the private half of the key "+k.Fingerprint,
			model.ByDoing(process.ProveKey, "").For("sign a challenge with it"), model.ByDoing(process.AddKey, p.ID, model.With("key", "")).By(p.Handle).For("somebody who keeps the people adds it for you"))
	}
}

// answered looks at a signature: of this key, over the challenge that was made
// last for this person, in this file, in time, and not used before.
func (a AddKey) answered(c *model.Case, p *model.Person, k *model.SSHKey, refusal *model.Refusal) {
	again := model.ByDoing(process.ProveKey, "").For("ask for a new one")
	if err := a.Proof.Check(*k); err != nil {
		refusal.Add("the signature can't be used: "+err.Error(), model.ByDoing(process.ProveKey, ""))
		return
	}
	asked, err := model.ReadChallenge(a.Proof.Challenge)
	switch {
	case err != nil:
		refusal.Add("the challenge can't be used: "+err.Error(), again)
	case c.Challenge == "" || c.Challenge != a.Proof.Challenge, asked.Person != p.ID, asked.File != c.File:
		refusal.Add("what was signed is not the challenge that was made last for "+p.Name+" in this file", again)
	case !asked.Fresh(c.Now):
		refusal.Add("the challenge is of "+asked.Made.Format("2006-01-02 15:04:05 MST")+", and was to be answered within "+model.ChallengeLife.String(), again)
	case slices.ContainsFunc(p.Keys, func(o model.SSHKey) bool { return o.Challenge == asked.Nonce }):
		refusal.Add("the challenge was answered before", again)
	default:
		k.Proof, k.Challenge = model.ProofSignature, asked.Nonce
	}
}

// newKeys reads keys that are to be added to somebody, and refuses those that
// are no keys, somebody else's, or revoked for this person.
func newKeys(c *model.Case, owner model.Person, given []model.SSHKey, refusal *model.Refusal) []model.SSHKey {
	var out []model.SSHKey
	for _, g := range given {
		k, err := model.ParseKey(strings.TrimSpace(g.Line))
		if err != nil {
			refusal.Add("the key can't be used: " + err.Error())
			continue
		}
		if slices.ContainsFunc(out, func(o model.SSHKey) bool { return o.Fingerprint == k.Fingerprint }) {
			refusal.Add("the key " + k.Fingerprint + " is given twice")
			continue
		}
		if have, ok := owner.KeyBy(k.Fingerprint); ok && have.Live() {
			refusal.Add(fmt.Sprintf("the key %s is on record for %s already", k.Fingerprint, owner.Name))
			continue
		} else if ok {
			refusal.Add(fmt.Sprintf("the key %s was revoked for %s on %s", k.Fingerprint, owner.Name, have.Revoked.Format("2006-01-02")),
				model.ByDoing(process.ReinstateKey, owner.ID, model.With("key", k.Fingerprint), model.With("reason", "")).By(owner.Handle).For("use another, or an administrator brings it back"))
			continue
		}
		contested(c, owner, k.Fingerprint, refusal)
		k.Added, k.AddedBy = c.Now, c.Who.ID()
		out = append(out, k)
	}
	return out
}

// contested refuses a key that is somebody else's: by a live one on record, by
// the authorized keys of the host, or by a certificate. What was revoked for
// somebody else stands in nobody's way: a revocation binds whom it was made for.
func contested(c *model.Case, owner model.Person, fingerprint string, refusal *model.Refusal) {
	reader := Reads(c.Rules, c.Who.Person)
	another := model.Say("a key belongs to one person: make another with ssh-keygen -t ed25519")
	for _, p := range model.All[*model.Person](c) {
		if have, ok := p.KeyBy(fingerprint); ok && have.Live() && (owner.ID == "" || p.ID != owner.ID) {
			if !reader {
				refusal.Add("the key "+fingerprint+" belongs to somebody else", another)
				continue
			}
			refusal.Add(fmt.Sprintf("the key %s belongs to %s", fingerprint, p.Name),
				another, model.ByDoing(process.RevokeKey, p.ID, model.With("key", fingerprint)).By(p.Handle).For("where that is a mistake, an administrator ends it first"))
		}
	}
	for _, o := range ownersElsewhere(c, fingerprint) {
		if !strings.EqualFold(o.Handle, owner.Handle) {
			if !reader {
				refusal.Add("the key "+fingerprint+" belongs to somebody else", another)
				continue
			}
			refusal.Add(fmt.Sprintf("the key %s belongs to %q, as %s", fingerprint, o.Handle, o.Source),
				another, model.Say("where that is a mistake, whoever runs the host sets it right there first"))
		}
	}
}

func ownersElsewhere(c *model.Case, fingerprint string) []model.KeyOwner {
	if c.Who.Elsewhere == nil {
		return nil
	}
	return c.Who.Elsewhere.Owners(fingerprint)
}
