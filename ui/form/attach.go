package form

import (
	"strings"

	"fairway/model/form"
)

// attaching says how a file comes to be an answer: it goes into the DML first, and the
// entry is chosen here. A path is never read from a form: over SSH it would be one of the
// machine on which the server runs.
func (f *Form) attaching() string {
	if f.env.Folders == nil { // over SSH
		return "Send it into the DML first, from your own machine: ssh HOST media add - --name NAME < FILE. Then choose it here by its name."
	}
	return "Put it into the DML first: fairway media add FILE. Then choose it here by its name."
}

// wrongAnswer is what is wrong with an answer, as it is said: of a file with how it comes
// to be one.
func (f *Form) wrongAnswer(fl form.Field, text, wrong string) string {
	if wrong == "" || fl.Type != form.Attachment {
		return wrong
	}
	if strings.ContainsAny(text, `/\`) {
		wrong = "no file is read by its path here"
	}
	return wrong + ". " + f.attaching()
}
