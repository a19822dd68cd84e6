package cli

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// once is the value of an option that says one thing: given a second time it is
// refused, where else the first would be dropped without a word.
type once struct {
	pflag.Value
	given bool
}

func (o *once) Set(text string) error {
	if o.given {
		return errors.New("the option is given twice, and says one thing: give it once")
	}
	o.given = true
	return o.Value.Set(text)
}

// sayOnce makes every option of a command, and of those below it, say one thing
// but those that may be repeated.
func sayOnce(cmd *cobra.Command) {
	each := func(f *pflag.Flag) {
		_, there := f.Value.(*once)
		if kind := f.Value.Type(); !there && !isYesNo(f) && !strings.HasSuffix(kind, "Slice") && !strings.HasSuffix(kind, "Array") {
			f.Value = &once{Value: f.Value}
		}
	}
	cmd.Flags().VisitAll(each)
	cmd.PersistentFlags().VisitAll(each)
	for _, below := range cmd.Commands() {
		sayOnce(below)
	}
}
