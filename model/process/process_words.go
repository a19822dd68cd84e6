package process

import (
	"cmp"
	"fmt"
)

// effectWords say what each of Effects does.
var effectWords = map[string]string{
	"freeze-baseline":   "the planned dates become the baseline, from which a slip is measured",
	"start-build":       "its authorised RFCs count as in a release",
	"implement-changes": "its RFCs count as implemented, or as authorised again where the deployment failed",
	"review-changes":    "its RFCs count as reviewed",
	"close-changes":     "its RFCs are closed",
}

// EffectWords are what happens when the stage is left forwards.
func (s *Stage) EffectWords() []string {
	return each(s.OnExit, func(effect string) string { return cmp.Or(effectWords[effect], effect) })
}

// HereWords are what holds while something is in the stage.
func (s *Stage) HereWords() []string {
	var out []string
	if s.Runs {
		out = append(out, "production runs are made here")
	}
	if s.Locked {
		out = append(out, "the plan can't be changed any more")
	}
	return out
}

// DeclaredWords introduce the reasons for which alone the process may be chosen; ""
// where none is asked for.
func (b *Rules) DeclaredWords(p *Process) string {
	if len(p.Reasons) == 0 {
		return ""
	}
	return fmt.Sprintf("It is declared for a reason, and over an incident %s or a vulnerability", b.Policy.GraveWords())
}

// ReasonWords are those reasons as people read them.
func (p *Process) ReasonWords() []string {
	out := make([]string, len(p.Reasons))
	for i, r := range p.Reasons {
		out[i] = r.Title
	}
	return out
}

// FoundWords are the ways in which a change is found that was made without
// authorisation, as people read them; none of another process.
func (p *Process) FoundWords() []string {
	var out []string
	for _, r := range p.Found {
		out = append(out, r.Title)
	}
	return out
}

// ApprovalWords say how else an approval may be given, and what else than yes or no
// can be said.
func (b *Rules) ApprovalWords(a *Approval) []string {
	var out []string
	if a.InOrder {
		out = append(out, "they are asked one after the other")
	}
	for _, more := range a.Also {
		out = append(out, b.AlsoWords(more))
	}
	if a.Verbal {
		out = append(out, fmt.Sprintf("may be given by word of mouth: it is taken down with its time and channel, and whoever it was countersigns within %s", b.Policy.countersignWords()))
	}
	if to, ok := b.Process(a.Downgrade); ok && a.Downgrade != "" {
		out = append(out, fmt.Sprintf("as many may put it on another process instead: %s", to.Title))
	}
	return append(out, b.waitingWords(a)...)
}

// countersignWords are how long somebody has for that.
func (p Policy) countersignWords() string { return count(int(p.Countersign().Hours()), "hour") }
