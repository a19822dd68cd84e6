package process

import (
	"fmt"
	"slices"
	"strings"
)

// Capacity is how many deployments can be done in one night, day or week: of all, or of
// each team, environment or service, or of those named.
type Capacity struct {
	Per  string   `toml:"per" json:"per"`             // night, day, week
	Of   string   `toml:"of" json:"of,omitempty"`     // team, environment, service; "" all together
	Only []string `toml:"only" json:"only,omitempty"` // by name; none is each
	Most int      `toml:"most" json:"most"`
}

// The words that a capacity takes.
var (
	capacityPer = []string{"night", "day", "week"}
	capacityOf  = []string{"team", "environment", "service"}
)

// capacity looks over how much can be done at a time.
func (l *linter) capacity(at place, p Policy) {
	for n, c := range p.Capacity {
		if !slices.Contains(capacityPer, c.Per) {
			l.say(at.on("capacity", n, "per"), "per = %q must be one of %s", c.Per, strings.Join(capacityPer, ", "))
		}
		if c.Of != "" && !slices.Contains(capacityOf, c.Of) {
			l.say(at.on("capacity", n, "of"), "of = %q must be one of %s, or left out for all deployments", c.Of, strings.Join(capacityOf, ", "))
		}
		if c.Of == "" && len(c.Only) > 0 {
			l.say(at.on("capacity", n, "only"), "only names some, and of does not say of what")
		}
		if c.Most < 1 || c.Most > 1000 {
			l.say(at.on("capacity", n, "most"), "most = %d; it must be from 1 to 1000", c.Most)
		}
	}
}

// capacityWords say how much can be done at a time.
func (p Policy) capacityWords() Section {
	out := Section{Title: "How much can be done at a time"}
	for _, c := range p.Capacity {
		of := "all together"
		switch {
		case len(c.Only) > 0:
			of = fmt.Sprintf("of the %s %s", c.Of, strings.Join(c.Only, ", "))
		case c.Of != "":
			of = "of each " + c.Of
		}
		out.Lines = append(out.Lines, [2]string{"in one " + c.Per + ", " + of, count(c.Most, "deployment")})
	}
	return out
}
