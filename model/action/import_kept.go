package action

import (
	"slices"

	"fairway/model/intake"
)

// always are the fields that any row is known by, or that decide what it is.
var always = []string{"title", "name", "summary", "service", "state"}

// keptOf are the fields that each kind of row keeps besides.
var keptOf = map[string][]string{
	intake.KindRelease:     {"version", "stage", "type", "notes"},
	intake.KindMilestone:   {"notes"},
	intake.KindFreeze:      {"notes", "hard", "reason"},
	intake.KindMaintenance: {"notes", "hard", "reason"},
	intake.KindHoliday:     {"notes", "hard", "reason"},
	intake.KindIncident:    {"notes", "severity", "impact_start", "opened", "resolved", "closed", "caused_by", "change", "problem"},
	intake.KindItem:        {"environment", "version", "serial", "class", "owner"},
	intake.KindRelation:    {"item", "relation", "to"},
}

// NotKept are the fields of a row that have no place in what it becomes: whoever imports is
// told which.
func NotKept(row intake.Row) []string {
	kept, known := keptOf[row.Kind]
	if !known {
		return nil
	}
	var out []string
	for name, text := range row.Fields {
		if text != "" && !slices.Contains(always, name) && !slices.Contains(kept, name) {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}
