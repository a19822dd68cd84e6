package task

import (
	"strings"

	"fairway/model"
	"fairway/model/process"
)

// over says that a release has ended, "" while it goes on.
func over(r *model.Release) string {
	switch {
	case r.Cancelled != nil:
		return "it was cancelled"
	case r.Closed():
		return "it is closed"
	}
	return ""
}

// stageOf is the stage a release is in, with the rules it follows; nil where
// these are not known.
func stageOf(c *model.Case, r *model.Release) (*process.Stage, *process.Process) {
	p, ok := c.Under(r).Process(r.Type)
	if !ok {
		return nil, nil
	}
	s, _ := p.Stage(r.Stage)
	return s, p
}

// fixed says that a release can't be changed: it has ended, or its deployment
// has begun.
func fixed(c *model.Case, r *model.Release) string {
	if why := over(r); why != "" {
		return why
	}
	if s, _ := stageOf(c, r); s != nil && s.Locked {
		return "it is in " + s.Title + ": what is being deployed can't be changed"
	}
	return ""
}

// on makes a When of what has to hold of a release.
func on(holds ...func(c *model.Case, r *model.Release) string) func(*model.Case, model.ID) string {
	return func(c *model.Case, id model.ID) string {
		r := model.Get[*model.Release](c, id)
		if r == nil {
			return ""
		}
		for _, h := range holds {
			if why := h(c, r); why != "" {
				return why
			}
		}
		return ""
	}
}

// not says why it can't be done to a release of which something holds.
func not(holds func(*model.Case, *model.Release) bool, why string) func(*model.Case, *model.Release) string {
	return func(c *model.Case, r *model.Release) string {
		if holds(c, r) {
			return why
		}
		return ""
	}
}

// barred makes a When of why it can't be done to a record of which something holds.
func barred[T any, P interface {
	*T
	model.Record
}](holds func(P) bool, why string) func(*model.Case, model.ID) string {
	return func(c *model.Case, id model.ID) string {
		if r := model.Get[P](c, id); r != nil && holds(r) {
			return why
		}
		return ""
	}
}

// open and unlocked are what most tasks about a release ask for.
func open(_ *model.Case, r *model.Release) string { return over(r) }

func unlocked(c *model.Case, r *model.Release) string { return fixed(c, r) }

// stageTitle is what people call a stage.
func stageTitle(p *process.Process, id string) string {
	if p != nil {
		if s, _ := p.Stage(id); s != nil {
			return s.Title
		}
	}
	return id
}

// capital begins a label with a capital.
func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
