package process

import "slices"

// Danger is how a band of risk is to be looked at, whatever an organisation calls
// it and however many it has: by its place among them.
type Danger int

// From nothing to say to the worst there is.
const (
	NoDanger Danger = iota // not scored, or in a band that the policy no longer has
	LowDanger
	SomeDanger
	HighDanger
	HighestDanger
)

// Danger is that of a band: the last one is the worst, the one before it high, the
// first one low.
func (p Policy) Danger(band string) Danger {
	at := slices.IndexFunc(p.Bands, func(b Band) bool { return b.ID == band })
	switch {
	case at < 0:
		return NoDanger
	case at == 0:
		return LowDanger
	case at == len(p.Bands)-1:
		return HighestDanger
	case at == len(p.Bands)-2:
		return HighDanger
	}
	return SomeDanger
}
