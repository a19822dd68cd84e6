package demo

import (
	"slices"
	"strconv"
	"strings"

	"fairway/assets"
)

// signer is somebody who signs an approval, with what they say.
type signer struct{ handle, comment, condition, glass string }

// signers are who sign an approval of the release: one for each approver of its
// route, of those whom no duty keeps away, by turns.
func (w *walk) signers(purpose string) []signer {
	def, ok := w.process.Approval(purpose)
	if !ok {
		w.m.miss("approval", purpose, title(w.spec))
		return nil
	}
	route, ok := def.Route[w.band]
	if !ok {
		route = def.Route["*"]
	}
	var out []signer
	take := func(handle string) {
		s := signer{handle: handle}
		for _, t := range w.spec.Turns {
			switch {
			case t.Do == "condition" && t.At == purpose && t.By == handle:
				s.condition, s.comment = t.Text, t.Reason
			case t.Do == "break-glass" && t.At == purpose && t.By == handle:
				s.glass = t.Text
			}
		}
		out = append(out, s)
	}
	taken := func(handle string) bool {
		return slices.ContainsFunc(out, func(s signer) bool { return s.handle == handle })
	}
	// Those of few first: a service owner who is a CAB member signs as the
	// owner, and another one for the CAB.
	approvers := slices.Clone(route)
	slices.SortStableFunc(approvers, func(a, b string) int { return strings.Count(a, "cab") - strings.Count(b, "cab") })
	for _, approver := range approvers {
		role, times, counted := strings.Cut(approver, "*")
		n := 1
		switch {
		case role == "signatories":
			for _, h := range w.signatories() {
				take(h)
			}
			continue
		case counted:
			n, _ = strconv.Atoi(times)
		case role == "cab":
			n = w.m.rules.Policy.Quorum
		}
		if role == "cab" {
			role = "cab-member"
		}
		able := w.able(role, purpose)
		for range n {
			if i := slices.IndexFunc(able, func(h string) bool { return !taken(h) }); i >= 0 {
				take(able[i])
			}
		}
	}
	return out
}

// turnOf varies who signs where several may: the service's own people do most.
func (w *walk) turnOf(role string) int {
	if role == "cab-member" || role == "service-desk" || w.number%3 == 2 {
		return w.number / 2
	}
	return 0
}

func (w *walk) signatories() []string {
	if len(w.service.Signatories) > 0 {
		return w.service.Signatories
	}
	return []string{w.service.Owner}
}

// able are those with a role who may sign this release: who is waited for
// first, then the others by turns.
func (w *walk) able(role, purpose string) []string {
	var waited, others []string
	for _, p := range w.m.data.People {
		if p.Left != 0 || !slices.ContainsFunc(p.Roles, func(r string) bool { return r == role || r == role+"@"+w.spec.Service }) {
			continue
		}
		glass := slices.ContainsFunc(w.spec.Turns, func(t assets.DemoTurn) bool { return t.Do == "break-glass" && t.At == purpose && t.By == p.Handle })
		switch {
		case glass:
			waited = append(waited, p.Handle)
		case w.concerned(p.Handle):
		case slices.Contains(w.spec.Waits, p.Handle):
			waited = append(waited, p.Handle)
		default:
			others = append(others, p.Handle)
		}
	}
	if len(waited)+len(others) == 0 {
		w.m.miss("person free to sign as", role, title(w.spec))
		return nil
	}
	if len(others) > 0 {
		k := w.turnOf(role) % len(others)
		others = slices.Concat(others[k:], others[:k])
	}
	return append(waited, others...)
}

// concerned reports whether somebody asked for the release, coordinates it or
// builds it.
func (w *walk) concerned(handle string) bool {
	if handle == w.spec.Requester || handle == w.spec.Coordinator {
		return true
	}
	return slices.ContainsFunc(w.changes, func(c *rfc) bool { return c.By == handle || c.Builder == handle })
}
