package release

import (
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/task"
	"fairway/ui/kit"
	"fairway/ui/screen"
)

// noTask says that a task can't be done, "" when it can.
func (p *Page) noTask(name string) string {
	if why := p.empty(); why != "" {
		return why // the page may be drawn before the release has come
	}
	t, ok := task.Named(name)
	if !ok {
		return "this version of Fairway has no task " + name
	}
	about := p.about(t)
	if about == "" {
		return "no " + t.About.Words() + " is chosen"
	}
	return t.Shut(p.d.c, about)
}

// about is the record that a task is done to: the release, the run shown, or
// the record of that kind under the cursor.
func (p *Page) about(t *task.Task) model.ID {
	switch t.About {
	case model.KindRelease, "":
		return p.id
	case model.KindRun:
		if run := p.d.run(p.run); run != nil {
			return run.ID
		}
	case model.KindApproval:
		if id := p.waiting(); id != "" {
			return id
		}
	}
	if c, ok := p.chosen(); ok && c.id.Kind() == t.About {
		return c.id
	}
	if slices.Contains(t.Also, model.KindRelease) {
		return p.id // the task finds the record that hangs on it, or asks which
	}
	return ""
}

// begin opens a task's form.
func (p *Page) begin(name string) tea.Cmd {
	if why := p.noTask(name); why != "" {
		p.env.Host.Say(words(name) + ": " + why)
		return nil
	}
	t, _ := task.Named(name)
	return p.env.Host.Task(name, p.about(t))
}

// title is what a task is called, even one that isn't there.
func title(name string) string {
	if t, ok := task.Named(name); ok {
		return t.Title
	}
	name = words(name)
	return strings.ToUpper(name[:1]) + name[1:]
}

func (p *Page) offer(name string) kit.Offer {
	return kit.Offer{Text: title(name), Why: p.noTask(name), Do: func() tea.Cmd { return p.begin(name) }}
}

// whyNew says why n has nothing to begin in this section.
func (p *Page) whyNew() string {
	sec := &p.sections[p.section]
	if sec.name == "Incidents" { // a closed release can still have caused one
		if why := p.locked(); why != "" {
			return why
		}
	} else if why := p.closed(); why != "" {
		return why
	}
	switch len(sec.tasks) {
	case 0:
		if len(sec.forms) > 0 {
			return "e opens the form of this section"
		}
		return "nothing is begun in this section"
	case 1:
		return p.noTask(sec.tasks[0])
	}
	return ""
}

// begins starts what belongs to the section, after asking where it is one of
// several things.
func (p *Page) begins() tea.Cmd {
	sec := &p.sections[p.section]
	if len(sec.tasks) == 1 {
		return p.begin(sec.tasks[0])
	}
	var list []kit.Offer
	for _, name := range sec.tasks {
		list = append(list, p.offer(name))
	}
	p.env.Host.Open(kit.NewOffers(p.env.Theme, p.env.Host, sec.name, p.d.r.Title(), list))
	return nil
}

// form is the document that e opens, and whose it is.
func (p *Page) form() (name string, of model.ID) {
	if t, ok := p.chosen(); ok && t.form != "" {
		if t.of != "" {
			return t.form, t.of
		}
		return t.form, p.id
	}
	for _, f := range p.sections[p.section].forms {
		if p.d.document(f) == nil && p.d.uses(f) {
			return p.d.rules.FormName(f), p.id
		}
	}
	for _, f := range p.sections[p.section].forms {
		if p.d.document(f) != nil {
			return p.d.rules.FormName(f), p.id
		}
	}
	return "", p.id
}

func (p *Page) whyEdit() string {
	if why := p.closed(); why != "" {
		return why
	}
	if name, _ := p.form(); name != "" {
		return ""
	}
	if name := p.sections[p.section].edit; name != "" {
		return p.noTask(name)
	}
	return "this section has no form; n and a do what is possible"
}

func (p *Page) edit() tea.Cmd {
	if name, of := p.form(); name != "" {
		return p.env.Host.Form(name, of)
	}
	return p.begin(p.sections[p.section].edit)
}

// menu offers all that can be done with the chosen record and with the release:
// their tasks, and the documents that the process asks for.
func (p *Page) menu() tea.Cmd {
	q, asked := p.env.Query(), p.env.Now()
	return screen.Ask(p, "menu", func() (screen.Begun, error) { return screen.AskBegun(q) }, screen.OrFail(p.env.Host, "look at what can be done", func(begun screen.Begun) tea.Cmd {
		if p.empty() == "" {
			p.env.Lay(asked, p.offers(begun))
		}
		return nil
	}))
}

// offers is that list, with what was begun already.
func (p *Page) offers(begun screen.Begun) *kit.Offers {
	host := p.env.Host
	ended := p.closed()
	var list []kit.Offer
	if c, ok := p.chosen(); ok && c.id != "" && c.id.Kind() != model.KindRelease {
		for _, t := range task.About(c.id.Kind()) {
			o := p.offer(t.Name)
			o.Note = begun.Note(c.id, t.Name, string(c.id))
			list = append(list, o)
		}
	}
	list = append(list, []kit.Offer{
		{Text: "Move on to the next stage", Note: ">", Why: ended, Do: func() tea.Cmd { return host.Advance(p.id) }},
		{Text: "Send back", Note: "<", Why: ended, Do: func() tea.Cmd { return host.SendBack(p.id) }},
	}...)
	for _, t := range task.About(model.KindRelease) {
		if t.Name == "send-back" {
			continue // it has its key, and is first in the list
		}
		o := p.offer(t.Name)
		o.Note = begun.Note(p.about(t), t.Name, begun.Note(p.id, t.Name, o.Note))
		list = append(list, o)
	}
	for _, name := range p.d.forms() {
		text, note := words(name), "not written"
		if f, ok := p.d.rules.Form(name); ok {
			text = f.Title
		}
		if doc := p.d.document(name); doc != nil {
			note = "written"
		}
		list = append(list, kit.Offer{Text: "Form: " + text, Note: begun.Note(p.id, name, note), Why: ended, Do: func() tea.Cmd { return host.Form(name, p.id) }})
	}
	return kit.NewOffers(p.env.Theme, host, string(p.id), p.d.r.Title()+". What can't be done now says why.", list)
}
