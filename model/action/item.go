package action

import (
	"fmt"
	"slices"

	"fairway/model"
)

// WriteItem enters a configuration item, or changes one outside a release.
type WriteItem struct {
	Item model.Item `json:"item"`
	Seen int64      `json:"seen,omitempty"`
	// Anyway confirms that it is another than the one that has its name or serial number.
	Anyway bool `json:"anyway,omitempty"`
}

// Needs are what it names, and the items that are called as it is.
func (a WriteItem) Needs() model.Needs {
	n := model.Needs{IDs: []model.ID{a.Item.ID}, Seen: looked(a.Item.ID, a.Seen), Called: []string{a.Item.Name}}
	for _, l := range a.Item.Links() {
		n.IDs = append(n.IDs, l.To)
	}
	if a.Item.Serial != "" {
		n.Called = append(n.Called, a.Item.Serial)
	}
	return n
}

func (a WriteItem) For(c *model.Case) model.ID {
	if old := model.Get[*model.Item](c, a.Item.ID); old != nil {
		return old.Service
	}
	return a.Item.Service
}

func (a WriteItem) Do(c *model.Case) (Outcome, error) {
	i := a.Item
	refusal := &model.Refusal{Doing: "write a configuration item"}
	verb := "entered"
	if i.ID != "" {
		verb = "changed"
		merged, err := replaced(c, &i, a.Seen)
		if err != nil {
			return Outcome{}, err
		}
		i = *merged
		moved(c, a, model.Get[*model.Item](c, i.ID).Service, i.Service, refusal)
	}
	checkItem(c, &i, refusal)
	if i.ID != "" {
		if slices.Contains(i.DependsOn, i.ID) {
			refusal.Add("an item can't depend on itself", model.AnswerTo("leave it out", "depends_on"))
		}
	}
	if old := model.Get[*model.Item](c, i.ID); old == nil || !sameBearing(old, &i) {
		doubled(c, &i, nil, a.Anyway, refusal)
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	if i.ID == "" {
		i.ID = c.Mint(model.KindItem)
	}
	return wrote(i.ID, fmt.Sprintf("%s %s %s", verb, i.ID, i.Name), &i), nil
}

// doubled asks about an item that is there already as far as name and serial number tell,
// except those named: as a rule that one is meant. Nothing else has to be wrong.
func doubled(c *model.Case, i *model.Item, except []model.ID, anyway bool, refusal *model.Refusal) {
	if anyway || len(refusal.Reasons) > len(refusal.Doubts) {
		return
	}
	ids, words := model.Doubles(c, i, except...)
	for n, id := range ids {
		refusal.Doubts = append(refusal.Doubts, id)
		refusal.Add(words[n], model.Say("give this one its own, or use "+string(id)), goOn("anyway"))
	}
}

// sameBearing reports whether two states of an item are told from others by the same.
func sameBearing(was, is *model.Item) bool {
	return was.Name == is.Name && was.Serial == is.Serial && was.Class == is.Class && was.Env == is.Env && was.Service == is.Service
}

func checkItem(c *model.Case, i *model.Item, refusal *model.Refusal) {
	titled(refusal, "the name", i.Name, model.Say("give it a name"))
	oneOf(refusal, "class of item", i.Class, c.Rules.Policy.ItemClasses)
	if i.State == "" {
		i.State = model.ItemLive
	}
	if !i.Kind().Info().Has(i.State) {
		refusal.Add(fmt.Sprintf("%q is no state of an item", i.State), model.Say("planned, live or retired"))
	}
	i.DependsOn = model.SortIDs(slices.Clone(i.DependsOn))
	refs(c, refusal, model.KindService, i.Service)
	refs(c, refusal, model.KindPerson, i.Owner)
	refs(c, refusal, model.KindItem, i.DependsOn...)
}

// UpdateItem brings an item up to date after a release's deployment, or says
// that the deployment did not change it.
type UpdateItem struct {
	Release  model.ID `json:"release"`
	Item     model.ID `json:"item"`
	Version  string   `json:"version,omitempty"`
	State    string   `json:"state,omitempty"`
	NoChange bool     `json:"no_change,omitempty"`
	Seen     int64    `json:"seen,omitempty"`
	// Anyway confirms that it changed although somebody said that it did not.
	Anyway bool `json:"anyway,omitempty"`
}

// Needs are the release's facts.
func (a UpdateItem) Needs() model.Needs {
	return model.Needs{Releases: []model.ID{a.Release}, Seen: looked(a.Item, a.Seen)}
}

// contradicted compares what is said of an item with what was said of it after the same
// run: that nothing changed can't be so once it is on record what did. The other way round
// somebody looked again, which is asked about.
func (a UpdateItem) contradicted(c *model.Case, r *model.Release, run *model.Run, refusal *model.Refusal) {
	if run == nil || len(refusal.Reasons) > 0 {
		return
	}
	last := r.Updated(a.Item, run)
	switch {
	case last == nil:
	case a.NoChange && last.Changed():
		text := "it was brought up to date after " + string(run.ID)
		if words := last.Words("→"); words != "" {
			text += ": " + words
		}
		version := ""
		if last.From != nil {
			version = last.From.Version
		}
		refusal.Add(text, model.ByTask("update-item", r.ID, model.With("item", string(a.Item)), model.With("version", version)).For("if that was wrong, say what it is"))
	case a.NoChange && last.NoChange:
		refusal.Add("that is on record already")
	case !a.NoChange && last.NoChange && !a.Anyway:
		refusal.Doubts = append(refusal.Doubts, a.Item)
		refusal.Add(fmt.Sprintf("%s said that nothing of it changed, %s", c.PersonName(last.By), stamp(last.At)), goOn("anyway"))
	}
}

func (a UpdateItem) Do(c *model.Case) (Outcome, error) {
	doing := fmt.Sprintf("update %s after %s", a.Item, a.Release)
	r, _, err := loadOpen(c, a.Release, 0, doing)
	if err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: doing}
	if !slices.Contains(r.Items, a.Item) {
		refusal.Add("it is not among the release's affected items", model.ByTask("affect", r.ID, model.With("add", string(a.Item))).For("put it onto its list"))
	}
	run := c.LastRun(r.ID)
	if run == nil {
		refusal.Add("no deployment of the release has ended", model.ByTask("start-run", r.ID).For("it is updated after the run"))
	} else if run.Open() {
		refusal.Add("no deployment of the release has ended", model.ByTask("end-run", run.ID, model.With("result", "")))
	}
	if a.NoChange == (a.Version != "" || a.State != "") {
		refusal.Add("say either what changed or that nothing did", model.AnswerTo("give the version it has now, or say that nothing changed", "version", "what"))
	}
	said(refusal, "the version", a.Version)
	a.contradicted(c, r, run, refusal)
	item := model.Get[*model.Item](c, a.Item)
	if item == nil {
		refusal.Add(string(a.Item) + " can't be read")
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	n := r.Clone()
	update := model.Update{Item: a.Item, Run: run.ID, NoChange: a.NoChange, By: c.Who.ID(), At: c.Now}
	out := wrote(r.ID, fmt.Sprintf("%s was not changed by %s", a.Item, r.ID), n)
	if !a.NoChange {
		merged, err := onto(c, item, a.Seen, func(saw *model.Item) *model.Item {
			mine := *saw
			if a.Version != "" {
				mine.Version = a.Version
			}
			mine.State = model.ItemLive
			if a.State != "" {
				mine.State = model.State(a.State)
			}
			return &mine
		})
		if err != nil {
			return Outcome{}, err
		}
		i := *merged
		checkItem(c, &i, refusal)
		if err := refusal.Or(); err != nil {
			return Outcome{}, err
		}
		update.From, update.To = &model.ItemStood{Version: item.Version, State: item.State}, &model.ItemStood{Version: i.Version, State: i.State}
		out.Note = fmt.Sprintf("brought %s up to date after %s: %s", a.Item, r.ID, update.Words("→"))
		out.Writes = append(out.Writes, &i)
	}
	n.Updates = append(n.Updates, update)
	return out, nil
}
