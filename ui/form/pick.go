package form

import (
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/huh"

	"fairway/model/form"
	"fairway/ui/kit"
)

// pick is a field that names records, or options of which there are many: a
// line to type a name into, and below it what that could mean.
type pick struct {
	shelf *shelf
	many  bool
	taken []string // ids, or what was typed and found nothing
	text  string
	input *huh.Input
	hits  []record
	at    int // the hit under the cursor; -1 is none
	width int
	was   string // the text that the hits are of
}

const pickRows = 6

func newPick(l look, s *shelf, many bool, value string) *pick {
	x := &pick{shelf: s, many: many, at: -1}
	if many {
		x.taken = form.Split(value)
	} else if value = strings.TrimSpace(value); value != "" {
		x.text = value
		if r, ok := s.find(value); ok {
			x.text = r.label
		}
	}
	x.was = x.text
	x.input = dress(l, huh.NewInput().Prompt("").Value(&x.text))
	return x
}

// typed is what stands in the line.
func (x *pick) typed() string { return x.text }

func (x *pick) key(k tea.KeyMsg) string {
	switch k.String() {
	case "up":
		x.at = max(x.at-1, -1)
		if x.at < 0 {
			x.hits = nil
		}
		return ""
	case "down":
		if len(x.hits) == 0 {
			x.open()
		} else {
			x.at = min(x.at+1, len(x.hits)-1)
		}
		return ""
	case "ctrl+v":
		if !k.Paste {
			return "paste with the terminal's own key"
		}
	case "backspace":
		if x.many && x.text == "" && len(x.taken) > 0 {
			x.taken = x.taken[:len(x.taken)-1]
			return ""
		}
		if !x.many && x.text == x.was && len(x.hits) == 0 {
			x.clear() // a name that was chosen goes as a whole
			return ""
		}
	}
	if k.Type == tea.KeyRunes || k.Type == tea.KeySpace {
		if !x.many && x.text == x.was && x.was != "" && len(x.hits) == 0 {
			x.clear() // typing over a name that was chosen begins another
		}
		k.Runes, _ = atMost(k.Runes, form.LineLimit-len(x.text))
		if len(k.Runes) == 0 {
			return ""
		}
	}
	before := x.text
	tell(x.input, k)
	if x.text != before {
		x.refresh()
	}
	return ""
}

func (x *pick) clear() {
	x.text, x.was, x.hits, x.at = "", "", nil, -1
	x.input.Value(&x.text)
}

// open shows what there is without a word typed.
func (x *pick) open() {
	text := x.text
	if text == x.was {
		text = ""
	}
	x.hits = x.free(search(x.shelf.list, text, 50))
	x.at = min(0, len(x.hits)-1)
}

// refresh looks again for what the text could mean.
func (x *pick) refresh() {
	x.hits, x.at = nil, -1
	if strings.TrimSpace(x.text) != "" && x.text != x.was {
		x.hits = x.free(search(x.shelf.list, x.text, 50))
		x.at = min(0, len(x.hits)-1)
	}
}

// free leaves out what is taken already.
func (x *pick) free(list []record) []record {
	return slices.DeleteFunc(list, func(r record) bool { return slices.Contains(x.taken, r.id) })
}

func (x *pick) take(r record) {
	if x.many {
		x.taken = append(x.taken, r.id)
		x.clear()
		return
	}
	x.text = r.label
	x.was, x.hits, x.at = x.text, nil, -1
	x.input.Value(&x.text)
}

func (x *pick) accept() bool {
	if x.at >= 0 && x.at < len(x.hits) {
		x.take(x.hits[x.at])
		return x.many
	}
	return false
}

// settle takes what the text names, or could only mean.
func (x *pick) settle() {
	text := strings.TrimSpace(x.text)
	if text == "" || !x.many && text == x.was {
		return
	}
	if r, ok := x.shelf.find(text); ok {
		x.take(r)
	} else if hits := search(x.shelf.list, text, 2); len(hits) == 1 {
		x.take(hits[0])
	} else if x.many { // kept, and said to be wrong: nothing typed is lost
		x.taken = append(x.taken, form.Split(text)...)
		x.clear()
	}
}

func (x *pick) value() string {
	if x.many {
		list := x.taken
		if text := strings.TrimSpace(x.text); text != "" {
			list = append(slices.Clone(list), text)
		}
		return strings.Join(list, "\n")
	}
	if r, ok := x.shelf.find(x.text); ok {
		return r.id
	}
	return x.text
}

func (x *pick) vertical(key string) bool {
	return len(x.hits) > 0 || key == "down" && (x.text == x.was || strings.TrimSpace(x.text) == "")
}

func (x *pick) hint() string {
	if x.many {
		return "type to find, down for all, enter takes one more, backspace drops the last"
	}
	return "type to find, down for all"
}

func (x *pick) draw(f *Form, w, _ int) []string {
	t := f.env.Theme
	var out []string
	for _, id := range x.taken {
		l := kit.NewLine(w).Text(t.Good, t.Glyph.Yes).Gap(1)
		if r, ok := x.shelf.find(id); ok {
			l.Text(t.Text, r.label)
		} else {
			l.Reset()
			l.Text(t.Bad, t.Glyph.No).Gap(1).Text(t.Text, id)
		}
		out = append(out, l.String())
	}
	if x.width != w {
		x.width = w
		x.input.WithWidth(max(w, 4))
	}
	out = append(out, shown(x.input.View(), w)...)
	top := kit.Scroll(0, x.at, pickRows, len(x.hits))
	for i := top; i < len(x.hits) && i < top+pickRows; i++ {
		l := kit.NewLine(w)
		out = append(out, l.Text(l.Here(t, i == x.at), x.hits[i].label).String())
	}
	if n := len(x.hits) - top - pickRows; n > 0 {
		out = append(out, kit.NewLine(w).Gap(2).Text(t.Faint, t.Glyph.Down+" more").String())
	}
	return out
}
