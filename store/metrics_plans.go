package store

// planned reads the releases whose first authorised baseline starts in the
// period, and those that were authorised in it without a date.
func (l *factsLoader) planned() error {
	in, args := l.plans("f.at", "f.day")
	if err := l.gather(factBase, in, args); err != nil {
		return err
	}
	return l.gather(factDateless, "f.at >= ? AND f.at < ?", l.span())
}

// late reads the open releases that were planned to start in the period, have
// not, and never had a baseline: nothing else brings them.
func (l *factsLoader) late() error {
	in, args := l.plans("f.at", "f.day")
	return l.gather(factLate, in, args)
}
