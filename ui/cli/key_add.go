package cli

import (
	"context"
	"fairway/model/process"
	"fairway/ui/remedy"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/action"
)

func (a *App) addKeyCommand() *cobra.Command {
	var signature, comment string
	cmd := &cobra.Command{
		Use: "add [HANDLE] [KEYFILE]", Short: "let somebody log in with a public key",
		Long: `Adds a public key. Whoever keeps the people adds it for anybody. For oneself it
takes a signature of that key, over a challenge that is good once, for ten
minutes; the signature says which key it is. It takes one line:

  ` + remedy.Shell{}.Prove() + `
  ` + remedy.Shell{Remote: true}.Prove() + `

None is needed to take up the very key with which one is logged in, by an
authorized_keys file or a certificate: fairway person key add HANDLE KEYFILE`,
		Example: "  fairway person key add alice id_ed25519.pub\n  fairway person key add alice 'ssh-ed25519 AAAA… alice@laptop'\n  ssh HOST person key add alice - < id_ed25519.pub",
		Args: func(cmd *cobra.Command, given []string) error {
			if cmd.Flags().Changed("signature") && len(given) < 2 {
				return nil
			}
			return args("a handle", "a public key, the file of one, or -")(cmd, given)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("signature") && signature == "" {
				return usage("--signature is empty: give the file that ssh-keygen -Y sign wrote, or - for standard input")
			}
			add, err := a.keyToAdd(cmd.Context(), args, signature)
			if err != nil {
				return err
			}
			if cmd.Flags().Changed("comment") {
				k, err := model.ParseKey(add.Line)
				if err != nil {
					return usage("read the public key: %v", err)
				}
				add.Line = k.Line + " " + comment
			}
			return a.act(cmd.Context(), add)
		},
	}
	cmd.Flags().StringVar(&signature, "signature", "", "a signature of the key over the last challenge: its file, or -")
	cmd.Flags().StringVar(&comment, "comment", "", "what the key is of, such as alice@laptop, in place of the comment in its file")
	return cmd
}

// keyToAdd is whose key is added, and what shows that it is theirs. Without a
// handle it is the caller's; without a key it is the one that signed.
func (a *App) keyToAdd(ctx context.Context, args []string, signature string) (action.AddKey, error) {
	var add action.AddKey
	var err error
	if signature != "" {
		// It comes through a pipe whose other end is still asking for the
		// challenge, so it is read before anything else is looked at.
		add.Proof = &model.KeyProof{Signature: signature}
		if !model.LooksLikeSignature(signature) {
			text, err := a.readFile(signature)
			if err != nil {
				return add, usage("read the signature: %v", err)
			}
			add.Proof.Signature = string(text)
		}
		k, err := add.Proof.Key()
		if err != nil {
			return add, usage("read the signature: %v", err)
		}
		add.Line = k.Line
	}
	if len(args) > 1 {
		if add.Line, err = a.keyLine(args[1]); err != nil {
			return add, err
		}
	}
	if len(args) > 0 {
		add.Person, err = a.id(ctx, model.KindPerson, args[0])
	} else {
		var me *model.Person
		if me, err = a.myself(ctx, model.Say("name whose key it is")); err == nil {
			add.Person = me.ID
		}
	}
	if err != nil || add.Proof == nil {
		return add, err
	}
	add.Proof.Challenge, err = a.db.LastChallenge(ctx, add.Person)
	return add, err
}

// myself is the caller, who has to be somebody of the file.
func (a *App) myself(ctx context.Context, also ...model.Remedy) (*model.Person, error) {
	if _, err := a.who(ctx); err != nil {
		return nil, err
	}
	if a.me == nil {
		return nil, model.Refuse("know who you are", "nobody in this file is known by your name", append([]model.Remedy{model.ByDoing(process.ActAs, "")}, also...)...)
	}
	return a.me, nil
}

func (a *App) challengeCommand() *cobra.Command {
	return &cobra.Command{
		Use: "challenge", Short: "make the text to sign with a key of your own that you want to add", Args: noArgs,
		Long: `Prints a text for you to sign with the key that you want to add. It is good once,
for ten minutes, for you and for this file alone; a new one takes its place.

  ` + remedy.Shell{}.Prove() + `
  ` + remedy.Shell{Remote: true}.Prove() + `

KEYFILE is the private key, or the public one of a key that an agent holds.`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			me, err := a.myself(ctx, model.ByTask("add-person", "", model.With("handle", "")).For("ask an administrator"))
			if err != nil {
				return err
			}
			if me.Left {
				return model.Refuse("make a challenge", me.Name+" has left", model.ByTask("return-person", me.ID).By(me.Handle).For("ask an administrator"))
			}
			c, err := a.db.Challenge(ctx, me)
			if err != nil {
				return err
			}
			line := a.shell().Prove()
			if !a.flags.json {
				fmt.Fprintf(a.errs(), "Sign this within ten minutes, as in: %s\n", line)
			}
			return a.print(map[string]any{"text": c.Text(), "until": c.Made.Add(model.ChallengeLife), "namespace": model.KeyNamespace, "line": line}, func(w io.Writer) {
				_, _ = io.WriteString(w, c.Text())
			})
		},
	}
}
