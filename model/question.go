package model

import (
	"slices"
	"strings"
	"time"
)

// Question is what somebody asks of a record, or says to it: a question waits until it is
// answered, a comment waits for nothing. It can be about a record of any kind.
type Question struct {
	ID    ID `json:"id"`
	About ID `json:"about"`
	// Of is the release or change that the record belongs to; of an exception from a
	// freeze the release that it is for.
	Of      ID        `json:"of,omitempty"`
	Comment bool      `json:"comment,omitempty"`
	Text    string    `json:"text"`
	By      ID        `json:"by"`
	At      time.Time `json:"at"`
	// To is who is asked; "" for whoever answers for the record (Case.Answerers).
	To     ID      `json:"to,omitempty"`
	Answer *Answer `json:"answer,omitempty"`
	// Deciding says that somebody asked it who may decide on the record, for that decision.
	Deciding  bool    `json:"deciding,omitempty"`
	Withdrawn *Ending `json:"withdrawn,omitempty"`
	// Closed says that the request which it belongs to came to its end before it was
	// answered, how, and who ended that.
	Closed *Ending `json:"closed,omitempty"`
}

// Answer is what was said to a question.
type Answer struct {
	By   ID        `json:"by"`
	At   time.Time `json:"at"`
	Text string    `json:"text"`
}

// State works out how it stands.
func (q *Question) State() State {
	switch {
	case q.Withdrawn != nil:
		return QuestionWithdrawn
	case q.Comment:
		return QuestionComment
	case q.Answer != nil:
		return QuestionAnswered
	case q.Closed != nil:
		return QuestionClosed
	}
	return QuestionOpen
}

// Waits reports whether it is a question that nobody has answered.
func (q *Question) Waits() bool { return q.State() == QuestionOpen }

// Title is its first line.
func (q *Question) Title() string {
	const most = 100
	line, rest, more := strings.Cut(strings.TrimSpace(q.Text), "\n")
	letters := []rune(strings.Join(strings.Fields(line), " "))
	if len(letters) > most {
		letters, more, rest = letters[:most], true, "…"
	}
	if more && strings.TrimSpace(rest) != "" {
		return string(letters) + " …"
	}
	return string(letters)
}

func (q *Question) Kind() Kind { return KindQuestion }
func (q *Question) Key() ID    { return q.ID }

// Links name the release first: what belongs to one brings it along.
func (q *Question) Links() []Link {
	l := link(nil, RelOf, q.Of)
	if q.About != q.Of {
		l = link(l, RelOf, q.About)
	}
	people := []ID{q.By, q.To}
	if q.Answer != nil {
		people = append(people, q.Answer.By)
	}
	return link(l, RelPerson, SortIDs(people)...)
}

func (q *Question) Row() Row {
	row := Row{Title: q.Title(), State: q.State(), Person: q.By, Subject: q.About, At: q.At, Grade: "question", Text: q.Text}
	if q.Comment {
		row.Grade = "comment"
	}
	if q.Answer != nil {
		row.Until, row.Text = q.Answer.At, row.Text+" "+q.Answer.Text
	}
	return row
}

// Answerers are those who answer a question, whom it waits for first: who was asked, the
// coordinator of the release, whoever the record names, the owners of the release and of
// the service. Nobody answers their own question, and who has left answers none. The
// case has to hold them (Needs.Answering).
func (c *Case) Answerers(q *Question) []ID {
	var out []ID
	add := func(id ID) {
		if p := Get[*Person](c, id); p != nil && !p.Left && id != q.By && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	add(q.To)
	services := []ID{}
	for _, id := range []ID{q.Of, q.About} {
		if r := Get[*Release](c, id); r != nil {
			add(r.Coordinator)
			add(r.Owner)
			services = append(services, r.Service)
		}
	}
	for _, id := range []ID{q.About, q.Of} {
		if f, ok := c.Fact(id); ok && f.Record != nil {
			row := f.Record.Row()
			add(row.Person)
			services = append(services, row.Service)
			if id.Kind() == KindPerson {
				add(id)
			}
			if s, ok := f.Record.(*Service); ok {
				add(s.Owner)
			}
		}
	}
	for _, id := range services {
		if s := Get[*Service](c, id); s != nil {
			add(s.Owner)
		}
	}
	return out
}

// Questions are those about a record that is among the facts, or about what belongs to
// it, oldest first.
func (c *Case) Questions(of ID) []*Question {
	return slices.DeleteFunc(All[*Question](c), func(q *Question) bool { return q.About != of && q.Of != of })
}
