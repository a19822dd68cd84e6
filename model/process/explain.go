package process

import (
	"cmp"
	"strings"
)

// The files of what explains the rules. Rules from before they were there have
// none of them.
const (
	GlossaryFile     = "process/glossary.toml"
	InteractionsFile = "process/interactions.toml"
	ClausesFile      = "process/clauses.toml"
)

// Term is one entry of the glossary.
type Term struct {
	Term  string `toml:"term" json:"term"`
	Means string `toml:"means" json:"means"`
	// Also are other names for it, short ones among them.
	Also   []string `toml:"also" json:"also,omitempty"`
	Clause string   `toml:"clause" json:"clause,omitempty"`
	// Screens are those on which it is explained: see ScreenIDs.
	Screens []string `toml:"screens" json:"screens,omitempty"`
}

// ScreenIDs are those that the terms of a glossary can be for: release is the page
// of one.
var ScreenIDs = []string{"calendar", "board", "approvals", "metrics", "records", "process", "release"}

// Interaction is how releases and changes work together with another practice of
// service management (ISO/IEC 20000-1:2018, 8.5.3 and 8.5.1 name them).
type Interaction struct {
	ID   string `toml:"id" json:"id"`
	With string `toml:"with" json:"with"`
	// Gives is what the other practice has from here, Gets what it brings.
	Gives []string `toml:"gives" json:"gives,omitempty"`
	Gets  []string `toml:"gets" json:"gets,omitempty"`
	// Records are the kinds of record by which it happens, as lists name them.
	Records []string `toml:"records" json:"records,omitempty"`
	Clause  string   `toml:"clause" json:"clause,omitempty"`
}

// Requirement is a clause of the standard in the organisation's words.
type Requirement struct {
	ID   string `toml:"id" json:"id"`
	Text string `toml:"text" json:"text"`
	// Reports are those that show it: see Reports.
	Reports []string `toml:"reports" json:"reports,omitempty"`
}

// Reports are what can be read besides forms and gates, by which a requirement is
// shown.
var Reports = map[string]string{
	"calendar":  "the release calendar",
	"feed":      "the calendar feed that others follow",
	"conflicts": "the conflicts of planned releases",
	"releases":  "releases with their outcomes",
	"changes":   "RFCs with the problems that they close",
	"incidents": "incidents by the release that caused them",
	"items":     "configuration items with their baselines",
	"media":     "the definitive media library and its verification",
	"documents": "documents with their versions and approvers",
	"approvals": "approvals with their signatures",
	"log":       "the log and its verification",
	"metrics":   "the measures, each with its definition",
	"reports":   "the reports that were kept, with their versions and approvers",
	"rules":     "these rules with their versions",
}

// Shown is what shows one requirement. Each list is of titles.
type Shown struct {
	Requirement
	Rules   []string `json:"rules,omitempty"`  // processes, stages and duties
	Checks  []string `json:"checks,omitempty"` // with the stage at whose exit they are asked
	Forms   []string `json:"forms,omitempty"`
	Records []string `json:"records,omitempty"` // what has to be on record besides, of a release or a period
	Reports []string `json:"shown_by,omitempty"`
}

// Nothing reports whether nothing shows the requirement yet.
func (s Shown) Nothing() bool {
	return len(s.Rules)+len(s.Checks)+len(s.Forms)+len(s.Records)+len(s.Reports) == 0
}

// ClauseMatrix says of each requirement what shows it, in the order of the
// requirements; rules that list none are asked for the clauses of the standard.
func (b *Rules) ClauseMatrix() []Shown {
	asked := b.Requirements
	if len(asked) == 0 {
		for _, id := range Clauses {
			asked = append(asked, Requirement{ID: id})
		}
	}
	out := make([]Shown, len(asked))
	for i, r := range asked {
		s := Shown{Requirement: r}
		for _, p := range b.Processes {
			if p.Clause == r.ID {
				s.Rules = append(s.Rules, p.Title)
			}
			for _, st := range p.Stages {
				for _, c := range st.Checks {
					if c.Clause == r.ID {
						s.Checks = append(s.Checks, p.Title+", "+st.Title+": "+c.Text)
					}
				}
			}
		}
		for _, d := range b.Duties {
			if d.Clause == r.ID {
				s.Rules = append(s.Rules, b.dutyTitle(d))
			}
		}
		for _, f := range b.Forms {
			if f.Clause == r.ID {
				s.Forms = append(s.Forms, f.Title)
			}
		}
		for _, p := range b.Proofs {
			if p.Clause == r.ID {
				s.Records = append(s.Records, "of a "+p.Of+": "+p.Text)
			}
		}
		for _, id := range r.Reports {
			s.Reports = append(s.Reports, Reports[id])
		}
		out[i] = s
	}
	return out
}

// actWords are what duties can be about; model/decision has the acts.
var actWords = map[string]string{
	"decide":           "decide on an approval",
	"decide:exception": "decide on an exception from a freeze",
	"decide-change":    "authorise or reject a request for change",
	"assess-change":    "assess a request for change",
	"accept-conflict":  "accept a hard conflict",
	"approve-document": "approve a document",
	"write-document":   "write a document",
	"decide-rules":     "decide on a proposal of rules",
	"reopen-period":    "reopen a closed period",
}

// ActWords is what a duty is about, in words: "decide on an approval: Release
// acceptance", "approve a document: Test Report". An act without words stays as it
// is written.
func (b *Rules) ActWords(act string) string {
	if said := actWords[act]; said != "" {
		return said
	}
	kind, about, narrow := strings.Cut(act, ":")
	if !narrow {
		return act
	}
	title := about
	if f, ok := b.Form(about); ok && (kind == "approve-document" || kind == "write-document") {
		title = f.Title
	}
	for i := range b.Processes {
		if a, ok := b.Processes[i].Approval(about); ok && kind == "decide" {
			title = a.Title
			break
		}
	}
	return cmp.Or(actWords[kind], kind) + ": " + title
}

// dutyTitle is a duty where it stands without what it is about.
func (b *Rules) dutyTitle(d Duty) string { return d.Text + " (" + b.ActWords(d.Act) + ")" }

// Explains finds a term by its name or another name of it, whatever the case.
func (b *Rules) Explains(word string) (Term, bool) {
	for _, t := range b.Glossary {
		for _, name := range append([]string{t.Term}, t.Also...) {
			if strings.EqualFold(name, word) {
				return t, true
			}
		}
	}
	return Term{}, false
}

// TermsOf lists the terms of a screen, in the order of the glossary.
func (b *Rules) TermsOf(screen string) []Term {
	var out []Term
	for _, t := range b.Glossary {
		for _, s := range t.Screens {
			if s == screen {
				out = append(out, t)
			}
		}
	}
	return out
}
