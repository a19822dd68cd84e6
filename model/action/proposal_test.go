package action_test

import (
	"slices"
	"strings"
	"testing"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/process"
)

// edited are the files of the rules in force with one text in place of another.
func (w *world) edited(file, was, is string) []process.File {
	w.t.Helper()
	files := slices.Clone(w.rules.Source)
	for i := range files {
		if files[i].Name == file {
			if !strings.Contains(files[i].Text, was) {
				w.t.Fatalf("%s doesn't say %q", file, was)
			}
			files[i].Text = strings.Replace(files[i].Text, was, is, 1)
		}
	}
	return files
}

// proposed is a proposal by the administrator of rules with another quorum.
func (w *world) proposed() model.ID {
	w.t.Helper()
	return w.must("admin", action.ProposeRules{Title: "Quorum", Note: "two of us are enough", Files: w.edited(process.PolicyFile, "cab_quorum = 3", "cab_quorum = 1")}).Subject
}

func (w *world) proposal(id model.ID) *model.Proposal {
	return model.Get[*model.Proposal](w.seen(""), id)
}

func TestRulesAreProposedReviewedApprovedAndAdopted(t *testing.T) {
	w := newWorld(t)
	before := w.rules
	id := w.proposed()
	if p := w.proposal(id); p.State() != model.ProposalProposed || p.Base != before.ID || p.Author != w.people["admin"] {
		t.Fatalf("%+v", p)
	}
	w.refused("chgmgr", action.DecideRules{Proposal: id, Yes: true}, "nobody has reviewed it yet", "review-rules")
	w.refused("admin", action.AdoptRules{Proposal: id}, "nobody has approved it yet", "somebody else reviews it first: ")
	w.refused("chgmgr", action.ReviewRules{Proposal: id}, "a comment is missing")
	w.must("relmgr", action.ReviewRules{Proposal: id, Comment: "read, and fine"})
	w.refused("relmgr", action.ReviewRules{Proposal: id, Comment: "again"}, "RELMGR reviewed it already")
	w.refused("coord", action.DecideRules{Proposal: id, Yes: true}, "permission rules.decide", "Release Manager, Change Manager")
	w.must("chgmgr", action.DecideRules{Proposal: id, Yes: true})
	if p := w.proposal(id); p.State() != model.ProposalApproved || p.Approver() != w.people["chgmgr"] || p.Reviewer() != w.people["relmgr"] || p.Decided.Basis.Role != "change-manager" {
		t.Fatalf("%+v", p)
	}
	w.refused("chgmgr", action.AdoptRules{Proposal: id}, "permission book.adopt", "Administrator")
	w.must("admin", action.AdoptRules{Proposal: id})
	if w.rules.ID == before.ID || w.rules.Policy.Quorum != 1 || w.rules.Proposal != id || !process.SameFiles(w.rules.Source, w.proposal(id).Files) {
		t.Errorf("in force is %s of %s, with a quorum of %d", w.rules.ID, w.rules.Proposal, w.rules.Policy.Quorum)
	}
	if p := w.proposal(id); p.State() != model.ProposalAdopted || p.Adopted != w.rules.ID {
		t.Errorf("%+v", p)
	}
	if s := w.rules.Shipped; s == nil || len(s.Differs) != 1 || s.Differs[0].Name != process.PolicyFile || s.Digest != before.Shipped.Digest {
		t.Errorf("of the defaults is known %+v", s)
	}
	w.refused("admin", action.AdoptRules{Proposal: id}, "it is adopted already")
	w.refused("admin", action.WithdrawProposal{Proposal: id, Reason: "x"}, "it is adopted already")
}

func TestNobodyReviewsOrApprovesTheirOwnRules(t *testing.T) {
	w := newWorld(t)
	id := w.must("chgmgr", action.ProposeRules{Title: "Quorum", Note: "why", Files: w.edited(process.PolicyFile, "cab_quorum = 3", "cab_quorum = 1")}).Subject
	w.refused("chgmgr", action.ReviewRules{Proposal: id, Comment: "x"}, "you wrote it, and nobody reviews their own")
	w.must("relmgr", action.ReviewRules{Proposal: id, Comment: "x"})
	w.refused("chgmgr", action.DecideRules{Proposal: id, Yes: true}, "you wrote it, and nobody approves their own")
	w.refused("relmgr", action.DecideRules{Proposal: id}, "a comment is missing")
	w.must("relmgr", action.DecideRules{Proposal: id, Comment: "three are better"})
	w.refused("admin", action.AdoptRules{Proposal: id}, "RELMGR rejected it: three are better")
	w.refused("chgmgr", action.WithdrawProposal{Proposal: id, Reason: "x"}, "it is rejected already")
}

func TestAProposalOfOvertakenRulesIsProposedAnew(t *testing.T) {
	w := newWorld(t)
	first, second := w.proposed(), w.proposed()
	for _, id := range []model.ID{first, second} {
		w.must("relmgr", action.ReviewRules{Proposal: id, Comment: "fine"})
		w.must("chgmgr", action.DecideRules{Proposal: id, Yes: true})
	}
	base := w.rules.ID
	w.must("admin", action.AdoptRules{Proposal: first})
	w.refused("admin", action.AdoptRules{Proposal: second}, "the rules changed meanwhile: PRC-2 is in force, and this was made from PRC-1", "export-rules")
	w.refused("admin", action.ProposeRules{Title: "x", Note: "x", Base: base, Files: w.edited(process.PolicyFile, "cab_quorum = 1", "cab_quorum = 2")}, "the rules changed meanwhile")
	w.must("admin", action.WithdrawProposal{Proposal: second, Reason: "the first is in force"})
	w.refused("admin", action.AdoptRules{Proposal: second}, "it is withdrawn already")
}

func TestWhatIsProposedHasToMakeSense(t *testing.T) {
	w := newWorld(t)
	propose := func(files []process.File) action.ProposeRules {
		return action.ProposeRules{Title: "Rules", Note: "why", Files: files}
	}
	w.refused("admin", propose(w.rules.Source), "the rules in force, PRC-1, word for word")
	w.refused("admin", propose(nil), "there are no files")
	w.refused("admin", propose(append(slices.Clone(w.rules.Source), process.File{Name: "forms/x.toml", Text: "\xff"})), "forms/x.toml is not valid UTF-8 text")
	w.refused("admin", propose(append(slices.Clone(w.rules.Source), w.rules.Source[0])), "is there twice")
	w.refused("admin", propose(append(slices.Clone(w.rules.Source), process.File{Name: "forms/x.toml", Text: strings.Repeat("#", action.RuleFileLimit+1)})), "forms/x.toml is larger than 1024 kB")
	w.refused("admin", propose(w.edited(process.PolicyFile, "cab_quorum = 3", "cab_quorum = 0")), "process/policy.toml:", "cab_quorum is 0")
	w.refused("admin", action.ProposeRules{Title: "x", Files: w.rules.Source}, "it doesn't say why")
}

// TestAProposalSaysWhatItWouldLeaveToNobody: whoever adopts it is refused for it.
func TestAProposalSaysWhatItWouldLeaveToNobody(t *testing.T) {
	w := newWorld(t)
	change := w.must("req", action.SubmitChange{Change: model.Change{Title: "x", Category: "enhancement", Type: "normal", Service: w.shop}}).Subject
	propose := action.ProposeRules{Title: "Roles", Note: "why", Files: w.edited(process.RolesFile, `"change.*", `, "")}
	out := w.must("relmgr", propose)
	if out.Warning == nil || !strings.Contains(out.Warning.Text, "once they are in force, "+string(change)+" x: nobody who may decide it is left") {
		t.Errorf("warns of %v", out.Warning)
	}
	w.must("chgmgr", action.ReviewRules{Proposal: out.Subject, Comment: "fine"})
	w.must("chgmgr", action.DecideRules{Proposal: out.Subject, Yes: true})
	w.refused("admin", action.AdoptRules{Proposal: out.Subject}, string(change)+" x: nobody who may decide it is left", "nobody can decide the authorisation of RFCs: no role allows it (change.decide)")
	w.refused("admin", action.AdoptRules{Proposal: out.Subject, Anyway: true}, "nobody can decide the authorisation of RFCs")
}

func TestRulesFromBeforeProposalsCanBeChanged(t *testing.T) {
	w := newWorld(t)
	old := *w.rules
	old.Duties = slices.DeleteFunc(slices.Clone(old.Duties), func(d process.Duty) bool { return d.Act == "decide-rules" })
	old.Roles = slices.Clone(old.Roles)
	for i := range old.Roles {
		old.Roles[i].Permissions = slices.DeleteFunc(slices.Clone(old.Roles[i].Permissions), func(p string) bool {
			return strings.HasPrefix(p, "rules.") || p == "release.migrate"
		})
	}
	old.Source, old.Shipped = nil, nil
	w.must("admin", action.AdoptRules{Rules: old})
	files := defaults().Source
	w.refused("coord", action.ProposeRules{Title: "x", Note: "x", Files: files}, "permission rules.propose", "Administrator")
	id := w.must("admin", action.ProposeRules{Title: "Rules", Note: "those of today", Files: files}).Subject
	w.refused("relmgr", action.ReviewRules{Proposal: id, Comment: "x"}, "permission rules.review", "Change Manager")
	w.must("chgmgr", action.ReviewRules{Proposal: id, Comment: "x"})
	w.must("chgmgr", action.DecideRules{Proposal: id, Yes: true})
	w.must("admin", action.AdoptRules{Proposal: id})
	if !w.rules.Lets(model.Get[*model.Person](w.seen(""), w.people["relmgr"]), "rules.decide", "") {
		t.Error("the roles of the new rules count")
	}
}

// TestARevokedRoleStrandsNoProposal: the last who may decide on rules goes not
// without a word.
func TestARevokedRoleStrandsNoProposal(t *testing.T) {
	w := newWorld(t)
	id := w.must("chgmgr", action.ProposeRules{Title: "Quorum", Note: "why", Files: w.edited(process.PolicyFile, "cab_quorum = 3", "cab_quorum = 1")}).Subject
	leave := action.LeavePerson{Person: w.people["relmgr"]}
	confirmed := leave
	confirmed.Anyway = true
	w.strands(leave, confirmed, string(id)+" Quorum: nobody who may decide it is left", id)
}

// migrated changes the process of releases: a check less, a stage more, an
// approver less.
func (w *world) migrated(files []process.File) {
	w.t.Helper()
	id := w.must("admin", action.ProposeRules{Title: "Process", Note: "faster", Files: files}).Subject
	w.must("relmgr", action.ReviewRules{Proposal: id, Comment: "fine"})
	w.must("chgmgr", action.DecideRules{Proposal: id, Yes: true})
	w.must("admin", action.AdoptRules{Proposal: id})
}

func TestAReleaseKeepsItsRulesUntilItIsMigrated(t *testing.T) {
	w := newWorld(t)
	id := w.assessed(software)
	w.plan(id, software)
	apr := w.approve(id, "authorisation-1")
	w.refused("admin", action.MigrateRelease{Release: id}, "it follows the rules in force already, PRC-1")
	process1, _ := w.rules.Process("normal")
	_, at := process1.Stage(w.release(id).Stage)
	ahead := process1.Stages[at].Checks[0]
	w.migrated(w.edited("process/normal.toml", `id = "`+w.release(id).Stage+`"`, `id = "`+w.release(id).Stage+`"`+"\n# a comment"))
	if got := w.release(id).Rules; got != "PRC-1" {
		t.Fatalf("it follows %s", got)
	}
	m, err := action.Migrating(w.seen("admin"), id, nil)
	if err != nil || len(m.Gains)+len(m.Loses) != 0 || !slices.Equal(m.Voids, []model.ID{apr}) {
		t.Fatalf("of %v: %+v, %v", ahead, m, err)
	}
	w.refused("coord", action.MigrateRelease{Release: id}, "permission release.migrate")
	w.refused("admin", action.MigrateRelease{Release: id, To: "PRC-1"}, "PRC-1 is not in force")
	w.must("admin", action.MigrateRelease{Release: id, Void: true})
	if got := w.release(id).Rules; got != "PRC-2" {
		t.Errorf("it follows %s", got)
	}
	if a := model.Get[*model.Approval](w.seen(""), apr); a.State() != model.ApprovalVoid {
		t.Errorf("%s is %s", apr, a.State())
	}
}

func TestWhatAReleaseGainsAndLosesByMigration(t *testing.T) {
	w := newWorld(t)
	id := w.assessed(software)
	stage := w.release(id).Stage
	files := w.edited("process/normal.toml", "[[stage]]\nid = \""+stage+"\"", "[[stage]]\nid = \"other\"")
	for i := range files {
		if files[i].Name == "process/normal.toml" {
			files[i].Text = strings.ReplaceAll(files[i].Text, `"`+stage+`"`, `"other"`)
		}
	}
	w.migrated(files)
	m, err := action.Migrating(w.seen("admin"), id, nil)
	if err == nil || !strings.Contains(err.Error(), "PRC-2 has no stage "+stage) || !slices.Contains(m.Stages, "other") {
		t.Fatalf("%+v, %v", m, err)
	}
	w.refused("admin", action.MigrateRelease{Release: id, Stages: map[string]string{stage: "closed"}}, "it can't come into Closed without passing the gates before it")
	w.must("admin", action.MigrateRelease{Release: id, Stages: map[string]string{stage: "other"}})
	r := w.release(id)
	if r.Stage != "other" || r.Rules != "PRC-2" || r.Passed[len(r.Passed)-1].Kind != "migrate" {
		t.Errorf("%s under %s, %+v", r.Stage, r.Rules, r.Passed)
	}
}
