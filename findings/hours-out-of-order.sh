#!/usr/bin/env bash
# A window at two hours of each day, whose hours are not written in order.
#
# RFC 5545, 3.3.10: BYHOUR is a set; in whatever order it is written, occurrences
# come one after the other in time, and COUNT counts them so. A rule that was put
# together by hand or by a form often has the evening first: BYHOUR=22,2.
#
# ical.js 2.2.1 and rrule 2.8.1 go through each day in the order that is written:
# what they give goes back in time, and with COUNT or a limit it is another set of
# nights. node-ical 0.26.1, rrule-temporal 2.2.8 and teambition/rrule-go 1.8.2 sort.
# Whoever stops reading at the first occurrence after the end of a month, as a
# calendar does, loses the early one of that day.
#
# So whatever writes rules for others sorts the lists of each BY… part.
#
# Needs node 20, npm and Go. Exits 1 when any of them says something else by now.
set -euo pipefail
folder=$(mktemp -d)
trap 'chmod -R u+w "$folder"; rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --save-exact node-ical@0.26.1 rrule-temporal@2.2.8 rrule@2.8.1 ical.js@2.2.1
cat > read.mjs <<'JS'
import nodeical from 'node-ical';
import { RRuleTemporal } from 'rrule-temporal';
import rrule from 'rrule';
import ICAL from 'ical.js';

const minute = (d) => d.toISOString().slice(5, 16);
const start = '20260302T020000Z';
const event = (rule) => ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//example//window//EN', 'BEGIN:VEVENT', 'UID:twice@example.org',
  'DTSTAMP:20260101T000000Z', `DTSTART:${start}`, 'DURATION:PT1H', `RRULE:${rule}`, 'SUMMARY:Maintenance', 'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n');
const readers = {
  'ical.js': (r) => {
    const it = new ICAL.Event(new ICAL.Component(ICAL.parse(event(r))).getFirstSubcomponent('vevent')).iterator();
    const out = [];
    for (let t = it.next(); t; t = it.next()) out.push(minute(t.toJSDate()));
    return out;
  },
  'rrule': (r) => rrule.rrulestr(`DTSTART:${start}\nRRULE:${r}`).all().map(minute),
  'node-ical': (r) => Object.values(nodeical.sync.parseICS(event(r))).find((e) => e.type === 'VEVENT').rrule.all().map(minute),
  'rrule-temporal': (r) => new RRuleTemporal({ rruleString: `DTSTART:${start}\nRRULE:${r}` }).all().map((z) => z.toInstant().toString().slice(5, 16)),
};
for (const rule of ['FREQ=DAILY;BYHOUR=2,22;COUNT=5', 'FREQ=DAILY;BYHOUR=22,2;COUNT=5'])
  for (const [name, read] of Object.entries(readers)) console.log(rule, name.padEnd(14), read(rule).join(' '));
JS
node read.mjs > seen
mkdir go && cd go
cat > go.mod <<'MOD'
module example.org/hours
go 1.24
require github.com/teambition/rrule-go v1.8.2
MOD
cat > main.go <<'GO'
package main

import (
	"fmt"

	"github.com/teambition/rrule-go"
)

func main() {
	for _, text := range []string{"FREQ=DAILY;BYHOUR=2,22;COUNT=5", "FREQ=DAILY;BYHOUR=22,2;COUNT=5"} {
		set, err := rrule.StrToRRuleSet("DTSTART:20260302T020000Z\nRRULE:" + text)
		if err != nil {
			panic(err)
		}
		fmt.Printf("%s %-14s", text, "rrule-go")
		for _, t := range set.All() {
			fmt.Print(" ", t.UTC().Format("01-02T15:04"))
		}
		fmt.Println()
	}
}
GO
GOFLAGS=-mod=mod GOMODCACHE=$folder/modules GOTOOLCHAIN=local go run . 2>/dev/null >> ../seen
cd ..
cat > expected <<'TEXT'
FREQ=DAILY;BYHOUR=2,22;COUNT=5 ical.js        03-02T02:00 03-02T22:00 03-03T02:00 03-03T22:00 03-04T02:00
FREQ=DAILY;BYHOUR=2,22;COUNT=5 rrule          03-02T02:00 03-02T22:00 03-03T02:00 03-03T22:00 03-04T02:00
FREQ=DAILY;BYHOUR=2,22;COUNT=5 node-ical      03-02T02:00 03-02T22:00 03-03T02:00 03-03T22:00 03-04T02:00
FREQ=DAILY;BYHOUR=2,22;COUNT=5 rrule-temporal 03-02T02:00 03-02T22:00 03-03T02:00 03-03T22:00 03-04T02:00
FREQ=DAILY;BYHOUR=22,2;COUNT=5 ical.js        03-02T22:00 03-02T02:00 03-03T22:00 03-03T02:00 03-04T22:00
FREQ=DAILY;BYHOUR=22,2;COUNT=5 rrule          03-02T22:00 03-02T02:00 03-03T22:00 03-03T02:00 03-04T22:00
FREQ=DAILY;BYHOUR=22,2;COUNT=5 node-ical      03-02T02:00 03-02T22:00 03-03T02:00 03-03T22:00 03-04T02:00
FREQ=DAILY;BYHOUR=22,2;COUNT=5 rrule-temporal 03-02T02:00 03-02T22:00 03-03T02:00 03-03T22:00 03-04T02:00
FREQ=DAILY;BYHOUR=2,22;COUNT=5 rrule-go       03-02T02:00 03-02T22:00 03-03T02:00 03-03T22:00 03-04T02:00
FREQ=DAILY;BYHOUR=22,2;COUNT=5 rrule-go       03-02T02:00 03-02T22:00 03-03T02:00 03-03T22:00 03-04T02:00
TEXT
cat seen
diff expected seen
echo "as described"
