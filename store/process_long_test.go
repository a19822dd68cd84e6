//go:build long

package store

import (
	"flag"
	"fmt"
	"testing"
)

// The long tests have names that begin with TestLong, so that they can be run
// without the others. By themselves they are a sample of a minute or so.

// every asks for the whole: each byte, each cut, each value, a thousand kills.
var every = flag.Bool("every", false, "the whole rather than a sample: every byte flipped, a thousand processes killed")

func pick(all, few int) int {
	if *every {
		return all
	}
	return few
}

var figures []string

// figure notes what is printed at the end, for docs/operations.md.
func figure(t *testing.T, format string, args ...any) {
	figures = append(figures, t.Name()+": "+fmt.Sprintf(format, args...))
}

func init() {
	cleanups = append(cleanups, func() {
		for _, text := range figures {
			fmt.Println("figure:", text)
		}
	})
}

func TestLongKilledWhileWriting(t *testing.T) {
	rounds := pick(1000, 40)
	figure(t, "%d processes killed, %d acknowledged actions, none lost", rounds, testKills(t, rounds))
}

func TestLongKilledWhileImporting(t *testing.T) {
	rounds := pick(300, 12)
	figure(t, "%d imports killed, %d were there as a whole, the others not at all", rounds, testImportKills(t, rounds))
}

func TestLongKilledWhileStoringMedia(t *testing.T) {
	rounds := pick(300, 12)
	figure(t, "%d processes killed, %d acknowledged files of the DML, none lost", rounds, testMediaKills(t, rounds))
}

func TestLongKilledWhileUpgrading(t *testing.T) {
	rounds := pick(150, 6)
	figure(t, "%d files, %d upgrades killed, every file opens and is whole", rounds, upgradeKills(t, rounds))
}

func TestLongKilledWhileBeginning(t *testing.T) {
	rounds := pick(200, 10)
	figure(t, "%d beginnings killed, %d files were there, each of them whole", rounds, testInitKills(t, rounds))
}
