package model

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model/when"
)

// Media is an entry of the definitive media library (DML): what may be
// deployed, named by the SHA-256 of its content.
type Media struct {
	ID      ID     `json:"id"`
	Name    string `json:"name"`
	Version string `json:"version,omitempty"`
	Medium  string `json:"media,omitempty"` // archive, image, licence, firmware …
	SHA256  string `json:"sha256"`          // hex
	Size    int64  `json:"size"`            // bytes
	Licence string `json:"licence,omitempty"`
	// Source is where it came from: a supplier, a repository, the run of a pipeline.
	Source string `json:"source,omitempty"`
	// Expires is when the licence, or what it is signed with, ends: a day is that whole day.
	Expires when.Moment `json:"expires,omitzero"`
	// DigestOnly says that it was entered by its digest: its content was never put into
	// the library. Entries from before there was this have no size then, see Digest.
	DigestOnly bool      `json:"digest_only,omitempty"`
	By         ID        `json:"by"`
	At         time.Time `json:"at"`
	State      State     `json:"state"`
	// Fault is what the last look at its content found wrong; nil where nothing was.
	Fault *MediaFault `json:"fault,omitempty"`
	// Withdrawn is by whom it was withdrawn, when and why; older entries have only the state.
	Withdrawn *Ending `json:"withdrawn,omitempty"`
}

// MediaFault is what is wrong with the content of an entry of the DML.
type MediaFault struct {
	Check ID        `json:"check"` // the look at the library that found it
	What  string    `json:"what"`  // altered, missing or unreadable
	Found string    `json:"found,omitempty"`
	At    time.Time `json:"at"`
}

// emptySum is the SHA-256 of nothing.
const emptySum = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

// Digest reports whether only its digest is on record: there is no content to be looked
// at. What came in with its file has its size, unless that is empty.
func (m *Media) Digest() bool {
	return m.DigestOnly || m.Size == 0 && !strings.EqualFold(m.SHA256, emptySum)
}

// WithdrawnBy reports whether it was not to be deployed any more by a time. Where it isn't
// known when it was withdrawn, it was.
func (m *Media) WithdrawnBy(t time.Time) bool {
	return m.State == MediaWithdrawn && (m.Withdrawn == nil || !m.Withdrawn.At.After(t))
}

// Expired reports whether its licence is over by a time.
func (m *Media) Expired(at time.Time) bool {
	return m.State != MediaWithdrawn && !m.Expires.IsZero() && !at.Before(m.Expires.Over())
}

// Faulty says in words what is wrong with its content; "" where nothing is known to be.
func (m *Media) Faulty() string {
	if m.Fault == nil {
		return ""
	}
	return fmt.Sprintf("%s, found by %s", faultWords(m.Fault.What, m.SHA256, m.Fault.Found), m.Fault.Check)
}

// faultWords say what is wrong with content.
func faultWords(what, want, found string) string {
	switch what {
	case MediaAltered:
		return fmt.Sprintf("its content in the library was altered: SHA-256 %s instead of %s", Shorten(found, want), Shorten(want, found))
	case MediaMissing:
		return "its content is not in the library"
	}
	return "its content in the library can't be read"
}

func (m *Media) Kind() Kind { return KindMedia }
func (m *Media) Key() ID    { return m.ID }

func (m *Media) Links() []Link { return link(nil, RelPerson, m.By) }

func (m *Media) Row() Row {
	state := m.State
	if m.Fault != nil && state == MediaIn {
		state = MediaFaulty
	}
	return Row{Title: strings.TrimSpace(m.Name + " " + m.Version), State: state, Person: m.By, At: m.At, Until: m.Expires.At, Dates: Slot{End: m.Expires}, Grade: m.Medium, Text: m.SHA256 + " " + m.Licence}
}

// What a look at the content of an entry comes to.
const (
	MediaWhole      = "whole"   // it is what stands on record
	MediaDigest     = "digest"  // there is only a digest on record
	MediaAltered    = "altered" // it is something else
	MediaMissing    = "missing"
	MediaUnreadable = "unreadable"
)

// Why somebody looked at the library.
const (
	CheckedByHand  = "hand"
	CheckedByClock = "schedule"
	CheckedAtStart = "start"    // of a deployment run: only its package
	CheckedPutBack = "put-back" // of one entry, whose content was put back
)

// MediaSeen is what was found of one entry of the DML.
type MediaSeen struct {
	Media  ID     `json:"media"`
	SHA256 string `json:"sha256"`          // on record
	Is     string `json:"is"`              // whole, digest, altered, missing, unreadable
	Found  string `json:"found,omitempty"` // the SHA-256 of what lay there
	// By is the look of the same day on which it rests, where its file was not touched since.
	By ID `json:"by,omitempty"`
}

// Bad reports whether something is wrong with the content.
func (s MediaSeen) Bad() bool {
	return s.Is == MediaAltered || s.Is == MediaMissing || s.Is == MediaUnreadable
}

// Words say what was found.
func (s MediaSeen) Words() string { return faultWords(s.Is, s.SHA256, s.Found) }

// MediaCheck is one look at the content of the DML: of the whole library, by hand or on
// schedule, or of the package of a release as its run starts. It stays as it is.
type MediaCheck struct {
	ID      ID     `json:"id"`
	Why     string `json:"why"` // hand, schedule or start
	Release ID     `json:"release,omitempty"`
	// Run is the run that started on it; none where what was found kept it from starting.
	Run ID `json:"run,omitempty"`
	// Restored is the entry whose content was put back, which alone was looked at.
	Restored ID `json:"restored,omitempty"`
	By       ID `json:"by,omitempty"` // "" is the program's clock
	// At is when it was entered: all was read by then.
	At time.Time `json:"at"`
	// Entries were looked at, Bytes of them hashed; of Digests only a digest is on record.
	Entries int   `json:"entries"`
	Digests int   `json:"digests,omitempty"`
	Bytes   int64 `json:"bytes"`
	// Position is the last entry of the log before it: what came into the DML later was
	// not looked at.
	Position int64 `json:"position"`
	// Seen are all entries of a package, and of the whole library those with which
	// something is wrong, at most SeenMost of them; More is how many there are besides.
	Seen []MediaSeen `json:"seen,omitempty"`
	More int         `json:"more,omitempty"`
}

// SeenMost bounds how many entries one look at the library names.
const SeenMost = 1000

// Bad are the entries with which something is wrong.
func (k *MediaCheck) Bad() []MediaSeen {
	return slices.DeleteFunc(slices.Clone(k.Seen), func(s MediaSeen) bool { return !s.Bad() })
}

// Of is what was found of an entry, and whether it is named.
func (k *MediaCheck) Of(id ID) (MediaSeen, bool) {
	at := slices.IndexFunc(k.Seen, func(s MediaSeen) bool { return s.Media == id })
	if at < 0 {
		return MediaSeen{}, false
	}
	return k.Seen[at], true
}

// State works out what it came to.
func (k *MediaCheck) State() State {
	if len(k.Bad()) > 0 {
		return CheckDiffers
	}
	return CheckPassed
}

func (k *MediaCheck) Kind() Kind { return KindMediaCheck }
func (k *MediaCheck) Key() ID    { return k.ID }

// Links name the release whose package was looked at, and the entries that are not what
// stands on record.
func (k *MediaCheck) Links() []Link {
	l := link(link(nil, RelOf, k.Release), RelRelates, k.Run)
	for _, s := range k.Bad() {
		l = link(l, RelRelates, s.Media)
	}
	return link(link(l, RelRelates, k.Restored), RelPerson, k.By)
}

func (k *MediaCheck) Row() Row {
	title := "Look at the whole DML"
	switch {
	case k.Run != "":
		title = "Package of " + string(k.Run)
	case k.Release != "":
		title = "Package of " + string(k.Release) + ", which was not started"
	case k.Restored != "":
		title = "Content of " + string(k.Restored) + ", put back"
	}
	return Row{Title: title, State: k.State(), Subject: k.Release, Person: k.By, At: k.At, Grade: k.Why}
}

// Installation is what a deployer said was installed in a run: by its digests, typed, or as
// the pipeline printed them. It stays as it is; what was wrong is withdrawn and said anew.
type Installation struct {
	ID      ID `json:"id"`
	Release ID `json:"release"`
	Run     ID `json:"run"`
	// From is the name of the file that it was read from; "" where it was typed.
	From  string          `json:"from,omitempty"`
	Files []InstalledFile `json:"files"`
	By    ID              `json:"by"`
	At    time.Time       `json:"at"`
	// Recorded is when it was entered, where it was installed before.
	Recorded  time.Time `json:"recorded,omitzero"`
	Withdrawn *Ending   `json:"withdrawn,omitempty"`
}

// InstalledFile is one file that was installed.
type InstalledFile struct {
	SHA256 string `json:"sha256"`
	Name   string `json:"name,omitempty"`
	Media  ID     `json:"media,omitempty"` // the entry of the package that it is; "" for none
}

// State works out how it stands: as said, differing from the package, or withdrawn.
func (i *Installation) State() State {
	switch {
	case i.Withdrawn != nil:
		return InstallationWithdrawn
	case slices.ContainsFunc(i.Files, func(f InstalledFile) bool { return f.Media == "" }):
		return InstallationDiffers
	}
	return InstallationMatches
}

func (i *Installation) Kind() Kind { return KindInstallation }
func (i *Installation) Key() ID    { return i.ID }

func (i *Installation) Links() []Link {
	l := link(link(nil, RelOf, i.Release), RelRelates, i.Run)
	return link(l, RelPerson, i.By)
}

func (i *Installation) Row() Row {
	var text []string
	for _, f := range i.Files {
		text = append(text, f.SHA256, f.Name)
	}
	return Row{Title: "Installed in " + string(i.Run), State: i.State(), Subject: i.Release, Person: i.By, At: i.At, Text: strings.Join(text, " ")}
}

func (i *Installation) asOf(t time.Time) Record {
	if i.At.After(t) {
		return nil
	}
	return i
}

// StartCheck is what was found of the package as a run started; nil where nobody looked.
func (c *Case) StartCheck(run ID) *MediaCheck {
	for _, k := range All[*MediaCheck](c) {
		if k.Run == run {
			return k
		}
	}
	return nil
}

// Installations are what was said to be installed in a run and not withdrawn, oldest first.
func (c *Case) Installations(run ID) []*Installation {
	var out []*Installation
	for _, i := range All[*Installation](c) {
		if i.Run == run && i.Withdrawn == nil {
			out = append(out, i)
		}
	}
	return out
}
