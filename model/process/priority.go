package process

import (
	"fmt"
	"slices"
	"strings"
)

// ImpactMost is the greatest impact: it goes from 1 to this, of risk and priority.
const ImpactMost = 5

// Urgency is how urgent an RFC can be: a row of the matrix of priorities.
type Urgency struct {
	ID    string `toml:"id" json:"id"`
	Title string `toml:"title" json:"title"`
	// Priority is that of each impact, from 1 to ImpactMost.
	Priority []string `toml:"priority" json:"priority"`
}

// Priority is in which turn RFCs are seen to.
type Priority struct {
	ID    string `toml:"id" json:"id"`
	Title string `toml:"title" json:"title"`
	// AssessDays is within how many working days one is assessed; 0 is no limit.
	AssessDays int `toml:"assess_days" json:"assess_days,omitempty"`
}

// Urgent finds an urgency by its id.
func (p Policy) Urgent(id string) (Urgency, bool) {
	i := slices.IndexFunc(p.Urgencies, func(u Urgency) bool { return u.ID == id })
	if i < 0 {
		return Urgency{}, false
	}
	return p.Urgencies[i], true
}

// Priority finds the priority of an impact, from 1 to ImpactMost, and an urgency;
// false where one is not said, or the rules have no matrix.
func (p Policy) Priority(impact int, urgency string) (Priority, bool) {
	u, ok := p.Urgent(urgency)
	if !ok || impact < 1 || impact > len(u.Priority) {
		return Priority{}, false
	}
	i := slices.IndexFunc(p.Priorities, func(one Priority) bool { return one.ID == u.Priority[impact-1] })
	if i < 0 {
		return Priority{}, false
	}
	return p.Priorities[i], true
}

// PriorityTitle is what people call a priority.
func (p Policy) PriorityTitle(id string) string {
	for _, one := range p.Priorities {
		if one.ID == id && one.Title != "" {
			return one.Title
		}
	}
	return strings.ReplaceAll(id, "-", " ")
}

// priorities looks over the priorities and the matrix that gives them.
func (l *linter) priorities(at place, p Policy) {
	rank := map[string]int{}
	for n, one := range p.Priorities {
		if one.ID == "" || one.Title == "" {
			l.say(at.on("priority", n), "id and title must be set")
		}
		if _, twice := rank[one.ID]; twice {
			l.say(at.on("priority", n), "priority %s is there twice", one.ID)
		}
		rank[one.ID] = n
		if one.AssessDays < 0 || one.AssessDays > 366 {
			l.say(at.on("priority", n, "assess_days"), "assess_days of priority %s is %d; it must be from 0 to 366 working days", one.ID, one.AssessDays)
		}
	}
	if len(p.Priorities) > 0 && len(p.Urgencies) == 0 {
		l.say(at.on("priority"), "there is no [[urgency]]: no RFC would have a priority")
	}
	seen := map[string]bool{}
	for n, u := range p.Urgencies {
		if u.ID == "" || u.Title == "" {
			l.say(at.on("urgency", n), "id and title must be set")
		}
		if seen[u.ID] {
			l.say(at.on("urgency", n), "urgency %s is there twice", u.ID)
		}
		seen[u.ID] = true
		if len(u.Priority) != ImpactMost {
			l.say(at.on("urgency", n, "priority"), "urgency %s has %s; it needs %d, one for each impact", u.ID, countOf(len(u.Priority), "priority", "priorities"), ImpactMost)
		}
		for i, id := range u.Priority {
			at := at.on("urgency", n, "priority", i)
			if _, known := rank[id]; !known {
				l.say(at, "urgency %s: there is no priority %q", u.ID, id)
			} else if i > 0 && rank[id] > rank[u.Priority[i-1]] {
				l.say(at, "urgency %s: impact %d has the priority %s, which comes after that of a smaller impact, %s", u.ID, i+1, id, u.Priority[i-1])
			}
		}
	}
}

func countOf(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// priorityWords are the priorities as people read them.
func (p Policy) priorityWords() Section {
	out := Section{Title: "Priority of RFCs"}
	for _, one := range p.Priorities {
		limit := "no limit for its assessment"
		if one.AssessDays > 0 {
			limit = "assessed within " + count(one.AssessDays, "working day")
		}
		out.Lines = append(out.Lines, [2]string{one.Title, limit})
	}
	for _, u := range p.Urgencies {
		var by []string
		for i, id := range u.Priority {
			by = append(by, fmt.Sprintf("impact %d %s", i+1, p.PriorityTitle(id)))
		}
		out.Lines = append(out.Lines, [2]string{"urgency " + u.Title, strings.Join(by, ", ")})
	}
	return out
}
