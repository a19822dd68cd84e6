package model

import "time"

// EarlyStatus is how a release stood on one day of its early life (ISO/IEC 20000-1:2018,
// 8.5.3-h): one small record a day, in a word and a few more. What is said again on the same
// day is a later state of that day's record.
type EarlyStatus struct {
	ID      ID     `json:"id"`
	Release ID     `json:"release"`
	Service ID     `json:"service,omitempty"`
	Day     string `json:"day"` // 2026-11-27, where the service is
	// Standing is EarlyStable, EarlyStrained or EarlyUnstable.
	Standing State     `json:"standing"`
	Text     string    `json:"text"`
	By       ID        `json:"by"`
	At       time.Time `json:"at"` // when it was so
	// Recorded is when it was entered, where that was not then.
	Recorded time.Time `json:"recorded,omitzero"`
}

func (e *EarlyStatus) Kind() Kind { return KindEarly }
func (e *EarlyStatus) Key() ID    { return e.ID }

// Links name the release: that brings them along.
func (e *EarlyStatus) Links() []Link {
	return link(link(link(nil, RelOf, e.Release), RelService, e.Service), RelPerson, e.By)
}

func (e *EarlyStatus) Row() Row {
	return Row{Title: e.Text, State: e.Standing, Service: e.Service, Person: e.By, Subject: e.Release, At: e.At, Text: e.Text}
}

// EarlyStatuses are those of a release that are among the facts, the oldest first.
func (c *Case) EarlyStatuses(of ID) []*EarlyStatus {
	var out []*EarlyStatus
	for _, e := range All[*EarlyStatus](c) {
		if e.Release == of {
			out = append(out, e)
		}
	}
	return out
}
