package model

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/hiddeco/sshsig"
	"golang.org/x/crypto/ssh"
)

// KeyNamespace is what a signature over a challenge is made for: one that was
// made for files, commits or mail proves nothing here.
const KeyNamespace = "fairway-key"

// ChallengeLife is how long a challenge can be answered.
const ChallengeLife = 10 * time.Minute

// Challenge is a text that whoever holds a key signs, to add it to a person. It
// says for whom, in which file and until when, so that a signature is worth
// nothing anywhere else.
type Challenge struct {
	File   string // the hash of the file's first log entry
	Person ID
	Handle string
	Made   time.Time
	Nonce  string // its own, never to be guessed
}

const challengeForm = `Fairway: the key that signs this is mine, and is to let me in.
person %s %s
file %s
made %s
until %s
nonce %s
`

// Text is what is to be signed, to the byte.
func (c Challenge) Text() string {
	made := c.Made.UTC().Truncate(time.Second)
	return fmt.Sprintf(challengeForm, c.Person, c.Handle, c.File, made.Format(time.RFC3339), made.Add(ChallengeLife).Format(time.RFC3339), c.Nonce)
}

// ReadChallenge reads a challenge from its text.
func ReadChallenge(text string) (Challenge, error) {
	var c Challenge
	var made, until string
	if _, err := fmt.Sscanf(text, challengeForm, &c.Person, &c.Handle, &c.File, &made, &until, &c.Nonce); err != nil {
		return Challenge{}, errors.New("it is no challenge of Fairway's")
	}
	var err error
	if c.Made, err = time.Parse(time.RFC3339, made); err != nil || c.Text() != text {
		return Challenge{}, errors.New("it is no challenge of Fairway's")
	}
	return c, nil
}

// Fresh reports whether it can still be answered. One that lies in the future
// by as much as it would live was made by a clock that has been set back since.
func (c Challenge) Fresh(now time.Time) bool {
	age := now.Sub(c.Made)
	return age <= ChallengeLife && age >= -ChallengeLife
}

// KeyProof shows that somebody holds the private half of a key. Both parts go
// into the log, where anybody can check them again:
// ssh-keygen -Y check-novalidate -n fairway-key -s SIGNATURE < CHALLENGE.
type KeyProof struct {
	Challenge string `json:"challenge"`
	Signature string `json:"signature"` // armoured, as ssh-keygen -Y sign writes it
}

// Key is the key that made the signature.
func (p KeyProof) Key() (SSHKey, error) {
	_, k, err := readSignature(p.Signature)
	return k, err
}

// Check says why the proof doesn't show that somebody holds the key; nil where
// it does. Whether the challenge is theirs, and new, is for whoever made it to
// say.
func (p KeyProof) Check(k SSHKey) error {
	sig, by, err := readSignature(p.Signature)
	switch {
	case err != nil:
		return err
	case by.Fingerprint != k.Fingerprint:
		return fmt.Errorf("it was made by another key, %s", by.Fingerprint)
	case sig.Namespace != KeyNamespace:
		return fmt.Errorf("it was made for %q: sign with -n %s", sig.Namespace, KeyNamespace)
	}
	if err := sshsig.Verify(strings.NewReader(p.Challenge), sig, sig.PublicKey, sig.HashAlgorithm, KeyNamespace); err != nil {
		return errors.New("it is not over the challenge that was made for you last, or something changed the text on its way (a terminal, or a shell that writes CR LF)")
	}
	return nil
}

// The lines of an armoured signature.
const (
	signatureBegin = "-----BEGIN SSH SIGNATURE-----"
	signatureEnd   = "-----END SSH SIGNATURE-----"
)

// LooksLikeSignature reports whether a text begins as an armoured signature
// does, and so is not the name of a file.
func LooksLikeSignature(text string) bool { return strings.HasPrefix(text, signatureBegin) }

// readSignature reads an armoured signature, as strictly as ssh-keygen does: no
// carriage return, nothing before it, and nothing after it either.
func readSignature(text string) (*sshsig.Signature, SSHKey, error) {
	if len(text) > keyLimit {
		return nil, SSHKey{}, fmt.Errorf("it is %d bytes long, which no signature is", len(text))
	}
	if strings.ContainsRune(text, '\r') {
		return nil, SSHKey{}, errors.New("its lines end in CR LF, which ssh-keygen refuses as well: hand it on as ssh-keygen wrote it")
	}
	body, found := strings.CutPrefix(text, signatureBegin+"\n")
	body, rest, ended := strings.Cut(body, "\n"+signatureEnd)
	if !found || !ended || strings.TrimSpace(rest) != "" {
		return nil, SSHKey{}, fmt.Errorf("it is no signature: ssh-keygen -Y sign writes one, from %s to %s", signatureBegin, signatureEnd)
	}
	blob, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(body), ""))
	if err != nil {
		return nil, SSHKey{}, errors.New("what is in it is not base64: was it cut while being copied?")
	}
	sig, err := sshsig.ParseSignature(blob)
	if err != nil {
		return nil, SSHKey{}, fmt.Errorf("it can't be read (%s): was it cut while being copied?", strings.TrimPrefix(err.Error(), "ssh: "))
	}
	k, err := ParseKey(string(ssh.MarshalAuthorizedKey(sig.PublicKey)))
	if err != nil {
		return nil, SSHKey{}, fmt.Errorf("the key that made it can't be used: %w", err)
	}
	return sig, k, nil
}
