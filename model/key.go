package model

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"time"
)

// SSHKey is a public key by which a person proves who they are. It is never
// taken off the record: what was done with an old key stays readable, and a
// key that was revoked can't come back as somebody else's.
type SSHKey struct {
	Fingerprint string    `json:"fingerprint"` // SHA256:…, as ssh-keygen -l writes it
	Line        string    `json:"line"`        // type and base64, as in authorized_keys
	Comment     string    `json:"comment,omitempty"`
	Added       time.Time `json:"added,omitzero"`
	AddedBy     ID        `json:"added_by,omitempty"`
	Revoked     time.Time `json:"revoked,omitzero"`
	RevokedBy   ID        `json:"revoked_by,omitempty"`
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
// Whether the data is a point on its curve is left to the first login: one
// that isn't proves nothing.
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
	if !ok {
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
