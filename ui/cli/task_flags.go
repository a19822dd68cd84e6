package cli

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"fairway/model"
	"fairway/model/form"
	"fairway/store"
)

// Marks of flags that were made of a field.
const (
	anAnswer = "answer"  // it answers a field, and is never the name of a file
	aFile    = "file"    // it may be the name of a file of the host
	empties  = "empties" // an edit with nothing in it empties what stands there
)

// taskFlags gives a command the flags of a task: one for each field, and those
// that say how the answers come and what may go with them.
func (a *App) taskFlags(cmd *cobra.Command, d described) {
	of, flags := d.questions.Command, cmd.Flags()
	args, _, _ := d.arguments()
	for _, fl := range d.questions.Fields() {
		if name, _ := fl.Switched(); name != "" && flags.Lookup(name) == nil {
			_, answer := fl.Switched()
			flags.Bool(name, false, lowerFirst(fl.Title)+": "+fl.Label(answer))
		}
		name := fl.FlagName()
		if name == "" || flags.Lookup(name) != nil || fl.Flag == "" && slices.Contains(args, fl.Name) {
			continue
		}
		a.fieldFlag(cmd, name, fl, d)
		mark(cmd, name, anAnswer)
		if d.Edits && !fl.Required && fl.Type != form.YesNo && fl.Type != form.Number {
			mark(cmd, name, empties)
		}
	}
	if of.About != "" {
		kind := model.Kind(of.About)
		flags.String(of.About, "", "the "+kind.Words()+" it is for: "+idPlaceholder(kind))
		mark(cmd, of.About, anAnswer)
		a.completes(cmd, of.About, form.Field{Refers: of.About}, d)
	}
	said := func(name string, use bool, usage string) *bool {
		if use && flags.Lookup(name) == nil {
			return flags.Bool(name, false, usage)
		}
		return nil
	}
	if with := of.With; with != "" && flags.Lookup(with) == nil {
		flags.Bool(with, false, lowerFirst(d.Title))
	}
	said("void", of.Voids, "go on although approvals, or the decision on an RFC, are voided")
	said("anyway", of.Doubted != "", "go on although "+of.Doubted)
	said("anyway", of.Anyway, "go on although something will wait for a decision that nobody may take")
	if of.Set && flags.Lookup("set") == nil {
		flags.StringArray("set", nil, "FIELD=VALUE (repeat)")
		mark(cmd, "set", anAnswer)
	}
	if d.Sees() && flags.Lookup("seen") == nil {
		a.bound(cmd)
	}
	if len(d.questions.Fields()) > 0 && flags.Lookup("from") == nil {
		flags.String("from", "", "answers from a TOML or JSON file, by the fields' names; - for standard input")
		mark(cmd, "from", aFile)
		flags.Bool("ask", false, "ask every question, one line each")
	}
}

// fieldFlag is the flag that answers a field.
func (a *App) fieldFlag(cmd *cobra.Command, name string, fl form.Field, d described) {
	flags, usage := cmd.Flags(), lowerFirst(fl.Title)
	more := fl.Help
	if more == "" && len(fl.Options) > 0 && fl.Type != form.YesNo {
		more = fl.Listed()
	}
	if more != "" {
		usage += " (" + lowerFirst(strings.TrimSuffix(more, ".")) + ")"
	}
	usage = strings.ReplaceAll(usage, "`", "'") // pflag takes a word out of backquotes
	standard := ""
	if !d.Edits {
		standard = fl.Default
	}
	switch {
	case fl.Type == form.YesNo:
		flags.Bool(name, false, usage)
	case fl.Type == form.Number:
		flags.Int64(name, 0, usage)
	case fl.Is().Several:
		listFlag(flags, new([]string), name, usage)
	default:
		flags.String(name, standard, usage)
	}
	a.completes(cmd, name, fl, d)
}

// completesFlag lets a shell complete what a flag takes, where one asks for it. The
// library keeps such functions, and with them all commands of the line, until the
// process ends: a server reads thousands of lines.
func (a *App) completesFlag(cmd *cobra.Command, flag string, how cobra.CompletionFunc) {
	if a.completing {
		_ = cmd.RegisterFlagCompletionFunc(flag, how) // it is only refused for a flag that there isn't
	}
}

// completes lets a shell complete what a flag takes.
func (a *App) completes(cmd *cobra.Command, flag string, fl form.Field, d described) {
	if fl.Type == form.YesNo {
		return
	}
	a.completesFlag(cmd, flag, func(cmd *cobra.Command, given []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
		return a.answersToComplete(cmd, fl, d, given), cobra.ShellCompDirectiveNoFileComp
	})
}

// completesArgs lets a shell complete the arguments of a task's command.
func (a *App) completesArgs(cmd *cobra.Command, d described) {
	names, _ := d.questions.Arguments()
	cmd.ValidArgsFunction = func(cmd *cobra.Command, given []string, _ string) (out []cobra.Completion, _ cobra.ShellCompDirective) {
		if at := len(given); at < len(names) && names[at] == form.Subject {
			out = a.recordsToComplete(cmd, d.subjectKind())
		} else if at < len(names) {
			fl, _ := d.questions.Field(names[at])
			out = a.answersToComplete(cmd, fl, d, given)
		}
		return out, cobra.ShellCompDirectiveNoFileComp
	}
}

// answersToComplete are the answers there are to a field of a task: records, or
// options, of the record that is given if one is.
func (a *App) answersToComplete(cmd *cobra.Command, fl form.Field, d described, given []string) []cobra.Completion {
	if fl.Type == form.Choice || fl.Type == form.Choices || fl.Type == form.Lines { // of these some are chosen from what there is
		questions := a.offered(cmd, d, given)
		if now, ok := questions.Field(fl.Name); ok {
			fl = now
		}
	}
	switch kind := fl.Is().Kind; {
	case len(fl.Choices()) > 0:
	case kind != "":
		return a.recordsToComplete(cmd, model.Kind(kind))
	case fl.Refers != "":
		return a.recordsToComplete(cmd, model.Kind(fl.Refers))
	}
	var out []cobra.Completion
	for _, o := range fl.Choices() {
		out = append(out, cobra.CompletionWithDesc(o, fl.Label(o)))
	}
	return out
}

// offered are the questions of a task with the choices that there are now, of the
// record that is given if one is.
func (a *App) offered(cmd *cobra.Command, d described, given []string) form.Form {
	ctx := cmd.Context()
	a.ran = cmd
	if a.asks(ctx) != nil {
		return d.questions
	}
	var about model.ID
	names, _ := d.questions.Arguments()
	if at := slices.Index(names, form.Subject); at >= 0 && at < len(given) {
		about, _ = a.id(ctx, d.subjectKind(), given[at]) // none where nothing is called so
	}
	c, err := a.caseFor(ctx, d.Facts(about))
	if err != nil {
		return d.questions
	}
	return d.Offered(c, about, d.questions)
}

// asks reports why a shell, or somebody who reads the help, learns nothing of
// what is in the file.
func (a *App) asks(ctx context.Context) error {
	if !a.remote {
		if err := a.settings(); err != nil {
			return err
		}
	}
	_, err := a.open(ctx)
	return cmp.Or(err, a.mayRead(ctx))
}

// saysChoices puts the choices that there are now into the help of a command.
func (a *App) saysChoices(cmd *cobra.Command, d described) {
	help := cmd.HelpFunc()
	args, placeholders, _ := d.arguments()
	cmd.SetHelpFunc(func(cmd *cobra.Command, given []string) {
		for _, fl := range a.offered(cmd, d, nil).Fields() {
			always, _ := d.questions.Field(fl.Name)
			if len(always.Options) > 0 || len(fl.Choices()) == 0 {
				continue
			}
			choices := ": " + strings.Join(fl.Choices(), ", ")
			if at := slices.Index(args, fl.Name); at >= 0 {
				cmd.Long += "\n" + placeholders[at] + choices
			} else if f := cmd.Flag(fl.FlagName()); f != nil && !isYesNo(f) {
				f.Usage += choices
			}
		}
		help(cmd, given)
	})
}

// completedMost is how many records a shell is offered.
const completedMost = 200

// recordsToComplete are those of a kind, with their titles; none for whoever may
// not read.
func (a *App) recordsToComplete(cmd *cobra.Command, kind model.Kind) []cobra.Completion {
	ctx := cmd.Context()
	if a.asks(ctx) != nil {
		return nil
	}
	list, err := a.db.List(ctx, store.ListQuery{Kind: kind, Limit: completedMost})
	if err != nil {
		return nil
	}
	var out []cobra.Completion
	for _, l := range list {
		name := l.Handle
		if name == "" {
			name = string(l.ID)
		}
		out = append(out, cobra.CompletionWithDesc(name, visible(l.Title)))
	}
	return out
}

// mark puts a mark onto a flag.
func mark(cmd *cobra.Command, flag, with string) {
	_ = cmd.Flags().SetAnnotation(flag, with, []string{}) // it is only refused for a flag that there isn't
}

// marked reports whether a flag has a mark.
func marked(f *pflag.Flag, with string) bool {
	_, ok := f.Annotations[with]
	return ok
}
