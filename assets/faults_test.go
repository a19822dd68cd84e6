package assets

import (
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

// TestFaultsAreNamedWithTheirPlace makes one mistake after another in the
// default rules. Each has to be one sentence that says where and what.
func TestFaultsAreNamedWithTheirPlace(t *testing.T) {
	const (
		normal = "process/normal.toml"
		roles  = "process/roles.toml"
		policy = "process/policy.toml"
		plan   = "forms/release-plan.toml"
	)
	for name, c := range map[string]struct {
		file, old, new string
		where, says    string
	}{
		"broken TOML":                            {normal, `title = "Normal release"`, `title = "Normal release`, normal + ":6", "new lines"},
		"a word where a number belongs":          {policy, "cab_quorum = 3", `cab_quorum = "three"`, policy, "cab_quorum"},
		"an unknown key at the top":              {normal, `of = "release"`, "of = \"release\"\nowner = \"me\"", normal + ":8", `unknown key "owner"`},
		"an unknown key in a check":              {normal, `  role = "deployment-team"`, "  rule = \"deployment-team\"", normal, `unknown key "stage.check.rule"`},
		"a key that is known elsewhere":          {normal, "kind = \"rework\"\nfrom = \"test\"", "title = \"x\"\nkind = \"rework\"\nfrom = \"test\"", normal + ":", `unknown key "move.title"`},
		"an unknown table":                       {policy, "[notice_hours] ", "[notice_days] ", policy + ":34", `unknown key "notice_days"`},
		"an unknown key in a form":               {plan, `minor = true`, `small = true`, plan + ":19", `unknown key "group.field.small"`},
		"a page under an unknown condition":      {"forms/release-policy.toml", `when = "freezes=yes"`, `when = "frosts=yes"`, "forms/release-policy.toml:108", `when = "frosts=yes" must be another field's name`},
		"a page under an impossible answer":      {"forms/release-policy.toml", `when = "freezes=yes"`, `when = "freezes=often"`, "forms/release-policy.toml:108", `"often" is no answer to freezes, which has yes, no`},
		"a page that hangs on itself":            {"forms/release-policy.toml", `when = "freezes=yes"`, `when = "frozen=yes"`, "forms/release-policy.toml:108", "goes in a circle"},
		"a page that is never shown":             {"forms/ci-audit.toml", `when = "differed=yes"` + "\n", `when = "differed=yes|no"` + "\n\n  [[group.field]]\n  name = \"x\"\n  title = \"X\"\n  type = \"line\"\n  when = \"held=\"\n\n[[group]]\ntitle = \"Never\"\nwhen = \"x=1\"\n\n  [[group.field]]\n  name = \"y\"\n  title = \"Y\"\n  type = \"line\"\n  when = \"x=2\"\n\n[[group]]\ntitle = \"Rest\"\n", "form ci-audit, page Never", "the page is never shown"},
		"roles of a form's own":                  {"forms/release-policy.toml", `type = "role"`, `type = "role"` + "\n  options = [\"boss\"]", "form release-policy", "the roles are those of the rules"},
		"a bound that is no number":              {"forms/release-policy.toml", `greatest = "720"`, `greatest = "720,5"`, "form release-policy", "must be a number with a point"},
		"a form of a service that a stage asks":  {"forms/ci-audit.toml", "alone = true\n", "", "form ci-audit", "a service goes through no stages"},
		"an unknown check":                       {normal, `name = "titled"`, `name = "entitled"`, "process normal, stage registration, check entitled", "there is no such check; known are agreement-signed,"},
		"a clause outside the map":               {normal, `clause = "8.2.6"`, `clause = "9.9"`, "stage build, check items-listed", `clause "9.9" is not in the clause map`},
		"a check without a remedy":               {normal, `  remedy = [{ text = "choose its process when it is registered" }]` + "\n", "", "check typed", "text and remedy must be set"},
		"a remedy of two kinds":                  {normal, `remedy = [{ task = "take-baseline" }]`, `remedy = [{ task = "take-baseline", form = "criteria" }]`, "check items-baselined", "another is a remedy of its own"},
		"a remedy that does nothing":             {normal, `remedy = [{ task = "take-baseline" }]`, `remedy = [{ then = true }]`, "check items-baselined", "or says something"},
		"a remedy by an unknown form":            {normal, `remedy = [{ form = "acceptance" }]`, `remedy = [{ form = "acceptances" }]`, "check form-written", `unknown form "acceptances"`},
		"a remedy at an unknown question":        {normal, `field = "decision" }`, `field = "decisions" }`, "check decided-to-proceed", `form assessment has no field "decisions"`},
		"a remedy of an unknown doing":           {normal, `doing = "verify-media"`, `doing = "verify"`, "check package-unaltered", `unknown doing "verify"`},
		"an unknown role in a stage":             {normal, `accountable = ["release-manager"]`, `accountable = ["boss"]`, "stage registration", `unknown role "boss"`},
		"an unknown role in a check":             {normal, `role = "test-manager"`, `role = "tester"`, "check criteria-set", `unknown role "tester"`},
		"an unknown form in a stage":             {normal, `forms = ["assessment"]`, `forms = ["assesment"]`, "stage assessment", `unknown form "assesment"`},
		"an unknown form in a check":             {normal, `form = "assessment"`, `form = "paper"`, "check assessed-value", `unknown form "paper"`},
		"an unknown form as an argument":         {normal, "name = \"form-written\"\n  arg = \"acceptance\"", "name = \"form-written\"\n  arg = \"acceptence\"", "check form-written", `unknown form "acceptence"`},
		"an unknown stage in a move":             {normal, "from = \"test\"", "from = \"testing\"", "process normal", `move from "testing" to "build" names an unknown stage`},
		"a move that leads forward":              {normal, "from = \"test\"\nto = \"build\"", "from = \"test\"\nto = \"scheduled\"", "process normal", "does not lead back"},
		"a move that leads nowhere":              {normal, "from = \"test\"\nto = \"build\"", "from = \"test\"\nto = \"test\"", "process normal", "does not lead back"},
		"an unknown kind of move":                {normal, `kind = "rework"`, `kind = "sideways"`, "process normal", `"sideways" must be rework or reject`},
		"an exit to an unknown stage":            {normal, `  to = "evaluation"`, `  to = "review"`, "stage deployment", `exit to unknown stage "review"`},
		"an exit that leads back":                {normal, `  to = "evaluation"`, `  to = "build"`, "stage deployment", `exit to "build" does not lead forward`},
		"an exit without a condition":            {normal, "  when = \"rolled-back or unsuccessful\"\n", "", "stage deployment", "an exit needs a when"},
		"a condition of no content":              {policy, `contents = ["software", "hardware"`, `contents = ["programme", "hardware"`, "check package-in-dml", `no release can bring "software"`},
		"an unknown condition":                   {normal, `when = "software"`, `when = "not softwear"`, "check package-in-dml", `unknown condition "softwear"`},
		"an unknown effect":                      {normal, `on_exit = ["review-changes"]`, `on_exit = ["celebrate"]`, "stage early-life", `unknown on_exit "celebrate"`},
		"an unknown phase":                       {normal, `phase = "deploy"`, `phase = "later"`, "stage scheduled", `phase "later" must be one of plan, build, deploy, review`},
		"a negative limit":                       {normal, "limit_days = 5", "limit_days = -5", "stage registration", "can't be negative"},
		"closed in the middle":                   {normal, `id = "early-life"`, `id = "closed"`, "process normal", `is kept for the last stage`},
		"a choice that the program looks for":    {"forms/assessment.toml", `options = ["proceed", "abandon"]`, `options = ["go", "abandon"]`, "form assessment", `the choice "proceed" of decision`},
		"a question that the program reads":      {"forms/assessment.toml", `name = "benefit"`, `name = "gain"`, "form assessment", `a question for "benefit"`},
		"a form that nobody is to fill":          {"process/emergency.toml", `forms = ["evaluation", "emergency-review"]`, `forms = ["evaluation"]`, "form emergency-review", "no stage of a process for releases names it"},
		"a form that is filled alone, and isn't": {"forms/evaluation.toml", `of = "release"`, "of = \"release\"\nalone = true", "form evaluation", "and one does"},
		"a purpose that another has":             {normal, `name = "normal"`, "name = \"usual\"\npurpose = \"normal-change\"", "process usual", `is that of normal-change too`},
		"an approval for what another is for":    {normal, `id = "authorisation-2"`, "id = \"authorisation-2\"\npurpose = \"authorisation-1\"", "approval authorisation-2", `is that of authorisation-1 too`},
		"an approval for the name of another":    {normal, `id = "authorisation-2"`, "id = \"freigabe\"\npurpose = \"acceptance\"", "approval freigabe", `is that of acceptance too`},
		"a stage twice":                          {normal, `id = "build"`, `id = "test"`, "stage test", "the id is used twice"},
		"a process without a name":               {normal, `name = "normal"`, `name = ""`, "process", "name and title must be set"},
		"a process twice":                        {"process/normal-change.toml", `name = "normal-change"`, `name = "normal"`, "process normal", "the name is used twice"},
		"a process of nothing":                   {normal, `of = "release"`, `of = "world"`, "process normal", `"world" must be release or change`},
		"an approval that no check can mean":     {normal, "  arg = \"authorisation-2\"", "  arg = \"authorisation-3\"", "check authorised", `"authorisation-3" names no [[approval]]`},
		"an approval twice":                      {normal, `id = "handover"`, `id = "acceptance"`, "approval acceptance", "the id is used twice"},
		"an approval in an unknown stage":        {normal, `stages = ["early-life"]`, `stages = ["late-life"]`, "approval handover", `unknown stage "late-life"`},
		"an approval in no stage":                {normal, `stages = ["early-life"]`, `stages = []`, "approval handover", "nobody could ask for it"},
		"an approval of an unknown form":         {normal, `forms = ["acceptance", "test-report"]`, `forms = ["acceptance", "report"]`, "approval acceptance", `unknown form "report"`},
		"an approval of a form that is no edit":  {normal, "forms = [\"acceptance\", \"test-report\"]", "forms = [\"acceptance\", \"release-notes\"]", "approval acceptance", `it covers the form "release-notes", which has no material`},
		"an approval of a form that voids other": {normal, `what = "assessment"        # what was authorised rests on it
voids = ["authorisation-1", "authorisation-2"]`, `what = "assessment"
voids = ["acceptance"]`, "approval authorisation-1", `a material edit of "assessment" does not void it`},
		"an approval without a route":         {normal, "  [approval.route]\n  \"*\" = [\"service-desk\"]\n", "", "approval handover", "nobody could sign it"},
		"a route for a missing band":          {normal, "  high = [\"cab\"]\n", "", "approval authorisation-1", `no route for risk band "high"`},
		"a route that names nobody":           {normal, `low = ["change-manager"]`, `low = []`, "approval authorisation-1", `the route for "low" names nobody`},
		"a route to an unknown role":          {normal, `low = ["change-manager"]`, `low = ["changer"]`, "approval authorisation-1", `unknown role "changer"`},
		"an approver that counts nobody":      {normal, `high = ["cab"]`, `high = ["cab*0"]`, "approval authorisation-1", "from 1 to 50"},
		"an approver that counts in words":    {normal, `high = ["cab"]`, `high = ["cab*two"]`, "approval authorisation-1", "from 1 to 50"},
		"a downgrade to an unknown process":   {normal, "id = \"handover\"", "id = \"handover\"\ndowngrade = \"small\"", "approval handover", `downgrade = "small" must be another release process`},
		"an escalation to an unknown role":    {normal, `escalate_to = "service-owner"`, `escalate_to = "boss"`, "approval authorisation-1", `escalate_to: there is no role "boss"`},
		"an escalation to nobody":             {normal, `escalate_to = "service-owner"`, "escalate_hours = 9", "approval authorisation-1", "no escalate_to says which role may decide then"},
		"an escalation before the reminder":   {normal, `escalate_to = "service-owner"`, "escalate_to = \"service-owner\"\nescalate_hours = 20", "approval authorisation-1", "it is escalated after 20 hours, and those who are asked are reminded after 20 only"},
		"a reminder before the request":       {normal, `escalate_to = "service-owner"`, "escalate_to = \"service-owner\"\nremind_hours = -2", "approval authorisation-1", "remind_hours is -2; it must be from 1 to"},
		"a limit of requests in the past":     {policy, "expire_days = 0 ", "expire_days = -1 ", "policy", "expire_days is -1; it must be from 0 to"},
		"a reason twice in a process":         {normal, "[[move]]\nkind = \"rework\"\nfrom = \"test\"", "[[reason]]\nid = \"a\"\ntitle = \"a\"\n[[reason]]\nid = \"a\"\ntitle = \"b\"\n[[move]]\nkind = \"rework\"\nfrom = \"test\"", "process normal, reason a", "the id is used twice"},
		"a material edit in an unknown stage": {normal, `in = ["build"]`, `in = ["bild"]`, "process normal", `unknown stage "bild"`},
		"a material edit of an unknown thing": {normal, `what = "scope"`, `what = "skope"`, "process normal", `material edit of unknown "skope"`},
		"a material edit that voids nothing":  {normal, "what = \"risk\"\nvoids = [\"authorisation-1\", ", "what = \"risk\"\nvoids = [\"authorization-1\", ", "process normal", `voids unknown approval "authorization-1"`},
		"an unknown permission":               {roles, `"baseline.take"`, `"baseline.make"`, "role configuration-manager", `unknown permission "baseline.make"`},
		"a permission that stands for none":   {roles, `"release.*", "form.write"`, `"relase.*", "form.write"`, "role release-manager", `unknown permission "relase.*"`},
		"a role twice":                        {roles, `id = "auditor"`, `id = "requester"`, "role requester", "the id is used twice"},
		"rules that lock everybody out":       {roles, `"person.write", `, "", "roles", "no role has the permission person.write"},
		"an unknown relation in a duty":       {roles, `not = ["requester", "asker", "coordinator", "builder", "team"]`, `not = ["friend"]`, "duty decide", `unknown relation "friend"`},
		"a duty about an unknown act":         {roles, `act = "decide:handover"`, `act = "decide:holiday"`, "duty decide:holiday", "the act must be decide"},
		"a bad time zone":                     {policy, `zone = "UTC"`, `zone = "Middle/Earth"`, "policy", `zone "Middle/Earth" is no IANA time zone`},
		"no time zone":                        {policy, `zone = "UTC"`, `zone = ""`, "policy", `zone "" is no IANA time zone`},
		"a CAB of nobody":                     {policy, "cab_quorum = 3", "cab_quorum = 0", "policy", "cab_quorum is 0"},
		"bands in the wrong order":            {policy, "up_to = 9", "up_to = 3", "policy", "band medium ends at 3"},
		"bands that end too soon":             {policy, "up_to = 25", "up_to = 24", "policy", "scores go up to 25"},
		"a band twice":                        {policy, "id = \"medium\"", "id = \"low\"", "policy", "band low is there twice"},
		"an impact without a priority":        {policy, `priority = ["low", "low", "medium", "medium", "high"]`, `priority = ["low", "low", "medium", "medium"]`, "policy", "urgency low has 4 priorities; it needs 5"},
		"a priority that there is not":        {policy, `priority = ["low", "low", "medium", "medium", "high"]`, `priority = ["low", "low", "medium", "medium", "top"]`, "policy", `urgency low: there is no priority "top"`},
		"less pressing with more impact":      {policy, `priority = ["low", "low", "medium", "medium", "high"]`, `priority = ["low", "medium", "low", "medium", "high"]`, "policy", "impact 3 has the priority low, which comes after"},
		"a limit of no days":                  {policy, "assess_days = 5", "assess_days = -5", "policy", "assess_days of priority medium is -5"},
		"an urgency twice": {policy, `id = "low"
title = "low: it has time"`, `id = "high"
title = "low: it has time"`, "policy", "urgency high is there twice"},
		"a factor twice":                      {policy, `id = "many-items"`, `id = "rollback-untested"`, "policy", "factor rollback-untested is there twice"},
		"a conflict neither hard nor soft":    {policy, `"same-item" = "hard"`, `"same-item" = "firm"`, "policy", `conflict same-item = "firm"`},
		"a reason twice":                      {policy, `id = "defect-found"`, `id = "not-ready"`, "policy, reason not-ready", "the id is used twice"},
		"a field twice":                       {plan, `name = "end"`, `name = "start"`, "form release-plan", `field "start" is there twice`},
		"a column twice":                      {plan, `    name = "owner"`, `    name = "text"`, "form release-plan, field steps", `column "text" is there twice`},
		"an unknown type of field":            {plan, `type = "duration"`, `type = "time"`, "form release-plan, field duration", `unknown type "time"`},
		"a choice without options":            {plan, `  options = ["big bang", "phased", "parallel", "blue-green", "canary", "manual installation"]` + "\n", "", "field method", "a choice needs options"},
		"an option with a comma":              {"forms/assessment.toml", `"several-teams"`, `"several, many"`, "field factors", "none can have one in it"},
		"a field that sets what is not there": {plan, `sets = "window.end"`, `sets = "window.stop"`, "field end", `sets unknown "window.stop"`},
		"a field shown by an unknown one":     {"forms/test-report.toml", `when = "rollback_tested=yes"`, `when = "tested=yes"`, "field rollback_evidence", "another field's name"},
		"a form of nothing":                   {plan, `of = "release"`, `of = "ship"`, "form release-plan", `"ship" must be release, change, service, meeting or report`},
		"a form that voids what nobody lists": {plan, `material = "window"`, `material = "windows"`, "form release-plan", `material = "windows" is no [[material]]`},
		"a placeholder of no question":        {"templates/assessment.md", "{{benefit}}", "{{benefits}}", "templates/assessment.md:23", "unknown {{benefits}}: the form assessment has no such question"},
		"a question that nothing uses":        {"templates/assessment.md", "### Benefit\n\n{{benefit}}\n", "", "forms/assessment.toml:20", "no check and no template uses it"},
		"a report of an unknown answer":       {"forms/minimum-test.toml", `reports = "tested=yes"`, `reports = "tested=often"`, "forms/minimum-test.toml", `reports = "tested=often": "often" is no answer to tested, which has yes, no`},
		"a report of an unknown word":         {"forms/ci-audit.toml", `reports = "always"`, `reports = "sometimes"`, "forms/ci-audit.toml", `must be always, never, or a field's name, =, and its value`},
		"a negative interval of review":       {"forms/agreement.toml", "review_days = 365", "review_days = -1", "forms/agreement.toml:7", "can't be negative"},
		"a stage that nobody answers for":     {normal, `accountable = ["release-manager"]` + "\nconsulted = [\"requester\", \"change-manager\"]", `consulted = ["requester", "change-manager"]`, normal + ":13: process normal, stage registration", "who is responsible and who is accountable"},
		"a stage that is always passed by":    {normal, `when = "rolled-back or unsuccessful"`, `when = "rolled-back or not rolled-back"`, "stage early-life", "no way leads into it"},
		"a gate that nobody gets through":     {normal, `stages = ["planning"]`, `stages = ["acceptance"]`, "stage planning, check authorised", "authorisation-1 can't be asked for here or before"},
		"a reason without words":              {normal, "[[move]]\nkind = \"rework\"\nfrom = \"test\"", "[[reason]]\nid = \"a\"\n[[move]]\nkind = \"rework\"\nfrom = \"test\"", normal, "id and title must be set"},
		"a downgrade":                         {normal, "id = \"handover\"", "id = \"handover\"\ndowngrade = \"small\"", normal + ":731", "downgrade = \"small\" must be another release process"},
		"a limit of working days":             {normal, "limit_days = 5", "limit_work_days = -5", normal, "a limit can't be negative"},
		"two limits of one stage":             {normal, "limit_days = 5", "limit_days = 5\nlimit_work_days = 5", normal, "limit_days and limit_work_days"},
		"hours to countersign":                {policy, "countersign_hours = 24", "countersign_hours = -24", policy + ":21", "countersign_hours = -24 must be"},
		"a process without a frequency":       {normal, "lead_days = 30 ", "", normal, "frequency and lead_days must be set"},
		"a term twice":                        {"process/glossary.toml", `term = "CAB"`, `term = "CI"`, "process/glossary.toml", `"ci" is explained twice`},
		"a term for an unknown screen":        {"process/glossary.toml", `screens = ["metrics"]`, `screens = ["measures"]`, "process/glossary.toml", `unknown screen "measures"`},
		"an interaction of nothing":           {"process/interactions.toml", `id = "problem"`, `id = "incident"`, "interaction incident", "the id is used twice"},
		"an unknown report":                   {"process/clauses.toml", `reports = ["items"]`, `reports = ["things"]`, "process/clauses.toml", `unknown report "things"`},
		"a clause that is missing":            {"process/clauses.toml", `id = "9.4"`, `id = "9.1"`, "clauses", "clause 9.4 is missing"},
		"a report twice":                      {"process/reports.toml", `id = "quarterly"`, `id = "monthly"`, "reports.toml:", "the report is laid down twice"},
		"a report called as a command":        {"process/reports.toml", `id = "quarterly"`, `id = "list"`, "reports.toml:", `id = "list" is the name of a command about reports`},
		"a report without a word":             {"process/reports.toml", `id = "quarterly"`, `id = "by quarter"`, "reports.toml:", `id = "by quarter" is no word`},
		"a report of no period":               {"process/reports.toml", `units = ["quarter"]`, `units = ["fortnight"]`, "reports.toml:", `units: "fortnight" must be one of week, month, quarter, year`},
		"a report of none":                    {"process/reports.toml", `units = ["quarter"]`, `units = []`, "reports.toml:", "no unit is named"},
		"a report with one point":             {"process/reports.toml", `points = 13`, `points = 1`, "reports.toml:", "points = 1 must be from 2 to 60"},
		"a report due long after":             {"process/reports.toml", `due_days = 5`, `due_days = 500`, "reports.toml:", "due_days = 500 must be from 0 to 60"},
		"a section of nothing":                {"process/reports.toml", `"evaluation", "trends"`, `"weather", "trends"`, "reports.toml:", `there is no section "weather"; known are summary, evaluation, numbers`},
		"a section twice":                     {"process/reports.toml", `"evaluation", "trends"`, `"trends", "trends"`, "reports.toml:", `section "trends" is named twice`},
		"a report for a role there isn't":     {"process/reports.toml", `to = ["release-manager", "change-manager"]`, `to = ["king"]`, "reports.toml:", `there is no role "king"`},
		"a section without a title":           {"process/reports.toml", `title = "Trends"`, `title = ""`, "reports.toml:", "title must be set"},
		"the words of no section":             {"process/reports.toml", `id = "slips"`, `id = "skids"`, "reports.toml:", `there is no section "skids"`},
		"the words of a section twice":        {"process/reports.toml", `id = "slips"`, `id = "trends"`, "reports.toml:", "the section is laid down twice"},
		"a proof of no clause":                {"process/evidence.toml", `clause = "8.5.3-c"`, `clause = "8.6"`, "evidence.toml:", `clause "8.6" is not in the clause map`},
		"a proof of nothing":                  {"process/evidence.toml", `name = "verified"`, `name = "hoped"`, "evidence.toml:", `there is no proof "hoped"; known are approved-first, baseline-first`},
		"a proof of something else":           {"process/evidence.toml", "of = \"release\"\nname = \"outcome\"", "of = \"period\"\nname = \"outcome\"", "evidence.toml:", `of = "period" must be release`},
		"a proof without words":               {"process/evidence.toml", `text = "the deployment was verified, line by line"`, `text = ""`, "evidence.toml:", "text must be set"},
		"a proof of a form there isn't":       {"process/evidence.toml", `arg = "release-plan"`, `arg = "wish-list"`, "evidence.toml:", `there is no form "wish-list"`},
		"a proof of a section there isn't":    {"process/evidence.toml", `arg = "trends"`, `arg = "weather"`, "evidence.toml:", `reports have no section "weather"`},
		"a proof of too much":                 {"process/evidence.toml", "name = \"verified\"\n", "name = \"verified\"\narg = \"x\"\n", "evidence.toml:", "it takes no arg"},
		"a proof due some day":                {"process/evidence.toml", `due = "start"`, `due = "soon"`, "evidence.toml:", `due = "soon" must be start or end`},
		"a proof of a period that is due":     {"process/evidence.toml", `name = "items-audited"`, "name = \"items-audited\"\ndue = \"end\"", "evidence.toml:", "due and when are for releases"},
		"a proof when something else":         {"process/evidence.toml", `when = "rfcs"`, `when = "rain"`, "evidence.toml:", "rain"},
		"a measure of nothing":                {"process/measures.toml", `id = "slip-rate"`, `id = "slips"`, "measures.toml:", `there is no measure "slips"; known are`},
		"a measure twice":                     {"process/measures.toml", `id = "slip-rate"`, `id = "incidents"`, "measures.toml:", "the measure is laid down twice"},
		"a target of no value":                {"process/measures.toml", `target_of = "of the plan"`, `target_of = "of the moon"`, "measures.toml:", `it has no further value "of the moon"; there are attempts, of the plan, p90`},
		"a target in another unit":            {"process/measures.toml", `unit = "%"`, `unit = "days"`, "measures.toml:", `unit = "days" is not what the target is about; that is given in %`},
		"a measure that is good sideways":     {"process/measures.toml", `good = "less"`, `good = "right"`, "measures.toml:", `good = "right" must be less or more`},
		"a measure of nobody":                 {"process/measures.toml", `owner = "release manager"`, `owner = ""`, "measures.toml:", "owner must be set"},
		"a target below nothing":              {"process/measures.toml", `target = 15`, `target = -1`, "measures.toml:", "the target is -1; it must be at least 0"},
		"a target of a service below nothing": {"process/measures.toml", `target = 15`, "target = 15\nservice_targets = { payroll = -2 }", "measures.toml:", "the target of payroll is -2"},
		"a target in two places":              {"process/policy.toml", `[notice_hours]`, "[metric_targets]\n\"slip-rate\" = 10\n\n[notice_hours]", "measure slip-rate", "its target stands in metric_targets of the policy as well"},
		"a form twice":                        {"forms/criteria.toml", `name = "criteria"` + "\ntitle = \"Acc", `name = "release-plan"` + "\ntitle = \"Acc", "form release-plan", "the name is used twice"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := folder(t)
			text := string(dir[c.file].Data)
			if !strings.Contains(text, c.old) {
				t.Fatalf("%s has no %q any more", c.file, c.old)
			}
			dir[c.file] = &fstest.MapFile{Data: []byte(strings.Replace(text, c.old, c.new, 1))}
			_, err := ReadRules(dir)
			if err == nil {
				t.Fatal("nothing was found")
			}
			for line := range strings.SplitSeq(err.Error(), "\n") {
				if strings.Contains(line, c.where) && strings.Contains(line, c.says) {
					return
				}
			}
			t.Errorf("want %q with %q, got:\n%v", c.where, c.says, err)
		})
	}
}

func TestTheLineOfAnUnknownKeyIsTheRightOne(t *testing.T) {
	dir := folder(t)
	text := strings.Replace(string(dir["process/normal.toml"].Data), "kind = \"rework\"\nfrom = \"test\"", "title = \"x\"\nkind = \"rework\"\nfrom = \"test\"", 1)
	dir["process/normal.toml"] = &fstest.MapFile{Data: []byte(text)}
	line := 1 + strings.Count(text[:strings.Index(text, "title = \"x\"")], "\n")
	_, err := ReadRules(dir)
	if want := "process/normal.toml:" + strconv.Itoa(line) + ":"; err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("want %s, got %v", want, err)
	}
}

func TestEveryFileOfTheRulesHasToBeThere(t *testing.T) {
	dir := folder(t)
	delete(dir, "process/roles.toml")
	if _, err := ReadRules(dir); err == nil || !strings.Contains(err.Error(), "process/roles.toml") {
		t.Errorf("%v", err)
	}
	if _, err := ReadRules(fstest.MapFS{}); err == nil {
		t.Error("an empty folder is no rules")
	}
}
