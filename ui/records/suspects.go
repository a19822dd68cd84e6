package records

import (
	"fmt"

	"fairway/model"
	"fairway/model/suspect"
)

// mayComeFrom lists the releases that an incident may come from: somebody links them to it, to
// confirm or clear.
func (f *writer) mayComeFrom(c *model.Case, i *model.Incident) {
	list := suspect.Of(c, i)
	if len(list) == 0 {
		return
	}
	f.heading(fmt.Sprintf("May come from  %d", len(list)))
	for _, s := range list {
		f.add(line{flat: true, lead: string(s.Release), text: c.Title(s.Release) + ", " + s.Words(), style: f.env.Theme.Text, to: target{id: s.Release}})
	}
}
