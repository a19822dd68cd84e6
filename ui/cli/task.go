package cli

import (
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"fairway/assets"
	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/model/grammar"
	"fairway/model/task"
)

// What a person types for an action is described once, in assets/tasks: the
// dashboard makes its forms of it, and this file the commands. A command written
// by hand reads, or takes more than answers.

// described is a task with its questions and the words of its command.
type described struct {
	*task.Task
	questions form.Form
}

// byTask marks the commands that were made of a task, with its permission.
const byTask = "task"

// tasksOf are the tasks that a command line may mean: those of the command that
// it names, else those of the groups that it names. The others are left out, for
// the files of all of them take longer to read than most commands.
func tasksOf(args []string) []string {
	var exact, grouped []string
	for name, words := range assets.TaskCommands() {
		all := strings.Fields(words)
		if slices.Contains(args, all[0]) {
			grouped = append(grouped, name)
		}
		if !slices.ContainsFunc(all, func(w string) bool { return !slices.Contains(args, w) }) {
			exact = append(exact, name)
		}
	}
	if len(exact) > 0 && !slices.ContainsFunc(args, asksForMore) {
		return exact
	}
	return grouped
}

// asksForMore reports whether a word asks what there is beside it: help, or a
// shell that completes.
func asksForMore(word string) bool {
	return word == "help" || word == cobra.ShellCompRequestCmd || word == cobra.ShellCompNoDescRequestCmd
}

// addTasks puts the commands of tasks below the groups they belong to.
func (a *App) addTasks(root *cobra.Command, tasks []string) {
	under := map[string][]described{}
	for _, name := range tasks {
		questions, err := assets.Task(name)
		t, ok := task.Named(name)
		if err != nil || !ok || questions.Command.ByHand { // a test reads every one
			continue
		}
		under[questions.Command.Words] = append(under[questions.Command.Words], described{t, questions})
	}
	for words, list := range under {
		above := strings.Fields(words)
		parent, _, err := root.Find(above[:len(above)-1])
		if err != nil {
			continue // a test asks for every command
		}
		slices.SortFunc(list, func(x, y described) int { return len(x.questions.Command.With) - len(y.questions.Command.With) })
		parent.AddCommand(a.taskCommand(list))
	}
}

// taskCommand is the command of the tasks that go by the same words: the first
// of them unless the flag of another is given.
func (a *App) taskCommand(list []described) *cobra.Command {
	first := list[0]
	of := first.questions.Command
	names, placeholders, wanted := first.arguments()
	cmd := &cobra.Command{
		Use:   strings.Join(append([]string{of.Words[strings.LastIndexByte(of.Words, ' ')+1:]}, append(placeholders, first.needed(names)...)...), " "),
		Short: of.Does, Long: first.long(), Example: indented(of.Example),
		Args:        argsOrFile(names, wanted),
		Annotations: map[string]string{byTask: action.PermissionOf(first.Act)},
	}
	if len(names) == 0 {
		cmd.Args = noArgs
	}
	for _, d := range list {
		a.taskFlags(cmd, d)
	}
	a.completesArgs(cmd, first)
	if len(of.Gone) > 0 {
		cmd.SetFlagErrorFunc(func(_ *cobra.Command, err error) error {
			var unknown *pflag.NotExistError
			if errors.As(err, &unknown) && of.Gone[unknown.GetSpecifiedName()] != "" {
				return misfit("--%s is not asked here any more: %s", unknown.GetSpecifiedName(), of.Gone[unknown.GetSpecifiedName()])
			}
			return misfit("%v", err)
		})
	}
	a.saysChoices(cmd, first)
	amend := byHandToo[of.Words]
	var more amendment
	if amend != nil {
		more = amend(a, cmd)
	}
	cmd.RunE = func(cmd *cobra.Command, given []string) error {
		return a.perform(cmd, meant(cmd, list), given, more)
	}
	return cmd
}

// argsOrFile asks for all arguments, unless a file or questions answer: then those that
// are answers may be left out from the end.
func argsOrFile(names, wanted []string) cobra.PositionalArgs {
	all := args(wanted...)
	return func(cmd *cobra.Command, given []string) error {
		from, ask := cmd.Flag("from"), cmd.Flag("ask")
		if n := len(given); n < len(names) && (from != nil && from.Changed || ask != nil && ask.Changed) && !slices.Contains(names[n:], form.Subject) {
			return nil
		}
		return all(cmd, given)
	}
}

// meant is the task whose flag is given, else the first.
func meant(cmd *cobra.Command, list []described) described {
	for _, d := range list {
		if with := d.questions.Command.With; with != "" && cmd.Flags().Changed(with) && flagSays(cmd, with) {
			return d
		}
	}
	return list[0]
}

// flagSays reports whether a flag that is given is not one that is set to false.
func flagSays(cmd *cobra.Command, name string) bool {
	f := cmd.Flag(name)
	return f.Value.Type() != "bool" || f.Value.String() == "true"
}

// arguments are those of the command: what each answers, how usage lines call
// it, and what is said where it is missing.
func (d described) arguments() (names, placeholders, wanted []string) {
	names, called := d.questions.Arguments()
	for i, name := range names {
		word, says := called[i], ""
		if name == form.Subject {
			kind := d.subjectKind()
			word, says = idPlaceholder(kind), grammar.A(kind.Words())
			if kind == model.KindRun {
				word, says = "REL-n", "a release or run"
			}
		} else {
			fl, _ := d.questions.Field(name)
			if word == "" {
				word = valuePlaceholder(fl)
			}
			says = lowerFirst(fl.Title) + " (" + word + ")"
		}
		placeholders, wanted = append(placeholders, word), append(wanted, says)
	}
	return names, placeholders, wanted
}

// subjectKind is the kind of record that the command names.
func (d described) subjectKind() model.Kind {
	if of := d.questions.Command.Of; of != "" {
		return model.Kind(of)
	}
	return d.About
}

// needed are the flags without which nothing can be done, for the usage line.
func (d described) needed(args []string) []string {
	if d.questions.Command.Set {
		return []string{"--set FIELD=VALUE"}
	}
	var out []string
	if about := d.questions.Command.About; about != "" && !slices.Contains(append(d.Also, d.About), "") {
		out = append(out, "--"+about+" "+idPlaceholder(model.Kind(about)))
	}
	for _, fl := range d.questions.Fields() {
		if d.Edits || !fl.Required || fl.Default != "" || fl.When != "" || fl.FlagName() == "" || fl.Type == form.YesNo || slices.Contains(args, fl.Name) {
			continue
		}
		flag := "--" + fl.FlagName() + " " + valuePlaceholder(fl)
		if fl.Spare {
			flag = "[" + flag + "]"
		}
		out = append(out, flag)
	}
	return out
}

const (
	emptiesHelp = "What is not named stays as it is. An option with an empty value, as in --service '', empties\nwhat stands there, where it may be empty."
	setHelp     = "Fields of --set: %s.\nFIELD= with nothing behind it empties the field, where it may be empty."
	voidsHelp   = "What takes somebody's approval with it says so first, and goes on with --void."
)

// long is what the command's help says beyond a line: what the form says in the
// dashboard, and how answers are taken away.
func (d described) long() string {
	of := d.questions.Command
	said := []string{strings.ToUpper(of.Does[:1]) + of.Does[1:] + ".", d.questions.Help, of.Note}
	switch {
	case of.Set:
		var names []string
		for _, fl := range d.questions.Fields() {
			names = append(names, fl.Name)
		}
		slices.Sort(names)
		said = append(said, strings.Replace(setHelp, "%s", strings.Join(names, ", "), 1))
	case d.Edits:
		said = append(said, emptiesHelp)
	}
	if of.Voids {
		said = append(said, voidsHelp)
	}
	return strings.Join(slices.DeleteFunc(said, func(s string) bool { return s == "" }), "\n")
}

func indented(lines string) string {
	if lines == "" {
		return ""
	}
	return "  " + strings.ReplaceAll(strings.TrimSpace(lines), "\n", "\n  ")
}

// idPlaceholder is how usage lines call a record of a kind: REL-n, or HANDLE for
// those that people name by a word.
func idPlaceholder(kind model.Kind) string {
	switch kind {
	case model.KindPerson, model.KindService, model.KindTeam:
		return "HANDLE"
	}
	return string(model.MakeID(kind, 1))[:len(model.MakeID(kind, 1))-1] + "n"
}

// valuePlaceholder is how usage lines call an answer.
func valuePlaceholder(fl form.Field) string {
	if kind := fl.Is().Kind; kind != "" {
		if word := idPlaceholder(model.Kind(kind)); word != "HANDLE" {
			return word
		}
		return strings.ToUpper(kind)
	}
	switch {
	case fl.Refers != "":
		return idPlaceholder(model.Kind(fl.Refers))
	case len(fl.Options) > 0 && !fl.Is().Several:
		return strings.Join(fl.Options, "|")
	case fl.Is().Flag != "":
		return fl.Is().Flag
	case fl.Name == "reason":
		return "TEXT"
	}
	return strings.ToUpper(strings.ReplaceAll(fl.Name, "_", "-"))
}

// lowerFirst begins a text with a small letter, unless it begins with an
// abbreviation.
func lowerFirst(text string) string {
	if len(text) < 2 || text[1] >= 'A' && text[1] <= 'Z' {
		return text
	}
	return strings.ToLower(text[:1]) + text[1:]
}
