package action

import (
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/gate"
)

// elsewhere adds in which other releases an RFC rides already, and reports
// whether there are any: nothing is built twice.
func elsewhere(c *model.Case, release, change model.ID, refusal *model.Refusal) bool {
	return among(c, gate.Carriers(c, change, release), change, refusal)
}

// among adds that an RFC rides in some releases already.
func among(c *model.Case, in []*model.Release, change model.ID, refusal *model.Refusal) bool {
	for _, r := range in {
		word := "is in the scope of"
		if building(c, r) {
			word = "is being built in"
		}
		refusal.Add(fmt.Sprintf("%s %s %s (%s)", change, word, r.ID, r.Title()), model.ByTask("scope", r.ID, model.With("defer", string(change))).For("defer it there first"))
	}
	return len(in) > 0
}

// alone refuses what would let an RFC ride in a second release, whichever way it
// would come there: taking a deferral back, or leading a release that is over to
// where it is built again.
func alone(c *model.Case, a Action, out Outcome) error {
	refusal := &model.Refusal{Doing: strings.TrimSpace(strings.ReplaceAll(Name(a), "-", " ") + " " + string(subject(a)))}
	for _, w := range out.Writes {
		n, ok := w.(*model.Release)
		if !ok {
			continue
		}
		before := model.Get[*model.Release](c, n.ID)
		for _, id := range n.Changes {
			if gate.Carries(c, n, id) && (before == nil || !gate.Carries(c, before, id)) {
				staying := slices.DeleteFunc(gate.Carriers(c, id, n.ID), func(r *model.Release) bool { return leaves(c, out, r.ID, id) })
				among(c, staying, id, refusal)
			}
		}
	}
	return refusal.Or()
}

// leaves reports whether an RFC is taken out of a release by the same action.
func leaves(c *model.Case, out Outcome, release, change model.ID) bool {
	return slices.ContainsFunc(out.Writes, func(w model.Record) bool {
		r, ok := w.(*model.Release)
		return ok && r.ID == release && !gate.Carries(c, r, change)
	})
}

// free lets go of an RFC that leaves a release. One that is being built in
// another release as well, in a file from before that was refused, goes on there.
func free(c *model.Case, release, change model.ID, out *Outcome) {
	ch := model.Get[*model.Change](c, change)
	if ch == nil || ch.State != model.ChangeInRelease || slices.ContainsFunc(gate.Carriers(c, change, release), func(r *model.Release) bool { return building(c, r) }) {
		return
	}
	freed := *ch
	freed.State = model.ChangeAuthorised
	out.Writes = append(out.Writes, &freed)
}

// building reports whether a release has passed the gate behind which its RFCs
// are built.
func building(c *model.Case, r *model.Release) bool {
	p, ok := c.Under(r).Process(r.Type)
	if !ok {
		return false
	}
	_, at := p.Stage(r.Stage)
	for i, s := range p.Stages {
		if slices.Contains(s.OnExit, "start-build") {
			return at > i
		}
	}
	return false
}

// takeOut is how an RFC leaves the scope of the release that it is in, which is
// named where it is among the facts.
func takeOut(c *model.Case, change model.ID) model.Remedy {
	var in model.ID
	if r := carrier(c, change); r != nil {
		in = r.ID
	}
	return model.ByTask("scope", in, model.With("defer", string(change)))
}
