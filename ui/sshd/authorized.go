package sshd

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/crypto/ssh"

	"fairway/model"
)

// listedKey is what an authorized_keys file says of a key.
type listedKey struct {
	handles []string // whose it is; it opens nothing where that are several
	noPTY   bool
	shut    bool // it opens nothing: its line asks for what is not known here
}

// and is what two lines say of one key. Where they differ, the stricter counts.
func (k listedKey) and(o listedKey) listedKey {
	switch {
	case len(k.handles) == 0:
		return o
	case k.shut == o.shut:
		k.noPTY = k.noPTY || o.noPTY
	case k.shut: // the other one lets in, by itself
		k.noPTY, k.shut = o.noPTY, false
	}
	for _, h := range o.handles {
		if !slices.Contains(k.handles, h) {
			k.handles = append(k.handles[:len(k.handles):len(k.handles)], h)
		}
	}
	return k
}

// harmless are the options of a line that ask for less than everybody gets
// here anyway.
var harmless = []string{"no-port-forwarding", "no-agent-forwarding", "no-x11-forwarding", "no-user-rc", "restrict"}

// parseAuthorized reads one line: the key, and whose it is. The handle is what
// the option person="alice" says, else the comment up to an @. A line with an
// option that would have to be obeyed, such as from= or command=, is refused:
// to leave it out would let in whom it keeps out. Such a line still says whose
// the key is.
func parseAuthorized(line []byte) (fingerprint string, k listedKey, err error) {
	key, comment, options, rest, err := ssh.ParseAuthorizedKey(line)
	if err != nil {
		return "", k, errors.New("it is no public key")
	}
	if len(bytes.TrimSpace(rest)) > 0 {
		return "", k, errors.New("something follows it on the line")
	}
	if _, cert := key.(*ssh.Certificate); cert {
		return "", k, errors.New("it is a certificate: name the authority by --ca")
	}
	if _, err := model.ParseKey(string(ssh.MarshalAuthorizedKey(key))); err != nil {
		return "", k, err
	}
	handle, _, _ := strings.Cut(strings.TrimSpace(comment), "@")
	var unknown error
	for _, o := range options {
		name, value, _ := strings.Cut(o, "=")
		switch name = strings.ToLower(name); {
		case name == "person":
			handle = strings.Trim(value, `"`)
		case name == "no-pty":
			k.noPTY = true
		case name == "restrict":
			k.noPTY = true
		case name == "pty":
			k.noPTY = false
		case !contains(harmless, name):
			k.shut = true
			unknown = fmt.Errorf("the option %s is not known here, and leaving it out could let somebody in", clip(name, 40))
		}
	}
	if len(principals([]string{handle})) == 0 {
		return "", k, errors.New(`it does not say whose it is: end it with the handle, or begin it with person="HANDLE"`)
	}
	k.handles = []string{strings.ToLower(handle)}
	return ssh.FingerprintSHA256(key), k, unknown
}

func contains(list []string, s string) bool {
	for _, v := range list {
		if v == s {
			return true
		}
	}
	return false
}

// keyFile is an authorized_keys file, read again when it has changed.
type keyFile struct {
	path string
	log  *slog.Logger

	mu   sync.Mutex
	when time.Time
	size int64
	keys map[string]listedKey
}

// keyFileLimit is the most that is read of the file, in bytes.
const keyFileLimit = 16 << 20

// current is what the file says now.
func (f *keyFile) current() (map[string]listedKey, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	info, err := os.Stat(f.path)
	if err != nil {
		return nil, fmt.Errorf("read the authorized keys: %w", err)
	}
	if info.ModTime().Equal(f.when) && info.Size() == f.size && f.keys != nil {
		return f.keys, nil
	}
	if info.Mode().Perm()&0o022 != 0 {
		return nil, fmt.Errorf("the authorized keys in %s can be written by others (%04o): chmod go-w it", f.path, info.Mode().Perm())
	}
	if !info.Mode().IsRegular() || info.Size() > keyFileLimit {
		return nil, fmt.Errorf("read the authorized keys: %s is no file, or larger than %d MB", f.path, keyFileLimit>>20)
	}
	data, err := os.ReadFile(f.path)
	if err != nil {
		return nil, fmt.Errorf("read the authorized keys: %w", err)
	}
	keys := map[string]listedKey{}
	for i, line := range bytes.Split(data, []byte("\n")) {
		line = bytes.TrimSpace(line)
		if len(line) == 0 || line[0] == '#' {
			continue
		}
		fp, k, err := parseAuthorized(line)
		if fp != "" {
			other := keys[fp]
			keys[fp] = other.and(k)
			if err == nil && len(other.handles) > 0 && len(keys[fp].handles) > 1 {
				err = fmt.Errorf("the key is that of %s already: a key belongs to one person, and this one opens nothing", strings.Join(other.handles, " and of "))
			}
		}
		if err != nil {
			f.log.Warn("a line of the authorized keys is left out", "file", f.path, "line", i+1, "why", err.Error())
		}
	}
	f.when, f.size, f.keys = info.ModTime(), info.Size(), keys
	return keys, nil
}

// last is what the file said when it could be read last: it is looked at again.
func (f *keyFile) last() map[string]listedKey {
	if keys, err := f.current(); err == nil {
		return keys
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.keys
}

// Authorities reads the public keys of a file, one a line: those whose
// certificates are trusted.
func Authorities(path string) ([]ssh.PublicKey, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("read the certificate authority: %w", err)
	}
	if info.Mode().Perm()&0o022 != 0 {
		return nil, fmt.Errorf("the certificate authority in %s can be written by others (%04o): chmod go-w it", path, info.Mode().Perm())
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the certificate authority: %w", err)
	}
	var out []ssh.PublicKey
	for i, line := range bytes.Split(data, []byte("\n")) {
		line = bytes.TrimSpace(line)
		if len(line) == 0 || line[0] == '#' {
			continue
		}
		key, _, _, _, err := ssh.ParseAuthorizedKey(line)
		if err != nil {
			return nil, fmt.Errorf("read the certificate authority: %s:%d: it is no public key", path, i+1)
		}
		if _, cert := key.(*ssh.Certificate); cert {
			return nil, fmt.Errorf("read the certificate authority: %s:%d: it is a certificate; give the authority's own public key", path, i+1)
		}
		out = append(out, key)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("read the certificate authority: there is no key in %s", path)
	}
	return out, nil
}
