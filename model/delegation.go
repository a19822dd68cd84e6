package model

import (
	"slices"
	"strings"
	"time"

	"fairway/model/when"
)

// Delegation lets somebody decide in place of another who is absent for a while. It
// gives them what the other may decide by a role or by name, and nothing besides; what
// they decide says for whom. It is no ban: whoever is absent may still decide.
type Delegation struct {
	ID ID `json:"id"`
	By ID `json:"by"` // who is absent
	To ID `json:"to"` // who decides for them
	// From and Until are as they were meant: until a day is until that day is over.
	From  when.Moment `json:"from"`
	Until when.Moment `json:"until"`
	// What are the approvals and kinds of decision (decision.Delegable); none is
	// everything that they decide. Service is the one for which; "" is every one.
	What      []string  `json:"what,omitempty"`
	Service   ID        `json:"service,omitempty"`
	Reason    string    `json:"reason"`
	At        time.Time `json:"at"` // entered
	Withdrawn *Ending   `json:"withdrawn,omitempty"`
	// Used is when the delegate last decided something by it; zero where they never did, and
	// in what was written before that was kept.
	Used time.Time `json:"used,omitzero"`
}

// InForce reports whether it held at a time: from its beginning on, and not before it
// was entered, until it is over or was withdrawn. Times that people type are meant to
// the minute.
func (d *Delegation) InForce(at time.Time) bool {
	return !at.Before(d.From.At) && !at.Before(d.At.Truncate(time.Minute)) && at.Before(d.Until.Over()) && (d.Withdrawn == nil || at.Before(d.Withdrawn.At))
}

// UsedSince reports whether the delegate decided anything by it at a time or after it.
func (d *Delegation) UsedSince(at time.Time) bool { return !d.Used.IsZero() && !d.Used.Before(at) }

// Binds reports whether what keeps the absent one from a decision that was asked for at a
// time keeps the delegate from it as well: while it is in force, and after that where they
// decided something by it meanwhile. Whoever was named, and did nothing by it, is free once
// it is over: nobody takes another's word away by naming them.
func (d *Delegation) Binds(asked, now time.Time) bool { return d.InForce(now) || d.UsedSince(asked) }

// Open reports whether it holds, or will, as far as is known at a time.
func (d *Delegation) Open(now time.Time) bool {
	return d.Withdrawn == nil && now.Before(d.Until.Over())
}

// Slot is when it holds.
func (d *Delegation) Slot() Slot { return Slot{Start: d.From, End: d.Until} }

// Absence reports whether the calendar has the one who is absent as away by it: while it
// was not withdrawn, and where no absence on the calendar says so already. Whoever gives
// away what they decide for one service alone is not away. The zone is that of windows
// without one.
func (d *Delegation) Absence(windows []*Window, zone *time.Location) bool {
	mine := d.Slot().Span(zone)
	return d.Withdrawn == nil && d.Service == "" && !slices.ContainsFunc(windows, func(w *Window) bool {
		span := w.Slot.Span(w.Location(zone))
		return w.Class == WindowAbsence && w.Withdrawn == "" && !w.Recurs() && slices.Contains(w.People, d.By) && !mine.Start.Before(span.Start) && !mine.End.After(span.End)
	})
}

func (d *Delegation) Kind() Kind { return KindDelegation }
func (d *Delegation) Key() ID    { return d.ID }

func (d *Delegation) Links() []Link {
	return link(link(nil, RelPerson, SortIDs([]ID{d.By, d.To})...), RelService, d.Service)
}

func (d *Delegation) Row() Row {
	state := DelegationGiven
	if d.Withdrawn != nil {
		state = DelegationWithdrawn
	}
	title, _, _ := strings.Cut(strings.TrimSpace(d.Reason), "\n")
	return Row{Title: title, State: state, Person: d.By, Subject: d.To, Service: d.Service, At: d.From.At, Until: d.Until.At, Dates: d.Slot(), Grade: d.scope(), Text: d.Reason}
}

// scope is what it is for in one word of a list.
func (d *Delegation) scope() string {
	if len(d.What) == 0 {
		return "everything"
	}
	return strings.Join(d.What, " ")
}
