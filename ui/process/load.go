package process

import (
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/assets"
	"fairway/model"
	"fairway/store"
	"fairway/ui/handbook"
	"fairway/ui/screen"
)

// most is how many versions are listed, the newest of them.
const most = 50

type loaded struct {
	book     handbook.Handbook
	standing map[string]map[string]store.StageStanding
	versions []version
	who      model.ID // whose draft it is
	draft    string
	files    string // their draft of the files
}

// Load asks for the rules, who holds their roles, and what stands where.
func (p *Process) Load() tea.Cmd {
	q, zone := p.env.Query(), p.env.Zone
	return screen.Ask(p, "rules", func() (loaded, error) { return load(q, store.StandingQuery{AsOf: q.At, Now: q.Now, Zone: zone}) }, func(l loaded, err error) tea.Cmd {
		if err != nil {
			if p.trouble = err.Error(); p.loaded {
				p.env.Host.Fail("load the rules", err)
			}
			return nil
		}
		p.book, p.standing, p.versions, p.loaded, p.trouble = l.book, l.standing, l.versions, true, ""
		p.takeDraft(l.who, l.draft)
		p.takeFiles(l.who, l.files)
		p.settle()
		return p.lookOver()
	})
}

func load(q screen.Query, stands store.StandingQuery) (loaded, error) {
	c, err := q.Case(model.Needs{Kinds: []model.Kind{model.KindPerson, model.KindService}})
	if err != nil {
		return loaded{}, err
	}
	rules, err := assets.Explained(c.Rules)
	if err != nil {
		return loaded{}, err
	}
	l := loaded{book: handbook.Of(rules, c)}
	if l.who = q.Who.ID(); l.who != "" {
		if l.draft, err = q.Data.Kept(q.Ctx, l.who, draftKey); err != nil {
			return l, err
		}
		if l.files, err = q.Data.Kept(q.Ctx, l.who, filesKey); err != nil {
			return l, err
		}
	}
	if l.standing, err = q.Data.Standing(q.Ctx, stands); err != nil {
		return l, err
	}
	for _, kind := range []model.Kind{model.KindProposal, model.KindRules} {
		list, err := q.Data.List(q.Ctx, store.ListQuery{Kind: kind, AsOf: q.At})
		if err != nil {
			return l, err
		}
		slices.Reverse(list)
		for _, r := range list[:min(len(list), most)] {
			v := version{ID: r.ID, Title: r.Title, State: r.State, At: r.At, Who: r.PersonName}
			log, err := q.Data.Log(q.Ctx, store.LogQuery{Before: r.Position + 1, Limit: 1})
			if err != nil {
				return l, err
			}
			for _, e := range log {
				v.At, v.Who, v.Note = e.At, e.Name, e.Note
			}
			l.versions = append(l.versions, v)
		}
	}
	return l, nil
}

func finds(word, text string) bool {
	return strings.Contains(strings.ToLower(text), strings.ToLower(strings.TrimSpace(word)))
}
