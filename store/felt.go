package store

// Between two items it is felt by one what is done to the other: it depends on it, runs
// on it, or has it as a part (model.Item.Feels, FeltBy). The link says it from whichever
// of the two has the relation, so that each step looks along both.

// needs goes on, in a recursive question, from the items of a table to those whose
// failing they feel; neededBy to those that feel theirs. fits is the condition that a
// link l holds, also what is asked besides the id, with a comma before it.
func needs(table, also, fits string) string {
	return ` UNION SELECT l.dst` + also + ` FROM ` + table + ` JOIN link l ON l.src = ` + table + `.id AND l.rel = 'depends-on' AND ` + fits + `
 UNION SELECT l.src` + also + ` FROM ` + table + ` JOIN link l ON l.dst = ` + table + `.id AND l.rel = 'felt-by' AND ` + fits
}

func neededBy(table, also, fits string) string {
	return ` UNION SELECT l.src` + also + ` FROM ` + table + ` JOIN link l ON l.dst = ` + table + `.id AND l.rel = 'depends-on' AND ` + fits + `
 UNION SELECT l.dst` + also + ` FROM ` + table + ` JOIN link l ON l.src = ` + table + `.id AND l.rel = 'felt-by' AND ` + fits
}

// pairs asks, of the items of a table, who feels what is done to whom: the item, and
// what it needs.
func pairs(table, fits string) string {
	return `SELECT l.src, l.dst FROM ` + table + ` CROSS JOIN link l ON l.src = ` + table + `.id AND l.rel = 'depends-on' AND ` + fits + `
 UNION SELECT l.dst, l.src FROM ` + table + ` CROSS JOIN link l ON l.dst = ` + table + `.id AND l.rel = 'felt-by' AND ` + fits
}
