package gate

import (
	"fmt"
	"slices"
	"strings"

	"fairway/model"
)

// The checks of changes that were made without authorisation, and are reviewed
// afterwards.

// riskAssessed: its risk is known, which says who reviews it.
func riskAssessed(f facts) answer {
	if f.ch == nil || f.ch.Assessed == nil || f.ch.Risk == "" {
		return open("nobody assessed it").by(model.ByTask("assess-change", f.of(), model.With("text", "")))
	}
	v := f.ch.Assessed
	return met("%s, by %s: %s", f.rules.Policy.BandTitle(f.ch.Risk), f.Signatory(v.By, v.At), oneLine(v.Text))
}

// putRight: what the review decided is carried out.
func putRight(f facts) answer {
	if f.ch == nil || !f.ch.Unauthorised() {
		return open("it was not captured")
	}
	p := f.ch.Captured
	switch p.Outcome {
	case model.Ratified:
		return accounted(f)
	case model.BackedOut:
		if p.Back == nil {
			return open("nobody saw that it is backed out").by(model.ByTask("verify-back-out", f.of(), model.With("by", ""), model.With("evidence", "")))
		}
		return met("backed out by %s, %s; seen by %s: %s", f.Signatory(p.Back.By, p.Back.At), f.Stamp(p.Back.At), f.PersonName(p.Back.Verifier), oneLine(p.Back.Evidence))
	case model.Corrected:
		follow := model.ByTask("follow-up-change", f.of(), model.With("follow_up", ""))
		if p.FollowUp == "" {
			return open("no RFC corrects it yet").by(follow)
		}
		other := model.Get[*model.Change](f.Case, p.FollowUp)
		switch {
		case other == nil:
			return cannot("%s can't be read", p.FollowUp)
		case !other.ClosedAt.IsZero() && other.ClosedAt.Before(p.Made):
			return open("%s, which is to correct it, was closed before it was made", other.ID).by(follow.For("name another"))
		case other.Implemented():
			return met("%s, which corrects it, is %s", other.ID, model.StateWords(other))
		case other.Ended():
			return open("%s, which is to correct it, is %s", other.ID, ended(other)).by(follow.For("name another"))
		}
		return open("%s, which corrects it, is %s", other.ID, model.StateWords(other)).by(implementing(other)...)
	}
	return open("its review decided nothing")
}

// implementing is what comes next for an RFC that has to be implemented.
func implementing(ch *model.Change) []model.Remedy {
	switch {
	case GoesAlone(ch):
		return []model.Remedy{model.ByTask("advance-change", ch.ID).For("it has to be implemented: it goes on once its gate is met")}
	case ch.State == model.ChangeSubmitted:
		return []model.Remedy{model.ByTask("assess-change", ch.ID).For("it has to be implemented: assess it"),
			model.ByTask("decide-change", ch.ID, model.With("decision", "")).For("decide on it").AndThen()}
	case ch.State == model.ChangeAssessed:
		return []model.Remedy{model.ByTask("decide-change", ch.ID, model.With("decision", "")).For("it has to be implemented: decide on it")}
	case ch.State == model.ChangeAuthorised:
		return []model.Remedy{model.Say("it has to be implemented, with the release that has it in its scope"),
			model.ByTask("defer-change", ch.ID, model.With("release", "")).For("put it into one, where it is in none yet")}
	}
	return []model.Remedy{model.Say("it has to be implemented, with the release that has it in its scope")}
}

// ended is how an RFC that nothing happens to any more ended.
func ended(ch *model.Change) string {
	if ch.Outcome != "" {
		return fmt.Sprintf("%s: %s", model.StateWords(ch), strings.ReplaceAll(ch.Outcome, "-", " "))
	}
	return model.StateWords(ch)
}

// accounted: what was accepted afterwards has its papers, and the records of its items
// say how they are now.
func accounted(f facts) answer {
	d := f.Document(FormRFC, f.of())
	if d == nil {
		return open("%s", f.unwritten(FormRFC)).by(model.ByForm(f.rules.FormName(FormRFC), f.of()))
	}
	if form, ok := f.rules.Form(FormRFC); ok {
		if missing := form.Missing(d.In(form)); len(missing) > 0 {
			return open("%s version %d, %s: %s", d.ID, d.Version, missing[0].Where(), missing[0].Text).by(model.ByForm(form.Name, f.of()).At(missing[0].Field, missing[0].Row))
		}
	}
	if len(f.ch.Items) == 0 {
		return met("%s version %d is filled; no item was touched", d.ID, d.Version)
	}
	review := f.Document(FormUnauthorised, f.of())
	if review == nil {
		return open("%s", f.unwritten(FormUnauthorised))
	}
	switch review.Meant().Get("items") {
	case "unchanged":
		return met("%s version %d is filled; the records of %s were right", d.ID, d.Version, join(f.ch.Items))
	case "":
		return open("%s does not say whether the records of its items were brought up to date", review.ID).by(model.ByForm(f.rules.FormName(FormUnauthorised), f.of()).At("items", 0))
	}
	var not []string
	var edit []model.Remedy
	for _, id := range f.ch.Items {
		fact, ok := f.Fact(id)
		if !ok {
			return cannot("%s can't be read", id)
		}
		if slices.ContainsFunc(f.ch.Captured.Items, func(s model.ItemSeen) bool { return s.Item == id && s.Digest == fact.Digest }) {
			not, edit = append(not, string(id)), append(edit, model.ByTask("edit-item", id))
		}
	}
	if len(not) > 0 {
		return open("the record of %s is as it was when it was found", strings.Join(not, ", ")).by(edit...)
	}
	return met("%s version %d is filled; %s brought up to date", d.ID, d.Version, join(f.ch.Items))
}

// preventionDone: what keeps it from happening again is done.
func preventionDone(f facts) answer {
	d := f.Document(FormUnauthorised, f.of())
	if d == nil {
		return open("%s", f.unwritten(FormUnauthorised))
	}
	if !d.Meant().Yes("prevented") {
		for _, i := range model.All[*model.Improvement](f.Case) {
			if i.Document == d.ID && i.Done != nil {
				return met("%s is reported done", i.ID)
			}
		}
		return open("%s version %d does not say that it is done", d.ID, d.Version).in("prevented", 0)
	}
	return met("done, says %s version %d", d.ID, d.Version)
}
