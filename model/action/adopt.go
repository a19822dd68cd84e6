package action

import (
	"fmt"
	"slices"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/process"
)

// AdoptRules puts new rules in force. Releases keep the version they were
// registered under, until somebody migrates them.
type AdoptRules struct {
	// Rules are those of a file that begins with them, as a sample does, and of
	// entries from before there were proposals.
	Rules model.Rules `json:"book,omitzero"`
	// Proposal is what was approved.
	Proposal model.ID `json:"proposal,omitempty"`
	Seen     int64    `json:"seen,omitempty"`
	// Anyway confirms that something will wait for a decision of nobody's.
	Anyway bool `json:"anyway,omitempty"`
}

// Needs are everybody and what waits for a decision: the new rules may leave it
// to nobody.
func (a AdoptRules) Needs() model.Needs {
	return model.Needs{IDs: []model.ID{a.Proposal}, Waiting: true, Open: true, Kinds: []model.Kind{model.KindPerson, model.KindService}, Seen: looked(a.Proposal, a.Seen)}
}

// For is no service: rules are everybody's.
func (AdoptRules) For(*model.Case) model.ID { return "" }

func (a AdoptRules) Do(c *model.Case) (Outcome, error) {
	b := a.Rules
	refusal := &model.Refusal{Doing: "take up the rules"}
	var proposal *model.Proposal
	if a.Proposal != "" {
		p, err := known[*model.Proposal](c, a.Proposal)
		if err != nil {
			return Outcome{}, err
		}
		if err := unmoved(c, p, a.Seen, "decided", "withdrawn", "adopted"); err != nil {
			return Outcome{}, err
		}
		refusal.Doing = "adopt " + string(p.ID)
		adoptable(c, p, refusal)
		var faults []process.Fault
		b, faults = ReadRules(p.Files)
		if len(faults) == 0 {
			faults = unnamed(c, &b.Rules)
		}
		faulty(faults, refusal)
		b.Proposal, b.NextReview, b.Shipped = p.ID, p.NextReview, p.Shipped
		proposal = p
	} else {
		faulty(LintRules(&b), refusal)
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	after := *c
	after.Rules = &b
	if err := strandedByRules(c, &after, refusal.Doing, proposal != nil, a.Anyway); err != nil {
		return Outcome{}, err
	}
	b.ID, b.Replaced, b.Since = c.Mint(model.KindRules), nil, c.Now
	out := wrote(b.ID, fmt.Sprintf("took up the rules %q version %s as %s", b.Title, b.Version, b.ID), &b)
	out.Warning = orphans(c, &b)
	if proposal != nil {
		n := *proposal
		n.Adopted = b.ID
		out.Writes = append(out.Writes, &n)
		out.Note += ", as proposed in " + string(n.ID)
	}
	return out, nil
}

// adoptable adds why a proposal can't be put in force as it stands.
func adoptable(c *model.Case, p *model.Proposal, refusal *model.Refusal) {
	switch p.State() {
	case model.ProposalProposed, model.ProposalReviewed:
		refusal.Add("nobody has approved it yet", onwards(c, p))
	case model.ProposalRejected:
		refusal.Add(fmt.Sprintf("%s rejected it: %s", decision.Signed(c, p.Decided.By, p.Decided.At, p.Decided.Basis), p.Decided.Text), model.ByDoing(process.ProposeRules, "", model.With("dir", ""), model.With("why", "")).For("propose other rules"))
	case model.ProposalAdopted, model.ProposalWithdrawn:
		refusal.Add(fmt.Sprintf("it is %s already", p.State()))
	case model.ProposalApproved:
		if at, against := decision.Holds(c, decision.Proposal(p)); at < 0 {
			refusal.Add("its approval counts no more: approved by "+against, proposeAnew())
		}
	}
	if p.Waits() || p.State() == model.ProposalApproved {
		overtaken(c, p.Base, refusal)
	}
}

// overtaken adds that other rules are in force than those that were changed: what
// was changed in those meanwhile would be lost without a word.
func overtaken(c *model.Case, base model.ID, refusal *model.Refusal) {
	if base != c.Rules.ID {
		refusal.Add(fmt.Sprintf("the rules changed meanwhile: %s is in force, and this was made from %s", c.Rules.ID, base), proposeAnew(),
			model.ByDoing(process.ProposeRules, "", model.With("dir", ""), model.With("why", "")).AndThen())
	}
}

func proposeAnew() model.Remedy {
	return model.ByDoing(process.ExportRules, "", model.With("dir", "")).For("export those in force, and bring what you changed over to them")
}

// faulty adds every fault of a set of rules.
func faulty(faults []process.Fault, refusal *model.Refusal) {
	for _, f := range faults {
		refusal.Add(f.Error())
	}
}

// sameRules reports whether files say what a set of rules says, word for word,
// or, of rules whose text was not kept, by what they mean.
func sameRules(b *model.Rules, files []process.File, read *model.Rules) bool {
	if len(b.Source) > 0 {
		return process.SameFiles(b.Source, files)
	}
	meant := func(r process.Rules) string {
		r.Source = nil
		r.Processes, r.Forms = slices.Clone(r.Processes), slices.Clone(r.Forms)
		for i := range r.Processes {
			r.Processes[i].File = ""
		}
		for i := range r.Forms {
			r.Forms[i].File = ""
		}
		body, _ := model.Encode(r) // rules always encode: they were stored
		return string(body)
	}
	return meant(b.Rules) == meant(read.Rules)
}
