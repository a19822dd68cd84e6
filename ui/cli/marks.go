package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"fairway/assets"
	"fairway/model"
)

// What a command may be given from outside is data: the tables of this file
// name every text that a command takes, and say which of them may be the name
// of a file. A test walks all commands and fails for one that is in no table.

// hostOnly are the commands that are for whoever is on the host, with why.
var hostOnly = map[string]string{
	"fairway init":    "it makes a file on the host",
	"fairway serve":   "it listens on the host",
	"fairway tick":    "the server drives the clock",
	"fairway backup":  "it writes a file on the host",
	"fairway restore": "it writes a file on the host",
	"fairway demo":    "it makes a file on the host",

	"fairway process export": "it writes files on the host",
	"fairway process lint":   "it reads files of the host",
}

// readsAll are the commands that read the whole file or its media, or write very
// much.
var readsAll = map[string]bool{
	"fairway doctor": true, "fairway log verify": true, "fairway log lines": true, "fairway media verify": true,
	"fairway import": true, "fairway metrics": true, "fairway process backtest": true,
	"fairway evidence": true, "fairway evidence matrix": true, "fairway report make": true, "fairway report monthly": true, "fairway report quarterly": true, "fairway report trend": true,
}

// hostFlags are the options that are for whoever is on the host.
var hostFlags = map[string]string{
	"db": "the file is the one that is served",
	"as": "who you are is what your key says",

	"compact": "it writes the whole file anew, and everybody waits",
}

// paths are the flags and arguments that may be the name of a file, by
// command. A text that is none after all, such as a built-in mapping, may be
// given from outside.
var paths = map[string]func(text string) bool{
	"fairway import FILE":                nil,
	"fairway import --mapping":           builtIn,
	"fairway log verify --head":          headLike,
	"fairway media add FILE":             nil,
	"fairway media restore FILE":         nil,
	"fairway media sbom add FILE":        nil,
	"fairway form fill --from":           nil,
	"fairway person add --key":           model.LooksLikeKey,
	"fairway person key add KEYFILE":     model.LooksLikeKey,
	"fairway person key add --signature": model.LooksLikeSignature,
	"fairway init --admin-key":           nil,
	"fairway backup FILE":                nil,
	"fairway restore BACKUP":             nil,
	"fairway serve --host-key":           nil,
	"fairway serve --authorized-keys":    nil,
	"fairway serve --ca":                 nil,
	"fairway --db":                       nil,
	"fairway evidence --output":          nil,
	"fairway media get --output":         nil,
	"fairway notes --output":             nil,
	"fairway report make --output":       nil,
	"fairway report monthly --output":    nil,
	"fairway report quarterly --output":  nil,
	"fairway report trend --output":      nil,

	"fairway process export DIR":   nil,
	"fairway process lint DIR":     nil,
	"fairway process propose DIR":  nil,
	"fairway process diff DIR":     namesRules,
	"fairway process backtest DIR": namesRules,
}

func builtIn(text string) bool { _, ok := assets.Mapping(text); return ok }

// texts are the flags and arguments that are never the name of a file: by name
// where that says all, by command where the same name means a file elsewhere.
var texts = words(`
--as --theme --comment --conditions --break-glass --title --text --category --type --service --requester --builder
--items --closes --risk --reason --workaround --as-of --format --source --map --value --kind --zone --encoding --rows --problem --date-format --empty
--separator --duplicates --by --period --severity --opened --at --handle --name --role --class --environment --version --serial
--owner --state --depends-on --release --of --media --licence --email --lead --members --criticality --site --hours
 --agreements --signatories --to --channel --supplier --order --due --on --coordinator --team
--contents --change --start --end --notes --set --row --add --defer --remove --none --filter --sentence --review
--skip --sort --columns --note --trigger --intervention --restored --month --rule --listen --metrics --metrics-period --contact --spectators --since
--expires --sha256 --why --next-review --base --evaluation --rules --stage --need --before
HANDLE KEY NAME TITLE BASELINE SERVICE PURPOSE STAGE ROLE FINGERPRINT FORM ID CAB-n ITEM REL-n CHG-n PRB-n APR-n DOC-n INC-n CI-n DML-n
PRO-n INS-n REL-m WIN-n RPT-n REPORT PRP-n CAT-n PRC-m N ENTRY LAST WORDS VERSION PRC-n WORKFLOW TERM`,
	"fairway import --key", "fairway form render ID}", "fairway release advance --from", "fairway calendar --from", "fairway calendar conflicts --from", "fairway calendar conflicts --if", "fairway slot --from")

func words(list string, more ...string) map[string]bool {
	out := map[string]bool{}
	for _, w := range append(strings.Fields(list), more...) {
		out[w] = true
	}
	return out
}

// placeholders are the arguments that a command's usage line names, in order:
// those in capitals before the first flag.
func placeholders(cmd *cobra.Command) []string {
	var out []string
	for _, word := range strings.Fields(cmd.Use)[1:] {
		if strings.HasPrefix(word, "-") {
			break
		}
		out = append(out, strings.Trim(word, "[].…"))
	}
	return out
}
