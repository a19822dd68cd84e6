package sshd

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"golang.org/x/crypto/ssh"
)

// HostKey reads the host's key, and makes it when there is none yet. One that
// others may read is refused: whoever has it can pretend to be this host.
func HostKey(path string) (key ssh.Signer, made bool, err error) {
	key, err = readHostKey(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return key, false, err
	}
	if err := makeHostKey(path); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, false, fmt.Errorf("make the host key: %w", err)
	}
	key, err = readHostKey(path) // somebody else may have been quicker
	return key, err == nil, err
}

func readHostKey(path string) (ssh.Signer, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("read the host key: %w", err)
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("read the host key: %s is no file", path)
	}
	if open := info.Mode().Perm() & 0o077; open != 0 {
		return nil, fmt.Errorf("the host key %s can be read by others (%04o): chmod 600 it; if others may have read it, make a new one", path, info.Mode().Perm())
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the host key: %w", err)
	}
	key, err := ssh.ParsePrivateKey(data)
	var locked *ssh.PassphraseMissingError
	if errors.As(err, &locked) {
		return nil, fmt.Errorf("the host key %s has a passphrase, which nobody is there to type: take it off with ssh-keygen -p", path)
	}
	if err != nil {
		return nil, fmt.Errorf("read the host key %s: %w", path, err)
	}
	return key, nil
}

// makeHostKey writes a new key under another name and moves it into place, so
// that one with this name is always whole. It never replaces one.
func makeHostKey(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	block, err := ssh.MarshalPrivateKey(private, "fairway")
	if err != nil {
		return err
	}
	part := path + ".part-" + strconv.Itoa(os.Getpid())
	defer os.Remove(part)
	if err := os.WriteFile(part, pem.EncodeToMemory(block), 0o600); err != nil {
		return err
	}
	return os.Link(part, path)
}

// Fingerprint is the host key's, for people to compare at their first login.
func Fingerprint(key ssh.Signer) string { return ssh.FingerprintSHA256(key.PublicKey()) }
