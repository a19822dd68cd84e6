package model

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"fairway/model/when"
)

// Actor is the person who acts, and how Fairway knows who it is.
type Actor struct {
	Person *Person
	// Auth says how the person was known: "os user alice", "self-asserted",
	// "ssh key SHA256:…". It goes into the log.
	Auth string
	// Key is the fingerprint of the key that proved it, over SSH; "" for whoever
	// is on the host.
	Key string
	// Elsewhere is what the server knows of keys outside of the file; nil where
	// there is no server.
	Elsewhere KeysElsewhere
	// Program says that nobody acts but the program itself: a server that starts, or
	// whichever opens an older file.
	Program bool
}

// ID is the person's id; "" before the first person exists.
func (a Actor) ID() ID {
	if a.Person == nil {
		return ""
	}
	return a.Person.ID
}

// Needs says which facts an action or a set of checks has to be shown. The
// store loads them in a bounded number of queries, whatever they are.
type Needs struct {
	// IDs are records by themselves.
	IDs []ID
	// Releases come with everything that hangs on them: changes, documents,
	// approvals, runs, notices, items with their relations, service, people.
	Releases []ID
	// Runs are deployment runs with what a tick in one of them asks (store: loader.runs).
	Runs []ID
	// Ticked is the step or line of them that it is about: who was at it comes along.
	Ticked int
	// Calendar adds the windows, and the open releases that lie around the
	// named ones or around Slots.
	Calendar bool
	Slots    []when.Span
	// Kinds are small kinds of which every record is wanted.
	Kinds []Kind
	// Entries are entries of the log, with what they wrote as it stands now, at
	// most EntriesMost of them.
	Entries Stretch
	// Around are records of which is asked what hangs on them: whatever points at
	// one and is not over yet comes along, at most AroundMost of each.
	Around []ID
	// Scoping are changes of which the open releases that scope them are wanted,
	// each as one of Releases.
	Scoping []ID
	// Departing are trains of which the open releases are wanted, each as one of
	// Releases, and what they name: service, team and people.
	Departing []ID
	// Timetables are trains as they are to be, or as they are, around whose next
	// departures Calendar looks besides.
	Timetables []*Train
	// History asks for the latest log entries about a record, with the bodies
	// they replaced.
	History ID
	// Seen are records as they stood when somebody looked at them: what an edit
	// began with, to be merged with what was written since (Merge).
	Seen []SeenAt
	// Answering are records, or questions, of which is asked who answers for them
	// (Case.Answerers).
	Answering []ID
	// Waiting adds everything that waits for a decision, with what says who may
	// take it: pending approvals with their releases, RFCs, exceptions from
	// freezes, documents.
	Waiting bool
	// Waits adds everything that waits besides approvals, whoever it waits for, as a list
	// of it says (Case.Waits).
	Waits bool
	// Meetings adds those of the CAB that are held or planned and the latest that were
	// held, with who is there; Agenda besides all that belongs on the agenda of one
	// (cab.Of).
	Meetings, Agenda bool
	// Open adds every release that is not over, by itself.
	Open bool
	// AnsweredBy adds the open releases that a person coordinates, or owns the
	// rollback of.
	AnsweredBy ID
	// Handles are names within a kind that must be looked up: is this handle taken?
	Handles []Handle
	// Externals are identities of imported records.
	Externals []string
	// Written are records of which is asked when they were last written (Case.Written).
	Written []ID
	// Earlier adds the earlier versions of the documents that come along: what happened
	// before it is entered is judged by the one that was there then (Case.AsOf).
	Earlier bool
	// Suspected are releases of which is asked which incidents may come from them, and
	// incidents of which is asked from which releases they may; Suspecting are incidents that
	// are to be logged, of which the same is asked (suspect.Of).
	Suspected  []ID
	Suspecting []*Incident
	// Called adds the items that have one of these for a name or a serial number, or the
	// title of an order that comes along.
	Called []string
	// Measured adds the numbers of a period (Case.Measured); nil for none.
	Measured *ToMeasure
	// Levels asks what the service levels of services are reckoned of (Case.Levels); nil for
	// none. Of each of Releases it comes along for the months in which it is planned, where
	// its service has an agreement.
	Levels *ToReckon
	// Challenge asks for the challenge that was made last for a person, and for
	// what names this file.
	Challenge ID
}

// ToReckon asks for the service levels of services in a span, without any of all that have
// an agreement.
type ToReckon struct {
	Services []ID
	Span     when.Span
	// Agreement asks for those of its service, from the month of its first day on.
	Agreement ID
}

// Stretch is a stretch of the log, both ends included; zero is none.
type Stretch struct{ First, Last int64 }

// EntriesMost and AroundMost bound what a case holds.
const (
	EntriesMost = 1000
	AroundMost  = 200
)

// SeenAt is a record as it stood after a log entry.
type SeenAt struct {
	ID       ID
	Position int64
}

// Handle is a name within a kind.
type Handle struct {
	Kind Kind
	Name string
}

// Fact is a record with where it came from.
type Fact struct {
	Record Record
	Since  int64  // log position that wrote it
	Digest string // SHA-256 of its body, hex
}

// Touch is one log entry about a record, with what it replaced.
type Touch struct {
	Position int64
	Who      ID
	Action   string
	Wrote    []ID
	Before   map[ID]Record // what each record was; absent when the entry created it
}

// Logged is one entry of the log, with what it wrote.
type Logged struct {
	Position int64
	At       time.Time // what the clock said
	Stands   time.Time // what it was corrected to, else At
	Subject  ID
	Action   string
	Values   json.RawMessage // of the action; null where they were removed
	Wrote    []ID
}

// Case is what an action is shown: the facts it declared it needs, who asks,
// under which rules, and when.
type Case struct {
	// Waits are what waits besides approvals, where that was asked for (Needs.Waits).
	Waits []Wait
	Now   time.Time
	// Behind is the latest time in the log, where the clock stands before it: one
	// of the two is wrong. Zero where they fit.
	Behind time.Time
	Who    Actor
	Rules  *Rules // the rules in force now
	// Mint hands out the next id of a kind. Ids come from the store's counter.
	Mint func(Kind) ID
	// First reports whether the file has no person yet.
	First   bool
	History []Touch // newest first
	// MovedWith is the release with which the one of History moved along last, where nothing was
	// done to it since; "" where not. What it moved by is in the history of that.
	MovedWith ID
	// File names this file for ever: the hash of its first log entry. It and
	// Challenge, the text of a person's last one, come where Needs.Challenge asks.
	File, Challenge string
	// Position is the end of the log when the facts were read, for what is done
	// on them later (Seen of an action); 0 where nobody reads them for that.
	Position int64
	// Read is the place in the log up to which whoever acts says that they read
	// what they act on; 0: as it stands.
	Read int64
	// Entries are those of Needs.Entries, oldest first.
	Entries []Logged
	// Shown is the zone of whoever reads the texts that are made of the case; nil
	// where nobody said so: what has happened stands in UTC then, and plans in the
	// zone of what they are about. Nothing is decided by it.
	Shown *time.Location
	// Reads is the zone of whoever acts, or asks, where that is known: planned times
	// stand in the zone of what they are about all the same, and whole days name
	// theirs where they are others here. Nothing is decided by it.
	Reads *time.Location
	// Measured are the numbers of the period that Needs.Measured asks for; nil where it is none.
	Measured *Measured
	// Levels are the records that service levels are reckoned of (gate.Levels), apart from
	// the others, which many of them have nothing to do with; nil where nobody asked for them
	// and no agreement is in question.
	Levels *Case
	// Alike are the handles of people whose names others have, too, or names that
	// look the same: they are shown beside them.
	Alike map[ID]string
	// Formerly are the names that people had before.
	Formerly Formerly

	facts map[ID]Fact
	kinds map[Kind][]Record // as they came
	mixed map[Kind]bool     // those of a kind are not in the order of their ids
	names map[Handle]ID
	gone  map[ID]bool // named, but its body was redacted
	// titles are what the records are called that documents name and that are not
	// among the facts.
	titles map[ID]string
	seen   map[SeenAt]Record
	parts  map[ID][]Part
	marks  map[ID][]Fact // of runs, in the order of their ids
	// earlier are states of records before those that stand among the facts, oldest
	// first; then says that these are what had happened by Now (AsOf).
	earlier map[ID][]Record
	then    bool
	written map[ID]time.Time
	states  map[ID][]Stood
	// holders are the roles of which everybody who holds them is among the
	// facts; everybody says that all people are.
	holders   map[string]bool
	everybody bool
}

// NewCase makes an empty case.
func NewCase(now time.Time, who Actor, rules *Rules) *Case {
	return &Case{Now: now, Who: who, Rules: rules, facts: map[ID]Fact{}, kinds: map[Kind][]Record{}, mixed: map[Kind]bool{}, names: map[Handle]ID{}, gone: map[ID]bool{}, seen: map[SeenAt]Record{}}
}

// Expect makes room for so many more facts of a kind at once.
func (c *Case) Expect(k Kind, n int) {
	facts := make(map[ID]Fact, len(c.facts)+n)
	maps.Copy(facts, c.facts)
	c.facts, c.kinds[k] = facts, slices.Grow(c.kinds[k], n)
}

// Add puts a fact into the case. The first one of an id stays.
func (c *Case) Add(f Fact) {
	id := f.Record.Key()
	if _, ok := c.facts[id]; ok {
		return
	}
	c.facts[id] = f
	c.list(f.Record)
	c.marked(f)
	if k := f.Record.Kind(); k.Info().Handles {
		if h := f.Record.Row().Handle; h != "" {
			c.names[Handle{k, strings.ToLower(h)}] = id
		}
	}
}

// AddWritten notes when a record was last written.
func (c *Case) AddWritten(id ID, at time.Time) {
	if c.written == nil {
		c.written = map[ID]time.Time{}
	}
	c.written[id] = at
}

// Written is when a record was last written, as the log has it; the zero time where that
// was not asked (Needs.Written).
func (c *Case) Written(id ID) time.Time { return c.written[id] }

// Stood is a record as it stood from a time on.
type Stood struct {
	At     time.Time
	Record Record
}

// AddState notes how a record stood from a time on, the oldest first: of the freezes around
// what is declared an emergency all that they were.
func (c *Case) AddState(at time.Time, r Record) {
	if c.states == nil {
		c.states = map[ID][]Stood{}
	}
	c.states[r.Key()] = append(c.states[r.Key()], Stood{at, r})
}

// States are those of a record, the oldest first; none where they are not among the facts.
func (c *Case) States(id ID) []Stood { return c.states[id] }

// Redacted notes that the record exists but its body was removed.
func (c *Case) Redacted(id ID) { c.gone[id] = true }

// IsRedacted reports whether the record's body was removed by law.
func (c *Case) IsRedacted(id ID) bool { return c.gone[id] }

// AddSeen notes how a record stood after a log entry.
func (c *Case) AddSeen(at SeenAt, r Record) { c.seen[at] = r }

// AsSeen returns a record as it stood after a log entry, in its own type; nil
// when it was not asked for (Needs.Seen), or did not exist then.
func AsSeen[T Record](c *Case, at SeenAt) T {
	r, _ := c.seen[at].(T)
	return r
}

// AddHolders notes that everybody who holds a role is among the facts, and
// AddEverybody that all people are: only then it can be said that nobody does.
func (c *Case) AddHolders(role string) {
	if c.holders == nil {
		c.holders = map[string]bool{}
	}
	c.holders[role] = true
}

// AddEverybody notes that all people are among the facts.
func (c *Case) AddEverybody() { c.everybody = true }

// KnowsHolders reports whether everybody who holds the role is among the facts.
func (c *Case) KnowsHolders(role string) bool { return c.everybody || c.holders[role] }

// With is the case as it would be with another state of a record, or with one that
// is not among its facts.
func (c *Case) With(r Record) *Case {
	n := *c
	n.facts = maps.Clone(c.facts)
	f, known := n.facts[r.Key()]
	n.kinds, n.mixed = maps.Clone(c.kinds), maps.Clone(c.mixed)
	if known {
		n.kinds[r.Kind()] = slices.Clone(n.kinds[r.Kind()])
		n.kinds[r.Kind()][slices.Index(n.kinds[r.Kind()], f.Record)] = r
	} else {
		n.kinds[r.Kind()] = slices.Clip(n.kinds[r.Kind()])
		n.list(r)
	}
	f.Record = r
	n.facts[r.Key()] = f
	n.marks = maps.Clone(c.marks)
	n.marked(f)
	if b, ok := r.(*Rules); ok {
		n.Rules = b
	}
	return &n
}

// Name notes which record a handle belongs to.
func (c *Case) Name(h Handle, id ID) { c.names[Handle{h.Kind, strings.ToLower(h.Name)}] = id }

// Named looks a handle up.
func (c *Case) Named(k Kind, name string) (ID, bool) {
	id, ok := c.names[Handle{k, strings.ToLower(name)}]
	return id, ok
}

// Has reports whether the record is among the facts.
func (c *Case) Has(id ID) bool {
	_, ok := c.facts[id]
	return ok
}

// Fact returns a record with its origin.
func (c *Case) Fact(id ID) (Fact, bool) {
	f, ok := c.facts[id]
	return f, ok
}

// Get returns one record of the case in its own type; nil when it isn't there.
func Get[T Record](c *Case, id ID) T {
	r, _ := c.facts[id].Record.(T)
	return r
}

// Under returns the rules a release was registered under: its own version of
// the rules if that is among the facts, else the one in force.
func (c *Case) Under(r *Release) *Rules {
	if b := Get[*Rules](c, r.Rules); b != nil {
		return b
	}
	return c.Rules
}

// Document is the current document of a form for a release or change. The form is
// named as the rules do, or by what it is for.
func (c *Case) Document(form string, of ID) *Document {
	name, purpose := form, form
	if f := c.FormOf(form, of); f != nil {
		name, purpose = f.Name, f.Means()
	}
	var found *Document
	for _, d := range All[*Document](c) {
		if d.Of == of && (d.Form == name || d.Means() == purpose) {
			found = d
		}
	}
	return found
}

// Runs returns a release's production runs, in order. A rollback is none: it belongs to
// the run that it takes back.
func (c *Case) Runs(of ID) []*Run {
	var out []*Run
	for _, r := range All[*Run](c) {
		if r.Release == of && r.Production && r.Back == "" {
			out = append(out, r)
		}
	}
	return out
}

// LastRun is the release's latest production run, one that goes on before any that has
// ended; nil before the first.
func (c *Case) LastRun(of ID) *Run {
	runs := c.Runs(of)
	if len(runs) == 0 {
		return nil
	}
	for _, r := range slices.Backward(runs) {
		if r.Going() {
			return r
		}
	}
	return runs[len(runs)-1]
}

// ApprovalFor is the latest approval of a purpose that was asked for, however it
// stands; nil when none ever was. What was asked for before it counts no more, also
// where somebody takes back the rejection over which it was asked for anew.
func (c *Case) ApprovalFor(of ID, purpose string) *Approval {
	var found *Approval
	for _, a := range All[*Approval](c) {
		if a.Of == of && a.Purpose == purpose {
			found = a
		}
	}
	return found
}

// PersonName is what people call somebody: the name, with the handle where it
// could be another's, or the id where unknown.
func (c *Case) PersonName(id ID) string {
	if p := Get[*Person](c, id); p != nil {
		return Called(p.Name, c.Alike[id])
	}
	if c.Who.ID() == id && id != "" {
		return Called(c.Who.Person.Name, c.Alike[id])
	}
	return string(id)
}

// Called is a name with the handle that tells it from others, if it needs one.
func Called(name, handle string) string {
	if handle == "" || name == "" {
		return name
	}
	return name + " (" + handle + ")"
}

// Zone is the time zone of a release's service, else the organisation's.
func (c *Case) Zone(r *Release) *time.Location {
	return Get[*Service](c, r.Service).Location(c.Rules.Policy.Location())
}

// ShownIn is the zone in which planned times of a release are written.
func (c *Case) ShownIn(r *Release) *time.Location {
	if c.Shown != nil {
		return c.Shown
	}
	return c.Zone(r)
}

// Days is the zone whose days name no zone: that of whoever reads, else the
// organisation's.
func (c *Case) Days() *time.Location {
	return cmp.Or(c.Shown, c.Reads, c.Rules.Policy.Location())
}

// Stamp writes when something happened, or will, for whoever reads it: with its
// zone.
func (c *Case) Stamp(t time.Time) string {
	zone := c.Shown
	if zone == nil {
		zone = time.UTC
	}
	return t.In(zone).Format("2006-01-02 15:04 ") + zone.String()
}
