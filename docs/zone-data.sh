#!/usr/bin/env bash
# Prints the table of docs/operations.md: the time zones whose clocks differ, from
# this year to 2040, between the zone data that Go builds into programs and those
# of the host, or of another folder: docs/zone-data.sh [FOLDER]. Needs Go.
set -euo pipefail
host=$(realpath "${1:-/usr/share/zoneinfo}")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/main.go" <<'GO'
package main

import (
	"fmt"
	"os"
	"strings"
	"time"
)

// Each zone that is named on the command line, with what its clocks do.
func main() {
	for _, name := range os.Args[1:] {
		zone, err := time.LoadLocation(name)
		if err != nil {
			continue
		}
		var b strings.Builder
		last := ""
		for at := time.Date(time.Now().Year(), 1, 1, 0, 0, 0, 0, time.UTC); at.Year() < 2040; at = at.Add(time.Hour) {
			if now := at.In(zone).Format("-07:00"); now != last {
				fmt.Fprintf(&b, " %s%s", at.Format("2006-01-02T15Z"), now)
				last = now
			}
		}
		fmt.Printf("%s%s\n", name, b.String())
	}
}
GO
cd "$folder"
go build -o clocks main.go
zones=$(cd "$host" && find . -type f -path './[A-Z]*/*' | sed 's,^\./,,' | sort)
# shellcheck disable=SC2086 # one argument for each name
ZONEINFO=$(go env GOROOT)/lib/time/zoneinfo.zip ./clocks $zones > go.txt
# shellcheck disable=SC2086
ZONEINFO=$host ./clocks $zones > host.txt
echo "| zone | from | Go ($(go env GOVERSION)) | host ($(sed -n '1s/^# version //p' "$host/tzdata.zi")) |"
echo "|---|---|---|---|"
diff go.txt host.txt | awk '
  $1 == "<" { mine[$2] = $0 }
  $1 == ">" && $2 in mine {
    n = split(mine[$2], a, " "); m = split($0, b, " ")
    for (i = 3; i <= n || i <= m; i++)
      if (a[i] != b[i]) {
        x = i <= n ? a[i] : "-"; y = i <= m ? b[i] : "-"
        at = substr(x, 1, 10); if (at == "-" || y != "-" && substr(y, 1, 10) < at) at = substr(y, 1, 10)
        printf "| %s | %s | %s | %s |\n", $2, at, said(x), said(y)
        break
      }
  }
  function said(s) { return s == "-" ? "no further change" : substr(s, 15) " from " substr(s, 1, 10) " " substr(s, 12, 2) ":00 UTC" }'
