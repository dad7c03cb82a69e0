package io.stream0.tail;

import static io.stream0.tail.Events.A;
import static io.stream0.tail.Events.ACME;
import static io.stream0.tail.Events.B;
import static io.stream0.tail.Events.C;
import static io.stream0.tail.Events.OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import io.stream0.protocol.event.MessageType;
import io.stream0.protocol.event.RecordPosition;
import io.stream0.protocol.event.ThreadEvent;
import io.stream0.protocol.event.ThreadEvent.StatusChanged;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.ThreadId;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SelectionTest {
  private static final RecordPosition SOURCE = new RecordPosition(0, 1);
  private static final ThreadEvent MESSAGE =
      Events.message(ACME, "t", SOURCE, 0, MessageType.QUESTION, "1");
  private static final StatusChanged ACK = Events.ack(ACME, SOURCE, 0);

  @Test
  void withoutAFilterItIsAllOfTheTenant() {
    assertThat(Events.all(ACME).takes(MESSAGE)).isTrue();
    assertThat(Events.all(ACME).takes(ACK)).isTrue();
    assertThat(Events.all(OTHER).takes(MESSAGE)).isFalse();
    assertThat(Events.all(OTHER).takes(ACK)).isFalse();
  }

  @Test
  void anAgentsAreTheMessagesThatItSentOrReceivedAndWhatItAcknowledged() {
    assertThat(of(null, Set.of(A)).takes(MESSAGE)).isTrue();
    assertThat(of(null, Set.of(B)).takes(MESSAGE)).isTrue();
    assertThat(of(null, Set.of(C)).takes(MESSAGE)).isFalse();
    assertThat(of(null, Set.of(C, A)).takes(MESSAGE)).isTrue();
    assertThat(of(null, Set.of(A)).takes(ACK)).isFalse();
    assertThat(of(null, Set.of(B)).takes(ACK)).isTrue();
  }

  @Test
  void aTokenSeesWhatItsAgentHasPartInInThisLife() {
    assertThat(of(1L, Set.of()).takes(MESSAGE)).isTrue();
    assertThat(of(2L, Set.of()).takes(MESSAGE)).isTrue();
    assertThat(of(3L, Set.of()).takes(MESSAGE)).isFalse();
    assertThat(of(1L, Set.of()).takes(ACK)).isFalse();
    assertThat(of(2L, Set.of()).takes(ACK)).isTrue();
    assertThat(of(3L, Set.of(A)).takes(MESSAGE)).isFalse();
  }

  @Test
  void ofAnAcknowledgementThatDoesNotSayWhoseItIsOnlyTheTenantIsTold() {
    StatusChanged old = new StatusChanged(ACK.thread(), SOURCE, ACK.id(), null, ACK.ackedAt());
    assertThat(Events.all(ACME).takes(old)).isTrue();
    assertThat(of(2L, Set.of()).takes(old)).isFalse();
    assertThat(of(null, Set.of(B)).takes(old)).isFalse();
  }

  @Test
  void filtersAreJoinedByAnd() {
    ThreadId thread = new ThreadId("t");
    Set<MessageType> questions = Set.of(MessageType.QUESTION, MessageType.ANSWER);
    Selection both = new Selection(ACME, null, Set.of(), Set.of(thread), questions);
    assertThat(both.takes(MESSAGE)).isTrue();
    assertThat(both.takes(ACK)).isFalse();
    assertThat(both.takes(Events.message(ACME, "u", SOURCE, 0, MessageType.QUESTION, "1")))
        .isFalse();
    assertThat(both.takes(Events.message(ACME, "t", SOURCE, 0, MessageType.DONE, "1"))).isFalse();
  }

  private static Selection of(@Nullable Long participant, Set<AgentId> agents) {
    return new Selection(
        ACME,
        participant == null ? null : new Incarnation(participant),
        agents,
        Set.of(),
        Set.of());
  }
}
