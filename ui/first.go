package ui

import (
	"context"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/assets"
	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/model/process"
	"fairway/model/task"
	"fairway/model/when"
	"fairway/store"
	formpage "fairway/ui/form"
	"fairway/ui/kit"
	"fairway/ui/screen"
	"fairway/ui/term"
)

// Beginning is what somebody without a file wants first.
type Beginning struct {
	action.Init
	Service string // the name of a first service; may be empty
	File    string // the path of something to import; may be empty
}

// Name is that of the action that begins a file.
func (b Beginning) Name() string { return action.Name(b.Init) }

// FirstOptions say what is suggested to somebody without a file.
type FirstOptions struct {
	Options
	Path   string // where the file will lie
	Name   string
	Handle string
	Place  string      // IANA time zone
	Rules  model.Rules // the rules it begins with
	// Begin makes the file; what it refuses is said on the screen.
	Begin func(ctx context.Context, b Beginning) error
}

// What came of the first screen.
type First string

// The ways out of it.
const (
	FirstLeft  First = ""
	FirstBegun First = "begun" // there is a file now
	FirstDemo  First = "demo"  // the sample is wanted
)

// RunFirst welcomes somebody who has no file yet.
func RunFirst(ctx context.Context, o FirstOptions) (First, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	env := o.Options.env(ctx)
	w := newWelcome(env, o)
	err := term.Run(ctx, newRootOf(env, func(*screen.Env) screen.Screen { return w }), term.Options{In: o.In, Out: o.Out, Size: o.Size, Sizes: o.Sizes, Log: o.Log})
	return w.way, err
}

// welcome is the screen of somebody who has no file yet.
type welcome struct {
	screen.Base
	env  *screen.Env
	o    FirstOptions
	data *noFile
	kit.Cursor
	way First
}

func newWelcome(env *screen.Env, o FirstOptions) *welcome {
	w := &welcome{env: env, o: o, data: &noFile{o: o}}
	env.Data = w.data
	env.Person = model.Actor{Person: &model.Person{Name: o.Name, Handle: o.Handle}}
	return w
}

// choices are the ways to begin.
func (w *welcome) choices() []struct {
	name, text string
	do         func() tea.Cmd
} {
	return []struct {
		name, text string
		do         func() tea.Cmd
	}{
		{"Begin a file", "Four questions: who you are, where, your first service, and a calendar or table to bring in.", w.begin},
		{"Look at a sample", "A company with forty releases in every stage, made on the spot; it is gone when you leave.", func() tea.Cmd {
			w.way = FirstDemo
			return tea.Quit
		}},
		{"Leave", "Nothing is made.", func() tea.Cmd { return tea.Quit }},
	}
}

// begin opens the form.
func (w *welcome) begin() tea.Cmd {
	questions, err := assets.Task("begin")
	if err != nil {
		w.env.Host.Fail("begin", err)
		return nil
	}
	page := formpage.Task(w.env, &beginTask, questions, "")
	w.env.Host.Push(page)
	return page.Load()
}

// beginTask is the form's first answers, and what becomes of them. It is known
// here only: no file that exists has a use for it.
var beginTask = task.Task{
	Name: "begin", Title: "Begin a file",
	Open: func(c *model.Case, _ model.ID, f *form.Form) (form.Answers, error) {
		for i := range f.Groups {
			for k := range f.Groups[i].Fields {
				if fl := &f.Groups[i].Fields[k]; fl.Name == "roles" {
					for _, r := range c.Rules.Roles {
						if r.Means() != process.RoleAdministrator {
							fl.Options, fl.Labels = append(fl.Options, r.ID), append(fl.Labels, r.Label())
						}
					}
				}
			}
		}
		day := c.Rules.Policy.FirstDay
		if day != "" {
			day = strings.ToUpper(day[:1]) + day[1:]
		}
		me := c.Who.Person
		return form.Answers{Values: map[string]string{"name": me.Name, "handle": me.Handle, "zone": c.Rules.Policy.Zone, "first_day": day, "roles": c.Rules.RoleID(process.RoleCoordinator)}}, nil
	},
	Make: func(c *model.Case, _ model.ID, a form.Answers) (action.Action, error) {
		if _, err := when.Zone(a.Get("zone")); err != nil {
			return nil, model.Refuse("begin a file", "there is no time zone "+a.Get("zone"), model.Say("give an IANA name, such as Europe/Berlin"))
		}
		rules := *c.Rules
		rules.Rules = rules.Settled(a.Get("zone"), strings.ToLower(a.Get("first_day")))
		p := model.Person{Handle: a.Get("handle"), Name: a.Get("name")}
		for _, r := range a.List("roles") {
			p.Roles = append(p.Roles, model.Grant{Role: r})
		}
		return Beginning{Init: action.Init{Person: p, Rules: rules}, Service: a.Get("service"), File: a.Get("file")}, nil
	},
}

// Name is the word on the tab.
func (w *welcome) Name() string { return "Welcome" }

// Load ends the welcome once there is a file.
func (w *welcome) Load() tea.Cmd {
	if w.data.begun {
		w.way = FirstBegun
		return tea.Quit
	}
	return nil
}

// Bindings are those of a list.
func (w *welcome) Bindings() []screen.Binding {
	moves := w.Moves("line", func() int { return len(w.choices()) })[:2]
	moves[0].Keys, moves[0].Foot = append(moves[0].Keys, "tab"), true
	moves[1].Keys, moves[1].Foot = append(moves[1].Keys, "shift+tab"), true
	return []screen.Binding{
		{Keys: []string{"enter"}, Name: "choose", Help: "Take the chosen line.", Group: screen.GroupProgram, Foot: true, Do: func() tea.Cmd { return w.choices()[w.At].do() }},
		moves[0], moves[1],
	}
}

// View says what Fairway is, and asks.
func (w *welcome) View(width, height int) string {
	t := w.env.Theme
	n := min(width-4, 76)
	text := []kit.Paragraph{
		{Style: t.Title, Text: "Fairway"},
		{Style: t.Text, Text: "Release management in the terminal: a calendar, a board with gates, approvals, records and metrics, in one file."},
		{},
		{Style: t.Faint, Text: "There is no file yet at " + w.o.Path + "."},
		{},
	}
	lines := kit.Flow(t, text, n)
	for i, c := range w.choices() {
		l := kit.NewLine(n)
		lines = append(lines, l.Text(l.Here(t, i == w.At), c.name).String())
		lines = append(lines, kit.Flow(t, []kit.Paragraph{{Indent: 4, Style: t.Faint, Text: c.text}, {}}, n)...)
	}
	left := max((width-n)/2, 0)
	page := make([]string, 0, height)
	for range max((height-len(lines))/3, 0) {
		page = append(page, kit.Blank(width))
	}
	for _, l := range lines {
		page = append(page, kit.NewLine(width).Gap(left).Raw(l, n).String())
	}
	return kit.Page(page, width, height)
}

// noFile is what the form reads and writes while there is no file.
type noFile struct {
	screen.Data
	o     FirstOptions
	begun bool
}

func (d *noFile) Case(_ context.Context, _ store.Position, now time.Time, _ model.Needs) (*model.Case, error) {
	rules := d.o.Rules
	rules.Policy.Zone = d.o.Place
	c := model.NewCase(now, model.Actor{}, &rules)
	c.First = true
	c.Mint = func(k model.Kind) model.ID { return model.MakeID(k, 1) }
	return c, nil
}

func (d *noFile) Rules(context.Context) (*model.Rules, error) { return &d.o.Rules, nil }

func (d *noFile) List(context.Context, store.ListQuery) ([]store.Listed, error) { return nil, nil }

func (d *noFile) Search(context.Context, string, int) ([]store.Hit, error) { return nil, nil }

func (d *noFile) Watch(context.Context) <-chan store.Event { return nil }
func (d *noFile) Words(store.Event) screen.Event           { return screen.Event{} }

// Keep forgets: there is no file yet.
func (d *noFile) Keep(context.Context, model.ID, string, string) error { return nil }

func (d *noFile) Kept(context.Context, model.ID, string) (string, error) { return "", nil }

// Do makes the file.
func (d *noFile) Do(ctx context.Context, _ model.Actor, a action.Action) (screen.Done, error) {
	b, ok := a.(Beginning)
	if !ok {
		return screen.Done{}, model.Refuse(action.Name(a), "there is no file yet")
	}
	if err := d.o.Begin(ctx, b); err != nil {
		return screen.Done{}, err
	}
	d.begun = true
	return screen.Done{Note: "began " + d.o.Path}, nil
}
