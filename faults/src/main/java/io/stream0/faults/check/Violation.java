package io.stream0.faults.check;

import io.stream0.faults.history.Call;
import io.stream0.faults.history.Call.Ack;
import io.stream0.faults.history.Delivered;
import io.stream0.faults.history.Notification;
import io.stream0.faults.history.Sending;
import io.stream0.faults.history.Shown;
import io.stream0.faults.history.ThreadEntry;
import io.stream0.faults.history.View;
import io.stream0.faults.history.When;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.MessageId;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** A promise that was broken. */
public sealed interface Violation {
  /** What was seen and what had to be; calls by their number in the history. */
  String sentence();

  /** Accepted or seen, and not there when everything had settled. */
  record Lost(MessageId message, Sending sending, View view, When scan) implements Violation {
    @Override
    public String sentence() {
      return "%s (%s) was accepted or seen, and after all had settled %s does not have it: %s"
          .formatted(message, sending.content(), view, scan);
    }
  }

  /** There before the read was asked for, and not in its answer. */
  record ReadMissed(MessageId message, Sending sending, View view, When scan) implements Violation {
    @Override
    public String sentence() {
      return "%s of %s misses %s (%s), which was visible before it began"
          .formatted(scan, view, message, sending.content());
    }
  }

  /** One sending, more messages. */
  record Doubled(String content, Collection<MessageId> messages) implements Violation {
    @Override
    public String sentence() {
      return "what was sent once (%s) is there as %s".formatted(content, listed(messages));
    }
  }

  /** One read shows one message twice. */
  record ShownTwice(MessageId message, View view, When scan) implements Violation {
    @Override
    public String sentence() {
      return "%s of %s shows %s twice".formatted(scan, view, message);
    }
  }

  /** Repeats of one send were answered with different ids. */
  record RepeatMadeAnother(Sending sending, Collection<MessageId> answered) implements Violation {
    @Override
    public String sentence() {
      return "repeats with Idempotency-Key %s were answered %s (expected: one id)"
          .formatted(sending.key(), listed(answered));
    }
  }

  /** No one order agrees with what all readers saw. */
  record OrderDiffers(View view, List<MessageId> circle, List<When> scans) implements Violation {
    @Override
    public String sentence() {
      return "readers saw %s in different orders: %s go round in a circle in %s"
          .formatted(view, listed(circle), listed(scans));
    }
  }

  /** Sent when the other one was there already, and shown in front of it. */
  record OutOfOrder(MessageId first, MessageId then, View view, When scan) implements Violation {
    @Override
    public String sentence() {
      return "%s of %s shows %s before %s, which was there before the other one was sent"
          .formatted(scan, view, first, then);
    }
  }

  /** More than one 200 for one message. */
  record AckWonTwice(MessageId message, List<When> acks) implements Violation {
    @Override
    public String sentence() {
      return "%s was acknowledged by %s (expected: one of them)".formatted(message, listed(acks));
    }
  }

  /** 404 for an ack that nobody else can have won. */
  record AckRefused(MessageId message, When ack) implements Violation {
    @Override
    public String sentence() {
      return "%s of %s was answered 404, though it was there and no other one was first"
          .formatted(ack, message);
    }
  }

  /** Shown as unread after it was known to be acked. */
  record UnreadAfterAck(MessageId message, View view, When scan) implements Violation {
    @Override
    public String sentence() {
      return "%s of %s has %s as unread after it was acknowledged".formatted(scan, view, message);
    }
  }

  /** Shown as acked when nobody had asked for that. */
  record AckedByNobody(MessageId message, View view, When scan) implements Violation {
    @Override
    public String sentence() {
      return "%s of %s has %s as acked, which nobody had acknowledged"
          .formatted(scan, view, message);
    }
  }

  /** Nobody sent it, or not yet. */
  record Invented(Shown shown, View view, When read) implements Violation {
    @Override
    public String sentence() {
      return "%s of %s shows what nobody had sent: %s".formatted(read, view, shown.message());
    }
  }

  /** Not as it was sent, not as it was shown before, or not where it was sent to. */
  record Altered(MessageId message, String was, String is, When call) implements Violation {
    @Override
    public String sentence() {
      return "%s: %s was %s and is %s".formatted(call, message, was, is);
    }
  }

  /** The page has what its request excluded. */
  record NotAskedFor(Shown shown, Call.Read read) implements Violation {
    @Override
    public String sentence() {
      return "%s of %s asked for %s and was shown %s"
          .formatted(read.when(), read.view(), read.selection(), shown);
    }
  }

  /** Shown when the agent it was sent to had been deleted. */
  record ShownAfterErasure(MessageId message, View view, When deletion, When scan)
      implements Violation {
    @Override
    public String sentence() {
      return "%s of %s shows %s, whose inbox was erased by %s"
          .formatted(scan, view, message, deletion);
    }
  }

  /** 404 for an agent that is registered. */
  record AgentNotThere(Call call) implements Violation {
    @Override
    public String sentence() {
      return "%s was answered 404, though the agent was registered: %s"
          .formatted(call.when(), call);
    }
  }

  /** An answer that the contract does not know. */
  record OddAnswer(Call call, String what) implements Violation {
    @Override
    public String sentence() {
      return "%s was answered %s: %s".formatted(call.when(), what, call);
    }
  }

  /** The history does not tell whether everything is there. */
  record NeverReadInFull(View view) implements Violation {
    @Override
    public String sentence() {
      return "%s was never read in full after all had settled".formatted(view);
    }
  }

  /** Answered 201 or 202, taken by its inbox, or told, and not on a topic that must have it. */
  record NotOnTheLog(MessageId message, String topic) implements Violation {
    @Override
    public String sentence() {
      return "%s is not on the topic %s".formatted(message, topic);
    }
  }

  /** A record that derives from another one is not what that one leads to. */
  record LogDiffers(ThreadEntry entry, String expected) implements Violation {
    @Override
    public String sentence() {
      return "threads has %s (expected: %s)".formatted(entry, expected);
    }
  }

  /** What was shown when all had settled is not what the topics lead to. */
  record ViewDiffersFromLog(View view, When scan, String difference) implements Violation {
    @Override
    public String sentence() {
      return "%s of %s, after all had settled, is not as the topics have it: %s"
          .formatted(scan, view, difference);
    }
  }

  /** Accepted or seen, sent to an agent that had a webhook, and no attempt to tell it succeeded. */
  record NeverNotified(MessageId message, Sending sending) implements Violation {
    @Override
    public String sentence() {
      return "%s (%s) was accepted or seen, and the webhook of %s never took it"
          .formatted(message, sending.content(), sending.to());
    }
  }

  /** The tellings of one message have different ids. */
  record DeliveryIdDiffers(MessageId message, Collection<String> ids) implements Violation {
    @Override
    public String sentence() {
      return "%s was told with webhook-id %s (expected: one id)".formatted(message, listed(ids));
    }
  }

  /** Told of what no inbox took, or before it was sent. */
  record NotifiedOfNothing(Notification told) implements Violation {
    @Override
    public String sentence() {
      return "%s tells the webhook of %s what nobody had sent: %s"
          .formatted(told.when(), told.webhookOf(), told.said());
    }
  }

  /** Told to another agent's webhook. */
  record NotifiedAnother(Notification told, AgentId expected) implements Violation {
    @Override
    public String sentence() {
      return "%s tells the webhook of %s of %s (expected: the webhook of %s)"
          .formatted(told.when(), told.webhookOf(), told.message(), expected);
    }
  }

  /** Its signature is not by the secret that the registration was answered with, or is old. */
  record WronglySigned(Notification told) implements Violation {
    @Override
    public String sentence() {
      return "%s tells the webhook of %s of %s, and its signature of %s is not right"
          .formatted(told.when(), told.webhookOf(), told.message(), told.signedAt());
    }
  }

  /** Told when it was recorded as told, and who told it had to know. */
  record ToldAgain(Notification told, Delivered record) implements Violation {
    @Override
    public String sentence() {
      return "%s tells of %s in an attempt of %s; that it is told was recorded at %s (%s)"
          .formatted(told.when(), told.message(), told.signedAt(), record.appended(), record.at());
    }
  }

  private static String listed(Collection<?> things) {
    return things.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  /** Of acks, when they were. */
  static List<When> times(List<Ack> acks) {
    return acks.stream().map(Ack::when).toList();
  }
}
