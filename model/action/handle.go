package action

import (
	"fmt"
	"slices"
	"strings"

	"fairway/model"
)

// A person's handle is what authorized_keys files, certificates and the users of
// a host are matched with, so whoever gets the handle of somebody gets their
// keys as well.

// unclaimed refuses a handle that somebody else had before.
func unclaimed(c *model.Case, p model.Person, refusal *model.Refusal) {
	for _, o := range model.All[*model.Person](c) {
		if o.ID != p.ID && slices.Contains(o.Former, p.Handle) {
			refusal.Add(fmt.Sprintf("the handle %q was that of %s (%s)", p.Handle, o.Name, o.Handle), model.Say("take another one: keys and certificates that name it would let in somebody else"))
		}
	}
}

// renamed notes the handle that somebody had before. A new one must not be that
// by which somebody else's keys are known, of those that are this person's on
// record, nor lock the last administrator out.
func renamed(c *model.Case, old, p *model.Person, refusal *model.Refusal) error {
	p.Former = slices.Clone(old.Former)
	if p.Handle == old.Handle {
		return nil
	}
	p.Former = slices.DeleteFunc(p.Former, func(h string) bool { return h == p.Handle })
	p.Former = append(p.Former, old.Handle)
	for _, k := range p.Keys {
		if !k.Live() {
			continue
		}
		for _, o := range ownersElsewhere(c, k.Fingerprint) {
			if !strings.EqualFold(o.Handle, p.Handle) {
				refusal.Add(fmt.Sprintf("their key %s belongs to %q, as %s, and would open nothing under another handle", k.Fingerprint, o.Handle, o.Source),
					model.Say("whoever runs the host writes the new handle there first, or takes the line out"))
			}
		}
	}
	return administered(c, p, "change the handle of "+old.Name)
}
