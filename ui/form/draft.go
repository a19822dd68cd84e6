package form

import (
	"context"
	"encoding/json"
	"maps"
	"strings"
	"sync"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/form"
	"fairway/model/when"
	"fairway/ui/screen"
)

// restTime is how long what is typed may be lost by a kill.
const restTime = 300 * time.Millisecond

// draft is what is kept of a form that is not sent yet.
type draft struct {
	Form    string       `json:"form"`
	Seen    int64        `json:"seen"`
	Base    form.Answers `json:"base"` // what it began with
	Answers form.Answers `json:"answers"`
	Typing  form.Typing  `json:"typing,omitempty"`
	At      place        `json:"place"`
	Kept    time.Time    `json:"kept"`
}

// keeper writes drafts one after another, whatever order they are finished in:
// an older one never takes the place of a newer one.
type keeper struct {
	person model.ID
	key    string
	unkept bool      // something was typed since
	asked  bool      // it is being kept
	kept   time.Time // when the draft was kept last; zero when there is none
	failed error
	// last is what the draft held when this session read or wrote it. Another
	// session of the same person may have gone on from there: who only looked
	// on writes nothing over it.
	last form.Answers
	turn int64

	queue *draftQueue
}

// draftQueue is what the writing of drafts shares, outside the loop.
type draftQueue struct {
	mu   sync.Mutex
	last int64
}

func (d *draftQueue) keep(ctx context.Context, data screen.Data, person model.ID, key, value string, turn int64) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if turn < d.last {
		return nil
	}
	err := data.Keep(ctx, person, key, value)
	if err == nil {
		d.last = turn
	}
	return err
}

// keepSoon keeps the draft when it has rested for a moment. What is typed
// meanwhile goes with it: so never more than that moment is lost, however
// fast somebody types.
func (f *Form) keepSoon() tea.Cmd {
	if f.draft.unkept || f.locked() != "" {
		return nil
	}
	f.draft.unkept = true
	ctx, wait := f.env.Context, f.wait
	return screen.Aside(ask(f, "rest", func() (struct{}, error) {
		wait(ctx, restTime)
		return struct{}{}, nil
	}, func(struct{}, error) tea.Cmd { return f.keepNow() }))
}

// keepNow keeps the draft as it stands.
func (f *Form) keepNow() tea.Cmd {
	if !f.ready || f.done || f.env.ReadOnly || f.env.AsOf != 0 || f.rested() {
		return nil
	}
	keep := f.keep()
	f.draft.asked = true
	return screen.Aside(keep)
}

// keep writes the draft, and notes what came of it.
func (f *Form) keep() tea.Cmd {
	write, ctx := f.writing(), f.env.Context
	return ask(f, "keep", func() (time.Time, error) { return write(ctx) }, func(kept time.Time, err error) tea.Cmd {
		if f.draft.failed, f.draft.asked = err, err != nil; err == nil {
			f.draft.kept = kept
		}
		return nil
	})
}

// rested reports whether nothing was typed since the draft was kept.
func (f *Form) rested() bool {
	return f.draft.failed == nil && !f.draft.asked && f.answers.Same(f.draft.last)
}

// writing is the writing of the draft as it stands, for outside the loop.
func (f *Form) writing() func(context.Context) (time.Time, error) {
	f.Asker().Forget("rest")
	f.draft.unkept = false
	if f.draft.queue == nil {
		f.draft.queue = &draftQueue{}
	}
	f.draft.turn++
	f.draft.last = f.answers.Clone()
	k, data, now := f.draft, f.env.Data, f.env.Now()
	if f.done || !f.changed() {
		return func(ctx context.Context) (time.Time, error) {
			return time.Time{}, k.queue.keep(ctx, data, k.person, k.key, "", k.turn)
		}
	}
	d := draft{Form: f.open.form.Name, Seen: f.open.seen, Base: f.open.answers, Answers: f.answers.Clone(), Typing: maps.Clone(f.typing), At: f.at, Kept: now}
	return func(ctx context.Context) (time.Time, error) {
		text, err := json.Marshal(d)
		if err != nil {
			return time.Time{}, err
		}
		return now, k.queue.keep(ctx, data, k.person, k.key, string(text), k.turn)
	}
}

// changed reports whether the answers differ from those it began with.
func (f *Form) changed() bool { return !f.answers.Same(f.open.answers) }

// Flush keeps the draft at the end of a session. It is called outside the
// loop, when nothing else happens any more; what was being kept may have been
// cut short.
func (f *Form) Flush(ctx context.Context) error {
	if !f.ready || f.done || f.env.ReadOnly || f.env.AsOf != 0 || !f.draft.unkept && !f.draft.asked || f.rested() {
		return nil
	}
	_, err := f.writing()(ctx)
	return err
}

// restore takes up a draft, but for what the form was opened with: given says
// which questions the draft answers otherwise.
func (f *Form) restore(text string) (restored bool, given []string) {
	var d draft
	if json.Unmarshal([]byte(text), &d) != nil || d.Form != f.open.form.Name {
		return false, nil // of another program's or form's: nothing that could be shown
	}
	f.answers, f.at, f.draft.kept, f.draft.last = d.Answers.Clone(), d.At, d.Kept, d.Answers
	if f.note = "your draft of " + f.clock(d.Kept); d.Typing != nil {
		f.typing = d.Typing
	}
	for _, name := range f.open.recorded { // what the record says since then
		f.answers.Take(name, f.open.answers)
	}
	if given = f.answer(); len(given) > 0 {
		f.note += ", but as chosen now: " + strings.Join(given, ", ")
	}
	if d.Seen != f.open.seen {
		now := f.open
		f.open.answers, f.open.seen = d.Base.Clone(), d.Seen
		f.overtaken(found{opening: now})
	}
	return true, given
}

// clock says a time of day, with the day where it is another.
func (f *Form) clock(t time.Time) string {
	zone := f.env.Zone
	if when.DateOf(t, zone) == when.DateOf(f.env.Now(), zone) {
		return t.In(zone).Format("15:04")
	}
	return when.Format(when.Moment{At: t, Precision: when.Minute}, zone, f.env.Dates)
}

// forget drops the draft, and begins anew.
func (f *Form) forget() tea.Cmd {
	if f.clash != nil {
		f.open = f.clash.theirs
		f.clash = nil
	}
	f.answers, f.undo, f.at, f.widget = f.open.answers.Clone(), nil, place{}, nil
	clear(f.typing)
	clear(f.followed)
	f.judge()
	f.env.Host.Say("draft dropped")
	f.draft.kept = time.Time{}
	return tea.Batch(f.keepNow(), f.enter())
}

// answersIn are the answers of a draft, so that what they name can be loaded.
func answersIn(text string) form.Answers {
	var d draft
	if text != "" && json.Unmarshal([]byte(text), &d) != nil {
		return form.Answers{}
	}
	return d.Answers
}
