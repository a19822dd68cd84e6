package model

import (
	"slices"
	"time"

	"fairway/model/process"
	"fairway/model/when"
)

// Rules are one version of the organisation's rules, as kept in the file.
type Rules struct {
	ID ID `json:"id"`
	process.Rules
	// Proposal is the one that they were adopted from, and NextReview the day by
	// which they are to be looked at again. Those that a file began with have
	// neither, and rules from before that was kept don't say since when.
	Proposal   ID          `json:"proposal,omitempty"`
	Since      time.Time   `json:"since,omitzero"` // in force since
	NextReview when.Moment `json:"next_review,omitzero"`
	// Shipped are the defaults of a program that they know of; nil of rules from
	// before that was kept.
	Shipped *Shipped `json:"shipped,omitempty"`
	// Replaced is by which others they were, and when. It is never stored: that
	// there are newer ones says so, and whoever reads a set of rules is told.
	Replaced *Replaced `json:"replaced,omitempty"`
}

// Replaced says what took the place of something, and when.
type Replaced struct {
	By ID        `json:"by"`
	At time.Time `json:"at"`
}

// Lets reports whether a person has a permission for a service under these
// rules: they have not left, and a role of theirs, for all services or for this
// one, allows it.
func (b *Rules) Lets(p *Person, permission string, service ID) bool {
	if p == nil || p.Left {
		return false
	}
	return slices.ContainsFunc(p.Roles, func(g Grant) bool {
		role, ok := b.Role(g.Role)
		return ok && b.Allows(role, permission) && (g.Service == "" || g.Service == service)
	})
}

// Holds reports whether a person has a role, for all services or for this one:
// the one of that id, or what these rules call it now. See Person.Has.
func (b *Rules) Holds(p *Person, role string, service ID) bool {
	role = b.RoleMeans(role)
	return p != nil && !p.Left && slices.ContainsFunc(p.Roles, func(g Grant) bool {
		return b.RoleMeans(g.Role) == role && (g.Service == "" || g.Service == service)
	})
}

func (b *Rules) Kind() Kind { return KindRules }
func (b *Rules) Key() ID    { return b.ID }

func (b *Rules) Links() []Link { return link(nil, RelRelates, b.Proposal) }

func (b *Rules) Row() Row {
	row := Row{Title: b.Title, State: RulesInForce, Grade: b.Version, At: b.Since, Until: b.NextReview.At}
	if b.Replaced != nil {
		row.State = RulesReplaced
	}
	return row
}
