package gate

// How an audit of configuration items finds one, as its form (FormAudit) has it.
const (
	FoundRight   = "right"
	FoundDiffers = "differs"
	FoundMissing = "missing"
)
