package action_test

import (
	"strings"
	"testing"

	"fairway/model"
	"fairway/model/action"
)

func (w *world) person(handle string) *model.Person {
	return model.Get[*model.Person](w.seen(""), w.people[handle])
}

func (w *world) service(id model.ID) *model.Service {
	return model.Get[*model.Service](w.seen(""), id)
}

// TestARoleForASite: it holds for the services of the site, and for those that come
// to it and leave it; it is taken as it was given.
func TestARoleForASite(t *testing.T) {
	w := newWorld(t)
	shop := *w.service(w.shop)
	shop.Site = "Graz"
	w.must("admin", action.WriteService{Service: shop})
	other := w.must("admin", action.WriteService{Service: model.Service{Handle: "till", Name: "Till", Site: " graz "}}).Subject
	if s := w.service(other); s.Site != "Graz" {
		t.Errorf("the site is spelled %q", s.Site)
	}
	lets := func(handle string, service model.ID) bool {
		return w.rules.Holds(w.person(handle), "cab-member", service)
	}
	at := func(site string) model.Grant { return model.Grant{Role: "cab-member", Site: site} }
	w.refused("admin", action.GrantRole{Person: w.people["req"], Grant: at("Linz")}, `no service is of the site "Linz"`, "Graz")
	w.refused("admin", action.GrantRole{Person: w.people["req"], Grant: model.Grant{Role: "cab-member", Site: "Graz", Service: other}}, "for a service or for a site, not for both")
	out := w.must("admin", action.GrantRole{Person: w.people["req"], Grant: at("GRAZ"), Reason: "they sit there"})
	if !strings.HasSuffix(out.Note, "CAB member for the site Graz: they sit there") {
		t.Error(out.Note)
	}
	w.refused("admin", action.GrantRole{Person: w.people["req"], Grant: at("Graz")}, "the role is held already")
	if !lets("req", w.shop) || !lets("req", other) || lets("req", "") || lets("req", "SVC-99") {
		t.Errorf("%+v", w.person("req").Roles)
	}
	if m := w.person("req").Memberships(); m[len(m)-1].Site != "Graz" || len(m[len(m)-1].At) != 2 {
		t.Errorf("%+v", m)
	}

	// One chairs it; whoever chairs a new service of the site does so as well.
	chair := func(handle string) model.Grant { g := at("Graz"); g.Chair = true; return g }
	w.must("admin", action.GrantRole{Person: w.people["req"], Grant: chair("req")})
	out = w.must("admin", action.GrantRole{Person: w.people["coord"], Grant: chair("coord")})
	if !strings.Contains(out.Note, "in place of REQ") {
		t.Error(out.Note)
	}
	third := model.Service{Handle: "gate", Name: "Gate"}
	id := w.must("admin", action.WriteService{Service: third}).Subject
	if lets("req", id) {
		t.Error("the site of no site")
	}
	third = *w.service(id)
	third.Site = "Graz"
	w.refused("owner", action.WriteService{Service: third}, "it would change who holds roles for Gate, which takes the permission person.write", "Administrator")
	if out = w.must("admin", action.WriteService{Service: third}); !strings.Contains(out.Note, "which gives") || !lets("req", id) || !lets("coord", id) {
		t.Error(out.Note)
	}
	chairs := 0
	for _, handle := range []string{"req", "coord"} {
		for _, g := range w.person(handle).Roles {
			if g.Service == id && g.Chair {
				chairs++
			}
		}
	}
	if chairs != 1 {
		t.Errorf("%d chair it", chairs)
	}
	third.Site = ""
	if out = w.must("admin", action.WriteService{Service: third}); !strings.Contains(out.Note, "which takes from") || lets("req", id) || !lets("req", other) {
		t.Error(out.Note)
	}

	// It is taken as it was given; what was given besides stays.
	w.must("admin", action.GrantRole{Person: w.people["req"], Grant: model.Grant{Role: "cab-member", Service: other}})
	w.refused("admin", action.RevokeRole{Person: w.people["req"], Grant: model.Grant{Role: "cab-member"}}, "the role cab-member is not held", "it is held for the site Graz", "it is held for Till")
	out = w.must("admin", action.RevokeRole{Person: w.people["req"], Grant: at("graz"), Reason: "moved"})
	if !strings.HasSuffix(out.Note, "no longer CAB member for the site Graz: moved") || lets("req", w.shop) || !lets("req", other) {
		t.Error(out.Note, w.person("req").Roles)
	}
}

// TestTheLastWhoSignAreNotTakenAway while an acceptance waits for them, but where it
// is said so.
func TestTheLastWhoSignAreNotTakenAway(t *testing.T) {
	w := newWorld(t)
	shop := *w.service(w.shop)
	signer := w.people["cab1"]
	if len(shop.Signs()) == 0 {
		shop.Signatories = []model.ID{signer}
		w.must("admin", action.WriteService{Service: shop})
	}
	signs := w.service(w.shop).Signs()
	id := w.registered(software)
	a := &model.Approval{ID: "APR-900", Of: id, Purpose: "acceptance", Approvers: []model.Approver{{Person: signs[0], Title: "who signs"}}}
	w.before(a)
	none := *w.service(w.shop)
	none.Owner, none.Signatories = "", nil
	w.refused("admin", action.WriteService{Service: none}, "afterwards nobody signs for "+none.Name, "APR-900 waits for a signature")
	w.must("admin", action.WriteService{Service: none, Anyway: true})
	if len(w.service(w.shop).Signs()) != 0 {
		t.Error("they still sign")
	}
}
