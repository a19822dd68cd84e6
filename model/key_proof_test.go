package model

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/binary"
	"strings"
	"testing"
	"time"
)

// TestAKeyIsWrittenInOneWay: what could not be told from the key that logs in,
// or hides how weak it is, is refused.
func TestAKeyIsWrittenInOneWay(t *testing.T) {
	weak, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	words := func(list ...[]byte) string {
		var out []byte
		for _, w := range list {
			out = append(binary.BigEndian.AppendUint32(out, uint32(len(w))), w...)
		}
		return "ssh-rsa " + base64.StdEncoding.EncodeToString(out)
	}
	modulus := append([]byte{0}, weak.N.Bytes()...)
	padded := append(make([]byte, 300), modulus...)
	for text, says := range map[string]string{
		words([]byte("ssh-rsa"), []byte{1, 0, 1}, padded):                                                    "not written as ssh-keygen writes",
		words([]byte("ssh-rsa"), append(make([]byte, 300), 1, 0, 1), modulus):                                "key",
		words([]byte("ssh-rsa"), []byte{1, 0, 1}, modulus, make([]byte, 300)):                                "was it changed while being copied",
		words([]byte("ssh-rsa"), []byte{1, 0, 1}, modulus):                                                   "fewer than 2048 bits",
		`from="10.0.0.1" ` + aliceKey:                                                                        "begins with options",
		"ssh-ed25519-cert-v01@openssh.com AAAA x":                                                            "it is a certificate",
		"ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABB" + strings.Repeat("A", 88): "key",
	} {
		if k, err := ParseKey(text); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%.60s…: %+v, %v, want %q", text, k, err, says)
		}
	}
}

// TestAChallengeReadsBackAsItWasMade, to the byte, or not at all.
func TestAChallengeReadsBackAsItWasMade(t *testing.T) {
	made := time.Date(2026, 11, 23, 9, 0, 0, 999, time.UTC)
	c := Challenge{File: "5f1e", Person: "PER-3", Handle: "bob", Made: made, Nonce: "n"}
	back, err := ReadChallenge(c.Text())
	if err != nil || back.Text() != c.Text() || back.Person != "PER-3" || !back.Fresh(back.Made.Add(ChallengeLife)) || back.Fresh(made.Add(ChallengeLife+time.Second)) || back.Fresh(made.Add(-time.Hour)) {
		t.Errorf("%+v, %v", back, err)
	}
	for _, wrong := range []string{"", "x", c.Text() + "\n", " " + c.Text(), strings.ReplaceAll(c.Text(), "\n", "\r\n"), strings.Replace(c.Text(), "09:10", "10:10", 1), strings.Replace(c.Text(), "bob", "", 1)} {
		if got, err := ReadChallenge(wrong); err == nil {
			t.Errorf("%q is read as %+v", wrong, got)
		}
	}
}

func FuzzKeyProof(f *testing.F) {
	f.Add("text", "-----BEGIN SSH SIGNATURE-----\nU1NIU0lH\n-----END SSH SIGNATURE-----\n")
	f.Fuzz(func(t *testing.T, text, signature string) {
		p := KeyProof{Challenge: text, Signature: signature}
		k, err := p.Key()
		if err == nil && p.Check(k) == nil && p.Check(SSHKey{Fingerprint: "SHA256:other"}) == nil {
			t.Fatalf("%q proves every key", signature)
		}
		if c, err := ReadChallenge(text); err == nil && c.Text() != text {
			t.Fatalf("%q is read as %q", text, c.Text())
		}
	})
}
