package action

import (
	"fmt"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/gate"
	"fairway/model/process"
)

// declaredBack is how far back a declaration may lie that is entered later: an
// emergency of before that is registered as what it became.
const declaredBack = 31 * 24 * time.Hour

// concern is what a declaration is about: the service and the items of a release or an
// RFC.
type concern struct {
	service model.ID
	items   []model.ID
}

// declared looks over why a process is chosen that may be chosen for a reason alone,
// and returns what is kept of it; nil where the process takes none.
func declared(c *model.Case, p *process.Process, said *model.Declaration, of concern, refusal *model.Refusal) *model.Declaration {
	if said == nil {
		said = &model.Declaration{}
	}
	if len(p.Reasons) == 0 {
		if said.Reason != "" || said.Incident != "" || said.Vulnerability != "" || !said.At.IsZero() {
			refusal.Add(fmt.Sprintf("the process %q is not declared: it takes no reason, incident or vulnerability", p.Title),
				model.AnswerTo("leave them out, or choose another process", "type"))
		}
		return nil
	}
	d := &model.Declaration{Process: p.Name, Reason: said.Reason, Incident: said.Incident, Vulnerability: strings.TrimSpace(said.Vulnerability), By: c.Who.ID()}
	reason, ok := p.Reason(d.Reason)
	if !ok {
		text := fmt.Sprintf("%q is no reason of the process %q", d.Reason, p.Title)
		if d.Reason == "" {
			text = fmt.Sprintf("the process %q is chosen for a reason, and none is given", p.Title)
		}
		refusal.Add(text, model.AnswerTo("say why", "reason"), model.OneOf(model.ReasonIDs(p)...))
	}
	d.Title = reason.Title
	var needs []need
	if d.Incident != "" {
		refs(c, refusal, model.KindIncident, d.Incident)
		if inc := model.Get[*model.Incident](c, d.Incident); inc != nil {
			if !c.Rules.Policy.Grave(inc.Severity) {
				refusal.Add(fmt.Sprintf("%s is %s: an emergency is declared for %s", inc.ID, inc.Severity, c.Rules.Policy.GraveWords()), model.AnswerTo("name another", "incident"))
			}
			if why := gate.Elsewhere(c, inc, of.service, of.items); why != "" {
				refusal.Add(why, model.AnswerTo("name another", "incident"))
			}
			at := c.Now
			if !said.At.IsZero() {
				at = said.At
			}
			if !inc.Resolved.IsZero() && inc.Resolved.Before(at) {
				refusal.Add(fmt.Sprintf("%s was %s before: nothing of it is an emergency any more", inc.ID, model.StateWords(inc)), model.AnswerTo("name one that is open", "incident"))
			}
			needs = append(needs, need{inc.Opened, fmt.Sprintf("%s was opened", inc.ID)})
		}
	}
	if d.Vulnerability != "" {
		if wrong := model.CheckVulnerability(d.Vulnerability); wrong != "" {
			refusal.Add(wrong, model.AnswerTo("name it as others do", "vulnerability"))
		}
		if strings.HasPrefix(strings.ToUpper(d.Vulnerability), "CVE") {
			d.Vulnerability = strings.ToUpper(d.Vulnerability)
		}
	}
	if d.Incident == "" && d.Vulnerability == "" {
		refusal.Add("neither an incident nor a vulnerability is named", model.AnswerTo(fmt.Sprintf("name an incident %s, or a vulnerability such as CVE-2026-1234", c.Rules.Policy.GraveWords()), "incident", "vulnerability"))
	}
	if !said.At.IsZero() && said.At.Before(c.Now.Add(-declaredBack)) {
		refusal.Add("it would have been declared more than 31 days ago", model.AnswerTo("give the time at which it was declared", "at"), model.Say("register what is past as what it became"))
	}
	d.At = dated(c, said.At, "it can't have been declared", needs, refusal)
	d.Recorded = recordedLater(c, d.At)
	return d
}

// staysDeclared adds that an edit takes an emergency away from the incident that it was
// declared for, or an unauthorised change from the one by which it was found.
func staysDeclared(c *model.Case, before, after model.Subject, refusal *model.Refusal) {
	var of model.ID
	what, instead := "its declaration", "leave it as it is, or cancel it and declare another"
	if d := after.Emergency(); d != nil {
		of = d.Incident
	} else if after.Change != nil && after.Change.Captured != nil {
		of = after.Change.Captured.Incident
		what, instead = "how it was found", "leave it of the service of the incident, or name an item of it"
	}
	if of == "" {
		return
	}
	inc := model.Get[*model.Incident](c, of)
	if why := gate.Elsewhere(c, inc, after.Service(), after.Items()); why != "" && gate.Elsewhere(c, inc, before.Service(), before.Items()) == "" {
		refusal.Add(what+" would not hold: "+why, model.Say(instead))
	}
}
