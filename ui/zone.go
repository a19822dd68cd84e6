package ui

import (
	"slices"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/store"
	"fairway/ui/screen"
)

// shownIn is a time zone that times can be shown in, and whose it is.
type shownIn struct {
	zone  *time.Location
	whose string
}

// zoneBinding turns between the zones that somebody may want to read times in.
func (r *Root) zoneBinding() screen.Binding {
	return screen.Binding{Keys: []string{"Z"}, Name: "time zone", Group: screen.GroupView,
		Help: "Show times in the next zone: yours, that of the service chosen, the organisation's, UTC. Whole days stay where they are.",
		Do:   r.turnZone}
}

// turnZone asks which zones there are, and goes on to the next.
func (r *Root) turnZone() tea.Cmd {
	q, of, mine := r.env.Query(), r.subject(), r.mine
	return screen.Ask(r, "zone", func() ([]shownIn, error) {
		list := []shownIn{{mine, "yours"}}
		rules, err := q.Data.Rules(q.Ctx)
		if err != nil {
			return nil, err
		}
		if of != "" {
			needs := model.Needs{IDs: []model.ID{of}}
			if of.Kind() == model.KindRelease {
				needs = model.Needs{Releases: []model.ID{of}}
			}
			if c, err := q.Data.Case(q.Ctx, q.At, q.Now, needs); err == nil { // else there are the others
				list = append(list, shownIn{c.ZoneOf(of), "that of " + string(of)})
			}
		}
		return append(list, shownIn{rules.Policy.Location(), "the organisation's"}, shownIn{time.UTC, ""}), nil
	}, screen.OrFail(host{r}, "turn to another time zone", func(list []shownIn) tea.Cmd {
		var different []shownIn
		for _, z := range list {
			if !slices.ContainsFunc(different, func(d shownIn) bool { return d.zone.String() == z.zone.String() }) {
				different = append(different, z)
			}
		}
		at := slices.IndexFunc(different, func(z shownIn) bool { return z.zone.String() == r.env.Zone.String() })
		next := different[(at+1)%len(different)]
		text := "times are shown in " + next.zone.String()
		if next.whose != "" && next.zone != time.UTC {
			text += ", " + next.whose
		}
		if len(different) == 1 {
			text += ": yours, the organisation's and UTC are one"
		}
		r.env.Zone = next.zone
		r.env.Context = store.ReadIn(r.env.Context, next.zone)
		host{r}.Say(text)
		return r.reloadAll()
	}))
}

// shortZone is the name of a zone where there is little room: Berlin, UTC.
func shortZone(zone *time.Location) string {
	name := zone.String()
	return strings.ReplaceAll(name[strings.LastIndex(name, "/")+1:], "_", " ")
}
