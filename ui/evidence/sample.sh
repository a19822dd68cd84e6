# The sample: of the releases of the period those with the smallest SHA-256 of
# "SEED ID", as the list has them in this order.
last= drawn=0 rest=
while read -r digest id word; do
  sum=$(printf '%s %s' @SEED@ "$id" | sha256sum)
  [ "${sum%% *}" = "$digest" ] || fail "population.txt: the SHA-256 of $id is another"
  [ -z "$last" ] || [ "$digest" \> "$last" ] || fail "population.txt: $id is out of order"
  case $word$rest in
  drawn) drawn=$((drawn + 1)) ;;
  -*) rest=- ;;
  *) fail "population.txt: $id was not to be drawn" ;;
  esac
  last=$digest
done < population.txt
[ "$drawn" -eq @DRAWN@ ] || fail "population.txt: $drawn are drawn, and @DRAWN@ were asked for"
