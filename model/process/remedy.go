package process

// Remedy is what would meet a check, or remove a reason against an action, as
// a value: a task, a form or a doing that is neither, with what is to be said
// in it; or, where none of them helps, a sentence alone. How it reads is for
// whoever shows it (ui/remedy): a command line, a key, JSON.
type Remedy struct {
	// Text says what to do, or who does it, or why; before a task it is what
	// leads to it: "take it out of its release first".
	Text string `toml:"text" json:"text,omitempty"`
	// Task names what a person does with a form (model/task); Form a document
	// to fill; Doing what is neither. At most one of them is set.
	Task string `toml:"task" json:"task,omitempty"`
	Form string `toml:"form" json:"form,omitempty"`
	// Titled is what people call the form, where it is something of their own.
	Titled string `toml:"-" json:"-"`
	Doing  Doing  `toml:"doing" json:"doing,omitempty"`
	// Field is the question that matters in the task or form, where it is not the
	// first of the answers; in a remedy that has neither, of what is being done
	// just now. Row is the row of a table, from 1.
	Field string `toml:"field" json:"field,omitempty"`
	Row   int    `toml:"-" json:"row,omitempty"`
	// Answers are what is to be answered, in the order in which it is written.
	Answers []Answer `toml:"answers" json:"answers,omitempty"`
	// Then says that it comes after the one before it; without, it is another way.
	Then bool `toml:"then" json:"then,omitempty"`
}

// Answer is what a remedy answers to one question; without a value the person
// has to know it.
type Answer struct {
	Field string `toml:"field" json:"field"`
	Value string `toml:"value" json:"value,omitempty"`
	// OneOf are those of which one is meant, as people call them.
	OneOf []string `toml:"-" json:"one_of,omitempty"`
	// None says that there is to be no answer, whatever stands there or was typed before.
	None bool `toml:"-" json:"none,omitempty"`
}

// Doing is something to do that is no task and no form.
type Doing string

// All there are. What they are called on the command line and in the dashboard
// stands in one table, in ui/remedy.
const (
	Advance      Doing = "advance"       // move the release through its gate
	ShowGate     Doing = "show-gate"     // read what blocks its gate
	ActAs        Doing = "act-as"        // be somebody else in this session
	GoOn         Doing = "go-on"         // confirm, by the answer named, that it is meant
	VerifyMedia  Doing = "verify-media"  // compare the DML with its files
	VerifyLog    Doing = "verify-log"    // compare log, records and projections of the file with each other
	ReadForm     Doing = "read-form"     // print the questions of the form in Field
	CorrectLog   Doing = "correct-log"   // correct the time of log entries
	AddKey       Doing = "add-key"       // add an SSH key of a person
	ProveKey     Doing = "prove-key"     // sign a challenge with a key of one's own
	ListKeys     Doing = "list-keys"     // read the keys of a person
	RevokeKey    Doing = "revoke-key"    // end a key
	ReinstateKey Doing = "reinstate-key" // bring a revoked key back
	ExportRules  Doing = "export-rules"  // write the files of the rules in force into a folder
	ProposeRules Doing = "propose-rules" // propose the files of a folder as rules
)

// Doings lists every doing.
var Doings = []Doing{Advance, ShowGate, ActAs, GoOn, VerifyMedia, VerifyLog, ReadForm, CorrectLog, AddKey, ProveKey, ListKeys, RevokeKey, ReinstateKey, ExportRules, ProposeRules}

// Place is the question that matters, "" where none does.
func (r Remedy) Place() string {
	if r.Field == "" && len(r.Answers) > 0 {
		return r.Answers[0].Field
	}
	return r.Field
}

// Helps reports whether there is anything to do, besides what the text says.
func (r Remedy) Helps() bool { return r.Task != "" || r.Form != "" || r.Doing != "" }

// Remedied is what would meet the check, for any release. Rules that were taken
// up before remedies were values name a form or a task, and say it in prose:
// the prose is shown only where they name neither.
func (c Check) Remedied() []Remedy {
	switch {
	case len(c.Remedies) > 0:
		return c.Remedies
	case c.Form != "" || c.Task != "":
		return []Remedy{{Form: c.Form, Task: c.Task}}
	case c.Remedy != "":
		return []Remedy{{Text: c.Remedy}}
	}
	return nil
}

// Fills reports whether the check is met by a form.
func (c Check) Fills(form string) bool {
	for _, r := range c.Remedied() {
		if r.Form == form {
			return true
		}
	}
	return false
}
