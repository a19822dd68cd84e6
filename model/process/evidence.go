package process

import (
	"slices"
	"strings"
)

// EvidenceFile lays down which records show each clause. Rules from before it was there
// have none: what the default rules ask for is asked then.
const EvidenceFile = "process/evidence.toml"

// Proof is what shows a clause besides the checks at gates: of a release, or of a period.
type Proof struct {
	Clause string `toml:"clause" json:"clause"`
	// Of is what it is asked of: a release or a period.
	Of string `toml:"of" json:"of"`
	// Name is what is looked for (Proofs), Arg what it is looked for of.
	Name string `toml:"name" json:"name"`
	Arg  string `toml:"arg" json:"arg,omitempty"`
	Text string `toml:"text" json:"text"`
	// When is the condition under which it applies to a release; see Conditions.
	When string `toml:"when" json:"when,omitempty"`
	// Due is until when a release has to have it, so that it is missing afterwards, and not
	// open any more: the start of its deployment, or its end.
	Due string `toml:"due" json:"due,omitempty"`
}

// What a proof is asked of, and until when a release has to have it.
const (
	OfRelease = "release"
	OfPeriod  = "period"
	DueStart  = "start"
	DueEnd    = "end"
)

// ProofInfo says how a proof is laid down.
type ProofInfo struct {
	Of  string
	Arg string // what its argument names: "form", "section" (of a report), "" for none
}

// Proofs are those that the program can look for (model/evidence).
var Proofs = map[string]ProofInfo{
	"rules-followed":   {OfRelease, ""},       // the rules under which it was registered have its process
	"rfcs-decided":     {OfRelease, ""},       // each RFC in its scope, with the problems that these close
	"document":         {OfRelease, "form"},   // it is written, and was not rejected; where its process asks for it
	"approved-first":   {OfRelease, ""},       // every approval of the stages before its deployment, given before that began
	"baseline-first":   {OfRelease, ""},       // of every affected item, taken before the deployment began
	"notice-first":     {OfRelease, ""},       // sent before the deployment began
	"package-kept":     {OfRelease, ""},       // the library had the package as the run started, and nothing else was installed
	"verified":         {OfRelease, ""},       // every line of the verification of its last run passed
	"waivers-decided":  {OfRelease, ""},       // each check that it went on without was waived by somebody
	"outcome":          {OfRelease, ""},       // it is stated, with the incidents linked to it
	"improvements":     {OfRelease, ""},       // the actions that came from it
	"dates-known":      {OfRelease, ""},       // they are on the calendar, and what came of it once it is over
	"documents-signed": {OfRelease, ""},       // each document has author and version, and none stands rejected
	"items-current":    {OfRelease, ""},       // each affected item since its last run, or marked so
	"rules-in-force":   {OfPeriod, ""},        // at its end
	"measures-defined": {OfPeriod, ""},        // each measure of the rules in force has an owner and a method
	"report-kept":      {OfPeriod, "section"}, // one that has the section, of the period or a part of it, is kept and approved
	"items-audited":    {OfPeriod, ""},
}

// proofs looks over what is laid down about evidence.
func (l *linter) proofs() {
	for n, p := range l.rules.Proofs {
		at := place{"proof " + p.Name + " of " + p.Clause, EvidenceFile, ""}.on("proof", n)
		if !slices.Contains(Clauses, p.Clause) {
			l.say(at.on("clause"), "clause %q is not in the clause map", p.Clause)
		}
		info, known := Proofs[p.Name]
		if !known {
			l.say(at.on("name"), "there is no proof %q; known are %s", p.Name, strings.Join(sorted(Proofs), ", "))
			continue
		}
		if p.Of != info.Of {
			l.say(at.on("of"), "of = %q must be %s: that is what it can be asked of", p.Of, info.Of)
		}
		if p.Text == "" {
			l.say(at.on("text"), "text must be set: what has to be there")
		}
		switch {
		case info.Arg == "" && p.Arg != "":
			l.say(at.on("arg"), "it takes no arg")
		case info.Arg == "form" && l.rules.form(p.Arg) < 0:
			l.say(at.on("arg"), "there is no form %q", p.Arg)
		case info.Arg == "section" && !slices.Contains(ReportSections, p.Arg):
			l.say(at.on("arg"), "reports have no section %q; known are %s", p.Arg, strings.Join(ReportSections, ", "))
		}
		switch {
		case p.Of == OfRelease && p.Due != DueStart && p.Due != DueEnd:
			l.say(at.on("due"), "due = %q must be %s or %s: until when the release has to have it", p.Due, DueStart, DueEnd)
		case p.Of == OfPeriod && (p.Due != "" || p.When != ""):
			l.say(at, "due and when are for releases")
		}
		l.condition(at.on("when"), p.When)
	}
}
