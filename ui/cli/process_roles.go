package cli

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/process"
	"fairway/ui/handbook"
	"fairway/ui/trial"
)

// roleView is a role as JSON: what it may, which duties it is told of, and who holds it.
type roleView struct {
	ID          string   `json:"role"`
	Title       string   `json:"title"`
	Purpose     string   `json:"purpose,omitempty"`
	Does        string   `json:"does,omitempty"`
	Permissions []string `json:"permissions"` // each by its own name
	Members     []string `json:"members"`
}

// rolesView is the matrix as JSON.
type rolesView struct {
	Permissions []string       `json:"permissions"`
	Roles       []roleView     `json:"roles"`
	Duties      []process.Duty `json:"duties"`
	Nobody      []string       `json:"nobody_can,omitempty"`
}

func (a *App) processRoles() *cobra.Command {
	var asCSV bool
	cmd := &cobra.Command{
		Use: "roles", Short: "what each role may do, who holds it, and which duties stay apart", Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if asCSV && a.flags.json {
				return usage("choose one of --csv and --json")
			}
			h, err := a.handbook(cmd.Context())
			if err != nil {
				return err
			}
			out := rolesView{Permissions: action.PermissionIDs(), Duties: nonNil(h.Duties), Nobody: h.Nobody}
			for i := range h.Rules.Roles {
				r := &h.Rules.Roles[i]
				one := roleView{ID: r.ID, Title: r.Title, Purpose: r.Means(), Does: r.Does, Permissions: []string{}, Members: nonNil(h.Holders[r.ID])}
				for _, p := range out.Permissions {
					if h.Allows(r, p) {
						one.Permissions = append(one.Permissions, p)
					}
				}
				out.Roles = append(out.Roles, one)
			}
			if asCSV {
				return rolesCSV(a.exported(), out)
			}
			return a.print(out, func(w io.Writer) { printRoles(a, w, h, out) })
		},
	}
	cmd.Flags().BoolVar(&asCSV, "csv", false, "a line for each role and permission, as CSV")
	return cmd
}

// printRoles prints the matrix with roles across by number, then each role.
func printRoles(a *App, w io.Writer, h handbook.Handbook, v rolesView) {
	head := []string{"permission"}
	for i := range v.Roles {
		head = append(head, fmt.Sprint(i+1))
	}
	var rows [][]string
	for _, p := range v.Permissions {
		row := []string{p}
		for _, r := range v.Roles {
			mark := ""
			if slices.Contains(r.Permissions, p) {
				mark = "x"
			}
			row = append(row, mark)
		}
		rows = append(rows, row)
	}
	table(w, head, rows)
	fmt.Fprintln(w)
	for i, r := range v.Roles {
		held := strings.Join(r.Members, ", ")
		if held == "" {
			held = "nobody holds it"
		}
		fmt.Fprintf(w, "%2d  %s (%s): %s\n", i+1, visible(r.Title), visible(r.ID), visible(held))
	}
	fmt.Fprintln(w)
	a.printLines(w, h.DutyLines())
}

func rolesCSV(w io.Writer, v rolesView) error {
	out := csv.NewWriter(w)
	_ = out.Write([]string{"role", "title", "permission", "members"}) // Error says what went wrong
	for _, r := range v.Roles {
		for _, p := range r.Permissions {
			_ = out.Write([]string{r.ID, r.Title, p, strings.Join(r.Members, "; ")})
		}
	}
	out.Flush()
	return out.Error()
}

func (a *App) processRole() *cobra.Command {
	var add, remove []string
	var why string
	cmd := &cobra.Command{
		Use: "role ROLE", Short: "propose other permissions of a role",
		Long: `Proposes the rules in force with other permissions of one role. That one line of
process/roles.toml is written anew, and everything else stays word for word. It is
reviewed, approved and adopted as any proposal. Who holds a role is changed at
once, by person grant and person revoke.`,
		Example: "  fairway process role test-manager --add change.assess --why 'they read every RFC'",
		Args:    args("a role (ROLE)"),
		RunE: func(cmd *cobra.Command, given []string) error {
			if len(add)+len(remove) == 0 {
				return usage("%s: say what to --add or --remove", cmd.CommandPath())
			}
			ctx := cmd.Context()
			was, err := a.rulesOf(ctx, "")
			if err != nil {
				return err
			}
			files, err := was.rules.EditRole(process.RoleEdit{Role: was.rules.RoleID(given[0]), Add: add, Remove: remove}, action.PermissionIDs())
			if err != nil {
				return usage("%s: %v", cmd.CommandPath(), err)
			}
			act := action.ProposeRules{Title: "what the " + was.rules.RoleTitle(given[0]) + " may do", Note: why, Files: files, Base: was.rules.ID}
			if act.NextReview, err = a.nextReview(ctx, ""); err != nil {
				return err
			}
			r, err := a.do(ctx, act)
			if err != nil {
				return err
			}
			if !a.flags.json {
				for _, f := range trial.Differ(was.set(), trial.Set{Called: string(r.Subject), Files: files}).Files {
					r.Note += "\n" + strings.TrimRight(f.Diff, "\n")
				}
			}
			return a.done(r)
		},
	}
	f := cmd.Flags()
	listFlag(f, &add, "add", "a permission that it is to have (repeat)")
	listFlag(f, &remove, "remove", "a permission that it is to lose (repeat)")
	f.StringVar(&why, "why", "", "what it is changed for: whoever decides reads it")
	f.SetNormalizeFunc(reasonIsWhy)
	cmd.ValidArgsFunction = func(cmd *cobra.Command, given []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
		var out []cobra.Completion
		if len(given) == 0 && a.asks(cmd.Context()) == nil {
			if rules, err := a.rules(cmd.Context()); err == nil {
				out = model.Each(rules.Roles, func(r process.Role) cobra.Completion { return cobra.CompletionWithDesc(r.ID, visible(r.Title)) })
			}
		}
		return out, cobra.ShellCompDirectiveNoFileComp
	}
	return cmd
}
