package model

import (
	"bytes"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/crypto/ssh"
)

// SSHKey is a public key by which a person proves who they are. It is never
// taken off the record: what was done with an old key stays readable. A
// revocation binds the person whose key it was, and nobody else: a key can only
// be burnt by whoever had it.
type SSHKey struct {
	Fingerprint string    `json:"fingerprint"` // SHA256:…, as ssh-keygen -l writes it
	Line        string    `json:"line"`        // type and base64, as in authorized_keys
	Comment     string    `json:"comment,omitempty"`
	Added       time.Time `json:"added,omitzero"`
	AddedBy     ID        `json:"added_by,omitempty"`
	// Proof says how the person showed that they hold the key; "" where somebody
	// who keeps the people entered it, or where none was asked for yet.
	Proof string `json:"proof,omitempty"`
	// Challenge is the nonce of the challenge that was signed: each is good once.
	Challenge string    `json:"challenge,omitempty"`
	Revoked   time.Time `json:"revoked,omitzero"`
	RevokedBy ID        `json:"revoked_by,omitempty"`
	Reason    string    `json:"reason,omitempty"` // of the revocation
	// Past are revocations that were taken back.
	Past []Reinstated `json:"past,omitempty"`
}

// How a person showed that they hold a key.
const (
	ProofSignature = "signature" // of a challenge: see Challenge
	ProofLogin     = "login"     // they were logged in with it
)

// Reinstated is a revocation that was taken back: when and by whom it was made,
// and when, by whom and why it was taken back.
type Reinstated struct {
	Revoked   time.Time `json:"revoked"`
	RevokedBy ID        `json:"revoked_by"`
	Because   string    `json:"because,omitempty"`
	At        time.Time `json:"at"`
	By        ID        `json:"by"`
	Reason    string    `json:"reason"`
}

// Vouched says in a word how it is known that the key is the person's: by a
// proof, by somebody who entered it for them, or by none but the person's word,
// as in entries from before proofs were asked for.
func (k SSHKey) Vouched(owner ID) string {
	switch {
	case k.Proof != "":
		return k.Proof
	case k.AddedBy != owner:
		return "vouched for"
	}
	return "none"
}

// Live reports whether the key opens the door.
func (k SSHKey) Live() bool { return k.Revoked.IsZero() }

// keyTypes are the kinds of key that are taken, with the least length of the
// key's data in bytes: an RSA key of 2048 bits has 279.
var keyTypes = map[string]int{
	"ssh-ed25519": 51, "ecdsa-sha2-nistp256": 104, "ecdsa-sha2-nistp384": 136, "ecdsa-sha2-nistp521": 172, "ssh-rsa": 276,
	"sk-ssh-ed25519@openssh.com": 60, "sk-ecdsa-sha2-nistp256@openssh.com": 110,
}

// keyLimit is the longest line that is taken for a key.
const keyLimit = 8 << 10

// LooksLikeKey reports whether a text begins as a public key does, and so is
// not the name of a file.
func LooksLikeKey(text string) bool {
	kind, _, found := strings.Cut(strings.TrimSpace(text), " ")
	return found && keyTypes[kind] > 0
}

// ParseKey reads one public key as ssh-keygen writes it: type, base64, comment.
// Its data has to be written in the one way that there is, or the fingerprint
// on record would never be that of a login.
func ParseKey(text string) (SSHKey, error) {
	text = strings.TrimSpace(text)
	switch {
	case len(text) > keyLimit:
		return SSHKey{}, fmt.Errorf("it is %d bytes long, which no public key is", len(text))
	case strings.Contains(text, "PRIVATE KEY"):
		return SSHKey{}, errors.New("it is a private key: keep it to yourself, and give the file that ends in .pub")
	case strings.ContainsAny(text, "\r\n"):
		return SSHKey{}, errors.New("it is more than one line: give one public key")
	}
	fields := strings.Fields(text)
	if len(fields) < 2 {
		return SSHKey{}, errors.New("it is no public key: give a line such as 'ssh-ed25519 AAAA… alice', as in the file that ends in .pub")
	}
	kind, data := fields[0], fields[1]
	least, ok := keyTypes[kind]
	switch {
	case ok:
	case strings.Contains(kind, "-cert-v"):
		return SSHKey{}, errors.New("it is a certificate: give the .pub file of the key itself; authorities are named to the server when it is started")
	case slices.ContainsFunc(fields[1:], func(f string) bool { return keyTypes[f] > 0 }):
		return SSHKey{}, errors.New("it begins with options, as in authorized_keys: give the key without them, as in the file that ends in .pub")
	default:
		return SSHKey{}, fmt.Errorf("%q is no kind of key that is taken: ssh-ed25519, ecdsa, ssh-rsa, or a security key", kind)
	}
	blob, err := base64.StdEncoding.DecodeString(data)
	if err != nil {
		return SSHKey{}, errors.New("its second word is not base64: was it cut while being copied?")
	}
	if inner, ok := firstString(blob); !ok || inner != kind {
		return SSHKey{}, fmt.Errorf("its data is not that of a %s key: was it cut while being copied?", kind)
	}
	if len(blob) < least {
		if kind == "ssh-rsa" {
			return SSHKey{}, errors.New("it is an RSA key of fewer than 2048 bits: make a new one with ssh-keygen -t ed25519")
		}
		return SSHKey{}, fmt.Errorf("its data is too short for a %s key: was it cut while being copied?", kind)
	}
	switch public, err := ssh.ParsePublicKey(blob); {
	case err != nil:
		return SSHKey{}, fmt.Errorf("its data is not that of a %s key (%s): was it changed while being copied?", kind, strings.TrimPrefix(err.Error(), "ssh: "))
	case !bytes.Equal(public.Marshal(), blob):
		return SSHKey{}, fmt.Errorf("its data is not written as ssh-keygen writes a %s key: make the file anew with ssh-keygen -y -f PRIVATE_KEY", kind)
	case rsaBits(public) < 2048:
		return SSHKey{}, errors.New("it is an RSA key of fewer than 2048 bits: make a new one with ssh-keygen -t ed25519")
	}
	sum := sha256.Sum256(blob)
	k := SSHKey{
		Fingerprint: "SHA256:" + base64.RawStdEncoding.EncodeToString(sum[:]),
		Line:        kind + " " + base64.StdEncoding.EncodeToString(blob),
		Comment:     strings.Join(fields[2:], " "),
	}
	if k.Comment != "" {
		if wrong := CheckTitle("its comment", k.Comment); wrong != "" {
			return SSHKey{}, errors.New(wrong)
		}
	}
	return k, nil
}

// rsaBits is the length of an RSA key in bits; of any other, one that is long
// enough.
func rsaBits(public ssh.PublicKey) int {
	if k, ok := public.(ssh.CryptoPublicKey); ok {
		if r, ok := k.CryptoPublicKey().(*rsa.PublicKey); ok {
			return r.N.BitLen()
		}
	}
	return 1 << 16
}

// firstString reads the string that SSH data begins with.
func firstString(blob []byte) (string, bool) {
	if len(blob) < 4 {
		return "", false
	}
	n := binary.BigEndian.Uint32(blob)
	if uint64(n) > uint64(len(blob)-4) {
		return "", false
	}
	return string(blob[4 : 4+n]), true
}

// KeyBy finds a key of the person by its fingerprint.
func (p *Person) KeyBy(fingerprint string) (SSHKey, bool) {
	for _, k := range p.Keys {
		if k.Fingerprint == fingerprint {
			return k, true
		}
	}
	return SSHKey{}, false
}
