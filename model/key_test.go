package model

import (
	"strings"
	"testing"
)

const (
	aliceKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKRgjxmF1SyUzoFxTcVBwGvZ7ZSqUUWJ0qhLbTfDJ7sJ"
)

func TestParseKeySaysWhatIsWrong(t *testing.T) {
	k, err := ParseKey("  " + aliceKey + "  alice at home \n")
	if err != nil {
		t.Fatal(err)
	}
	if k.Line != aliceKey || k.Comment != "alice at home" || !strings.HasPrefix(k.Fingerprint, "SHA256:") || len(k.Fingerprint) != 7+43 {
		t.Errorf("%+v", k)
	}
	for _, c := range []struct{ text, says string }{
		{"", "no public key"},
		{"hello", "no public key"},
		{"ssh-dss AAAAB3NzaC1kc3MAAACB", "no kind of key that is taken"},
		{"ssh-ed25519 nonsense!", "not base64"},
		{aliceKey[:40], "was it cut"},
		{"ssh-rsa " + strings.Fields(aliceKey)[1], "not that of a ssh-rsa key"},
		{"-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA", "private key"},
		{aliceKey + "\n" + aliceKey, "more than one line"},
		{aliceKey + " \x1b[2J", "control character"},
		{"ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQC7", "fewer than 2048"},
	} {
		if _, err := ParseKey(c.text); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%q: %v, want %q", c.text, err, c.says)
		}
	}
}

func FuzzParseKey(f *testing.F) {
	f.Add(aliceKey + " alice")
	f.Add("ssh-rsa AAAA")
	f.Add("ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTY= x")
	f.Fuzz(func(t *testing.T, text string) {
		k, err := ParseKey(text)
		if err != nil {
			return
		}
		again, err := ParseKey(k.Line)
		if err != nil || again.Fingerprint != k.Fingerprint || again.Line != k.Line {
			t.Fatalf("%q is read as %+v, and that as %+v (%v)", text, k, again, err)
		}
		if !LooksLikeKey(k.Line) {
			t.Fatalf("%q does not look like a key", k.Line)
		}
	})
}
