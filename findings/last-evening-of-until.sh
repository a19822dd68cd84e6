#!/usr/bin/env bash
# UNTIL given as a date, for a window at 22:00: does the last evening count?
#
# RFC 5545, 3.3.10: UNTIL has the type of DTSTART, and with a time zone it is in UTC.
# People, and programs that let one choose an end date, write UNTIL=20260405 for a
# window every Sunday at 22:00, and mean that Sunday 5 April is the last.
#
# ical.js 2.2.1, rrule 2.8.1 and teambition/rrule-go 1.8.2 take the date for its
# first instant, without a word: the window of that last evening is gone.
# node-ical 0.26.1 and rrule-temporal 2.2.8 keep it. Written as a time on the wall,
# UNTIL=20260405T220000 for Chicago, rrule, rrule-go and node-ical keep the last
# evening, ical.js takes the time for UTC and loses it, and rrule-temporal refuses
# the rule. In UTC all agree.
#
# So whatever writes rules for others writes UNTIL in UTC; whatever reads them takes
# a date for the whole of that day.
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

const start = 'DTSTART;TZID=America/Chicago:20260322T220000';
const zone = ['BEGIN:VTIMEZONE', 'TZID:America/Chicago',
  'BEGIN:DAYLIGHT', 'TZOFFSETFROM:-0600', 'TZOFFSETTO:-0500', 'DTSTART:20070311T020000', 'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU', 'END:DAYLIGHT',
  'BEGIN:STANDARD', 'TZOFFSETFROM:-0500', 'TZOFFSETTO:-0600', 'DTSTART:20071104T020000', 'RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU', 'END:STANDARD', 'END:VTIMEZONE'];
const event = (rule) => ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//example//window//EN', ...zone, 'BEGIN:VEVENT', 'UID:sunday@example.org',
  'DTSTAMP:20260101T000000Z', start, 'DURATION:PT1H', `RRULE:${rule}`, 'SUMMARY:Maintenance', 'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n');
const readers = {
  'ical.js': (r) => {
    const all = new ICAL.Component(ICAL.parse(event(r)));
    ICAL.TimezoneService.register(all.getFirstSubcomponent('vtimezone'));
    const it = new ICAL.Event(all.getFirstSubcomponent('vevent')).iterator();
    let n = 0;
    while (it.next()) n++;
    return n;
  },
  'rrule': (r) => rrule.rrulestr(`${start}\nRRULE:${r}`).all().length,
  'node-ical': (r) => Object.values(nodeical.sync.parseICS(event(r))).find((e) => e.type === 'VEVENT').rrule.all().length,
  'rrule-temporal': (r) => new RRuleTemporal({ rruleString: `${start}\nRRULE:${r}` }).all().length,
};
for (const until of ['20260405', '20260405T220000', '20260406T030000Z'])
  for (const [name, read] of Object.entries(readers)) {
    let said;
    try { said = read(`FREQ=WEEKLY;UNTIL=${until}`) + ' evenings'; } catch { said = 'refused'; }
    console.log(`UNTIL=${until}`.padEnd(23), name.padEnd(14), said);
  }
JS
TZ=UTC node read.mjs > seen
mkdir go && cd go
cat > go.mod <<'MOD'
module example.org/until
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
	for _, until := range []string{"20260405", "20260405T220000", "20260406T030000Z"} {
		set, err := rrule.StrToRRuleSet("DTSTART;TZID=America/Chicago:20260322T220000\nRRULE:FREQ=WEEKLY;UNTIL=" + until)
		if err != nil {
			panic(err)
		}
		fmt.Printf("%-23s %-14s %d evenings\n", "UNTIL="+until, "rrule-go", len(set.All()))
	}
}
GO
GOFLAGS=-mod=mod GOMODCACHE=$folder/modules GOTOOLCHAIN=local go run . 2>/dev/null >> ../seen
cd ..
cat > expected <<'TEXT'
UNTIL=20260405          ical.js        2 evenings
UNTIL=20260405          rrule          2 evenings
UNTIL=20260405          node-ical      3 evenings
UNTIL=20260405          rrule-temporal 3 evenings
UNTIL=20260405T220000   ical.js        2 evenings
UNTIL=20260405T220000   rrule          3 evenings
UNTIL=20260405T220000   node-ical      3 evenings
UNTIL=20260405T220000   rrule-temporal refused
UNTIL=20260406T030000Z  ical.js        3 evenings
UNTIL=20260406T030000Z  rrule          3 evenings
UNTIL=20260406T030000Z  node-ical      3 evenings
UNTIL=20260406T030000Z  rrule-temporal 3 evenings
UNTIL=20260405          rrule-go       2 evenings
UNTIL=20260405T220000   rrule-go       3 evenings
UNTIL=20260406T030000Z  rrule-go       3 evenings
TEXT
cat seen
diff expected seen
echo "as described"
