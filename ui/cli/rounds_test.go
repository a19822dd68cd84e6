//go:build !long

package cli_test

// rounds is how often two programs edit each kind of record at once.
const rounds = 2
