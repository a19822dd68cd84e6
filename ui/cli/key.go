package cli

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/action"
	"fairway/store"
)

// keyLine is the line of a public key: given as such, or in a file, or on
// standard input.
func (a *App) keyLine(text string) (string, error) {
	if model.LooksLikeKey(text) {
		return text, nil
	}
	data, err := a.readFile(text)
	if err != nil {
		return "", usage("read the public key: %v", err)
	}
	if len(data) > 64<<10 {
		return "", usage("read the public key: %s is %d bytes long, which no public key is", text, len(data))
	}
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if _, err := model.ParseKey(line); err != nil {
			return "", usage("read the public key in %s: %v", text, err)
		}
		return line, nil
	}
	return "", usage("read the public key: there is none in %s", text)
}

// newKeys are the keys of a person who is to be added.
func (a *App) newKeys(texts []string) ([]model.SSHKey, error) {
	var out []model.SSHKey
	for _, text := range texts {
		line, err := a.keyLine(text)
		if err != nil {
			return nil, err
		}
		out = append(out, model.SSHKey{Line: line})
	}
	return out, nil
}

func (a *App) keyCommand() *cobra.Command {
	add := &cobra.Command{
		Use: "add HANDLE KEYFILE", Short: "let somebody log in with a public key", Args: args("a handle", "a public key, the file of one, or -"),
		Example: "  fairway person key add alice id_ed25519.pub\n  fairway person key add alice 'ssh-ed25519 AAAA… alice@laptop'\n  ssh HOST person key add alice - < id_ed25519.pub",
		RunE: func(cmd *cobra.Command, args []string) error {
			id, err := a.id(cmd.Context(), model.KindPerson, args[0])
			if err != nil {
				return err
			}
			line, err := a.keyLine(args[1])
			if err != nil {
				return err
			}
			return a.act(cmd.Context(), action.AddKey{Person: id, Line: line})
		},
	}
	revoke := &cobra.Command{
		Use: "revoke HANDLE FINGERPRINT", Short: "end a key; what was done with it stays valid", Args: args("a handle", "a fingerprint: SHA256:…"),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := record[*model.Person](cmd.Context(), a, model.KindPerson, args[0])
			if err != nil {
				return err
			}
			full, err := fingerprint(p, args[1])
			if err != nil {
				return err
			}
			return a.act(cmd.Context(), action.RevokeKey{Person: p.ID, Fingerprint: full})
		},
	}
	list := &cobra.Command{
		Use: "list HANDLE", Short: "the keys of somebody, revoked ones too", Args: args("a handle"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			p, err := record[*model.Person](ctx, a, model.KindPerson, args[0])
			if err != nil {
				return err
			}
			return a.printKeys(ctx, p)
		},
	}
	return group("key", "the public keys people log in with", add, revoke, list)
}

// fingerprint finds a key of a person by the beginning of its fingerprint.
func fingerprint(p *model.Person, text string) (string, error) {
	var found []string
	for _, k := range p.Keys {
		if strings.HasPrefix(k.Fingerprint, text) || strings.HasPrefix(strings.TrimPrefix(k.Fingerprint, "SHA256:"), text) {
			found = append(found, k.Fingerprint)
		}
	}
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) > 1:
		return "", usage("%q is the beginning of %d fingerprints; write more of it", text, len(found))
	}
	return "", &model.NotFound{What: fmt.Sprintf("key %q of %s", text, p.Handle)}
}

func (a *App) printKeys(ctx context.Context, p *model.Person) error {
	zone, err := a.zone(ctx)
	if err != nil {
		return err
	}
	names := map[model.ID]string{}
	name := func(id model.ID) string {
		if _, ok := names[id]; !ok && id != "" {
			names[id] = string(id)
			if f, err := a.db.Record(ctx, id, store.Now); err == nil {
				names[id] = f.Record.Row().Handle
			}
		}
		return names[id]
	}
	return a.print(nonNil(p.Keys), func(w io.Writer) {
		if len(p.Keys) == 0 {
			fmt.Fprintf(w, "%s has no keys. Add one with: fairway person key add %s FILE\n", p.Name, p.Handle)
			return
		}
		var rows [][]string
		for _, k := range p.Keys {
			state := "live"
			if !k.Live() {
				state = "revoked " + timeOf(k.Revoked, zone) + " by " + name(k.RevokedBy)
			}
			kind, _, _ := strings.Cut(k.Line, " ")
			rows = append(rows, []string{k.Fingerprint, kind, timeOf(k.Added, zone) + " by " + name(k.AddedBy), state, dash(k.Comment)})
		}
		table(w, []string{"fingerprint", "kind", "added", "state", "comment"}, rows)
	})
}
