package sshd

import (
	"context"
	"errors"
	"fairway/ui/remedy"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/crypto/ssh"

	"fairway/model"
	"fairway/store"
	"fairway/ui/kit"
)

// identity is what a key proved.
type identity struct {
	person      *model.Person // nil for a spectator whom nobody knows
	fingerprint string
	auth        string // as the log of actions writes it
	spectator   bool
	noPTY       bool   // the certificate or the line of the key says so
	force       string // the one command that a certificate allows; "" for any
}

func (i *identity) name() string {
	if i.person == nil {
		return "spectator"
	}
	return i.person.Handle
}

// id is that of the person; "" for a spectator whom nobody knows.
func (i *identity) id() model.ID {
	if i.person == nil {
		return ""
	}
	return i.person.ID
}

// one tells people apart, and spectators whom nobody knows by their keys.
func (i *identity) one() string {
	if i.person == nil {
		return i.fingerprint
	}
	return string(i.person.ID)
}

// whoKey is where the identity lies in the permissions of a connection. It is
// the one that belongs to the key that was proven: x/crypto hands over the
// permissions of that one only, whatever others were offered before.
type whoKey struct{}

// refusal is why a key that is known is refused, in a sentence for its owner.
type refusal struct{ text string }

func (r *refusal) Error() string { return r.text }

func refuse(format string, args ...any) error { return &refusal{fmt.Sprintf(format, args...)} }

// errUnknown says that nobody is known by a key.
var errUnknown = errors.New("nobody is known by this key")

// identify says whose key it is. The user's name is no part of it: it says
// only whether somebody wants to be a spectator, who may do less.
func (s *Server) identify(ctx context.Context, user string, key ssh.PublicKey) (*identity, error) {
	var who *identity
	var err error
	if cert, ok := key.(*ssh.Certificate); ok {
		who, err = s.certified(ctx, user, cert)
	} else {
		who, err = s.known(ctx, key)
	}
	watching := user == SpectatorUser && s.o.Spectators != NoSpectators
	if errors.Is(err, errUnknown) && watching && s.o.Spectators == Anybody {
		who, err = &identity{fingerprint: ssh.FingerprintSHA256(key), auth: "ssh key " + ssh.FingerprintSHA256(key)}, nil
	}
	if err != nil {
		return nil, err
	}
	if who.person != nil && who.person.Left {
		return nil, refuse("%s has left, as the records here say. Ask %s to run: fairway person return %s", who.person.Name, s.o.Contact, who.person.Handle)
	}
	who.spectator = watching
	return who, nil
}

// known says whose a plain key is. What is on record, what the authorized keys
// say and what a certificate said have to agree: where two people are named,
// the key opens nothing until somebody has set it right.
func (s *Server) known(ctx context.Context, key ssh.PublicKey) (*identity, error) {
	fp := ssh.FingerprintSHA256(key)
	who := &identity{fingerprint: fp, auth: "ssh key " + fp}
	on, err := s.onRecord(ctx, fp)
	if err != nil {
		return nil, err
	}
	var listed listedKey
	if s.keys != nil {
		list, err := s.keys.current()
		if err != nil {
			return nil, err
		}
		listed = list[fp]
	}
	switch {
	case on.live != nil:
		who.person = on.live
	case listed.shut || len(listed.handles) == 0:
		if len(on.revoked) > 0 {
			return nil, s.revoked(fp, on.revoked[0])
		}
		return nil, errUnknown
	default:
		who.person, err = s.person(ctx, listed.handles[0])
		if errors.Is(err, errUnknown) {
			return nil, refuse("the key %s is that of %q, of whom nothing is known here. Ask %s to run: fairway person add %s", fp, listed.handles[0], s.o.Contact, listed.handles[0])
		}
		if err != nil {
			return nil, err
		}
	}
	who.noPTY = listed.noPTY
	return who, s.agreed(on, who)
}

// person finds somebody by handle.
func (s *Server) person(ctx context.Context, handle string) (*model.Person, error) {
	id, err := s.o.DB.Resolve(ctx, model.KindPerson, handle)
	var missing *model.NotFound
	if errors.As(err, &missing) {
		return nil, errUnknown
	}
	if err != nil {
		return nil, err
	}
	f, err := s.o.DB.Record(ctx, id, store.Now)
	if err != nil {
		return nil, err
	}
	p, ok := f.Record.(*model.Person)
	if !ok || !strings.EqualFold(p.Handle, handle) {
		return nil, errUnknown // a handle, and not an id that looks like one
	}
	return p, nil
}

// certified checks a certificate: of an authority that is trusted, in its
// time, with no condition that is not understood, for somebody known here.
func (s *Server) certified(ctx context.Context, user string, cert *ssh.Certificate) (*identity, error) {
	fp := ssh.FingerprintSHA256(cert.Key)
	if cert.CertType != ssh.UserCert {
		return nil, refuse("the certificate %q is one of a host, not of a person", clip(cert.KeyId, 80))
	}
	trusted := func(ca ssh.PublicKey) bool {
		return slices.ContainsFunc(s.o.CA, func(k ssh.PublicKey) bool { return string(k.Marshal()) == string(ca.Marshal()) })
	}
	if !trusted(cert.SignatureKey) {
		return nil, errUnknown
	}
	// Principals that are people here; the user's name chooses between them,
	// since the authority vouches for each.
	var people, vouched []*model.Person
	for _, name := range principals(cert.ValidPrincipals) {
		p, err := s.person(ctx, name)
		if errors.Is(err, errUnknown) {
			continue
		}
		if err != nil {
			return nil, err
		}
		vouched = append(vouched, p)
		if len(people) == 0 || people[0].Left && !p.Left || strings.EqualFold(name, user) {
			people = []*model.Person{p}
		}
	}
	if len(people) == 0 {
		return nil, refuse("the certificate %q is for %s, of whom nothing is known here. Ask %s", clip(cert.KeyId, 80), clip(strings.Join(cert.ValidPrincipals, ", "), 80), s.o.Contact)
	}
	if _, err := model.ParseKey(string(ssh.MarshalAuthorizedKey(cert.Key))); err != nil {
		return nil, refuse("the key of the certificate %q can't be used: %s", clip(cert.KeyId, 80), err)
	}
	on, err := s.onRecord(ctx, fp)
	if err != nil {
		return nil, err
	}
	check := &ssh.CertChecker{
		Clock:                    s.o.Now,
		SupportedCriticalOptions: []string{"force-command", "source-address"},
		IsRevoked: func(*ssh.Certificate) bool {
			k, has := people[0].KeyBy(fp)
			return has && !k.Live()
		},
	}
	if err := check.CheckCert(principal(cert, people[0].Handle), cert); err != nil {
		return nil, refuse("the certificate %q of %s is refused: %s. Ask %s for a new one", clip(cert.KeyId, 80), people[0].Handle, strings.TrimPrefix(err.Error(), "ssh: "), s.o.Contact)
	}
	s.certificates.note(cert, fp, vouched, s.o.Now())
	_, pty := cert.Extensions["permit-pty"]
	who := &identity{
		person: people[0], fingerprint: fp, noPTY: !pty, force: cert.CriticalOptions["force-command"],
		auth: fmt.Sprintf("ssh certificate %q, serial %d, of %s, key %s", clip(cert.KeyId, 80), cert.Serial, ssh.FingerprintSHA256(cert.SignatureKey), fp),
	}
	return who, s.agreed(on, who)
}

// principal is the spelling of a handle in the certificate.
func principal(cert *ssh.Certificate, handle string) string {
	for _, p := range cert.ValidPrincipals {
		if strings.EqualFold(p, handle) {
			return p
		}
	}
	return handle
}

// principalLimit is how many principals of a certificate are looked up.
const principalLimit = 16

// principals are those of a certificate that could be handles.
func principals(given []string) []string {
	var out []string
	for _, p := range given {
		if len(out) == principalLimit {
			break
		}
		if p != "" && len(p) <= 40 && !strings.ContainsFunc(p, func(r rune) bool {
			return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '.' || r == '-' || r == '_')
		}) {
			out = append(out, p)
		}
	}
	return out
}

// trial is the attempt of one connection to log in.
type trial struct {
	server  *Server
	ctx     context.Context
	visit   *visit
	from    string
	full    string // why a key that is right was not let in
	fullFor string // whose it was
	refused bool   // a key was
	offered []string
	told    bool
}

// tries is how many keys one connection may offer: an agent may hold several.
const tries = 12

func (t *trial) config() *ssh.ServerConfig {
	c := &ssh.ServerConfig{
		ServerVersion:     "SSH-2.0-Fairway",
		MaxAuthTries:      tries,
		PublicKeyCallback: t.key,
		// Room is taken only by whoever has proven the key.
		VerifiedPublicKeyCallback: t.enter,
		// Nobody logs in this way. It is how a person whose keys are all
		// unknown is told so: a banner for each of them would also be seen by
		// those whose next key is the right one.
		KeyboardInteractiveCallback: t.tell,
	}
	c.AddHostKey(t.server.o.HostKey)
	return c
}

func (t *trial) key(meta ssh.ConnMetadata, key ssh.PublicKey) (*ssh.Permissions, error) {
	ctx, cancel := context.WithTimeout(t.ctx, t.server.o.Limits.Handshake)
	defer cancel()
	who, err := t.server.identify(ctx, meta.User(), key)
	var known *refusal
	switch {
	case err == nil:
		p := &ssh.Permissions{ExtraData: map[any]any{whoKey{}: who}}
		if cert, ok := key.(*ssh.Certificate); ok {
			p.CriticalOptions = cert.CriticalOptions // x/crypto looks at source-address
		}
		return p, nil
	case errors.As(err, &known):
		t.note(key, known.text)
		t.told = true
		return nil, &ssh.BannerError{Err: err, Message: "fairway: " + kit.Visible(known.text) + ".\r\n"}
	case errors.Is(err, errUnknown):
		t.note(key, "unknown")
		return nil, err
	}
	t.server.log.Error("look up a key", "err", err)
	t.told = true
	return nil, &ssh.BannerError{Err: err, Message: "fairway: your key could not be looked up; try again in a moment.\r\n"}
}

// enter takes a place among those who have logged in, if there is one.
func (t *trial) enter(_ ssh.ConnMetadata, _ ssh.PublicKey, p *ssh.Permissions, _ string) (*ssh.Permissions, error) {
	who, ok := p.ExtraData[whoKey{}].(*identity)
	if !ok {
		return nil, errUnknown
	}
	if why := t.server.gate.prove(t.visit, who.one()); why != "" {
		t.full, t.fullFor, t.told = why, who.name(), true
		return nil, &ssh.BannerError{Err: errors.New(why), Message: "fairway: " + why + ".\r\n"}
	}
	return p, nil
}

func (t *trial) note(key ssh.PublicKey, why string) {
	t.refused = true
	if c, ok := key.(*ssh.Certificate); ok {
		key = c.Key
	}
	if len(t.offered) < tries {
		t.offered = append(t.offered, ssh.FingerprintSHA256(key)+" ("+why+")")
	}
}

// said is what is logged of the keys that were refused.
func (t *trial) said() string { return clip(strings.Join(t.offered, ", "), 1000) }

// tell says whom to ask. It asks nothing, and lets nobody in.
func (t *trial) tell(_ ssh.ConnMetadata, say ssh.KeyboardInteractiveChallenge) (*ssh.Permissions, error) {
	if !t.told {
		t.told = true
		text := "fairway: you offered no key. A login takes one: make one with ssh-keygen -t ed25519, and send the file that ends in .pub to " + t.server.o.Contact + "."
		if len(t.offered) > 0 {
			text = fmt.Sprintf("fairway: nobody here is known by your key %s. Send its .pub file to %s, who can let you in: fairway person key add HANDLE KEYFILE", prints(t.offered), t.server.o.Contact)
		}
		if _, err := say("", kit.Visible(text), nil, nil); err != nil {
			return nil, err
		}
	}
	return nil, errUnknown
}

func prints(offered []string) string {
	var out []string
	for _, o := range offered {
		p, _, _ := strings.Cut(o, " ")
		if !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return strings.Join(out, " or ")
}

// rightsActions are those after which somebody may have lost what lets them in.
var rightsActions = []string{"leave", "revoke-key", "add-key", "reinstate-key", "person", "grant", "revoke", "adopt-book", "redact"}

// followRights ends the sessions of whoever has left or may not read any more,
// and those of a revoked key, when it happens and not at the next login.
func (s *Server) followRights(ctx context.Context) {
	head := store.Position(-1)
	for e := range s.o.DB.Watch(ctx) {
		missed := head >= 0 && int64(e.Head-head) > int64(len(e.Notes))
		head = e.Head
		if missed || slices.ContainsFunc(e.Notes, func(n store.LogEntry) bool { return slices.Contains(rightsActions, n.Action) }) {
			s.recheck(ctx)
		}
	}
}

func (s *Server) recheck(ctx context.Context) {
	s.mu.Lock()
	open := make([]*session, 0, len(s.sessions))
	for x := range s.sessions {
		open = append(open, x)
	}
	s.mu.Unlock()
	for _, x := range open {
		if x.who.person == nil {
			continue
		}
		f, err := s.o.DB.Record(ctx, x.who.person.ID, store.Now)
		var removed *model.Refusal
		if err != nil && !errors.As(err, &removed) {
			continue // each action asks again
		}
		p, _ := f.Record.(*model.Person)
		if p == nil || p.Left {
			x.end("You have left, as the records here say.")
			continue
		}
		on, err := s.onRecord(ctx, x.who.fingerprint)
		if err != nil {
			continue
		}
		switch k, has := p.KeyBy(x.who.fingerprint); {
		case has && !k.Live():
			x.end("The key you logged in with was revoked.")
		case on.live != nil && on.live.ID != p.ID:
			x.end("The key you logged in with is on record as that of " + on.live.Name + ".")
		case x.shows.Load(): // a command was asked when it began, and may add a key of one's own
			var refused *model.Refusal
			if err := s.o.DB.MayRead(ctx, p.ID); errors.As(err, &refused) {
				x.end("You can't read here any more: " + refused.Reasons[0].Text + ". What you typed is kept; " + remedy.Shell{Remote: true}.Lines(refused.Reasons[0].Remedies) + ".")
			}
		}
	}
}

func clip(s string, n int) string {
	s = strings.ToValidUTF8(s, "?")
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "") + "…"
}
