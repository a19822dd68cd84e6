package casefile

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/gate"
	"fairway/model/grammar"
)

// since tells what has changed since the person last looked.
func (t *teller) since(old *model.Case, base Mark) {
	if base.Position == 0 {
		t.b.add("since", Said{Quiet, Unmarked, "this is your first look at it"})
		return
	}
	head := "you last looked " + t.at(base.At)
	if base.Of != t.ap.ID {
		head = fmt.Sprintf("you looked at %s, which was asked for before it, %s", base.Of, t.at(base.At))
	}
	var lines []Said
	if old != nil {
		lines = t.changes(old, base.Of)
	}
	if base.Of != t.ap.ID {
		if o := model.Get[*model.Approval](t.c, base.Of); o != nil && o.Void != nil {
			lines = append([]Said{{News, Point, fmt.Sprintf("%s was voided by %s, %s: %s", o.ID, t.c.Signatory(o.Void.By, o.Void.At), t.at(o.Void.At), o.Void.Reason)}}, lines...)
		}
	}
	if len(lines) == 0 {
		t.b.add("since", Said{Quiet, Unmarked, head + "; nothing has changed since"})
		return
	}
	t.b.add("since", append([]Said{{Plain, Unmarked, head + "; since then:"}}, lines...)...)
}

// changes compares the case with what it was.
func (t *teller) changes(old *model.Case, of model.ID) []Said {
	var lines []Said
	tell := func(format string, args ...any) {
		lines = append(lines, Said{News, Point, fmt.Sprintf(format, args...)})
	}
	was := model.Get[*model.Release](old, t.r.ID)
	if was != nil {
		t.fields(was, tell)
		t.lists(was, tell)
	}
	t.papers(old, tell)
	t.collisions(old, was, tell)
	for _, id := range t.r.Changes {
		before, now := model.Get[*model.Change](old, id), model.Get[*model.Change](t.c, id)
		if before != nil && now != nil && before.State != now.State {
			tell("%s %s: %s, was %s", id, now.Title, now.State, before.State)
		}
	}
	// Decisions on it, where it is the same approval that was looked at.
	Said := 0
	if o := model.Get[*model.Approval](old, of); o != nil && of == t.ap.ID {
		Said = len(o.Decisions)
	}
	for _, d := range t.ap.Decisions[min(Said, len(t.ap.Decisions)):] {
		if d.By != t.c.Who.ID() {
			tell("%s %s, %s%s", decision.Signed(t.c, d.By, d.At, d.Basis), model.Decided(d.Verdict), t.at(d.At), t.remarks(d))
		}
	}
	return lines
}

// fields compares what a release says of itself.
func (t *teller) fields(was *model.Release, tell func(string, ...any)) {
	r := t.r
	if !was.Window.Same(r.Window) {
		by := ""
		if n := len(r.Moves); n > len(was.Moves) {
			m := r.Moves[n-1]
			by = fmt.Sprintf(" by %s, %s: %s", t.c.Signatory(m.By, m.At), t.at(m.At), strings.Trim(t.c.Under(r).Policy.ReasonTitle(m.Reason)+", "+m.Sentence, ", "))
		}
		tell("window moved from %s to %s%s", t.slot(was.Window), t.slot(r.Window), by)
	}
	person := func(id model.ID) string {
		if id == "" {
			return ""
		}
		return t.c.PersonName(id)
	}
	service := func(id model.ID) string {
		if s := model.Get[*model.Service](t.c, id); s != nil {
			return s.Name
		}
		return string(id)
	}
	yesNo := map[bool]string{true: "yes", false: "no"}
	held := func(r *model.Release) string {
		if r.Hold != nil {
			return "yes: " + r.Hold.Reason
		}
		return "no"
	}
	for _, f := range []struct{ name, from, to string }{
		{"title", was.Title(), r.Title()},
		{"type", was.Type, r.Type},
		{"stage", was.Stage, r.Stage},
		{"on hold", held(was), held(r)},
		{"risk", riskWord(was.Risk), riskWord(r.Risk)},
		{"revision", strconv.Itoa(was.Revision), strconv.Itoa(r.Revision)},
		{"service", service(was.Service), service(r.Service)},
		{"owner", person(was.Owner), person(r.Owner)},
		{"coordinator", person(was.Coordinator), person(r.Coordinator)},
		{"owner of the rollback", person(was.RollbackOwner), person(r.RollbackOwner)},
		{"environment", was.Env, r.Env},
		{"contents", strings.Join(was.Contents, " and "), strings.Join(r.Contents, " and ")},
		{"major", yesNo[was.Major], yesNo[r.Major]},
		{"notes", was.Notes, r.Notes},
	} {
		switch {
		case f.from == f.to:
		case f.from == "":
			tell("%s is now %s", f.name, f.to)
		case f.to == "":
			tell("%s was taken out; it was %s", f.name, f.from)
		default:
			tell("%s was %s, is now %s", f.name, f.from, f.to)
		}
	}
}

func riskWord(k *model.Risk) string {
	if k == nil {
		return ""
	}
	return fmt.Sprintf("%s %d", strings.ReplaceAll(k.Band, "-", " "), k.Score)
}

// lists compares what a release names.
func (t *teller) lists(was *model.Release, tell func(string, ...any)) {
	for _, f := range []struct {
		in, out  string
		from, to []model.ID
	}{
		{"came into scope", "went out of scope", was.Changes, t.r.Changes},
		{"is affected too", "is not affected any more", was.Items, t.r.Items},
		{"came into the package", "went out of the package", was.Package, t.r.Package},
		{"has to go first", "need not go first any more", was.DependsOn, t.r.DependsOn},
		{"is booked for the deployment", "is not booked any more", was.People, t.r.People},
	} {
		for _, id := range f.to {
			if !slices.Contains(f.from, id) {
				tell("%s %s", t.named(id), f.in)
			}
		}
		for _, id := range f.from {
			if !slices.Contains(f.to, id) {
				tell("%s %s", t.named(id), f.out)
			}
		}
	}
}

// named is a record's id with its title, where it is among the facts.
func (t *teller) named(id model.ID) string {
	if f, ok := t.c.Fact(id); ok {
		return strings.TrimSpace(string(id) + " " + f.Record.Row().Title)
	}
	return string(id)
}

// papers compares the documents of the release and of its RFCs.
func (t *teller) papers(old *model.Case, tell func(string, ...any)) {
	for _, d := range model.All[*model.Document](t.c) {
		if d.Of != t.r.ID && !slices.Contains(t.r.Changes, d.Of) {
			continue
		}
		was := model.Get[*model.Document](old, d.ID)
		name := grammar.Lower(t.formTitle(d))
		if d.Of != t.r.ID {
			name += " of " + string(d.Of)
		}
		switch {
		case was == nil && !old.IsRedacted(d.ID):
			tell("%s written by %s, %s", name, t.c.Signatory(d.Author, d.At), t.at(d.At)+t.recorded(d.Recorded))
		case was == nil || d.Version != was.Version:
			text := fmt.Sprintf("%s version %d by %s, %s", name, d.Version, t.c.Signatory(d.Author, d.At), t.at(d.At)+t.recorded(d.Recorded))
			if was != nil {
				if changed := t.changedFields(was, d); len(changed) > 0 {
					text += ": " + strings.Join(changed, ", ") + " changed"
				}
			}
			tell("%s", text)
		case was.Approved.IsZero() && !d.Approved.IsZero():
			tell("%s approved by %s, %s", name, decision.Signed(t.c, d.Approver, d.Approved, d.Basis), t.at(d.Approved))
		}
	}
}

// changedFields names the fields in which two versions differ.
func (t *teller) changedFields(was, is *model.Document) []string {
	f := t.c.FormIn(is)
	if f == nil {
		return nil
	}
	var out []string
	before, now := was.In(f), is.In(f)
	for _, field := range f.Fields() {
		if !before.Only(field.Name).Same(now.Only(field.Name)) {
			out = append(out, grammar.Lower(field.Title))
		}
	}
	return out
}

// collisions compares what the window collided with.
func (t *teller) collisions(old *model.Case, was *model.Release, tell func(string, ...any)) {
	before, now := map[string]bool{}, map[string]bool{}
	if was != nil {
		for _, c := range gate.Conflicts(old, was) {
			before[c.Key] = true
		}
	}
	found := gate.Conflicts(t.c, t.r)
	for _, c := range found {
		now[c.Key] = true
		if !before[c.Key] {
			tell("new on the calendar: %s", c.Text)
		}
	}
	if was == nil {
		return
	}
	for _, c := range gate.Conflicts(old, was) {
		if !now[c.Key] {
			tell("gone from the calendar: %s", c.Text)
		}
	}
	for _, a := range t.r.Accepted {
		if !slices.ContainsFunc(was.Accepted, func(o model.Accepted) bool { return o.Key == a.Key }) {
			tell("%s accepted a conflict, %s: %s", t.c.Signatory(a.By, a.At), t.at(a.At), a.Reason)
		}
	}
}
