package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/model/task"
	"fairway/model/when"
	"fairway/store"
)

// amendment changes the action of a task by what only its command takes.
type amendment func(action.Action) (action.Action, error)

// byHandToo are the commands that take more than the answers of their task.
var byHandToo = map[string]func(*App, *cobra.Command) amendment{"person add": addedKeys, "run installed": sumsFrom}

// perform does a task with the answers of a command line: it reads the facts,
// takes what was said, and does the action that comes of it. What may happen is
// judged by the action alone.
func (a *App) perform(cmd *cobra.Command, d described, given []string, more amendment) error {
	ctx := cmd.Context()
	about, err := a.subject(cmd, d, given)
	if err != nil {
		return err
	}
	c, err := a.caseFor(ctx, d.Facts(about))
	if err != nil {
		return err
	}
	said, err := a.saidIn(cmd, d, given)
	if err != nil {
		return err
	}
	questions := d.Offered(c, about, d.questions)
	ground := task.Ground(c, about, a.Now(), func(kind, text string) (string, bool) {
		id, err := a.id(ctx, model.Kind(kind), text)
		return string(id), err == nil && id != ""
	})
	if ground.Typed, err = a.typedZone(); err != nil {
		return err
	}
	if ask, _ := cmd.Flags().GetBool("ask"); ask {
		if said, questions, err = a.askedFor(ctx, c, d, about, ground, said); err != nil {
			return err
		}
		ground.Kept = everyName
	} else {
		ground.Kept = d.keepDates(c, about, ground, &said)
	}
	answers, unknown, err := a.tidyTask(ctx, d, questions, said, ground)
	if err != nil {
		return err
	}
	unasked, err := d.arises(a.errs(), cmd, c, about, answers)
	if err != nil {
		return err
	}
	act, err := d.Make(c, about, answers)
	if err == nil && (unasked != nil || len(unknown) > 0) {
		who, _ := a.who(ctx)                                       // it was known for the case
		if _, refused := a.db.Ask(ctx, who, act); refused == nil { // else the action says more of it
			err = unasked
			if err == nil {
				err = d.misanswered(unknown)
			}
		}
	}
	var wrong *form.Wrong
	if errors.As(err, &wrong) {
		return d.misanswered([]form.Wrong{*wrong})
	}
	if err != nil {
		return err
	}
	if more != nil {
		if act, err = more(act); err != nil {
			return err
		}
	}
	r, err := a.do(ctx, confirmed(cmd, act))
	if err != nil {
		return err
	}
	zone := task.Zone(c, about, answers)
	if err := a.said(ctx, &r, questions.Dates(answers, zone), zone); err != nil {
		return err
	}
	return a.done(r)
}

// caseFor are the facts of a task, for the caller. With --seen they are acted on
// as what was read then.
func (a *App) caseFor(ctx context.Context, needs model.Needs) (*model.Case, error) {
	if _, err := a.who(ctx); err != nil {
		return nil, err
	}
	c, err := a.db.Case(ctx, store.Now, a.Now(), needs)
	if err != nil {
		return nil, err
	}
	c.Who = model.Actor{Person: a.me, Auth: a.auth, Key: a.key, Elsewhere: a.elsewhere}
	c.Read, err = a.asRead(c.Position, 0)
	return c, err
}

// asRead is the place in the log up to which the caller says they read (--seen),
// else another.
func (a *App) asRead(head, otherwise int64) (int64, error) {
	f := a.ran.Flag("seen")
	switch {
	case f == nil || !f.Changed:
		return otherwise, nil
	case a.flags.read < 1 || a.flags.read > head:
		return 0, usage("--seen %d is no place in the log, which ends at entry %d: see fairway log show", a.flags.read, head)
	}
	return a.flags.read, nil
}

// subject is the record that the command line names for the task; "" for none.
func (a *App) subject(cmd *cobra.Command, d described, given []string) (model.ID, error) {
	ctx := cmd.Context()
	names, _ := d.questions.Arguments()
	at := slices.Index(names, form.Subject)
	if flag := d.questions.Command.About; flag != "" {
		text, _ := cmd.Flags().GetString(flag)
		if text == "" && !slices.Contains(append(d.Also, d.About), "") {
			return "", usage("%s: name the %s it is for with --%s %s", d.questions.Command.Words, model.Kind(flag).Words(), flag, idPlaceholder(model.Kind(flag)))
		}
		return a.id(ctx, model.Kind(flag), text)
	}
	if at < 0 {
		_, err := a.open(ctx)
		return "", err
	}
	kind := d.subjectKind()
	if id, err := model.ParseID(given[at]); err == nil && id.Kind() != kind && slices.Contains(d.questions.Command.Also, string(id.Kind())) {
		kind = id.Kind() // it may be done to a record of that kind as well
	}
	switch kind {
	case model.KindRun:
		ordered := slices.Concat([]string{given[at]}, given[:at], given[at+1:])
		switch d.Act.(type) {
		case action.RestoreService:
			return a.failedRun(cmd, ordered)
		case action.RollBack:
			return a.runBack(cmd, ordered)
		case action.StateInstalled, action.NoteRun: // also once it has ended
			id, _, err := a.shownRun(cmd, ordered)
			return id, err
		}
		id, _, err := a.openRun(cmd, ordered)
		if err != nil || namesRun(ordered[0]) {
			return id, err
		}
		switch d.Act.(type) {
		case action.DoStep, action.BeginStep, action.FailStep, action.GiveStep, action.AddStep:
			return a.stepsOf(ctx, id) // of a release that is being rolled back those of the rollback are done
		}
		return id, err
	case model.KindApproval:
		id, _, err := a.approval(ctx, given[at])
		if err != nil {
			return "", a.unfound(ctx, err)
		}
		return id, nil
	default:
		id, err := a.id(ctx, kind, given[at])
		if err != nil && action.PermissionOf(d.Act) == "" { // whoever may not read is not told whether there is one
			err = a.unfound(ctx, err)
		}
		return id, err
	}
}

// saidIn are the answers of a command line: defaults, then a file, then flags
// and arguments.
func (a *App) saidIn(cmd *cobra.Command, d described, given []string) (form.Answers, error) {
	said := form.Answers{Values: map[string]string{}, Tables: map[string][]form.Cells{}}
	fields := d.questions.Fields()
	if !d.Edits {
		for _, fl := range fields {
			if fl.Default != "" {
				said.Values[fl.Name] = fl.Default
			}
		}
	}
	if from := cmd.Flag("from"); from != nil && from.Changed {
		if ask, _ := cmd.Flags().GetBool("ask"); ask && from.Value.String() == "-" {
			return said, usage("--ask and --from - both read standard input: give one of them")
		}
		read := a.readAnswers
		if marked(from, asSums) {
			read = a.readSums
		}
		if err := read(from.Value.String(), &said); err != nil {
			return said, err
		}
		for name, instead := range d.questions.Command.Gone {
			if said.Values[name] != "" {
				return said, usage("%s is not asked here any more: %s", name, instead)
			}
		}
	}
	names, _ := d.questions.Arguments()
	for i, name := range names {
		if name != form.Subject && i < len(given) {
			said.Values[name] = given[i]
		}
	}
	var sets []string
	if d.questions.Command.Set {
		sets, _ = cmd.Flags().GetStringArray("set")
	}
	for _, fl := range fields {
		if f := cmd.Flag(fl.FlagName()); f != nil && f.Changed && marked(f, anAnswer) {
			said.Values[fl.Name] = flagText(f)
		}
		if flag, answer := fl.Switched(); flag != "" && cmd.Flags().Changed(flag) && flagSays(cmd, flag) {
			said.Values[fl.Name] = answer
		}
	}
	return said, fromFlags(&d.questions, sets, nil, &said)
}

// flagText is the answer that a flag gives, as a person would have typed it.
func flagText(f *pflag.Flag) string {
	switch f.Value.Type() {
	case "bool":
		return map[string]string{"true": "yes"}[f.Value.String()] + map[string]string{"false": "no"}[f.Value.String()]
	case "stringSlice", "stringArray":
		return strings.Join(flagValues(f), "\n")
	}
	return f.Value.String()
}

// askedFor asks the questions one by one, with what stands there, or was said,
// at first.
func (a *App) askedFor(ctx context.Context, c *model.Case, d described, about model.ID, ground form.Ground, said form.Answers) (form.Answers, form.Form, error) {
	if err := a.mayRead(ctx); err != nil { // it shows what is there
		return said, d.questions, err
	}
	questions, present, err := d.Begin(c, about, d.questions)
	if err != nil {
		return said, questions, err
	}
	stood := present.Clone()
	names := said.Names()
	for _, name := range names {
		present.Take(name, said)
	}
	ground.Kept = func(name string) bool { return !slices.Contains(names, name) }
	answers, yes, err := a.ask(ctx, &questions, c, about, ground, stood, present)
	if err == nil && !yes {
		fmt.Fprintln(a.errs(), "not done")
		err = &exitError{exitDone}
	}
	return answers, questions, err
}

// keepDates puts in what a command that moves dates leaves unsaid: the start as it
// stands, or an end that goes along with it. A form shows both. It returns of
// which answers that is true.
func (d described) keepDates(c *model.Case, about model.ID, ground form.Ground, said *form.Answers) func(name string) bool {
	var kept []string
	for _, fl := range d.questions.Fields() {
		if fl.From == "" || d.Edits || (said.Get(fl.Name) == "") == (said.Get(fl.From) == "") {
			continue
		}
		_, stands, err := d.Begin(c, about, d.questions)
		if err != nil || stands.Get(fl.Name) == "" {
			continue
		}
		if said.Get(fl.From) == "" {
			said.Values[fl.From] = stands.Get(fl.From)
			kept = append(kept, fl.From)
			continue
		}
		zone := task.Zone(c, about, *said)
		moved, err := when.Parse(said.Get(fl.From), c.Now, cmp.Or(ground.Typed, zone))
		if err != nil {
			continue // whoever reads it says why
		}
		end := when.Along(stands.Moment(fl.From, zone), stands.Moment(fl.Name, zone), moved, zone)
		said.Values[fl.Name] = end.TextIn(zone)
		kept = append(kept, fl.Name)
	}
	return func(name string) bool { return slices.Contains(kept, name) }
}

// tidyTask brings the answers into the form they are kept in. Choices that are
// not among those offered come back beside them: the action judges them first,
// and says why. One of options that never change is a mistake of the command line.
func (a *App) tidyTask(ctx context.Context, d described, questions form.Form, said form.Answers, ground form.Ground) (form.Answers, []form.Wrong, error) {
	var unfound error
	var unknown []form.Wrong
	args, _ := d.questions.Arguments()
	find := ground.Lookup
	look := func(kind, text string) (string, bool) {
		id, ok := find(kind, text)
		if !ok && unfound == nil {
			_, unfound = a.id(ctx, model.Kind(kind), text) // it says why
		}
		return id, ok
	}
	ground.Lookup = look
	for i := range questions.Groups {
		for k := range questions.Groups[i].Fields {
			fl := &questions.Groups[i].Fields[k]
			always, _ := d.questions.Field(fl.Name)
			if (fl.Type != form.Choice && fl.Type != form.Choices) || len(always.Options) > 0 || said.Get(fl.Name) == "" {
				continue
			}
			var picked []string
			for _, part := range entriesOf(*fl, said.Get(fl.Name)) {
				choice := pick(*fl, part, look)
				if own := fl.Purposes[choice]; own != "" && !slices.Contains(fl.Choices(), choice) {
					choice = own
				}
				picked = append(picked, choice)
				if option := picked[len(picked)-1]; len(fl.Choices()) > 0 && !slices.Contains(args, fl.Name) && !slices.Contains(fl.Choices(), option) {
					unknown = append(unknown, form.Wrong{Field: fl.Name, Text: fmt.Sprintf("%q is none of %s", option, strings.Join(fl.Choices(), ", "))})
				}
			}
			said.Values[fl.Name] = strings.Join(picked, "\n")
			fl.Options, fl.Labels = picked, nil
		}
	}
	answers, wrong := questions.Tidy(said, ground)
	if unfound != nil {
		return answers, nil, unfound
	}
	if len(wrong) > 0 {
		return answers, nil, d.misanswered(wrong)
	}
	return answers, unknown, nil
}

// entriesOf are the options that an answer names.
func entriesOf(fl form.Field, text string) []string {
	if fl.Is().Several {
		return fl.Entries(text)
	}
	return []string{text}
}

// pick is the option that a text means: by its value, by what people read for
// it, or as a record of the kind that the options are.
func pick(fl form.Field, text string, look form.Lookup) string {
	if meant := fl.Meant(text); len(meant) == 1 {
		return meant[0]
	}
	if fl.Refers != "" {
		if id, ok := look(fl.Refers, text); ok {
			return id
		}
	}
	return text
}

// misanswered names every answer that will not do by the words of the command
// line.
func (d described) misanswered(wrong []form.Wrong) error {
	args, called := d.questions.Arguments()
	var out []string
	for _, w := range wrong {
		where := w.Field
		if fl, ok := d.questions.Field(w.Field); ok {
			where = "--" + fl.FlagName()
			if at := slices.Index(args, fl.Name); at >= 0 {
				if where = called[at]; where == "" {
					where = valuePlaceholder(fl)
				}
			} else if flag, _ := fl.Switched(); fl.FlagName() == "" && flag != "" {
				where = "--" + flag
			}
		}
		out = append(out, where+": "+w.Text)
	}
	return usage("%s: %s", d.questions.Command.Words, strings.Join(out, "; "))
}

// arises refuses a flag that answers a question which does not arise beside the
// other answers: it would be left out without a word. Of a spare one that is said. One
// that does not arise for the record as it stands is unasked: the action judges it
// first, as it may know what is with the record that was named.
func (d described) arises(say io.Writer, cmd *cobra.Command, c *model.Case, about model.ID, answers form.Answers) (unasked, wrong error) {
	begun, _, err := d.Begin(c, about, d.questions)
	for _, fl := range d.questions.Fields() {
		f := cmd.Flag(fl.FlagName())
		if f == nil || !f.Changed || !marked(f, anAnswer) || !flagSays(cmd, f.Name) {
			continue
		}
		own, asked := begun.Field(fl.Name)
		if err == nil && !asked && !fl.Typed {
			if fl.Spare {
				fmt.Fprintf(say, "fairway: --%s is left out: %s does not ask it of %s as it stands\n", f.Name, d.questions.Command.Words, cmp.Or(string(about), "this"))
				continue
			}
			if unasked == nil {
				why := cmp.Or(begun.Without[fl.Name], "leave it out")
				unasked = usage("--%s: %s does not ask it of %s as it stands: %s", f.Name, d.questions.Command.Words, cmp.Or(string(about), "this"), why)
			}
			continue
		}
		if asked && err == nil {
			fl.When = own.When // in the words of the rules: what is called emergency there
		}
		if fl.Shown(answers) {
			continue
		}
		name, value, _ := strings.Cut(fl.When, "=")
		if value == "" {
			return unasked, usage("--%s does not go with --%s: %s does not ask it then", f.Name, strings.ReplaceAll(name, "_", "-"), d.questions.Command.Words)
		}
		return unasked, usage("--%s goes with %s %s only: %s asks it of nothing else", f.Name, strings.ReplaceAll(name, "_", "-"), strings.ReplaceAll(strconv.Quote(value), "|", `" or "`), d.questions.Command.Words)
	}
	return unasked, nil
}

// confirmed is the action with what the command line says may go with it.
func confirmed(cmd *cobra.Command, act action.Action) action.Action {
	if yes, _ := cmd.Flags().GetBool("void"); yes {
		act, _ = task.WithVoid(act)
	}
	if yes, _ := cmd.Flags().GetBool("anyway"); yes {
		act, _ = task.WithAnyway(act)
	}
	return act
}

// addedKeys lets person add take public keys along.
func addedKeys(a *App, cmd *cobra.Command) amendment {
	var keys []string
	cmd.Flags().StringArrayVar(&keys, "key", nil, "a public key, the file of one, or - (repeat)")
	return func(act action.Action) (action.Action, error) {
		p := act.(action.WritePerson)
		var err error
		p.Person.Keys, err = a.newKeys(keys)
		return p, err
	}
}
