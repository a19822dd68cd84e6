package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/action"
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
	return group("key", "the public keys people log in with", a.addKeyCommand(), a.challengeCommand(), a.revokeKeyCommand(), a.reinstateKeyCommand(), a.keyList())
}

func (a *App) revokeKeyCommand() *cobra.Command {
	var reason string
	cmd := &cobra.Command{
		Use: "revoke HANDLE FINGERPRINT", Short: "end a key; what was done with it stays valid", Args: args("a handle", "a fingerprint: SHA256:…"),
		Long: `Ends a key of somebody: it lets them in no more, whether it stands on record, in
an authorized_keys file or in a certificate. It binds nobody else.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			p, full, err := a.namedKey(cmd.Context(), args)
			if err != nil {
				return err
			}
			return a.act(cmd.Context(), action.RevokeKey{Person: p.ID, Fingerprint: full, Reason: reason})
		},
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why: lost, added by mistake")
	return cmd
}

func (a *App) reinstateKeyCommand() *cobra.Command {
	var reason string
	cmd := &cobra.Command{
		Use: "reinstate HANDLE FINGERPRINT", Short: "bring back a key that was revoked", Args: args("a handle", "a fingerprint: SHA256:…"),
		Long: "Takes the revocation of a key back. It stays on record, with who took it back and why.",
		RunE: func(cmd *cobra.Command, args []string) error {
			p, full, err := a.namedKey(cmd.Context(), args)
			if err != nil {
				return err
			}
			return a.act(cmd.Context(), action.ReinstateKey{Person: p.ID, Fingerprint: full, Reason: reason})
		},
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why it can be trusted again")
	return cmd
}

// namedKey finds a key by a handle and the beginning of its fingerprint.
func (a *App) namedKey(ctx context.Context, args []string) (*model.Person, string, error) {
	p, _, err := record[*model.Person](ctx, a, model.KindPerson, args[0])
	if err != nil {
		return nil, "", err
	}
	full, err := fingerprint(p, args[1])
	return p, full, err
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
