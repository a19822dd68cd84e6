package cli

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/cab"
	"fairway/model/grammar"
	"fairway/model/when"
)

// agendaCommand shows the agenda of a meeting of the CAB, or of one that were held now.
func (a *App) agendaCommand() *cobra.Command {
	var asOf string
	cmd := &cobra.Command{
		Use: "agenda [CAB-n]", Short: "the agenda of a meeting: what waits for the CAB, what failed, what is planned",
		Long: "Shows what the CAB is needed for, with emergencies first and then the riskiest and\noldest, what failed or was rolled back since the last meeting, conditions that are not\nmet, and the forward schedule of change. Without a meeting: the one that is held, else\nthe one that is planned next, else what it would be now.",
		Args: func(_ *cobra.Command, given []string) error {
			if len(given) > 1 {
				return usage("cab agenda: name one meeting, or none")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			needs := model.Needs{Agenda: true}
			var id model.ID
			if len(args) == 1 {
				var err error
				if id, err = a.id(ctx, model.KindMeeting, args[0]); err != nil {
					return err
				}
				needs.IDs = []model.ID{id}
			}
			at, err := a.outlook(ctx, asOf)
			if err != nil {
				return err
			}
			c, err := a.db.Case(ctx, at.pos, at.now, needs)
			if err != nil {
				return err
			}
			c.Shown = at.zone
			if a.me != nil {
				c.Who.Person = a.me
			}
			m := model.Get[*model.Meeting](c, id)
			if id != "" && m == nil {
				return &model.NotFound{What: model.KindMeeting.Words() + " " + string(id)}
			}
			if m == nil {
				if m = cab.Now(c, c.Who.ID()); m == nil {
					if held := cab.Held(c); len(held) > 1 {
						return model.Refuse("show the agenda", "several meetings are held: "+strings.Join(held, ", "), model.Say("name the one that is meant"))
					}
					m = cab.Coming(c)
				}
			}
			agenda := cab.Of(c, m)
			return a.print(agenda, func(w io.Writer) { printAgenda(w, c, agenda) })
		},
	}
	asOfFlag(cmd.Flags(), &asOf)
	return cmd
}

func printAgenda(w io.Writer, c *model.Case, a cab.Agenda) {
	m := a.Meeting
	if m == nil {
		fmt.Fprintln(w, "No meeting of the CAB is held or planned. On its agenda would be:")
	} else {
		fmt.Fprintf(w, "%s %s: %s, chaired by %s\n", m.ID, m.Title, meetingWhen(c, m), c.PersonName(m.Chair))
		if m.Open() || m.State() == model.MeetingClosed {
			names := model.Each(a.Members, func(id model.ID) string { return a.Called(c, id) })
			line := cab.QuorumWords(a)
			if len(names) > 0 {
				line += " (" + strings.Join(names, ", ") + ")"
			}
			fmt.Fprintln(w, line)
		}
	}
	if len(a.Items) == 0 {
		fmt.Fprintln(w, "Nothing waits for the CAB.")
		return
	}
	for _, item := range a.Items {
		fmt.Fprintf(w, "\n%s %s\n", itemMark(item), itemTitle(c, item))
		for _, v := range item.Votes {
			text := v.Name + " " + model.Decided(v.Verdict)
			if given := v.Given(func(t time.Time) string { return c.Stamp(t) }); given != "" && m != nil {
				text += " " + given
			}
			if v.Comment != "" {
				text += ": " + strings.Join(strings.Fields(v.Comment), " ")
			}
			if v.Conditions != "" {
				text += "; on condition: " + strings.Join(strings.Fields(v.Conditions), " ")
			}
			fmt.Fprintf(w, "    %s\n", text)
		}
		for _, l := range item.Lines {
			fmt.Fprintf(w, "    %s\n", l.Text)
		}
	}
}

// meetingWhen says how a meeting stands, and when it is or was.
func meetingWhen(c *model.Case, m *model.Meeting) string {
	switch m.State() {
	case model.MeetingOpen:
		text := "held since " + c.Stamp(m.Opened)
		leads := m.Leader()
		if at := m.Item(m.Current); at != nil && leads == "" {
			leads = at.By
		}
		if leads != "" && leads != m.Chair {
			text += ", led by " + c.PersonName(leads)
		}
		return text
	case model.MeetingClosed:
		text := "held " + c.Stamp(m.Opened) + ", closed " + c.Stamp(m.Closed)
		if m.ClosedBy != "" {
			text += " by " + c.PersonName(m.ClosedBy)
		}
		return text
	}
	zone := c.Shown
	if zone == nil {
		zone = time.UTC
	}
	return model.StateWords(m) + " for " + m.Planned.Format(zone, when.Long)
}

// itemMark stands before an item: what is looked at, and what was.
func itemMark(i cab.Item) string {
	switch {
	case i.Current:
		return ">"
	case i.Handled:
		return "x"
	}
	return "-"
}

// itemTitle is an item in a line.
func itemTitle(c *model.Case, i cab.Item) string {
	out := i.Title
	if i.Approval != nil {
		out = fmt.Sprintf("%s %s of %s %s", i.Item, i.Title, i.Of, i.Name)
		var more []string
		if i.Urgent {
			more = append(more, "emergency")
		}
		if i.Band != "" {
			more = append(more, "risk "+c.Rules.Policy.BandTitle(i.Band))
		}
		stands := model.KindApproval.Info().State(i.State).Words
		if i.State == model.ApprovalPending {
			stands = fmt.Sprintf("%d of %d, waits for %s", i.Signed, i.Seats, i.WaitsFor)
		}
		out += " (" + strings.Join(append(more, stands), ", ") + ")"
	} else {
		out = i.Item + ": " + out
	}
	if i.Current || i.Handled {
		took := (i.Took + 59) / 60
		out += fmt.Sprintf(", %s of %d", grammar.Count(int(took), "minute"), i.Limit/60)
	}
	return out
}
