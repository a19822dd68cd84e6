package cli

import (
	"fmt"
	"strconv"
)

// rest says, beside the result, how much of a list is not in it.
func (a *App) rest(shown, all int, cure string) {
	if all > shown {
		fmt.Fprintf(a.errs(), "… and %d more: %s\n", all-shown, cure)
	}
}

// limited is rest for a list that --limit has cut; count is asked only if it may
// have been.
func (a *App) limited(shown, limit int, count func() (int, error)) error {
	if shown == 0 || shown < limit {
		return nil
	}
	all, err := count()
	if err != nil {
		return err
	}
	a.rest(shown, all, "--limit "+strconv.Itoa(all)+" shows all")
	return nil
}
