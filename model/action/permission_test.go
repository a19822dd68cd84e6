package action_test

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/process"
	"fairway/model/when"
)

// every is one value of each action with the permission it takes; "" where
// being an approver is what counts: whoever is none is refused, and told why if they may read.
func every(w *world, rel model.ID) map[string]struct {
	action     action.Action
	permission string
} {
	r := w.release(rel)
	type row = struct {
		action     action.Action
		permission string
	}
	return map[string]row{
		"init":                  {action.Init{}, "person.write"},
		"register":              {action.Register{Release: model.Release{Service: w.shop}}, "release.register"},
		"edit":                  {action.Edit{Release: rel}, "release.edit"},
		"scope":                 {action.Scope{Release: rel}, "release.edit"},
		"affect":                {action.Affect{Release: rel}, "release.edit"},
		"advance":               {action.Advance{Release: rel}, "release.advance"},
		"send-back":             {action.SendBack{Release: rel}, "release.return"},
		"hold":                  {action.Hold{Release: rel}, "release.hold"},
		"resume":                {action.Resume{Release: rel}, "release.hold"},
		"cancel":                {action.Cancel{Release: rel}, "release.cancel"},
		"reopen":                {action.Reopen{Release: rel}, "release.reopen"},
		"reschedule":            {action.Reschedule{Release: rel}, "release.reschedule"},
		"scan":                  {action.Scan{Release: rel}, "release.edit"},
		"accept-conflict":       {action.AcceptConflict{Release: rel}, "conflict.accept"},
		"form":                  {action.WriteForm{Form: "criteria", Of: rel}, "form.write"},
		"approve-document":      {action.ApproveDocument{Document: w.seen("").Document("assessment", rel).ID}, "document.approve"},
		"request-approval":      {action.RequestApproval{Release: rel}, "approval.request"},
		"decide":                {action.Decide{Approval: "APR-1"}, ""},
		"meet-condition":        {action.MeetCondition{Approval: "APR-1", Number: 1}, ""},
		"delegate":              {action.Delegate{Person: "PER-1"}, "read"},
		"withdraw-delegation":   {action.WithdrawDelegation{Delegation: "DLG-1"}, "read"},
		"remind-approval":       {action.RemindApproval{Approval: "APR-1"}, ""},
		"plan-train":            {action.PlanTrain{Train: model.Train{Service: w.shop}}, "release.train"},
		"end-train":             {action.EndTrain{Train: "TRN-1"}, "release.train"},
		"skip-departure":        {action.SkipDeparture{Train: "TRN-1"}, "release.train"},
		"register-departure":    {action.RegisterDeparture{Train: "TRN-1"}, "release.register"},
		"board-train":           {action.BoardTrain{Change: r.Changes[0], Train: "TRN-1"}, "release.edit"},
		"leave-behind":          {action.LeaveBehind{Release: rel}, ""},
		"queue-job":             {action.QueueJob{Tool: "announce"}, ""},
		"report-job":            {action.ReportJob{Job: "JOB-404"}, ""},
		"retry-job":             {action.RetryJob{Job: "JOB-404"}, "release.advance"},
		"drop-job":              {action.DropJob{Job: "JOB-404"}, "release.advance"},
		"remind":                {action.Remind{Record: "QST-1"}, ""},
		"escalate-approval":     {action.EscalateApproval{Approval: "APR-1"}, ""},
		"expire-approval":       {action.ExpireApproval{Approval: "APR-1"}, ""},
		"retract":               {action.Retract{Record: "APR-1"}, ""},
		"readdress-approval":    {action.Readdress{Approval: "APR-1"}, ""},
		"submit-change":         {action.SubmitChange{Change: model.Change{Service: w.shop}}, "change.write"},
		"edit-change":           {action.EditChange{Change: model.Change{ID: r.Changes[0]}}, "change.write"},
		"assess-change":         {action.AssessChange{Change: r.Changes[0]}, "change.assess"},
		"decide-change":         {action.DecideChange{Change: r.Changes[0]}, "change.decide"},
		"advance-change":        {action.AdvanceChange{Change: r.Changes[0]}, "change.write"},
		"capture-change":        {action.CaptureChange{Change: model.Change{Service: w.shop}}, "change.capture"},
		"verify-back-out":       {action.VerifyBackOut{Change: r.Changes[0]}, "change.capture"},
		"follow-up-change":      {action.FollowUpChange{Change: r.Changes[0], FollowUp: r.Changes[0]}, "change.capture"},
		"review-change":         {action.ReviewChange{Change: r.Changes[0]}, "change.assess"},
		"defer-change":          {action.DeferChange{Change: r.Changes[0], Release: r.ID}, "release.edit"},
		"withdraw-change":       {action.WithdrawChange{Change: r.Changes[0]}, "change.write"},
		"start-run":             {action.StartRun{Release: rel}, "run.execute"},
		"state-installed":       {action.StateInstalled{Run: "RUN-99"}, "run.execute"},
		"withdraw-installation": {action.WithdrawInstallation{Installation: "INS-99"}, "run.execute"},
		"check-media":           {action.CheckMedia{}, "read"},
		"add-bill":              {action.AddBill{Media: "DML-99"}, "media.write"},
		"step":                  {action.DoStep{Run: "RUN-1"}, "run.execute"},
		"begin-step":            {action.BeginStep{Run: "RUN-1"}, "run.execute"},
		"fail-step":             {action.FailStep{Run: "RUN-1"}, "run.execute"},
		"note-run":              {action.NoteRun{Run: "RUN-1"}, "read"},
		"add-step":              {action.AddStep{Run: "RUN-1"}, "run.execute"},
		"give-step":             {action.GiveStep{Run: "RUN-1"}, "run.execute"},
		"decide-go":             {action.DecideGo{Run: "RUN-1"}, "release.advance"},
		"hand-run":              {action.HandRun{Run: "RUN-1"}, "run.execute"},
		"verify":                {action.Verify{Run: "RUN-1"}, "run.execute"},
		"roll-back":             {action.RollBack{Run: "RUN-1"}, "run.execute"},
		"end-run":               {action.EndRun{Run: "RUN-1"}, "run.execute"},
		"restore-service":       {action.RestoreService{Run: "RUN-1"}, "run.execute"},
		"baseline":              {action.TakeBaseline{Release: rel}, "baseline.take"},
		"notice":                {action.SendNotice{Release: rel}, "notice.send"},
		"add-media":             {action.AddMedia{Release: rel}, "media.write"},
		"withdraw-media":        {action.WithdrawMedia{Media: "DML-1"}, "media.write"},
		"procure":               {action.Procure{Item: model.Procurement{Release: rel}}, "procurement.write"},
		"receive":               {action.Receive{Procurement: "PRO-1"}, "procurement.write"},
		"drop-procurement":      {action.DropProcurement{Procurement: "PRO-1"}, "procurement.write"},
		"item":                  {action.WriteItem{Item: model.Item{Service: w.shop}}, "item.write"},
		"relate-item":           {action.RelateItem{Item: "CI-99"}, "item.write"},
		"draw-audit":            {action.DrawAudit{Service: w.shop}, "form.write"},
		"find-item":             {action.FindItem{Service: w.shop}, "form.write"},
		"update-item":           {action.UpdateItem{Release: rel}, "item.write"},
		"open-incident":         {action.OpenIncident{Incident: model.Incident{Service: w.shop}}, "incident.write"},
		"edit-incident":         {action.EditIncident{Incident: model.Incident{ID: "INC-99", Service: w.shop}}, "incident.write"},
		"close-period":          {action.ClosePeriod{Period: "2025-13"}, "metrics.close"},
		"reopen-period":         {action.ReopenPeriod{Closed: "PRD-99"}, "metrics.close"},
		"link-incident":         {action.LinkIncident{Incident: "INC-1"}, "incident.write"},
		"report-early-life":     {action.ReportEarlyLife{Release: "REL-1", Standing: model.EarlyStable, Text: "x"}, "incident.write"},
		"regrade-incident":      {action.RegradeIncident{Incident: "INC-1", Severity: "P1", Reason: "x"}, "incident.write"},
		"reopen-incident":       {action.ReopenIncident{Incident: "INC-1", Reason: "x"}, "incident.write"},
		"resolve-incident":      {action.ResolveIncident{Incident: "INC-1"}, "incident.write"},
		"open-problem":          {action.OpenProblem{Problem: model.Problem{Service: w.shop}}, "problem.write"},
		"reopen-problem":        {action.ReopenProblem{Problem: "PRB-1", Reason: "x"}, "problem.write"},
		"resolve-problem":       {action.ResolveProblem{Problem: "PRB-1"}, "problem.write"},
		"add-window":            {action.AddWindow{Window: model.Window{Services: []model.ID{w.shop}}}, "window.write"},
		"edit-window":           {action.EditWindow{Window: model.Window{ID: "WIN-1"}}, "window.write"},
		"skip-occurrence":       {action.SkipOccurrence{Window: "WIN-1"}, "window.write"},
		"move-occurrence":       {action.MoveOccurrence{Window: "WIN-1"}, "window.write"},
		"add-occurrence":        {action.AddOccurrence{Window: "WIN-1"}, "window.write"},
		"withdraw-window":       {action.WithdrawWindow{Window: "WIN-1"}, "window.write"},
		"ask-exception":         {action.AskException{Window: "WIN-1", Release: rel}, "window.except"},
		"decide-exception":      {action.DecideException{Window: "WIN-1", Release: rel}, "window.decide"},
		"ask-waiver":            {action.AskWaiver{Of: rel}, "approval.request"},
		"decide-waiver":         {action.DecideWaiver{Waiver: "WVR-1"}, "waiver.decide"},
		"withdraw-waiver":       {action.WithdrawWaiver{Waiver: "WVR-1"}, "approval.request"},
		"take-down-waiver":      {action.TakeDownWaiver{Waiver: "WVR-1"}, "approval.request"},
		"countersign-waiver":    {action.CountersignWaiver{Waiver: "WVR-1"}, ""},
		"annotate":              {action.Annotate{Service: w.shop}, "metric.annotate"},
		"withdraw-annotation":   {action.WithdrawAnnotation{Annotation: "ANN-404"}, "metric.annotate"},
		"draft-notes":           {action.DraftNotes{Release: rel}, "form.write"},
		"agree":                 {action.Agree{Service: w.shop}, "service.write"},
		"withdraw-agreement":    {action.WithdrawAgreement{Agreement: "AGR-404"}, "service.write"},
		"record-outage":         {action.RecordOutage{Service: w.shop}, "incident.write"},
		"end-outage":            {action.EndOutage{Outage: "OUT-404"}, "incident.write"},
		"cancel-outage":         {action.CancelOutage{Outage: "OUT-404"}, "incident.write"},
		"milestone":             {action.SetMilestone{Milestone: model.Milestone{Service: w.shop}}, "milestone.write"},
		"person":                {action.WritePerson{}, "person.write"},
		"grant":                 {action.GrantRole{Person: w.people["audit"]}, "person.write"},
		"revoke":                {action.RevokeRole{Person: w.people["audit"]}, "person.write"},
		"leave":                 {action.LeavePerson{Person: w.people["audit"], Back: true}, "person.write"},
		"add-key":               {action.AddKey{Person: "PER-99"}, "person.write"},
		"revoke-key":            {action.RevokeKey{Person: "PER-99"}, "person.write"},
		"reinstate-key":         {action.ReinstateKey{Person: "PER-99"}, "person.write"},
		"service":               {action.WriteService{Service: model.Service{ID: w.shop}}, "service.write"},
		"team":                  {action.WriteTeam{}, "team.write"},
		"undo":                  {action.Undo{Release: rel}, "undo"},
		"import":                {&action.Import{}, "history.import"},
		"redact":                {action.Redact{ID: "CI-1"}, "redact"},
		"correct-time":          {action.CorrectTime{}, "redact"},
		"take-zones":            {action.TakeZones{}, "redact"},
		"check-dates":           {action.CheckDates{Release: rel}, "release.reschedule"},
		"adopt-book":            {action.AdoptRules{}, "book.adopt"},
		"take-down":             {action.TakeDown{Approval: "APR-1"}, "approval.request"},
		"countersign":           {action.Countersign{Approval: "APR-1"}, ""},

		"propose-rules":     {action.ProposeRules{}, "rules.propose"},
		"withdraw-proposal": {action.WithdrawProposal{Proposal: "PRP-1"}, "rules.propose"},
		"review-rules":      {action.ReviewRules{Proposal: "PRP-1"}, "rules.review"},
		"decide-rules":      {action.DecideRules{Proposal: "PRP-1"}, "rules.decide"},
		"withdraw-approval": {action.WithdrawApproval{Approval: "APR-99"}, "approval.request"},
		"migrate":           {action.MigrateRelease{Release: rel}, "release.migrate"},

		"propose-entry": {action.ProposeEntry{Entry: model.Entry{Work: model.Work{Services: []model.ID{w.shop}}}}, "catalogue.propose"},
		"edit-entry":    {action.EditEntry{Entry: model.Entry{ID: "CAT-1"}}, "catalogue.propose"},
		"decide-entry":  {action.DecideEntry{Entry: "CAT-1"}, "catalogue.decide"},
		"suspend-entry": {action.SuspendEntry{Entry: "CAT-1"}, "catalogue.decide"},
		"resume-entry":  {action.ResumeEntry{Entry: "CAT-1"}, "catalogue.decide"},
		"retire-entry":  {action.RetireEntry{Entry: "CAT-1"}, "catalogue.decide"},
		"copy-release":  {action.CopyRelease{Of: "REL-99"}, "release.register"},

		"ask-question":       {action.AskQuestion{About: rel, Text: "..."}, "read"},
		"answer-question":    {action.AnswerQuestion{Question: "QST-1"}, "read"},
		"withdraw-question":  {action.WithdrawQuestion{Question: "QST-1"}, "read"},
		"report-improvement": {action.ReportImprovement{Improvement: "IMP-1"}, "read"},
		"hand-improvement":   {action.HandImprovement{Improvement: "IMP-1"}, "read"},
		"keep-report":        {action.KeepReport{Report: "monthly", Service: w.shop}, "form.write"},
		"hand-out-report":    {action.HandOutReport{Report: "RPT-1"}, "form.write"},

		"call-meeting":   {action.CallMeeting{}, "meeting.call"},
		"cancel-meeting": {action.CancelMeeting{Meeting: "CAB-1"}, "meeting.call"},
		"open-meeting":   {action.OpenMeeting{Meeting: "CAB-1"}, "meeting.chair"},
		"take-up":        {action.TakeUp{Meeting: "CAB-1"}, "meeting.chair"},
		"hand-lead":      {action.HandLead{Meeting: "CAB-1"}, "meeting.chair"},
		"close-meeting":  {action.CloseMeeting{Meeting: "CAB-1"}, "meeting.chair"},
		"join-meeting":   {action.JoinMeeting{Meeting: "CAB-1"}, "read"},
		"leave-meeting":  {action.LeaveMeeting{Meeting: "CAB-1"}, "read"},
		"hold-standup":   {action.HoldStandup{Team: "TEA-404"}, "read"},
	}
}

// TestPermissionMatrix compares each action for each role with the rules. The
// actions are made so that they are refused or harmless whoever asks: what is
// looked at is whether the permission is among the reasons.
func TestPermissionMatrix(t *testing.T) {
	w := newWorld(t)
	rel := w.assessed(software)
	all := every(w, rel)
	for _, name := range action.Names() {
		if _, ok := all[name]; !ok {
			t.Errorf("the action %q is not in the matrix", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		row := all[name]
		if got := action.Name(row.action); got != name {
			t.Errorf("%s calls itself %s", name, got)
		}
		if row.permission != "" && !slices.Contains(action.PermissionIDs(), row.permission) {
			t.Errorf("%s: permission %q is not listed", name, row.permission)
		}
		for _, who := range append(slices.Sorted(maps.Keys(roles)), "admin") {
			role := roles[who]
			if who == "admin" {
				role = "administrator"
			}
			asked := cmp.Or(row.permission, action.PermissionRead)
			may := false
			if r, ok := w.rules.Role(role); ok && (r.Allows(asked) || name == "import" && r.Allows("item.write")) { // of rows that are items
				may = true
			}
			denial := denied(w, who, row.action)
			switch {
			case may && denial != nil:
				t.Errorf("%s may %s, but: %v", who, name, denial)
			case !may && denial == nil:
				t.Errorf("%s may not %s, and was not told so", who, name)
			case !may && !strings.HasSuffix(denial.Remedies[0].Text, strings.Join(w.rules.RolesWith(asked), ", ")):
				t.Errorf("%s may not %s: the cure is %q", who, name, denial.Remedies)
			}
		}
	}
}

// TestThePermissionsAreOneTable: each has words, and each action of the log
// takes one of them or none.
func TestThePermissionsAreOneTable(t *testing.T) {
	before := ""
	for _, p := range action.Permissions {
		if p.ID <= before || p.Does == "" {
			t.Errorf("%q after %q lets a person %q: they stand in order, each with words", p.ID, before, p.Does)
		}
		before = p.ID
	}
	w := newWorld(t)
	for name, row := range every(w, w.assessed(software)) {
		if got, _ := action.Asks(w.seen(""), row.action); got != row.permission {
			t.Errorf("%s takes %q, want %q", name, got, row.permission)
		}
	}
}

// Who has neither the permission nor that to read is told of nothing else:
// one sentence, the same whatever there is.
func TestARefusalTellsWhoMayNotReadNothing(t *testing.T) {
	w := newWorld(t)
	rel := w.assessed(software)
	w.plan(rel, software)
	w.must("coord", action.RequestApproval{Release: rel, Purpose: "authorisation-1"})
	elsewhere := w.must("admin", action.WriteService{Service: model.Service{Handle: "bank", Name: "Bank"}}).Subject
	custom := *w.rules
	blind := process.Role{ID: "blind", Title: "Blind"}
	for _, p := range action.PermissionIDs() {
		if p != action.PermissionRead {
			blind.Permissions = append(blind.Permissions, p)
		}
	}
	custom.Roles = append(slices.Clone(custom.Roles), blind)
	w.must("admin", action.AdoptRules{Rules: custom})
	w.people["blind"] = w.must("admin", action.WritePerson{Person: model.Person{Handle: "blind", Name: "BLIND", Roles: []model.Grant{{Role: "blind", Service: elsewhere}}}}).Subject
	for name, row := range every(w, rel) {
		asked := cmp.Or(row.permission, action.PermissionRead)
		for who, want := range map[string]string{
			"nobody": "NOBODY has no role with the permission " + asked,
			"blind":  "no role of BLIND with the permission " + asked + " reaches this far",
		} {
			if who == "blind" && name == "import" {
				continue // each row is asked for
			}
			if who == "blind" && asked == action.PermissionRead {
				want = "BLIND has no role with the permission read"
			}
			var refusal *model.Refusal
			if err := action.Open(w.seen(who), row.action); !errors.As(err, &refusal) || len(refusal.Reasons) != 1 || refusal.Reasons[0].Text != want ||
				refusal.Doing != strings.ReplaceAll(name, "-", " ") || len(refusal.Voids)+len(refusal.Strands) > 0 {
				t.Errorf("%s as %s: %v", name, who, err)
			}
		}
	}
	// About a key of their own they are told all that is about it.
	w.people["signs"] = w.must("admin", action.WritePerson{Person: model.Person{Handle: "signs", Name: "SIGNS"}}).Subject
	w.refused("signs", action.AddKey{Person: w.people["signs"], Line: "no key"}, "the key can't be used")
}

// denied is the reason that names a missing permission, if there is one.
func denied(w *world, who string, a action.Action) *model.Reason {
	w.t.Helper()
	c := w.seen(who)
	var refusal *model.Refusal
	if err := action.Open(c, a); !errors.As(err, &refusal) {
		return nil
	}
	permission, _ := action.Asks(c, a)
	for _, r := range refusal.Reasons {
		if strings.Contains(r.Text, "no role with the permission "+permission) {
			return &r
		}
	}
	return nil
}

func TestARoleForOneServiceEndsThere(t *testing.T) {
	w := newWorld(t)
	rel := w.assessed(software)
	bank := w.must("admin", action.WriteService{Service: model.Service{Handle: "bank", Name: "Bank"}}).Subject
	for handle, service := range map[string]model.ID{"shopper": w.shop, "banker": bank} {
		w.people[handle] = w.must("admin", action.WritePerson{Person: model.Person{Handle: handle, Name: handle,
			Roles: []model.Grant{{Role: "release-manager", Service: service}}}}).Subject
	}
	hold := action.Hold{Release: rel, Reason: "strike", Review: when.OnClock(w.now.AddDate(0, 0, 1), time.UTC)}
	w.refused("banker", hold, "release.hold for "+string(w.shop), "Release Manager")
	w.must("shopper", hold)

	// What belongs to no service takes the role for all.
	w.refused("shopper", action.AddWindow{Window: model.Window{Title: "Year end", Class: "freeze", Slot: window}}, "window.write")
	w.must("shopper", action.AddWindow{Window: model.Window{Title: "Year end", Class: "freeze", Slot: window, Services: []model.ID{w.shop}}})

	// Nobody takes a record out of a service they have no word in.
	chg := w.must("req", action.SubmitChange{Change: model.Change{Title: "x", Category: "enhancement", Type: "normal", Service: w.shop}}).Subject
	theirs := model.Change{ID: chg, Title: "mine", Category: "enhancement", Type: "normal", Service: bank}
	w.refused("banker", action.EditChange{Change: theirs}, "change.write for "+string(w.shop))
	w.refused("shopper", action.EditChange{Change: theirs}, "change.write for service "+string(bank))
	item := w.must("conf", action.WriteItem{Item: model.Item{Name: "db", Class: "database", Service: w.shop}}).Subject
	w.refused("banker", action.WriteItem{Item: model.Item{ID: item, Name: "db", Class: "database", Service: bank}}, "item.write for "+string(w.shop))
	mil := w.must("coord", action.SetMilestone{Milestone: model.Milestone{Title: "Fair", At: window.Start, Service: w.shop}}).Subject
	w.refused("banker", action.SetMilestone{Milestone: model.Milestone{ID: mil, Title: "Mine", At: window.Start, Service: bank}}, "milestone.write for "+string(w.shop))

	w.refused("shopper", edit(rel, "service", string(bank)), "release.edit for service "+string(bank))

	// An approver for the service is nobody of another one.
	w.plan(rel, software)
	apr := w.approve(rel, "authorisation-1")
	w.people["bankchg"] = w.must("admin", action.WritePerson{Person: model.Person{Handle: "bankchg", Name: "B", Roles: []model.Grant{{Role: "change-manager", Service: bank}}}}).Subject
	w.refused("bankchg", action.Decide{Approval: apr, Verdict: model.Approve}, "you are none of its approvers", "Change Manager")
}

func TestWhoIsUnknownOrGoneDoesNothing(t *testing.T) {
	w := newWorld(t)
	rel := w.assessed(software)
	w.refused("ghost", action.Scan{Release: rel}, "nobody in this file is known by your name")
	w.must("admin", action.LeavePerson{Person: w.people["coord"]})
	w.refused("coord", action.Scan{Release: rel}, "COORD has left")
	w.refused("admin", action.LeavePerson{Person: w.people["admin"]}, "without an administrator")
	w.refused("admin", action.RevokeRole{Person: w.people["admin"], Grant: model.Grant{Role: "administrator"}}, "without an administrator")
}
