#!/bin/sh
# Verifies this evidence pack. It needs sh and sha256sum, and reads nothing outside of its
# folder. It says whether all fits together; given the SHA-256 of SHA256SUMS, as it was
# printed when the pack was made, also whether it is that pack. The exit code is 0 where
# everything fits. Whatever does not is named.
LC_ALL=C
export LC_ALL
CDPATH= # cd looks for the folder nowhere else
case $0 in
/*) cd "${0%/*}/" ;;
*/*) cd "./${0%/*}/" ;;
esac || { echo "verify.sh: its folder can't be entered"; false; exit 13; }
tab=$(printf '\t')

# This script, first of all: it may be the one that was altered.
own=$(sha256sum verify.sh)
known=
while IFS= read -r line; do
  [ "$line" = "$own" ] && known=yes
done < SHA256SUMS
[ "$known" = yes ] || { echo "verify.sh: it is not the one of this pack"; false; exit 12; }

bad=
fail() {
  echo "$1"
  bad="$bad."
}

# Every file, as the list has it.
names="
" listed=0
while IFS= read -r line; do
  name=${line#*  }
  [ "$(sha256sum "$name" 2>&1)" = "$line" ] || fail "$name: it is not what the list says, or is missing"
  names="$names$name
"
  listed=$((listed + 1))
done < SHA256SUMS
[ -z "$line" ] || fail "SHA256SUMS: its last line has no end"
sum=$(while IFS= read -r line; do
  [ "$line" = "$own" ] || printf '%s\n' "$line"
done < SHA256SUMS | sha256sum)
[ "${sum%% *}" = @LIST@ ] || fail "SHA256SUMS: it is not the list of this pack"
# A shell reads no NUL: what it read has to be all there is.
sum=$(while IFS= read -r line; do printf '%s\n' "$line"; done < SHA256SUMS | sha256sum)
[ "$sum" = "$(sha256sum < SHA256SUMS)" ] || fail "SHA256SUMS: it has bytes that no list has"

# Nothing besides.
found=0
walk() {
  for file in "$1"* "$1".[!.]* "$1"..?*; do
    case $file in *"
"*) fail "$file: a name with a line end does not belong here" ;; esac
    if [ -h "$file" ]; then
      fail "$file: it is a link"
    elif [ -d "$file" ]; then
      walk "$file/" "$found"
    elif [ -f "$file" ]; then
      found=$((found + 1))
      case $names in *"
$file
"*) ;; *) [ "$file" = SHA256SUMS ] || fail "$file: it does not belong here" ;; esac
    elif [ -e "$file" ]; then
      fail "$file: it is no file"
    fi
  done
  [ "$found" -gt "$2" ] || fail "$1: the folder is empty"
}
walk "" 0
[ "$found" -eq $((listed + 1)) ] || fail "there are $found files, and $((listed + 1)) belong here"

# The entries of the log: the hash of each is the SHA-256 of the hash before it and of its
# line. An entry that removed something by law vouches for what is left of other lines. Each
# record is named with its SHA-256 by the entry that wrote it.
entries=0 linked=0 before=0 hash= ended= vouched= removed= records=0 batched=0
previous=0000000000000000000000000000000000000000000000000000000000000000
exec 4< records.txt
next() {
  wrote= record=
  if IFS= read -r record <&4; then
    id=${record##*/}
    wrote=${id#*@}
    wrote=${wrote%.json}
    id=${id%@*}
    digest=$(sha256sum "$record")
    digest=${digest%% *}
  fi
}
next
while IFS=$tab read -r position hash line; do
  if [ -n "$line" ]; then
    entries=$((entries + 1))
    [ "$position" -eq $((before + 1)) ] || fail "chain.txt: the hash before entry $position is missing"
    case $line in '{"pos":'"$position"',"at":'*) ;; *) fail "chain.txt: entry $position says another position" ;; esac
    case $line in
    *'"gone":true'*)
      sum=$(printf %s "$line" | sha256sum)
      removed="$removed {\"pos\":$position,\"digest\":\"${sum%% *}\"}" ;;
    *)
      sum=$(printf '%s\n%s\n' "$previous" "$line" | sha256sum)
      if [ "${sum%% *}" = "$hash" ]; then linked=$((linked + 1)); else fail "chain.txt: entry $position does not fit its hash"; fi ;;
    esac
    case $line in *'"redacted":[{'*) vouched="$vouched$line" ;; esac
    while [ "$wrote" = "$position" ]; do
      records=$((records + 1))
      case $line in
      *'{"id":"'"$id"'","digest":"'"$digest"'"}'*) ;;
      *'"batch":{'*) batched=$((batched + 1)) ;;
      *) fail "$record: entry $position did not write it as it is here" ;;
      esac
      next
    done
  fi
  before=$position previous=$hash
  [ "$position $hash" = "@HEAD@" ] && ended=yes
done < chain.txt
exec 4<&-
[ -z "$record" ] || fail "$record: the entry that wrote it is missing"
for one in $removed; do
  case $vouched in *"$one"*) ;; *) fail "chain.txt: no entry vouches for what was removed: $one" ;; esac
done
[ "$ended" = yes ] || fail "chain.txt: it does not go up to the entry of this pack"

# The items of baselines: the states of which a baseline has the SHA-256.
while IFS=$tab read -r baseline line; do
  digest=${line%% *}
  IFS= read -r body < "$baseline"
  case $body in *'"digest":"'"$digest"'"'*) ;; *) fail "$baseline: it has no item with the SHA-256 $digest" ;; esac
  [ "$(sha256sum "${line#*  }" 2>&1)" = "$line" ] || fail "${line#*  }: it is not the state that $baseline has"
done < baselines.txt

@SAMPLE@
if [ -n "$1" ]; then
  sum=$(sha256sum SHA256SUMS)
  [ "$1" = "${sum%% *}" ] || fail "it is another pack than the one of which you gave the hash: its own is ${sum%% *}"
fi
if [ -n "$bad" ]; then
  echo "This pack was altered, or is not whole."
else
  echo "Everything fits: $((listed + 1)) files; $entries entries of the log, $linked with their hashes; $records records, $batched of them by imports, which name them as a whole."
fi
[ -z "$bad" ] || exit 11
[ -z "$bad" ]
