package action

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/grammar"
)

// AddBill puts the bill of materials (SBOM) of a DML entry on record. Its file is stored
// beside the file, as that of any entry, and read before this is done.
type AddBill struct {
	Media model.ID `json:"media"`
	// File is the entry of its file: name, SHA-256 and size.
	File model.Media `json:"file"`
	// Release is the one in whose package the entry is, as the store found it, and Against
	// how its components differ from those of the last release.
	Release model.ID          `json:"release,omitempty"`
	Format  string            `json:"format"`
	Count   int               `json:"count"`
	Unnamed int               `json:"unnamed,omitempty"`
	Digest  string            `json:"digest"`
	Against *model.BillChange `json:"against,omitempty"`
	// Components are those that it lists, for the comparison: they stand in the file.
	Components []string `json:"-"`
}

// Needs are the entry and its release.
func (a AddBill) Needs() model.Needs {
	n := model.Needs{IDs: []model.ID{a.Media}}
	if a.Release != "" {
		n.IDs = append(n.IDs, a.Release)
	}
	return n
}

// For is the service of the release.
func (a AddBill) For(c *model.Case) model.ID { return serviceOf(c, a.Release) }

// Do puts it on record.
func (a AddBill) Do(c *model.Case) (Outcome, error) {
	m, err := known[*model.Media](c, a.Media)
	if err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: "put the bill of materials of " + string(m.ID) + " on record"}
	if m.State == model.MediaWithdrawn {
		refusal.Add(fmt.Sprintf("%s was withdrawn from the DML", m.ID), model.Say("name the entry that takes its place"))
	}
	if a.Release != "" {
		if r, err := known[*model.Release](c, a.Release); err != nil {
			return Outcome{}, err
		} else if !slices.Contains(r.Package, m.ID) {
			refusal.Add(fmt.Sprintf("%s is not in the package of %s", m.ID, r.ID), model.AnswerTo("name a release that contains it, or none", "release"))
		}
	}
	file := a.File
	file.SHA256 = strings.ToLower(file.SHA256)
	titled(refusal, "the name of the file", file.Name)
	if sum, err := hex.DecodeString(file.SHA256); err != nil || len(sum) != 32 {
		refusal.Add("its file has no SHA-256", model.Say("the file is read and stored first"))
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	file.ID, file.Medium, file.Version, file.By, file.At, file.State, file.Fault = c.Mint(model.KindMedia), "sbom", m.Version, c.Who.ID(), c.Now, model.MediaIn, nil
	b := &model.Bill{ID: c.Mint(model.KindBill), Media: m.ID, File: file.ID, Release: a.Release, Service: serviceOf(c, a.Release), Format: a.Format, Components: a.Count, Unnamed: a.Unnamed,
		Digest: a.Digest, Against: a.Against, By: c.Who.ID(), At: c.Now}
	note := fmt.Sprintf("put the bill of materials of %s on record, %s: %s, %s", m.ID, b.ID, grammar.Count(b.Components, "component"), b.Format)
	if b.Against != nil {
		note += "; " + b.Against.Words()
	}
	return wrote(m.ID, note, &file, b), nil
}
