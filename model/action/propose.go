package action

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/process"
	"fairway/model/when"
)

// Limits on the files of a set of rules, in bytes and in number. The defaults are
// twenty files of 60 kB.
const (
	RuleFileLimit  = 1 << 20
	RulesLimit     = 4 << 20
	RuleFilesLimit = 500
)

// ProposeRules puts a set of rules up for review and decision.
type ProposeRules struct {
	Title string `json:"title"`
	Note  string `json:"note"` // why
	// Files are the rules as they are to be, all of them, word for word.
	Files []process.File `json:"files"`
	// Base are the rules that were changed; "" for those in force.
	Base       model.ID    `json:"base,omitempty"`
	NextReview when.Moment `json:"next_review,omitzero"`
	// Shipped are the defaults that the files were brought up to; nil where that
	// was not what was done.
	Shipped *model.Shipped `json:"shipped,omitempty"`
}

// Needs are everybody and what waits for a decision: is somebody there to decide
// on it, and what would the rules leave to nobody?
func (a ProposeRules) Needs() model.Needs {
	return model.Needs{Waiting: true, Open: true, Kinds: []model.Kind{model.KindPerson, model.KindService}}
}

// For is no service: rules are everybody's.
func (ProposeRules) For(*model.Case) model.ID { return "" }

// Do looks the rules over, and keeps them.
func (a ProposeRules) Do(c *model.Case) (Outcome, error) {
	refusal := &model.Refusal{Doing: "propose rules"}
	p := &model.Proposal{Title: a.Title, Note: a.Note, Files: a.Files, Base: cmp.Or(a.Base, c.Rules.ID), Author: c.Who.ID(), At: c.Now, NextReview: a.NextReview, Shipped: a.Shipped}
	titled(refusal, "the title", p.Title)
	if model.Blank(p.Note) {
		refusal.Add("it doesn't say why", model.AnswerTo("say what the rules are changed for", "why"))
	} else {
		sane(refusal, "the reason", p.Note)
	}
	if !p.NextReview.IsZero() && p.NextReview.Span(c.Rules.Policy.Location()).End.Before(c.Now) {
		refusal.Add("its next review would be in the past", model.AnswerTo("name a day to come", "next-review"))
	}
	overtaken(c, p.Base, refusal)
	checkFiles(a.Files, refusal)
	if len(refusal.Reasons) > 0 {
		return Outcome{}, refusal
	}
	rules, faults := ReadRules(a.Files)
	if len(faults) == 0 {
		faults = unnamed(c, &rules.Rules)
	}
	faulty(faults, refusal)
	if len(faults) == 0 && sameRules(c.Rules, a.Files, &rules) {
		refusal.Add(fmt.Sprintf("these are the rules in force, %s, word for word: nothing would change", c.Rules.ID))
	}
	if q := decision.Proposal(p); !decision.Decidable(c, q) {
		refusal.Add("it would wait for ever: nobody who may decide on it is left", decision.Grant(c, q))
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	if b := c.Rules; p.Shipped == nil && b.Shipped != nil {
		p.Shipped = &model.Shipped{Digest: b.Shipped.Digest, Differs: process.Differing(process.Restored(b.Source, b.Shipped.Differs), p.Files)}
	}
	p.ID = c.Mint(model.KindProposal)
	out := wrote(p.ID, fmt.Sprintf("proposed rules as %s: %s", p.ID, p.Title), p)
	after := *c
	after.Rules = &rules
	out.Warning = both(strands(c, &after), orphans(c, &rules))
	return out, nil
}

// strands is what would wait for nobody, or could be decided by nobody, under other
// rules, as a warning; nil for nothing. Whoever adopts them is refused for it.
func strands(c, after *model.Case) *model.Reason {
	var left *model.Refusal
	if !errors.As(strandedByRules(c, after, "", true, false), &left) {
		return nil
	}
	said := model.Each(left.Reasons, func(r model.Reason) string { return strings.TrimPrefix(r.Text, "afterwards, ") })
	return &model.Reason{Text: "once they are in force, " + few(said)}
}

// checkFiles adds what keeps files from being kept word for word, whatever they
// say.
func checkFiles(files []process.File, refusal *model.Refusal) {
	if len(files) == 0 {
		refusal.Add("there are no files", proposeAnew())
	}
	if len(files) > RuleFilesLimit {
		refusal.Add(fmt.Sprintf("there are %d files; rules are at most %d", len(files), RuleFilesLimit))
	}
	seen, all := map[string]bool{}, 0
	for _, f := range files {
		all += len(f.Text)
		if wrong := model.CheckTitle("the name of a file", f.Name); wrong != "" {
			refusal.Add(wrong)
		}
		switch {
		case seen[f.Name]:
			refusal.Add(f.Name + " is there twice")
		case len(f.Text) > RuleFileLimit:
			refusal.Add(fmt.Sprintf("%s is larger than %d kB, and no file of rules", f.Name, RuleFileLimit>>10))
		case !utf8.ValidString(f.Text):
			refusal.Add(f.Name + " is not valid UTF-8 text")
		case strings.ContainsRune(f.Text, 0):
			refusal.Add(f.Name + " has a NUL character in it")
		}
		seen[f.Name] = true
	}
	if all > RulesLimit {
		refusal.Add(fmt.Sprintf("the files are %d kB together; at most %d are kept", all>>10, RulesLimit>>10))
	}
}
