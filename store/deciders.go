package store

import (
	"slices"
	"strings"

	"fairway/model"
)

// deciders loads everybody who could be an approver of what is pending, so that
// it can be said when nobody is left. It asks nothing where nothing is pending. Of releases
// that are looked at with the calendar they are also those who may accept a conflict.
func (l *loader) deciders(collide bool) {
	var roles []string
	for _, a := range model.All[*model.Approval](l.c) {
		if a.State() != model.ApprovalPending {
			continue
		}
		could := slices.Clone(a.Approvers) // of those that are filled as well: words move (decision.Freed)
		if a.Escalated != nil {            // they sign for whoever is missing
			could = append(could, model.Approver{Role: a.Escalated.Role})
		}
		for _, s := range could {
			if s.Role != "" && !slices.Contains(roles, s.Role) {
				roles = append(roles, s.Role)
			}
		}
	}
	for _, of := range []struct {
		waits      bool
		permission string
	}{{l.excepted(), decideException}, {l.waived(), decideWaiver}, {collide, acceptConflict}} {
		if !of.waits {
			continue
		}
		// The permission stands for the roles that have it: who may is known.
		l.c.AddHolders(of.permission)
		for _, role := range l.c.Rules.Roles {
			if role.Allows(of.permission) && !slices.Contains(roles, role.ID) {
				roles = append(roles, role.ID)
			}
		}
	}
	l.holders(roles)
}

// holders loads everybody who holds one of some roles, for whichever service.
func (l *loader) holders(roles []string) {
	if len(roles) == 0 {
		return
	}
	means := map[string]bool{}
	for _, role := range roles {
		means[l.c.Rules.RoleMeans(role)] = true
	}
	var ids []model.ID
	var id model.ID
	var grade string
	l.each("SELECT r.id, r.grade FROM record_row r WHERE r.kind = 'person' AND r.state = 'active' AND "+live("r", l.pos), nil, []any{&id, &grade}, func() error {
		if slices.ContainsFunc(strings.Fields(grade), func(role string) bool { return means[l.c.Rules.RoleMeans(role)] }) {
			ids = append(ids, id)
		}
		return nil
	})
	for _, role := range roles {
		l.c.AddHolders(role)
	}
	l.fetch(ids)
}

// decided loads those who accepted conflicts, who decided on exceptions, waivers and the
// rest, or who ended an entry of the catalogue: what they said is told with their names.
func (l *loader) decided() {
	var who []model.ID
	for _, r := range model.All[*model.Release](l.c) {
		for _, a := range r.Accepted {
			who = append(who, a.By)
		}
	}
	for _, w := range model.All[*model.Window](l.c) {
		for _, e := range w.Exceptions {
			if e.Decided != nil {
				who = append(who, e.Decided.By)
			}
		}
		for _, k := range model.Owing(w) {
			who = append(who, k.By)
		}
	}
	for _, w := range model.All[*model.Waiver](l.c) {
		if w.Decided != nil {
			who = append(who, w.Decided.By)
		}
	}
	for _, ch := range model.All[*model.Change](l.c) {
		if ch.Decided != nil {
			who = append(who, ch.Decided.By)
		}
		for _, k := range model.Owing(ch) {
			who = append(who, k.By)
		}
	}
	for _, e := range model.All[*model.Entry](l.c) {
		for _, k := range model.Owing(e) {
			who = append(who, k.By)
		}
		for _, end := range []*model.Ending{e.Suspended, e.Retired} {
			if end != nil {
				who = append(who, end.By)
			}
		}
		if e.Decided != nil {
			who = append(who, e.Decided.By)
		}
	}
	for _, d := range model.All[*model.Document](l.c) {
		if d.Decided != nil {
			who = append(who, d.Decided.By)
		}
		for _, k := range model.Owing(d) {
			who = append(who, k.By)
		}
	}
	l.fetch(model.SortIDs(who))
}

// decideException is the permission to decide on exceptions from freezes.
const decideException = "window.decide"

// excepted reports whether an exception of a release among the facts waits for a
// decision.
func (l *loader) excepted() bool {
	return slices.ContainsFunc(model.All[*model.Window](l.c), func(w *model.Window) bool {
		return slices.ContainsFunc(w.Exceptions, func(e model.Exception) bool { return e.Waits() && l.c.Has(e.Release) })
	})
}

// waived reports whether a waiver among the facts waits for a decision.
func (l *loader) waived() bool {
	return slices.ContainsFunc(model.All[*model.Waiver](l.c), (*model.Waiver).Waits)
}

// waitingLimit is the most of each kind that waits and is looked at.
const waitingLimit = "2000"

// waiting loads what waits for a decision, and the releases it is about.
func (l *loader) waiting() (releases, named []model.ID) {
	named = l.ids(`SELECT id FROM record_row WHERE n IN (` + pendingRows(l.pos) + `)
 UNION ALL SELECT * FROM (SELECT id FROM record_row r WHERE kind = 'change' AND state IN ('submitted', 'assessed') AND ` + live("r", l.pos) + ` ORDER BY number DESC LIMIT ` + waitingLimit + `)
 UNION ALL SELECT * FROM (SELECT id FROM record_row r WHERE kind = 'proposal' AND state IN ('proposed', 'reviewed') AND ` + live("r", l.pos) + ` ORDER BY number DESC LIMIT ` + waitingLimit + `)
 UNION ALL SELECT * FROM (SELECT id FROM record_row r WHERE kind = 'entry' AND state = 'proposed' AND ` + live("r", l.pos) + ` ORDER BY number DESC LIMIT ` + waitingLimit + `)
 UNION ALL SELECT * FROM (SELECT id FROM record_row r WHERE kind = 'waiver' AND state = 'asked' AND ` + live("r", l.pos) + ` ORDER BY number DESC LIMIT ` + waitingLimit + `)
 UNION ALL SELECT * FROM (SELECT r.id FROM record_row r JOIN version v ON v.n = r.n WHERE ` + pendingException(l.pos) + ` ORDER BY r.number DESC LIMIT ` + waitingLimit + `)
 UNION ALL SELECT * FROM (SELECT r.id FROM record_row r JOIN release_row x ON x.id = r.subject AND x.ended = 0 AND ` + live("x", l.pos) + ` WHERE r.kind = 'document' AND r.state = 'written' AND r.means IN ('release-notes', 'agreement') AND ` + live("r", l.pos) + ` ORDER BY r.number DESC LIMIT ` + waitingLimit + `)`)
	l.fetch(named)
	for _, id := range named {
		switch r, _ := l.c.Fact(id); r := r.Record.(type) {
		case *model.Approval:
			if r.Of.Kind() == model.KindChange {
				named = append(named, r.Of)
				continue
			}
			releases = append(releases, r.Of)
		case *model.Document:
			releases = append(releases, r.Of)
		case *model.Waiver:
			if r.Of.Kind() == model.KindChange {
				named = append(named, r.Of)
				continue
			}
			releases = append(releases, r.Of)
		case *model.Window:
			for _, e := range r.Exceptions {
				if e.Waits() {
					releases = append(releases, e.Release)
				}
			}
		}
	}
	releases = model.SortIDs(releases)
	l.fetch(slices.Concat(releases, named))
	runs := l.ids(`SELECT src FROM `+linked("dst", "?1", l.pos)+` AND l.rel = 'of' AND l.src >= 'RUN-' AND l.src < 'RUN.'`, list(releases))
	for _, id := range releases {
		if r := model.Get[*model.Release](l.c, id); r != nil {
			runs = append(append(append(runs, r.Changes...), r.Package...), r.Service, r.Rules)
		}
	}
	l.fetch(runs)
	return releases, named
}

// answeredBy loads the open releases that somebody coordinates, or owns the
// rollback of, and the minutes of meetings they chaired that nobody has approved.
func (l *loader) answeredBy(who model.ID) {
	l.fetch(l.ids(`SELECT x.id FROM link l JOIN release_row x ON x.id = l.src AND x.ended = 0 AND `+live("x", l.pos)+` WHERE l.dst = ?1 AND l.rel = 'person' AND `+live("l", l.pos)+` LIMIT `+waitingLimit, string(who)))
	l.fetch(l.ids(`SELECT r.id FROM link l CROSS JOIN record_row m ON m.id = l.src AND m.kind = 'meeting' AND m.state = 'closed' AND `+live("m", l.pos)+
		` CROSS JOIN link o ON o.dst = m.id AND o.rel = 'of' AND `+live("o", l.pos)+` CROSS JOIN record_row r ON r.id = o.src AND r.kind = 'document' AND r.state = 'written' AND `+live("r", l.pos)+
		` WHERE l.dst = ?1 AND `+live("l", l.pos)+` LIMIT `+waitingLimit, string(who)))
	l.owners(model.Each(model.All[*model.Document](l.c), func(d *model.Document) model.ID { return d.ID }))
}
