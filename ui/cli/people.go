package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/action"
	"fairway/store"
	"fairway/ui/kit"
)

func visible(s string) string { return kit.Visible(s) }

func (a *App) personCommand() *cobra.Command {
	var name, email, service string
	var roles, keys []string
	var alike bool
	const alikeHelp = "the name or handle looks like another's, and is meant"
	add := &cobra.Command{
		Use: "add HANDLE", Short: "add somebody, with roles", Args: args("a handle"),
		Example: "  fairway person add alice --name 'Alice Adams' --role release-coordinator --role cab-member",
		RunE: func(cmd *cobra.Command, args []string) error {
			p := model.Person{Handle: args[0], Name: name, Email: email}
			if p.Name == "" {
				p.Name = args[0]
			}
			of, err := a.id(cmd.Context(), model.KindService, service)
			if err != nil {
				return err
			}
			for _, r := range roles {
				p.Roles = append(p.Roles, model.Grant{Role: r, Service: of})
			}
			if p.Keys, err = a.newKeys(keys); err != nil {
				return err
			}
			return a.act(cmd.Context(), action.WritePerson{Person: p, Alike: alike})
		},
	}
	add.Flags().StringArrayVar(&keys, "key", nil, "a public key, the file of one, or - (repeat)")
	add.Flags().StringVar(&name, "name", "", "full name")
	add.Flags().StringVar(&email, "email", "", "mail address")
	add.Flags().StringArrayVar(&roles, "role", nil, "a role (repeat)")
	add.Flags().StringVar(&service, "service", "", "the roles are for this service only")
	add.Flags().BoolVar(&alike, "alike", false, alikeHelp)

	edit := &cobra.Command{
		Use: "edit HANDLE", Short: "change name or mail address", Long: emptiesHelp, Args: args("a handle"),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, seen, err := record[*model.Person](cmd.Context(), a, model.KindPerson, args[0])
			if err != nil {
				return err
			}
			n := *p
			set(cmd, "name", &n.Name, name)
			set(cmd, "email", &n.Email, email)
			return a.act(cmd.Context(), action.WritePerson{Person: n, Seen: seen, Alike: alike})
		},
	}
	edit.Flags().StringVar(&name, "name", "", "full name")
	edit.Flags().StringVar(&email, "email", "", "mail address")
	edit.Flags().BoolVar(&alike, "alike", false, alikeHelp)

	var anyway bool
	confirms := func(cmd *cobra.Command) *cobra.Command {
		cmd.Flags().BoolVar(&anyway, "anyway", false, "go on although something will wait for a decision that nobody may take")
		return cmd
	}
	grant := func(use, short string, act func(id model.ID, g model.Grant) action.Action) *cobra.Command {
		var service string
		cmd := &cobra.Command{
			Use: use + " HANDLE ROLE", Short: short, Args: args("a handle", "a role"),
			RunE: func(cmd *cobra.Command, args []string) error {
				id, err := a.id(cmd.Context(), model.KindPerson, args[0])
				if err != nil {
					return err
				}
				of, err := a.id(cmd.Context(), model.KindService, service)
				if err != nil {
					return err
				}
				return a.act(cmd.Context(), act(id, model.Grant{Role: args[1], Service: of}))
			},
		}
		cmd.Flags().StringVar(&service, "service", "", "for this service only")
		return cmd
	}
	leave := func(use, short string, back bool) *cobra.Command {
		return &cobra.Command{Use: use + " HANDLE", Short: short, Args: args("a handle"), RunE: func(cmd *cobra.Command, args []string) error {
			id, err := a.id(cmd.Context(), model.KindPerson, args[0])
			if err != nil {
				return err
			}
			return a.act(cmd.Context(), action.LeavePerson{Person: id, Back: back, Anyway: anyway})
		}}
	}
	return group("person", "people and their roles", add, edit,
		grant("grant", "give somebody a role", func(id model.ID, g model.Grant) action.Action {
			return action.GrantRole{Person: id, Grant: g}
		}),
		confirms(grant("revoke", "take a role from somebody", func(id model.ID, g model.Grant) action.Action {
			return action.RevokeRole{Person: id, Grant: g, Anyway: anyway}
		})),
		a.keyCommand(),
		confirms(leave("leave", "mark that somebody has left", false)),
		leave("return", "mark that somebody is back", true),
		a.listCommand(listing{kind: model.KindPerson, short: "list people", begin: "fairway person add HANDLE --name NAME --role ROLE",
			head: []string{"id", "handle", "state", "name", "roles"},
			row: func(l store.Listed) []string {
				return []string{string(l.ID), l.Handle, l.State, l.Title, dash(strings.ReplaceAll(l.Grade, " ", ", "))}
			}}),
		a.showCommand(model.KindPerson))
}

// set copies a flag's value where the flag was given.
func set(cmd *cobra.Command, flag string, into *string, value string) {
	if cmd.Flags().Changed(flag) {
		*into = value
	}
}

func (a *App) teamCommand() *cobra.Command {
	var name, lead string
	var members []string
	flags := func(cmd *cobra.Command) *cobra.Command {
		cmd.Flags().StringVar(&name, "name", "", "name")
		cmd.Flags().StringVar(&lead, "lead", "", "who leads it")
		cmd.Flags().StringSliceVar(&members, "members", nil, "who belongs to it")
		return cmd
	}
	write := func(cmd *cobra.Command, t model.Team, seen int64) error {
		ctx := cmd.Context()
		var err error
		set(cmd, "name", &t.Name, name)
		if cmd.Flags().Changed("lead") {
			if t.Lead, err = a.id(ctx, model.KindPerson, lead); err != nil {
				return err
			}
		}
		if cmd.Flags().Changed("members") {
			if t.Members, err = a.ids(ctx, model.KindPerson, members); err != nil {
				return err
			}
		}
		if t.Name == "" {
			t.Name = t.Handle
		}
		return a.act(ctx, action.WriteTeam{Team: t, Seen: seen})
	}
	return group("team", "teams",
		flags(&cobra.Command{Use: "add HANDLE", Short: "enter a team", Args: args("a handle"), RunE: func(cmd *cobra.Command, args []string) error {
			return write(cmd, model.Team{Handle: args[0]}, 0)
		}}),
		flags(&cobra.Command{Use: "edit HANDLE", Short: "change a team", Long: emptiesHelp, Args: args("a handle"), RunE: func(cmd *cobra.Command, args []string) error {
			t, seen, err := record[*model.Team](cmd.Context(), a, model.KindTeam, args[0])
			if err != nil {
				return err
			}
			return write(cmd, *t, seen)
		}}),
		a.listCommand(listing{kind: model.KindTeam, short: "list teams", begin: "fairway team add HANDLE --name NAME",
			head: []string{"id", "handle", "name", "lead"},
			row: func(l store.Listed) []string {
				return []string{string(l.ID), l.Handle, l.Title, dash(l.PersonName)}
			}}),
		a.showCommand(model.KindTeam))
}

func (a *App) serviceCommand() *cobra.Command {
	var name, owner, team, zone, criticality, hours, support, target, agreements, state string
	var signatories []string
	flags := func(cmd *cobra.Command) *cobra.Command {
		f := cmd.Flags()
		f.StringVar(&name, "name", "", "name")
		f.StringVar(&owner, "owner", "", "the service owner")
		f.StringVar(&team, "team", "", "the team that runs it")
		f.StringVar(&zone, "zone", "", "its IANA time zone")
		f.StringVar(&criticality, "criticality", "", "how critical it is, in a word")
		f.StringVar(&hours, "hours", "", "working hours")
		f.StringVar(&support, "support", "", "support hours")
		f.StringVar(&target, "target", "", "availability target of the SLA")
		f.StringVar(&agreements, "agreements", "", "customer agreements")
		f.StringSliceVar(&signatories, "signatories", nil, "who must sign an acceptance (default: the owner)")
		f.StringVar(&state, "state", "", "active or retired")
		return cmd
	}
	write := func(cmd *cobra.Command, s model.Service, seen int64) error {
		ctx := cmd.Context()
		var err error
		for flag, into := range map[string]*string{"name": &s.Name, "zone": &s.Zone, "criticality": &s.Criticality, "hours": &s.Hours, "support": &s.Support, "target": &s.Target, "agreements": &s.Agreements, "state": &s.State} {
			if cmd.Flags().Changed(flag) {
				*into, _ = cmd.Flags().GetString(flag)
			}
		}
		if cmd.Flags().Changed("owner") {
			if s.Owner, err = a.id(ctx, model.KindPerson, owner); err != nil {
				return err
			}
		}
		if cmd.Flags().Changed("team") {
			if s.Team, err = a.id(ctx, model.KindTeam, team); err != nil {
				return err
			}
		}
		if cmd.Flags().Changed("signatories") {
			if s.Signatories, err = a.ids(ctx, model.KindPerson, signatories); err != nil {
				return err
			}
		}
		if s.Name == "" {
			s.Name = s.Handle
		}
		return a.act(ctx, action.WriteService{Service: s, Seen: seen})
	}
	return group("service", "services",
		flags(&cobra.Command{Use: "add HANDLE", Short: "enter a service", Args: args("a handle"), RunE: func(cmd *cobra.Command, args []string) error {
			return write(cmd, model.Service{Handle: args[0]}, 0)
		}}),
		flags(&cobra.Command{Use: "edit HANDLE", Short: "change a service", Long: emptiesHelp, Args: args("a handle"), RunE: func(cmd *cobra.Command, args []string) error {
			s, seen, err := record[*model.Service](cmd.Context(), a, model.KindService, args[0])
			if err != nil {
				return err
			}
			return write(cmd, *s, seen)
		}}),
		a.listCommand(listing{kind: model.KindService, short: "list services", begin: "fairway service add HANDLE --name NAME --owner PERSON",
			head: []string{"id", "handle", "state", "name", "owner", "criticality"},
			row: func(l store.Listed) []string {
				return []string{string(l.ID), l.Handle, l.State, l.Title, dash(l.PersonName), dash(l.Grade)}
			}}),
		a.showCommand(model.KindService))
}
