package cli_test

// papers are what was asked for, reviewed, told and audited in September 2026, when Berlin
// is two hours ahead of UTC. R are regular releases of payroll, E emergencies of the shop.
// Nobody works on Monday 7 September.
func (s *tale) papers() {
	s.do("09-01 10:30", "ada", "window", "add", "--class", "holiday", "--everything", "--title", "Works outing", "--start", "2026-09-07")

	// RFCs: C10 is assessed and authorised, C11 and C12 wait, C13 is withdrawn.
	for _, key := range []string{"C10", "C11", "C12", "C13"} {
		s.make(key, "09-01 11:00", "bob", "change", "new", "--title", key, "--service", "payroll")
	}
	s.do("09-01 11:30", "bob", "form", "fill", "rfc", "{C10}", "--set", "reason=old", "--set", "benefit=fast", "--set", "without=slow", "--set", "solution=new")
	s.do("09-02 08:00", "dora", "change", "assess", "{C10}", "--risk", "low", "--text", "nothing to it")
	s.do("09-03 09:00", "carl", "change", "decide", "{C10}", "authorise")
	s.do("09-09 09:00", "bob", "change", "withdraw", "{C13}", "--reason", "nobody wants it")

	regular := func(key, window, registered, asked string, rfcs ...string) {
		s.planned(key, "payroll", window, registered, "", "--type", "regular")
		for _, id := range rfcs {
			s.do(registered, "bob", "release", "scope", "{"+key+"}", "--add", "{"+id+"}")
		}
		s.do(asked, "bob", "approve", "request", "{"+key+"}", "authorisation")
	}
	approved := func(key, at, onward string) {
		s.do(at, "carl", "approve", "decide", "{"+key+"}:authorisation", "approve")
		s.do(onward, "bob", "release", "advance", "{"+key+"}")
	}
	told := func(key, at string) {
		s.do(at, "bob", "release", "notice", "{"+key+"}", "--to", "clerks", "--text", "it comes")
	}
	waived := func(key, asked, granted string) {
		s.make("W"+key, asked, "bob", "waiver", "ask", "{"+key+"}", "notice-sent", "--reason", "they know", "--until", "2026-09-30")
		s.do(granted, "dora", "waiver", "decide", "{W"+key+"}", "grant", "--comment", "they do")
	}
	// deployed goes through the second gate on a day, runs from 20:00 to 21:00, and is in its
	// evaluation the next day from 06:00 on.
	deployed := func(key, day, next string) {
		s.do(day+" 19:00", "bob", "release", "advance", "{"+key+"}")
		s.run(key, day+" 20:00", day+" 21:00", "deployed")
		s.do(next+" 06:00", "bob", "release", "advance", "{"+key+"}")
	}

	regular("R1", "2026-09-14 22:00 to +2h", "09-01 12:00", "09-02 08:00", "C10", "C11")
	approved("R1", "09-03 07:00", "09-03 08:00")
	s.do("09-08 09:00", "bob", "release", "scope", "{R1}", "--defer", "{C11}", "--add", "{C12}")
	told("R1", "09-11 20:00") // 72 hours ahead
	told("R1", "09-14 18:00") // which undoes nothing
	deployed("R1", "09-14", "09-15")
	s.do("09-22 16:00", "bob", "release", "advance", "{R1}") // on the last minute

	regular("R2", "2026-09-15 22:00 to +2h", "09-01 12:00", "09-04 15:00", "C13")
	s.do("09-08 06:30", "carl", "approve", "decide", "{R2}:authorisation", "ask", "--comment", "what for?") // which decides nothing
	approved("R2", "09-08 07:00", "09-08 08:00")
	told("R2", "09-09 10:00") // of other dates
	s.do("09-10 09:00", "bob", "release", "reschedule", "{R2}", "--start", "2026-09-16 22:00", "--end", "+2h", "--reason", "customer-asked", "--sentence", "they are away")
	waived("R2", "09-11 09:00", "09-11 11:00")
	deployed("R2", "09-16", "09-17")
	s.do("09-25 08:00", "bob", "release", "advance", "{R2}") // a day late

	regular("R3", "2026-09-17 22:00 to +2h", "09-02 12:00", "09-09 08:00")
	approved("R3", "09-09 09:00", "09-09 10:00")
	told("R3", "09-16 20:00") // 24 hours ahead
	waived("R3", "09-16 20:30", "09-17 06:00")
	deployed("R3", "09-17", "09-18") // and is never evaluated

	regular("R4", "2026-12-10 22:00 to +2h", "09-03 12:00", "09-03 12:30")
	s.do("09-04 08:00", "bob", "approve", "withdraw", "{R4}:authorisation", "--reason", "not yet")

	regular("R5", "2026-09-21 22:00 to +2h", "09-04 12:00", "09-10 08:00")
	approved("R5", "09-10 17:00", "09-11 06:00") // after hours
	told("R5", "09-18 20:00")
	deployed("R5", "09-21", "09-22")
	s.do("09-23 09:00", "bob", "form", "fill", "evaluation", "{R5}", "--set", "outcome=failed", "--set", "objectives_met=no", "--set", "objectives=none") // though it was deployed
	s.do("09-28 08:00", "bob", "release", "advance", "{R5}")

	// Emergencies: E10 has its papers in time, E11 late, E12 never; E13 was none.
	s.emergency("E10", "shop", "09-08 09:00", "--reason", "security", "--vulnerability", "CVE-2026-1010")
	s.do("09-08 09:05", "bob", "approve", "request", "{E10}", "ecab")
	s.do("09-08 09:15", "eve", "approve", "decide", "{E10}:ecab", "approve")
	s.do("09-08 11:00", "bob", "release", "advance", "{E10}")
	s.do("09-10 15:00", "bob", "release", "advance", "{E10}")
	s.make("E11", "09-09 09:00", "bob", "release", "new", "--name", "E11", "--service", "shop", "--type", "emergency", "--reason", "security", "--vulnerability", "CVE-2026-1011")
	s.do("09-09 10:50", "bob", "release", "advance", "{E11}", "--at", "2026-09-09 11:30 Europe/Berlin") // entered afterwards
	s.do("09-09 10:51", "dan", "run", "start", "{E11}", "--at", "2026-09-09 12:00 Europe/Berlin")
	s.do("09-09 10:52", "dan", "run", "end", "{E11}", "deployed", "--at", "2026-09-09 12:30 Europe/Berlin")
	s.do("09-09 11:00", "bob", "release", "advance", "{E11}")
	s.do("09-14 08:00", "bob", "release", "advance", "{E11}")
	s.emergency("E12", "shop", "09-10 09:00", "--reason", "security", "--vulnerability", "CVE-2026-1012")
	s.do("09-10 11:00", "bob", "release", "advance", "{E12}")
	s.make("E13", "09-15 09:00", "bob", "release", "new", "--name", "E13", "--service", "shop", "--type", "emergency", "--reason", "security", "--vulnerability", "CVE-2026-1013")
	s.do("09-15 09:10", "bob", "approve", "request", "{E13}", "ecab")
	s.do("09-15 09:20", "eve", "approve", "decide", "{E13}:ecab", "downgrade", "--comment", "it can wait")
	s.do("09-15 09:30", "fred", "approve", "decide", "{E13}:ecab", "downgrade", "--comment", "it can")
	s.do("09-15 10:00", "bob", "release", "reschedule", "{E13}", "--start", "2026-09-24 16:00", "--end", "+2h")
	s.do("09-20 09:00", "bob", "release", "advance", "{E13}")
	s.run("E13", "09-24 20:00", "09-24 21:00", "deployed")

	// W1 went through its deployment without a run.
	s.planned("W1", "payroll", "2026-09-28 22:00 to +2h", "09-05 09:00", "09-10 09:00")
	s.do("09-29 09:00", "bob", "release", "advance", "{W1}")
	s.do("09-29 10:00", "bob", "release", "advance", "{W1}")

	// One change came to be known that nobody had authorised.
	s.make("K1", "09-16 09:00", "sue", "change", "capture", "--title", "K1", "--found", "told", "--made", "2026-09-15 16:00", "--unknown", "--service", "payroll")

	// Improvement actions: done on the day, the day after, and put off and never done.
	for key, of := range map[string]string{"A10": "R1", "A11": "R2", "A12": "R3"} {
		s.make(key, "09-02 13:00", "bob", "form", "fill", "improvement-action", "{"+of+"}", "--set", "finding=slow", "--set", "action=measure it", "--set", "owner=dan", "--set", "due=2026-09-18")
	}
	s.do("09-10 09:00", "dan", "improvement", "hand-over", "{A12}", "--due", "2026-09-20", "--reason", "away")
	s.do("09-18 20:00", "dan", "improvement", "done", "{A10}", "measured")
	s.do("09-19 06:00", "dan", "improvement", "done", "{A11}", "measured")

	// Audits of items: one that was written again for the same day, and another.
	audit := func(at, held, one, other string) {
		args := []string{"form", "fill", "ci-audit", "payroll", "--set", "held=" + held, "--set", "auditor=sue", "--row", "items=item:{CI1};found:" + one, "--row", "items=item:{CI2};found:" + other}
		if other != "right" {
			args = append(args, "--set", "differed=yes", "--set", "cause=forgotten", "--set", "correction=enter it", "--set", "owner=sue", "--set", "due=2026-10-01")
		} else {
			args = append(args, "--set", "differed=no")
		}
		s.do(at, "sue", args...)
	}
	audit("09-10 10:00", "2026-09-09", "right", "missing")
	audit("09-10 12:00", "2026-09-09", "right", "right")
	audit("09-24 12:00", "2026-09-23", "differs;what:version 3", "missing")

	// Approvals that nobody asks for at a time, or that are of no release and no RFC, are no
	// approval wait: of a document, of an entry of the catalogue, and of rules (begin).
	s.make("D1", "09-12 09:00", "dan", "form", "fill", "release-notes", "{R1}", "--set", "notes=it is faster")
	s.do("09-12 10:00", "dora", "approve", "document", "{D1}")
	s.make("CAT", "09-12 11:00", "bob", "catalogue", "propose", "--title", "Patches", "--text", "as tested", "--process", "standard", "--services", "payroll", "--touches", "{CI1}", "--contents", "software",
		"--environment", "production", "--impact", "1", "--deliverables", "patches", "--method", "big bang", "--duration", "1h", "--steps", "Install them", "--verification", "it answers", "--notice", "clerks, two days before",
		"--trigger", "it does not answer", "--back-steps", "Restore it", "--back-duration", "30m", "--no-return", "none", "--criteria", "it answers", "--review", "2027-06-30")
	s.do("09-12 12:00", "carl", "catalogue", "decide", "{CAT}", "authorise")
}
