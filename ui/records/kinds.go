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

// needs says how much room a column needs and how soon it goes without. What
// names the record never goes.
func needs(k kind, c store.TableColumn) kit.TableColumn {
	out := kit.TableColumn{Name: c.Name}
	switch c.Of {
	case "id":
		out.Least, out.Ideal = 8, 9
	case "title":
		out.Least, out.Ideal, out.Grow = 18, 44, 3
	case "state":
		out.Least, out.Ideal, out.Rank = 11, 14, 1
	case "at":
		out.Least, out.Ideal, out.Rank = dateWidth, dateWidth, 3
	case "until":
		out.Least, out.Ideal, out.Rank = dateWidth, dateWidth, 6
	case "grade":
		out.Least, out.Ideal, out.Rank = 11, 18, 4
	case "service":
		out.Least, out.Ideal, out.Rank, out.Grow = 10, 22, 2, 1
	case "person":
		out.Least, out.Ideal, out.Rank, out.Grow = 12, 20, 5, 1
	case "subject":
		out.Least, out.Ideal, out.Rank = 8, 9, 2
	case "handle":
		out.Least, out.Ideal, out.Rank = 9, 14, 3
	}
	switch k.Kind {
	case model.KindIncident:
		if c.Of == "grade" {
			out.Least, out.Ideal, out.Rank = 8, 9, 1
		}
	case model.KindPerson:
		if c.Of == "grade" {
			out.Ideal, out.Grow, out.Rank = 40, 4, 1
		}
	case model.KindWindow, model.KindMilestone:
		if c.Of == "at" {
			out.Rank = 1
		}
	case kindLog:
		switch c.Of {
		case "title":
			out.Least = 30
		case "id":
			out.Right = true
		case "at":
			out.Rank = 1
		case "person":
			out.Rank = 2
		case "grade":
			out.Rank = 6
		case "subject":
			out.Rank = 3
		}
	}
	return out
}

// counted is so many of a kind, in words.
func (k kind) counted(n int) string {
	if n == 1 {
		return "1 " + k.One
	}
	return thousands(n) + " " + k.Many
}
