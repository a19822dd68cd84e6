package cli

import "github.com/spf13/cobra"

func (a *App) processCommand() *cobra.Command {
	return group("process", "the organisation's rules: workflows, roles, policy", a.processGraph())
}
