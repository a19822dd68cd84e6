package gate

import (
	"strings"

	"fairway/model"
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

func rfcLinked(f facts) answer {
	if len(f.r.Changes) == 0 {
		return open("no RFC is in its scope")
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
