package action

import (
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/form"
)

// attachments are the files that the answers of a form name. What is withdrawn from the
// DML is attached to nothing any more; it stays where it was attached before.
func attachments(c *model.Case, f *form.Form, before *model.Document, answers form.Answers, doing string) ([]model.Attached, error) {
	var out []model.Attached
	refusal := &model.Refusal{Doing: doing}
	add := func(fl form.Field, text string) {
		m := model.Get[*model.Media](c, model.ID(strings.TrimSpace(text)))
		if fl.Type != form.Attachment || m == nil || slices.ContainsFunc(out, func(a model.Attached) bool { return a.Media == m.ID }) {
			return
		}
		one := model.Attached{Media: m.ID, Name: strings.TrimSpace(m.Name + " " + m.Version), SHA256: m.SHA256}
		if m.State == model.MediaWithdrawn && (before == nil || !slices.Contains(before.Attached, one)) {
			refusal.Add(fmt.Sprintf("%s is withdrawn from the DML", m.ID), model.AnswerTo("attach another file", fl.Name))
		}
		out = append(out, one)
	}
	for _, fl := range f.Fields() {
		add(fl, answers.Get(fl.Name))
		for _, row := range answers.Rows(fl.Name) {
			for _, column := range fl.Columns {
				add(column, row[column.Name])
			}
		}
	}
	return out, refusal.Or()
}
