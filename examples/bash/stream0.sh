# What both sides share. Needs curl and jq.

: "${STREAM0_URL:=http://localhost:8080}" "${STREAM0_API_KEY:=any}"

# call METHOD PATH [BODY [KEY]]: makes a call and prints its answer.
#
# A call whose answer was lost (no connection), or that nobody could answer (503, 429), is made again
# until it is known what came of it. KEY goes out as Idempotency-Key: it names this one message, so
# that a repeat is not a second message. 202 is as good as 201: the message is safe. Returns 1 where
# the server refuses, 2 where it is given up.
call() {
  local method=$1 path=$2 body=${3-} key=${4-} answer status pause
  local request=(-sS --max-time 60 -X "$method" "$STREAM0_URL$path" -w '\n%{http_code}'
    -H "X-API-Key: $STREAM0_API_KEY")
  [[ -z $key ]] || request+=(-H "Idempotency-Key: $key")
  [[ -z $body ]] || request+=(-H 'Content-Type: application/json' --data-binary "$body")
  for pause in 1 2 4 8 16 0; do
    if answer=$(curl "${request[@]}"); then
      status=${answer##*$'\n'}
      answer=${answer%$'\n'*}
      case $status in
        2??)
          printf '%s\n' "$answer"
          return 0
          ;;
        429 | 503) ;;
        *)
          printf '%s %s: %s %s\n' "$method" "$path" "$status" "$(jq -r .error <<<"$answer")" >&2
          return 1
          ;;
      esac
    fi
    sleep "$pause" # a little longer each time
  done
  printf '%s %s: given up\n' "$method" "$path" >&2
  return 2
}

# uri NAME: a name as it stands in a path.
uri() {
  jq -rn --arg name "$1" '$name | @uri'
}

# send TO FROM THREAD TYPE CONTENT KEY: CONTENT is JSON.
send() {
  local body
  body=$(jq -nc --arg from "$2" --arg thread "$3" --arg type "$4" --argjson content "$5" \
    '{thread_id: $thread, from: $from, type: $type, content: $content}')
  call POST "/agents/$(uri "$1")/inbox" "$body" "$6" >/dev/null
}

# next AGENT [THREAD]: waits for the agent's next unread message and prints it.
next() {
  local page query="status=unread&limit=1&timeout=30${2:+&thread_id=$(uri "$2")}"
  while page=$(call GET "/agents/$(uri "$1")/inbox?$query"); do
    if jq -ce '.messages[0] // empty' <<<"$page"; then
      return 0
    fi
  done
  return 1
}

# ack MESSAGE_ID: says that the message is dealt with.
ack() {
  call POST "/inbox/messages/$1/ack" '' "ack-$1" >/dev/null
}
