package release

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/form"
	"fairway/model/when"
	"fairway/ui/kit"
)

// leaf is one value within a record, named by the way to it.
type leaf struct{ name, value string }

// leaves lists the values of a body in its order, as people read them: names
// in place of ids, times in the reader's zone, and what belongs together on a
// line. Two bodies are compared by them.
func (s *sheet) leaves(body json.RawMessage) []leaf {
	var out []leaf
	s.walk(&out, "", body)
	return out
}

func (s *sheet) walk(out *[]leaf, name string, raw json.RawMessage) {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 {
		return
	}
	put := func(value string) {
		if value != "" {
			*out = append(*out, leaf{name, value})
		}
	}
	switch raw[0] {
	case '{':
		var m when.Moment
		if bytes.Contains(raw, []byte(`"precision"`)) && json.Unmarshal(raw, &m) == nil && !m.IsZero() {
			put(s.date(m))
			return
		}
		var filled struct {
			Form    string       `json:"form"`
			Of      model.ID     `json:"of"`
			Answers form.Answers `json:"answers"`

			Meanings map[string]string `json:"meanings"`
		}
		all := members(raw)
		answered := slices.ContainsFunc(all, func(f member) bool { return f.name == "answers" }) && json.Unmarshal(raw, &filled) == nil
		for _, f := range all {
			switch {
			case f.name == "id" && name == "": // the heading says it
			case name == "" && slices.Contains(unsaid, f.name):
			case answered && f.name == "answers":
				*out = append(*out, s.answerLeaves(filled.Form, filled.Of, filled.Answers.Meant(filled.Meanings))...)
			default:
				s.walk(out, below(name, f.name), f.value)
			}
		}
	case '[':
		var list []json.RawMessage
		if json.Unmarshal(raw, &list) != nil {
			return
		}
		var words []string
		for i, item := range list {
			if item = bytes.TrimSpace(item); len(item) > 0 && item[0] == '{' {
				s.walk(out, name+" "+strconv.Itoa(i+1), item)
				continue
			}
			words = append(words, s.called(name, s.scalar(item)))
		}
		put(strings.Join(words, ", "))
	default:
		put(s.called(name, s.scalar(raw)))
	}
}

// unsaid are the fields of a body that say what its names are for: the program
// reads them, and people the names.
var unsaid = []string{"type_purpose", "at_end", "meanings"}

// answerLeaves are the answers of a filled form, each under its question; a row of
// a table is one.
func (s *sheet) answerLeaves(name string, of model.ID, a form.Answers) []leaf {
	var out []leaf
	reader := s.env.Reader(s.d.c, of)
	f := s.d.c.FormOf(name, of)
	a = f.Own(a)
	for _, g := range f.Laid(a, false) {
		for _, fl := range g.Fields {
			if text := fl.Show(a.Get(fl.Name), reader); text != "" {
				out = append(out, leaf{fl.Title, text})
			}
			for i, row := range a.Rows(fl.Name) {
				out = append(out, leaf{fl.Title + " " + strconv.Itoa(i+1), fl.Row(row, reader)})
			}
		}
	}
	return out
}

func below(name, field string) string {
	field = strings.ReplaceAll(field, "_", " ")
	if name == "" {
		return field
	}
	return name + " / " + field
}

// called says a factor or a reason of the policy by its title.
func (s *sheet) called(name, value string) string {
	switch policy := s.d.rules.Policy; name[strings.LastIndex(name, "/")+1:] {
	case " factors":
		return policy.FactorTitle(value)
	case "reason", " reason":
		if r, ok := policy.Reason(value); ok {
			return r.Title
		}
	}
	return value
}

// scalar writes a text, number, or yes and no.
func (s *sheet) scalar(raw json.RawMessage) string {
	var text string
	switch {
	case string(raw) == "null":
		return ""
	case string(raw) == "true":
		return "yes"
	case string(raw) == "false":
		return "no"
	case json.Unmarshal(raw, &text) != nil:
		return string(raw) // a number
	}
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		if t.IsZero() {
			return ""
		}
		return s.moment(t)
	}
	if id, err := model.ParseID(text); err == nil && string(id) == text {
		return s.d.record(id)
	}
	return text
}

type member struct {
	name  string
	value json.RawMessage
}

// members are the fields of an object in their order.
func members(raw json.RawMessage) []member {
	d := json.NewDecoder(bytes.NewReader(raw))
	if _, err := d.Token(); err != nil {
		return nil
	}
	var out []member
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return out
		}
		var m member
		m.name, _ = name.(string)
		if d.Decode(&m.value) != nil {
			return out
		}
		out = append(out, m)
	}
	return out
}

// paragraphs writes values under their names.
func (s *sheet) paragraphs(list []leaf) []kit.Paragraph {
	var out []kit.Paragraph
	for _, l := range list {
		out = append(out, s.pair(l.name, l.value)...)
	}
	return out
}

// nameWidth is how much room a field's name has beside its value.
const nameWidth = 24

func (s *sheet) pair(name, value string) []kit.Paragraph {
	if kit.Width(name) < nameWidth {
		return []kit.Paragraph{{Indent: nameWidth, Lead: kit.Span{Style: s.t.Faint, Text: name}, Style: s.t.Text, Text: value}}
	}
	return []kit.Paragraph{{Style: s.t.Faint, Text: name}, {Indent: nameWidth, Style: s.t.Text, Text: value}}
}

// diff says what an entry changed in one record, field by field.
func (s *sheet) diff(ch changed) []kit.Paragraph {
	t := s.t
	title := s.d.record(ch.id)
	word := "changed"
	if ch.before == nil {
		word = "new"
	}
	out := []kit.Paragraph{{}, {Style: t.Title, Text: title + ": " + word}}
	if ch.after == nil {
		return append(out, kit.Paragraph{Style: t.Faint, Text: "Its content was removed by law; only the digest is kept."})
	}
	after := s.encoded(ch.after)
	if ch.before == nil {
		return append(out, s.paragraphs(after)...)
	}
	before := s.encoded(ch.before)
	n := len(out)
	for _, l := range after {
		old := valueOf(before, l.name)
		switch {
		case old == l.value:
		case old == "":
			out = append(out, s.pair(l.name, t.Glyph.Arrow+" "+l.value)...)
		default:
			out = append(out, s.pair(l.name, old+" "+t.Glyph.Arrow+" "+l.value)...)
		}
	}
	for _, l := range before {
		if valueOf(after, l.name) == "" {
			out = append(out, s.pair(l.name, l.value+" "+t.Glyph.Arrow+" (taken away)")...)
		}
	}
	if len(out) == n {
		out = append(out, kit.Paragraph{Style: t.Faint, Text: "nothing that is shown"})
	}
	return out
}

func (s *sheet) encoded(r model.Record) []leaf {
	body, err := model.Encode(r)
	if err != nil {
		return nil
	}
	return s.leaves(body)
}

func valueOf(list []leaf, name string) string {
	if i := slices.IndexFunc(list, func(l leaf) bool { return l.name == name }); i >= 0 {
		return list[i].value
	}
	return ""
}
