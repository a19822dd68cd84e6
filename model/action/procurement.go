package action

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/grammar"
)

// Procure orders something for a release.
type Procure struct {
	Item model.Procurement `json:"item"`
}

// Needs are the release's facts.
func (a Procure) Needs() model.Needs { return model.Needs{Releases: []model.ID{a.Item.Release}} }

func (a Procure) Do(c *model.Case) (Outcome, error) {
	doing := "procure for " + string(a.Item.Release)
	r, _, err := loadUnlocked(c, a.Item.Release, 0, doing)
	if err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: doing}
	titled(refusal, "what is ordered", a.Item.Title)
	if a.Item.Count < 0 || a.Item.Count > procureMost {
		refusal.Add(fmt.Sprintf("%d are not ordered at once", a.Item.Count), model.AnswerTo(fmt.Sprintf("give a number from 1 to %d", procureMost), "count"))
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	// Only what a person says of an order is taken over: what came in is said when it does.
	n := model.Procurement{Release: r.ID, Title: a.Item.Title, Hardware: a.Item.Hardware, Supplier: a.Item.Supplier, Order: a.Item.Order, Due: a.Item.Due, Count: a.Item.Count, By: c.Who.ID(), At: c.Now}
	if n.Count == 1 {
		n.Count = 0
	}
	n.ID = c.Mint(model.KindProcurement)
	what := n.Title
	if n.Count > 0 {
		what = fmt.Sprintf("%d × %s", n.Count, n.Title)
	}
	note := fmt.Sprintf("ordered %s for %s", what, r.ID)
	if !n.Due.IsZero() {
		note += ", due " + tell(c, r.ID, model.Slot{Start: n.Due})
	}
	out := wrote(r.ID, note, &n)
	if !n.Due.IsZero() && !n.Due.Span(c.Zone(r)).End.After(c.Now) { // what came in is entered late, too
		out.Warning = &model.Reason{Text: "the date it is due, " + tell(c, r.ID, model.Slot{Start: n.Due}) + ", has passed", Remedies: []model.Remedy{model.ByTask("receive", n.ID).For("receive it, if it is here")}}
	}
	return out, nil
}

// numbers are serial numbers, counted behind "there".
func numbers(n int) string {
	if n == 1 {
		return "is 1 serial number"
	}
	return fmt.Sprintf("are %d serial numbers", n)
}

// procureMost is how many of a thing are ordered at once at most: each may become an item.
const procureMost = 1000

// Receive says that what was ordered came in, or a part of it. Hardware becomes items: one
// for each serial number, else one for all that came in.
type Receive struct {
	Procurement model.ID   `json:"procurement"`
	Item        model.Item `json:"item,omitzero"` // for hardware: name, class, serial
	// Count is how many came in; 0 for all that were still to come.
	Count int `json:"count,omitempty"`
	// Serials are the serial numbers of what came in, where there are several.
	Serials []string `json:"serials,omitempty"`
	// Happened is when it came in, where that was before it is entered.
	Happened time.Time `json:"happened,omitzero"`
	Void     bool      `json:"void,omitempty"`
	// Anyway confirms that what came in is another than what has its serial number or name.
	Anyway bool `json:"anyway,omitempty"`
}

// Needs are the order with its release, what it names, and the items that are called as
// what came in.
func (a Receive) Needs() model.Needs {
	n := model.Needs{IDs: []model.ID{a.Procurement}, Called: append([]string{a.Item.Name, a.Item.Serial}, a.Serials...)}
	for _, l := range a.Item.Links() {
		n.IDs = append(n.IDs, l.To)
	}
	n.Called = slices.DeleteFunc(n.Called, func(text string) bool { return strings.TrimSpace(text) == "" })
	for i := range n.Called {
		n.Called[i] = strings.TrimSpace(n.Called[i])
	}
	n.Called = append(n.Called, "") // and as it was ordered
	return n
}

func (a Receive) Do(c *model.Case) (Outcome, error) {
	doing := "receive " + string(a.Procurement)
	old, err := known[*model.Procurement](c, a.Procurement)
	if err != nil {
		return Outcome{}, err
	}
	r, p, err := load(c, old.Release, 0, doing)
	if err != nil {
		return Outcome{}, err
	}
	if !old.Waits() {
		return Outcome{}, model.Refuse(doing, "it is "+model.StateWords(old)+" already")
	}
	refusal := &model.Refusal{Doing: doing}
	serials := a.serials(refusal)
	count := a.Count
	switch {
	case count == 0 && len(serials) > 0:
		count = len(serials)
	case count == 0:
		count = old.Left()
	}
	switch {
	case count < 0:
		refusal.Add("nothing came in", model.AnswerTo("say how many came in", "count"))
	case count > old.Left():
		refusal.Add(fmt.Sprintf("%d of %d are still to come, not %d", old.Left(), old.Ordered(), count), model.AnswerTo("say how many came in", "count"))
	case len(serials) > 0 && len(serials) != count:
		refusal.Add(fmt.Sprintf("%s came in, and there %s", grammar.Count(count, "piece"), numbers(len(serials))), model.AnswerTo("give each its own, or none", "serial"))
	}
	at := dated(c, a.Happened, "it can't have come in", []need{{old.At, "it was ordered"}}, refusal)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	n := *old
	came := model.Receipt{Count: count, By: c.Who.ID(), At: at, Recorded: recordedLater(c, at)}
	note := fmt.Sprintf("received %s for %s", old.Title, r.ID)
	if old.Ordered() > 1 {
		note = fmt.Sprintf("received %d of %d × %s for %s", count, old.Ordered(), old.Title, r.ID)
	}
	var items []model.Record
	if old.Hardware {
		if err := unlocked(r, p, doing); err != nil {
			return Outcome{}, err
		}
		for _, item := range a.items(c, r, old, serials, refusal) {
			items, came.Items = append(items, item), append(came.Items, item.ID)
		}
		if err := refusal.Or(); err != nil {
			return Outcome{}, err
		}
	}
	n.Receipts = append(slices.Clip(old.Receipts), came)
	if n.Item == "" && len(came.Items) > 0 {
		n.Item = came.Items[0]
	}
	if n.Left() == 0 {
		n.Received = at
	}
	out := wrote(r.ID, note, &n)
	if !a.Happened.IsZero() {
		out.Happened = at
	}
	if len(items) == 0 {
		return out, nil
	}
	rel := r.Clone()
	rel.Items, rel.NoItems, rel.ItemsAll = model.SortIDs(append(rel.Items, came.Items...)), "", false
	out.Writes = append(append(out.Writes, items...), rel)
	return revised(c, p, rel, []string{"items"}, a.Void, doing, out)
}

// serials are the numbers that were given, each once.
func (a Receive) serials(refusal *model.Refusal) []string {
	var out []string
	for _, text := range append([]string{a.Item.Serial}, a.Serials...) {
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		if slices.ContainsFunc(out, func(other string) bool { return strings.EqualFold(other, text) }) {
			refusal.Add(fmt.Sprintf("the serial number %s is given twice", text), model.AnswerTo("give each its own", "serial"))
			continue
		}
		if wrong := model.CheckTitle("the serial number", text); wrong != "" {
			refusal.Add(wrong)
		}
		out = append(out, text)
	}
	return out
}

// items are what hardware becomes that came in.
func (a Receive) items(c *model.Case, r *model.Release, old *model.Procurement, serials []string, refusal *model.Refusal) []*model.Item {
	if len(serials) == 0 {
		serials = []string{""}
	}
	var out []*model.Item
	for _, serial := range serials {
		item := model.Item{Name: a.Item.Name, Class: a.Item.Class, Env: a.Item.Env, Version: a.Item.Version, Service: a.Item.Service, Owner: a.Item.Owner, Serial: serial, State: model.ItemPlanned}
		if item.Name == "" {
			item.Name = old.Title
		}
		if item.Class == "" {
			item.Class = "hardware"
		}
		if item.Service == "" {
			item.Service = r.Service
		}
		if checkItem(c, &item, refusal); len(refusal.Reasons) > len(refusal.Doubts) {
			return nil
		}
		doubled(c, &item, old.Became(), a.Anyway, refusal)
		item.ID = c.Mint(model.KindItem)
		out = append(out, &item)
	}
	return out
}

// DropProcurement takes something off a release's list that is not needed, or what of
// it has not come in.
type DropProcurement struct {
	Procurement model.ID `json:"procurement"`
	Reason      string   `json:"reason"`
}

func (a DropProcurement) Do(c *model.Case) (Outcome, error) {
	doing := "drop " + string(a.Procurement)
	old, err := known[*model.Procurement](c, a.Procurement)
	if err != nil {
		return Outcome{}, err
	}
	if model.Blank(a.Reason) {
		return Outcome{}, model.Refuse(doing, "a reason is missing", model.AnswerTo("say why", "reason"))
	}
	if !old.Waits() {
		return Outcome{}, model.Refuse(doing, "it is "+model.StateWords(old)+" already")
	}
	n := *old
	n.Dropped = a.Reason
	return wrote(old.Release, fmt.Sprintf("dropped %s of %s", old.Title, old.Release), &n), nil
}
