package form

import (
	"errors"
	"fairway/model/form"
	"fairway/model/grammar"
	"slices"
	"strconv"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/store"
)

// opened is all that a form is opened with.
type opened struct {
	opening
	shelves map[string]*shelf
	draft   string
	key     string // under which the draft is kept
	// then is what stood there as the answers were chosen with which the form is opened,
	// where that is another by now.
	then *opening
}

// Load asks for what the form is about: the first time for everything, later
// only whether somebody changed it. What is typed is never loaded over.
func (f *Form) Load() tea.Cmd {
	from, q := f.from, f.env.Query()
	if f.ready {
		shown := f.open
		tidy, _ := f.tidied()
		return ask(f, "look", func() (found, error) {
			now, err := from.load(q)
			if err != nil || now.seen == shown.seen {
				return found{opening: now}, err
			}
			return found{now, against(q, from, shown, tidy)}, nil
		}, f.looked)
	}
	chosen := f.begins.Seen
	person, key, drafts := f.draft.person, f.draft.key, !f.env.ReadOnly && f.env.AsOf == 0
	return ask(f, "open", func() (out opened, err error) {
		if out.opening, err = from.load(q); err != nil {
			return out, err
		}
		if chosen != 0 && chosen != out.seen {
			was := q
			was.At = store.Position(chosen)
			then, err := from.load(was)
			if err != nil {
				return out, err
			}
			out.then = &then
		}
		if drafts {
			for _, k := range append([]string{key}, from.also(out.opening)...) {
				if out.draft, err = q.Data.Kept(q.Ctx, person, k); err != nil {
					return out, err
				}
				if out.key = k; out.draft != "" {
					break
				}
			}
		}
		out.shelves, err = shelvesOf(q, out.opening, answersIn(out.draft))
		return out, err
	}, f.opened)
}

func (f *Form) opened(o opened, err error) tea.Cmd {
	if f.failed = err; err != nil {
		return nil
	}
	f.ready = true
	f.open, f.shelves = o.opening, o.shelves
	f.answers, f.draft.last = f.open.answers.Clone(), f.open.answers
	f.note = f.open.barred
	restored, given := false, []string(nil)
	if o.draft != "" {
		f.draft.key = o.key
		restored, given = f.restore(o.draft)
	}
	if !restored {
		f.answer()
	}
	if o.then != nil {
		now := f.open
		f.open.answers, f.open.seen, f.clash = o.then.answers, o.then.seen, nil
		f.overtaken(found{opening: now})
	}
	f.judge()
	if f.clash != nil && o.then != nil { // what was chosen rests on dates that are others now
		return tea.Batch(f.enter(), f.compare())
	}
	if at := f.begins.Place(); at != "" && (!restored || len(given) > 0) {
		if _, ok := f.pageOf(at); ok {
			return f.jump(at, f.begins.Row, "")
		}
	}
	return f.enter()
}

// answer writes down what the remedy answers that the form was opened for, as if
// it had been typed: what was proposed or chosen just now goes before what was
// typed once. It returns in words which questions had another answer.
func (f *Form) answer() (given []string) {
	if f.locked() != "" {
		return nil
	}
	var emptied []string
	for _, a := range f.begins.Answers {
		fl, ok := f.open.form.Field(a.Field)
		if !ok || f.taken(a.Field) || !a.None && !offers(fl, a.Value) || f.answers.Get(a.Field) == a.Value {
			continue
		}
		f.answers.Values[a.Field] = a.Value
		delete(f.typing, a.Field)
		if a.None {
			emptied = append(emptied, "without "+strconv.Quote(fl.Title))
			continue
		}
		given = append(given, fl.Title)
	}
	return append(given, emptied...)
}

// offers reports whether a value can be the answer to a question.
func offers(fl form.Field, value string) bool {
	switch fl.Type {
	case form.Choice:
		return slices.Contains(fl.Options, value)
	case form.Choices:
		for one := range strings.SplitSeq(value, "\n") {
			if !slices.Contains(fl.Options, one) {
				return false
			}
		}
	}
	return value != ""
}

// found is what a form would be opened with now, and what stands against what it shows.
type found struct {
	opening
	against *model.Refusal
}

// looked compares what is there now with what the form began with.
func (f *Form) looked(now found, err error) tea.Cmd {
	var cmd tea.Cmd
	compare := f.comparing
	f.comparing = false
	f.sending = false // what was sent did not come about, or the form would be gone
	var missing *model.NotFound
	if errors.As(err, &missing) {
		f.note = err.Error()
	}
	var refusal *model.Refusal
	if errors.As(err, &refusal) { // it can't be done at all any more
		f.note = reasonsIn(refusal, "")
	}
	if err != nil || f.done {
		return nil
	}
	if now.seen != f.open.seen {
		if !f.changed() && f.clash == nil {
			return f.adopt(now)
		}
		f.overtaken(now)
		if _, here := f.gone[f.at.Field]; here {
			cmd = f.held()
		}
		f.judge()
	}
	switch {
	case !compare:
	case f.clash == nil: // nothing of the form, but what it decides on
		f.open.facts, f.open.seen = now.facts, now.seen // who was told may go on
		f.env.Host.Fail("send the "+grammar.Lower(f.open.form.Title), f.told)
	case f.from.merges() && f.clash.decided():
		return f.send()
	default:
		return f.compare()
	}
	return cmd
}

// adopt shows what somebody else wrote, where nothing was typed yet. What was proposed and
// names something stays as it was shown.
func (f *Form) adopt(found found) tea.Cmd {
	written := differs(f.from, f.open, found.opening)
	now, _ := f.asShown(found.opening, found.against)
	same := now.answers.Same(f.open.answers)
	f.open = now
	if same {
		return f.held()
	}
	if f.note = "something else is proposed by now"; written {
		f.note = sayBy(now) + " changed it; it is shown as it is now"
	} else if gone := f.firstGone(); gone != "" {
		f.note = gone
	}
	f.answers, f.draft.last = now.answers.Clone(), now.answers
	clear(f.followed)
	at := f.at
	f.widget = nil
	f.judge()
	f.at = at
	return f.enter()
}
