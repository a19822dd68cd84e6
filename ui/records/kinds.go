package records

import (
	"fairway/model"
	"fairway/model/task"
	"fairway/store"
	"fairway/ui/kit"
)

// kindLog stands for the log among the kinds of record.
const kindLog model.Kind = "log"

// kind is one table: of a kind of record, or of the log.
type kind struct {
	*model.KindInfo
	// make and edit are the tasks that make and change one; "" where there is none.
	make, edit string
}

// kinds lists the tables in the order in which they are offered. Releases have a
// screen of their own.
var kinds = func() (out []kind) {
	for _, k := range model.Kinds() {
		if info := k.Info(); k != model.KindRelease && len(info.Columns) > 0 {
			one := kind{info, "", task.Editing(k)}
			if t := task.Making(k); t.FromNothing() {
				one.make = t.Name
			}
			out = append(out, one)
		}
	}
	return append(out, kind{KindInfo: &model.KindInfo{Kind: kindLog, One: "entry", Many: "entries", Title: "Log", Desc: true,
		What:     "Every change that was ever made, chained so that none can be taken away unnoticed.",
		Unedited: "the log is written by what people do, and never by hand"}})
}()

// columnsOf are the columns of a kind, as store has them; those of the log are
// its own.
func columnsOf(k kind) []store.TableColumn {
	if k.Kind == kindLog {
		return []store.TableColumn{{Name: "position", Of: "id"}, {Name: "at", Of: "at"}, {Name: "who", Of: "person"}, {Name: "action", Of: "grade"}, {Name: "subject", Of: "subject"}, {Name: "note", Of: "title"}}
	}
	return k.Columns
}

// room is how much room columns need and how soon they go without, by what they
// are of. What names the record never goes.
var room = map[string]kit.TableColumn{
	"id":      {Least: 8, Ideal: 9},
	"title":   {Least: 18, Ideal: 44, Grow: 3},
	"state":   {Least: 11, Ideal: 14, Rank: 1},
	"at":      {Least: dateWidth, Ideal: dateWidth, Rank: 3},
	"until":   {Least: dateWidth, Ideal: dateWidth, Rank: 6},
	"grade":   {Least: 11, Ideal: 18, Rank: 4},
	"service": {Least: 10, Ideal: 22, Rank: 2, Grow: 1},
	"person":  {Least: 12, Ideal: 20, Rank: 5, Grow: 1},
	"subject": {Least: 8, Ideal: 9, Rank: 2},
	"handle":  {Least: 9, Ideal: 14, Rank: 3},
	"site":    {Least: 8, Ideal: 14, Rank: 7},

	"type":     {Least: 9, Ideal: 12, Rank: 10},
	"priority": {Least: 8, Ideal: 9, Rank: 8},
	"outcome":  {Least: 11, Ideal: 11, Rank: 9},
	"release":  {Least: 8, Ideal: 9, Rank: 7},
}

// roomOf is the room of columns of which a kind has other needs.
var roomOf = map[model.Kind]map[string]kit.TableColumn{
	model.KindChange:    {"until": {Least: dateWidth + 6, Ideal: dateWidth + 6, Rank: 6}}, // "late: " may stand before it
	model.KindIncident:  {"grade": {Least: 8, Ideal: 9, Rank: 1}},
	model.KindPerson:    {"grade": {Least: 11, Ideal: 40, Rank: 1, Grow: 4}},
	model.KindWindow:    {"at": {Least: dateWidth, Ideal: dateWidth, Rank: 1}},
	model.KindMilestone: {"at": {Least: dateWidth, Ideal: dateWidth, Rank: 1}},
	kindLog: {
		"id":      {Least: 8, Ideal: 9, Right: true},
		"title":   {Least: 30, Ideal: 44, Grow: 3},
		"at":      {Least: dateWidth, Ideal: dateWidth, Rank: 1},
		"person":  {Least: 12, Ideal: 20, Rank: 2, Grow: 1},
		"grade":   {Least: 11, Ideal: 18, Rank: 6},
		"subject": {Least: 8, Ideal: 9, Rank: 3},
	},
}

// needs is the room of a column of a kind.
func needs(k kind, c store.TableColumn) kit.TableColumn {
	out, other := roomOf[k.Kind][c.Of]
	if !other {
		out = room[c.Of]
	}
	out.Name = c.Name
	return out
}

// counted is so many of a kind, in words.
func (k kind) counted(n int) string {
	if n == 1 {
		return "1 " + k.One
	}
	return thousands(n) + " " + k.Many
}
