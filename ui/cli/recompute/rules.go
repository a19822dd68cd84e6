package recompute

import (
	"encoding/json"
	"fmt"
	"slices"
)

// rules are a version of the rules as process show has them.
type rules struct {
	Policy    policy
	Processes []process
	Forms     []struct{ Name, Purpose string }
}

type policy struct {
	Zone       string
	WorkStart  string         `json:"work_start"`
	WorkEnd    string         `json:"work_end"`
	WorkDays   []string       `json:"work_days"`
	Notice     map[string]int `json:"notice_hours"`
	Incident   map[string]int `json:"incident_window_days"`
	SlipHours  int            `json:"slip_tolerance_hours"`
	Escalate   int            `json:"escalate_hours"`
	Expire     int            `json:"expire_days"`
	Severities []string
	Reason     []struct {
		ID                  string
		Customer, Displaced bool
	}
}

type process struct {
	Name, Purpose, Of string
	LeadDays          int   `json:"lead_days"`
	PerMonth          []int `json:"per_month"`
	Reason            []struct{ ID string }
	Stage             []stage
	Approval          []approvalRule
}

type stage struct {
	ID, Purpose, Title string
	Runs               bool
	Forms              []string
	Check              []check
	Days               int `json:"limit_days"`
	WorkDays           int `json:"limit_work_days"`
}

type check struct{ Name, Arg string }

type approvalRule struct {
	ID, Purpose string
	EscalateTo  string `json:"escalate_to"`
	Escalate    int    `json:"escalate_hours"`
	Expire      int    `json:"expire_days"`
	AnyHour     bool   `json:"at_any_hour"`
}

func readRules(text []byte) (*rules, error) {
	var shown struct{ Record *rules }
	if err := json.Unmarshal(text, &shown); err != nil || shown.Record == nil {
		return nil, fmt.Errorf("rules: %.200q: %v", text, err)
	}
	return shown.Record, nil
}

// under are the rules of a release: those under which it was registered.
func (w *World) under(r *release) *rules {
	if r == nil || r.Rules == "" {
		return w.rules
	}
	if w.books[r.Rules] == nil {
		book, err := readRules(w.ask("process", "show", r.Rules))
		if err != nil {
			book = w.rules
		}
		w.books[r.Rules] = book
	}
	return w.books[r.Rules]
}

// called is where something stands in a list by its name, else by its purpose; -1 where it
// doesn't.
func called[T any](list []T, name string, names func(T) (own, purpose string)) int {
	for _, second := range []bool{false, true} {
		if i := slices.IndexFunc(list, func(v T) bool {
			own, purpose := names(v)
			if second {
				return purpose == name && name != ""
			}
			return own == name
		}); i >= 0 {
			return i
		}
	}
	return -1
}

func (r *rules) process(of string, names ...string) *process {
	for _, name := range names {
		if i := called(r.Processes, name, func(p process) (string, string) { return p.Name, p.Purpose }); i >= 0 && r.Processes[i].Of == of {
			return &r.Processes[i]
		}
	}
	return nil
}

// ofChanges is the process that RFCs of a type follow.
func (r *rules) ofChanges(kind string) *process { return r.process("change", kind+"-change", kind) }

func (p *process) means() string {
	if p.Purpose != "" {
		return p.Purpose
	}
	return p.Name
}

// at is where a stage stands, by its id or what it is for; -1 where there is none.
func (p *process) at(id string) int {
	return called(p.Stage, id, func(s stage) (string, string) { return s.ID, s.Purpose })
}

// deploys is where production runs take place; -1 where none do.
func (p *process) deploys() int {
	return slices.IndexFunc(p.Stage, func(s stage) bool { return s.Runs })
}

func (p *process) approval(name string) *approvalRule {
	if i := called(p.Approval, name, func(a approvalRule) (string, string) { return a.ID, a.Purpose }); i >= 0 {
		return &p.Approval[i]
	}
	return nil
}

// approvalMeans is what the approval of a name is for.
func (p *process) approvalMeans(name string) string {
	if a := p.approval(name); a != nil && a.Purpose != "" {
		return a.Purpose
	} else if a != nil {
		return a.ID
	}
	return name
}

func (r *rules) formMeans(name string) string {
	if i := called(r.Forms, name, func(f struct{ Name, Purpose string }) (string, string) { return f.Name, f.Purpose }); i >= 0 && r.Forms[i].Purpose != "" {
		return r.Forms[i].Purpose
	} else if i >= 0 {
		return r.Forms[i].Name
	}
	return name
}

func (c check) id() string {
	if c.Arg == "" {
		return c.Name
	}
	return c.Name + ":" + c.Arg
}

// asksFor says that a stage asks for a check.
func (s stage) asksFor(id string) bool {
	return slices.ContainsFunc(s.Check, func(c check) bool { return c.id() == id })
}
