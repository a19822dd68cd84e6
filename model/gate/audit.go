package gate

// How an audit of configuration items finds one, as its form (FormAudit) has it.
const (
	FoundRight   = "right"
	FoundDiffers = "differs"
	FoundMissing = "missing"
	// FoundUnchecked is one that was drawn, and that nobody could look at.
	FoundUnchecked = "unchecked"
)
