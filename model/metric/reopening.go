package metric

import (
	"fmt"
	"time"

	"fairway/model"
)

// Reopened is a closing of a period that was taken back.
type Reopened struct {
	*model.Period
	Name string // of whoever signed
	By   string // of whoever reopened it
}

// Reopening says of a result that it was signed off once, as what, and that this was taken
// back. Whoever shows the result says so too: see Result.Marks.
type Reopening struct {
	ID     model.ID  `json:"id"`
	Name   string    `json:"name"` // of whoever signed
	At     time.Time `json:"at"`
	Value  Value     `json:"value"`
	Text   string    `json:"text"` // the value as it is read
	By     string    `json:"reopened_by"`
	On     time.Time `json:"reopened"`
	Reason string    `json:"reason"`
}

// of is what is told of a measure that it signed off.
func (r *Reopened) of(measure string) (Reopening, bool) {
	f := r.Figure(measure)
	if f == nil {
		return Reopening{}, false
	}
	was := Result{Value: ValueOf(f.Amount)}
	if len(f.Services) > 1 {
		was.Told = toldByService
	}
	return Reopening{ID: r.ID, Name: r.Name, At: r.At, Value: was.Value, Text: was.Reading(), By: r.By, On: r.Period.Reopened.At, Reason: r.Period.Reopened.Reason}, true
}

// reopenings are those of a measure, by what was reopened of its period.
func reopenings(list []Reopened, measure string) []Reopening {
	var out []Reopening
	for i := range list {
		if r, ok := list[i].of(measure); ok {
			out = append(out, r)
		}
	}
	return out
}

// Words say it in a line; stamp writes a time.
func (r *Reopening) Words(stamp func(time.Time) string) string {
	return fmt.Sprintf("was signed off %s by %s as %s, reopened %s by %s: %s (%s)", stamp(r.At), r.Name, r.Text, stamp(r.On), r.By, r.Reason, r.ID)
}
