package cli

import (
	"cmp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"fairway/assets"
	"fairway/model"
	"fairway/model/gate"
	"fairway/model/task"
)

// addKinds puts a command for each kind of record that has one below root, with
// those that list and show. What is done to such a record comes from tasks, or is
// written by hand. What lies below a command that the line doesn't name is left
// out, as its tasks are (tasksOf).
func (a *App) addKinds(root *cobra.Command, line []string) {
	byHand := map[model.Kind][]*cobra.Command{model.KindMedia: a.mediaCommands(), model.KindBill: a.billCommands(), model.KindPerson: {a.keyCommand()}, model.KindZone: a.zoneCommands(), model.KindItem: a.itemCommands(), model.KindChange: {a.trendCommand()}, model.KindMeeting: {a.agendaCommand()}, model.KindReport: a.reportCommands(), model.KindService: a.levelCommands()}
	for _, k := range model.Kinds() {
		info := k.Info()
		words := strings.Fields(info.ListedBy())
		if len(words) == 0 {
			continue
		}
		above, _, err := root.Find(words[:len(words)-1])
		if err != nil {
			continue // a test asks for every command
		}
		last := words[len(words)-1]
		var below []*cobra.Command
		if slices.Contains(line, last) {
			below = append(byHand[k], a.listRecords(k), a.showCommand(k))
		}
		if there := child(above, last); there != nil { // written by hand: what isn't there yet
			for _, cmd := range below {
				if child(there, cmd.Name()) == nil {
					there.AddCommand(cmd)
				}
			}
			continue
		}
		cmd := group(last, cmp.Or(info.Does, strings.ToLower(info.What[:1])+strings.TrimSuffix(info.What[1:], ".")), below...)
		switch k {
		case model.KindWindow:
			cmd = a.opens(cmd)
		case model.KindPeriod:
			cmd = a.closedCommand(last, below...)
		}
		above.AddCommand(cmd)
	}
}

// child is the command of a name that is right below another; nil where none is.
func child(above *cobra.Command, name string) *cobra.Command {
	for _, cmd := range above.Commands() {
		if cmd.Name() == name {
			return cmd
		}
	}
	return nil
}

// begin is the command that enters the first record of a kind; "" where none does by itself.
func begin(root *cobra.Command, k model.Kind) string {
	words := k.Info().Commands
	if k == model.KindImprovement { // noted with a paper that names it
		return "fairway form fill " + gate.FormImprovement + " REL-n"
	}
	if k == model.KindJob { // a server queues it, as its settings say
		return ""
	}
	if t := task.Making(k); t != nil {
		words = assets.TaskCommands()[t.Name]
	}
	if words == "" { // it hangs on another record
		return ""
	}
	cmd, _, err := root.Find(strings.Fields(words))
	if err != nil {
		return "fairway " + words
	}
	return strings.TrimSuffix(cmd.UseLine(), " [flags]")
}
