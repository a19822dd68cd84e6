package records

import (
	"fmt"

	"fairway/model"
	"fairway/ui/screen"
)

// askReport asks for the document of a kept report.
func askReport(q screen.Query, r *model.KeptReport) (*model.Case, error) {
	return q.Case(model.Needs{IDs: []model.ID{r.ID, r.Document}})
}

// decider is who decided on the version of a kept report that its document has now, "" for
// nobody.
func decider(c *model.Case, r *model.KeptReport) model.ID {
	if d := model.Get[*model.Document](c, r.Document); d != nil {
		if v := d.Verdict(); v != nil {
			return v.By
		}
	}
	return ""
}

// reportState says how a kept report stands: whether its last version is approved, and who got
// that.
func (f *writer) reportState(r *model.KeptReport, c *model.Case) string {
	text := model.StateWords(r)
	d := model.Get[*model.Document](c, r.Document)
	if d == nil || d.Version != r.Version {
		return text
	}
	said := fmt.Sprintf("version %d waits for its approval", r.Version)
	if v := d.Verdict(); v != nil && v.Yes {
		said = fmt.Sprintf("version %d approved by %s", r.Version, f.titles[v.By])
	} else if v != nil {
		said = fmt.Sprintf("version %d sent back by %s: %s", r.Version, f.titles[v.By], v.Text)
	}
	return text + ", " + said
}
