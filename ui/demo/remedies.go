package demo

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"fairway/assets"
	"fairway/model"
	"fairway/model/action"
	"fairway/model/process"
	"fairway/model/when"
	"fairway/store"
)

// remedy is what is done about a check of a gate: its name, its place among what
// is done in a stage, and how.
type remedy struct {
	name string
	rank int
	do   func(w *walk, c process.Check) []todo
}

// remedies says what is done about each check. What is said at registration, and
// what time alone brings, needs nothing to be done.
var remedies = map[string]remedy{
	"assessed-value":       {"assess", 1, (*walk).assess},
	"conflicts-scanned":    {"scan", 2, (*walk).scan}, // a fresh one is asked for
	"planned-method":       {"plan", 3, (*walk).planned},
	"planned-procurement":  {"order", 4, (*walk).order},
	"rollback-planned":     {"rollback", 5, (*walk).rollback},
	"criteria-set":         {"criteria", 6, (*walk).criteria},
	"requirements-signed":  {"agreement", 7, (*walk).agreement},
	"procurement-received": {"receive", 8, (*walk).receive},
	"agreement-signed":     {"agreed", 9, (*walk).agreed},
	"package-in-dml":       {"media", 10, (*walk).deliver},
	"items-listed":         {"items", 11, (*walk).listed},
	"notes-drafted":        {"notes", 12, (*walk).notes},
	"criteria-tested":      {"report", 13, (*walk).report},
	"form-written":         {"accept", 14, (*walk).accept},
	"notice-sent":          {"notice", 15, (*walk).notice},
	"items-updated":        {"update", 16, (*walk).update},
	"authorised":           {"ask", 17, (*walk).approve},
	"notes-approved":       {"approve", 18, (*walk).approved},
	"items-baselined":      {"baseline", 19, (*walk).baseline},
	"run-ended":            {"run", 20, (*walk).deploy},
	"hand-over-written":    {"hand-over", 19, (*walk).handOver},
	"outcome-stated":       {"evaluate", 21, (*walk).evaluate},
}

// stage lists what is done in a stage. Where the release still stands, that is
// not all of it.
func (w *walk) stage(s *process.Stage, here bool) ([]todo, error) {
	type step struct {
		remedy
		check process.Check
	}
	var steps []step
	for _, c := range s.Checks {
		known, ok := remedies[c.Name]
		if !ok || slices.ContainsFunc(steps, func(o step) bool { return o.name == known.name && o.check.Arg == c.Arg }) {
			continue
		}
		if applies, _ := process.Holds(c.When, w.is); !applies {
			continue
		}
		steps = append(steps, step{known, c})
	}
	slices.SortStableFunc(steps, func(a, b step) int { return a.rank - b.rank })
	var out []todo
	for _, st := range steps {
		out = append(out, st.do(w, st.check)...)
	}
	return w.turned(s, out, here)
}

// turned puts the turns of the data among what is done in a stage, and cuts
// off what has not been done yet.
func (w *walk) turned(s *process.Stage, todos []todo, here bool) ([]todo, error) {
	var out []todo
	insert := func(after string) error {
		for _, t := range w.spec.Turns {
			if t.At != s.ID || t.After != after {
				continue
			}
			more, err := w.turn(t, s)
			if err != nil {
				return fmt.Errorf("%s: %w", t.Do, err)
			}
			out = append(out, more...)
		}
		return nil
	}
	if err := insert(""); err != nil {
		return nil, err
	}
	reached := !here || w.spec.Upto == "all"
	for i, t := range todos {
		last := i == len(todos)-1 || todos[i+1].name != t.name
		if here && w.spec.Upto == "" && !s.Runs {
			break
		}
		out = append(out, t)
		if !last {
			continue
		}
		if err := insert(t.name); err != nil {
			return nil, err
		}
		if here && t.name == w.spec.Upto {
			reached = true
			break
		}
	}
	if !reached && w.spec.Upto != "" && !s.Runs {
		return nil, fmt.Errorf("nothing there is called %q", w.spec.Upto)
	}
	for i := range out {
		if out[i].who == "" {
			out[i].who = w.spec.Coordinator
		}
	}
	return out, nil
}

// is answers the condition words of a check, as far as they are known before
// anything was done.
func (w *walk) is(word string) bool {
	switch word {
	case "software", "hardware", "service-hours", "support":
		return slices.Contains(w.spec.Contents, word)
	case "major":
		return w.spec.Major
	case "procuring":
		return len(w.spec.Orders) > 0
	case "items":
		return len(w.spec.Items) > 0
	}
	return false
}

func (w *walk) scan(process.Check) []todo {
	return []todo{{name: "scan", late: 1, do: func() action.Action { return action.Scan{Release: w.id} }}}
}

// order orders what has to be procured.
func (w *walk) order(process.Check) []todo {
	var out []todo
	for _, o := range w.spec.Orders {
		due := when.OnDay(w.slots[len(w.slots)-1].Start.On(w.m.days.zone).AddDays(-o.Due), w.m.days.zone)
		out = append(out, todo{name: "order", do: func() action.Action {
			return action.Procure{Item: model.Procurement{Release: w.id, Title: o.Title, Hardware: o.Hardware, Supplier: o.Supplier, Order: o.Order, Due: due}}
		}, then: func(r store.Result) { w.orders = append(w.orders, r.Wrote[0]) }})
	}
	return out
}

// receive rules in what came, and strikes out what is no longer needed. What is
// late stays open.
func (w *walk) receive(process.Check) []todo {
	var out []todo
	for i, o := range w.spec.Orders {
		switch {
		case o.Dropped != "":
			out = append(out, todo{name: "receive", do: func() action.Action {
				return action.DropProcurement{Procurement: w.orders[i], Reason: o.Dropped}
			}})
		case o.Received:
			out = append(out, todo{name: "receive", who: w.m.keeper(), do: func() action.Action {
				a := action.Receive{Procurement: w.orders[i], Void: true}
				if o.Hardware {
					a.Item = model.Item{Name: o.Item, Class: "hardware", Serial: o.Serial, Owner: w.m.id("person", w.spec.Deployer), Version: "1"}
				}
				return a
			}, then: func(r store.Result) {
				for _, id := range r.Wrote {
					if id.Kind() == model.KindItem {
						w.m.ids["item "+o.Item] = id
					}
				}
			}})
		}
	}
	return out
}

// deliver puts the package into the DML; it is there already where an earlier
// stage asked for it.
func (w *walk) deliver(process.Check) []todo {
	if w.sum != "" {
		return nil
	}
	w.sum = "later"
	return []todo{w.pack("")}
}

// pack adds a build of the package; word tells a second one from the first.
func (w *walk) pack(word string) todo {
	name := w.spec.Service + "-" + strings.ToLower(w.spec.Version) + word + ".tar.gz"
	return todo{name: "media", who: w.m.keeper(), do: func() action.Action {
		sum, size, err := w.m.file.Store(bytes.NewReader([]byte(w.content(name))))
		if err != nil && w.m.err == nil {
			w.m.err = err
		}
		w.sum = sum
		return action.AddMedia{Media: model.Media{Name: name, Version: w.spec.Version, Medium: "archive", SHA256: sum, Size: size}, Release: w.id, Void: true}
	}, then: func(r store.Result) {
		for _, id := range r.Wrote {
			if id.Kind() == model.KindMedia {
				w.media = append(w.media, id)
			}
		}
	}}
}

// content stands for the package: what it holds, in words.
func (w *walk) content(name string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n", name, title(w.spec))
	for _, c := range w.spec.Changes {
		fmt.Fprintf(&b, "%s\n", c.Title)
	}
	return b.String()
}

func (w *walk) listed(process.Check) []todo {
	return []todo{{name: "items", who: w.m.keeper(), do: func() action.Action {
		return action.Affect{Release: w.id, None: w.spec.NoItems, Complete: w.spec.NoItems == "", Void: true}
	}}}
}

func (w *walk) notice(process.Check) []todo {
	text, audience := w.spec.Notice, w.spec.Audience
	if audience == "" {
		audience = "users of " + w.service.Name
	}
	return []todo{{name: "notice", do: func() action.Action {
		return action.SendNotice{Release: w.id, Audience: audience, Channel: "mail", Text: text}
	}}}
}

func (w *walk) baseline(process.Check) []todo {
	if len(w.spec.Items) == 0 && w.spec.NoItems != "" {
		return nil
	}
	return []todo{{name: "baseline", who: w.m.keeper(), late: 2, do: func() action.Action { return action.TakeBaseline{Release: w.id} }}}
}

// update brings the CMDB up to date: the first item has the new version, the
// others are as they were.
func (w *walk) update(process.Check) []todo {
	var out []todo
	for i, name := range w.items() {
		out = append(out, todo{name: "update", who: w.m.keeper(), do: func() action.Action {
			a := action.UpdateItem{Release: w.id, Item: w.m.id("item", name)}
			if i == 0 && len(w.media) > 0 {
				a.Version = w.spec.Version
			} else if slices.ContainsFunc(w.spec.Orders, func(o assets.DemoProcurement) bool { return o.Item == name }) {
				a.State = string(model.ItemLive)
			} else {
				a.NoChange = true
			}
			return a
		}})
	}
	return out
}

// items are those it touches, with what was delivered for it.
func (w *walk) items() []string {
	out := slices.Clone(w.spec.Items)
	for _, o := range w.spec.Orders {
		if o.Hardware && o.Received {
			out = append(out, o.Item)
		}
	}
	return out
}

// approve asks for an approval and has it signed by whoever it waits for.
func (w *walk) approve(c process.Check) []todo {
	out := []todo{{name: "ask", do: func() action.Action { return action.RequestApproval{Release: w.id, Purpose: c.Arg} },
		then: func(r store.Result) { w.approvals[c.Arg] = r.Wrote[0] }}}
	return append(out, w.signatures(c.Arg)...)
}

func (w *walk) signatures(purpose string) []todo {
	var out []todo
	for _, who := range w.signers(purpose) {
		if _, n := w.process.Stage(w.spec.Stage); slices.Contains(w.spec.Waits, who.handle) && w.waitsIn(purpose, n) {
			continue
		}
		out = append(out, todo{name: "sign", who: who.handle, do: func() action.Action {
			return action.Decide{Approval: w.approvals[purpose], Verdict: model.Approve, Comment: who.comment, Conditions: who.condition, BreakGlass: who.glass}
		}})
	}
	return out
}

// waitsIn reports whether an approval belongs to the stage in which the release
// stands: signatures are missing only there.
func (w *walk) waitsIn(purpose string, stage int) bool {
	def, ok := w.process.Approval(purpose)
	return ok && slices.Contains(def.Stages, w.process.Stages[stage].ID)
}
