package store

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/when"
)

// ApprovalsPage is the most lines of approvals that are fetched at once.
const ApprovalsPage = 200

// decidedPage is the most decided approvals that are fetched.
const decidedPage = 50

// ApprovalsQuery asks for the approvals that concern a person.
type ApprovalsQuery struct {
	Me   model.ID
	AsOf Position
	Now  time.Time
	// Decided adds the requests that were decided, whoever asked, latest first.
	Decided bool
	// Whole asks for all that waits, beyond the page.
	Whole bool
	// Filter leaves out what does not pass it, by the columns of `inbox`: how many wait
	// stays. Dates in it are meant in Zone; nil is the organisation's.
	Filter string
	Zone   *time.Location
}

// page is the most approvals that are fetched.
func (q ApprovalsQuery) page() int {
	if q.Whole || q.Filter != "" {
		return -1
	}
	return ApprovalsPage
}

// Approvals are the approvals that concern a person, and what else waits for them
// (Besides): what waits for a signature of theirs, first what is late or was escalated,
// then the most urgent, the riskiest and the oldest; what they asked of others; and, where wanted, what was decided.
type Approvals struct {
	Waiting []ApprovalRow `json:"waiting"`
	Asked   []ApprovalRow `json:"asked"`
	Decided []ApprovalRow `json:"decided,omitempty"`
	// Waits is how many wait for the person, also beyond the page, without
	// those that a duty keeps them from and those that wait for others first.
	Waits int      `json:"waits"`
	Head  Position `json:"head"`
}

// ApprovalRow is an approval as the list shows it, or what else waits (Besides). A
// proposal of rules is about no release.
type ApprovalRow struct {
	ID model.ID `json:"id"`
	// Part tells apart what waits in one record: of an exception the release, of a
	// conflict its key, of dates to check PurposeClocks.
	Part    string      `json:"part,omitempty"`
	Title   string      `json:"title"`
	Purpose string      `json:"purpose"`
	State   model.State `json:"state"`
	By      model.ID    `json:"by"`
	ByName  string      `json:"by_name"`
	At      time.Time   `json:"at"`
	// Due is by when it has to be done, where that is said, and Overdue that it is past: of
	// an approval when the clock escalates it, else ends it (gate.Waits).
	Due       time.Time `json:"due,omitzero"`
	Overdue   bool      `json:"overdue,omitempty"`
	Decided   time.Time `json:"decided,omitzero"` // its last decision, or when it was voided
	Signed    int       `json:"signed"`
	Approvers int       `json:"seats"`
	Approver  string    `json:"seat,omitempty"` // the missing one that the person may sign as
	// For is who is absent, where it waits for that one and the person decides for them;
	// Acting are those who decide for the person while they are absent.
	For     model.ID `json:"for,omitempty"`
	ForName string   `json:"for_name,omitempty"`
	Acting  []string `json:"acting,omitempty"`
	// Reminded is when the clock reminded those who are asked, and Escalated the role that
	// may decide since as well.
	Reminded  time.Time `json:"reminded,omitzero"`
	Escalated string    `json:"escalated,omitempty"`
	Missing   []string  `json:"missing,omitempty"`
	Position  int64     `json:"position"`
	// Barred says how the person stands to the release where that keeps them
	// from deciding: requester, coordinator, builder, deployer; with Was before
	// it where they stand so no more.
	Barred []string `json:"barred,omitempty"`
	// Question is one of the person's own about it that waits for an answer, and AnswerBy
	// from whom.
	Question model.ID `json:"question,omitempty"`
	AnswerBy string   `json:"answer_by,omitempty"`
	// First is what others do before the person can do anything about it: "its form, by Noor
	// Haddad".
	First string `json:"first,omitempty"`
	// Urgent says that it is of an emergency, which goes before all else.
	Urgent bool `json:"urgent,omitempty"`
	// Remedy is the form in which it is decided, where that is not an approval's.
	Remedy model.Remedy `json:"-"`
	spoke  []model.ID   // who has decided, and for whom: the other signatures are others'
	// pressing says that it is of an RFC of the first priority.
	pressing  bool
	escalated time.Time // when that was due

	Release     model.ID    `json:"release"`
	Name        string      `json:"name"`
	Version     string      `json:"version,omitempty"`
	Type        string      `json:"type"`
	Stage       string      `json:"stage"`
	Score       int         `json:"score,omitempty"`
	Band        string      `json:"risk,omitempty"`
	Look        RiskLook    `json:"-"`
	Service     model.ID    `json:"service,omitempty"`
	ServiceName string      `json:"service_name,omitempty"`
	Start       when.Moment `json:"start,omitzero"`
	End         when.Moment `json:"end,omitzero"`
}

// Stands says in a few words how far it is: "1 of 2, waits for CAB member".
func (r ApprovalRow) Stands() string {
	text := r.stands()
	if away := r.Absence(); away != "" {
		return strings.TrimSuffix(away+", "+text, ", ") // first: a narrow list cuts the end off
	}
	return text
}

func (r ApprovalRow) stands() string {
	who := strings.Join(slices.Compact(slices.Clone(r.Missing)), ", ")
	if r.State == model.QuestionAnswered {
		return "answered"
	}
	if who == "" {
		return ""
	}
	if r.Question != "" {
		return "asked, waits for " + r.AnswerBy
	}
	if r.First != "" {
		return "waits for " + r.First
	}
	who = "waits for " + who
	if r.Approvers > 1 {
		who = fmt.Sprintf("%d of %d, %s", r.Signed, r.Approvers, who)
	}
	if r.Escalated != "" {
		return "escalated to " + r.Escalated + ", " + who
	}
	return who
}

// PutOff reports whether it waits for others first: for the answer to a question of the
// person, or for what somebody else has to do. It is among what waits, behind all else, and
// isn't counted.
func (r ApprovalRow) PutOff() bool { return r.Question != "" || r.First != "" }

// Was goes before a relation that is over: whoever handed the coordination on
// was coordinator.
const Was = "was "

// StandsIn goes before a relation that is somebody's for whom the person decides
// meanwhile: what an absent one asked for, their delegate doesn't decide.
const StandsIn = "delegate of "

// approvalColumns are those of an approval r with its body v and its release x, or its
// RFC e.
var approvalColumns = `r.n, r.id, r.title, r.grade, r.state, r.person, r.at, r.since, r.number, r.subject, v.body,

 coalesce(x.name, e.title, '') AS name, coalesce(x.version, '') AS version, coalesce(x.type, '') AS type, coalesce(x.stage, e.state, '') AS stage, coalesce(x.score, 0) AS score,
 coalesce(x.band, '') AS band, coalesce(x.service, e.service, '') AS service, x.begins, coalesce(x.begins_day, 0) AS begins_day, x.ends, coalesce(x.ends_day, 0) AS ends_day, ` + dayZones("x", "x.begins_day OR x.ends_day") + ` AS days_in`

// withRelease joins what approvalColumns takes besides r.
func withRelease(pos Position) string {
	return ` JOIN version v ON v.n = r.n LEFT JOIN release_row x ON x.id = r.subject AND ` + live("x", pos) + withChange(pos)
}

// withChange joins the RFC e that an approval r is of, where it is of none of a release.
func withChange(pos Position) string {
	return ` LEFT JOIN record_row e ON e.id = r.subject AND e.kind = 'change' AND ` + live("e", pos)
}

// endedSQL says whether what an approval is of is over.
const endedSQL = `coalesce(x.ended, e.state IN ('closed', 'rejected', 'withdrawn'), 0)`

// serviceSQL is that of what an approval is of.
const serviceSQL = `coalesce(x.service, e.service, '')`

// approvalLines puts the names of people and services beside a page.
func approvalLines(pos Position) string {
	return ` SELECT a.id, a.title, a.grade, a.state, a.person, coalesce(p.title, ''), a.at, a.since, a.subject, a.body, a.name, a.version, a.type, a.stage, a.score, a.band,
 a.service, coalesce(s.title, ''), a.begins, a.begins_day, a.ends, a.ends_day, a.days_in, a.urgent, a.approver, a.waits FROM page a
 LEFT JOIN record_row s ON s.id = a.service AND ` + live("s", pos) + ` LEFT JOIN record_row p ON p.id = a.person AND ` + live("p", pos)
}

// pendingRows are the versions of approvals that are asked for and not decided.
// The planner would rather read every approval there ever was.
func pendingRows(pos Position) string {
	now := `SELECT n FROM record_row INDEXED BY record_row_pending WHERE until IS NULL AND kind = 'approval' AND state = 'pending'`
	if pos == Now {
		return now
	}
	return fmt.Sprintf(`%s AND since <= %[2]d
 UNION ALL SELECT n FROM record_row INDEXED BY record_row_then WHERE kind = 'approval' AND state = 'pending' AND until IS NOT NULL AND until > %[2]d AND since <= %[2]d`, now, pos)
}

// lastAsked are those alone that nothing was asked for in place of since, for the same
// purpose: nobody decides on the one before any more (decision.Replaced). Only files from
// before asking again ended it hold two that wait; of the past both are told.
func lastAsked(pos Position) string {
	if pos != Now {
		return ""
	}
	return " AND NOT EXISTS (SELECT 1 FROM record_row o WHERE o.subject = r.subject AND o.kind = 'approval' AND o.until IS NULL AND o.subject <> '' AND o.grade = r.grade AND o.number > r.number)"
}

// pendingSQL finds what waits for a person and what they asked for. ?1 is the
// person, ?2 how far local time is ahead of UTC, ?3 what else each role is called (akas), ?4 the most
// that are fetched, ?5 the processes of emergencies. Of an RFC an approval is only in
// an emergency, or the review of what was made without authorisation. The approvers are only in the
// bodies, so those of all pending approvals are looked into: as many as there
// are open releases at most, however long the file's history is. Taking JSON
// apart costs more than all else; a body that doesn't have the words isn't. What
// is shown of them is looked up for the first page only.
func pendingSQL(pos Position) string {
	return `WITH me(role, service, words) AS MATERIALIZED (
  SELECT aka.value ->> 1, coalesce(g.value ->> '$.service', ''), '"role":"' || (aka.value ->> 1) || '"' FROM version h, json_each(h.body, '$.roles') g, json_each(?3) aka
  WHERE h.id = ?1 AND ` + live("h", pos) + ` AND coalesce(h.body ->> '$.left', 0) = 0 AND aka.value ->> 0 = g.value ->> '$.role'),
 found(n, mine, at, number, score, raised, urgent, approver) AS MATERIALIZED (SELECT r.n, r.person = ?1, r.at, r.number, x.score, instr(v.body, '"escalated":{') > 0,
  coalesce(e.state <> 'under-review', 0) OR coalesce(x.type, '') IN (SELECT value FROM json_each(?5)),
  CASE WHEN ` + endedSQL + ` = 1 OR NOT EXISTS (SELECT 1 FROM me WHERE instr(v.body, me.words)) AND NOT instr(v.body, '"person":"' || ?1 || '"')
   OR instr(v.body, '"decisions":[') AND EXISTS (SELECT 1 FROM json_each(v.body, '$.decisions') d WHERE ?1 IN (d.value ->> '$.by', d.value ->> '$.basis.for') AND d.value ->> '$.verdict' IN ('approve', 'abstain', 'downgrade') AND d.value -> '$.retracted' IS NULL) THEN NULL ELSE
   (SELECT t.value ->> '$.title' FROM json_each(v.body, '$.seats') t
    WHERE (t.value ->> '$.person' = ?1 OR t.value ->> '$.person' IS NULL AND EXISTS (SELECT 1 FROM me WHERE me.role = t.value ->> '$.role' AND me.service IN ('', ` + serviceSQL + `))
      OR instr(v.body, '"escalated":{') AND EXISTS (SELECT 1 FROM me WHERE me.role = v.body ->> '$.escalated.role' AND me.service IN ('', ` + serviceSQL + `)))
     AND NOT (instr(v.body, '"decisions":[') AND EXISTS (SELECT 1 FROM json_each(v.body, '$.decisions') d WHERE d.value ->> '$.seat' = t.key AND d.value ->> '$.verdict' = 'approve' AND d.value -> '$.retracted' IS NULL))
     AND NOT (instr(v.body, '"step":') AND EXISTS (SELECT 1 FROM json_each(v.body, '$.seats') first WHERE first.value ->> '$.step' < t.value ->> '$.step'
      AND NOT EXISTS (SELECT 1 FROM json_each(v.body, '$.decisions') d WHERE d.value ->> '$.seat' = first.key AND d.value ->> '$.verdict' = 'approve' AND d.value -> '$.retracted' IS NULL)))
    ORDER BY t.value ->> '$.person' IS NULL LIMIT 1) END
  FROM record_row r` + withRelease(pos) + ` WHERE r.n IN (` + pendingRows(pos) + `) AND v.body IS NOT NULL` + lastAsked(pos) + `),
 first AS MATERIALIZED (SELECT n, urgent, approver, count(*) FILTER (WHERE approver IS NOT NULL) OVER () AS waits FROM found
  WHERE approver IS NOT NULL OR mine ORDER BY approver IS NULL, raised DESC, urgent DESC, (at + ?2) / 86400000, score DESC, at, number LIMIT ?4),
 page AS (SELECT ` + approvalColumns + `, f.urgent, f.approver, f.waits FROM first f CROSS JOIN record_row r ON r.n = f.n` + withRelease(pos) + `)
` + approvalLines(pos) + ` ORDER BY a.approver IS NULL, a.urgent DESC, (a.at + ?2) / 86400000, a.score DESC, a.at, a.number`
}

// decidedSQL finds the latest requests that were decided.
func decidedSQL(pos Position) string {
	return `WITH page AS (SELECT ` + approvalColumns + `, 0 AS urgent, NULL AS approver, 0 AS waits FROM record_row r` + withRelease(pos) + `
  WHERE r.kind = 'approval' AND r.state <> 'pending' AND ` + live("r", pos) + ` AND v.body IS NOT NULL ORDER BY r.number DESC LIMIT ` + fmt.Sprint(decidedPage) + `)
` + approvalLines(pos) + ` ORDER BY a.number DESC`
}

// Approvals lists the approvals that concern a person.
func (db *DB) Approvals(ctx context.Context, q ApprovalsQuery) (Approvals, error) {
	out, err := viewed(ctx, db, "list the approvals", func(tx *view) (Approvals, error) { return db.approvals(ctx, tx, q) })
	if err != nil || q.Filter == "" {
		return out, err
	}
	return db.passing(ctx, q, out)
}

func (db *DB) approvals(ctx context.Context, tx queryer, q ApprovalsQuery) (out Approvals, err error) {
	if err := tx.QueryRowContext(ctx, "SELECT coalesce(max(pos), 0) FROM log").Scan(&out.Head); err != nil {
		return out, err
	}
	// More than a page are picked by their day, the riskiest of it first. It is a day of
	// the organisation: the pick is the same for every reader.
	policy, err := db.policy(ctx, tx, q.AsOf)
	if err != nil {
		return out, err
	}
	zone := policy.Location()
	if q.Me != "" {
		emergencies, err := db.emergencies(ctx, tx, q.AsOf)
		if err != nil {
			return out, err
		}
		_, ahead := q.Now.In(zone).Zone()
		args := func(who model.ID, page int) ([]any, error) {
			akas, err := db.akas(ctx, tx, q.AsOf, who)
			return []any{string(who), int64(ahead) * 1000, akas, page, emergencies}, err
		}
		mine, err := args(q.Me, q.page())
		if err != nil {
			return out, err
		}
		rows, err := approvalRows(ctx, tx, &out.Waits, pendingSQL(q.AsOf), mine...)
		if err != nil {
			return out, err
		}
		n := slices.IndexFunc(rows, func(r ApprovalRow) bool { return r.Approver == "" })
		if n < 0 {
			n = len(rows)
		}
		out.Waiting, out.Asked = rows[:n:n], rows[n:]
		if err := db.forNobody(ctx, tx, q, out.Asked); err != nil {
			return out, err
		}
		if err := db.bar(ctx, tx, q, &out); err != nil {
			return out, err
		}
		others, err := db.delegated(ctx, tx, q, args, &out)
		if err != nil {
			return out, err
		}
		if err := db.byMoving(ctx, tx, q, emergencies, &out); err != nil {
			return out, err
		}
		waiting, own, err := db.besides(ctx, tx, q)
		if err != nil {
			return out, err
		}
		out.with(append(waiting, others...), own)
		if err := db.limited(ctx, tx, q, out.Waiting, out.Asked); err != nil {
			return out, err
		}
		out.order(policy, q.Now)
		out.putOff()
	}
	if q.Decided {
		var none int
		if out.Decided, err = approvalRows(ctx, tx, &none, decidedSQL(q.AsOf)); err != nil {
			return out, err
		}
		slices.SortStableFunc(out.Decided, func(a, b ApprovalRow) int { return b.Decided.Compare(a.Decided) })
	}
	for _, list := range [][]ApprovalRow{out.Waiting, out.Asked, out.Decided} {
		for i := range list {
			list[i].Look = LookOf(policy, list[i].Band)
		}
		tellApart(ctx, db, tx, list, func(r *ApprovalRow) (*string, model.ID) { return &r.ByName, r.By })
	}
	return out, nil
}

// akas pairs every role that the person has with each name that it has or had, as
// JSON: people keep a role under the name that it had when they were given it, and
// approvals name those of the rules that their release follows.
func (db *DB) akas(ctx context.Context, tx queryer, pos Position, who model.ID) (string, error) {
	rules, err := db.rules(ctx, tx, pos, "")
	if err != nil {
		return "", err
	}
	var role string
	out := map[[2]string]bool{}
	err = ask(ctx, tx, "SELECT g.value ->> '$.role' FROM version h, json_each(h.body, '$.roles') g WHERE h.id = ? AND "+live("h", pos), string(who)).each([]any{&role}, func() error {
		out[[2]string{role, role}] = true
		if r, ok := rules.Role(role); ok {
			out[[2]string{role, r.ID}], out[[2]string{role, r.Means()}] = true, true
		}
		return nil
	})
	return asJSON(slices.SortedFunc(maps.Keys(out), func(a, b [2]string) int { return slices.Compare(a[:], b[:]) })), err
}

// emergencies are the names of the processes that something is declared for, as JSON.
func (db *DB) emergencies(ctx context.Context, tx queryer, pos Position) (string, error) {
	rules, err := db.rules(ctx, tx, pos, "")
	if err != nil {
		return "", err
	}
	names := []string{}
	for i := range rules.Processes {
		if p := &rules.Processes[i]; len(p.Reasons) > 0 {
			names = append(names, p.Name)
		}
	}
	return asJSON(names), nil
}

func approvalRows(ctx context.Context, tx queryer, waits *int, query string, args ...any) ([]ApprovalRow, error) {
	var out []ApprovalRow
	var r ApprovalRow
	var body string
	var approver sql.NullString
	err := ask(ctx, tx, query, args...).each([]any{&r.ID, &r.Title, &r.Purpose, &r.State, &r.By, &r.ByName, (*stamp)(&r.At), &r.Position, &r.Release, &body, &r.Name, &r.Version, &r.Type, &r.Stage, &r.Score, &r.Band,
		&r.Service, &r.ServiceName, (*momentAt)(&r.Start), (*wholeDay)(&r.Start), (*momentAt)(&r.End), (*wholeDay)(&r.End), &daysIn{&r.Start, &r.End}, &r.Urgent, &approver, waits}, func() error {
		r.Approver = approver.String
		err := r.read(body)
		out = append(out, r)
		r = ApprovalRow{} // what was read from the body is not another's
		return err
	})
	return out, err
}

// read takes out of an approval's body how far it is.
func (r *ApprovalRow) read(body string) error {
	record, err := model.Decode(model.KindApproval, []byte(body))
	if err != nil {
		return err
	}
	a := record.(*model.Approval)
	r.Approvers = len(a.Approvers)
	now, _ := a.Asked()
	for _, s := range now {
		r.Missing = append(r.Missing, s.Title)
	}
	r.Signed = r.Approvers - len(a.Missing())
	if a.Reminded != nil {
		r.Reminded = a.Reminded.At
	}
	if a.Escalated != nil {
		r.Escalated, r.escalated = a.Escalated.Title, a.Escalated.Due
	}
	for _, d := range a.Decisions {
		for _, who := range []model.ID{d.By, d.Basis.For} {
			if a.Spoke(who) {
				r.spoke = append(r.spoke, who)
			}
		}
	}
	if n := len(a.Decisions); n > 0 {
		r.Decided = a.Decisions[n-1].At
	}
	if a.Void != nil {
		r.Decided = a.Void.At
	}
	return nil
}
