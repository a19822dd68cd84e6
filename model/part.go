package model

// Part is one way in which somebody had a hand in a record, whatever the
// record says of it now: who submitted an RFC stands in the log, and who ever
// coordinated a release stands in its earlier states. Duties look at parts, so
// that nobody gets around one by naming somebody else.
type Part struct {
	// Relation is the one that duties speak of: requester, coordinator, builder or
	// team (decision.Acts); of a document, and of an RFC that was edited, it is author.
	Relation string
	Person   ID
	// Born says in which way the person brought the record in: registered,
	// imported or submitted. It is empty where an earlier state named them.
	Born string
}

// PartAuthor is the relation of whoever wrote a version of a document, or edited what an
// RFC says after it was submitted.
const PartAuthor = "author"

// PartTeam is the relation of whoever leads or is in the team of a release, or was while it
// was that team's.
const PartTeam = "team"

// PartBorn is the part of whoever brought a record in, by the action that the
// log keeps for it. It is false for kinds that nobody answers for that way.
func PartBorn(k Kind, who ID, action string) (Part, bool) {
	p := Part{Relation: "requester", Person: who}
	switch {
	case who == "":
		return p, false
	case k == KindRelease && action == "import":
		p.Born = "imported"
	case k == KindRelease:
		p.Born = "registered"
	case k == KindChange && action == "capture-change":
		return p, false // whoever finds a change has no part in it
	case k == KindChange:
		p.Born = "submitted"
	default:
		return p, false
	}
	return p, true
}

// AddPart notes that somebody had a hand in a record.
func (c *Case) AddPart(of ID, p Part) {
	for _, known := range c.parts[of] {
		if known == p {
			return
		}
	}
	if c.parts == nil {
		c.parts = map[ID][]Part{}
	}
	c.parts[of] = append(c.parts[of], p)
}

// Parts lists who had a hand in a record before: in its earlier states, and at
// its beginning. What its present state names isn't among them.
func (c *Case) Parts(of ID) []Part { return c.parts[of] }
