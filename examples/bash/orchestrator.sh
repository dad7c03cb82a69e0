#!/usr/bin/env bash
# Has a patch reviewed: sends the request, answers what the reviewer asks, prints the verdict.
set -euo pipefail
. "$(dirname "$0")/stream0.sh"

me=orchestrator
thread=review-$(date +%s)-$$
call POST /agents '{"id": "orchestrator"}' >/dev/null
send reviewer "$me" "$thread" request \
  '{"instruction": "review this patch", "patch": "-for (x : list)\n+while (true)"}' "$thread-request"
echo "$me: asked for a review in $thread"

while message=$(next "$me" "$thread"); do
  id=$(jq -r .id <<<"$message")
  type=$(jq -r .type <<<"$message")
  case $type in
    question)
      echo "$me: asked: $(jq -r .content <<<"$message")"
      send reviewer "$me" "$thread" answer '"No, that is a mistake."' "reply-$id"
      ack "$id"
      ;;
    done | failed)
      echo "$me: $type: $(jq -c .content <<<"$message")"
      ack "$id"
      call GET "/threads/$thread/messages" | jq -r '.messages[] | "  \(.from) \(.type)"'
      [[ $type == done ]]
      exit
      ;;
    *)
      ack "$id"
      ;;
  esac
done
exit 1
