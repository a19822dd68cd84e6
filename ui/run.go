package ui

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/muesli/termenv"

	"fairway/model"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/kit"
	"fairway/ui/screen"
	"fairway/ui/standup"
	"fairway/ui/term"
	"fairway/ui/theme"
)

// Options says for whom the dashboard is shown, and on what.
type Options struct {
	DB      *store.DB
	Person  model.Actor
	Now     func() time.Time // nil: the system's clock
	Zone    *time.Location   // nil: the system's zone
	NotZone string           // what TZ says, where that is no zone: the frame says that Zone is not it
	// OtherRules names the zones whose rules this program's zone data have otherwise
	// than the file: the frame says so. nil: there are none.
	OtherRules func() []string
	Office     *time.Location // the organisation's zone; nil is Zone
	FirstDay   time.Weekday
	Dates      when.Style // "": short

	Theme   theme.Choice
	ASCII   bool
	NoColor bool
	// Colours is how many the terminal has; nil: as its environment says.
	Colours *termenv.Profile
	// Light is the background, where the theme is left to the terminal.
	Light bool

	In  io.Reader // nil: standard input
	Out io.Writer // nil: standard output
	// Size and Sizes are for terminals that aren't the process's own; see term.
	Size  term.Size
	Sizes <-chan term.Size

	Log      *slog.Logger
	Start    string // the name of the screen shown first
	ReadOnly bool
	Self     bool // the person is who the process says: others can be acted as

	// What a server adds, whose sessions share one process.

	Shared bool        // it is one of these: nothing is loaded before it is asked for
	Here   screen.Here // who else is connected; nil: nobody can be
	// Folders are those of the person's own machine; nil where there are none.
	Folders screen.Folders
	// Words are said in the footer as they come; an empty one only draws the
	// picture anew, because who is here has changed.
	Words <-chan string
	Only  []string // the screens that are shown; nil: all
	Named bool     // with a veil: people's names may be seen
	// Veil, if there is one, stands between the screens and what they read.
	Veil  func(screen.Data) screen.Data
	Cycle time.Duration // turn to the next screen so often, for a wallboard
	// Standup shows the standup of a team alone, by its handle, or with "" that of
	// everybody; nil: the screens.
	Standup *string
}

// Run shows the dashboard until it is left.
func Run(ctx context.Context, o Options) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	if o.DB != nil && !o.Shared { // a server ends its sessions itself, with a word
		go func() {
			select {
			case <-o.DB.Gone():
				cancel(o.DB.Lost())
			case <-ctx.Done():
			}
		}()
	}
	root := newRootOf(o.env(ctx), o.screens()...)
	root.begin(startScreen(o.Start))
	root.notZone = kit.Cut(o.NotZone, 16)
	root.other = o.OtherRules
	root.words, root.cycle, root.shared = o.Words, o.Cycle, o.Shared
	root.watching, root.named = o.Veil != nil, o.Named
	if o.Standup != nil {
		page := standup.New(root.env, *o.Standup)
		root.layers, root.wall = append(root.layers, layer{taker: page, page: page}), page
	}
	err := term.Run(ctx, root, term.Options{In: o.In, Out: o.Out, Size: o.Size, Sizes: o.Sizes, Log: o.Log})
	flushed := root.flush(ctx)
	if errors.Is(flushed, store.ErrReplaced) {
		if errors.Is(err, store.ErrReplaced) {
			return err // once is enough
		}
		return flushed
	}
	return errors.Join(err, flushed)
}

// flushTime is how long keeping the last drafts may take once the terminal is
// gone.
const flushTime = 3 * time.Second

// flush keeps what was typed and not sent, whatever way the session ended.
func (r *Root) flush(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), flushTime)
	defer cancel()
	var errs []error
	for _, l := range r.layers {
		if f, ok := l.taker.(screen.Keeper); ok {
			errs = append(errs, f.Flush(ctx))
		}
	}
	return errors.Join(errs...)
}

func (o Options) env(ctx context.Context) *screen.Env {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Zone == nil {
		o.Zone = time.Local
	}
	if o.Dates == "" {
		o.Dates = when.Short
	}
	colours := termenv.EnvColorProfile()
	if o.Colours != nil {
		colours = *o.Colours
	} else if o.NoColor || os.Getenv("NO_COLOR") != "" {
		o.NoColor = true
	}
	var data screen.Data = &file{DB: o.DB, mine: map[int64]bool{}}
	if o.Veil != nil {
		data = o.Veil(data) // a spectator, who may be anybody
	} else if o.DB != nil {
		data = newReaders(data, o.Person.ID(), o.DB.MayRead)
	}
	return &screen.Env{
		Context: store.ReadBy(store.ReadIn(ctx, o.Zone), o.Person.ID()), Data: data, Person: o.Person, Here: o.Here,
		Theme: theme.New(theme.Options{Choice: o.Theme, NoColor: o.NoColor, ASCII: o.ASCII, Colours: colours, Light: o.Light}),
		Zone:  o.Zone, Office: o.Office, FirstDay: o.FirstDay, Dates: o.Dates, Now: o.Now, ReadOnly: o.ReadOnly, Self: o.Self, Folders: o.Folders,
	}
}

// startScreen forgives case: board is Board.
func startScreen(name string) string {
	for _, known := range Screens() {
		if strings.EqualFold(known, name) {
			return known
		}
	}
	return ""
}

// Screens are the names of the screens, in the order of their tabs.
func Screens() []string {
	env := &screen.Env{Now: time.Now, Zone: time.UTC, Theme: theme.New(theme.Options{Choice: theme.Bare})}
	var out []string
	for _, make := range screens {
		out = append(out, make(env).Name())
	}
	return out
}

var _ screen.Data = (*file)(nil)

// screens are those to show.
func (o Options) screens() []func(*screen.Env) screen.Screen {
	if o.Only == nil {
		return screens
	}
	var out []func(*screen.Env) screen.Screen
	for i, name := range Screens() {
		if slices.Contains(o.Only, name) {
			out = append(out, screens[i])
		}
	}
	return out
}
