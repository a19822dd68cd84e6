package model

import (
	"time"

	"fairway/model/when"
)

// Annotation is something that happened and that whoever reads the measures of its time
// should know: a new data centre, another team (ISO/IEC 20000-1:2018, 9.1: results are
// analysed and evaluated). It changes no number.
type Annotation struct {
	ID ID `json:"id"`
	// On is when it happened, as it was meant: mostly a day.
	On   when.Moment `json:"on"`
	Text string      `json:"text"`
	// Service and Measure are what it is about alone: the id of a service, that of a
	// measure. Without them it is about all.
	Service ID        `json:"service,omitempty"`
	Measure string    `json:"measure,omitempty"`
	By      ID        `json:"by"`
	At      time.Time `json:"at"` // entered
	// Withdrawn says that it is not to be read any more, and why.
	Withdrawn *Ending `json:"withdrawn,omitempty"`
}

func (a *Annotation) Kind() Kind { return KindAnnotation }
func (a *Annotation) Key() ID    { return a.ID }

// Links name the service, and who made it.
func (a *Annotation) Links() []Link {
	return link(link(nil, RelService, a.Service), RelPerson, a.By)
}

func (a *Annotation) Row() Row {
	state := AnnotationMade
	if a.Withdrawn != nil {
		state = AnnotationWithdrawn
	}
	return Row{Title: a.Text, State: state, Service: a.Service, Person: a.By, Grade: a.Measure, At: a.On.At, Dates: Slot{Start: a.On}, Text: a.Text}
}
