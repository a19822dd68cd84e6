package evidence

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
)

// decided is one decision, whatever record keeps it.
type decided struct {
	Record  model.ID `json:"record"`
	Of      model.ID `json:"of"`
	What    string   `json:"what"`
	Verdict string   `json:"verdict"`
	By      model.ID `json:"by"`
	Name    string   `json:"name"`
	At      string   `json:"at"`
	// Recorded is when it was entered, where that was later; Auth how the person was known.
	Recorded   string   `json:"recorded,omitempty"`
	Auth       string   `json:"auth,omitempty"`
	Role       string   `json:"role,omitempty"`
	For        model.ID `json:"for,omitempty"`
	Comment    string   `json:"comment,omitempty"`
	Conditions string   `json:"conditions,omitempty"`
	// Digest is that of what was decided on, Rules those under which, Revision that of the
	// release, Documents the versions that it covers.
	Digest    string               `json:"digest,omitempty"`
	Revision  int                  `json:"revision,omitempty"`
	Rules     model.ID             `json:"rules,omitempty"`
	Documents []model.DocumentSeen `json:"documents,omitempty"`
	// Retracted is why it was taken back, if it was.
	Retracted string `json:"retracted,omitempty"`
	at        time.Time
}

// decisions are all on the releases, their RFCs, their documents, and whatever else belongs to
// them, the first one first.
func (b *builder) decisions() []decided {
	var out []decided
	seen := map[model.ID]bool{}
	for _, k := range b.states {
		if !k.Last || k.Body == nil || seen[k.ID] {
			continue
		}
		seen[k.ID] = true
		r, err := model.Decode(k.ID.Kind(), k.Body)
		if err != nil {
			continue // it was read before
		}
		verdict := func(of model.ID, what string, v *model.Verdict, retracted string) {
			if v == nil {
				return
			}
			d := decided{Record: k.ID, Of: of, What: what, Verdict: model.Reject, By: v.By, At: stamp(v.At), Role: v.Basis.Role, For: v.Basis.For, Comment: v.Text,
				Digest: v.Basis.Digest, Revision: v.Basis.Revision, Rules: v.Basis.Rules, Documents: v.Documents, Retracted: retracted, at: v.At}
			if v.Yes {
				d.Verdict = model.Approve
			}
			if !v.Recorded.IsZero() && !v.Recorded.Equal(v.At) {
				d.Recorded = stamp(v.Recorded)
			}
			d.Conditions = strings.Join(model.Each(v.Checks, func(c model.Condition) string { return c.Text }), "; ")
			out = append(out, d)
		}
		back := func(of model.ID, what string, list []model.Retracted) {
			for _, one := range list {
				verdict(of, what, &one.Decided, cmp.Or(one.Back.Reason, "taken back"))
			}
		}
		switch r := r.(type) {
		case *model.Approval:
			for _, d := range r.Decisions {
				one := decided{Record: r.ID, Of: r.Of, What: r.Title, Verdict: d.Verdict, By: d.By, At: stamp(d.At), Auth: d.Auth, Role: d.Basis.Role, For: d.Basis.For, Comment: d.Comment,
					Conditions: d.Conditions, Digest: d.Basis.Digest, Revision: d.Revision, Rules: d.Basis.Rules, Documents: r.Covered(d), at: d.At}
				if !d.Recorded.IsZero() && !d.Recorded.Equal(d.At) {
					one.Recorded = stamp(d.Recorded)
				}
				if d.Retracted != nil {
					one.Retracted = cmp.Or(d.Retracted.Reason, "taken back")
				}
				out = append(out, one)
			}
		case *model.Document:
			verdict(r.Of, fmt.Sprintf("%s, version %d", r.Title, r.Version), r.Verdict(), "")
			back(r.Of, r.Title, r.Retracted)
		case *model.Change:
			verdict(r.ID, "Assessment", r.Assessed, "")
			verdict(r.ID, "RFC", r.Decided, "")
			for _, v := range r.Voided {
				verdict(r.ID, "Assessment", v.Assessed, "void since")
				verdict(r.ID, "RFC", v.Decided, "void since")
			}
		case *model.Waiver:
			verdict(r.Of, "Waiver of "+r.Check, r.Decided, "")
			back(r.Of, "Waiver of "+r.Check, r.Retracted)
		case *model.Window:
			for _, e := range r.Exceptions {
				if b.looked(e.Release) {
					verdict(e.Release, "Exception from "+r.Title, e.Decided, "")
					back(e.Release, "Exception from "+r.Title, e.Retracted)
				}
			}
		}
	}
	for i := range out {
		out[i].Name = b.name(out[i].By)
	}
	slices.SortStableFunc(out, func(x, y decided) int {
		return cmp.Or(x.at.Compare(y.at), model.CompareIDs(x.Record, y.Record))
	})
	return out
}

// looked reports whether a release is one of those in the pack.
func (b *builder) looked(id model.ID) bool {
	for _, m := range b.found.Releases {
		if m.Of == string(id) {
			return true
		}
	}
	return false
}
