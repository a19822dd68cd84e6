package action_test

import (
	"crypto/ed25519"
	"encoding/base64"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hiddeco/sshsig"
	"golang.org/x/crypto/ssh"

	"fairway/model"
	"fairway/model/action"
)

// signer is a private key that is the same in each test.
func signer(seed byte) ssh.Signer {
	s, err := ssh.NewSignerFromKey(ed25519.NewKeyFromSeed(append(make([]byte, 31), seed)))
	if err != nil {
		panic(err)
	}
	return s
}

// keyLine is the line of its public half.
func keyLine(seed byte) string {
	k := signer(seed).PublicKey()
	return k.Type() + " " + base64.StdEncoding.EncodeToString(k.Marshal())
}

func fingerprint(seed byte) string { return ssh.FingerprintSHA256(signer(seed).PublicKey()) }

// theFile is what names the file of these tests.
const theFile = "5f1e"

// challenged makes a challenge for somebody, as the store does, and shows it to
// what is done from here on.
func (w *world) challenged(p model.ID, nonce string) string {
	c := model.Challenge{File: theFile, Person: p, Handle: "x", Made: w.now, Nonce: nonce}
	w.shows(c.Text())
	return c.Text()
}

func (w *world) shows(challenge string) {
	before := w.session
	w.session = func(c *model.Case) {
		if before != nil {
			before(c)
		}
		c.File, c.Challenge = theFile, challenge
	}
}

func sign(text string, seed byte, namespace string, hash sshsig.HashAlgorithm) string {
	sig, err := sshsig.Sign(strings.NewReader(text), signer(seed), hash, namespace)
	if err != nil {
		panic(err)
	}
	return string(sshsig.Armor(sig))
}

// signs is the addition of a key of one's own, with a signature.
func (w *world) signs(p model.ID, seed byte) action.AddKey {
	text := w.challenged(p, "nonce-"+string('a'+seed))
	return action.AddKey{Person: p, Line: keyLine(seed), Proof: &model.KeyProof{Challenge: text, Signature: sign(text, seed, model.KeyNamespace, sshsig.HashSHA512)}}
}

// over says by which key somebody came, and what the host's files say.
func (w *world) over(key string, known keysElsewhere) {
	w.session = func(c *model.Case) { c.Who.Key, c.Who.Elsewhere = key, known }
}

// keysElsewhere are handles by fingerprint.
type keysElsewhere map[string][]string

func (k keysElsewhere) Owners(fingerprint string) (out []model.KeyOwner) {
	for _, h := range k[fingerprint] {
		out = append(out, model.KeyOwner{Handle: h, Source: "the authorized keys of this host say"})
	}
	return out
}

func (k keysElsewhere) KeysOf(handle string) (out []string) {
	for fp, handles := range k {
		if slices.Contains(handles, handle) {
			out = append(out, fp)
		}
	}
	return out
}

func TestAKeyBelongsToOnePerson(t *testing.T) {
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
	w.must("coord", w.signs(coord, 2))
	w.must("coord", action.RevokeKey{Person: coord, Fingerprint: first.Fingerprint, Reason: "lost"})
	w.refused("conf", action.AddKey{Person: coord, Line: keyLine(4)}, "person.write")
	w.refused("conf", action.RevokeKey{Person: coord, Fingerprint: person(coord).Keys[1].Fingerprint}, "person.write")

	gone, _ := person(coord).KeyBy(first.Fingerprint)
	if gone.Live() || gone.RevokedBy != coord || gone.Reason != "lost" {
		t.Errorf("%+v", gone)
	}
	w.refused("admin", action.AddKey{Person: coord, Line: keyLine(1)}, "was revoked for COORD", "reinstate-key PER-8 key=SHA256:")
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
	id := w.must("", action.Init{Person: model.Person{Handle: "eve", Name: "Eve", Keys: []model.SSHKey{{Line: keyLine(1)}}}, Rules: defaults()}).Subject
	p := model.Get[*model.Person](w.seen(""), id)
	if len(p.Keys) != 1 || p.Keys[0].AddedBy != id || p.Keys[0].Fingerprint == "" {
		t.Errorf("%+v", p.Keys)
	}
}

// TestAKeyOfOnesOwnIsProven walks everything that is wrong with a proof.
func TestAKeyOfOnesOwnIsProven(t *testing.T) {
	w := newWorld(t)
	coord, conf := w.people["coord"], w.people["conf"]
	// The public half of somebody's key is no proof, whoever's it is.
	w.refused("coord", action.AddKey{Person: coord, Line: keyLine(1)}, "nothing shows that you hold the private half", "sign a challenge with it: prove-key")
	w.over("SHA256:another", nil)
	w.refused("coord", action.AddKey{Person: coord, Line: keyLine(1)}, "nothing shows", "sign a challenge with it: prove-key")
	w.session = nil

	good := w.signs(coord, 1)
	text := good.Proof.Challenge
	with := func(change func(*action.AddKey)) action.AddKey {
		a, p := good, *good.Proof
		a.Proof = &p
		change(&a)
		return a
	}
	signed := func(text string, seed byte) func(*action.AddKey) {
		return func(a *action.AddKey) {
			a.Proof.Challenge, a.Proof.Signature = text, sign(text, seed, model.KeyNamespace, sshsig.HashSHA512)
		}
	}
	for says, a := range map[string]action.AddKey{
		"made by another key":           with(func(a *action.AddKey) { a.Line = keyLine(2) }),
		"made by another key, SHA256:":  with(signed(text, 2)),
		`it was made for "file"`:        with(func(a *action.AddKey) { a.Proof.Signature = sign(text, 1, "file", sshsig.HashSHA512) }),
		"CR LF, which ssh-keygen":       with(func(a *action.AddKey) { a.Proof.Signature = strings.ReplaceAll(a.Proof.Signature, "\n", "\r\n") }),
		"it is no signature":            with(func(a *action.AddKey) { a.Proof.Signature = " " + a.Proof.Signature }),
		"was it cut while being":        with(func(a *action.AddKey) { a.Proof.Signature = a.Proof.Signature[:80] + "\n-----END SSH SIGNATURE-----\n" }),
		"it is no signature: ":          with(func(a *action.AddKey) { a.Proof.Signature += a.Proof.Signature }),
		"is not over the challenge":     with(func(a *action.AddKey) { a.Proof.Challenge = strings.Replace(text, "5f1e", "5f1f", 1) }),
		"is no challenge of Fairway's":  with(signed("hello\n", 1)),
		"made last for COORD":           with(signed(strings.Replace(text, "nonce-b", "nonce-z", 1), 1)),
		"for COORD in this file":        with(signed(strings.Replace(text, string(coord), string(conf), 1), 1)),
		"is not the challenge that was": with(signed(strings.Replace(text, "5f1e", "abcd", 1), 1)),
	} {
		w.refused("coord", a, says)
	}
	// The store keeps the challenge that was made; one that names another person
	// or another file is none even if it were kept.
	for _, other := range []string{strings.Replace(text, string(coord), string(conf), 1), strings.Replace(text, "5f1e", "abcd", 1)} {
		w.shows(other)
		w.refused("coord", with(signed(other, 1)), "is not the challenge that was made last for COORD in this file")
	}
	w.shows("")
	w.refused("coord", good, "made last for COORD")
	w.shows(text)
	// In time.
	made := w.now
	for _, off := range []time.Duration{model.ChallengeLife + time.Second, -model.ChallengeLife - time.Second, 24 * time.Hour} {
		w.now = made.Add(off)
		w.refused("coord", good, "was to be answered within 10m0s", "ask for a new one")
	}
	// Nobody else can use it.
	w.now = made.Add(model.ChallengeLife)
	w.refused("conf", with(func(a *action.AddKey) { a.Person = conf }), "made last for CONF")
	w.refused("conf", good, "person.write")
	w.must("coord", good)
	k := model.Get[*model.Person](w.seen(""), coord).Keys[0]
	if k.Proof != model.ProofSignature || k.Challenge != "nonce-b" || k.Vouched(coord) != "signature" {
		t.Errorf("%+v", k)
	}
	w.refused("coord", with(func(a *action.AddKey) { a.Line = keyLine(2); signed(text, 2)(a) }), "was answered before")
	// As ssh-keygen -O hashalg=sha256 writes it; SHA-512 is what it writes by itself.
	next := w.challenged(coord, "nonce-256")
	w.must("coord", action.AddKey{Person: coord, Line: keyLine(2), Proof: &model.KeyProof{Challenge: next, Signature: sign(next, 2, model.KeyNamespace, sshsig.HashSHA256)}})
	// An administrator vouches for a key, and a proof that is given has to be good.
	w.refused("admin", with(func(a *action.AddKey) { a.Person, a.Line = conf, keyLine(3) }), "made by another key")
	w.must("admin", action.AddKey{Person: conf, Line: keyLine(3)})
	if k := model.Get[*model.Person](w.seen(""), conf).Keys[0]; k.Vouched(conf) != "vouched for" {
		t.Errorf("%+v", k)
	}
}

// TestFilesAndAuthoritiesKnowWhoseAKeyIs: what the server knows of a key counts,
// whoever wants to add it.
func TestFilesAndAuthoritiesKnowWhoseAKeyIs(t *testing.T) {
	w := newWorld(t)
	coord, conf := w.people["coord"], w.people["conf"]
	listed := keysElsewhere{fingerprint(1): {"coord"}, fingerprint(2): {"newcomer"}, fingerprint(3): {"coord", "conf"}}
	w.over(fingerprint(9), listed)
	claim := w.signs(conf, 1) // even with the private half of it
	w.refused("conf", claim, `belongs to "coord", as the authorized keys of this host say`, "whoever runs the host sets it right")
	w.refused("conf", w.signs(conf, 2), `belongs to "newcomer"`)
	w.refused("conf", w.signs(conf, 3), `belongs to "coord"`)
	w.refused("admin", action.AddKey{Person: conf, Line: keyLine(1)}, `belongs to "coord"`)
	person := model.Person{Handle: "eve", Name: "Eve", Keys: []model.SSHKey{{Line: keyLine(2)}}}
	w.refused("admin", action.WritePerson{Person: person}, `belongs to "newcomer"`)
	// Its owner takes it up without a signature, by being logged in with it.
	w.over(fingerprint(1), listed)
	w.refused("coord", action.AddKey{Person: coord, Line: keyLine(4)}, "nothing shows")
	w.must("coord", action.AddKey{Person: coord, Line: keyLine(1)})
	if k := model.Get[*model.Person](w.seen(""), coord).Keys[0]; k.Proof != model.ProofLogin {
		t.Errorf("%+v", k)
	}
	// A certificate for two people makes the key nobody's own.
	w.over(fingerprint(3), listed)
	w.refused("coord", action.AddKey{Person: coord, Line: keyLine(3)}, `belongs to "conf"`)
	w.over("", listed)
	person.Handle = "newcomer"
	w.must("admin", action.WritePerson{Person: person})
}

// TestARevocationBindsWhomItIsFor: nobody can burn the key of somebody else, and
// there is a way back.
func TestARevocationBindsWhomItIsFor(t *testing.T) {
	w := newWorld(t)
	coord, conf := w.people["coord"], w.people["conf"]
	// As in files from before keys were proven: conf has coord's key on record.
	w.must("admin", action.AddKey{Person: conf, Line: keyLine(1)})
	w.refused("coord", w.signs(coord, 1), "belongs to CONF", "revoke-key PER-7 key=SHA256:")
	w.must("conf", action.RevokeKey{Person: conf, Fingerprint: fingerprint(1)})
	w.must("coord", w.signs(coord, 1)) // it is coord's, who shows it
	// For conf it stays revoked; what was done is on record for both.
	w.refused("conf", w.signs(conf, 1), "was revoked for CONF")
	w.refused("admin", action.ReinstateKey{Person: conf, Fingerprint: fingerprint(1), Reason: "x"}, "belongs to COORD")

	w.must("coord", action.RevokeKey{Person: coord, Fingerprint: fingerprint(1), Reason: "thought it lost"})
	w.refused("coord", action.ReinstateKey{Person: coord, Fingerprint: fingerprint(1), Reason: "found it"}, "person.write")
	w.refused("admin", action.ReinstateKey{Person: coord, Fingerprint: fingerprint(1), Reason: " … "}, "a reason is missing")
	w.refused("admin", action.ReinstateKey{Person: coord, Fingerprint: fingerprint(2), Reason: "x"}, "has no key")
	w.over("", keysElsewhere{fingerprint(1): {"test"}})
	w.refused("admin", action.ReinstateKey{Person: coord, Fingerprint: fingerprint(1), Reason: "x"}, `belongs to "test"`)
	w.session = nil
	revoked := w.now
	w.now = w.now.Add(time.Hour)
	w.must("admin", action.ReinstateKey{Person: coord, Fingerprint: fingerprint(1), Reason: "it was in the other coat"})
	k := model.Get[*model.Person](w.seen(""), coord).Keys[0]
	if want := (model.Reinstated{Revoked: revoked, RevokedBy: coord, Because: "thought it lost", At: w.now, By: w.people["admin"], Reason: "it was in the other coat"}); !k.Live() || len(k.Past) != 1 || k.Past[0] != want {
		t.Errorf("%+v", k)
	}
	w.refused("admin", action.ReinstateKey{Person: coord, Fingerprint: fingerprint(1), Reason: "x"}, "not revoked")
	w.must("admin", action.RevokeKey{Person: coord, Fingerprint: fingerprint(1)})
	if k := model.Get[*model.Person](w.seen(""), coord).Keys[0]; k.Live() || len(k.Past) != 1 {
		t.Errorf("%+v", k)
	}
	w.must("admin", action.LeavePerson{Person: coord})
	w.refused("admin", action.ReinstateKey{Person: coord, Fingerprint: fingerprint(1), Reason: "x"}, "has left")
}

// TestTheLastAdministratorCantLockThemselvesOut, over SSH, by any action.
func TestTheLastAdministratorCantLockThemselvesOut(t *testing.T) {
	const locked = "no administrator of this file could log in any more"
	w := newWorld(t)
	admin, coord := w.people["admin"], w.people["coord"]
	w.must("admin", action.AddKey{Person: admin, Line: keyLine(1)})
	revoke := action.RevokeKey{Person: admin, Fingerprint: fingerprint(1)}
	over := func(known keysElsewhere) { w.over(fingerprint(1), known) }
	over(nil)
	w.refused("admin", revoke, locked, "first add another key", "on the host")

	// Another administrator counts if they can come in, and for all services.
	w.must("admin", action.GrantRole{Person: coord, Grant: model.Grant{Role: "administrator", Service: w.shop}})
	w.must("admin", action.AddKey{Person: coord, Line: keyLine(2)})
	w.refused("admin", revoke, locked)
	w.refused("admin", action.RevokeRole{Person: admin, Grant: model.Grant{Role: "administrator"}}, "without an administrator")
	w.refused("admin", action.LeavePerson{Person: admin}, "without an administrator")
	w.must("admin", action.GrantRole{Person: coord, Grant: model.Grant{Role: "administrator"}})
	over(keysElsewhere{fingerprint(2): {"somebody"}}) // whose key is refused at the door
	w.refused("admin", revoke, locked)
	over(nil)
	w.must("admin", action.RevokeKey{Person: coord, Fingerprint: fingerprint(2)})
	for _, a := range []action.Action{revoke, action.LeavePerson{Person: admin}, action.RevokeRole{Person: admin, Grant: model.Grant{Role: "administrator"}}} {
		w.refused("admin", a, locked)
	}
	w.refused("coord", action.Redact{ID: admin, Reason: "law"}, "has not left") // and leaving is refused above
	// By the authorized keys, under the handle that stands there, and not with
	// what was revoked.
	over(keysElsewhere{fingerprint(2): {"coord"}})
	w.refused("admin", revoke, locked)
	over(keysElsewhere{fingerprint(3): {"admin"}})
	w.must("admin", action.RevokeKey{Person: admin, Fingerprint: fingerprint(1)})
	w.over(fingerprint(3), keysElsewhere{fingerprint(3): {"admin"}})
	w.refused("admin", action.WritePerson{Person: model.Person{ID: admin, Handle: "ada", Name: "Ada"}}, locked)
	w.must("admin", action.WritePerson{Person: model.Person{ID: admin, Handle: "admin", Name: "Ada"}})
	// On the host nothing is lost: whoever owns the file acts as anybody.
	w.session = nil
	w.must("admin", action.WritePerson{Person: model.Person{ID: admin, Handle: "ada", Name: "Ada"}})
	w.must("admin", action.LeavePerson{Person: coord})
	w.refused("admin", action.LeavePerson{Person: admin}, "without an administrator")
}

// TestAHandleStaysWithWhoHadIt: lists of keys and certificates still mean them.
func TestAHandleStaysWithWhoHadIt(t *testing.T) {
	w := newWorld(t)
	coord, conf := w.people["coord"], w.people["conf"]
	rename := func(id model.ID, handle string) action.WritePerson {
		return action.WritePerson{Person: model.Person{ID: id, Handle: handle, Name: "X"}}
	}
	w.refused("coord", rename(coord, "admin2"), "person.write") // also of one's own
	w.must("admin", rename(coord, "cora"))
	w.refused("admin", rename(conf, "coord"), `the handle "coord" was that of X (cora)`)
	w.refused("admin", action.WritePerson{Person: model.Person{Handle: "coord", Name: "Y", Former: []string{"z"}}}, `the handle "coord" was that of X`)
	w.refused("admin", rename(conf, "per-1"), "reads as the id PER-1")
	for _, odd := range []string{"Cora", " cora", "cora ", "CORA"} {
		w.refused("admin", rename(conf, odd), "no handle")
	}
	w.must("admin", rename(coord, "coord"))
	w.must("admin", rename(coord, "cora"))
	if p := model.Get[*model.Person](w.seen(""), coord); !slices.Equal(p.Former, []string{"coord"}) {
		t.Errorf("%v", p.Former)
	}
	// A key that the host's files know under the old handle would open nothing.
	w.must("admin", action.AddKey{Person: conf, Line: keyLine(1)})
	w.over("SHA256:x", keysElsewhere{fingerprint(1): {"conf"}})
	w.refused("admin", rename(conf, "connie"), `their key `+fingerprint(1)+` belongs to "conf"`)
}
