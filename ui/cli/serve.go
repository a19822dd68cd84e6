package cli

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"path/filepath"
	"runtime/debug"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/store"
	"fairway/ui"
	"fairway/ui/scrape"
	"fairway/ui/sshd"
	"fairway/ui/theme"
)

// serving are the options of the serve command.
type serving struct {
	listen, hostKey, keys, ca, contact, spectators string
	names                                          bool
	limits                                         sshd.Limits
	scrapers                                       scraping
}

func (a *App) serveCommand() *cobra.Command {
	var o serving
	cmd := &cobra.Command{
		Use: "serve", Short: "serve the file over SSH: everybody's terminal is the client", Args: noArgs,
		Long: `Listens for SSH, and shows the dashboard to whoever proves a key that is known:
one of a person of the file (fairway person key add), one of an authorized_keys
file, or a certificate of an authority. Without a terminal, every command but
those of the host works as it does here: ssh HOST gate REL-42 --json

--metrics adds an address where a scraper reads the measures; SSH is served beside it
all the same, with its host key. Numbers alone, without any server: fairway metrics
--openmetrics, written by a timer into a file that the scraper reads.

A termination signal tells everybody, keeps what they typed, and ends within
seconds. docs/operations.md says how to run it for years.`,
		Example: "  fairway serve --db /var/lib/fairway/fairway.db --listen 0.0.0.0:2222 --contact 'the release office (4711)'",
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.serve(cmd.Context(), o) },
	}
	f := cmd.Flags()
	f.StringVar(&o.listen, "listen", "127.0.0.1:2222", "address and port")
	f.StringVar(&o.hostKey, "host-key", "", "the host's private key (default: fairway_host_ed25519 beside the file, made when there is none)")
	f.StringVar(&o.keys, "authorized-keys", "", "a file of further keys; its comments or person=\"…\" name handles")
	f.StringVar(&o.ca, "ca", "", "public keys of authorities whose user certificates are trusted; a principal is a handle")
	f.StringVar(&o.contact, "contact", "", "whom to ask about a key that is refused")
	f.StringVar(&o.spectators, "spectators", "", "who may watch as view@: known (people with a key) or anyone (default: nobody)")
	f.BoolVar(&o.names, "spectator-names", false, "spectators see people's names")
	f.StringVar(&o.scrapers.listen, "metrics", "", "besides SSH, address and port where a scraper reads the measures, without saying who it is: 127.0.0.1:9464 (default: nowhere)")
	f.StringVar(&o.scrapers.period, "metrics-period", "last-30-days", "the period of which it reads them, as of fairway metrics")
	f.DurationVar(&o.limits.Idle, "idle", 8*time.Hour, "end a session so long after its last key")
	f.DurationVar(&o.limits.Most, "longest", 7*24*time.Hour, "end a session after so long in any case")
	f.IntVar(&o.limits.Sessions, "sessions", 256, "most sessions in all")
	f.IntVar(&o.limits.PerPerson, "sessions-each", 16, "most sessions of one person")
	return cmd
}

func (a *App) serve(ctx context.Context, o serving) error {
	if o.limits.Idle < time.Second || o.limits.Most < time.Second || o.limits.Sessions < 1 || o.limits.PerPerson < 1 {
		return usage("--idle and --longest take at least a second, --sessions and --sessions-each at least 1")
	}
	watching, err := sshd.ReadSpectators(o.spectators)
	if err != nil {
		return usage("--spectators: %v", err)
	}
	db, err := a.open(ctx)
	if err != nil {
		return err
	}
	if o.hostKey == "" {
		o.hostKey = filepath.Join(filepath.Dir(db.Path()), "fairway_host_ed25519")
	}
	key, made, err := sshd.HostKey(o.hostKey)
	if err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(a.Err, nil))
	for _, l := range store.Leftovers(db.Path()) {
		log.Info("leftover", "file", l.Path, "bytes", l.Size, "removed", l.Removed, "what", l.What)
	}
	if err := a.takeZones(ctx, db, log); err != nil {
		return err
	}
	so := sshd.Options{
		DB: db, Now: a.Now, Log: log, HostKey: key, AuthorizedKeys: o.keys, Contact: o.contact,
		Spectators: watching, SpectatorNames: o.names, Limits: o.limits, Name: CommandName, Heavy: ReadsAll,
		Look:  a.look,
		Waits: func(ctx context.Context, who model.ID) string { return WaitingLine(ctx, db, who, a.Now()) }, ForPeople: ForPeople,
		Command: func(ctx context.Context, c sshd.Call) int {
			return Outside(a.Version, db, a.Now, Caller{In: c.In, Out: c.Out, Err: c.Err, Env: c.Env, Person: c.Person, Auth: c.Auth, Key: c.Key, Elsewhere: c.Elsewhere, Log: log}).Run(ctx, c.Args)
		},
	}
	if o.ca != "" {
		if so.CA, err = sshd.Authorities(o.ca); err != nil {
			return err
		}
	}
	s, err := sshd.New(so)
	if err != nil {
		return err
	}
	scrapers, err := o.scrapers.open(a.Now())
	if err != nil {
		return err
	}
	tools, err := a.ownTools(ctx, db)
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", o.listen)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", o.listen, err)
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	// A command is over before a collection pays for itself; a server isn't,
	// and holds as much as its sessions need.
	debug.SetGCPercent(50)
	debug.SetMemoryLimit(512 << 20)
	var beside sync.WaitGroup
	holder := clockHolder("serve", a.Now())
	beside.Go(func() {
		(&driver{db: db, log: log, holder: holder, now: a.Now}).drive(ctx)
	})
	if tools != nil {
		for _, t := range tools.Tools {
			log.Info("own tool", "name", t.Name, "on", t.On)
		}
		beside.Go(func() { runTools(ctx, tools, holder, log) })
	}
	if scrapers != nil {
		log.Info("measures", "metrics", "http://"+scrapers.Addr().String()+scrape.Path, "period", o.scrapers.period)
		beside.Go(func() {
			if err := o.scrapers.scrapes(ctx, scrapers, db, log, a.Now); err != nil {
				log.Error("scrapers are no longer answered", "err", err)
			}
		})
	}
	log.Info("serving", "file", db.Path(), "listen", l.Addr().String(), "host-key", o.hostKey, "fingerprint", sshd.Fingerprint(key), "made", made)
	err = s.Serve(ctx, l)
	stop()
	beside.Wait()
	if err != nil {
		log.Error("stopped", "err", err)
	} else {
		log.Info("stopped")
	}
	return err
}

// look is how dashboards look unless their people have other preferences.
func (a *App) look(ctx context.Context, o *ui.Options) error {
	policy, err := a.db.Policy(ctx)
	if err != nil {
		return err
	}
	o.Zone, o.Office, o.FirstDay = policy.Location(), policy.Location(), weekday(policy.FirstDay)
	o.Theme = theme.Choice(a.config.Theme)
	if o.Theme == "" {
		o.Theme = theme.Auto
	}
	return nil
}
