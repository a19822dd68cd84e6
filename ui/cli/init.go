package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"fairway/assets"
	"fairway/model"
	"fairway/model/action"
	"fairway/model/when"
	"fairway/store"
)

func (a *App) initCommand() *cobra.Command {
	var adminKeys []string
	var handle, name, zone string
	var roles []string
	cmd := &cobra.Command{
		Use:   "init",
		Short: "begin a new file, with you as its administrator",
		Long:  "Creates the file, takes up the default rules, and makes you its administrator. To look around first: fairway demo.\nMore roles can be taken at once: fairway init --role release-coordinator --role release-manager",
		Args:  noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			path, err := a.placed()
			if err != nil {
				return err
			}
			if handle == "" {
				handle = tidyHandle(a.User())
			}
			if name == "" {
				name = handle
			}
			if a.firstKeys, err = a.newKeys(adminKeys); err != nil {
				return err
			}
			return a.create(cmd.Context(), path, handle, name, zone, roles)
		},
	}
	f := cmd.Flags()
	f.StringArrayVar(&adminKeys, "admin-key", nil, "your public key, or the file of one, to log in with once the file is served (repeat)")
	f.StringVar(&handle, "handle", "", "your handle (default: your name on this machine)")
	f.StringVar(&name, "name", "", "your full name")
	f.StringVar(&zone, "zone", "", "the organisation's IANA time zone (default: this machine's)")
	f.StringArrayVar(&roles, "role", nil, "a further role for you, such as release-manager (repeat)")
	return cmd
}

// create makes a file with its first person.
func (a *App) create(ctx context.Context, path, handle, name, zone string, roles []string) error {
	r, err := a.begin(ctx, path, handle, name, zone, "", roles)
	if err != nil {
		return err
	}
	if err := a.db.Keep(ctx, r.Subject, tipKey, firstTip()); err != nil {
		return err
	}
	return a.print(map[string]any{"file": path, "person": r.Subject, "position": r.Position}, func(w io.Writer) {
		fmt.Fprintf(w, "created %s\n%s\n", path, r.Note)
		as := ""
		if handle != tidyHandle(a.User()) { // by that name nobody is known in the file
			as = " --as " + handle
		}
		fmt.Fprintf(w, "Next: fairway%[1]s service add HANDLE --name NAME, fairway%[1]s person add HANDLE --name NAME --role ROLE,\nor fairway%[1]s import FILE. `fairway%[1]s` alone opens the dashboard.\n", as)
	})
}

func (a *App) begin(ctx context.Context, path, handle, name, zone, firstDay string, roles []string) (store.Result, error) {
	rules, err := assets.Rules()
	if err != nil {
		return store.Result{}, fmt.Errorf("read the default rules: %w", err)
	}
	if zone == "" {
		zone = a.localZone()
	}
	if _, err := when.Zone(zone); err != nil {
		return store.Result{}, usage("%q is no IANA time zone; give one such as --zone Europe/Berlin", zone)
	}
	rules.Rules = rules.Settled(zone, firstDay)
	person := model.Person{Handle: handle, Name: name}
	for _, r := range roles {
		person.Roles = append(person.Roles, model.Grant{Role: r})
	}
	person.Keys = a.firstKeys
	// Everything that a person could have typed wrongly is asked before the
	// file is made.
	c := model.NewCase(a.Now(), model.Actor{}, &rules)
	c.First = true
	c.Mint = func(k model.Kind) model.ID { return model.MakeID(k, 1) }
	act := action.Init{Person: person, Rules: rules}
	if err := action.Open(c, act); err != nil {
		return store.Result{}, err
	}
	// The file and its first person in one: a file without anybody is of no use,
	// and in the way of the next try.
	var r store.Result
	err = store.Make(ctx, path, a.options(), func(f *store.Batch) (err error) {
		r, err = f.Do(store.Who{Auth: "os user " + a.User()}, act)
		return err
	})
	if err != nil {
		return r, err
	}
	a.db, err = store.Open(ctx, path, a.options())
	return r, err
}

// localZone is this machine's IANA zone, UTC where it can't be told.
func (a *App) localZone() string {
	names := []string{""}
	if zone, err := when.OfTZ(a.Env("TZ")); err != nil {
		fmt.Fprintf(a.errs(), "fairway: %v\n", err)
	} else if zone != nil {
		names[0] = zone.String()
	}
	if target, err := os.Readlink("/etc/localtime"); err == nil {
		_, name, _ := strings.Cut(target, "zoneinfo/")
		names = append(names, name)
	}
	data, _ := os.ReadFile("/etc/timezone") // many systems have none
	for _, name := range append(names, strings.TrimSpace(string(data))) {
		if _, err := when.Zone(name); err == nil {
			return name
		}
	}
	return "UTC"
}

func tidyHandle(name string) string {
	name = strings.ToLower(name)
	if i := strings.LastIndexAny(name, `\/`); i >= 0 { // DOMAIN\name
		name = name[i+1:]
	}
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '.' || r == '-' || r == '_' {
			return r
		}
		return '-'
	}, name)
}

func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return misfit("%s takes no %q%s: see %s --help", cmd.CommandPath(), args[0], strayYesNo(cmd, args), cmd.CommandPath())
	}
	return nil
}

// args asks for a number of arguments, and names them when they are missing.
func args(names ...string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, given []string) error {
		if len(given) < len(names) {
			return usage("%s needs %s: see %s --help", cmd.CommandPath(), strings.Join(names[len(given):], " and "), cmd.CommandPath())
		}
		if len(given) > len(names) {
			return misfit("%s takes %s, and %q is too much%s: see %s --help", cmd.CommandPath(), strings.Join(names, " and "), given[len(names)], strayYesNo(cmd, given), cmd.CommandPath())
		}
		return nil
	}
}

// group is a command that only has commands below it.
func group(use, short string, below ...*cobra.Command) *cobra.Command {
	// Options belong to the commands below: the word that is none is told, not its options.
	cmd := &cobra.Command{Use: use, Short: short, FParseErrWhitelist: cobra.FParseErrWhitelist{UnknownFlags: true}, Args: func(cmd *cobra.Command, given []string) error {
		if len(given) > 0 {
			return usage("there is no command %q: see %s --help", cmd.CommandPath()+" "+given[0], cmd.CommandPath())
		}
		return nil
	}}
	cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
	cmd.AddCommand(below...)
	return cmd
}
