package model

import (
	"strings"
	"time"

	"fairway/model/when"
)

// Item is a configuration item of the CMDB.
type Item struct {
	ID        ID     `json:"id"`
	Name      string `json:"name"`
	Class     string `json:"class"` // application, server, network, database, workplace, document …
	Env       string `json:"environment,omitempty"`
	Version   string `json:"version,omitempty"`
	Serial    string `json:"serial,omitempty"`
	Service   ID     `json:"service,omitempty"`
	Owner     ID     `json:"owner,omitempty"`
	State     State  `json:"state"`
	DependsOn []ID   `json:"depends_on,omitempty"`
}

func (i *Item) Kind() Kind { return KindItem }
func (i *Item) Key() ID    { return i.ID }

func (i *Item) Links() []Link {
	l := link(nil, RelService, i.Service)
	l = link(l, RelPerson, i.Owner)
	return link(l, RelDependsOn, i.DependsOn...)
}

func (i *Item) Row() Row {
	return Row{Title: strings.TrimSpace(i.Name + " " + i.Version), State: i.State, Service: i.Service, Person: i.Owner, Grade: i.Class, Text: i.Env + " " + i.Serial}
}

// Baseline is the state of the affected items before a deployment
// (ISO/IEC 20000-1:2018, 8.5.3: affected CIs are baselined).
type Baseline struct {
	ID       ID         `json:"id"`
	Release  ID         `json:"release"`
	Revision int        `json:"revision"`
	Items    []ItemSeen `json:"items"`
	By       ID         `json:"by"`
	At       time.Time  `json:"at"`
	// Recorded is when it was entered, where that is not when it was taken.
	Recorded time.Time `json:"recorded,omitzero"`
}

// ItemSeen is one item in a baseline: its version and the digest of its record.
type ItemSeen struct {
	Item    ID     `json:"item"`
	Version string `json:"version,omitempty"`
	Digest  string `json:"digest"` // SHA-256 of the record's body, hex
}

func (b *Baseline) Kind() Kind { return KindBaseline }
func (b *Baseline) Key() ID    { return b.ID }

func (b *Baseline) Links() []Link {
	l := link(nil, RelOf, b.Release)
	for _, i := range b.Items {
		l = link(l, RelAffects, i.Item)
	}
	return link(l, RelPerson, b.By)
}

func (b *Baseline) Row() Row {
	return Row{Title: "CI baseline of " + string(b.Release), State: BaselineTaken, Subject: b.Release, Person: b.By, At: b.At}
}

// Media is an entry of the definitive media library (DML): what may be
// deployed, named by the SHA-256 of its content.
type Media struct {
	ID      ID        `json:"id"`
	Name    string    `json:"name"`
	Version string    `json:"version,omitempty"`
	Medium  string    `json:"media,omitempty"` // archive, image, licence, firmware …
	SHA256  string    `json:"sha256"`          // hex
	Size    int64     `json:"size"`            // bytes
	Licence string    `json:"licence,omitempty"`
	By      ID        `json:"by"`
	At      time.Time `json:"at"`
	State   State     `json:"state"`
}

func (m *Media) Kind() Kind { return KindMedia }
func (m *Media) Key() ID    { return m.ID }

func (m *Media) Links() []Link { return link(nil, RelPerson, m.By) }

func (m *Media) Row() Row {
	return Row{Title: strings.TrimSpace(m.Name + " " + m.Version), State: m.State, Person: m.By, At: m.At, Grade: m.Medium, Text: m.SHA256 + " " + m.Licence}
}

// Procurement is something ordered for a release. Received hardware becomes a
// configuration item.
type Procurement struct {
	ID       ID          `json:"id"`
	Release  ID          `json:"release"`
	Title    string      `json:"title"`
	Hardware bool        `json:"hardware,omitempty"`
	Supplier string      `json:"supplier,omitempty"`
	Order    string      `json:"order,omitempty"`
	Due      when.Moment `json:"due,omitzero"`
	Received time.Time   `json:"received,omitzero"`
	Item     ID          `json:"item,omitempty"`
	Dropped  string      `json:"dropped,omitempty"` // why it is no longer needed
}

func (p *Procurement) Kind() Kind { return KindProcurement }
func (p *Procurement) Key() ID    { return p.ID }

func (p *Procurement) Links() []Link { return link(link(nil, RelOf, p.Release), RelBecame, p.Item) }

func (p *Procurement) Row() Row {
	state := ProcurementOrdered
	switch {
	case p.Dropped != "":
		state = ProcurementDropped
	case !p.Received.IsZero():
		state = ProcurementReceived
	}
	return Row{Title: p.Title, State: state, Subject: p.Release, At: p.Due.At, Dates: Slot{Start: p.Due}, Until: p.Received, Text: p.Supplier + " " + p.Order}
}
