package store

// endedIn is the condition of the production runs d that ended in the period.
func (l *factsLoader) endedIn() string {
	return l.live("d") + " AND d.ended >= ? AND d.ended < ?"
}

// deployed reads the releases of which a production run ended in the period.
func (l *factsLoader) deployed() error {
	err := l.gather(factRun, "f.at >= ? AND f.at < ?", l.past())
	l.inside = l.kept.Len()
	return err
}

// listed reads the releases that were deployed by their own word, but of which
// no run is there: a data defect.
func (l *factsLoader) listed() error {
	in, args := l.plans("f.at", "f.day")
	return l.gather(factListed, in, args)
}
