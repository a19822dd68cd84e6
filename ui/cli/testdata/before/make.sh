#!/bin/sh
# Makes 2058bc3.db.gz with the program of commit 2058bc3, whose path is $1: a file
# from before planned dates kept what was meant.
set -e
FAIRWAY_DB=$(mktemp -d)/f.db; export FAIRWAY_DB
f() { who=$1; shift; "$fw" --as "$who" "$@" >/dev/null; }
fw=$1
"$fw" init --handle adam --name Adam --zone Europe/Berlin --role release-coordinator --role release-manager --role change-manager >/dev/null
f adam person add oscar --role service-owner
f adam person add rafael --role release-manager --role change-manager
f adam person add cora --role release-coordinator
f adam service add docks --name Docks --zone America/Chicago --owner oscar
f adam window add --class freeze --hard --title Thanks --start 2026-12-17 --end 2026-12-18 --zone America/New_York
f adam window add --class freeze --hard --title Xmas --start 2026-12-24 --end 2026-12-26
f adam window add --class freeze --title Quarter --start '2026-12-07 07:00' --end '2026-12-07 09:00' --zone Asia/Tokyo --rule FREQ=WEEKLY
f adam release new --name Cranes --service docks --owner oscar --requester oscar --coordinator cora --start '2026-12-24 20:00' --end +2h
f adam release new --name Day --service docks --coordinator cora --owner oscar --requester oscar --start 2026-12-17 --end 2026-12-17
f adam release hold REL-2 --reason wait --review 2027-01-11
f adam release milestone 'Dock open' --service docks --on 2027-02-13
f adam release procure REL-1 --title Server --due 2027-01-11
f cora window except WIN-2 REL-1 --reason law
f rafael window decide WIN-2 REL-1 grant --comment agreed
"$fw" --as adam backup "$FAIRWAY_DB.copy" >/dev/null
gzip -9nc "$FAIRWAY_DB.copy"
