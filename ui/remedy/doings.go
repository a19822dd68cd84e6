package remedy

import (
	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/process"
	"fairway/ui/screen"
)

// doing is what there is to know of something to do that is no task.
type doing struct {
	title string // as the dashboard calls it
	words string // those of its command
	// args are its arguments in order, "@" for the record; what else is answered
	// is a flag. Behind a colon stands what usage lines call one.
	args, flags []string
	// open does it in the dashboard; nil where only the command line does.
	open func(screen.Host, model.ID) tea.Cmd
}

// doings are all of them.
var doings = map[process.Doing]doing{
	process.Advance:      {title: "Move it on", words: "release advance", args: []string{subject}, open: screen.Host.Advance},
	process.ShowGate:     {title: "Show its gate", words: "gate", args: []string{subject}, open: screen.Host.Gate},
	process.VerifyMedia:  {title: "Compare the DML with its files", words: "media verify"},
	process.VerifyLog:    {title: "Verify the file", words: "log verify"},
	process.ReadForm:     {title: "Read its questions", words: "form template", args: []string{"form:FORM"}},
	process.CorrectLog:   {title: "Correct the time of log entries", words: "log correct", args: []string{"entry:ENTRY", "last:LAST"}, flags: []string{"at:'WHEN'", "reason:TEXT"}},
	process.AddKey:       {title: "Add a key", words: "person key add", args: []string{subject, "key:KEYFILE"}},
	process.ListKeys:     {title: "List the keys", words: "person key list", args: []string{subject}},
	process.RevokeKey:    {title: "Revoke the key", words: "person key revoke", args: []string{subject, "key:KEY"}},
	process.ReinstateKey: {title: "Bring the key back", words: "person key reinstate", args: []string{subject, "key:KEY"}, flags: []string{"reason:TEXT"}},
	process.ExportRules:  {title: "Export the rules in force", words: "process export", args: []string{"dir:DIR"}},
	process.ProposeRules: {title: "Propose rules", words: "process propose", args: []string{"dir:DIR"}, flags: []string{"why:TEXT"}},
	process.GoOn:         {title: "confirm it, to go on all the same"},
	process.ActAs:        {title: "Act as somebody else"},        // an option of every command
	process.ProveKey:     {title: "Sign a challenge with a key"}, // three commands, one after the other
}
