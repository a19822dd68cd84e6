#!/usr/bin/env bash
# On-call shifts every eight hours, and an hourly check, over a change of the clocks.
#
# FREQ=HOURLY;INTERVAL=8 from 06:00 in Berlin is how rotas of three shifts are
# written. RFC 5545, 3.3.10 has recurrences go by local time where a zone is named.
#
# ical.js 2.2.1, rrule 2.8.1 and teambition/rrule-go 1.8.2 keep 06:00, 14:00, 22:00.
# node-ical 0.26.1 and rrule-temporal 2.2.8 count hours that pass: from the last
# Sunday of March on every shift begins at 07:00, 15:00, 23:00, until autumn. Two
# calendars that read the same file hand over an hour apart.
#
# An hourly check from 00:30 on the night on which the clocks go back: none of the
# five gives every hour. Of the two that are called 02:30, ical.js and rrule-go leave
# the first out, node-ical and rrule-temporal the second; rrule gives both, and
# leaves out 01:30. In spring ical.js and rrule-go give four hours where COUNT=5, and
# rrule gives the first one twice. All on a host in UTC.
#
# So shifts are written as daily events, one for each hour at which they begin.
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

const zone = ['BEGIN:VTIMEZONE', 'TZID:Europe/Berlin',
  'BEGIN:DAYLIGHT', 'TZOFFSETFROM:+0100', 'TZOFFSETTO:+0200', 'DTSTART:19700329T020000', 'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU', 'END:DAYLIGHT',
  'BEGIN:STANDARD', 'TZOFFSETFROM:+0200', 'TZOFFSETTO:+0100', 'DTSTART:19701025T030000', 'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU', 'END:STANDARD', 'END:VTIMEZONE'];
const event = (start, rule) => ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//example//rota//EN', ...zone, 'BEGIN:VEVENT', 'UID:shift@example.org',
  'DTSTAMP:20260101T000000Z', start, 'DURATION:PT1H', `RRULE:${rule}`, 'SUMMARY:Shift', 'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n');
const readers = {
  'ical.js': (s, r) => {
    const all = new ICAL.Component(ICAL.parse(event(s, r)));
    ICAL.TimezoneService.register(all.getFirstSubcomponent('vtimezone'));
    const it = new ICAL.Event(all.getFirstSubcomponent('vevent')).iterator();
    const out = [];
    for (let t = it.next(); t; t = it.next()) out.push(t.toJSDate());
    return out;
  },
  'rrule': (s, r) => rrule.rrulestr(`${s}\nRRULE:${r}`).all(),
  'node-ical': (s, r) => Object.values(nodeical.sync.parseICS(event(s, r))).find((e) => e.type === 'VEVENT').rrule.all(),
  'rrule-temporal': (s, r) => new RRuleTemporal({ rruleString: `${s}\nRRULE:${r}` }).all().map((z) => new Date(z.epochMilliseconds)),
};
for (const [start, rule] of [['20260328T060000', 'FREQ=HOURLY;INTERVAL=8;COUNT=6'], ['20260329T003000', 'FREQ=HOURLY;COUNT=5'], ['20261025T003000', 'FREQ=HOURLY;COUNT=5']])
  for (const [name, read] of Object.entries(readers))
    console.log(start, name.padEnd(14), read(`DTSTART;TZID=Europe/Berlin:${start}`, rule).map((d) => d.toISOString().slice(5, 16) + 'Z').join(' '));
JS
TZ=UTC node read.mjs > seen
mkdir go && cd go
cat > go.mod <<'MOD'
module example.org/shifts
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
	for _, c := range [][2]string{{"20260328T060000", "FREQ=HOURLY;INTERVAL=8;COUNT=6"}, {"20260329T003000", "FREQ=HOURLY;COUNT=5"}, {"20261025T003000", "FREQ=HOURLY;COUNT=5"}} {
		set, err := rrule.StrToRRuleSet("DTSTART;TZID=Europe/Berlin:" + c[0] + "\nRRULE:" + c[1])
		if err != nil {
			panic(err)
		}
		fmt.Printf("%s %-14s", c[0], "rrule-go")
		for _, t := range set.All() {
			fmt.Print(" ", t.UTC().Format("01-02T15:04Z"))
		}
		fmt.Println()
	}
}
GO
GOFLAGS=-mod=mod GOMODCACHE=$folder/modules GOTOOLCHAIN=local go run . 2>/dev/null >> ../seen
cd ..
cat > expected <<'TEXT'
20260328T060000 ical.js        03-28T05:00Z 03-28T13:00Z 03-28T21:00Z 03-29T04:00Z 03-29T12:00Z 03-29T20:00Z
20260328T060000 rrule          03-28T05:00Z 03-28T13:00Z 03-28T21:00Z 03-29T04:00Z 03-29T12:00Z 03-29T20:00Z
20260328T060000 node-ical      03-28T05:00Z 03-28T13:00Z 03-28T21:00Z 03-29T05:00Z 03-29T13:00Z 03-29T21:00Z
20260328T060000 rrule-temporal 03-28T05:00Z 03-28T13:00Z 03-28T21:00Z 03-29T05:00Z 03-29T13:00Z 03-29T21:00Z
20260329T003000 ical.js        03-28T23:30Z 03-29T00:30Z 03-29T01:30Z 03-29T02:30Z
20260329T003000 rrule          03-28T23:30Z 03-28T23:30Z 03-29T00:30Z 03-29T01:30Z 03-29T02:30Z
20260329T003000 node-ical      03-28T23:30Z 03-29T00:30Z 03-29T01:30Z 03-29T02:30Z 03-29T03:30Z
20260329T003000 rrule-temporal 03-28T23:30Z 03-29T00:30Z 03-29T01:30Z 03-29T02:30Z 03-29T03:30Z
20261025T003000 ical.js        10-24T22:30Z 10-24T23:30Z 10-25T01:30Z 10-25T02:30Z 10-25T03:30Z
20261025T003000 rrule          10-24T22:30Z 10-25T00:30Z 10-25T01:30Z 10-25T02:30Z 10-25T03:30Z
20261025T003000 node-ical      10-24T22:30Z 10-24T23:30Z 10-25T00:30Z 10-25T02:30Z 10-25T03:30Z
20261025T003000 rrule-temporal 10-24T22:30Z 10-24T23:30Z 10-25T00:30Z 10-25T02:30Z 10-25T03:30Z
20260328T060000 rrule-go       03-28T05:00Z 03-28T13:00Z 03-28T21:00Z 03-29T04:00Z 03-29T12:00Z 03-29T20:00Z
20260329T003000 rrule-go       03-28T23:30Z 03-29T00:30Z 03-29T01:30Z 03-29T02:30Z
20261025T003000 rrule-go       10-24T22:30Z 10-24T23:30Z 10-25T01:30Z 10-25T02:30Z 10-25T03:30Z
TEXT
cat seen
diff expected seen
echo "as described"
