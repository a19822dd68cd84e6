package owntools

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fairway/model/action"
)

// What is posted is signed with the secret of the settings; anything but 2xx is a failure,
// and a redirection is not followed.
func TestAWebhookIsPostedTo(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("s3cret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var got, signed string
	elsewhere := 0
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { elsewhere++ }))
	defer other.Close()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got, signed = string(body), r.Header.Get("X-Fairway-Signature")
		switch r.URL.Path {
		case "/busy":
			w.WriteHeader(http.StatusServiceUnavailable)
			_, _ = io.WriteString(w, "try later\x1b[31m")
		case "/moved":
			http.Redirect(w, r, other.URL, http.StatusFound)
		}
	}))
	defer s.Close()
	sum := hmac.New(sha256.New, []byte("s3cret"))
	sum.Write([]byte("{}\n"))
	ok := (&Tool{URL: s.URL, Secret: secret}).post(context.Background(), []byte("{}\n"))
	if !ok.OK || got != "{}\n" || signed != "sha256="+hex.EncodeToString(sum.Sum(nil)) {
		t.Errorf("%+v, got %q signed %q", ok, got, signed)
	}
	if busy := (&Tool{URL: s.URL + "/busy"}).post(context.Background(), nil); busy.OK || busy.Result != "503 Service Unavailable" || strings.Contains(busy.Output, "\x1b") || !strings.HasPrefix(busy.Output, "try later") {
		t.Errorf("%+v", busy)
	}
	if moved := (&Tool{URL: s.URL + "/moved"}).post(context.Background(), nil); moved.OK || elsewhere > 0 || !strings.Contains(moved.Result, "not followed") {
		t.Errorf("%+v, %d got there", moved, elsewhere)
	}
	s.Close()
	if gone := (&Tool{URL: s.URL + "/?token=abc"}).post(context.Background(), nil); gone.OK || strings.Contains(gone.Result, "abc") {
		t.Errorf("%+v", gone)
	}
}

// Of what a tool says the end is kept, whole characters of it.
func TestTheEndOfTheOutputIsKept(t *testing.T) {
	var out tail
	for range 3000 {
		_, _ = out.Write([]byte("grüße\n"))
	}
	_, _ = out.Write([]byte("the end"))
	text, cut := out.text()
	if !cut || len(text) > action.OutputMost || !strings.HasSuffix(text, "the end") || strings.ContainsRune(text, 0xFFFD) {
		t.Errorf("%d bytes, cut %v: %q … %q", len(text), cut, text[:20], text[len(text)-20:])
	}
}

// Two tools of one name, a command that is searched for, a moment that there is none of:
// each is refused with what there is.
func TestSettingsOfToolsAreChecked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	open := path + ".secret"
	if err := errors.Join(os.WriteFile(open, nil, 0o600), os.Chmod(open, 0o604)); err != nil {
		t.Fatal(err)
	}
	stages := []string{"build", "deployment"}
	fine := Tool{Name: "announce", On: []string{"stage:deployment", "decision"}, Command: []string{"/bin/true"}}
	if err := Check(path, []Tool{fine}, stages); err != nil {
		t.Error(err)
	}
	for want, wrong := range map[string]func(*Tool){
		"name must be":            func(t *Tool) { t.Name = "An nounce" },
		"on must say":             func(t *Tool) { t.On = nil },
		"nothing that happens":    func(t *Tool) { t.On = []string{"decision:yes"} },
		"neither command nor url": func(t *Tool) { t.Command = nil },
		"both command and url":    func(t *Tool) { t.URL = "https://example.org" },
		"by its whole path":       func(t *Tool) { t.Command = []string{"true"} },
		"must be one of https":    func(t *Tool) { t.Command, t.URL = nil, "ftp://example.org" },
		"time_limit":              func(t *Tool) { t.Limit = "1h" },
		"tries must":              func(t *Tool) { t.Tries = new(99) },
		"tries must be from 1":    func(t *Tool) { t.Tries = new(0) },
		"no process of the rules": func(t *Tool) { t.On = []string{"stage:nope"} },
		"secret_file can't be":    func(t *Tool) { t.Command, t.URL, t.Secret = nil, "https://example.org", path+".none" },
		"open to everybody":       func(t *Tool) { t.Command, t.URL, t.Secret = nil, "https://example.org", open },
	} {
		bad := fine
		wrong(&bad)
		if err := Check(path, []Tool{bad}, stages); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	if err := Check(path, []Tool{fine, fine}, stages); err == nil || !strings.Contains(err.Error(), "two tools") {
		t.Error(err)
	}
}
