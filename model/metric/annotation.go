package metric

import (
	"slices"
	"time"

	"fairway/model"
	"fairway/model/chart"
)

// Annotation is something that happened and may have to do with the numbers of its time:
// a new data centre, another team. Of is what it is said of: a service, a measure, or all.
type Annotation struct {
	ID      model.ID  `json:"id"`
	At      time.Time `json:"at"`
	Day     string    `json:"day"` // the date, as it was entered
	Text    string    `json:"text"`
	Service string    `json:"service,omitempty"` // what it is called; none is all
	Measure string    `json:"measure,omitempty"` // its id; none is all
	By      string    `json:"by,omitempty"`
}

// About are the annotations that concern a measure, the earliest first.
func About(list []Annotation, measure string) []Annotation {
	var out []Annotation
	for _, a := range list {
		if a.Measure == "" || a.Measure == measure {
			out = append(out, a)
		}
	}
	slices.SortStableFunc(out, func(a, b Annotation) int {
		if c := a.At.Compare(b.At); c != 0 {
			return c
		}
		return model.CompareIDs(a.ID, b.ID)
	})
	return out
}

func chartNotes(list []Annotation) []chart.Note {
	out := make([]chart.Note, len(list))
	for i, a := range list {
		out[i] = chart.Note{ID: string(a.ID), Day: a.Day, Text: a.Text, Of: a.Service}
	}
	return out
}

// Whose says what an annotation is about, and who made it.
func (a *Annotation) Whose() string {
	text := "about everything"
	switch {
	case a.Service != "" && a.Measure != "":
		text = "about " + a.Measure + " of " + a.Service
	case a.Service != "":
		text = "about " + a.Service
	case a.Measure != "":
		text = "about " + a.Measure
	}
	if a.By != "" {
		text += ", by " + a.By
	}
	return text
}
