package action

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/form"
	"fairway/model/gate"
	"fairway/model/grammar"
)

// keepsSample is the sample of an audit that a version of its form keeps; drawn is the one
// that was drawn just now. A sample proves something only if nobody chooses from it: each
// of its items stays in the audit until it is over, how it was drawn is written by the
// program alone, and no item counts twice. It refuses what says otherwise.
func keepsSample(f *form.Form, before *model.Document, said form.Answers, drawn []model.ID, doing string) ([]model.ID, error) {
	if f.Means() != gate.FormAudit {
		return nil, nil
	}
	said = said.Meant(f.Meanings())
	refusal := &model.Refusal{Doing: doing}
	count := map[string]int{}
	for _, row := range said.Rows("items") {
		if count[row["item"]]++; count[row["item"]] == 2 && row["item"] != "" {
			refusal.Add(row["item"]+" stands in it twice, and would count twice", model.AnswerTo("say once how it was found", "items"))
		}
	}
	if len(drawn) > 0 {
		return drawn, refusal.Or()
	}
	sample, was, held := sampleOf(before)
	how := said.Get("drawn")
	if _, asked := f.Field("drawn"); !asked {
		how = was
	}
	same := held == said.Get("held")
	if len(sample) == 0 { // of one that nobody drew people may say in words how they chose
		if drawnSo.MatchString(how) {
			refusal.Add("how the items were drawn is written by the program, which drew none", model.AnswerTo("say in words how they were chosen", "drawn"), model.ByTask("draw-audit", "", model.With("sample", "")).For("draw a sample"))
		}
		return nil, refusal.Or()
	}
	switch {
	case how != "" && how != was:
		refusal.Add("how the items were drawn is written by the program, which did not draw them so", model.AnswerTo("leave it as it is: "+was, "drawn"))
	case how == "" && !same && len(unlooked(before)) == 0:
		return nil, refusal.Or() // the next one
	case how == "" && was == "":
	case how == "" && same:
		refusal.Add("it was drawn: "+was, model.AnswerTo("leave that as it is", "drawn"))
	case how == "":
		refusal.Add(fmt.Sprintf("the audit of %s goes on: %s not looked at", held, grammar.Count(len(unlooked(before)), "item")), model.AnswerTo("say of each how it was found, then begin another", "items"))
	}
	var out []string
	for _, id := range sample {
		if count[string(id)] == 0 {
			out = append(out, string(id))
		}
	}
	if len(out) > 0 {
		refusal.Add(fmt.Sprintf("%s of the sample is not in it: %s", grammar.Count(len(out), "item"), strings.Join(out[:min(len(out), sampleNamed)], ", ")),
			model.AnswerTo("leave all in it; what was not looked at is "+gate.FoundUnchecked+", with why", "items"))
	}
	return sample, refusal.Or()
}

// drawnSo are the words in which the program says how it drew (DrawnWords).
var drawnSo = regexp.MustCompile(`^\d+ of \d+ items?, seed -?\d+, as of entry \d+$`)

// sampleNamed is how many items a refusal names at most.
const sampleNamed = 10

// sampleOf is the sample of the audit that stands, how it was drawn and when it was made.
// One of before samples were kept has that all its items are.
func sampleOf(d *model.Document) (sample []model.ID, drawn, held string) {
	if d == nil {
		return nil, "", ""
	}
	said := d.Meant()
	if sample, drawn = slices.Clone(d.Sample), said.Get("drawn"); len(sample) == 0 && drawnSo.MatchString(drawn) {
		for _, row := range said.Rows("items") {
			sample = append(sample, model.ID(row["item"]))
		}
	}
	return model.SortIDs(sample), drawn, said.Get("held")
}
