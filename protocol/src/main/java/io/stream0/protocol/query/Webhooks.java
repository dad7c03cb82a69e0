package io.stream0.protocol.query;

import io.stream0.protocol.event.DeliveryEvent.Answer;
import io.stream0.protocol.id.DeliveryId;
import io.stream0.protocol.id.InboxKey;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.TenantId;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The port through which api asks whoever tells an agent's webhook. Blocks its thread. */
public interface Webhooks {
  /** The longest that one attempt, or a test, can be given. */
  Duration LONGEST_ATTEMPT = Duration.ofMinutes(5);

  /** Which deliveries to show. */
  enum Status {
    ALL,
    /** To be sent, and not tried yet. */
    PENDING,
    DELIVERED,
    /** Tried in vain, and to be tried again. */
    FAILED,
    /** Not to be tried again unless someone asks for it. */
    EXHAUSTED
  }

  /**
   * What to list of one life of an agent, latest first.
   *
   * @param before only those that are older; null for the first page
   * @param limit the most of a page
   */
  record Listing(
      InboxKey agent,
      Incarnation incarnation,
      Status status,
      @Nullable DeliveryId before,
      int limit) {}

  /**
   * A page.
   *
   * @param deliveries JSON objects, a comma between two; UTF-8
   * @param next what to ask the next page before; empty where there is no more
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes on their way out; never compared
  record Page(byte[] deliveries, Optional<DeliveryId> next) {}

  /**
   * A test of a webhook.
   *
   * @param secretEpoch which of the agent's secrets signs it
   */
  record Test(InboxKey agent, Incarnation incarnation, URI webhook, long secretEpoch) {}

  /**
   * What a test came to.
   *
   * @param id {@code webhook-id} of what was sent
   */
  record Tested(String id, Answer answer, Duration took) {}

  /**
   * As of all that was recorded before this was asked.
   *
   * @throws UnansweredException if nobody could answer in time
   */
  Page list(Listing listing, Deadline deadline);

  /**
   * Which life of an agent a delivery is of, as of now; empty if the tenant has none of this id.
   *
   * @throws UnansweredException if nobody could answer in time
   */
  Optional<Incarnation> owner(TenantId tenant, DeliveryId delivery, Deadline deadline);

  /**
   * Sends a signed test event and waits for the endpoint, no longer than an attempt may take.
   *
   * @param deadline until when to look for who can send it
   * @throws BusyException if there are too many, of this agent or in all
   * @throws OutcomeUnknownException if whoever was asked does not say what came of it: it may have
   *     been sent
   * @throws UnansweredException if nobody could be asked in time
   */
  Tested test(Test test, Deadline deadline);
}
