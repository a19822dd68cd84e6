package cli

import (
	"fmt"

	"fairway/model/action"
	"fairway/model/grammar"
	"fairway/model/intake"
)

// dropped counts what rows say and what has no place in the records that they become: it is
// told once for each sort of row and field.
type dropped struct {
	seen  map[[2]string]int
	first map[[2]string]int // the line
	order [][2]string
}

func (d *dropped) note(row intake.Row) {
	for _, field := range action.NotKept(row) {
		key := [2]string{row.Kind, field}
		if d.seen == nil {
			d.seen, d.first = map[[2]string]int{}, map[[2]string]int{}
		}
		if d.seen[key]++; d.seen[key] == 1 {
			d.first[key] = row.Line
			d.order = append(d.order, key)
		}
	}
}

func (d *dropped) say(in *importing) {
	for _, key := range d.order {
		in.wrong(intake.Problem{Line: d.first[key], Severity: intake.Warning,
			Reason: fmt.Sprintf("%s of %s is not kept here; %s", key[1], grammar.A(key[0]), saidBy(d.seen[key])),
			Remedy: "map it to notes, if it matters"})
	}
}

func saidBy(n int) string {
	if n == 1 {
		return "this row says one"
	}
	return grammar.Count(n, "row") + " say one, of which this is the first"
}
