// Package calendar holds the rules about dates that collide: when a recurring
// window is open, which days are frozen, and with what a release planned for a
// slot would conflict. Plain facts go in, findings come out.
//
// What must not come in: records, files, SQL and the clock (now is a
// parameter); and policy. Whether a kind of conflict blocks, warns or may be
// accepted, and by whom, is the process data's affair: this package finds all
// of them and ranks none.
package calendar

import (
	"slices"
	"strings"
	"time"

	"fairway/model/when"
)

// Class says what a window means.
type Class string

// The classes.
const (
	Freeze      Class = "freeze"      // no deployment, a blackout; Hard or soft
	Maintenance Class = "maintenance" // deployment is allowed; outside it is not
	Holiday     Class = "holiday"     // people are away; never a conflict by itself
	Event       Class = "event"       // of the business: a deployment then is warned of
	Absence     Class = "absence"     // of People
	OnCall      Class = "on-call"     // People can be called for the services, unless they are absent; where there are some, a deployment needs one
)

// Window is a stretch of the calendar that means something, once or repeatedly.
// Its scope is everything, or any of the services, items, sites and customers named; where
// environments are, what goes to one of these alone, or to one that isn't known.
type Window struct {
	ID, Title        string
	Class            Class
	Hard             bool // freezes only
	Everything       bool
	Services, Items  []string
	Sites, Customers []string // of services
	Environments     []string
	People           []string // who is absent, or on call

	Span when.Span // the first occurrence, half-open, UTC
	Days bool      // it is whole days, those of Zone
	Zone string    // IANA name of the zone whose wall clock Rule repeats; "" is UTC
	Rule string    // RFC 5545 RRULE value (FREQ=WEEKLY;BYDAY=TH); "" for a window that occurs once

	// Lasts is how long each occurrence takes in time that passes; 0: each ends when
	// the wall shows what it shows at the end of Span.
	Lasts time.Duration

	Except     []time.Time // starts of occurrences that do not take place (RFC 5545 EXDATE)
	Extra      []when.Span // occurrences besides (RFC 5545 RDATE), whatever Except says; of whole days where Days
	Exceptions []Exception // releases for which this freeze was lifted
}

// Exception is a granted one: asked for, decided and logged elsewhere. What was
// refused or withdrawn must not be passed in.
type Exception struct {
	Release string
	Span    when.Span // zero: whenever it is; else only while the release lies wholly inside
}

// Show writes an occurrence as it is read in zone, which is named: whole days are
// the same dates in every one, and name theirs where they are others there.
func (w *Window) Show(s when.Span, zone *time.Location, style when.Style) string {
	return w.show(s, zone, zone, style)
}

// show is Show for whom days are those of another zone than the one of clock times.
func (w *Window) show(s when.Span, zone, days *time.Location, style when.Style) string {
	if own, err := when.Zone(w.Zone); w.Days && err == nil {
		return when.TellSpanFor(s, own, days, style)
	}
	return when.TellSpan(s, zone, style)
}

// Place is where something is deployed, as scopes of windows name it.
type Place struct {
	Service, Site string
	Customers     []string // of the service
	Environment   string   // "" where it isn't known
}

func (b *Booking) place() Place { return Place{b.Service, b.Site, b.Customers, b.Environment} }

// Covers reports whether the window is about where a booking goes, or one of its items.
func (w *Window) Covers(b *Booking) bool {
	return w.CoversPlace(b.place()) || w.goesTo(b.Environment) && len(shared(w.Items, b.Items)) > 0
}

// CoversPlace reports whether it is about a place, whatever is changed there.
func (w *Window) CoversPlace(p Place) bool {
	return w.goesTo(p.Environment) && (w.Everything || p.Service != "" && contains(w.Services, p.Service) || containsFold(w.Sites, p.Site) || len(sharedFold(w.Customers, p.Customers)) > 0)
}

// forServicesAlone reports whether it can only be about what goes to one of its services.
func (w *Window) forServicesAlone() bool {
	return w.Class != Absence && !w.Everything && len(w.Items)+len(w.Sites)+len(w.Customers) == 0
}

// goesTo reports whether it is about an environment: by its whole name, or by the words that
// it begins with, as production is of production Oslo.
func (w *Window) goesTo(environment string) bool {
	return len(w.Environments) == 0 || environment == "" || slices.ContainsFunc(w.Environments, func(named string) bool {
		return strings.EqualFold(named, environment) || len(environment) > len(named) && strings.EqualFold(environment[:len(named)], named) && environment[len(named)] == ' '
	})
}

// concerns reports whether the window says something of a booking: of where it goes, or of
// the people whom it needs.
func (w *Window) concerns(b *Booking) bool {
	if w.Class == Absence {
		return len(shared(w.People, b.Reach)) > 0
	}
	return w.Covers(b)
}

// liftedFor reports whether an exception lets the booking in.
func (w *Window) liftedFor(b *Booking) bool {
	for _, e := range w.Exceptions {
		if e.Release == b.ID && b.ID != "" && (e.Span.IsZero() || e.Span.Contains(b.Span)) {
			return true
		}
	}
	return false
}
