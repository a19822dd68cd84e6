package action

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/grammar"
)

// ApproveDocument puts an approver onto the current version of a document.
type ApproveDocument struct {
	Document model.ID `json:"document"`
	Version  int      `json:"version"` // the version that was read
	Comment  string   `json:"comment,omitempty"`
	// Words may say reject besides: the version goes back to its author, who writes the
	// next.
	Words
}

// Needs are the document and, of minutes whose chair has left, everybody: who chairs the
// board by now?
func (a ApproveDocument) Needs() model.Needs {
	return a.needs(model.Needs{IDs: []model.ID{a.Document}, Kinds: []model.Kind{model.KindPerson}}, a.Document, "")
}

// Takes is nothing for who chairs a meeting whose minutes they are, or the board since that
// one has left.
func (a ApproveDocument) Takes(c *model.Case) string {
	d := model.Get[*model.Document](c, a.Document)
	if m := meetingOf(c, a.Document); m != nil && (m.Chair == c.Who.ID() || slices.Contains(decision.Heirs(c, d, m), c.Who.ID())) {
		return readers(c)
	}
	return PermissionOf(a)
}

// Do approves it, or sends it back. Nobody decides on what they wrote, or a version of it.
func (a ApproveDocument) Do(c *model.Case) (Outcome, error) {
	doing := "approve " + string(a.Document)
	d, err := known[*model.Document](c, a.Document)
	if err != nil {
		return Outcome{}, err
	}
	if a.Version < d.Version {
		read := strconv.Itoa(a.Version)
		return Outcome{}, changedSince(c, d.ID, 0, model.Clash{Field: "version", Was: read, Theirs: strconv.Itoa(d.Version), Mine: read})
	}
	s := speech{Words: a.Words, q: decision.Document(c, d), yes: a.Verdict != model.Reject, comment: a.Comment, before: beforeApproval(c, d)}
	if c.SubjectOf(d.Of).Release == nil { // gates want those of releases approved
		s.bare = "nothing waits for this document: what has to be so first is written into it"
	}
	if a.Verdict == model.Reject {
		s.Verdict, doing = "", "reject "+string(a.Document)
	}
	refusal := &model.Refusal{Doing: doing}
	rules := c.Rules
	if r := model.Get[*model.Release](c, d.Of); r != nil {
		rules = c.Under(r)
		if r.Ended() {
			refusal.Add(fmt.Sprintf("%s is %s", r.ID, r.State()))
		}
	}
	chairApproves(c, d, refusal)
	if m := meetingOf(c, d.ID); m != nil && a.Verdict == model.Abstain && decision.ByOne(c, d, m) {
		refusal.Add("nobody else is left who may decide it", model.Say("ask, or reject them"))
	}
	if at, _ := decision.Holds(c, s.q); at >= 0 {
		refusal.Add(fmt.Sprintf("version %d was approved already by %s", d.Version, decision.Signed(c, d.Approver, d.Approved, d.Basis)))
	}
	if v := d.Rejected(); v != nil {
		refusal.Add(fmt.Sprintf("version %d was rejected by %s: %s", d.Version, decision.Signed(c, v.By, v.At, v.Basis), v.Text), model.ByForm(d.Form, d.Of).For("its author writes the next version"))
	}
	if a.Version > d.Version {
		refusal.Add(fmt.Sprintf("you read version %d; it is at version %d now", a.Version, d.Version), model.Say("read it again"))
	}
	if f, ok := rules.Form(d.Form); ok && s.yes && s.decides() {
		for _, m := range f.Missing(d.In(f)) {
			refusal.Add(m.Where()+": "+m.Text, model.ByForm(d.Form, d.Of).At(m.Field, m.Row))
		}
	}
	v, err := s.judge(c, refusal)
	if err != nil {
		return Outcome{}, err
	}
	if !s.decides() {
		return s.aside(c, v)
	}
	n := d.Undecided()
	word := "rejected"
	if s.yes {
		n.Approver, n.Approved, n.Basis, word = v.By, v.At, v.Basis, "approved"
	}
	if !s.yes || v.Text != "" || !v.Recorded.IsZero() || len(v.Checks) > 0 { // else that says all
		n.Decided = v
	}
	note := fmt.Sprintf("%s the %s of %s%s", word, grammar.Lower(d.Title), d.Of, onConditions(v.Checks))
	if !s.yes {
		note += fmt.Sprintf(", version %d: %s", d.Version, v.Text)
	}
	out := wrote(d.Of, note, n)
	s.given(c, &out, v)
	return out, nil
}

// beforeApproval are what has to have happened before a version of a document is decided
// on: it was written, and what it is bound to in its release was as it is.
func beforeApproval(c *model.Case, d *model.Document) []need {
	out := append([]need{{d.At, fmt.Sprintf("version %d of %s was written", d.Version, d.ID)}}, takenBack(d.Retracted)...)
	for _, r := range c.Earlier(d.ID) { // a paper may be dated before the version that was decided on
		if was, ok := r.(*model.Document); ok && was.Version < d.Version {
			if v := was.Verdict(); v != nil && ofThese([]model.ID{c.Who.ID()}, v.By, v.Basis.For) {
				out = append(out, need{v.At, fmt.Sprintf("version %d of %s was decided on by %s", was.Version, d.ID, decision.Signed(c, v.By, v.At, v.Basis))})
			}
		}
	}
	if r := model.Get[*model.Release](c, d.Of); r != nil {
		for _, what := range decision.Bound(c.Under(r), d.Form) {
			out = append(out, need{r.Edited[what], fmt.Sprintf("%s was edited (%s)", r.ID, strings.ReplaceAll(what, "-", " "))})
		}
	}
	return out
}
