//go:build !race

package sshd_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
)

// needsTheCAB has a release of high risk and an emergency change wait for the CAB:
// APR-1 for three of it, APR-2 for two.
func (h *host) needsTheCAB() {
	h.t.Helper()
	as := func(who string, args ...string) { h.t.Helper(); h.run(append(args, "--as", who)...) }
	for _, p := range [][2]string{{"bea", "Bea Kowalski"}, {"carl", "Carl Jensen"}} {
		as(boss, "person", "add", p[0], "--name", p[1], "--role", "cab-member")
	}
	as(boss, "person", "grant", "chandra", "cab-member", "--chair")
	as(boss, "person", "grant", "oscar", "change-manager") // who may lead meetings, while nobody who chairs them is there
	answers := func(name, text string) string {
		path := filepath.Join(h.dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			h.t.Fatal(err)
		}
		return path
	}
	as("noor", "change", "new", "--title", "New tax tables", "--category", "enhancement", "--service", "payroll", "--builder", "dmitri")
	as("noor", "form", "fill", "rfc", "CHG-1", "--set", "reason=the law", "--set", "benefit=right pay", "--set", "without=wrong pay", "--set", "solution=new tables")
	as("cora", "release", "edit", "REL-1", "--set", "owner=rafael", "--set", "contents=software")
	as("cora", "release", "scope", "REL-1", "--add", "CHG-1")
	as("cora", "release", "advance", "REL-1")
	as("cora", "release", "scan", "REL-1")
	as("cora", "form", "fill", "assessment", "REL-1", "--from", answers("assessment.toml", `risk = "wrong pay"
benefit = "right pay"
feasibility = "a month"
cost = "ten days"
impact_services = "none"
impact_security = "none"
impact_capacity = "none"
impact_releases = "none"
impact = 5
factors = ["data-migration"]
decision = "proceed"
`))
	as("cora", "release", "advance", "REL-1")
	as("cora", "form", "fill", "release-plan", "REL-1", "--from", answers("plan.toml", `duration = "1h"
environment = "production"
deliverables = "package"
method = "big bang"
communication = "mail"
[[steps]]
text = "install it"
[[verification]]
text = "one pay slip is right"
`))
	as("cora", "form", "fill", "rollback-plan", "REL-1", "--from", answers("back.toml", `trigger = "a pay slip is wrong"
owner = "dmitri"
duration = "30m"
no_return = "none"
[[steps]]
text = "install the one before"
`))
	as("cora", "form", "fill", "criteria", "REL-1", "--row", "criteria=id:C1;criterion:pay slips are right")
	as("cora", "approve", "request", "REL-1", "authorisation-1")
	as("noor", "change", "new", "--title", "Restart login", "--category", "problem-fix", "--type", "emergency", "--reason", "security", "--vulnerability", "CVE-2026-1234", "--service", "payroll", "--builder", "dmitri")
	as("rafael", "approve", "request", "CHG-2", "ecab")
}

// TestACABOfFiveTerminals: five people are in a meeting of the CAB over SSH. What the
// chair takes up is before everybody who follows within a second, and not before who is
// on their own; three votes decide; the minutes are written, and the chair approves them.
func TestACABOfFiveTerminals(t *testing.T) {
	h := serve(t, nil)
	h.needsTheCAB()
	people := []string{"chandra", "bea", "carl", "cora", "oscar"}
	pictures, clients := map[string]*picture{}, map[string]*ssh.Client{}
	for _, who := range people {
		client, err := dial(h.addr, "x", signer(t, h.person(who)))
		if err != nil {
			t.Fatal(err)
		}
		defer client.Close()
		p, err := look(client, 110, 30)
		if err != nil {
			t.Fatal(err)
		}
		pictures[who], clients[who] = p, client
	}
	command := func(who, line string) (string, error) {
		s, err := clients[who].NewSession()
		if err != nil {
			t.Fatal(err)
		}
		out, err := s.CombinedOutput(line)
		return string(out), err
	}
	must := func(who, line string, texts ...string) {
		t.Helper()
		out, err := command(who, line)
		for _, text := range texts {
			if err != nil || !strings.Contains(out, text) {
				t.Fatalf("%s: %s: %v\n%s", who, line, err, out)
			}
		}
	}
	press := func(who, keys string) {
		t.Helper()
		if err := pictures[who].press(keys); err != nil {
			t.Fatal(err)
		}
	}
	for _, who := range people {
		see(t, pictures[who], "Calendar", "5 here")
		press(who, "3M")
		see(t, pictures[who], "No meeting of the CAB is held or planned", "APR-2 Restart login", "APR-1 Payroll 5.2")
	}
	must("chandra", "cab call --now --minutes cora", "called CAB-1 CAB and opened it")
	for _, who := range people[1:] {
		see(t, pictures[who], "CAB-1 CAB  chaired by Chandra Iyer")
		press(who, "J")
		see(t, pictures["chandra"], map[string]string{"bea": "Chandra Iyer, Bea Kowalski", "carl": "Bea Kowalski, Carl Jensen", "cora": "also there: Cora Lindqvist", "oscar": "Cora Lindqvist, Oscar Brandt"}[who])
	}
	for _, who := range people {
		see(t, pictures[who], "3 of 3 members present: Chandra Iyer, Bea Kowalski, Carl Jensen")
	}

	// The chair is there: nobody else goes on, or closes it.
	press("oscar", "n")
	see(t, pictures["oscar"], "Chandra Iyer chairs it and is there")
	for _, line := range []string{"cab next", "cab close"} {
		if out, err := command("oscar", line); err == nil || !strings.Contains(out, "Chandra Iyer chairs it and is there") {
			t.Fatalf("%s: %v\n%s", line, err, out)
		}
	}

	// Cora goes on her own, to the schedule. The chair goes on, and all others with them.
	press("cora", "f")
	see(t, pictures["cora"], "on your own; f follows")
	press("cora", "jj")
	see(t, pictures["cora"], "Forward schedule of change  ", "REL-2 Payroll 5.3")
	goesOn := func(approval, heading string) {
		t.Helper()
		began := time.Now()
		press("chandra", "n")
		for _, who := range people {
			if who == "cora" {
				see(t, pictures[who], "→ "+approval, "left of 10:00", "REL-2 Payroll 5.3") // the news of it, and where she was
				continue
			}
			follows := "following the chair"
			if who == "chandra" {
				follows = "you lead it"
			}
			see(t, pictures[who], "→ "+approval, "left of 10:00", heading, follows)
		}
		if took := time.Since(began); took > time.Second {
			t.Errorf("it took %s until everybody saw %s", took, approval)
		}
	}
	goesOn("APR-2", "APR-2 Emergency authorisation  CHG-2 Restart login")
	if strings.Contains(pictures["cora"].Text(), "following the chair") {
		t.Errorf("cora was on her own:\n%s", pictures["cora"].Text())
	}
	goesOn("APR-1", "APR-1 Authorisation 1 (plan)  REL-1 Payroll 5.2")

	// The time runs before everybody's eyes.
	if err := pictures["bea"].Await("the time of the item runs", func(s string) bool { return strings.Contains(s, "09:5") && !strings.Contains(s, "10:00 left") }); err != nil {
		t.Error(err)
	}

	// Three vote: one by the form, two by commands. Who coordinates it can't, and who is
	// no member can't.
	press("bea", "v")
	see(t, pictures["bea"], "Vote in the meeting of the CAB", "Approve")
	press("bea", "\x1b[B")
	press("bea", "\x13")
	see(t, pictures["bea"], "all is answered: ctrl+s sends it")
	press("bea", "\x13")
	see(t, pictures["bea"], "Bea Kowalski approved")
	if out, err := command("oscar", "cab vote APR-1 approve"); err == nil || !strings.Contains(out, "you are none of its approvers") {
		t.Errorf("%v %s", err, out)
	}
	must("carl", "cab vote APR-1 approve --conditions 'tell the desk first' --meet-by cora", "2 of 3 have approved")
	must("chandra", "cab vote APR-1 approve", "in CAB-1")
	for _, who := range []string{"chandra", "bea", "carl", "oscar"} {
		see(t, pictures[who], "Bea Kowalski approved", "Carl Jensen approved; on condition:", "tell the desk first", "Chandra Iyer approved", "high, approved")
	}

	// It ends: the minutes are there, of cora, and for the chair to approve.
	press("chandra", "C")
	see(t, pictures["chandra"], "The meeting ends, and its minutes are written")
	press("chandra", "\r")
	for _, who := range people {
		see(t, pictures[who], "m the minutes, DOC-", map[bool]string{true: "yours to write", false: "to be written by Cora Lindqvist"}[who == "cora"])
	}
	must("cora", "form show cab-minutes CAB-1", "Who was present: Chandra Iyer, Bea Kowalski, Carl Jensen, Cora Lindqvist, Oscar Brandt", "Quorum: 3 of 3 members present",
		"APR-1; about: REL-1 Payroll 5.2: Authorisation 1 (plan); outcome: Approved", "APR-2; about: CHG-2 Restart login: Emergency authorisation; outcome: Not decided", "tell the desk first; who has to meet it: Cora Lindqvist")
	must("cora", "form fill cab-minutes CAB-1 --set 'remarks=The desk asked for a list.'", "version 2")
	id := strings.Fields(h.run("form", "show", "cab-minutes", "CAB-1", "--as", "cora"))[0]
	if out, err := command("cora", "approve document "+id); err == nil || !strings.Contains(out, "you wrote it, and nobody approves their own") {
		t.Errorf("%v %s", err, out)
	}
	must("chandra", "approve document "+id, "approved the CAB minutes of CAB-1")
	must("chandra", "log verify", "")
	for _, who := range people {
		press(who, "q")
		if err := pictures[who].wait(); err != nil {
			t.Errorf("%s: %v", who, err)
		}
	}
}
