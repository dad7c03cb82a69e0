package io.stream0.faults.check;

import static io.stream0.faults.check.Story.INBOX;
import static io.stream0.faults.check.Story.THREAD;
import static io.stream0.faults.check.Story.begin;
import static io.stream0.faults.check.Story.notKnown;
import static io.stream0.faults.check.Story.unread;
import static org.assertj.core.api.Assertions.assertThat;

import io.stream0.faults.history.Answer;
import io.stream0.faults.history.Call.Registered;
import io.stream0.faults.history.Delivered;
import io.stream0.faults.history.InboxRecord;
import io.stream0.faults.history.Log;
import io.stream0.faults.history.Notification;
import io.stream0.faults.history.Notification.Said;
import io.stream0.faults.history.Period;
import io.stream0.faults.history.Position;
import io.stream0.faults.history.ThreadEntry;
import io.stream0.faults.history.Webhooks;
import io.stream0.faults.history.When;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.ThreadId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What is wrong with what webhooks are told is found, and nothing else. One message, sent in the
 * second second; all times are in seconds, on both clocks.
 */
class NotificationCheckTest {
  private static final AgentId AGENT = new AgentId("agent");
  private static final ThreadId ONLY_THREAD = new ThreadId("thread");
  private static final AgentId SENDER = new AgentId("sender");
  private static final Instant APPENDED = Instant.parse("2026-01-01T00:00:00Z");
  private static final Answer<Registered> SECRET = new Answer.Done<>(new Registered("whsec_"));
  private static final String ID = "wdel-1";
  private static final Said MESSAGE =
      new Said(AGENT, Story.id(1), ONLY_THREAD, SENDER, "content-1");
  private static final int OK = 200;
  private static final int FAULT = 500;

  private final List<Notification> notifications = new ArrayList<>();
  private final List<Delivered> deliveries = new ArrayList<>();
  private final List<Period> brokersHarmed = new ArrayList<>();
  private final List<Period> paused = new ArrayList<>();

  private static long seconds(long number) {
    return TimeUnit.SECONDS.toNanos(number);
  }

  private static Period period(int from, int to) {
    return new Period(seconds(from), seconds(to));
  }

  /** An agent with a webhook, and a message to it. */
  private static Story sent() {
    return begin().registerWebhook(SECRET).during(seconds(1), seconds(2)).send(1);
  }

  private NotificationCheckTest add(
      int at, int signedAt, AgentId webhookOf, String id, Said said, @Nullable Integer answer) {
    notifications.add(
        new Notification(
            new When(1000 + notifications.size(), "receiver", seconds(at), seconds(at) + 1),
            webhookOf,
            id,
            Instant.ofEpochSecond(signedAt),
            true,
            said,
            answer));
    return this;
  }

  private NotificationCheckTest told(int at, @Nullable Integer answer) {
    return add(at, at, AGENT, ID, MESSAGE, answer);
  }

  private NotificationCheckTest recorded(int at) {
    deliveries.add(
        new Delivered(
            new Position(0, deliveries.size()), Story.id(1), ID, Instant.ofEpochSecond(at)));
    return this;
  }

  /** All has settled after the hundredth second, and the message is there. */
  private Verdict verdict(Story story) {
    Log log =
        new Log(
            List.of(
                new InboxRecord.Opened(new Position(0, 0), AGENT, 1),
                new InboxRecord.Sent(
                    new Position(0, 1),
                    AGENT,
                    1,
                    Story.id(1),
                    ONLY_THREAD,
                    SENDER,
                    "content-1",
                    null,
                    APPENDED)),
            List.of(
                new ThreadEntry(
                    new Position(1, 0),
                    ONLY_THREAD,
                    Story.id(1),
                    SENDER,
                    AGENT,
                    "content-1",
                    new Position(0, 1))),
            deliveries);
    return story
        .during(seconds(99), seconds(100))
        .register()
        .settle()
        .read(INBOX, unread(1))
        .read(THREAD, unread(1))
        .told(new Webhooks(notifications, brokersHarmed, paused, 0))
        .verdict(log);
  }

  private void assertNothing() {
    assertNothing(sent());
  }

  private void assertNothing(Story story) {
    Verdict verdict = verdict(story);
    assertThat(verdict.violations()).isEmpty();
    assertThat(verdict.late()).isEmpty();
  }

  private void assertOnly(Class<? extends Violation> kind) {
    assertOnly(sent(), kind);
  }

  private void assertOnly(Story story, Class<? extends Violation> kind) {
    Verdict verdict = verdict(story);
    assertThat(verdict.violations()).isNotEmpty().hasOnlyElementsOfType(kind);
    assertThat(verdict.late()).isEmpty();
    verdict.violations().forEach(found -> assertThat(found.sentence()).isNotBlank());
  }

  @Test
  void aMessageThatIsToldUntilItIsTakenIsNoViolation() {
    told(3, null).told(4, FAULT).told(5, OK).recorded(5);
    assertNothing();
  }

  @Test
  void whatWasNeverTakenIsFound() {
    assertOnly(Violation.NeverNotified.class);
    told(3, null).told(4, FAULT);
    assertOnly(Violation.NeverNotified.class);
  }

  @Test
  void whatWasOnlySeenIsToldTooIfTheWebhookWasThereBefore() {
    assertOnly(
        begin()
            .registerWebhook(SECRET)
            .during(seconds(1), seconds(2))
            .send(1, notKnown())
            .read(INBOX, unread(1)),
        Violation.NeverNotified.class);
    // Nothing is certain where the webhook was not, or may not have been.
    assertNothing(begin().during(seconds(1), seconds(2)).send(1).registerWebhook(SECRET));
    assertNothing(begin().registerWebhook(notKnown()).during(seconds(1), seconds(2)).send(1));
    assertNothing(
        begin()
            .during(seconds(1), seconds(3))
            .registerWebhook(SECRET)
            .during(seconds(2), seconds(4))
            .send(1));
  }

  @Test
  void aMessageThatIsToldUnderTwoIdsIsFound() {
    told(3, FAULT).add(4, 4, AGENT, "wdel-2", MESSAGE, OK).recorded(4);
    assertOnly(Violation.DeliveryIdDiffers.class);
  }

  @Test
  void anIdThatDiffersFromTheRecordsIsFound() {
    add(4, 4, AGENT, "wdel-2", MESSAGE, OK).recorded(4);
    assertOnly(Violation.DeliveryIdDiffers.class);
  }

  @Test
  void whatNoInboxTookIsFound() {
    told(3, OK).recorded(3);
    add(3, 3, AGENT, "wdel-9", new Said(AGENT, Story.id(9), ONLY_THREAD, SENDER, "x"), FAULT);
    assertOnly(Violation.NotifiedOfNothing.class);
  }

  @Test
  void whatIsToldBeforeItIsSentIsFound() {
    told(0, FAULT).told(3, OK).recorded(3);
    assertOnly(Violation.NotifiedOfNothing.class);
  }

  @Test
  void whatIsToldToAnothersWebhookIsFound() {
    told(3, OK).recorded(3).add(3, 3, SENDER, ID, MESSAGE, FAULT);
    assertOnly(Violation.NotifiedAnother.class);
  }

  @Test
  void whatIsNotToldAsItWasSentIsFound() {
    told(3, OK).recorded(3);
    add(3, 3, AGENT, ID, new Said(AGENT, Story.id(1), ONLY_THREAD, SENDER, "other"), FAULT);
    assertOnly(Violation.Altered.class);
  }

  @Test
  void aSignatureThatIsNotRightIsFound() {
    told(3, OK).recorded(3);
    Notification right = notifications.getFirst();
    notifications.add(
        new Notification(
            right.when(), AGENT, ID, right.signedAt(), false, MESSAGE, right.answer()));
    assertOnly(Violation.WronglySigned.class);
  }

  @Test
  void whatWasTakenAndIsNotRecordedIsFound() {
    told(3, OK);
    assertOnly(Violation.NotOnTheLog.class);
  }

  @Test
  void whatIsToldAgainWhenItIsKnownToBeToldIsFound() {
    told(3, OK).recorded(5).told(14, OK);
    assertOnly(Violation.ToldAgain.class);
  }

  @Test
  void whatIsToldAgainBeforeThatIsKnownIsNoViolation() {
    told(3, OK).recorded(5).told(13, OK);
    assertNothing();
  }

  @Test
  void anAttemptIsAsOldAsItsSignature() {
    told(3, OK).recorded(5).add(20, 13, AGENT, ID, MESSAGE, OK);
    assertNothing();
    // It may be dated forward, which helps nobody.
    add(14, 16, AGENT, ID, MESSAGE, OK);
    assertOnly(Violation.ToldAgain.class);
  }

  @Test
  void aWorkerThatWasPausedHadLookedBefore() {
    told(3, OK).recorded(5).told(29, OK);
    paused.add(period(13, 28));
    assertNothing();
    paused.clear();
    paused.add(period(14, 28));
    assertOnly(Violation.ToldAgain.class);
    paused.clear();
    paused.add(period(13, 25));
    assertOnly(Violation.ToldAgain.class);
  }

  @Test
  void whoTellsAgainDuringAPauseIsNotTheOneThatIsPaused() {
    told(3, OK).recorded(5).told(20, OK);
    paused.add(period(13, 28));
    assertOnly(Violation.ToldAgain.class);
  }

  @Test
  void aRecordMayCountOnlyWhenTheBrokersAreWell() {
    told(3, OK).recorded(5).told(38, OK);
    brokersHarmed.add(period(6, 30));
    assertNothing();
    told(39, OK);
    assertOnly(Violation.ToldAgain.class);
    brokersHarmed.clear();
    brokersHarmed.add(period(9, 30));
    assertOnly(Violation.ToldAgain.class);
  }

  @Test
  void behindADeposedBrokerAWorkerMayBeLate() {
    told(3, OK).recorded(5).told(20, OK);
    Verdict verdict = verdict(sent().during(seconds(20), seconds(21)).register().deposed());
    assertThat(verdict.violations()).isEmpty();
    assertThat(verdict.late()).isNotEmpty().hasOnlyElementsOfType(Violation.ToldAgain.class);
  }
}
