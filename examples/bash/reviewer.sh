#!/usr/bin/env bash
# Reviews code for whoever asks: asks back before it judges. Runs until it is stopped, and may be
# stopped at any moment: what it was asked stays in its inbox, and its replies carry keys, so that
# starting over repeats nothing.
set -euo pipefail
. "$(dirname "$0")/stream0.sh"

me=reviewer
call POST /agents '{"id": "reviewer", "description": "Reviews patches", "capabilities": ["review"]}' >/dev/null
echo "$me: waiting for work"

# reply TYPE CONTENT: whoever is not registered cannot be answered; that is said, and passed over.
reply() {
  send "$from" "$me" "$thread" "$1" "$2" "reply-$id" || [[ $? == 1 ]]
}

while message=$(next "$me"); do
  id=$(jq -r .id <<<"$message")
  from=$(jq -r .from <<<"$message")
  thread=$(jq -r .thread_id <<<"$message")
  type=$(jq -r .type <<<"$message")
  echo "$me: $type from $from"
  case $type in
    request)
      reply question '"The new loop never ends when the list is empty. Intentional?"'
      ;;
    answer)
      # What this is about stands in the thread; nothing is kept here.
      asked=$(call GET "/threads/$(uri "$thread")/messages" | jq -c '.messages[0].content.instruction')
      verdict=$(jq -c --argjson asked "$asked" \
        '{verdict: "changes requested", asked: $asked, because: .content}' <<<"$message")
      reply done "$verdict"
      ;;
  esac
  # Acknowledged last: whatever happens before, the message comes again.
  ack "$id"
done
exit 1
