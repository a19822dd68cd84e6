package model

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"fairway/model/process"
)

// Declaration is why a process was chosen that may be chosen for a reason alone:
// that an emergency is one. It stays when whoever decides says that it was none.
type Declaration struct {
	Process string `json:"process"` // as which it was declared, by its name
	Reason  string `json:"reason"`  // one of those of the process
	Title   string `json:"title"`   // that reason, in words
	// Incident is a grave one, or Vulnerability names one as others do: CVE-2026-1234.
	Incident      ID     `json:"incident,omitempty"`
	Vulnerability string `json:"vulnerability,omitempty"`
	By            ID     `json:"by"`
	// At is when it was declared, and Recorded when that was entered, where it was
	// not then.
	At       time.Time `json:"at"`
	Recorded time.Time `json:"recorded,omitzero"`
	// Ended says that whoever decided put it on another process.
	Ended *Ending `json:"ended,omitempty"`
}

// Words say why: "the service is down: INC-3, CVE-2026-1234".
func (d *Declaration) Words() string {
	var over []string
	for _, of := range []string{string(d.Incident), d.Vulnerability} {
		if of != "" {
			over = append(over, of)
		}
	}
	if len(over) == 0 {
		return d.Title
	}
	return d.Title + ": " + strings.Join(over, ", ")
}

// DeclaredAt is when it was declared, else when it was registered: nothing that is
// decided about it happened before.
func (r *Release) DeclaredAt() (at time.Time, what string) {
	if d := r.Declared; d != nil {
		return d.At, string(r.ID) + " was declared"
	}
	return r.Registered, string(r.ID) + " was registered"
}

// Emergency is the declaration that holds for it: nil of what never was declared, or
// turned out to be none.
func (r *Release) Emergency() *Declaration {
	if r.Declared == nil || r.Declared.Ended != nil {
		return nil
	}
	return r.Declared
}

// Overdue reports whether it should have been through its stage by now.
func (r *Release) Overdue(now time.Time) bool {
	return !r.StageDue.IsZero() && !r.Ended() && now.After(r.StageDue)
}

var (
	cve = regexp.MustCompile(`^CVE-[0-9]{4}-[0-9]{4,}$`)
	// advisory is how the catalogues name what they have: GHSA-jfh8-c2jp-5v3q, RHSA-2026:1234,
	// DSA-5432-1, BDU:2026-01234, JVN#12345678, ADV260001. No spaces, a letter, and digits.
	advisory = regexp.MustCompile(`^[A-Z][A-Z0-9]*[-:#_]?[A-Z0-9][A-Z0-9:#_./-]*$`)
)

// aDigit is what names in catalogues have.
const aDigit = "0123456789"

// CheckVulnerability says what is wrong with the name of a vulnerability; "" for
// nothing. CVE numbers have a form; other catalogues have others.
func CheckVulnerability(name string) string {
	switch upper := strings.ToUpper(strings.TrimSpace(name)); {
	case strings.HasPrefix(upper, "CVE") && !cve.MatchString(upper):
		return fmt.Sprintf("%.40q is no CVE number: they read CVE-2026-1234", name)
	case !advisory.MatchString(upper) || !strings.ContainsAny(upper, aDigit) || len(upper) < 5:
		return fmt.Sprintf("%.40q names no vulnerability: give its number in a catalogue, such as CVE-2026-1234, GHSA-jfh8-c2jp-5v3q or RHSA-2026:1234", name)
	case len(name) > 100:
		return "the vulnerability is longer than 100 bytes"
	}
	return CheckTitle("the vulnerability", name)
}

// ReasonIDs lists the reasons for which a process may be chosen.
func ReasonIDs(p *process.Process) []string {
	return Each(p.Reasons, func(r process.Reason) string { return r.ID })
}

// Because says why with what is known of the incident: "the service is down: INC-3 (P1
// Nobody can log in, open), CVE-2026-1234".
func (d *Declaration) Because(c *Case) string {
	i := Get[*Incident](c, d.Incident)
	if i == nil {
		return d.Words()
	}
	return strings.Replace(d.Words(), string(i.ID), fmt.Sprintf("%s (%s %s, %s)", i.ID, i.Severity, i.Title, i.State), 1)
}

// Concerns reports whether an incident has to do with a release: it caused that, or may
// have, or it was declared for it.
func (r *Release) Concerns(i *Incident) bool {
	return slices.Contains(i.CausedBy, r.ID) || slices.Contains(i.Suspects, r.ID) || r.Declared != nil && r.Declared.Incident == i.ID
}
