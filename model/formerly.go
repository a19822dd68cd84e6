package model

import (
	"strings"
	"time"
)

// FormerName is what somebody was called until a time.
type FormerName struct {
	Name  string
	Until time.Time
}

// Formerly are the names that people had before, by whom, the oldest first. Records keep
// who signed by id, and show the name of now; where that is another one than the person
// signed by, both are said, so that a record reads with what was written then, as the
// notes of the log and papers.
type Formerly map[ID][]FormerName

// Then is what somebody was called at a time, to be put behind the name of now: " (then
// Tess Okafor)"; "" where that is what they are called now.
func (f Formerly) Then(id ID, now string, at time.Time) string {
	if at.IsZero() {
		return ""
	}
	for _, n := range f[id] {
		if at.Before(n.Until) {
			if n.Name == now || strings.HasPrefix(now, n.Name+" (") { // with the handle (Called)
				return ""
			}
			return " (then " + n.Name + ")"
		}
	}
	return ""
}

// Until are the names that had been given up by a time.
func (f Formerly) Until(t time.Time) Formerly {
	out := Formerly{}
	for id, names := range f {
		for _, n := range names {
			if !n.Until.After(t) {
				out[id] = append(out[id], n)
			}
		}
	}
	return out
}

// Signatory is what people call somebody who signed at a time: as PersonName, and the name
// of then where it is another one.
func (c *Case) Signatory(id ID, at time.Time) string {
	now := ""
	if p := Get[*Person](c, id); p != nil {
		now = p.Name
	} else if c.Who.ID() == id && id != "" {
		now = c.Who.Person.Name
	}
	return c.PersonName(id) + c.Formerly.Then(id, now, at)
}
