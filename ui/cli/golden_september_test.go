package cli_test

// goldenSeptember is September 2026 by hand: what papers count, told in golden_papers_test.go,
// and of what was deployed what they change.
//
// Deployed(September), 8 releases: R1, R2, R3, R5 of payroll, E10, E11, E12, E13 of the shop.
// P10 ended with the first instant of October in Berlin.
var goldenSeptember = map[string]expected{
	// With a baseline in September: R1, R2, R3, R5, E13, which is a normal release since it was
	// downgraded, and P10, planned for the last night. W1 went through its deployment without
	// a run: whether it slipped can't be told. R2 was moved by a day, and started with the last
	// minute of the tolerance.
	"slip-rate": {value: ratio{0, 6}, population: 6, defects: 1, parts: map[string]ratio{"net of the customer's": {0, 6}, "median slip": {}, "p90 slip": {}, "moves per release": {1, 6}, "re-baselined": {0, 1}, "late, without a baseline": {0, 1}}},
	// R2 by a day, for the customer.
	"reschedules": {value: ratio{1, 6}, population: 6, parts: map[string]ratio{"releases that were moved": {1, 6}, "median move": {1, 1}, "moves for the customer": {1, 1}, "moves to an earlier date": {0, 1}, "plans authorised again": {0, 1}, "most moves of one release": {1, 1}}},
	// R5 was deployed, and its evaluation says that it failed.
	// Of the others nobody says anything: they may still turn out not to have been successful.
	"success-rate": {value: ratio{7, 8}, population: 8, provisional: true},
	// E10 to E13, of which E13 was downgraded, and nobody judged the others.
	"emergency-share": {value: ratio{4, 8}, population: 8, provisional: true, parts: map[string]ratio{"corrected": {3, 8}, "downgraded": {1, 1}, "found to be none": {0, 1}, "not judged yet": {3, 1}}},
	// Working days are from 08:00 to 18:00 in Berlin, 06:00 to 16:00 UTC. In working time:
	// the approval of E13, which turned out to be no emergency, until the first word for a
	// downgrade 10 min. R1 8 h + 1 h, R2 1 h on Friday and 1 h on Tuesday, as on Monday nobody
	// works (that somebody asked before decides nothing), R3 1 h, R5 8 h up to the evening and
	// an hour after it; to be decided within 8 h, so that R2 and R3 were in time. Waivers of R2
	// 2 h, of R3 none, at night. C10 was assessed after 5 h + 2 h, and authorised after 8 h +
	// 3 h. In order 0, 10 min, 1, 2, 2, 7, 8, 9, 11 h. By the clock 10 min, 1, 2, 9, 9.5, 21,
	// 23, 25, 88 h. C11, C12 and C1 to C3 wait at the end. C13 and R4 came to nothing. That of
	// E10 is an emergency's. Rules, the entry of the catalogue and the release notes were
	// decided in September as well, and are none of these.
	"approval-wait": {value: ratio{2 * hour, 1}, population: 9, parts: map[string]ratio{"p90": {11 * hour, 1}, "within target": {2, 4}, "elapsed, nights and days off too": {570 * minute, 1},
		"waiting at the end": {5, 1}, "ended undecided": {2, 1}, "retrospective": {1, 1}, "Authorisation": {10 * hour, 2}, "Waiver of a check": {2 * hour, 2}, "Emergency authorisation": {10 * minute, 1},
		"Assessment of an RFC": {7 * hour, 1}, "Authorisation of an RFC": {11 * hour, 1}}},
	// Planned: C10 and C11 of R1, C13 of R2. C11 was deferred, C13 withdrawn; C12 came in later.
	// R3, R5 and E13 had none to bring, and the other emergencies no plan.
	"scope-accuracy": {value: ratio{1, 3}, population: 3, parts: map[string]ratio{"deferred": {1, 1}, "withdrawn or rejected": {1, 1}, "added later": {1, 1}, "releases that kept their scope": {0, 2}}},
	// R1, R2, R3, R5 and E13 went through their gates before they began, R2 and R3 by waivers.
	// E10 had its papers within two working days, E11 on Monday, after Friday's end; those of
	// E12 are overdue, so that it does not comply. E11's gate was entered after it began, and
	// is judged by when it went through.
	"policy-compliance": {value: ratio{5, 6}, population: 6, parts: map[string]ratio{"with a waiver": {2, 1}, "with a duty overridden": {0, 1}, "gates entered afterwards": {1, 1}, "emergencies completed in time": {1, 1}, "emergencies completed late": {1, 1}, "emergencies to be completed": {0, 1}}},
	// Reviews within 5 working days: R1 on the last minute, R2 a day late, R3 still open, R5 in
	// time. Papers within 2: E10 in time, E11 late, E12 open; of K1, captured and due the next
	// day, open. The evaluations of emergencies have no deadline.
	"overdue-reviews": {value: ratio{5, 8}, population: 8, parts: map[string]ratio{"reviews overdue": {2, 4}, "retro-completions overdue": {3, 4}, "still to be done": {3, 1}}},
	// K1, beside C1 to C3 and C10 to C13; that C13 was withdrawn changes nothing.
	"unauthorised-changes": {value: ratio{1, 8}, population: 8, parts: map[string]ratio{"captured": {1, 1}, "under review": {1, 1}, "accepted afterwards": {0, 1}, "backed out": {0, 1}, "corrected by an RFC": {0, 1}}},
	// Wanted 48 h ahead: R1 and R5 72 h, R3 24 h, R2 of other dates. The second notice of R1, two
	// hours ahead, undoes nothing. Emergencies, and what was one, ask for none.
	"notice-in-time": {value: ratio{2, 4}, population: 4, parts: map[string]ratio{"median notice": {72 * hour, 1}, "without a notice": {1, 1}, "let go by a waiver": {2, 1}, "none asked for": {4, 1}}},
	// A10 at 22:00 of its day in Berlin, A11 the day after, A12 put off and still open: each is held against the date that it had at first.
	"improvements": {value: ratio{1, 3}, population: 3, parts: map[string]ratio{"done late": {1, 1}, "overdue": {1, 1}, "put off": {1, 1}, "dropped": {0, 1}, "in time by their last date": {1, 3}}},
	// Two items on the 9th, as it was written last, two on the 23rd, of which one differed and
	// one was missing.
	"cmdb-accuracy": {value: ratio{2, 4}, population: 4, parts: map[string]ratio{"that differ": {1, 1}, "that are missing": {1, 1}, "not looked at": {0, 1}, "audits": {2, 1}}},
}

// unmoved are the measures of papers of a month in which nothing was asked for that was
// decided, due or looked at.
var unmoved = map[string]expected{
	// Nothing is agreed for any service: none is judged.
	"availability":    {},
	"overdue-reviews": {parts: map[string]ratio{"reviews overdue": {}, "retro-completions overdue": {}, "still to be done": {0, 1}}},
	"improvements":    {parts: map[string]ratio{"done late": {0, 1}, "overdue": {0, 1}, "put off": {0, 1}, "dropped": {0, 1}, "in time by their last date": {}}},
	"cmdb-accuracy":   {parts: map[string]ratio{"that differ": {0, 1}, "that are missing": {0, 1}, "not looked at": {0, 1}, "audits": {0, 1}}},
	"dml-accuracy":    {parts: map[string]ratio{"that were altered": {0, 1}, "without their content": {0, 1}, "that can't be read": {0, 1}, "with only a digest": {0, 1}, "checks": {0, 1}}},
	// C1 to C4, C11 and C12 wait.
	"approval-wait": {parts: map[string]ratio{"p90": {}, "within target": {}, "elapsed, nights and days off too": {}, "waiting at the end": {6, 1}, "ended undecided": {0, 1}, "retrospective": {0, 1}}},
}

// goldenOctoberPapers are those of October: see goldenOctober.
var goldenOctoberPapers = map[string]expected{
	"rehearsals": {parts: map[string]ratio{"rehearsed rollbacks": {0, 1}, "median time of a rehearsed rollback": {}, "releases that were rehearsed": {0, 1}}},
	// S as for the slip rate; none was moved.
	"reschedules": {value: ratio{0, 15}, population: 15, parts: map[string]ratio{"releases that were moved": {0, 15}, "median move": {}, "moves for the customer": {0, 1}, "moves to an earlier date": {0, 1}, "plans authorised again": {0, 1}, "most moves of one release": {0, 1}}},
	// C1 of P1, from which C2 was deferred before its plan was authorised, C2 of P2, C3 of P7,
	// which was rolled back with it. P6 had no plan, and C4 was written for it afterwards.
	"scope-accuracy": {value: ratio{3, 3}, population: 3, parts: map[string]ratio{"deferred": {0, 1}, "withdrawn or rejected": {0, 1}, "added later": {0, 1}, "releases that kept their scope": {3, 3}}},
	// The time for the papers of P6 begins when it goes on: they are to come.
	"policy-compliance":    {value: ratio{15, 15}, population: 15, provisional: true, parts: map[string]ratio{"with a waiver": {0, 1}, "with a duty overridden": {0, 1}, "gates entered afterwards": {0, 1}, "emergencies completed in time": {0, 1}, "emergencies completed late": {0, 1}, "emergencies to be completed": {1, 1}}},
	"notice-in-time":       {parts: map[string]ratio{"median notice": {}, "without a notice": {0, 1}, "let go by a waiver": {0, 1}, "none asked for": {16, 1}}},
	"unauthorised-changes": {value: ratio{0, 1}, population: 1, parts: map[string]ratio{"captured": {0, 1}, "under review": {0, 1}, "accepted afterwards": {0, 1}, "backed out": {0, 1}, "corrected by an RFC": {0, 1}}},
}

// goldenNovemberPapers are those of November: see goldenNovember.
var goldenNovemberPapers = map[string]expected{
	// N15, and back again.
	"rehearsals": {value: ratio{1, 1}, population: 1, parts: map[string]ratio{"rehearsed rollbacks": {1, 1}, "median time of a rehearsed rollback": {30 * minute, 1}, "releases that were rehearsed": {1, 1}}},
	// N1 by 7 days for the customer, N2 by 3 for another release, N9 by 6, and authorised
	// anew; N10's move was taken back.
	"reschedules": {value: ratio{3, 16}, population: 16, provisional: true, imported: 2, parts: map[string]ratio{"releases that were moved": {3, 16}, "median move": {6, 1}, "moves for the customer": {1, 1}, "moves to an earlier date": {0, 1}, "plans authorised again": {1, 1}, "most moves of one release": {1, 1}}},
	// None brought an RFC; F2 goes on.
	"scope-accuracy": {provisional: true, imported: 1, parts: map[string]ratio{"deferred": {0, 1}, "withdrawn or rejected": {0, 1}, "added later": {0, 1}, "releases that kept their scope": {}}},
	// 13, and E2 and E3 to be completed. N9 went through its gate twice before it began.
	"policy-compliance":    {value: ratio{13, 13}, population: 13, provisional: true, imported: 1, parts: map[string]ratio{"with a waiver": {0, 1}, "with a duty overridden": {0, 1}, "gates entered afterwards": {0, 1}, "emergencies completed in time": {0, 1}, "emergencies completed late": {0, 1}, "emergencies to be completed": {2, 1}}},
	"notice-in-time":       {provisional: true, imported: 1, parts: map[string]ratio{"median notice": {}, "without a notice": {0, 1}, "let go by a waiver": {0, 1}, "none asked for": {15, 1}}},
	"unauthorised-changes": {parts: map[string]ratio{"captured": {0, 1}, "under review": {0, 1}, "accepted afterwards": {0, 1}, "backed out": {0, 1}, "corrected by an RFC": {0, 1}}},
	"rfc-lead-time": {imported: 1, services: map[string]expected{"Payroll": {parts: map[string]ratio{"p90": {}, "submitted afterwards": {0, 1}}}, "Shop": {parts: map[string]ratio{"p90": {}, "submitted afterwards": {0, 1}}},
		"Ledger": {parts: map[string]ratio{"p90": {}, "submitted afterwards": {0, 1}}}}},
}
