package action

import (
	"fmt"
	"slices"

	"fairway/model"
	"fairway/model/form"
	"fairway/model/gate"
	"fairway/model/grammar"
	"fairway/model/process"
	"fairway/model/when"
)

// DrawAudit begins an audit of a service's configuration items (ISO/IEC 20000-1:2018,
// 8.2.6): it draws a sample, and writes the form of the audit with it, in which is said
// of each item how it was found.
type DrawAudit struct {
	Service model.ID `json:"service"`
	// Sample is how many are looked at; all where there are no more.
	Sample int `json:"sample"`
	// Seed and the position of the log decide which (model.Sample); 0 is the position.
	Seed int   `json:"seed,omitempty"`
	Seen int64 `json:"seen,omitempty"`
}

// Needs are the service with its papers, and all items.
func (a DrawAudit) Needs() model.Needs {
	return model.Needs{IDs: []model.ID{a.Service}, Kinds: []model.Kind{model.KindItem}}
}

// For is the service.
func (a DrawAudit) For(*model.Case) model.ID { return a.Service }

// Do draws the sample as of the end of the log.
func (a DrawAudit) Do(c *model.Case) (Outcome, error) {
	s, err := known[*model.Service](c, a.Service)
	if err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: "draw an audit of " + string(s.ID)}
	pool := model.AuditPool(c, s.ID)
	if len(pool) == 0 {
		refusal.Add("it has no item to look at", model.ByTask("add-item", "", model.With("service", string(s.ID))))
	}
	if a.Sample < 1 {
		refusal.Add("it is not said how many are looked at", model.AnswerTo("give a number", "sample"))
	}
	today := when.DateOf(c.Now, c.ZoneOf(s.ID)).String()
	before := c.Document(gate.FormAudit, s.ID)
	if before != nil {
		open := unlooked(before)
		switch {
		case len(open) > 0:
			refusal.Add(fmt.Sprintf("the audit of %s goes on: %s not looked at", before.Meant().Get("held"), grammar.Count(len(open), "item")), model.ByTask("find-item", s.ID, model.With("item", string(open[0])), model.With("found", "")))
		case before.Meant().Get("held") == today:
			refusal.Add("one was made today, and another of the same day would take its place", model.ByForm(gate.FormAudit, s.ID).For("add to that one"))
		}
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	seed := int64(a.Seed)
	if seed == 0 {
		seed = c.Position
	}
	drawn := model.Sample(pool, a.Sample, seed, c.Position)
	said := form.Answers{Values: map[string]string{"held": today, "auditor": string(c.Who.ID()), "drawn": DrawnWords(len(drawn), len(pool), seed, c.Position)}, Tables: map[string][]form.Cells{}}
	for _, id := range drawn {
		said.Tables["items"] = append(said.Tables["items"], form.Cells{"item": string(id)})
	}
	out, err := writesAudit(c, s.ID, before, said, drawn)
	if err != nil {
		return Outcome{}, err
	}
	out.Note = fmt.Sprintf("drew %s of %s for an audit", DrawnWords(len(drawn), len(pool), seed, c.Position), s.ID)
	return out, nil
}

// DrawnWords say how a sample was drawn, so that it can be drawn again.
func DrawnWords(drawn, of int, seed, position int64) string {
	return fmt.Sprintf("%d of %s, seed %d, as of entry %d", drawn, grammar.Count(of, "item"), seed, position)
}

// writesAudit writes the form of an audit, by what its questions are for; of such as the
// form in force doesn't ask the answer goes.
func writesAudit(c *model.Case, service model.ID, before *model.Document, said form.Answers, drawn []model.ID) (Outcome, error) {
	if p := c.Who.Person; p != nil && !c.Has(p.ID) {
		c = c.With(p) // whoever draws it makes it
	}
	f := c.FormOf(gate.FormAudit, service)
	if f == nil {
		return Outcome{}, model.Refuse("write the audit of "+string(service), "the rules in force have no form for it", model.ByDoing(process.ProposeRules, "").For("propose one"))
	}
	for name := range said.Values {
		if _, asked := f.Field(name); !asked {
			delete(said.Values, name)
		}
	}
	w := WriteForm{Form: f.Name, Of: service, Answers: f.Own(said)}
	if before != nil {
		fact, _ := c.Fact(before.ID)
		w.Document, w.Seen = before.ID, fact.Since
	}
	return w.do(c, wording{drawn: drawn})
}

// unlooked are the items of an audit of which it is not said how they were found.
func unlooked(d *model.Document) []model.ID {
	var out []model.ID
	for _, row := range d.Meant().Rows("items") {
		if row["found"] == "" {
			out = append(out, model.ID(row["item"]))
		}
	}
	return out
}

// Unlooked are the items of a service's latest audit that are still to be looked at, and
// the audit; nil where there is none.
func Unlooked(c *model.Case, service model.ID) ([]model.ID, *model.Document) {
	d := c.Document(gate.FormAudit, service)
	if d == nil {
		return nil, nil
	}
	return unlooked(d), d
}

// FindItem says how an item was found in an audit of its service.
type FindItem struct {
	Service model.ID `json:"service"`
	Item    model.ID `json:"item"`
	Found   string   `json:"found"` // one of the words of the form: right, differs, missing, unchecked
	What    string   `json:"what,omitempty"`
	Seen    int64    `json:"seen,omitempty"`
}

// Needs are the service with its papers, and the items.
func (a FindItem) Needs() model.Needs {
	return model.Needs{IDs: []model.ID{a.Service, a.Item}, Kinds: []model.Kind{model.KindItem}}
}

// For is the service.
func (a FindItem) For(*model.Case) model.ID { return a.Service }

// Do writes it into the audit, which is finished once it is said of every item.
func (a FindItem) Do(c *model.Case) (Outcome, error) {
	doing := fmt.Sprintf("say how %s was found", a.Item)
	d := c.Document(gate.FormAudit, a.Service)
	if d == nil {
		return Outcome{}, model.Refuse(doing, "no audit of "+string(a.Service)+" was begun", model.ByTask("draw-audit", a.Service, model.With("sample", "")))
	}
	refusal := &model.Refusal{Doing: doing}
	said := d.Meant().Clone()
	rows := said.Rows("items")
	at := slices.IndexFunc(rows, func(row form.Cells) bool { return row["item"] == string(a.Item) })
	switch {
	case at < 0:
		refusal.Add(fmt.Sprintf("%s is not in the audit of %s", a.Item, said.Get("held")), model.ByForm(gate.FormAudit, a.Service).For("add it to that one"))
	case rows[at]["found"] != "":
		refusal.Add(fmt.Sprintf("it was found %s already", rows[at]["found"]), model.ByForm(gate.FormAudit, a.Service).For("correct what the audit says"))
	}
	switch {
	case !model.Blank(a.What):
	case a.Found == gate.FoundDiffers:
		refusal.Add("it is not said what differs", model.AnswerTo("say it", "what"))
	case a.Found == gate.FoundUnchecked:
		refusal.Add("it is not said why it was not looked at", model.AnswerTo("say it", "what"))
	}
	sane(refusal, "what differs", a.What)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	rows[at]["found"] = a.Found
	if !model.Blank(a.What) {
		rows[at]["what"] = a.What
	}
	said.Tables["items"] = rows
	left, differed, unchecked := 0, false, false
	for _, row := range rows {
		if row["found"] == "" {
			left++
			continue
		}
		differed = differed || row["found"] == gate.FoundDiffers || row["found"] == gate.FoundMissing
		unchecked = unchecked || row["found"] == gate.FoundUnchecked
	}
	if left == 0 {
		said.Values["differed"] = map[bool]string{true: "yes", false: "no"}[differed]
	}
	out, err := writesAudit(c, a.Service, d, said, nil)
	if err != nil {
		return Outcome{}, err
	}
	out.Note = fmt.Sprintf("found %s %s in the audit of %s", a.Item, a.Found, a.Service)
	switch {
	case left > 0:
		out.Note += fmt.Sprintf(", %s left", grammar.Count(left, "item"))
	case differed:
		out.Note += ": the last one"
		out.Next = &model.Reason{Text: "something differed: the audit asks why, and who puts it right", Remedies: []model.Remedy{model.ByForm(gate.FormAudit, a.Service, model.With("cause", ""), model.With("correction", ""), model.With("owner", ""), model.With("due", ""))}}
	case unchecked:
		out.Note += ": the last one, and all that were looked at were right"
	default:
		out.Note += ": the last one, and all were right"
	}
	return out, nil
}
