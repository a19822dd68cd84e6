package remedy

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"fairway/assets"
	"fairway/model"
	"fairway/model/form"
	"fairway/model/process"
	"fairway/model/task"
)

const subject = form.Subject

// Shell writes remedies as command lines.
type Shell struct {
	// Remote says that the lines are typed on another host, over SSH.
	Remote bool
	// Asked are the questions of the task whose command was given, or of the
	// tasks that share its words: their flags are named. There are none for a
	// command that is written by hand.
	Asked []form.Form
	// File and Who are the options that go on with a line as they were given:
	// which file, and who acts, where the line is not for somebody else.
	File, Who string
	// Has reports whether the command that was given has a flag; nil means all.
	Has func(flag string) bool
}

// Refusal writes a refusal with each reason, and what would remove it.
func (s Shell) Refusal(r *model.Refusal) string { return r.Said(s.Reason) }

// Error writes an error: command lines stand against the reasons of a refusal.
func (s Shell) Error(err error) string {
	var refusal *model.Refusal
	if !errors.As(err, &refusal) {
		return err.Error()
	}
	return strings.Replace(err.Error(), refusal.Error(), s.Refusal(refusal), 1)
}

// Reason writes a reason, and what would remove it on a line of its own.
func (s Shell) Reason(r model.Reason) string {
	if remedy := s.Lines(r.Remedies); remedy != "" {
		return r.Text + "\n      → " + remedy
	}
	return r.Text
}

// Lines writes remedies one behind the other.
func (s Shell) Lines(list []model.Remedy) string { return joined(list, s.Line) }

// joined writes remedies one behind the other: another way, or the next step.
func joined(list []model.Remedy, write func(model.Remedy) string) string {
	var b strings.Builder
	before := ""
	for i, r := range list {
		text := write(r)
		switch {
		case i == 0:
		case text == before: // the same task, with another answer
			continue
		case r.Then:
			b.WriteString(", then ")
		default:
			b.WriteString(", or ")
		}
		b.WriteString(strings.TrimPrefix(text, "or ")) // as rules may say it
		before = text
	}
	return b.String()
}

// Line writes one remedy.
func (s Shell) Line(r model.Remedy) string {
	switch {
	case r.Doing == process.ActAs:
		return "act as somebody with --as NAME"
	case r.Doing == process.GoOn:
		return "confirm" + s.with(r) + " to go on all the same"
	case !r.Helps():
		return r.Text + s.with(r)
	}
	line := s.Command(r)
	switch {
	case line == "":
		return r.Text
	case len(r.Whose) > 0:
		return asked(r) + line + cmp.Or(among(r), choices(r))
	case r.Text == "":
		return line + cmp.Or(among(r), choices(r))
	}
	return r.Text + ": " + line + cmp.Or(among(r), choices(r))
}

// asked is whom somebody asks who may not do it themselves: the first of many roles.
func asked(r model.Remedy) string {
	const most = 3
	whose, last := r.Whose, "others"
	if n := len(whose); n > most {
		whose = whose[:most]
	} else {
		whose, last = whose[:n-1], whose[n-1]
	}
	who := "ask " + last
	if len(whose) > 0 {
		who = "ask " + strings.Join(whose, ", ") + " or " + last
	}
	if r.Text != "" {
		who += " (" + strings.TrimPrefix(r.Text, "or ") + ")"
	}
	return who + ": "
}

// among lists what can be answered, where that is known.
func among(r model.Remedy) string {
	for _, a := range r.Answers {
		if len(a.OneOf) > 0 {
			return ", one of: " + strings.Join(a.OneOf, ", ")
		}
	}
	return ""
}

// choices lists what an argument of the line can be that nobody has answered.
func choices(r model.Remedy) string {
	f, _ := assets.Task(r.Task) // none has no arguments
	names, _ := f.Arguments()
	for _, name := range names {
		fl, _ := f.Field(name)
		if value, _ := answer(r, name); value == "" && len(fl.Choices()) > 0 {
			return ", one of: " + strings.Join(fl.Choices(), ", ")
		}
	}
	return ""
}

// with names the flags that answer questions of what is being done.
func (s Shell) with(r model.Remedy) string {
	var flags []string
	for _, a := range r.Answers {
		flag := dashed(a.Field)
		for _, f := range s.Asked {
			if fl, ok := f.Field(a.Field); ok {
				if flag, _ = fl.Switched(); flag == "" {
					flag = fl.FlagName()
				}
			}
		}
		if flag != "" && (s.Has == nil || s.Has(flag)) {
			flags = append(flags, "--"+flag)
		}
	}
	if len(flags) == 0 {
		return ""
	}
	return " with " + strings.Join(flags, " or ")
}

func dashed(name string) string { return strings.ReplaceAll(name, "_", "-") }

// Command writes the command line that does a remedy; "" where it is only said.
func (s Shell) Command(r model.Remedy) string {
	line := ""
	switch {
	case r.Form != "":
		line = "fairway form fill " + r.Form + " " + s.subject(r, form.Form{}) + sets(r.Answers)
	case r.Doing == process.ProveKey:
		return s.Prove()
	case r.Doing != "":
		line = s.doing(r)
	case r.Task != "":
		line = s.task(r)
	}
	if line == "" {
		return ""
	}
	if r.Text == "" && len(r.Whose) == 0 {
		line += s.Who
	}
	return line + s.File
}

// Question is the line that shows a question with its answer.
func (s Shell) Question(id model.ID) string {
	return "fairway question show " + string(id) + s.Who + s.File
}

// Look is the line that shows what is missing of a release or an RFC, or another record.
func (s Shell) Look(id model.ID) string {
	switch info := id.Kind().Info(); {
	case id.Kind() == model.KindRelease || id.Kind() == model.KindChange:
		return "fairway gate " + string(id) + s.Who + s.File
	case info.Commands != "":
		return "fairway " + info.Commands + " show " + string(id) + s.Who + s.File
	}
	return ""
}

// Prove is the line that adds a key of one's own, to be pasted into a shell.
func (s Shell) Prove() string {
	program := "fairway"
	if s.Remote {
		program = "ssh HOST"
	}
	return program + " person key challenge | ssh-keygen -Y sign -f KEYFILE -n " + model.KeyNamespace + " | " + program + " person key add --signature -"
}

func sets(list []process.Answer) string {
	var b strings.Builder
	for _, a := range list {
		value := ShellWord(a.Value)
		if a.Value == "" {
			value = "…"
		}
		b.WriteString(" --set " + a.Field + "=" + value)
	}
	return b.String()
}

// doing writes the command line of what is no task: what is not answered is
// left out.
func (s Shell) doing(r model.Remedy) string {
	d := doings[r.Doing]
	out := []string{"fairway", d.words}
	for _, arg := range d.args {
		name, called, _ := strings.Cut(arg, ":")
		if name == subject {
			out = append(out, s.subject(r, form.Form{}))
		} else if value, said := answer(r, name); said {
			out = append(out, or(value, called))
		}
	}
	for _, arg := range d.flags {
		name, called, _ := strings.Cut(arg, ":")
		if value, said := answer(r, name); said {
			out = append(out, "--"+name, or(value, called))
		}
	}
	return strings.Join(out, " ")
}

// task writes the command line of a task: its words, its arguments, then a
// flag for each answer that is no argument.
func (s Shell) task(r model.Remedy) string {
	f, err := assets.Task(r.Task)
	if err != nil { // rules of this file that name another task than there are
		return ""
	}
	c := f.Command
	if c.ByHand {
		return byHand(r, c.Words)
	}
	out := []string{"fairway", c.Words}
	names, called := f.Arguments()
	for i, name := range names {
		if name == subject {
			out = append(out, s.subject(r, f))
			continue
		}
		fl, _ := f.Field(name)
		value, _ := answer(r, name)
		out = append(out, or(value, cmp.Or(called[i], sample(fl))))
	}
	if c.About != "" && r.About != "" {
		out = append(out, "--"+c.About, string(r.About))
	}
	for _, a := range r.Answers {
		if fl, ok := f.Field(a.Field); ok && !a.None && !slices.Contains(names, a.Field) {
			out = append(out, flag(f, fl, a.Value)...)
		}
	}
	for _, fl := range unsaid(r, f) {
		out = append(out, flag(f, fl, "")...)
	}
	return strings.Join(slices.DeleteFunc(out, func(s string) bool { return s == "" }), " ")
}

// unsaid are the questions that a task is not done without, and that the remedy
// does not answer: their flags stand there with what stands for an answer, so that
// nobody is refused for what they have not been told of. An edit leaves what it
// isn't told of, and a question that another answer brings up can't be known yet.
func unsaid(r model.Remedy, f form.Form) []form.Field {
	if t, ok := task.Named(r.Task); !ok || t.Edits || f.Command.Set {
		return nil
	}
	names, _ := f.Arguments()
	return slices.DeleteFunc(f.Fields(), func(fl form.Field) bool {
		_, said := answer(r, fl.Name)
		return said || !fl.Required || fl.When != "" || fl.Default != "" || fl.Type == form.YesNo || fl.FlagName() == "" || slices.Contains(names, fl.Name)
	})
}

// flag answers a field of a task by its flag.
func flag(f form.Form, fl form.Field, value string) []string {
	name, answer := fl.Switched()
	switch {
	case name != "" && answer == value:
		return []string{"--" + name}
	case f.Command.Set:
		return []string{"--set", fl.Name + "=" + or(value, sample(fl))}
	case fl.FlagName() == "":
		return nil
	case fl.Type == form.YesNo && value == "no":
		return []string{"--" + fl.FlagName() + "=no"}
	case fl.Type == form.YesNo:
		return []string{"--" + fl.FlagName()}
	}
	return []string{"--" + fl.FlagName(), or(value, sample(fl))}
}

// byHand writes the command lines of tasks that take more than answers.
func byHand(r model.Remedy, words string) string {
	out := "fairway " + words
	if r.Task == "add-media" {
		out += " FILE"
		if r.About != "" {
			out += " --release " + string(r.About)
		}
	}
	return out
}

func answer(r model.Remedy, name string) (value string, said bool) {
	for _, a := range r.Answers {
		if a.Field == name {
			return a.Value, true
		}
	}
	return "", false
}

func or(value, sample string) string {
	if value == "" {
		return sample
	}
	return ShellWord(value)
}

// subject is how the command line names the record that a remedy is done to:
// where the one that is known is not of the right kind, the person has to find
// it. A run can be named by its release.
func (s Shell) subject(r model.Remedy, f form.Form) string {
	kind := model.Kind(f.Command.Of)
	if t, ok := task.Named(r.Task); ok && kind == "" {
		kind = t.About
	}
	have := r.About.Kind()
	switch {
	case r.About != "" && (kind == "" || kind == have || kind == model.KindRun && have == model.KindRelease || slices.Contains(f.Command.Also, string(have))):
		return or(r.Called, string(r.About))
	case kind == model.KindPerson || kind == model.KindTeam || kind == model.KindService:
		return "HANDLE"
	}
	return anId(kind)
}

// anId stands for an id of a kind.
func anId(kind model.Kind) string {
	if kind == "" {
		return "ID"
	}
	prefix, _, _ := strings.Cut(string(model.MakeID(kind, 1)), "-")
	return prefix + "-n"
}

// sample stands for an answer that the person has to give.
func sample(fl form.Field) string {
	t := fl.Is()
	switch {
	case fl.Refers != "":
		return anId(model.Kind(fl.Refers))
	case t.Kind != "" && !t.Called:
		return anId(model.Kind(t.Kind))
	case t.Called && t.Several:
		return "A,B"
	case t.Called:
		return strings.ToUpper(t.Kind)
	case t.Name == form.Line, t.Name == form.Choice, t.Name == form.Choices:
		return strings.ToUpper(dashed(fl.Name))
	}
	return cmp.Or(t.Flag, strings.ToUpper(dashed(fl.Name)))
}

// ShellWord writes a text as one word of a command line.
func ShellWord(s string) string {
	if s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("/._-+=:@%", r))
	}) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
