package publish

import (
	"fmt"
	"strings"

	"fairway/model"
	"fairway/model/form"
)

// Notes are the notes of a release as they are handed out: no more than what they say, for
// whom nobody asks who signed. What was typed stands there as it was typed, with its lists,
// and means nothing to whatever reads it.
func Notes(c *model.Case, f *form.Form, d *model.Document, reader form.Reader) string {
	var p Paper
	title, about := string(d.Of), []string{string(d.Of)}
	if r := model.Get[*model.Release](c, d.Of); r != nil {
		title = r.Title()
		if s := model.Get[*model.Service](c, r.Service); s != nil {
			about = append(about, s.Name)
		}
	}
	p.Heading(1, title)
	switch {
	case d.ID == "":
		about = append(about, "draft")
	case d.Approved.IsZero():
		about = append(about, fmt.Sprintf("version %d, not approved", d.Version))
	default:
		about = append(about, fmt.Sprintf("version %d", d.Version))
	}
	p.Text(strings.Join(about, ", "))
	for _, fl := range f.Fields() {
		text := strings.TrimSpace(fl.Show(d.In(f).Get(fl.Name), reader))
		if text == "" {
			continue
		}
		p.Heading(2, fl.Title)
		p.Listed(text)
	}
	return p.String()
}

// Listed is a text in which lines that begin with a dash are entries of a list.
func (p *Paper) Listed(text string) {
	var words, entries []string
	flush := func() {
		p.Text(strings.Join(words, "\n"))
		p.List(false, entries...)
		words, entries = nil, nil
	}
	for _, line := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		entry, listed := strings.CutPrefix(strings.TrimSpace(line), "- ")
		switch {
		case listed:
			if len(words) > 0 {
				flush()
			}
			entries = append(entries, entry)
		default:
			if len(entries) > 0 {
				flush()
			}
			words = append(words, line)
		}
	}
	flush()
}
