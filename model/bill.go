package model

import (
	"fmt"
	"strings"
	"time"
)

// Bill is a software bill of materials (SBOM): what an entry of the DML is made of. Its file
// is an entry of the DML itself; what of it people look at is kept here, with how it differs
// from that of the last release.
type Bill struct {
	ID ID `json:"id"`
	// Media is the entry whose components it lists, File that of the file.
	Media   ID     `json:"media"`
	File    ID     `json:"file"`
	Release ID     `json:"release,omitempty"` // in whose package the entry was
	Service ID     `json:"service,omitempty"`
	Format  string `json:"format"` // CycloneDX 1.6 (JSON)
	// Components is how many it lists, Unnamed of how many no package URL (purl) is said.
	Components int `json:"components"`
	Unnamed    int `json:"unnamed,omitempty"`
	// Digest is the SHA-256 of the components (hex), whatever wrote the file and when.
	Digest string `json:"digest"`
	// Against is how the components of the release differ from those of the last one; nil
	// where that has none on record.
	Against *BillChange `json:"against,omitempty"`
	By      ID          `json:"by"`
	At      time.Time   `json:"at"`
}

// BillChange is how components differ from those of another release, a component a line.
type BillChange struct {
	Release ID       `json:"release"` // the one before
	Added   []string `json:"added,omitempty"`
	Removed []string `json:"removed,omitempty"`
	Changed []string `json:"changed,omitempty"` // with the version before and now
	// More is how many there are besides: BillMost of each are kept.
	More int `json:"more,omitempty"`
}

// BillMost is how many components a comparison names of each sort.
const BillMost = 500

// Words count what differs.
func (b *BillChange) Words() string {
	if len(b.Added)+len(b.Removed)+len(b.Changed) == 0 {
		return fmt.Sprintf("the same components as %s", b.Release)
	}
	text := fmt.Sprintf("against %s %d added, %d removed, %d in another version", b.Release, len(b.Added), len(b.Removed), len(b.Changed))
	if b.More > 0 {
		text += fmt.Sprintf(", and %d more", b.More)
	}
	return text
}

func (b *Bill) Kind() Kind { return KindBill }
func (b *Bill) Key() ID    { return b.ID }

// Links name what it lists, its file, and the release that brings it along.
func (b *Bill) Links() []Link {
	return link(link(link(link(nil, RelOf, b.Release), RelRelates, b.Media, b.File), RelService, b.Service), RelPerson, b.By)
}

func (b *Bill) Row() Row {
	return Row{Title: fmt.Sprintf("%d components of %s", b.Components, b.Media), State: BillOnRecord, Service: b.Service, Subject: b.Release, Person: b.By, At: b.At,
		Grade: strings.ToLower(strings.SplitN(strings.ReplaceAll(b.Format, "-", " "), " ", 2)[0]), Text: b.Format + " " + b.Digest}
}

// Bill is the latest of an entry of the DML among the facts; nil for none.
func (c *Case) Bill(media ID) *Bill {
	var found *Bill
	for _, b := range All[*Bill](c) {
		if b.Media == media {
			found = b
		}
	}
	return found
}

// BillChange is how the components of a release differ from those of the last one, as the
// latest of its bills has it; nil where that isn't known.
func (c *Case) BillChange(release ID) *BillChange {
	var found *BillChange
	for _, b := range All[*Bill](c) {
		if b.Release == release {
			found = b.Against
		}
	}
	return found
}
