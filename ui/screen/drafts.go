package screen

import (
	"strings"

	"fairway/model"
	"fairway/store"
)

// Drafts is what the keys begin with under which forms keep what is typed and not sent yet.
const Drafts = "draft:"

// DraftOf says what a draft is of, by its key: a task or the form of a document, by its name,
// and its record, "" for none; false of a key that is no draft's.
func DraftOf(key string) (name string, of model.ID, document, ok bool) {
	part := strings.Split(strings.TrimPrefix(key, Drafts), ":")
	if !strings.HasPrefix(key, Drafts) || len(part) != 3 || part[0] != "form" && part[0] != "task" {
		return "", "", false, false
	}
	return part[2], model.ID(part[1]), part[0] == "form", true
}

// Begun are the drafts of a person, by record and name.
type Begun map[model.ID]map[string]bool

// AskBegun asks for them.
func AskBegun(q Query) (Begun, error) {
	list, err := q.Data.OnDesk(q.Ctx, q.Who.ID(), Drafts)
	return begun(list), err
}

func begun(list []store.OnDesk) Begun {
	out := Begun{}
	for _, d := range list {
		if name, of, _, ok := DraftOf(d.Key); ok {
			if out[of] == nil {
				out[of] = map[string]bool{}
			}
			out[of][name] = true
		}
	}
	return out
}

// Note is what stands behind something that can be begun: that it was begun already, or else
// another word.
func (b Begun) Note(of model.ID, name, otherwise string) string {
	if b[of][name] {
		return "your draft"
	}
	return otherwise
}
