package model

import (
	"fmt"
	"strconv"
	"strings"

	"fairway/model/form"
)

// Reason is one reason against an action, and what would remove it.
type Reason struct {
	Text string `json:"text"`
	// Field is the question of the task or form at hand that it is about, ""
	// where it is about none; Row is the row of a table, from 1, and Column what
	// in it.
	Field  string `json:"field,omitempty"`
	Row    int    `json:"row,omitempty"`
	Column string `json:"column,omitempty"`
	// Remedies are other ways, or steps one after the other: see Remedy.Then.
	Remedies []Remedy `json:"remedies,omitempty"`
}

// Because is a reason with what would remove it.
func Because(text string, remedies ...Remedy) Reason {
	r := Reason{Text: text, Remedies: remedies}
	if len(remedies) > 0 && !remedies[0].Helps() {
		r.Field, r.Row = remedies[0].Place(), remedies[0].Row
	}
	return r
}

func (r Reason) String() string {
	var b strings.Builder
	b.WriteString(r.Text)
	for i, remedy := range r.Remedies {
		switch {
		case i == 0:
			b.WriteString("\n      → ")
		case remedy.Then:
			b.WriteString(", then ")
		default:
			b.WriteString(", or ")
		}
		b.WriteString(strings.TrimPrefix(remedy.String(), "or "))
	}
	return b.String()
}

// Refusal says that an action may not happen, with every reason there is.
type Refusal struct {
	Doing   string   `json:"doing"`
	Reasons []Reason `json:"reasons"`
	// Voids are the approvals that the action would take with it, where nothing
	// else stands against it: said again with Void, it happens.
	Voids []ID `json:"voids,omitempty"`
	// Strands is what would wait for a decision that nobody may take any more,
	// where nothing else stands against the action: said again with Anyway, it
	// happens.
	Strands []ID `json:"strands,omitempty"`
	// Doubts are records of which the action says what is hardly so, where nothing else
	// stands against it: said again with Anyway, it happens.
	Doubts []ID `json:"doubts,omitempty"`
}

// Asks reports whether nothing stands against the action but what Anyway confirms.
func (r *Refusal) Asks() bool { return len(r.Strands)+len(r.Doubts) > 0 }

// Error says it all, as a log does: see Remedy.String.
func (r *Refusal) Error() string {
	return r.Said(Reason.String)
}

// Said writes the refusal with each reason in the given words.
func (r *Refusal) Said(words func(Reason) string) string {
	var b strings.Builder
	b.WriteString(r.Doing)
	b.WriteString(": refused")
	for _, reason := range r.Reasons {
		b.WriteString("\n  - ")
		b.WriteString(words(reason))
	}
	return b.String()
}

// Add puts one more reason onto the refusal.
func (r *Refusal) Add(text string, remedies ...Remedy) {
	r.Reasons = append(r.Reasons, Because(text, remedies...))
}

// Wrong puts an answer that will not do onto the refusal.
func (r *Refusal) Wrong(w form.Wrong) {
	r.Reasons = append(r.Reasons, Reason{Text: w.Where() + ": " + w.Text, Field: w.Field, Row: w.Row, Column: w.Column})
}

// Or returns the refusal as an error if it has a reason, else nil.
func (r *Refusal) Or() error {
	if len(r.Reasons) == 0 {
		return nil
	}
	return r
}

// Refuse is a refusal with one reason.
func Refuse(doing, text string, remedies ...Remedy) error {
	return &Refusal{Doing: doing, Reasons: []Reason{Because(text, remedies...)}}
}

// NotFound says that a record which was named does not exist.
type NotFound struct {
	What string
	// Hint is what else was meant perhaps, in words; "" where nobody knows.
	Hint string
}

func (e *NotFound) Error() string {
	text := fmt.Sprintf("there is no %s in this file", e.What)
	if e.Hint != "" {
		text += ": " + e.Hint
	}
	return text
}

// Changed says that somebody else changed a record since the person saw it.
// Clashes are the fields that both changed, with both values, where that is
// known: whoever was second reads in them what stands now, and loses nothing
// of what they typed.
type Changed struct {
	ID      ID
	Seen    int64
	Now     int64
	Clashes []Clash
}

// quoted is a value as a sentence has it.
func quoted(text string) string {
	if text == "" {
		return "nothing"
	}
	return strconv.Quote(text)
}

// either reports whether it is about what is so or not, of which "no" is not written down.
func (c Clash) either() bool {
	says := false
	for _, text := range []string{c.Was, c.Theirs, c.Mine} {
		if text != "" && text != "true" && text != "false" {
			return false
		}
		says = says || text != ""
	}
	return says
}

func yesOrNo(text string) string {
	if text == "true" {
		return "yes"
	}
	return "no"
}

func (e *Changed) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s was changed meanwhile", e.ID)
	if e.Seen != 0 {
		fmt.Fprintf(&b, " (you saw entry %d, it is at entry %d now)", e.Seen, e.Now)
	}
	for _, c := range e.Clashes {
		field, quoted := strings.ReplaceAll(c.Field, "_", " "), quoted
		if c.either() {
			quoted = yesOrNo
		}
		if c.Mine == c.Was {
			fmt.Fprintf(&b, "\n  - %s: it says %s now, and you saw %s", field, quoted(c.Theirs), quoted(c.Was))
		} else {
			fmt.Fprintf(&b, "\n  - %s: it says %s now, and you wrote %s (it was %s)", field, quoted(c.Theirs), quoted(c.Mine), quoted(c.Was))
		}
	}
	if len(e.Clashes) == 0 {
		b.WriteString(": look at it again, then repeat what you wanted to do")
	} else {
		b.WriteString("\n      → nothing was written: look at it again, and say what is to stand")
	}
	return b.String()
}
