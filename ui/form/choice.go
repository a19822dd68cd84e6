package form

import (
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/huh"

	"fairway/model/form"
	"fairway/ui/kit"
)

// fewOptions is up to how many options are shown all at once.
const fewOptions = 12

// none is the option that stands for no answer: huh would take the first.
const none = "not answered"

// options are what a list to choose from shows: the answers as they are kept,
// and the word for each.
type options struct {
	kept, words []string
	typed       string // letters of the word that is being typed
	at          int    // the width it was drawn for
}

// optionsOf are the options of a field, each word only once: huh tells options
// by them. Answers that are not among the options stand at the end.
func optionsOf(fl form.Field, answers []string) options {
	var o options
	put := func(kept, word string) {
		if slices.Contains(o.words, word) {
			word += " (" + kept + ")"
		}
		o.kept, o.words = append(o.kept, kept), append(o.words, word)
	}
	for _, option := range fl.Choices() {
		put(option, fl.Label(option))
	}
	for _, a := range answers {
		if !slices.Contains(o.kept, a) {
			put(a, kit.Cut(a, 60)+" (not among the options)")
		}
	}
	return o
}

// list are the options as huh has them.
func (o options) list() []huh.Option[string] {
	var out []huh.Option[string]
	for i, kept := range o.kept {
		out = append(out, huh.NewOption(o.words[i], kept))
	}
	return out
}

// letter is the option that a typed letter leads to, or the place itself. The
// letters of a word are its beginning: "app" stays on Approve. One letter that
// goes on with no word is a new beginning, and the same one again leads to the
// next word; after more of them it is taken for the rest of what was meant. It
// reports false for what is no letter, and begins anew.
func (o *options) letter(k tea.KeyMsg, at int) (int, bool) {
	if k.Type != tea.KeyRunes || len(k.Runes) != 1 || k.Alt || k.Paste {
		o.typed = ""
		return at, false
	}
	letter := strings.ToLower(string(k.Runes))
	if o.typed != "" {
		if next, ok := o.beginning(o.typed+letter, max(at, 0)); ok {
			o.typed += letter
			return next, true
		}
		if len([]rune(o.typed)) > 1 {
			return at, true
		}
	}
	o.typed = letter
	if next, ok := o.beginning(letter, max(at, 0)+1); ok {
		return next, true
	}
	return at, true
}

// beginning is the first option from a place on, round the end of the list, whose
// word begins with a text.
func (o *options) beginning(text string, from int) (int, bool) {
	for i := range o.words {
		next := (from + i) % len(o.words)
		if o.kept[next] != "" && strings.HasPrefix(strings.ToLower(o.words[next]), text) {
			return next, true
		}
	}
	return 0, false
}

// draw is the picture of the list.
func (o *options) draw(field huh.Field, w int) []string {
	if o.at != w {
		o.at = w
		field.WithWidth(max(w, 8))
		field.Update(nil) // it counts its lines anew
	}
	return shown(field.View(), w)
}

// optionShelf are the options of a field as things to be found by their words,
// where they are too many to be shown all at once.
func optionShelf(fl form.Field) *shelf {
	s := &shelf{}
	o := optionsOf(fl, nil)
	for i, kept := range o.kept {
		s.list = append(s.list, record{id: kept, title: o.words[i], label: o.words[i], low: strings.ToLower(o.words[i])})
	}
	return s
}

// choice is a field with a few options, one of which is chosen, or none.
type choice struct {
	options
	chosen string
	field  *huh.Select[string]
}

func newChoice(l look, fl form.Field, value string) *choice {
	x := &choice{chosen: strings.TrimSpace(value)}
	x.options = optionsOf(fl, form.Split(x.chosen))
	x.kept, x.words = append([]string{""}, x.kept...), append([]string{none}, x.words...)
	x.field = dress(l, huh.NewSelect[string]().Options(x.list()...))
	x.field.Value(&x.chosen) // after the options: else it would scroll those before it out of sight
	return x
}

// key moves within the list, or chooses by the letters of an option. Huh is told
// what is
// chosen: by itself it goes round at the ends, and takes nothing at the end key.
func (x *choice) key(k tea.KeyMsg) string {
	at, last := slices.Index(x.kept, x.chosen), len(x.kept)-1
	if k.Type == tea.KeySpace && x.typed != "" { // within a word of several
		k = tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{' '}}
	}
	switch k.String() {
	case "backspace", "delete", "home":
		at = 0
	case "end":
		at = last
	case "up":
		at = max(at-1, 0)
	case "down":
		at = min(at+1, last)
	default:
		at, _ = x.letter(k, at)
		x.choose(at)
		return ""
	}
	x.typed = ""
	x.choose(at)
	return ""
}

func (x *choice) choose(at int) {
	x.chosen = x.kept[at]
	x.field.Value(&x.chosen)
}

func (x *choice) value() string        { return x.chosen }
func (x *choice) settle()              {}
func (x *choice) accept() bool         { return false }
func (x *choice) vertical(string) bool { return true }
func (x *choice) hint() string         { return "up, down or its letters choose; backspace for none" }

func (x *choice) draw(_ *Form, w, _ int) []string {
	return x.options.draw(x.field, w)
}

// choices is a field with a few options, any of which are chosen.
type choices struct {
	options
	chosen []string
	field  *huh.MultiSelect[string]
}

func newChoices(l look, fl form.Field, value string) *choices {
	x := &choices{chosen: form.Split(value)}
	x.options = optionsOf(fl, x.chosen)
	x.field = dress(l, huh.NewMultiSelect[string]().Filterable(false).Options(x.list()...).Value(&x.chosen))
	return x
}

// key moves to the next option that begins with a letter; the rest is huh's,
// which can only be led to an option by keys.
func (x *choices) key(k tea.KeyMsg) string {
	here, _ := x.field.Hovered()
	at := slices.Index(x.kept, here)
	next, letter := x.letter(k, at)
	if !letter {
		tell(x.field, k)
		return ""
	}
	for ; at > next; at-- {
		tell(x.field, tea.KeyMsg{Type: tea.KeyUp})
	}
	for ; at < next; at++ {
		tell(x.field, tea.KeyMsg{Type: tea.KeyDown})
	}
	return ""
}

// found is the option to which typed letters led, unless it is chosen; "" for none.
func (x *choices) found() string {
	here, _ := x.field.Hovered()
	at := slices.Index(x.kept, here)
	if at < 0 || x.typed == "" || !strings.HasPrefix(strings.ToLower(x.words[at]), x.typed) || slices.Contains(x.chosen, here) {
		return ""
	}
	return here
}

// accept takes what letters led to, as in a field where one is found by its name.
func (x *choices) accept() bool {
	if x.found() == "" {
		return false
	}
	tell(x.field, tea.KeyMsg{Type: tea.KeySpace, Runes: []rune{' '}})
	x.typed = ""
	return true
}

// settle takes what was typed of a word and could only mean one; a single letter may have
// been there to look on.
func (x *choices) settle() {
	at := 0
	for _, w := range x.words {
		if strings.HasPrefix(strings.ToLower(w), x.typed) {
			at++
		}
	}
	if len([]rune(x.typed)) > 1 && at == 1 {
		x.accept()
	}
	x.typed = ""
}

func (x *choices) value() string        { return strings.Join(x.chosen, "\n") }
func (x *choices) vertical(string) bool { return true }
func (x *choices) hint() string {
	return "space chooses, or enter behind its letters; ctrl+a all or none"
}

func (x *choices) draw(_ *Form, w, _ int) []string {
	return x.options.draw(x.field, w)
}
