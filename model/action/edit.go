package action

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/form"
	"fairway/model/gate"
	"fairway/model/grammar"
	"fairway/model/when"
)

// Edit changes fields of a release. Ids stand in full; lists have one entry a
// line, or commas.
type Edit struct {
	Release model.ID          `json:"release"`
	Set     map[string]string `json:"set"`
	Seen    int64             `json:"seen,omitempty"`
	Void    bool              `json:"void,omitempty"` // confirmed that approvals go
}

// editable says, per field, how text gets into it and what sort of edit that is.
var editable = map[string]struct {
	material string
	set      func(r *model.Release, text string)
}{

	"name":           {"", func(r *model.Release, t string) { r.Name = t }},
	"version":        {"", func(r *model.Release, t string) { r.Version = t }},
	"notes":          {"", func(r *model.Release, t string) { r.Notes = t }},
	"service":        {"scope", func(r *model.Release, t string) { r.Service = model.ID(t) }},
	"team":           {"", func(r *model.Release, t string) { r.Team = model.ID(t) }},
	"owner":          {"", func(r *model.Release, t string) { r.Owner = model.ID(t) }},
	"coordinator":    {"", func(r *model.Release, t string) { r.Coordinator = model.ID(t) }},
	"contents":       {"scope", func(r *model.Release, t string) { r.Contents = form.Split(t) }},
	"major":          {"scope", func(r *model.Release, t string) { r.Major = t == "yes" || t == "true" }},
	"environment":    {"window", func(r *model.Release, t string) { r.Env = t }},
	"people":         {"", func(r *model.Release, t string) { r.People = ids(t) }},
	"depends_on":     {"scope", func(r *model.Release, t string) { r.DependsOn = ids(t) }},
	"rollback_owner": {"rollback-owner", func(r *model.Release, t string) { r.RollbackOwner = model.ID(t) }},
	"package":        {"package", func(r *model.Release, t string) { r.Package = ids(t) }},
}

// deployedAs are the fields that say what was deployed, and where: a deployment that has
// begun is not another one afterwards, also where papers are still being completed.
var deployedAs = []string{"service", "contents", "environment", "depends_on", "name", "version", "rollback_owner"}

// EditableFields lists the fields that Edit knows.
func EditableFields() []string { return slices.Sorted(maps.Keys(editable)) }

func ids(text string) []model.ID {
	var out []model.ID
	for _, t := range form.Split(text) {
		out = append(out, model.ID(t))
	}
	return model.SortIDs(out)
}

// Needs are the release's facts, and whatever the new values point at.
func (a Edit) Needs() model.Needs {
	var named []model.ID
	for _, text := range a.Set {
		for _, t := range form.Split(text) {
			if model.ID(t).Kind() != "" {
				named = append(named, model.ID(t))
			}
		}
	}
	return model.Needs{Releases: []model.ID{a.Release}, IDs: named, Calendar: true, Seen: looked(a.Release, a.Seen)}
}

// Do sets the fields, and voids what the edit takes with it. Other fields that
// somebody changed since are kept.
func (a Edit) Do(c *model.Case) (Outcome, error) {
	doing := "edit " + string(a.Release)
	r, p, err := loadUnlocked(c, a.Release, 0, doing)
	if err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: doing}
	n := r.Clone()
	var what, fields []string
	var clashes []model.Clash
	for _, name := range slices.Sorted(maps.Keys(a.Set)) {
		e, ok := editable[name]
		if !ok {
			refusal.Add(fmt.Sprintf("a release has no field %q to edit", name), model.OneOf(EditableFields()...))
			continue
		}
		text := strings.TrimSpace(a.Set[name])
		if name == "major" && !slices.Contains([]string{"yes", "no", "true", "false"}, text) {
			refusal.Add(fmt.Sprintf("major is yes or no, not %.40q", text))
		}
		before := n
		n, err = onto(c, before, a.Seen, func(saw *model.Release) *model.Release {
			mine := saw.Clone()
			if current(c, r.ID, a.Seen) {
				mine = before.Clone() // with what the fields before it were set to
			}
			e.set(mine, text)
			return mine
		})
		var overtaken *model.Changed
		if errors.As(err, &overtaken) && len(overtaken.Clashes) > 0 {
			clashes = append(clashes, overtaken.Clashes...)
			continue
		}
		if err != nil {
			return Outcome{}, err
		}
		if !changed(before, n) {
			continue // the same again is no edit, and voids nothing
		}
		if r.Deployed && slices.Contains(deployedAs, name) {
			refusal.Add(fmt.Sprintf("it was deployed, and its %s with it", strings.ReplaceAll(name, "_", " ")), model.Say("write what you found into its papers, or register a new release"))
			continue
		}
		fields = append(fields, name)
		if e.material != "" && !slices.Contains(what, e.material) {
			what = append(what, e.material)
		}
	}
	if len(clashes) > 0 {
		return Outcome{}, changedSince(c, r.ID, a.Seen, clashes...)
	}
	if len(fields) == 0 && len(refusal.Reasons) == 0 {
		refusal.Add("nothing was changed")
	}
	titled(refusal, "the name", n.Name)
	checkRelease(c, n, refusal)
	staysDeclared(c, model.Subject{Release: r}, model.Subject{Release: n}, refusal)
	moved(c, a, r.Service, n.Service, refusal)
	refs(c, refusal, model.KindMedia, n.Package...)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	out := wrote(r.ID, fmt.Sprintf("edited %s (%s)", r.ID, strings.Join(fields, ", ")), n)
	return revised(c, p, n, what, a.Void, doing, out)
}

// Scope puts RFCs into a release, or takes them out (defers them). It says what
// is added and taken out, so it holds whatever else was changed meanwhile.
type Scope struct {
	Release model.ID   `json:"release"`
	Add     []model.ID `json:"add,omitempty"`
	Defer   []model.ID `json:"defer,omitempty"`
	Seen    int64      `json:"seen,omitempty"`
	Void    bool       `json:"void,omitempty"`
}

// Do changes the scope. An RFC is scoped from Submitted on; one that was
// rejected or withdrawn, or has been implemented, is not.
func (a Scope) Do(c *model.Case) (Outcome, error) {
	doing := "change the scope of " + string(a.Release)
	r, p, err := loadUnlocked(c, a.Release, 0, doing)
	if err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: doing}
	n := r.Clone()
	out := wrote(r.ID, "", n)
	for _, id := range a.Add {
		ch := model.Get[*model.Change](c, id)
		switch {
		case ch == nil:
			refusal.Add(fmt.Sprintf("there is no change %s", id))
		case slices.Contains(n.Changes, id):
			refusal.Add(string(id) + " is in its scope already")
		case !scopable(c, r.ID, ch, refusal):
		default:
			n.Changes = append(n.Changes, id)
			n.Deferred = slices.DeleteFunc(n.Deferred, func(d model.ID) bool { return d == id })
		}
	}
	for _, id := range a.Defer {
		if !slices.Contains(n.Changes, id) {
			refusal.Add(string(id) + " is not in its scope")
			continue
		}
		n.Changes = slices.DeleteFunc(n.Changes, func(d model.ID) bool { return d == id })
		n.Deferred = append(n.Deferred, id)
		free(c, r.ID, id, &out)
	}
	if len(a.Add)+len(a.Defer) == 0 {
		refusal.Add("no RFC is named", model.AnswerTo("name them", "add", "defer"))
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	n.Changes, n.Deferred = model.SortIDs(n.Changes), model.SortIDs(n.Deferred)
	out.Note = fmt.Sprintf("changed the scope of %s: %s", r.ID, grammar.Count(len(n.Changes), "RFC"))
	return revised(c, p, n, []string{"scope"}, a.Void, doing, out)
}

// scopable reports whether an RFC can come into a release's scope, and says why
// not.
func scopable(c *model.Case, release model.ID, ch *model.Change, refusal *model.Refusal) bool {
	if !carriable(ch, refusal) {
		return false
	}
	if elsewhere(c, release, ch.ID, refusal) {
		return false
	}
	if ch.State == model.ChangeInRelease {
		refusal.Add(string(ch.ID)+" is being built in another release", takeOut(c, ch.ID).For("defer it there first"))
		return false
	}
	return true
}

// carriable adds why no release may carry an RFC, whichever it is.
func carriable(ch *model.Change, refusal *model.Refusal) bool {
	if gate.GoesAlone(ch) {
		refusal.Add(fmt.Sprintf("%s is %s: it goes its own way, in no release", ch.ID, gate.Alone(ch)), model.ByTask("submit-change", "").For("submit an RFC of another process"))
		return false
	}
	switch ch.State {
	case model.ChangeRejected, model.ChangeWithdrawn, model.ChangeImplemented, model.ChangeReviewed, model.ChangeClosed:
		refusal.Add(fmt.Sprintf("%s is %s", ch.ID, model.StateWords(ch)), model.Say("submit a new RFC"))
		return false
	}
	return true
}

// Affect lists the configuration items a release touches.
type Affect struct {
	Release  model.ID   `json:"release"`
	Add      []model.ID `json:"add,omitempty"`
	Remove   []model.ID `json:"remove,omitempty"`
	Complete bool       `json:"complete,omitempty"`
	None     string     `json:"none,omitempty"` // why it touches none
	Seen     int64      `json:"seen,omitempty"`
	Void     bool       `json:"void,omitempty"`
}

// Needs are the release's facts with the calendar: what else touches the items?
func (a Affect) Needs() model.Needs {
	n := gate.Needs(a.Release)
	n.IDs, n.Seen = slices.Concat(a.Add, a.Remove), looked(a.Release, a.Seen)
	return n
}

// Do changes the list. Saying that it is complete changes no content, so it
// voids nothing.
func (a Affect) Do(c *model.Case) (Outcome, error) {
	doing := "list the items of " + string(a.Release)
	r, p, err := load(c, a.Release, 0, doing)
	if err != nil {
		return Outcome{}, err
	}
	if a.Complete || a.None != "" { // that is said of the list which was read
		if err := unmoved(c, r, a.Seen, "items", "no_items"); err != nil {
			return Outcome{}, err
		}
	}
	if err := unlocked(r, p, doing); err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: doing}
	if len(a.Add)+len(a.Remove) == 0 && !a.Complete && a.None == "" {
		refusal.Add("nothing is said of its items", model.AnswerTo("name some, or say that the list is complete", "add", "remove", "complete", "none"))
	}
	refs(c, refusal, model.KindItem, a.Add...)
	n := r.Clone()
	n.Items = append(n.Items, a.Add...)
	for _, id := range a.Remove {
		if !slices.Contains(n.Items, id) {
			refusal.Add(string(id)+" is not on its list", model.AnswerTo("leave it out", "remove"))
		}
		n.Items = slices.DeleteFunc(n.Items, func(d model.ID) bool { return d == id })
	}
	n.Items = model.SortIDs(n.Items)
	staysDeclared(c, model.Subject{Release: r}, model.Subject{Release: n}, refusal)
	said(refusal, "the reason why it touches none", a.None)
	if a.None != "" {
		if len(n.Items) > 0 {
			refusal.Add("items are on its list, so it can't touch none", model.AnswerTo("take them off", "remove"))
		}
		n.NoItems = a.None
	}
	if len(n.Items) > 0 {
		n.NoItems = ""
	}
	changed := !slices.Equal(n.Items, r.Items)
	n.ItemsAll = a.Complete || a.None != "" || (r.ItemsAll && !changed)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	out := wrote(r.ID, fmt.Sprintf("listed %s for %s", grammar.Count(len(n.Items), "item"), r.ID), n)
	if changed {
		if err := revise(c, p, n, []string{"items"}, a.Void, doing, &out); err != nil {
			return Outcome{}, err
		}
	}
	return out, nil
}

// Scan looks for conflicts and records what was found, for the gate that asks
// for a fresh scan.
type Scan struct {
	Release model.ID `json:"release"`
}

// Needs are the release's facts with the calendar around it.
func (a Scan) Needs() model.Needs { return gate.Needs(a.Release) }

func (a Scan) Do(c *model.Case) (Outcome, error) {
	doing := "scan " + string(a.Release)
	r, _, err := loadOpen(c, a.Release, 0, doing)
	if err != nil {
		return Outcome{}, err
	}
	found := collisions(c, r)
	n := r.Clone()
	n.Scan = &model.Scan{At: c.Now, By: c.Who.ID(), Slot: r.Window}
	for _, f := range found {
		n.Scan.Found = append(n.Scan.Found, f.Key)
	}
	out := wrote(r.ID, fmt.Sprintf("scanned %s: %s", r.ID, grammar.Count(len(found), "conflict")), n)
	out.Conflicts = found
	return out, nil
}

// AcceptConflict decides to live with a hard conflict.
type AcceptConflict struct {
	Release model.ID `json:"release"`
	Key     string   `json:"key"`
	Reason  string   `json:"reason"`
	Seen    int64    `json:"seen,omitempty"`
	// BreakGlass overrides a duty, as in Decide.
	BreakGlass string `json:"break_glass,omitempty"`
}

// Needs are the release's facts with the calendar around it.
func (a AcceptConflict) Needs() model.Needs {
	n := gate.Needs(a.Release)
	n.Seen = looked(a.Release, a.Seen)
	return n
}

// Do records the decision. A freeze is never accepted this way: it takes an
// exception. A hard conflict blocks a gate, so the duties hold for it.
func (a AcceptConflict) Do(c *model.Case) (Outcome, error) {
	doing := "accept a conflict of " + string(a.Release)
	r, _, err := loadOpen(c, a.Release, a.Seen, doing, "window")
	if err != nil {
		return Outcome{}, err
	}
	kept := *c
	kept.Reads = nil // what is kept is for every reader
	found := gate.Conflicts(&kept, r)
	refusal := &model.Refusal{Doing: doing}
	at := slices.IndexFunc(found, func(f gate.Conflict) bool { return f.Key == a.Key })
	switch {
	case at < 0:
		keys := model.Each(found, func(f gate.Conflict) string { return f.Key })
		refusal.Add(fmt.Sprintf("it has no conflict %q", a.Key), model.Say("found now: "+strings.Join(keys, ", ")))
	case found[at].Freeze():
		refusal.Add("a freeze is not accepted as a conflict", found[at].Remedies...)
	case !found[at].Open():
		was := found[at].Accepted
		refusal.Add(fmt.Sprintf("%s accepted it already, %s: %s", c.PersonName(was.By), when.TellTo(when.Moment{At: was.At, Precision: when.Minute}, when.Moment{}, c.Zone(r), nil), was.Reason))
	}
	because(refusal, a.Reason)
	n := r.Clone()
	var q decision.Request
	if at >= 0 {
		q = decision.Conflict(c, r, found[at].Conflict)
		right, _ := decision.RightOf(c, q, c.Who.Person, c.Now)
		breakGlass(c, n, decision.Kept(c, q, c.Who.ID(), "", right, c.Now, refusal), a.BreakGlass, refusal, decision.Deciders(c, q)...)
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	basis := decision.Basis(c, q)
	n.Accepted = append(n.Accepted, model.Accepted{Key: a.Key, Text: found[at].Text, Reason: a.Reason, Slot: r.Window, By: c.Who.ID(), At: c.Now, Basis: basis})
	out := wrote(r.ID, fmt.Sprintf("accepted a conflict of %s for %s: %s", r.ID, slotWords(c, r.Window, c.Zone(r)), found[at].Text), n)
	used(c, basis, c.Now, &out)
	return out, nil
}
