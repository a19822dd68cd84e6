package process

// Reminded are what the clock can remind of besides approvals, by the names that the
// policy has for it (Policy.Reminders).
var Reminded = []string{"assess", "change", "clocks", "condition", "countersign", "entry", "exception", "improvement", "minutes", "papers", "question", "rejected", "review", "rules", "waiver"}

// ReminderHours is how many working hours before its deadline, or where it has none after
// it began to wait, the clock reminds whoever something waits for; false where it never
// does, as under rules from before.
func (p Policy) ReminderHours(what string) (int, bool) {
	n, ok := p.Reminders[what]
	return n, ok && n >= 0
}

// reminderWords say what each is.
var reminderWords = map[string]string{
	"assess": "an RFC to assess", "change": "an RFC to authorise", "clocks": "dates to check", "condition": "a condition to meet", "countersign": "a decision to countersign",
	"entry": "a catalogue entry to authorise", "exception": "an exception to decide", "improvement": "an improvement action", "minutes": "minutes to approve", "papers": "papers to complete",
	"question": "a question to answer", "rejected": "a document that was sent back", "review": "a review that is due", "rules": "rules to review or decide", "waiver": "a waiver to decide",
}
