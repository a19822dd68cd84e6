package model

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"fairway/model/form"
	"fairway/model/glyph"
	"fairway/model/when"
)

// Record is anything Fairway keeps for ever. A record is a value: whoever
// changes one returns a new value, and the store keeps both.
type Record interface {
	// Kind says what record this is, and Key is its id.
	Kind() Kind
	Key() ID
	// Links are the other records this one points at, for which the store
	// keeps an index in both directions.
	Links() []Link
	// Row is what lists show, sort and filter on.
	Row() Row
}

// Link is one directed relation from a record to another.
type Link struct {
	Rel string
	To  ID
}

// The relations a record can have. The name reads from the record to the other.
const (
	RelScopes     = "scopes"     // release → change
	RelDefers     = "defers"     // release → change that was taken out again
	RelAffects    = "affects"    // release, change, incident, window → item
	RelService    = "service"    // anything → service
	RelPackage    = "package"    // release → DML entry
	RelDependsOn  = "depends-on" // release → release, item → item of which it feels what is done to it
	RelFeltBy     = "felt-by"    // item → item that feels what is done to it
	RelConnected  = "connected"  // item → item, where neither feels what is done to the other
	RelOf         = "of"         // document, approval, run, notice … → release or change
	RelCloses     = "closes"     // change → problem
	RelCausedBy   = "caused-by"  // incident → release, confirmed
	RelSuspects   = "suspects"   // incident → release, suspected
	RelCleared    = "cleared"    // incident → release that somebody said did not cause it
	RelPerson     = "person"     // anything → person who matters to it
	RelTeam       = "team"       // service, release → team
	RelMember     = "member"     // team → person
	RelBecame     = "became"     // procurement → item
	RelRelates    = "relates"    // anything else
	RelUnderRules = "under"      // release → book
	RelTrain      = "train"      // release → the train that it goes with
	RelFollows    = "follows"    // release, change → catalogue entry
	RelKey        = "key"        // person → fingerprint of a public key, live or revoked
)

// Row is the flat picture of a record in lists and searches.
type Row struct {
	Title    string
	State    State
	Service  ID
	Person   ID // owner, approver, requester: whoever the list names
	Subject  ID // the release or change it belongs to
	At       time.Time
	Until    time.Time
	Dates    Slot   // what At and Until are of, where they were planned
	Grade    string // severity, category, class: what the list is coloured by
	Means    string // what a form or a process is for that Grade names
	Text     string // everything else that a search should find
	Handle   string // a name unique within the kind, for people who don't type ids
	External string // identity in the file it was imported from
}

// Origin says where imported history came from. A record with an Origin
// entered without passing gates, and stands outside compliance metrics.
type Origin struct {
	Source string `json:"source"` // the name given to the file's source
	Key    string `json:"key"`    // identity within the source
	Digest string `json:"digest"` // of the mapped content, to tell 'unchanged'
	// Said is what the source says of fields in which people wrote something
	// else since, by the names of the fields and as they stand in a body; "" is
	// that it says nothing. With it the next reading tells what the source has
	// changed from what people have.
	Said map[string]string `json:"said,omitempty"`
}

// External is the origin as one unique text.
func (o *Origin) External() string {
	if o == nil {
		return ""
	}
	return o.Source + "\x1f" + o.Key
}

// Encode writes a record's body: its fields in their declared order, without
// white space or HTML escapes. The same value always gives the same bytes;
// these bytes are what the store keeps and digests.
func Encode(r any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(r); err != nil {
		return nil, fmt.Errorf("encode %T: %w", r, err)
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}

// Decode reads a body of the given kind. Bodies of older shapes decode too:
// fields are only ever added.
func Decode(k Kind, body []byte) (Record, error) {
	r := k.Empty()
	if r == nil {
		return nil, fmt.Errorf("decode a record: unknown kind %q", k)
	}
	if err := json.Unmarshal(body, r); err != nil {
		return nil, fmt.Errorf("decode a %s: %w", k.Words(), err)
	}
	return r, nil
}

// Limits on what a person may type into one field, in bytes. They are far
// above any honest text and keep a pasted file out of a title.
const (
	TitleLimit = 400
	TextLimit  = 64 << 10
)

// CheckTitle says what is wrong with a one-line text, or "".
func CheckTitle(field, text string) string {
	switch {
	case Blank(text):
		return field + " is empty"
	case len(text) > TitleLimit:
		return fmt.Sprintf("%s is %d bytes long; at most %d fit in one line", field, len(text), TitleLimit)
	case !utf8.ValidString(text):
		return field + " is not valid UTF-8 text"
	case strings.ContainsFunc(text, breaks):
		return field + " has a line break or a control character in it"
	}
	if at, r := glyph.Hidden(text); at >= 0 {
		return fmt.Sprintf("%s has %s in it, after %q: type it anew without that", field, glyph.Name(r), before(text[:at]))
	}
	return ""
}

// before is the end of what stands before a place, for a message.
func before(text string) string {
	r := []rune(text)
	return string(r[max(len(r)-20, 0):])
}

// Blank reports whether a text says nothing: white space, or the dots that
// stand for a text in help and remedies.
func Blank(text string) bool { return form.Blank(text) }

// breaks reports whether a character ends a line or steers a terminal: C0, C1
// and DEL, and Unicode's two separators.
func breaks(r rune) bool { return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' }

// CheckText says what is wrong with a longer text, or "". Empty is fine.
func CheckText(field, text string) string {
	switch {
	case len(text) > TextLimit:
		return fmt.Sprintf("%s is %d bytes long; at most %d are kept (attach a file to the DML instead)", field, len(text), TextLimit)
	case !utf8.ValidString(text):
		return field + " is not valid UTF-8 text"
	case strings.ContainsRune(text, 0):
		return field + " has a NUL character in it"
	}
	return ""
}

// Slot is a planned or actual stretch of time as people gave it: each end to
// the minute, or a whole day.
type Slot struct {
	Start when.Moment `json:"start"`
	End   when.Moment `json:"end"`
}

// IsZero reports whether no slot was given.
func (s Slot) IsZero() bool { return s.Start.IsZero() }

// Same reports whether two slots are the same plan.
func (s Slot) Same(o Slot) bool { return s.Start.Same(o.Start) && s.End.Same(o.End) }

// MeansOther reports whether two slots that may come to the same instants are other
// plans: dates of another zone, which both name.
func (s Slot) MeansOther(o Slot) bool {
	other := func(a, b when.Moment) bool { return a.Zone != "" && b.Zone != "" && a.Meant() != b.Meant() }
	return other(s.Start, o.Start) || other(s.End, o.End)
}

// Meant says what was meant by the slot, see when.Moment.
func (s Slot) Meant() string { return strings.TrimSpace(s.Start.Meant() + " to " + s.End.Meant()) }

// Format writes the slot: whole days as their dates, clock times in zone.
func (s Slot) Format(zone *time.Location, style when.Style) string {
	return when.FormatSlot(s.Start, s.End, zone, style)
}

// Span is the stretch in UTC that the slot covers. A day-precise end covers
// its whole day; a slot without an end covers its day, or its minute. Zone is
// where days were meant of which that was not kept.
func (s Slot) Span(zone *time.Location) when.Span {
	if s.Start.IsZero() {
		return when.Span{}
	}
	end := s.End
	if end.IsZero() {
		end = s.Start
	}
	start, stop := s.Start.Span(zone).Start, end.At
	if end.Precision == when.Day {
		stop = end.Span(zone).End // a zone may skip midnight: when knows
	}
	if !stop.After(start) {
		stop = start.Add(time.Minute)
	}
	return when.Span{Start: start, End: stop}
}

// Shown is the stretch that a slot takes on a calendar in zone: a whole day is
// the same date on every one, whenever it begins where it was meant. What else
// it is takes its span.
func (s Slot) Shown(span when.Span, zone *time.Location) when.Span {
	if s.IsZero() || s.Start.Precision != when.Day {
		return span
	}
	first := s.Start.On(zone)
	last := first
	if !s.End.IsZero() && !s.End.On(zone).Before(first) {
		last = s.End.On(zone)
	}
	return when.Span{Start: first.Start(zone), End: last.AddDays(1).Start(zone)}
}

func link(links []Link, rel string, ids ...ID) []Link {
	for _, id := range ids {
		if id != "" {
			links = append(links, Link{rel, id})
		}
	}
	return links
}

// EndAfter is the end of the slot if it began elsewhere: as long after the new start as
// before, of whole days so many days. A whole day instead of clock times ends with that
// day; clock times instead of whole days have no end that would follow.
func (s Slot) EndAfter(start when.Moment, zone *time.Location) when.Moment {
	switch {
	case start.Precision == when.Day && s.Start.Precision == when.Day && !s.End.IsZero():
		return start.Shift(s.End.On(zone).Sub(s.Start.On(zone)), 0, zone)
	case start.Precision == when.Day:
		return start
	case s.Start.Precision == when.Minute && s.End.Precision == when.Minute:
		return start.Shift(0, s.End.At.Sub(s.Start.At), zone)
	}
	return when.Moment{}
}
