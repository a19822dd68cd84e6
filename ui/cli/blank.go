package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"fairway/model"
)

// wordless are the commands whose words are not a person's: a shell asks them
// how a line could go on, and the last word may be empty.
var wordless = []string{cobra.ShellCompRequestCmd, cobra.ShellCompNoDescRequestCmd, "help", "completion"}

// nothingBlank refuses a command line on which an option or an argument is given
// that says nothing. It is asked before anything is done, for every command.
func nothingBlank(cmd *cobra.Command, given []string) error {
	if slices.Contains(wordless, cmd.Name()) {
		return nil
	}
	names := placeholders(cmd)
	for i, text := range given {
		name := "the argument"
		if len(names) > 0 {
			name = names[min(i, len(names)-1)]
		}
		if _, file := paths[cmd.CommandPath()+" "+name]; saysNothing(text, file) {
			return usage("%s: %s is given, and says nothing (%q): see %s --help", cmd.CommandPath(), name, text, cmd.CommandPath())
		}
	}
	var wrong error
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if wrong != nil || !takesText(f) {
			return
		}
		file := namesFile(cmd, f.Name)
		values := flagValues(f)
		switch {
		case marked(f, empties) && strings.TrimSpace(strings.Join(values, "")) == "":
		case len(values) == 0, slices.ContainsFunc(values, func(v string) bool { return saysNothing(v, file) }):
			more := ""
			if marked(f, empties) {
				more = "; to empty what stands there, give --" + f.Name + " ''"
			}
			wrong = usage("--%s is given, and says nothing: it stands for %q. Give it a value, or leave the option out%s", f.Name, f.Usage, more)
		}
	})
	return wrong
}

// namesFile reports whether an option of a command may be the name of a file.
func namesFile(cmd *cobra.Command, flag string) bool {
	_, own := paths[cmd.CommandPath()+" --"+flag]
	own = own || marked(cmd.Flag(flag), aFile)
	_, everywhere := paths[cmd.Root().CommandPath()+" --"+flag]
	return own || everywhere
}

// saysNothing reports whether a text is no answer. Of a file, dots are a name.
func saysNothing(text string, file bool) bool {
	if file {
		return strings.TrimSpace(text) == ""
	}
	return model.Blank(text)
}

// takesText reports whether a flag's value is words, not a number or a switch.
func takesText(f *pflag.Flag) bool {
	return slices.Contains([]string{"string", "stringSlice", "stringArray"}, f.Value.Type())
}
