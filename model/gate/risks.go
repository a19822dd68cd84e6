package gate

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"fairway/model"
	"fairway/model/form"
)

// The risks of a release stand in tables of its assessment and its plan: what could
// happen, how likely and how bad it is from 1 to 5, what is done about it, who sees to
// that, and whether it is open. The plan begins with those of the assessment and keeps
// them from then on.

// tableRisks is what such a table is for, and riskOpen the state of a risk that is not
// settled.
const (
	tableRisks = "risks"
	riskOpen   = "open"
)

// NamedRisk is one of the risks of a release.
type NamedRisk struct {
	Document   model.ID `json:"document"`
	What       string   `json:"what"`
	Likelihood int      `json:"likelihood,omitempty"` // from 1 to 5; 0 where it is not said
	Impact     int      `json:"impact,omitempty"`
	Response   string   `json:"response,omitempty"` // avoid, reduce, transfer, accept
	Owner      model.ID `json:"owner,omitempty"`
	State      string   `json:"state,omitempty"`
}

// Score is likelihood times impact; 0 where one of them is not said.
func (r NamedRisk) Score() int { return r.Likelihood * r.Impact }

// Words say it in a line: "the import is slow: likelihood 3 x impact 4 = 12, reduce,
// Cora Lindqvist".
func (r NamedRisk) Words(c *model.Case) string {
	out := r.What
	if r.Score() > 0 {
		out += fmt.Sprintf(": likelihood %d x impact %d = %d", r.Likelihood, r.Impact, r.Score())
	}
	if r.Response != "" {
		out += ", " + r.Response
	}
	if r.Owner != "" {
		out += ", " + c.PersonName(r.Owner)
	}
	return out
}

// OpenRisks are those of a release that are not settled, the gravest first: of its plan,
// else of its assessment, where that has none.
func OpenRisks(c *model.Case, release model.ID) []NamedRisk {
	d, rows := risksOf(c, release)
	var out []NamedRisk
	for _, row := range rows {
		if row["state"] != riskOpen {
			continue
		}
		one := NamedRisk{Document: d.ID, What: row["risk"], Response: row["response"], Owner: model.ID(row["owner"]), State: row["state"]}
		one.Likelihood, _ = strconv.Atoi(row["likelihood"]) // the form's rules saw that they are numbers
		one.Impact, _ = strconv.Atoi(row["impact"])
		out = append(out, one)
	}
	slices.SortStableFunc(out, func(a, b NamedRisk) int { return cmp.Compare(b.Score(), a.Score()) })
	return out
}

// risksOf are the rows of the risks of a release, by what their columns are for, with
// the document that has them.
func risksOf(c *model.Case, release model.ID) (*model.Document, []form.Cells) {
	for _, name := range []string{FormPlan, FormAssessment} {
		if d := c.Document(name, release); d != nil {
			if rows := d.Meant().Rows(tableRisks); len(rows) > 0 {
				return d, rows
			}
		}
	}
	return nil, nil
}
