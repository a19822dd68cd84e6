package decision

import "fairway/model"

// closings are periods whose numbers somebody signed off. Nobody asks for that to be undone
// and nothing waits: whoever reopens one says why. A duty may keep those from it who signed.
var closings = &Kind{Act: "reopen-period", Verb: "reopen", Relations: []string{author}}

// Reopening is the request that a closed period be reopened; permission is what whoever does
// it needs.
func Reopening(p *model.Period, permission string) Request {
	k := *closings
	k.Permission = permission
	return Request{Kind: &k, Record: p, Title: p.Title(), At: p.At}
}

// MayReopen adds why the person who acts must not reopen a period.
func MayReopen(c *model.Case, q Request, refusal *model.Refusal) {
	for _, bar := range Bars(c, q, c.Who.ID()) {
		refusal.Add(bar.String(), whoElse(c, q))
	}
}
