package model

// KeysElsewhere is what is known of keys outside of the file, where the server
// looks as well: what an authorized_keys file says, and authorities of
// certificates. It says the same for as long as an action takes.
type KeysElsewhere interface {
	// Owners are the handles under which a key is known, with who says so.
	Owners(fingerprint string) []KeyOwner
	// KeysOf are the fingerprints of the keys that let a handle in.
	KeysOf(handle string) []string
}

// KeyOwner says whose a key is, and where that is known from.
type KeyOwner struct {
	Handle string
	Source string // "the authorized keys of this host", "a certificate"
}
