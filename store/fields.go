package store

import (
	"maps"
	"slices"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/filter"
)

// releaseFields are what the board, the calendar, the measures and lists of releases
// are filtered by: columns of release_row r.
var releaseFields = &filterable{
	kind: model.KindRelease, from: "release_row r WHERE 1", now: func(pos Position) string { return live("r", pos) },
	match: "r.entity IN (SELECT rowid FROM search WHERE search MATCH ?)", plain: "r.name || ' ' || r.version",
	fields: map[string]field{
		"id":          {sql: "r.id", means: anyID, by: []string{"r.number"}},
		"name":        {sql: "r.name || ' ' || r.version", by: []string{"r.name COLLATE NOCASE", "r.number"}},
		"title":       {sql: "r.name || ' ' || r.version"},
		"version":     {sql: "r.version", means: aCode},
		"service":     {sql: "r.service", means: aRecord, kind: model.KindService},
		"team":        {sql: "r.team", means: aRecord, kind: model.KindTeam},
		"owner":       {sql: "r.owner", means: aRecord, kind: model.KindPerson},
		"coordinator": {sql: "r.coordinator", means: aRecord, kind: model.KindPerson},
		"requester":   {sql: "r.requester", means: aRecord, kind: model.KindPerson},
		"type":        {sql: "r.type", means: aCode, titled: typeTitles},
		"stage":       {sql: "r.stage", means: aCode, order: true, titled: stageTitles},
		"state":       columnField(model.KindRelease, TableColumn{Of: "state"}),
		"risk":        {sql: "r.band", means: aCode, order: true, grows: true, titled: bandTitles},
		"score":       {sql: "r.score", means: aNumber},
		"start":       {sql: "r.begins", day: "r.begins_day", means: aDate},
		"end":         {sql: "r.ends", day: "r.ends_day", means: aDate},
		"registered":  {sql: "r.registered", means: aDate},
	},
	flags: map[string]func(sight) (string, []any){
		"mine": func(at sight) (string, []any) {
			return "? IN (r.owner, r.coordinator, r.requester) AND ? <> ''", []any{string(at.me), string(at.me)}
		},
		"late":      func(at sight) (string, []any) { return lateSQL, []any{at.now.UnixMilli()} },
		"open":      always("r.ended = 0"),
		"hold":      always("r.state = 'hold'"),
		"closed":    always("r.state = 'closed'"),
		"cancelled": always("r.state = 'cancelled'"),
		"major":     always("r.major = 1"),
		"imported":  always("r.imported = 1"),
		"emergency": always("r.means = 'emergency'"),
		"dated":     always("r.begins IS NOT NULL"),
	},
	worked: map[string]func(*compiler, *where) ([]model.ID, error){
		"conflict": (*compiler).colliding, "frozen": (*compiler).frozen, "slipped": (*compiler).slipped, "changed": (*compiler).changed,
	},
}

// FilterWords are what a filter of records of a kind takes beyond the columns of their list:
// words that stand alone, and fields with a value; without columns all fields. The kind of
// the log is "".
func FilterWords(k model.Kind, columns []string) (words, fields []string) {
	f := logFields
	switch k {
	case "":
	case model.KindRelease:
		f = releaseFields
	default:
		f = recordFields(k)
	}
	words = slices.Sorted(maps.Keys(f.flags))
	words = slices.Sorted(slices.Values(slices.AppendSeq(words, maps.Keys(f.worked))))
	for name := range f.fields {
		general := columns != nil && slices.ContainsFunc(k.Info().Columns, func(c TableColumn) bool { return c.Of == name }) // another name of a column
		if !general && !slices.Contains(columns, name) {
			fields = append(fields, name)
		}
	}
	slices.Sort(fields)
	return words, fields
}

func always(sql string) func(sight) (string, []any) {
	return func(sight) (string, []any) { return sql, nil }
}

// lateSQL: planned to start before now, and not deployed; or kept in a stage for more
// working days than the rules give it. What is planned for a day is late once that is
// over where it is meant: see model.Due.
const lateSQL = "r.due < ? AND r.ended = 0"

// asksForEnded reports whether a filter of releases asks for ended ones, which
// the board leaves out otherwise.
func (w *where) asksForEnded(rules *model.Rules) bool {
	last := []string{model.StageClosed, string(model.ReleaseCancelled)}
	for i := range rules.Processes {
		if p := &rules.Processes[i]; p.Of == string(model.KindRelease) && len(p.Stages) > 0 {
			last = append(last, p.Last().ID)
		}
	}
	ends := func(values ...string) bool {
		return slices.ContainsFunc(values, func(v string) bool { return slices.Contains(last, v) })
	}
	return slices.ContainsFunc(w.query, func(c filter.Condition) bool {
		return !c.Not && (c.Op == filter.Flag && ends(c.Field) || (c.Field == "state" || c.Field == "stage") && ends(c.Values...))
	})
}

// TableColumn is one column of the table of a kind of record.
type TableColumn = model.Column

// TableColumns lists the columns of a kind's table; none for a kind without one.
func TableColumns(kind model.Kind) []TableColumn { return slices.Clone(kind.Info().Columns) }

// recordFields are what the table of a kind is filtered and sorted by: its
// columns in record_row r, by the names they have in it and by those they have
// everywhere.
func recordFields(k model.Kind) *filterable {
	kind := "r.kind = '" + string(k) + "'" // in the text: only so can the indexes of some kinds be told to fit
	if k != model.KindRelease {
		kind += " AND r.kind <> 'release'"
	}
	f := &filterable{
		kind: k, from: "record_row r WHERE " + kind, now: func(pos Position) string { return live("r", pos) },
		match: "r.id IN (SELECT e.id FROM search JOIN entity e ON e.n = search.rowid WHERE search MATCH ?)", plain: "r.title",
		fields: map[string]field{},
		flags: map[string]func(sight) (string, []any){
			"mine":     func(at sight) (string, []any) { return "r.person = ? AND r.person <> ''", []any{string(at.me)} },
			"dated":    always("r.at IS NOT NULL"),
			"imported": always("r.external <> ''"),
		},
	}
	if k == model.KindRelease {
		f.worked = releaseFields.worked
	}
	if k == model.KindChange {
		f.flags["late"] = func(at sight) (string, []any) { return "r.ends < ?", []any{at.now.UnixMilli()} }
		f.flags["unauthorised"] = func(at sight) (string, []any) {
			return "EXISTS (SELECT 1 FROM version v WHERE v.n = r.n AND v.body ->> '$.captured.by' IS NOT NULL)", nil
		}
		f.flags["backlog"] = func(at sight) (string, []any) {
			return "r.state = 'authorised' AND NOT EXISTS (SELECT 1 FROM link l JOIN release_row c ON c.id = l.src AND c.ended = 0 AND " + live("c", at.asOf) + " WHERE l.dst = r.id AND l.rel = 'scopes' AND " + live("l", at.asOf) + ")", nil
		}
	}
	if k == model.KindImprovement { // of a day once the day is over
		f.flags["late"] = func(at sight) (string, []any) {
			return "r.state = 'open' AND r.ends + iif(r.ends_day, 86400000, 0) <= ?", []any{at.now.UnixMilli()}
		}
	}
	if k == model.KindProcurement {
		f.flags["late"] = func(at sight) (string, []any) { return overdue(at.asOf), []any{at.now.UnixMilli()} }
		f.flags["awaited"] = func(at sight) (string, []any) { return awaits + " AND " + forRelease(at.asOf), nil }
	}
	if k == model.KindWaiver { // that its time is over says no column
		f.flags["ended"] = func(at sight) (string, []any) {
			return "r.state = 'granted' AND r.ends + iif(r.ends_day, 86400000, 0) <= ?", []any{at.now.UnixMilli()}
		}
	}
	if k == model.KindRun {
		f.flags["rehearsal"] = always("EXISTS (SELECT 1 FROM version v WHERE v.n = r.n AND NOT coalesce(v.body ->> '$.production', 0))")
		f.flags["rollback"] = always("EXISTS (SELECT 1 FROM version v WHERE v.n = r.n AND v.body ->> '$.back' IS NOT NULL)")
	}
	if k == model.KindIncident {
		f.fields["reference"], f.fields["release"], f.fields["problem"] = outside, heldAgainst, problemBehind
	}
	for _, c := range k.Info().Columns {
		f.fields[c.Name] = columnField(k, c)
	}
	for _, c := range append(slices.Clip(k.Info().Columns), TableColumn{Name: "state", Of: "state"}, TableColumn{Name: "service", Of: "service"}) {
		if _, taken := f.fields[c.Of]; !taken {
			f.fields[c.Of] = columnField(k, c)
		}
	}
	return f
}

// outside is what other tools call an incident, or what it has to do with: one of the ids
// as they were typed.
var outside = field{means: aText, sql: referencesOf, in: func(values []string) (string, []any) {
	var parts []string
	var args []any
	for _, v := range values {
		parts = append(parts, "instr(char(10) || lower("+referencesOf+") || char(10), char(10) || lower(?) || char(10)) > 0")
		args = append(args, v)
	}
	return or(parts), args
}}

// referencesOf are these ids, one a line: the first is that of the incident itself, where it
// was imported.
const referencesOf = "substr(r.external, instr(r.external, char(31)) + 1) || char(10) || coalesce((SELECT group_concat(j.value ->> '$.id', char(10)) FROM version v, json_each(v.body, '$.references') j WHERE v.n = r.n), '')"

// heldAgainst are the releases that an incident is said to come from, for certain or as far as
// is suspected: each finds it, the first sorts it.
var heldAgainst = field{sql: "coalesce((SELECT coalesce(v.body ->> '$.caused_by[0]', v.body ->> '$.suspects[0]') FROM version v WHERE v.n = r.n), '')", means: aRecord, kind: model.KindRelease, in: func(ids []string) (string, []any) {
	sql, args := in("j.value", ids)
	const from = "EXISTS (SELECT 1 FROM version v, json_each(v.body, '$."
	return "(" + from + "caused_by') j WHERE v.n = r.n AND " + sql + ") OR " + from + "suspects') j WHERE v.n = r.n AND " + sql + "))", append(slices.Clone(args), args...)
}}

// problemBehind is the problem behind an incident.
var problemBehind = field{sql: "coalesce((SELECT v.body ->> '$.problem' FROM version v WHERE v.n = r.n), '')", means: aRecord, kind: model.KindProblem}

// scoping are the links of releases to the RFC of a row.
func scoping(pos Position) string {
	return "FROM link l WHERE l.dst = r.id AND l.rel = 'scopes' AND " + live("l", pos)
}

// releaseOf is the latest of the releases that an RFC is in the scope of.
func releaseOf(pos Position) string {
	return "coalesce((SELECT l.src " + scoping(pos) + " ORDER BY l.since DESC, l.src DESC LIMIT 1), '')"
}

// scopedBy is the release that an RFC is in the scope of; where there were several, the
// latest sorts it, and each finds it.
func scopedBy(pos Position) field {
	latest, scoping := releaseOf(pos), scoping(pos)
	return field{sql: latest, means: aRecord, kind: model.KindRelease, by: byID(latest, "r.number"), in: func(ids []string) (string, []any) {
		sql, args := in("l.src", ids)
		return "EXISTS (SELECT 1 " + scoping + " AND " + sql + ")", args
	}}
}

// serviceAround is the service of a record, or of what it is about: of a run that of its
// release, of what happened in it that of the run's release.
func serviceAround(own field, pos Position) field {
	own.sql = "coalesce(nullif(r.service, ''), (SELECT coalesce(nullif(a.service, ''), (SELECT b.service FROM record_row b WHERE b.id = a.subject AND " + live("b", pos) + ")) FROM record_row a WHERE a.id = r.subject AND " + live("a", pos) + "), '')"
	return own
}

// columnField is what a column is filtered and sorted by; of no kind, that of
// records of all.
func columnField(k model.Kind, c TableColumn) field {
	f := field{sql: "r." + c.Of, means: aCode, values: c.Values}
	switch c.Of {
	case "id":
		f.means, f.by = anyID, []string{"r.number"}
	case "title":
		f.means = aText
	case "at":
		f.day, f.means, f.by = "r.at_day", aDate, []string{"r.at", "r.n"} // as its index is
	case "until":
		f.sql, f.day, f.means = "r.ends", "r.ends_day", aDate
	case "service":
		f.means, f.kind, f.one = aRecord, model.KindService, "service"
	case "person":
		f.means, f.kind = aRecord, model.KindPerson
		if c.Name == "by" {
			f.one = "person"
		}
	case "subject":
		f.means, f.one = anyID, "record"
		f.by = byID(f.sql, "r.number")
	case "state":
		if k == model.KindRules {
			f.sql = stateOf("r", Now)
		}
		f.values = nil
		for _, one := range model.Kinds() {
			if k != "" && k != one {
				continue
			}
			for _, s := range one.Info().States {
				f.values = append(f.values, string(s.State))
				if s.Words != s.State.Plain() {
					f.words = append(f.words, spokenCode{string(s.State), s.Words})
				}
			}
		}
		f.values = append(f.values, string(model.StateRedacted))
	case "kind":
		for _, kind := range model.Kinds() {
			f.values, f.words = append(f.values, string(kind)), append(f.words, spokenCode{string(kind), kind.Words()})
		}
	case "form":
		f.titled = formTitles
	case "site":
		f.sql = siteOf
	case "type":
		f.sql, f.titled = typeOf, changeTitles
	case "priority":
		f.sql, f.order, f.titled = priorityOf, true, priorityTitles
	case "release":
		return scopedBy(Now)
	case "outcome":
		f.sql, f.values = outcomeOf, model.ChangeOutcomes
	case "grade":
		f.titled = gradeTitles[k]
		if k == model.KindWindow {
			for _, class := range k.Info().Grades {
				if called := model.WindowWords(class, false); called != class {
					f.words = append(f.words, spokenCode{class, called})
				}
			}
		}
		if c.Several {
			f.means = codes
		}
	}
	return f
}

// byID sorts by kind and number: REL-9 comes before REL-10.
func byID(sql, tie string) []string {
	return []string{"substr(" + sql + ", 1, instr(" + sql + ", '-'))", "CAST(substr(" + sql + ", instr(" + sql + ", '-') + 1) AS INTEGER)", tie}
}

// gradeTitles are the titles of what some kinds are divided by.
var gradeTitles = map[model.Kind]titles{
	model.KindRelease: typeTitles, model.KindPerson: roleTitles, model.KindDocument: formTitles, model.KindApproval: purposeTitles,
	model.KindIncident: severityTitles, model.KindItem: classTitles,
}

// logFields are what the log is filtered by: columns of log_row r. It has no index
// of words: they are looked for in the notes, the actions and the subjects.
var logFields = &filterable{
	from: "log_row r WHERE 1", now: func(pos Position) string { return upTo("r", pos) },
	plain: "r.note || ' ' || r.action || ' ' || r.subject", tie: "r.pos",
	fields: map[string]field{
		"position": {sql: "r.pos", means: aNumber},
		"at":       {sql: "coalesce((SELECT corrected FROM log_bent b WHERE b.pos = r.pos), r.at)", means: aDate},
		"who":      {sql: "r.who", means: aRecord, kind: model.KindPerson, one: "person"},
		"action":   {sql: "r.action", means: aCode, values: action.Names()},
		"subject": {sql: "r.subject", means: anyID, one: "record", in: func(ids []string) (string, []any) {
			var parts []string
			var args []any
			for _, id := range ids {
				parts, args = append(parts, "r.pos IN ("+aboutRecord("?")+")"), append(args, id, id)
			}
			return or(parts), args
		}},
		"note": {sql: "r.note"},
	},
	flags: map[string]func(sight) (string, []any){
		"mine": func(at sight) (string, []any) { return "r.who = ? AND r.who <> ''", []any{string(at.me)} },
	},
}
