package gate

import (
	"strings"

	"fairway/model"
	"fairway/model/process"
)

func typed(f facts) answer { return met("it follows the process %q", f.process.Title) }

func titled(f facts) answer {
	if wrong := model.CheckTitle("the name", f.r.Name); wrong != "" {
		return open("%s", wrong)
	}
	return met("%s", f.r.Title())
}

func serviceNamed(f facts) answer {
	service := f.subject().Service()
	if service == "" {
		return open("no service is named")
	}
	s := model.Get[*model.Service](f.Case, service)
	if s == nil {
		return cannot("%s can't be read", service)
	}
	if s.State == model.ServiceRetired {
		return open("%s (%s) is retired", s.Name, s.ID)
	}
	return met("%s (%s)", s.Name, s.ID)
}

func owned(f facts) answer {
	if f.r.Owner == "" {
		return open("nobody owns it")
	}
	p := model.Get[*model.Person](f.Case, f.r.Owner)
	if p == nil {
		return cannot("%s can't be read", f.r.Owner)
	}
	if p.Left {
		return open("its owner %s has left", p.Name)
	}
	return met("%s", p.Name)
}

func contentsSaid(f facts) answer {
	if len(f.r.Contents) == 0 {
		return open("it is not said what it brings")
	}
	return met("%s", strings.Join(f.r.Contents, ", "))
}

// rfcLinked asks for an RFC in the scope. Of an emergency there often is none yet that could
// be put there: writing it is a way of its own.
func rfcLinked(f facts) answer {
	if len(f.r.Changes) == 0 {
		out := open("no RFC is in its scope")
		write := []process.Answer{model.With("title", "")}
		if f.r.Service != "" {
			write = append(write, model.With("service", string(f.r.Service)))
		}
		if ways := f.ruled(); len(ways) > 0 {
			out.remedies = append(ways, model.ByTask("submit-change", "", write...).For("where there is none yet"))
		}
		return out
	}
	return met("%d: %s", len(f.r.Changes), join(f.r.Changes))
}

func join[T ~string](ids []T) string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = string(id)
	}
	return strings.Join(out, ", ")
}
