package form

import "strings"

// Command says how the questions of a task are answered on the command line:
// its words, its arguments, and what may be said beside the answers. Flags
// follow from the fields.
type Command struct {
	// Words are those of the command, without the program's name: "release hold".
	Words string `toml:"words"`
	// Does says in a line what it does, as help lists it.
	Does string `toml:"does"`
	// Args are the arguments in order: names of fields, "@" for the record that
	// the task is done to. Behind a colon may stand what usage lines call one:
	// "to:STAGE". Without any it is that record, where a task has one.
	Args []string `toml:"args"`
	// About is the flag that names the record it is done to, where no argument
	// does: without it the task is begun from nothing.
	About string `toml:"about"`
	// Of is the kind of record that "@" and About name, where that is not the one
	// the task is about.
	Of string `toml:"of"`
	// Also are other kinds of record that "@" may name, by their ids.
	Also []string `toml:"also"`
	// With is the flag that has to be given: of several tasks under the same
	// words, it is the one whose flag is there.
	With string `toml:"with"`
	// Note is what its help says beside what the form says: other ways to name
	// things.
	Note string `toml:"note"`
	// Example are whole command lines, one a line.
	Example string `toml:"example"`
	// Voids says that approvals may go with it, once somebody says so: --void.
	Voids bool `toml:"voids"`
	// Anyway says that something may be left waiting for a decision of nobody's,
	// once somebody says so: --anyway.
	Anyway bool `toml:"anyway"`
	// Doubted says the same of what is hardly so: "the release never ran".
	Doubted string `toml:"doubted"`
	// Set says that answers may also come as --set FIELD=VALUE.
	Set bool `toml:"set"`
	// Gone are answers that it took once, each with what is done instead: whoever gives one
	// is told that.
	Gone map[string]string `toml:"gone"`
	// ByHand says that the command is written by hand, because it takes more than
	// answers: a file that is streamed.
	ByHand bool `toml:"by_hand"`
}

// Subject stands among the arguments of a command for the record it is done to.
const Subject = "@"

// Arguments are the command's, in order: Subject or the name of a field each,
// and what usage lines call it where that is said.
func (f Form) Arguments() (names, called []string) {
	list := f.Command.Args
	if list == nil && f.Of != "" && f.Command.About == "" {
		list = []string{Subject}
	}
	for _, arg := range list {
		name, word, _ := strings.Cut(arg, ":")
		names, called = append(names, name), append(called, word)
	}
	return names, called
}

// FlagName is the flag that answers the field on the command line, "" where
// none does.
func (fl Field) FlagName() string {
	switch fl.Flag {
	case "":
		return strings.ReplaceAll(fl.Name, "_", "-")
	case "-":
		return ""
	}
	return fl.Flag
}

// Switched reads Switch: the flag without a value, and the answer it stands for.
func (fl Field) Switched() (flag, answer string) {
	flag, answer, _ = strings.Cut(fl.Switch, "=")
	return flag, answer
}
