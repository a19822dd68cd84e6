package model

// Synonyms are the words that people use today for names that are stored, and so
// are never changed: fields of bodies, which are hashed, and of what was printed
// before. Whatever prints a stored name prints today's word beside it.
var Synonyms = map[string]string{
	"book":  "rules",
	"seats": "approvers",
	"seat":  "approver",
	"Cure":  "Remedy",
}
