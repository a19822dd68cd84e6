package form

import (
	"cmp"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/form"
	"fairway/store"
	"fairway/ui/screen"
)

// shelfSize is up to how many records of a kind are at hand in a form. Where
// there are more, they are looked for as one types.
const shelfSize = 400

// record is one that a field can name, or an option of which there are many.
type record struct {
	id, title, handle string
	label             string // what tells it from others in a list
	low               string // all of it in small letters, to find it by
}

func newRecord(l store.Listed) record {
	r := record{id: string(l.ID), title: cmp.Or(l.Title, string(l.ID)), handle: l.Handle}
	r.label = r.title
	if short := cmp.Or(r.handle, r.id); short != r.title {
		r.label += " (" + short + ")"
	}
	r.low = strings.ToLower(r.title + " " + r.handle + " " + r.id)
	return r
}

// named reports whether a text is one of the record's names.
func (r record) named(text string) bool {
	return strings.EqualFold(r.id, text) || strings.EqualFold(r.handle, text) && text != "" || strings.EqualFold(r.title, text) || strings.EqualFold(r.label, text)
}

// shelf holds the records of a kind that a field can name.
type shelf struct {
	kind  model.Kind
	list  []record // all of them, or those found so far where there are too many
	big   bool
	asked map[string]bool // what was looked for already
}

func (s *shelf) add(r record) {
	if !slices.ContainsFunc(s.list, func(known record) bool { return known.id == r.id }) {
		s.list = append(s.list, r)
	}
}

// with is the shelf with what another has besides. Of many records, those are looked for
// in the shelf itself, which has the others from then on, too.
func (s *shelf) with(more *shelf) *shelf {
	if !s.big {
		n := *s
		n.list = slices.Clip(s.list)
		s = &n
	}
	for _, r := range more.list {
		s.add(r)
	}
	return s
}

// find returns the record that has a name: by id and handle first, by title
// only if no other has the same.
func (s *shelf) find(text string) (record, bool) {
	text = strings.TrimSpace(text)
	for _, r := range s.list {
		if strings.EqualFold(r.id, text) || r.handle != "" && strings.EqualFold(r.handle, text) {
			return r, true
		}
	}
	var found []record
	for _, r := range s.list {
		if r.named(text) {
			found = append(found, r)
		}
	}
	if len(found) == 1 {
		return found[0], true
	}
	return record{}, false
}

// search lists the records with all words of a text, those first whose title
// or handle begins with it.
func search(list []record, text string, limit int) []record {
	words := strings.Fields(strings.ToLower(text))
	var first, rest []record
	for _, r := range list {
		if !all(words, r.low) {
			continue
		}
		if len(words) > 0 && (strings.HasPrefix(r.low, words[0]) || strings.HasPrefix(strings.ToLower(r.handle), words[0])) {
			first = append(first, r)
		} else {
			rest = append(rest, r)
		}
	}
	if out := append(first, rest...); len(out) > limit {
		return out[:limit]
	} else {
		return out
	}
}

func all(words []string, in string) bool {
	for _, w := range words {
		if !strings.Contains(in, w) {
			return false
		}
	}
	return true
}

// shelvesOf loads the records that the fields of a form can name: one query for
// each kind, and one for those which are named already and not at hand.
func shelvesOf(q screen.Query, o opening, named ...form.Answers) (map[string]*shelf, error) {
	out := map[string]*shelf{}
	var kinds []model.Kind
	for _, fl := range o.form.Fields() {
		for _, one := range append([]form.Field{fl}, fl.Columns...) {
			if kind := model.Kind(one.Is().Kind); kind != "" && !slices.Contains(kinds, kind) {
				kinds = append(kinds, kind)
			}
		}
	}
	for _, kind := range kinds {
		list, err := q.Data.List(q.Ctx, store.ListQuery{Kind: kind, AsOf: q.At, Limit: shelfSize + 1})
		if err != nil {
			return nil, err
		}
		s := &shelf{kind: kind, asked: map[string]bool{}}
		if s.big = len(list) > shelfSize; s.big {
			list = nil
		}
		for _, l := range list {
			if l.State != model.PersonLeft || mentions(o, named, string(l.ID)) {
				s.list = append(s.list, newRecord(l))
			}
		}
		out[string(kind)] = s
	}
	return out, fillShelves(q, o, out, named)
}

// mentions reports whether answers name an id.
func mentions(o opening, named []form.Answers, id string) bool {
	return slices.ContainsFunc(ids(append(named, o.answers)), func(known model.ID) bool { return string(known) == id })
}

// ids are the records that answers name.
func ids(list []form.Answers) []model.ID {
	var out []model.ID
	for _, a := range list {
		out = append(out, model.AnswerIDs(a)...)
	}
	return model.SortIDs(out)
}

func fillShelves(q screen.Query, o opening, shelves map[string]*shelf, named []form.Answers) error {
	var lack []model.ID
	for _, id := range ids(append(named, o.answers)) {
		if s := shelves[string(id.Kind())]; s != nil && s.big {
			lack = append(lack, id)
		}
	}
	if len(lack) == 0 {
		return nil
	}
	c, err := q.Case(model.Needs{IDs: lack})
	if err != nil {
		return err
	}
	for _, id := range lack {
		if fact, ok := c.Fact(id); ok {
			row := fact.Record.Row()
			shelves[string(id.Kind())].add(newRecord(store.Listed{ID: id, Title: row.Title, Handle: row.Handle}))
		}
	}
	return nil
}

// find is the lookup of the form's rules.
func (f *Form) find(kind, text string) (string, bool) {
	s := f.shelves[kind]
	if s == nil {
		return text, model.ID(text).Kind() == model.Kind(kind)
	}
	r, ok := s.find(text)
	return r.id, ok
}

// title is what people call a record at hand, as of the moment that is shown.
func (f *Form) title(id string) string {
	s := f.shelves[string(model.ID(id).Kind())]
	if s == nil {
		return ""
	}
	r, _ := s.find(id)
	if f.open.facts != nil {
		return model.Called(r.title, f.open.facts.Alike[model.ID(id)])
	}
	return r.title
}

// suggest looks for what the field could mean, where its records are too many
// to be at hand.
func (f *Form) suggest() tea.Cmd {
	p, ok := f.widget.(*pick)
	if !ok || p.shelf == nil || !p.shelf.big {
		return nil
	}
	text := strings.TrimSpace(p.typed())
	if text == "" || p.shelf.asked[text] {
		return nil
	}
	q, s := f.env.Query(), p.shelf
	return ask(f, "search", func() ([]store.Hit, error) { return q.Data.Search(q.Ctx, text, 200) }, func(hits []store.Hit, err error) tea.Cmd {
		if err != nil {
			return nil
		}
		s.asked[text] = true
		for _, h := range hits {
			if h.Kind == s.kind {
				s.add(newRecord(h.Listed))
			}
		}
		if p, ok := f.widget.(*pick); ok {
			p.refresh()
		}
		f.judge()
		return nil
	})
}
