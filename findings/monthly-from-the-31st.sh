#!/usr/bin/env bash
# A window that repeats monthly from the 31st, or yearly from 29 February.
#
# RFC 5545, 3.3.10: a date that a month does not have is no occurrence, so that
# DTSTART on 31 January with FREQ=MONTHLY gives 31 January, 31 March, 31 May …,
# and one on 29 February with FREQ=YEARLY comes in leap years. rrule-temporal 2.2.8
# and rrule 2.8.1 give that.
#
# node-ical 0.26.1, which brings a rrule-temporal 1.x of its own, gives 31 January,
# 28 February, and from then on the 28th of every month, for good: a calendar that
# is read with it shows a month-end freeze three days before the month ends. From
# 29 February it gives 28 February in every later year, and never the 29th again.
# ical.js 2.2.1 reads the month as the RFC has it, and makes of 29 February the
# first of March in every later year: the same event lies on three dates.
# With BYMONTHDAY written out node-ical agrees with the others.
#
# So a feed or a file that others read writes BYMONTHDAY out, or single events.
#
# Needs node 20 and npm. Exits 1 when any of them says something else by now.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --save-exact node-ical@0.26.1 rrule-temporal@2.2.8 rrule@2.8.1 ical.js@2.2.1
cat > read.mjs <<'JS'
import nodeical from 'node-ical';
import { RRuleTemporal } from 'rrule-temporal';
import rrule from 'rrule';
import ICAL from 'ical.js';

const day = (d) => d.toISOString().slice(0, 10);
const event = (start, rule) => ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//example//freeze//EN', 'BEGIN:VEVENT', 'UID:month-end@example.org',
  'DTSTAMP:20260101T000000Z', `DTSTART:${start}`, 'DURATION:PT4H', `RRULE:${rule}`, 'SUMMARY:Month end', 'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n');
const readers = {
  'node-ical': (s, r) => Object.values(nodeical.sync.parseICS(event(s, r))).find((e) => e.type === 'VEVENT').rrule.all().map(day),
  'rrule-temporal': (s, r) => new RRuleTemporal({ rruleString: `DTSTART:${s}\nRRULE:${r}` }).all().map((z) => z.toString().slice(0, 10)),
  'rrule': (s, r) => rrule.rrulestr(`DTSTART:${s}\nRRULE:${r}`).all().map(day),
  'ical.js': (s, r) => {
    const it = new ICAL.Event(new ICAL.Component(ICAL.parse(event(s, r))).getFirstSubcomponent('vevent')).iterator();
    const out = [];
    for (let t = it.next(); t; t = it.next()) out.push(day(t.toJSDate()));
    return out;
  },
};
for (const [start, rule] of [['20260131T200000Z', 'FREQ=MONTHLY;COUNT=4'], ['20260131T200000Z', 'FREQ=MONTHLY;BYMONTHDAY=31;COUNT=4'], ['20240229T200000Z', 'FREQ=YEARLY;COUNT=3']])
  for (const [name, read] of Object.entries(readers)) console.log(rule.padEnd(36), name.padEnd(15), read(start, rule).join(' '));
JS
node read.mjs | sed 's/ *$//' > seen
cat > expected <<'TEXT'
FREQ=MONTHLY;COUNT=4                 node-ical       2026-01-31 2026-02-28 2026-03-28 2026-04-28
FREQ=MONTHLY;COUNT=4                 rrule-temporal  2026-01-31 2026-03-31 2026-05-31 2026-07-31
FREQ=MONTHLY;COUNT=4                 rrule           2026-01-31 2026-03-31 2026-05-31 2026-07-31
FREQ=MONTHLY;COUNT=4                 ical.js         2026-01-31 2026-03-31 2026-05-31 2026-07-31
FREQ=MONTHLY;BYMONTHDAY=31;COUNT=4   node-ical       2026-01-31 2026-03-31 2026-05-31 2026-07-31
FREQ=MONTHLY;BYMONTHDAY=31;COUNT=4   rrule-temporal  2026-01-31 2026-03-31 2026-05-31 2026-07-31
FREQ=MONTHLY;BYMONTHDAY=31;COUNT=4   rrule           2026-01-31 2026-03-31 2026-05-31 2026-07-31
FREQ=MONTHLY;BYMONTHDAY=31;COUNT=4   ical.js         2026-01-31 2026-03-31 2026-05-31 2026-07-31
FREQ=YEARLY;COUNT=3                  node-ical       2024-02-29 2025-02-28 2026-02-28
FREQ=YEARLY;COUNT=3                  rrule-temporal  2024-02-29 2028-02-29 2032-02-29
FREQ=YEARLY;COUNT=3                  rrule           2024-02-29 2028-02-29 2032-02-29
FREQ=YEARLY;COUNT=3                  ical.js         2024-02-29 2025-03-01 2026-03-01
TEXT
cat seen
diff expected seen
echo "as described"
