package gate

import (
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/when"
)

func itemsListed(f facts) answer {
	if len(f.r.Items) == 0 && f.r.NoItems == "" {
		return open("no affected configuration item is listed")
	}
	if !f.r.ItemsAll {
		return open("%d listed, but nobody said that the list is complete", len(f.r.Items))
	}
	if len(f.r.Items) == 0 {
		return met("none: %s", f.r.NoItems)
	}
	for _, id := range f.r.Items {
		if model.Get[*model.Item](f.Case, id) == nil {
			return cannot("%s can't be read", id)
		}
	}
	return met("complete: %s", join(f.r.Items))
}

func procurementReceived(f facts) answer {
	list := f.procurements()
	if len(list) == 0 {
		return open("nothing is on order").by(f.task("procure", model.With("title", ""), model.With("supplier", ""), model.With("due", "")))
	}
	var waiting []string
	var receive []model.Remedy
	for _, p := range list {
		if p.Waits() {
			receive = append(receive, model.ByTask("receive", p.ID))
			text := string(p.ID) + " " + p.Title
			if p.State() == model.ProcurementPart {
				text += ", " + p.Parts()
			}
			if p.Late(f.Now) {
				text += " (late: due " + when.FormatSlotFor(p.Due, when.Moment{}, f.Zone(f.r), f.Days(), when.ISO) + ")"
			}
			waiting = append(waiting, text)
		}
	}
	if len(waiting) > 0 {
		return open("not received: %s", strings.Join(waiting, ", ")).by(receive...)
	}
	return met("all %d received", len(list))
}

// hardwareRegistered asks that what was received became a configuration item,
// and that the release lists it.
func hardwareRegistered(f facts) answer {
	var hardware int
	for _, p := range f.procurements() {
		if !p.Hardware {
			continue
		}
		hardware++
		if p.Waits() || len(p.Became()) == 0 {
			none := open("%s (%s) is no configuration item yet", p.ID, p.Title)
			if p.State() == model.ProcurementPart {
				none = open("%s (%s) is no configuration item yet as a whole: %s", p.ID, p.Title, p.Parts())
			}
			if p.Waits() {
				return none.by(model.ByTask("receive", p.ID, model.With("class", "hardware"), model.With("serial", "")))
			}
			return none
		}
		for _, id := range p.Became() {
			if !slices.Contains(f.r.Items, id) {
				return open("%s came with %s, but is not among the affected items", id, p.ID).by(f.task("affect", model.With("add", string(id))))
			}
		}
	}
	if hardware == 0 {
		return open("no hardware was procured for it").by(f.task("procure", model.With("title", ""), model.With("hardware", "yes")))
	}
	return met("%d registered", hardware)
}

// agreementSigned: a change of service hours or support is delivered by a
// signed document rather than a package.
func agreementSigned(f facts) answer { return f.approvedDocument(FormAgreement) }

func notesDrafted(f facts) answer { return f.filled(FormNotes, "notes") }

func (f facts) approvedDocument(formName string) answer {
	d := f.Document(formName, f.r.ID)
	if d == nil {
		return open("%s", f.unwritten(formName))
	}
	if v := d.Rejected(); v != nil {
		return open("%s version %d was rejected by %s: %s", d.ID, d.Version, decision.Signed(f.Case, v.By, v.At, v.Basis), v.Text).by(model.ByForm(formName, f.r.ID).For(f.PersonName(d.Author) + " writes the next version"))
	}
	if d.Approved.IsZero() {
		return open("%s version %d is not approved", d.ID, d.Version).by(model.ByTask("approve-document", d.ID).For("somebody else than its author approves it"))
	}
	q := decision.Document(f.Case, d)
	q.Release = f.r
	if _, against := decision.Holds(f.Case, q); against != "" {
		return open("%s version %d was approved by %s", d.ID, d.Version, against).by(
			model.ByTask("approve-document", d.ID).For("somebody else than its author approves it anew"), model.ByForm(formName, f.r.ID).For("write a new version"))
	}
	if unmet, meet := Unmet(f.Case, model.Owing(d), d.ID); len(unmet) > 0 {
		return open("%s version %d was approved on condition, and %s", d.ID, d.Version, strings.Join(unmet, "; and ")).by(meet...)
	}
	return met("%s version %d, approved by %s", d.ID, d.Version, decision.Signed(f.Case, d.Approver, d.Approved, d.Basis))
}
