package action

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/process"
	"fairway/model/when"
)

// handlePattern is what a handle looks like: it is typed in shells and filters.
var handlePattern = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{0,39}$`)

func checkHandle(c *model.Case, k model.Kind, handle string, own model.ID, refusal *model.Refusal) {
	if !handlePattern.MatchString(handle) {
		refusal.Add(fmt.Sprintf("%q is no handle", handle), model.Say("lower-case letters, digits, dot, dash and underscore, up to 40"))
	}
	if id, taken := c.Named(k, handle); taken && id != own {
		refusal.Add(fmt.Sprintf("the handle %q belongs to %s", handle, id), model.Say("take another one"))
	}
	f, known := c.Fact(own)
	if id, err := model.ParseID(handle); err == nil && id.Kind() == k && !(known && f.Record.Row().Handle == handle) {
		refusal.Add(fmt.Sprintf("the handle %q reads as the id %s, and whoever types it would mean that", handle, id), model.Say("take another one"))
	}
}

// Init makes the file's first person its administrator, and takes up the rules.
type Init struct {
	Person model.Person `json:"person"`
	Rules  model.Rules  `json:"book"`
}

// Needs are none: the file is empty.
func (Init) Needs() model.Needs { return model.Needs{} }

func (a Init) Do(c *model.Case) (Outcome, error) {
	refusal := &model.Refusal{Doing: "begin a file"}
	if !c.First {
		refusal.Add("the file has people already")
	}
	p := a.Person
	checkHandle(c, model.KindPerson, p.Handle, "", refusal)
	titled(refusal, "the name", p.Name)
	alike(c, &p, nil, false, refusal)
	for _, g := range p.Roles {
		checkGrant(&model.Case{Rules: &a.Rules}, g, refusal)
	}
	p.Keys = newKeys(c, model.Person{Handle: p.Handle, Name: p.Name}, a.Person.Keys, refusal)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	p.ID = c.Mint(model.KindPerson)
	p.Roles = append([]model.Grant{{Role: a.Rules.RoleID(process.RoleAdministrator)}}, p.Roles...)
	for i := range p.Keys {
		p.Keys[i].AddedBy = p.ID
	}
	b := a.Rules
	b.ID, b.Replaced, b.Since = c.Mint(model.KindRules), nil, c.Now
	return wrote(p.ID, fmt.Sprintf("began this file; %s is its administrator", p.Name), &p, &b), nil
}

// WritePerson enters somebody, or changes name, handle or address.
type WritePerson struct {
	Person model.Person `json:"person"`
	Seen   int64        `json:"seen,omitempty"`
	// Alike says that a name or handle which looks like another's is meant.
	Alike bool `json:"alike,omitempty"`
}

// Needs are the person and whether the handle is taken.
func (a WritePerson) Needs() model.Needs {
	// Everybody: a key belongs to one person, and so do a handle, for ever, and a name.
	n := model.Needs{IDs: []model.ID{a.Person.ID}, Handles: []model.Handle{{Kind: model.KindPerson, Name: a.Person.Handle}}, Kinds: []model.Kind{model.KindPerson}, Seen: looked(a.Person.ID, a.Seen)}
	for _, g := range a.Person.Roles {
		n.IDs = append(n.IDs, g.Service)
		if g.Site != "" && a.Person.ID == "" && !slices.Contains(n.Kinds, model.KindService) {
			n.Kinds = append(n.Kinds, model.KindService) // those of the site
		}
	}
	return n
}

// Do writes the person. Roles and keys of somebody known are kept; they are
// given and taken by actions of their own.
func (a WritePerson) Do(c *model.Case) (Outcome, error) {
	p := a.Person
	verb := "added"
	if p.ID != "" {
		verb = "changed"
		old, err := known[*model.Person](c, p.ID)
		if err != nil {
			return Outcome{}, err
		}
		merged, err := onto(c, old, a.Seen, func(saw *model.Person) *model.Person {
			mine := a.Person
			mine.Roles, mine.Left, mine.Keys, mine.Former = saw.Roles, saw.Left, saw.Keys, saw.Former
			return &mine
		})
		if err != nil {
			return Outcome{}, err
		}
		p = *merged
	}
	refusal := &model.Refusal{Doing: "write a person"}
	titled(refusal, "the name", p.Name, model.AnswerTo("give it", "name"))
	checkHandle(c, model.KindPerson, p.Handle, p.ID, refusal)
	unclaimed(c, p, refusal)
	old := model.Get[*model.Person](c, p.ID)
	if old != nil {
		if err := renamed(c, old, &p, refusal); err != nil {
			return Outcome{}, err
		}
	} else {
		p.Former = nil
		p.Keys = newKeys(c, model.Person{Handle: p.Handle, Name: p.Name}, a.Person.Keys, refusal)
	}
	if old == nil {
		p.Roles = nil
		for _, g := range a.Person.Roles {
			p.Roles = append(p.Roles, givenFor(c, &g, refusal)...)
		}
	}
	for _, g := range p.Roles {
		checkGrant(c, g, refusal)
	}
	told := alike(c, &p, old, a.Alike, refusal)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	if p.ID == "" {
		p.ID = c.Mint(model.KindPerson)
	}
	return wrote(p.ID, fmt.Sprintf("%s %s (%s)%s", verb, p.Name, p.Handle, told), &p), nil
}

// LeavePerson marks that somebody has left, or is back.
type LeavePerson struct {
	Person model.ID `json:"person"`
	Back   bool     `json:"back,omitempty"`
	// Anyway confirms that something will wait for a decision of nobody's.
	Anyway bool `json:"anyway,omitempty"`
}

// Needs are everybody, to know whether an administrator is left; what waits for
// a decision, to know whether somebody is left for it; and what they answer for.
func (a LeavePerson) Needs() model.Needs {
	if a.Back {
		return model.Needs{IDs: []model.ID{a.Person}, Kinds: []model.Kind{model.KindPerson}}
	}
	return model.Needs{IDs: []model.ID{a.Person}, Kinds: []model.Kind{model.KindPerson, model.KindTeam, model.KindService}, Waiting: true, AnsweredBy: a.Person, Around: []model.ID{a.Person}}
}

// Do marks it. What the person did stays theirs.
func (a LeavePerson) Do(c *model.Case) (Outcome, error) {
	p, err := known[*model.Person](c, a.Person)
	if err != nil {
		return Outcome{}, err
	}
	n := *p
	n.Left = !a.Back
	if n.Left == p.Left {
		return Outcome{}, model.Refuse("mark "+p.Name, "that is so already")
	}
	if err := administered(c, &n, "mark "+p.Name+" as gone"); err != nil {
		return Outcome{}, err
	}
	if a.Back {
		return wrote(p.ID, c.PersonName(p.ID)+" is back", &n), nil
	}
	if err := stranded(c, c.With(&n), "mark "+p.Name+" as gone", a.Anyway); err != nil {
		return Outcome{}, err
	}
	out := wrote(p.ID, c.PersonName(p.ID)+" has left", &n)
	undelegate(c, p, &out)
	left := leftBehind(c, p.ID)
	minutes, remedies := minutesHanded(c, c.With(&n), p.ID)
	switch {
	case left != "" && minutes != "":
		left += "; " + minutes
	case minutes != "":
		left = minutes
	}
	if left != "" {
		out.Warning = &model.Reason{Text: left, Remedies: remedies}
	}
	return out, nil
}

// WriteService enters a service, or changes one.
type WriteService struct {
	Service model.Service `json:"service"`
	Seen    int64         `json:"seen,omitempty"`
	// Anyway confirms that something is left waiting, or for nobody to decide.
	Anyway bool `json:"anyway,omitempty"`
}

// Needs are everybody, whose roles may go with its site, the other services, and
// what waits for a decision: is somebody left to sign?
func (a WriteService) Needs() model.Needs {
	s := &a.Service
	n := model.Needs{IDs: []model.ID{s.ID}, Handles: []model.Handle{{Kind: model.KindService, Name: s.Handle}}, Kinds: []model.Kind{model.KindPerson, model.KindService}, Waiting: s.ID != "", Seen: looked(s.ID, a.Seen)}
	for _, l := range s.Links() {
		n.IDs = append(n.IDs, l.To)
	}
	return n
}

func (a WriteService) For(*model.Case) model.ID { return a.Service.ID }

func (a WriteService) Do(c *model.Case) (Outcome, error) {
	s := a.Service
	verb := "entered"
	if s.ID != "" {
		verb = "changed"
		merged, err := replaced(c, &s, a.Seen)
		if err != nil {
			return Outcome{}, err
		}
		s = *merged
	}
	refusal := &model.Refusal{Doing: "write a service"}
	titled(refusal, "the name", s.Name, model.AnswerTo("give it", "name"))
	checkHandle(c, model.KindService, s.Handle, s.ID, refusal)
	if s.Zone != "" {
		if _, err := when.Zone(s.Zone); err != nil {
			refusal.Add(fmt.Sprintf("%q is no IANA time zone", s.Zone), model.Say("such as Europe/Berlin or UTC"))
		}
	}
	if s.State == "" {
		s.State = model.ServiceActive
	}
	if !s.Kind().Info().Has(s.State) {
		refusal.Add(fmt.Sprintf("%q is no state of a service", s.State), model.Say("active or retired"))
	}
	if s.Site = spelled(c, strings.TrimSpace(s.Site)); s.Site != "" {
		if wrong := model.CheckTitle("the site", s.Site); wrong != "" {
			refusal.Add(wrong, model.AnswerTo("say it otherwise", "site"))
		}
	}
	refs(c, refusal, model.KindPerson, append(slices.Clone(s.Signatories), s.Owner)...)
	refs(c, refusal, model.KindTeam, s.Team)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	old := model.Get[*model.Service](c, s.ID)
	if s.ID == "" {
		s.ID = c.Mint(model.KindService)
	}
	out := wrote(s.ID, fmt.Sprintf("%s %s %s", verb, s.ID, s.Name), &s)
	after := c.With(&s)
	people := resited(c, old, &s, &out)
	if len(people) > 0 && !Can(c, keepPeople, s.ID) {
		refusal.Add("with its site it would change who holds roles for "+s.Name+", which takes the permission "+keepPeople, whoHas(c.Rules, keepPeople))
		return Outcome{}, refusal
	}
	for _, p := range people {
		out.Writes = append(out.Writes, p)
		after = after.With(p)
	}
	if old == nil {
		return out, nil
	}
	unsigned(c, old, &s, a.Anyway, refusal)
	if len(refusal.Reasons) > 0 {
		return Outcome{}, refusal
	}
	if old.Site != s.Site || !slices.Equal(old.Signs(), s.Signs()) {
		if err := stranded(c, after, "change "+old.Name, a.Anyway); err != nil {
			return Outcome{}, err
		}
	}
	return out, nil
}

// WriteTeam enters a team, or changes one.
type WriteTeam struct {
	Team model.Team `json:"team"`
	Seen int64      `json:"seen,omitempty"`
}

func (a WriteTeam) Do(c *model.Case) (Outcome, error) {
	t := a.Team
	if t.ID != "" {
		merged, err := replaced(c, &t, a.Seen)
		if err != nil {
			return Outcome{}, err
		}
		t = *merged
	}
	refusal := &model.Refusal{Doing: "write a team"}
	titled(refusal, "the name", t.Name, model.AnswerTo("give it", "name"))
	checkHandle(c, model.KindTeam, t.Handle, t.ID, refusal)
	t.Members = model.SortIDs(slices.Clone(t.Members))
	refs(c, refusal, model.KindPerson, append(slices.Clone(t.Members), t.Lead)...)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	if t.ID == "" {
		t.ID = c.Mint(model.KindTeam)
	}
	return wrote(t.ID, fmt.Sprintf("wrote %s %s", t.ID, t.Name), &t), nil
}
