package action

import (
	"fmt"
	"slices"
	"time"

	"fairway/model"
	"fairway/model/process"
)

// RevokeKey ends a key of somebody, for them: whoever else shows that it is
// theirs is not bound by it. What was done with it stays valid, and it stays on
// record.
type RevokeKey struct {
	Person      model.ID `json:"person"`
	Fingerprint string   `json:"fingerprint"`
	Reason      string   `json:"reason,omitempty"`
}

// Needs are everybody, to know whether an administrator can still log in.
func (a RevokeKey) Needs() model.Needs {
	return model.Needs{IDs: []model.ID{a.Person}, Kinds: []model.Kind{model.KindPerson}}
}

// Takes no permission for a key of one's own.
func (a RevokeKey) Takes(c *model.Case) string { return unlessOwn(c, a.Person, keepPeople) }

func (a RevokeKey) Do(c *model.Case) (Outcome, error) {
	doing := "revoke a key"
	p, i, err := keyOf(c, a.Person, a.Fingerprint, doing)
	if err != nil {
		return Outcome{}, err
	}
	doing += " of " + p.Name
	if !p.Keys[i].Live() {
		return Outcome{}, model.Refuse(doing, "it was revoked already")
	}
	if wrong := model.CheckText("the reason", a.Reason); wrong != "" {
		return Outcome{}, model.Refuse(doing, wrong)
	}
	n := *p
	n.Keys = slices.Clone(p.Keys)
	k := &n.Keys[i]
	k.Revoked, k.RevokedBy, k.Reason = c.Now, c.Who.ID(), a.Reason
	if err := administered(c, &n, doing); err != nil {
		return Outcome{}, err
	}
	return wrote(p.ID, fmt.Sprintf("revoked the key %s of %s", a.Fingerprint, c.PersonName(p.ID)), &n), nil
}

// ReinstateKey takes the revocation of a key back: it opens the door again. The
// revocation stays on record, with who took it back and why. It takes the
// permission for a key of one's own as well: whoever stole a key must not be able
// to bring it back.
type ReinstateKey struct {
	Person      model.ID `json:"person"`
	Fingerprint string   `json:"fingerprint"`
	Reason      string   `json:"reason"`
}

// Needs are everybody, since a key belongs to one person.
func (a ReinstateKey) Needs() model.Needs {
	return model.Needs{IDs: []model.ID{a.Person}, Kinds: []model.Kind{model.KindPerson}}
}

func (a ReinstateKey) Do(c *model.Case) (Outcome, error) {
	doing := "reinstate a key"
	p, i, err := keyOf(c, a.Person, a.Fingerprint, doing)
	if err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: doing + " of " + p.Name}
	old := p.Keys[i]
	if old.Live() {
		refusal.Add("it is not revoked")
	}
	if p.Left {
		refusal.Add(p.Name+" has left", takeBack(p).For("first"))
	}
	if model.Blank(a.Reason) {
		refusal.Add("a reason is missing", model.AnswerTo("say why it can be trusted", "reason"))
	} else {
		sane(refusal, "the reason", a.Reason)
	}
	contested(c, *p, a.Fingerprint, refusal)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	n := *p
	n.Keys = slices.Clone(p.Keys)
	k := &n.Keys[i]
	k.Past = append(slices.Clone(old.Past), model.Reinstated{Revoked: old.Revoked, RevokedBy: old.RevokedBy, Because: old.Reason, At: c.Now, By: c.Who.ID(), Reason: a.Reason})
	k.Revoked, k.RevokedBy, k.Reason = time.Time{}, "", ""
	return wrote(p.ID, fmt.Sprintf("reinstated the key %s of %s", a.Fingerprint, p.Name), &n), nil
}

// keyOf finds a key that is on record for somebody.
func keyOf(c *model.Case, id model.ID, fingerprint, doing string) (*model.Person, int, error) {
	p, err := known[*model.Person](c, id)
	if err != nil {
		return nil, 0, err
	}
	i := slices.IndexFunc(p.Keys, func(k model.SSHKey) bool { return k.Fingerprint == fingerprint })
	if i < 0 {
		return nil, 0, model.Refuse(doing+" of "+p.Name, fmt.Sprintf("%s has no key %s", p.Name, fingerprint), model.ByDoing(process.ListKeys, p.ID).By(p.Handle).For("see them"))
	}
	return p, i, nil
}
