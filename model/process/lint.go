package process

import (
	"fmt"
	"slices"
	"strings"
)

// Effects are what can happen when a stage is left forwards.
var Effects = []string{"freeze-baseline", "start-build", "implement-changes", "review-changes", "close-changes"}

// Phases group the stages on the board.
var Phases = []string{"plan", "build", "deploy", "review"}

// Materials are the things of a release whose change can void approvals,
// besides those that forms name.
var Materials = []string{"window", "scope", "items", "package", "rollback-plan", "rollback-owner", "criteria", "risk"}

// First is something that may be said later than it was decided on.
type First struct {
	Name string // as a process says what it voids to give it for the first time
	Of   string // the material thing that it is a change of, where the process says nothing of that
	Text string // what is open until then, in words
}

// Firsts are those of a release: what a board leaves open that decides before it is known.
var Firsts = []First{
	{"first-window", "window", "the dates"},
	{"first-environment", "window", "the environment"},
	{"first-rollback-owner", "rollback-owner", "who rolls back"},
}

// Settable are the fields of a release that an answer can be copied into.
var Settable = []string{"window.start", "window.end", "rollback_owner", "environment", "people", "outcome", "risk.impact", "risk.factors"}

// needed are the permissions without which nobody could mend the rules or let
// anybody in or look at anything: a set of rules in which no role has them would lock
// everybody out.
var needed = []string{"book.adopt", "person.write", "read", "rules.decide", "rules.propose", "rules.review"}

// Clauses are the requirements a check may name (ISO/IEC 20000-1:2018).
var Clauses = []string{
	"8.5.3-a", "8.5.3-b", "8.5.3-c", "8.5.3-d", "8.5.3-e", "8.5.3-f", "8.5.3-g", "8.5.3-h", "8.5.3-i", "8.5.3-j",
	"8.5.1-a", "8.5.1-b", "8.5.1-c", "8.5.1-d", "8.5.1-e", "8.5.2", "8.2.6", "7.5", "9.1", "9.4",
}

// Fault is one thing wrong in a set of rules: where, and what to do about it.
type Fault struct {
	// File and Line are where it stands, where the files are known; the line is
	// from 1, and 0 where it is the file as a whole.
	File string `json:"file,omitempty"`
	Line int    `json:"line,omitempty"`
	// Where is the same in the words of the rules: process normal, stage build.
	Where string `json:"where,omitempty"`
	Text  string `json:"text"`
}

func (f Fault) Error() string {
	var at []string
	switch {
	case f.File != "" && f.Line > 0:
		at = append(at, fmt.Sprintf("%s:%d", f.File, f.Line))
	case f.File != "":
		at = append(at, f.File)
	}
	if f.Where != "" {
		at = append(at, f.Where)
	}
	return strings.Join(append(at, f.Text), ": ")
}

// place is where something stands in the rules: in words, and in its file as the
// key that it has there.
type place struct{ words, file, key string }

// at is a place within another: its words follow, its key is under the other's.
func (p place) at(words string, key ...any) place {
	if words != "" && p.words != "" {
		words = ", " + words
	}
	p.words += words
	for _, k := range key {
		p.key = below(p.key, fmt.Sprint(k))
	}
	return p
}

// on is a place whose words are the same, at a key under it.
func (p place) on(key ...any) place { return p.at("", key...) }

// Lint lists everything that makes no sense in the rules. known are the names
// of the checks that the program can compute, permissions those that its actions
// ask for, and acts what duties can be about, with the relations of each.
func Lint(b *Rules, known, permissions []string, acts map[string][]string) []Fault {
	l := &linter{rules: b, known: known, permissions: permissions, acts: acts}
	l.processes()
	l.roles()
	l.policy()
	l.forms()
	l.explained()
	l.templates()
	return l.faults
}

type linter struct {
	places             map[string]places // of a file, once it is asked for
	rules              *Rules
	known, permissions []string
	acts               map[string][]string
	faults             []Fault
}

func (l *linter) say(where place, format string, args ...any) {
	l.faults = append(l.faults, Fault{where.file, l.line(where), where.words, fmt.Sprintf(format, args...)})
}

// ApprovalAt is where an approval of a process, by what that is for, stands in the
// files; line 0 where the files are not known.
func (b *Rules) ApprovalAt(process, approval string) (file string, line int) {
	l := &linter{rules: b}
	for i := range b.Processes {
		p := &b.Processes[i]
		if n := slices.IndexFunc(p.Approvals, func(a Approval) bool { return a.Means() == approval }); n >= 0 && p.Means() == process {
			return p.File, l.line(place{file: p.File}.on("approval", n))
		}
	}
	return "", 0
}

// line is where a place stands in its file; 0 where the files are not known.
func (l *linter) line(where place) int {
	in, known := l.places[where.file]
	if !known {
		if i := slices.IndexFunc(l.rules.Source, func(f File) bool { return f.Name == where.file }); i >= 0 {
			in = placesIn(l.rules.Source[i].Text)
		}
		if l.places == nil {
			l.places = map[string]places{}
		}
		l.places[where.file] = in
	}
	if n := in.line(where.key); n > 0 || in == nil {
		return n
	}
	return 1
}

func (l *linter) role(at place, id string) {
	switch r, ok := l.rules.Role(id); {
	case !ok:
		l.say(at, "unknown role %q", id)
	case r.ID != id:
		l.say(at, "%q is what the role %q is for: files name roles by their id", id, r.ID)
	}
}

func (l *linter) form(at place, name string) {
	switch f, ok := l.rules.Form(name); {
	case !ok:
		l.say(at, "unknown form %q", name)
	case f.Name != name:
		l.say(at, "%q is what the form %q is for: files name forms by their name", name, f.Name)
	}
}
