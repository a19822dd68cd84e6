package model

import (
	"slices"
	"time"

	"fairway/model/when"
)

// Frozen is what a freeze says of when it holds and for what: on what an exception
// from it rests.
type Frozen struct {
	Window       ID            `json:"window"`
	Class        string        `json:"class"`
	Hard         bool          `json:"hard,omitempty"`
	Slot         Slot          `json:"slot"`
	Zone         string        `json:"zone,omitempty"`
	Rule         string        `json:"rule,omitempty"`
	Lasts        string        `json:"lasts,omitempty"`
	Except       []time.Time   `json:"except,omitempty"`
	Skipped      []when.Moment `json:"skipped,omitempty"`
	Extra        []Slot        `json:"extra,omitempty"`
	Everything   bool          `json:"everything,omitempty"`
	Services     []ID          `json:"services,omitempty"`
	Items        []ID          `json:"items,omitempty"`
	Sites        []string      `json:"sites,omitempty"`
	Customers    []string      `json:"customers,omitempty"`
	Environments []string      `json:"environments,omitempty"`
}

// Frozen is what the window says now.
func (w *Window) Frozen() Frozen {
	return Frozen{Window: w.ID, Class: w.Class, Hard: w.Hard, Slot: w.Slot, Zone: w.Zone, Rule: w.Rule, Lasts: w.Lasts, Except: slices.Clone(w.Except),
		Skipped: slices.Clone(w.Skipped), Extra: slices.Clone(w.Extra), Everything: w.Everything, Services: slices.Clone(w.Services), Items: slices.Clone(w.Items),
		Sites: slices.Clone(w.Sites), Customers: slices.Clone(w.Customers), Environments: slices.Clone(w.Environments)}
}

// From is the freeze from which the exception was asked, of a window that keeps it.
func (e *Exception) From(w *Window) Frozen {
	if e.Frozen != nil {
		return *e.Frozen
	}
	return w.Frozen()
}
