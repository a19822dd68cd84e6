package model

// The kinds of record.
const (
	KindRelease     Kind = "release"
	KindChange      Kind = "change"
	KindProblem     Kind = "problem"
	KindService     Kind = "service"
	KindTeam        Kind = "team"
	KindPerson      Kind = "person"
	KindItem        Kind = "item"
	KindBaseline    Kind = "baseline"
	KindMedia       Kind = "media"
	KindRun         Kind = "run"
	KindIncident    Kind = "incident"
	KindWindow      Kind = "window"
	KindNotice      Kind = "notice"
	KindProcurement Kind = "procurement"
	KindMilestone   Kind = "milestone"
	KindDocument    Kind = "document"
	KindApproval    Kind = "approval"
	KindZone        Kind = "zone"
	KindRules       Kind = "book"
	KindProposal    Kind = "proposal"
	KindEntry       Kind = "entry"
	KindQuestion    Kind = "question"
	KindWaiver      Kind = "waiver"
	KindMeeting     Kind = "meeting"
	KindDelegation  Kind = "delegation"
	KindImprovement Kind = "improvement"
	KindTrain       Kind = "train"
	KindAnnotation  Kind = "annotation"
	KindReport      Kind = "report"
	KindPeriod      Kind = "period"
)

// kinds is the table of the kinds of record, in the order in which they are
// offered. A new kind is a row here, and its record with Kind, Key, Links and Row.
var kinds = completed([]KindInfo{
	{Kind: KindRelease, Prefix: "REL", Empty: func() Record { return new(Release) },
		What:    "Authorised changes to a service that are planned, built, tested, accepted and deployed as one.",
		Columns: columns("id title state type=grade service coordinator=person start=at end=until"),
		States:  []StateInfo{{ReleaseOpen, "", Waits}, {ReleaseHold, "on hold", Waits}, {ReleaseClosed, "", Over}, {ReleaseCancelled, "", Over}}},
	{Kind: KindChange, Prefix: "CHG", Empty: func() Record { return new(Change) }, Words: "change (RFC)",
		What:    "Requests for change (RFC), each authorised before it is built and part of a release.",
		Columns: columns("id title state category=grade service requester=person release type submitted=at priority due=until outcome"), Desc: true, Grades: ChangeCategories,
		Commands: "change", Does: "requests for change (RFCs) and the problems they close", Listed: "id,state,category,service,requester,release,title",
		States: []StateInfo{{ChangeSubmitted, "", Waits}, {ChangeAssessed, "", Plain}, {ChangeAuthorised, "", Good}, {ChangeInRelease, "in a release", Plain}, {ChangeImplemented, "", Plain},
			{ChangeReviewed, "", Plain}, {ChangeCaptured, "captured, unauthorised", Waits}, {ChangeUnderReview, "under review, unauthorised", Waits}, {ChangePutRight, "to be put right", Waits}, {ChangeClosed, "", Over}, {ChangeRejected, "", Bad}, {ChangeWithdrawn, "", Over}}},
	{Kind: KindIncident, Prefix: "INC", Empty: func() Record { return new(Incident) },
		What:    "Interruptions of services, and the releases that caused them.",
		Columns: columns("id title severity=grade state service reporter=person opened=at resolved=until"), Desc: true, Grades: Severities,
		Commands: "incident", Does: "incidents, and the releases that caused them", Listed: "id,severity,state,opened,service,title",
		States: []StateInfo{{IncidentOpen, "", Waits}, {IncidentResolved, "", Good}, {IncidentClosed, "", Over}}},
	{Kind: KindItem, Prefix: "CI", Empty: func() Record { return new(Item) }, Words: "configuration item",
		What:     "The configuration items of the CMDB: what services are made of, and what depends on what.",
		Columns:  columns("id title class=grade state service owner=person"),
		Commands: "item", Does: "configuration items (CMDB), baselines and updates", Listed: "id,class,state,service,title",
		States: []StateInfo{{ItemPlanned, "", Plain}, {ItemLive, "", Good}, {ItemRetired, "", Over}}},
	{Kind: KindMedia, Prefix: "DML", Empty: func() Record { return new(Media) }, Words: "DML entry", One: "DML entry", Many: "DML entries", Title: "DML",
		What:    "The definitive media library: what may be deployed, named by the SHA-256 of its content.",
		Columns: columns("id title medium=grade state by=person added=at"), Desc: true,
		Commands: "media", Does: "the definitive media library (DML)", Listed: "id,state,medium,by,title",
		States:   []StateInfo{{MediaIn, "in the library", Good}, {MediaWithdrawn, "", Over}},
		Unedited: "a package comes in with its file, or from its release"},
	{Kind: KindService, Prefix: "SVC", Handles: true, Empty: func() Record { return new(Service) },
		What:     "What customers use and releases change.",
		Columns:  columns("id name=title handle state criticality=grade site owner=person"),
		Commands: "service", Does: "services", Listed: "id,handle,state,name,owner,criticality,site",
		States: []StateInfo{{ServiceActive, "", Good}, {ServiceRetired, "", Over}}},
	{Kind: KindWindow, Prefix: "WIN", Empty: func() Record { return new(Window) }, Words: "calendar window",
		What:    "Freezes, maintenance windows, holidays and business events of the calendar, who is absent, and who is on call.",
		Columns: columns("id title class=grade start=at end=until service state"), Sort: "start", Desc: true,
		Grades:   []string{HardFreeze, WindowFreeze, WindowMaintenance, WindowHoliday, WindowEvent, WindowAbsence, WindowOnCall},
		Commands: "window", Does: "freezes, maintenance windows, holidays, business events, absences, on call", Listed: "id,class,state,start,end,title",
		States:   []StateInfo{{WindowActive, "", Good}, {WindowWithdrawn, "", Over}},
		Unedited: "a window is withdrawn and announced anew, not edited"},
	{Kind: KindPerson, Prefix: "PER", Handles: true, Empty: func() Record { return new(Person) }, Many: "people",
		What:     "Who does, approves and reads things, and in which roles.",
		Columns:  columns("id name=title handle role=grade... state"),
		Commands: "person", Does: "people and their roles", Listed: "id,handle,state,name,role",
		States: []StateInfo{{PersonActive, "", Good}, {PersonLeft, "", Over}}},
	{Kind: KindTeam, Prefix: "TEA", Handles: true, Empty: func() Record { return new(Team) },
		What:     "Groups of people who build or run services.",
		Columns:  columns("id name=title handle lead=person"),
		Commands: "team", Does: "teams", Listed: "id,handle,name,lead",
		States: []StateInfo{{TeamActive, "", Good}}},
	{Kind: KindProblem, Prefix: "PRB", Empty: func() Record { return new(Problem) },
		What:    "Causes of incidents; known errors are those with a workaround.",
		Columns: columns("id title state service opened=at"), Desc: true,
		Commands: "change problem", Does: "problems and known errors", Listed: "id,state,service,title",
		States:   []StateInfo{{ProblemOpen, "", Waits}, {ProblemKnownError, "", Plain}, {ProblemClosed, "", Over}},
		Unedited: "a problem is resolved, not edited"},
	{Kind: KindDocument, Prefix: "DOC", Empty: func() Record { return new(Document) },
		What:    "The filled forms of releases and changes, with their versions and approvers.",
		Columns: columns("id title subject form=grade state author=person written=at"), Sort: "written", Desc: true,
		States:   []StateInfo{{DocumentWritten, "", Plain}, {DocumentApproved, "", Good}, {DocumentRejected, "", Bad}},
		Unedited: "a document is written on its release or change"},
	{Kind: KindApproval, Prefix: "APR", Empty: func() Record { return new(Approval) },
		What:    "Requests for authorisation and acceptance, with every decision on them.",
		Columns: columns("id title subject state asker=person asked=at purpose=grade"), Sort: "asked", Desc: true,
		States:   []StateInfo{{ApprovalPending, "", Waits}, {ApprovalApproved, "", Good}, {ApprovalRejected, "", Bad}, {ApprovalVoid, "", Bad}},
		Unedited: "an approval is asked for on its release, and decided, not edited"},
	{Kind: KindBaseline, Prefix: "BSL", Empty: func() Record { return new(Baseline) }, Words: "CI baseline",
		What:    "The state of the affected items before each deployment.",
		Columns: columns("id title subject by=person taken=at"), Desc: true,
		States:   []StateInfo{{BaselineTaken, "", Plain}},
		Unedited: "a baseline is taken on its release, and stays as it is"},
	{Kind: KindRun, Prefix: "RUN", Empty: func() Record { return new(Run) }, Words: "deployment run",
		What:    "Deployments: the steps of the plan as they were carried out.",
		Columns: columns("id title subject state environment=grade by=person started=at ended=until"), Desc: true,
		States:   []StateInfo{{RunRunning, "", Waits}, {RunDeployed, "", Good}, {RunFailed, "", Bad}, {RunRolledBack, "", Bad}},
		Unedited: "a run is started and led on its release"},
	{Kind: KindNotice, Prefix: "NTC", Empty: func() Record { return new(Notice) },
		What:    "What was announced to whom, and when.",
		Columns: columns("id title subject channel=grade by=person sent=at"), Desc: true,
		States:   []StateInfo{{NoticeSent, "", Plain}},
		Unedited: "a notice is sent from its release, and stays as it was"},
	{Kind: KindProcurement, Prefix: "PRO", Empty: func() Record { return new(Procurement) }, Words: "procurement item", Title: "Procurement",
		What:    "What was ordered for releases.",
		Columns: columns("id title subject state due=at received=until"), Sort: "due",
		States:   []StateInfo{{ProcurementOrdered, "", Plain}, {ProcurementReceived, "", Good}, {ProcurementDropped, "", Over}},
		Unedited: "something is ordered on its release"},
	{Kind: KindMilestone, Prefix: "MIL", Empty: func() Record { return new(Milestone) },
		What:    "Dates that people watch which are no deployments.",
		Columns: columns("id title date=at until subject service state"), Sort: "date",
		States:   []StateInfo{{MilestoneSet, "", Plain}, {MilestoneWithdrawn, "", Over}},
		Unedited: "a milestone is set on the calendar or its release"},
	{Kind: KindZone, Prefix: "TZR", Handles: true, Empty: func() Record { return new(ZoneRules) }, Words: "time zone", Title: "Zones",
		What:    "The rules of the time zones that planned dates are in, as the file keeps them.",
		Columns: columns("id name=title data=grade taken=at"), Desc: true,
		Commands: "zone", Does: "the rules of time zones that the file goes by", Listed: "id,name,data,taken",
		States:   []StateInfo{{ZoneFollowed, "", Plain}},
		Unedited: "the rules come from the zone data of a program, and are taken up as a whole"},
	{Kind: KindRules, Prefix: "PRC", Empty: func() Record { return new(Rules) }, Words: "rules", One: "rules", Many: "rules",
		What:     "The rules that releases and changes follow: processes, roles, duties and policy.",
		States:   []StateInfo{{RulesInForce, "", Good}, {RulesReplaced, "", Over}},
		Unedited: "rules are taken up anew as a whole, not edited"},
	{Kind: KindProposal, Prefix: "PRP", Empty: func() Record { return new(Proposal) }, Words: "proposal of rules",
		What:    "Rules that somebody wants put in force: who wrote them and why, who read them, who decided.",
		Columns: columns("id title state author=person asked=at review=until"), Desc: true,
		Commands: "process proposal", Does: "proposals of rules", Listed: "id,state,author,asked,review,title",
		States:   []StateInfo{{ProposalProposed, "", Waits}, {ProposalReviewed, "", Waits}, {ProposalApproved, "", Good}, {ProposalRejected, "", Bad}, {ProposalAdopted, "", Over}, {ProposalWithdrawn, "", Over}},
		Unedited: "a proposal stays as it was made: other words are another proposal"},
	{Kind: KindEntry, Prefix: "CAT", Empty: func() Record { return new(Entry) }, Words: "catalogue entry", One: "entry", Many: "entries", Title: "Catalogue",
		What:     "Standard releases and changes that are authorised beforehand, and what came of them.",
		Columns:  columns("id title state used=grade service author=person proposed=at review=until"),
		Commands: "catalogue", Does: "the catalogue of standard releases and changes", Listed: "id,state,used,service,review,title",
		States: []StateInfo{{EntryProposed, "", Waits}, {EntryAuthorised, "", Good}, {EntrySuspended, "", Bad}, {EntryRejected, "", Bad}, {EntryRetired, "", Over}}},
	{Kind: KindQuestion, Prefix: "QST", Empty: func() Record { return new(Question) },
		What:    "Questions and comments on records: what was asked, of whom, and what was answered.",
		Columns: columns("id title state sort=grade about=subject by=person asked=at answered=until"), Sort: "asked", Desc: true,
		Grades:   []string{"question", "comment"},
		Commands: "question", Does: "questions and comments on any record", Listed: "id,state,about,by,asked,title",
		States:   []StateInfo{{QuestionOpen, "waits for an answer", Waits}, {QuestionAnswered, "", Good}, {QuestionComment, "", Plain}, {QuestionWithdrawn, "", Over}, {QuestionClosed, "", Over}},
		Unedited: "a question is answered or withdrawn, not edited"},
	{Kind: KindWaiver, Prefix: "WVR", Empty: func() Record { return new(Waiver) }, Words: "waiver of a check",
		What:    "Waivers of single checks at gates: who let a release through without one, why, and until when.",
		Columns: columns("id check=grade title state of=subject asker=person asked=at until"), Sort: "asked", Desc: true,
		Commands: "waiver", Does: "waivers of single checks at gates", Listed: "id,check,state,of,until,title",
		States:   []StateInfo{{WaiverAsked, "waits for a decision", Waits}, {WaiverGranted, "", Good}, {WaiverRefused, "", Bad}, {WaiverWithdrawn, "", Over}, {WaiverVoid, "", Bad}},
		Unedited: "a waiver is decided on or withdrawn, not edited"},
	{Kind: KindMeeting, Prefix: "CAB", Empty: func() Record { return new(Meeting) }, Words: "CAB meeting",
		What:    "Meetings of the change advisory board: who was there, what was looked at, and the minutes.",
		Columns: columns("id title state chair=person start=at end=until"), Sort: "start", Desc: true,
		Commands: "cab", Does: "meetings of the CAB: agenda, presence, votes, minutes", Listed: "id,state,start,end,chair,title",
		States:   []StateInfo{{MeetingPlanned, "", Plain}, {MeetingOpen, "", Waits}, {MeetingClosed, "", Good}, {MeetingCancelled, "", Over}},
		Unedited: "a meeting is called, held or cancelled, not edited"},
	{Kind: KindDelegation, Prefix: "DLG", Empty: func() Record { return new(Delegation) },
		What:    "Who decides for whom while somebody is absent: from when until when, and what.",
		Columns: columns("id title state absent=person delegate=subject what=grade... service from=at until"), Sort: "from", Desc: true,
		Commands: "delegation", Does: "who decides for whom during an absence", Listed: "id,state,absent,delegate,from,until,what,title",
		States:   []StateInfo{{DelegationGiven, "", Plain}, {DelegationWithdrawn, "", Over}},
		Unedited: "a delegation is withdrawn and given anew, not edited"},
	{Kind: KindImprovement, Prefix: "IMP", Empty: func() Record { return new(Improvement) }, Words: "improvement action",
		What:    "What is to be done better: who sees to it, until when, and what came of it.",
		Columns: columns("id title state of=subject service owner=person noted=at due=until"), Sort: "due",
		Commands: "improvement", Does: "improvement actions, and what came of them", Listed: "id,state,of,owner,due,title",
		States:   []StateInfo{{ImprovementOpen, "", Waits}, {ImprovementDone, "", Good}, {ImprovementDropped, "", Over}},
		Unedited: "an improvement action is reported done or handed on, not edited"},
	{Kind: KindTrain, Prefix: "TRN", Empty: func() Record { return new(Train) }, Words: "release train",
		What:     "Release trains: recurring departures, each with a release of its own and a cut-off for RFCs.",
		Columns:  columns("id title state type=grade service coordinator=person first=at"),
		Commands: "train", Does: "release trains: departures, their releases and cut-offs", Listed: "id,state,service,coordinator,title",
		States: []StateInfo{{TrainRunning, "", Good}, {TrainEnded, "", Over}}},
	{Kind: KindAnnotation, Prefix: "ANN", Empty: func() Record { return new(Annotation) },
		What:    "What happened beside the measures of its time: a new data centre, another team.",
		Columns: columns("id title state on=at service measure=grade by=person"), Sort: "on", Desc: true,
		Commands: "metrics annotation", Does: "what happened beside the measures of its time", Listed: "id,state,on,service,measure,title",
		States:   []StateInfo{{AnnotationMade, "", Plain}, {AnnotationWithdrawn, "", Over}},
		Unedited: "an annotation is withdrawn and made anew, not edited"},
	{Kind: KindReport, Prefix: "RPT", Empty: func() Record { return new(KeptReport) }, Words: "report",
		What:    "Reports of the measures that were kept: of which period, in which version, and who got them.",
		Columns: columns("id title state report=grade service by=person kept=at document=subject"), Sort: "kept", Desc: true,
		Commands: "report", Does: "reports of the measures of a period, kept with versions and approval", Listed: "id,state,report,kept,by,document,title",
		States:   []StateInfo{{ReportKept, "", Plain}, {ReportHandedOut, "handed out", Good}},
		Unedited: "a report is kept anew: that is its next version"},
	{Kind: KindPeriod, Prefix: "PRD", Empty: func() Record { return new(Period) }, Words: "closed period",
		What:    "Periods of which the measures' owners signed the numbers off: frozen, and what would change them is shown beside.",
		Columns: columns("id title state period=grade by=person signed=at ends=until"), Sort: "ends", Desc: true,
		Commands: "metrics closed", Does: "periods of which the numbers were signed off", Listed: "id,state,period,by,signed,title",
		States:   []StateInfo{{PeriodClosed, "", Good}, {PeriodReopened, "", Over}},
		Unedited: "a period is closed or reopened, not edited"},
})
