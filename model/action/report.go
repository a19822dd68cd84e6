package action

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/form"
	"fairway/model/process"
	"fairway/model/report"
)

// KeepReport keeps a report of a period: as the next version of its document, with the files
// in which it was written.
type KeepReport struct {
	Report     string   `json:"report"` // which of the reports of the rules
	Period     string   `json:"period,omitempty"`
	Service    model.ID `json:"service,omitempty"`
	Filter     string   `json:"filter,omitempty"`
	Evaluation string   `json:"evaluation,omitempty"`
	// Content is the report itself. Whoever keeps one doesn't type it: it is made before the
	// action is done.
	Content *ReportContent `json:"content,omitempty"`
}

// ReportContent is a report as it was made.
type ReportContent struct {
	Title    string `json:"title"`
	Sort     string `json:"sort"`   // what such a report is called: Monthly service report
	Period   string `json:"period"` // by name, where none was said
	Position int64  `json:"position"`
	NextDue  string `json:"next_due,omitempty"`
	// Answers are what its document says, by what the questions are for.
	Answers form.Answers `json:"answers"`
	// Files are its Markdown and its page, whose content is stored already.
	Files []ReportFile `json:"files"`
}

// ReportFile is one form in which a report was written.
type ReportFile struct {
	Form   string `json:"form"` // Markdown, HTML
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"`
}

// Needs are the reports that were kept: the next version of one has its document.
func (a KeepReport) Needs() model.Needs {
	return model.Needs{IDs: model.SortIDs([]model.ID{a.Service}), Kinds: []model.Kind{model.KindReport}}
}

// For is the service that it is about: who may for one alone keeps none of all.
func (a KeepReport) For(*model.Case) model.ID { return a.Service }

// Unmade says what is missing before it can be done; asked beforehand whether it may be
// done, it is not made yet.
func (a KeepReport) Unmade() string {
	if a.Content == nil {
		return "the report is not made"
	}
	return ""
}

// Do keeps it.
func (a KeepReport) Do(c *model.Case) (Outcome, error) {
	doing := "keep the report " + a.Report
	refusal := &model.Refusal{Doing: doing}
	if a.Service != "" && a.Filter != "" {
		refusal.Add("it is of one service or of what passes a filter, not both", model.AnswerTo("leave one out", "filter"))
	}
	if a.Service != "" && model.Get[*model.Service](c, a.Service) == nil {
		return Outcome{}, &model.NotFound{What: "service " + string(a.Service)}
	}
	zone := c.Rules.Policy.Location()
	sort, known := c.Rules.Reporting().Report(a.Report)
	if !known && len(c.Rules.Reports) > 0 { // of rules from before there were any the program has its own
		refusal.Add(fmt.Sprintf("there is no report %q; there are %s", a.Report, strings.Join(model.Each(c.Rules.Reports, func(r process.Report) string { return r.ID }), ", ")), model.AnswerTo("choose one of them", "report"))
	} else if _, err := report.Period(sort, a.Period, c.Now, zone); err != nil {
		refusal.Add(err.Error(), model.AnswerTo("name a period that has begun", "period"))
	}
	if err := refusal.Or(); err != nil || a.Content == nil {
		return Outcome{Subject: a.Service, Note: "kept a report"}, err
	}
	made := a.Content
	r := c.Reported(a.Report, made.Period, a.Service, a.Filter)
	n := model.KeptReport{Report: a.Report, Period: made.Period, Service: a.Service, Filter: a.Filter}
	if r == nil {
		n.ID, n.Document = c.Mint(model.KindReport), c.Mint(model.KindDocument)
	} else {
		n = *r
	}
	n.Title, n.Version, n.By, n.At, n.Position, n.NextDue = made.Title, n.Version+1, c.Who.ID(), c.Now, made.Position, made.NextDue
	d, files, err := a.document(c, &n, doing)
	if err != nil {
		return Outcome{}, err
	}
	out := wrote(n.ID, fmt.Sprintf("kept %s, version %d: %s", n.ID, n.Version, n.Title), &n, d)
	out.Writes = append(out.Writes, files...)
	return out, nil
}

// document is what the report says, with the entries of the DML for its files.
func (a KeepReport) document(c *model.Case, n *model.KeptReport, doing string) (*model.Document, []model.Record, error) {
	filled := a.Content.Answers.Clone()
	if filled.Tables == nil {
		filled.Tables = map[string][]form.Cells{}
	}
	d := &model.Document{ID: n.Document, Form: report.FormReport, Title: a.Content.Sort, Of: n.ID, Version: n.Version, Author: c.Who.ID(), At: c.Now}
	var files []model.Record
	filled.Tables["files"] = nil
	for _, f := range a.Content.Files {
		m := &model.Media{ID: c.Mint(model.KindMedia), Name: f.Name, Version: fmt.Sprint(n.Version), Medium: "report", SHA256: f.SHA256, Size: f.Size, By: c.Who.ID(), At: c.Now, State: model.MediaIn}
		files = append(files, m)
		filled.Tables["files"] = append(filled.Tables["files"], form.Cells{"form": f.Form, "file": string(m.ID)})
		d.Attached = append(d.Attached, model.Attached{Media: m.ID, Name: strings.TrimSpace(m.Name + " " + m.Version), SHA256: m.SHA256})
	}
	f, ok := c.Rules.Form(report.FormReport)
	if !ok || f.Of != string(model.KindReport) { // rules from before there was a form for it
		d.Answers = filled
		return d, files, nil
	}
	d.Form, d.Purpose, d.Meanings = f.Name, f.Purpose, f.Meanings()
	own := f.Own(filled)
	for name := range own.Values { // the form may leave out what the program doesn't need
		if _, asked := f.Field(name); !asked {
			delete(own.Values, name)
		}
	}
	for name := range own.Tables {
		if _, asked := f.Field(name); !asked {
			delete(own.Tables, name)
		}
	}
	answers, wrong := f.Tidy(own, form.Ground{Now: c.Now, Zone: c.Rules.Policy.Location(), Lookup: func(kind, text string) (string, bool) {
		return text, model.ID(text).Kind() == model.Kind(kind)
	}})
	if len(wrong) > 0 {
		refusal := &model.Refusal{Doing: doing}
		for _, w := range wrong {
			refusal.Wrong(w)
		}
		return nil, nil, refusal
	}
	d.Answers = answers
	return d, files, nil
}

// HandOutReport says who got a version of a kept report. The program sends nothing itself.
type HandOutReport struct {
	Report   model.ID   `json:"report"`
	Document model.ID   `json:"document"` // what was read
	Version  int        `json:"version"`
	To       []model.ID `json:"to"`
	Channel  string     `json:"channel"`
	Happened time.Time  `json:"happened,omitzero"`
	Seen     int64      `json:"seen,omitempty"`
}

// Needs are the report, its document and those who got it.
func (a HandOutReport) Needs() model.Needs {
	return model.Needs{IDs: model.SortIDs(append([]model.ID{a.Report, a.Document}, a.To...)), Seen: looked(a.Report, a.Seen)}
}

// For is the service that the report is about.
func (a HandOutReport) For(c *model.Case) model.ID {
	if r := model.Get[*model.KeptReport](c, a.Report); r != nil {
		return r.Service
	}
	return ""
}

// Do records it. What nobody has approved goes to nobody.
func (a HandOutReport) Do(c *model.Case) (Outcome, error) {
	r, err := known[*model.KeptReport](c, a.Report)
	if err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: "record who got " + string(r.ID)}
	d := model.Get[*model.Document](c, r.Document)
	if a.Version != r.Version {
		refusal.Add(fmt.Sprintf("you read version %d; it is at version %d now", a.Version, r.Version), model.Say("read it again"))
	}
	since := r.At
	var v *model.Verdict
	if d != nil { // it can't be read any more where it was redacted
		v = d.Verdict()
	}
	if v == nil || !v.Yes {
		refusal.Add(fmt.Sprintf("version %d is not approved (%s): nobody is handed what nobody answers for", r.Version, r.Document), model.ByTask("approve-document", r.Document).For("somebody else than who kept it approves it"))
	} else {
		since = v.At
	}
	if len(a.To) == 0 {
		who := "say who got it"
		if d != nil {
			if list := strings.Fields(d.Meant().Get("to")); len(list) > 0 {
				who += ": on its distribution list are " + strings.Join(model.Each(list, func(id string) string { return c.PersonName(model.ID(id)) }), ", ")
			}
		}
		refusal.Add("nobody is named", model.AnswerTo(who, "to"))
	}
	for _, id := range a.To {
		if model.Get[*model.Person](c, id) == nil {
			return Outcome{}, &model.NotFound{What: "person " + string(id)}
		}
	}
	titled(refusal, "how they got it", a.Channel, model.AnswerTo("say how", "channel"))
	at := happened(c, a.Happened, "it can't have been handed out", []need{{since, fmt.Sprintf("version %d of %s was approved", r.Version, r.ID)}}, refusal)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	n := *r
	n.Handed = append(slices.Clone(r.Handed), model.HandedOut{Version: r.Version, To: model.SortIDs(slices.Clone(a.To)), Channel: strings.TrimSpace(a.Channel), By: c.Who.ID(), At: at, Recorded: recordedLater(c, at)})
	out := wrote(r.ID, fmt.Sprintf("handed out %s, version %d, to %s", r.ID, r.Version, strings.Join(model.Each(a.To, c.PersonName), ", ")), &n)
	if !a.Happened.IsZero() {
		out.Happened = at
	}
	return out, nil
}
