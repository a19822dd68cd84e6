package cli

import "fmt"

// rest says, beside the result, how much of a list is not in it.
func (a *App) rest(shown, all int, remedy string) {
	if all > shown {
		fmt.Fprintf(a.errs(), "… and %d more: %s\n", all-shown, remedy)
	}
}
