package decision

import (
	"fmt"

	"fairway/model"
	"fairway/model/process"
)

// writings are documents in which somebody judges what others did: the review of a change
// that was made without authorisation, whether an emergency was one. Rules say for each
// form who must not fill it. It is no decision that waits, and nothing is bound to it: the
// document is the word. Rules that name no such duty let everybody write who may fill it.
var writings = &Kind{Act: "write-document", Verb: "write", Relations: toRelease}

// Writing is the request that a form of a release or an RFC be filled; permission is what
// whoever fills it needs.
func Writing(rules *model.Rules, form string, of model.Subject, permission string) Request {
	k := *writings
	k.Permission = permission
	return Request{Kind: &k, Release: of.Release, Change: of.Change, Purpose: rules.FormMeans(form)}
}

// Miswritten says why a document counts as none of its form, as it follows where it
// stands: a duty keeps whoever wrote this version from it by now; "" where it counts.
func Miswritten(c *model.Case, rules *model.Rules, d *model.Document) string {
	for _, bar := range Bars(c, Writing(rules, d.Form, c.SubjectOf(d.Of), ""), d.Author) {
		return fmt.Sprintf("was written by %s, %s", c.Signatory(d.Author, d.At), bar.OfOne())
	}
	return ""
}

// MayMove adds why the person who acts must not move on a change that was made without
// authorisation: whoever must not write a form that its stages ask for, as its review, does
// not move it either. permission is what whoever moves it needs.
func MayMove(c *model.Case, p *process.Process, ch *model.Change, permission string, refusal *model.Refusal) {
	for _, s := range p.Stages {
		for _, form := range s.Forms {
			q := Writing(c.Rules, form, model.Subject{Change: ch}, permission)
			for _, bar := range Bars(c, q, c.Who.ID()) {
				refusal.Add(bar.String(), whoElse(c, q))
			}
		}
	}
}
