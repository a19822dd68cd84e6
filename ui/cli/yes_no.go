package cli

import (
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// yesNo is the value of an option that is answered with yes or no: --hard, --hard=yes or
// --hard=no. The words of the library, true and false, are understood as well. A value
// behind a space is none of the option: it can be left out, and what follows may be an
// argument.
type yesNo struct{ pflag.Value }

var errYesNo = errors.New("must be yes or no")

func (v yesNo) Set(text string) error {
	switch strings.ToLower(text) {
	case "yes":
		text = "true"
	case "no":
		text = "false"
	}
	if err := v.Value.Set(text); err != nil {
		return errYesNo
	}
	return nil
}

// IsBoolFlag tells the library that the value may be left out.
func (yesNo) IsBoolFlag() bool { return true }

func isYesNo(f *pflag.Flag) bool { return f.Value.Type() == "bool" }

// takeYesNo makes the options of a command, and of those below it, that are answered with
// yes or no understand these words, and help say them.
func takeYesNo(cmd *cobra.Command) {
	plain := cmd.UsageFunc()
	cmd.SetUsageFunc(func(cmd *cobra.Command) error {
		out := cmd.OutOrStderr()
		var said strings.Builder
		cmd.SetOut(&said)
		err := plain(cmd)
		cmd.SetOut(out)
		_, wrong := io.WriteString(out, saysYesNo(said.String()))
		return errors.Join(err, wrong)
	})
	understandYesNo(cmd)
}

func understandYesNo(cmd *cobra.Command) {
	each := func(f *pflag.Flag) {
		if _, there := f.Value.(yesNo); !there && isYesNo(f) {
			f.Value = yesNo{f.Value}
		}
	}
	cmd.Flags().VisitAll(each)
	cmd.PersistentFlags().VisitAll(each)
	for _, below := range cmd.Commands() {
		understandYesNo(below)
	}
}

// saysYesNo puts the words that such an option takes into a text of the library, in
// columns that are as wide. Those of its own take none.
func saysYesNo(usage string) string {
	const theirs = "[=true|false]"
	const ours = "[=yes|no]"
	return strings.NewReplacer("--help"+theirs, "--help"+strings.Repeat(" ", len(theirs)), "--version"+theirs, "--version"+strings.Repeat(" ", len(theirs)),
		theirs, ours+strings.Repeat(" ", len(theirs)-len(ours))).Replace(usage)
}

// strayYesNo says how an option is answered where a yes or no stands by itself among the
// arguments; "" where none does, or no such option was given.
func strayYesNo(cmd *cobra.Command, given []string) string {
	at := slices.IndexFunc(given, func(text string) bool {
		return slices.Contains([]string{"yes", "no", "true", "false"}, strings.ToLower(text))
	})
	if at < 0 {
		return ""
	}
	hint := ""
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if isYesNo(f) && hint == "" {
			hint = ": an option is answered with --" + f.Name + "=" + strings.ToLower(given[at]) + ", without a space"
		}
	})
	return hint
}
