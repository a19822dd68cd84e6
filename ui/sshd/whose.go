package sshd

import (
	"context"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/crypto/ssh"

	"fairway/model"
)

// Whose a key is can be known from the file, from the authorized keys and from
// certificates. Nobody may claim on record what the others say is somebody
// else's, and where they differ nevertheless, the key opens nothing.

// recorded are those who have a key on record.
type recorded struct {
	live    *model.Person
	revoked []*model.Person // for whom it was revoked
}

func (s *Server) onRecord(ctx context.Context, fingerprint string) (recorded, error) {
	var on recorded
	people, err := s.o.DB.PeopleByKey(ctx, fingerprint)
	for _, p := range people {
		if k, _ := p.KeyBy(fingerprint); k.Live() {
			on.live = p
		} else {
			on.revoked = append(on.revoked, p)
		}
	}
	return on, err
}

// revoked is said to whoever comes with a key that was revoked for them.
func (s *Server) revoked(fingerprint string, p *model.Person) error {
	k, _ := p.KeyBy(fingerprint)
	return refuse("the key %s was revoked on %s. Ask %s for a new one: fairway person key add %s KEYFILE", fingerprint, k.Revoked.Format("2006-01-02"), s.o.Contact, p.Handle)
}

// agreed refuses a key that was revoked for the person, or that is somebody
// else's by any other source than the one by which they come. The log says so:
// one of the sources is wrong, or somebody has what is another's.
func (s *Server) agreed(on recorded, who *identity) error {
	p, fp := who.person, who.fingerprint
	if k, has := p.KeyBy(fp); has && !k.Live() {
		return s.revoked(fp, p)
	}
	var others []string
	if on.live != nil && on.live.ID != p.ID {
		others = append(others, on.live.Handle+", on record")
	}
	for _, o := range s.elsewhere().others(fp, p.Handle) {
		others = append(others, o.Handle+", as "+o.Source)
	}
	if len(others) == 0 {
		return nil
	}
	list := strings.Join(others, "; and of ")
	s.log.Warn("a key belongs to two people, and opens nothing", "key", fp, "who", p.Handle, "auth", who.auth, "others", list)
	return refuse("the key %s would be that of %s, and is that of %s. It opens nothing until that is set right: ask %s", fp, p.Handle, clip(list, 200), s.o.Contact)
}

// elsewhere is what is known of keys outside of the file, at one moment.
type elsewhere struct {
	listed       map[string]listedKey
	certificates *certificates
	now          time.Time
}

func (s *Server) elsewhere() elsewhere {
	e := elsewhere{certificates: &s.certificates, now: s.o.Now()}
	if s.keys != nil {
		e.listed = s.keys.last()
	}
	return e
}

// What says whose a key is.
const (
	sourceListed    = "the authorized keys of this host say"
	sourceCertified = "a certificate of an authority says"
)

// Owners are all whom a key is known for.
func (e elsewhere) Owners(fingerprint string) []model.KeyOwner {
	var out []model.KeyOwner
	for _, h := range e.listed[fingerprint].handles {
		out = append(out, model.KeyOwner{Handle: h, Source: sourceListed})
	}
	for _, h := range e.certificates.handles(fingerprint, e.now) {
		out = append(out, model.KeyOwner{Handle: h, Source: sourceCertified})
	}
	return out
}

// others are the owners that speak against a login as somebody: a certificate
// for several people speaks for each of them.
func (e elsewhere) others(fingerprint, handle string) []model.KeyOwner {
	of := e.Owners(fingerprint)
	certified := slices.Contains(of, model.KeyOwner{Handle: handle, Source: sourceCertified})
	return slices.DeleteFunc(of, func(o model.KeyOwner) bool {
		return o.Handle == handle || certified && o.Source == sourceCertified
	})
}

// KeysOf are the keys that let somebody in.
func (e elsewhere) KeysOf(handle string) []string {
	var out []string
	for fp, k := range e.listed {
		if !k.shut && slices.Contains(k.handles, handle) {
			out = append(out, fp)
		}
	}
	return append(out, e.certificates.keysOf(handle, e.now)...)
}

// certificates are those that were seen since the server started and are in
// their time: whom an authority vouches for, by the fingerprint of the key. The
// authority's signature says so, whether or not its bearer came in with it.
type certificates struct {
	mu   sync.Mutex
	seen map[string][]vouched
}

type vouched struct {
	handle string
	until  time.Time // zero for ever
}

// certificateLimit is how many keys are remembered.
const certificateLimit = 10000

// note remembers for which people here a certificate is.
func (c *certificates) note(cert *ssh.Certificate, fingerprint string, people []*model.Person, now time.Time) {
	var until time.Time
	if cert.ValidBefore <= math.MaxInt64 {
		until = time.Unix(int64(cert.ValidBefore), 0)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.seen == nil {
		c.seen = map[string][]vouched{}
	}
	if len(c.seen) >= certificateLimit {
		maps.DeleteFunc(c.seen, func(_ string, list []vouched) bool {
			return !slices.ContainsFunc(list, func(v vouched) bool { return v.holds(now) })
		})
	}
	list := slices.DeleteFunc(c.seen[fingerprint], func(v vouched) bool {
		return !v.holds(now) || slices.ContainsFunc(people, func(p *model.Person) bool { return p.Handle == v.handle })
	})
	if _, known := c.seen[fingerprint]; !known && len(c.seen) >= certificateLimit {
		return
	}
	for _, p := range people {
		list = append(list, vouched{p.Handle, until})
	}
	c.seen[fingerprint] = list
}

func (v vouched) holds(now time.Time) bool { return v.until.IsZero() || now.Before(v.until) }

func (c *certificates) handles(fingerprint string, now time.Time) []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	var out []string
	for _, v := range c.seen[fingerprint] {
		if v.holds(now) {
			out = append(out, v.handle)
		}
	}
	return out
}

func (c *certificates) keysOf(handle string, now time.Time) []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	var out []string
	for fp, list := range c.seen {
		if slices.ContainsFunc(list, func(v vouched) bool { return v.handle == handle && v.holds(now) }) {
			out = append(out, fp)
		}
	}
	return out
}
