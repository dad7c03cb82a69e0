package io.stream0.faults.planted;

import static org.assertj.core.api.Assertions.assertThat;

import io.stream0.faults.check.Checker;
import io.stream0.faults.check.Violation;
import io.stream0.faults.drive.AllInOne;
import io.stream0.faults.drive.Caller;
import io.stream0.faults.drive.LastLook;
import io.stream0.faults.drive.Recorder;
import io.stream0.faults.history.Answer;
import io.stream0.faults.history.Selection;
import io.stream0.faults.history.Sending;
import io.stream0.faults.history.View;
import io.stream0.faults.planted.Planted.Plant;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.IdempotencyKey;
import io.stream0.protocol.id.ThreadId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The checker finds bugs that are planted in a running server, and nothing where the same is done
 * to one without a bug. No plant rests on luck: each holds the server in the moment that shows it.
 */
@Timeout(600)
class PlantedBugsIT {
  private static final AgentId AGENT = new AgentId("agent");
  private static final ThreadId THREAD = new ThreadId("thread");
  private static final View INBOX = new View.OfInbox(AGENT);

  @TempDir Path folder;

  private static Sending message(String content) {
    return new Sending(
        AGENT, THREAD, new AgentId("sender"), content, new IdempotencyKey("key-" + content));
  }

  private AllInOne start(Plant plant) throws Exception {
    AllInOne server = AllInOne.start(Planted.command(plant), folder.resolve("data"));
    server.awaitHealthy();
    return server;
  }

  private Recorder recorder() throws Exception {
    return Recorder.to(folder.resolve("history.jsonl"));
  }

  private static void register(Caller caller) throws InterruptedException {
    Answer<?> answer;
    do {
      answer = caller.register(AGENT);
    } while (!(answer instanceof Answer.Done<?>));
  }

  private static void untilAccepted(Caller caller, Sending sending) throws InterruptedException {
    Answer<?> answer;
    do {
      answer = caller.send(sending);
    } while (!(answer instanceof Answer.Done<?>));
  }

  private static void untilRead(Caller caller, View view) throws InterruptedException {
    Answer<?> answer;
    do {
      answer = caller.scan(view, Selection.ALL, 1000, 1, Duration.ZERO);
    } while (!(answer instanceof Answer.Done<?>));
  }

  private static List<Violation> verdict(Caller caller, Recorder recorder)
      throws InterruptedException {
    long settled = LastLook.at(caller, recorder, List.of(AGENT));
    return Checker.check(recorder.history(settled)).violations();
  }

  /** A crash between put and forward, then a start of this, and the send repeated. */
  private List<Violation> afterACrashBeforeTheForward(Plant then) throws Exception {
    try (Recorder recorder = recorder()) {
      Sending sending = message(CrashBeforeForward.WORD);
      try (AllInOne first = start(Plant.CRASH);
          Caller caller = Caller.of(first, recorder)) {
        register(caller);
        untilAccepted(caller, message("before"));
        assertThat(caller.send(sending)).isInstanceOf(Answer.NotKnown.class);
        first.awaitEnd();
      }
      try (AllInOne second = start(then);
          Caller caller = Caller.of(second, recorder)) {
        untilAccepted(caller, sending);
        return verdict(caller, recorder);
      }
    }
  }

  @Test
  void aReplayThatDoesNotForwardIsFound() throws Exception {
    assertThat(afterACrashBeforeTheForward(Plant.NO_FORWARD_ON_REPLAY))
        .isNotEmpty()
        .hasOnlyElementsOfType(Violation.Lost.class);
  }

  @Test
  void aReplayThatForwardsIsNoViolation() throws Exception {
    assertThat(afterACrashBeforeTheForward(Plant.NONE)).isEmpty();
  }

  private List<Violation> afterASendAndARead(Plant plant) throws Exception {
    try (Recorder recorder = recorder();
        AllInOne server = start(plant);
        Caller caller = Caller.of(server, recorder)) {
      register(caller);
      untilAccepted(caller, message("sent"));
      untilRead(caller, new View.OfThread(THREAD));
      return verdict(caller, recorder);
    }
  }

  @Test
  void anAnswerBeforeTheFoldIsFound() throws Exception {
    assertThat(afterASendAndARead(Plant.ANSWER_BEFORE_FOLD))
        .isNotEmpty()
        .hasOnlyElementsOfType(Violation.ReadMissed.class);
  }

  @Test
  void aFoldThatIsLateIsNoViolation() throws Exception {
    assertThat(afterASendAndARead(Plant.LATE_FOLD)).isEmpty();
  }

  private List<Violation> whileStoresAreRebuilt(Plant plant) throws Exception {
    try (Recorder recorder = recorder()) {
      try (AllInOne first = start(Plant.NONE);
          Caller caller = Caller.of(first, recorder)) {
        register(caller);
        untilAccepted(caller, message("one"));
        untilAccepted(caller, message("two"));
        first.kill();
      }
      try (AllInOne second = start(plant);
          Caller caller = Caller.of(second, recorder)) {
        untilRead(caller, INBOX);
        return verdict(caller, recorder);
      }
    }
  }

  @Test
  void aReadWithoutTheReadIndexIsFound() throws Exception {
    assertThat(whileStoresAreRebuilt(Plant.READ_WITHOUT_INDEX))
        .isNotEmpty()
        .hasOnlyElementsOfType(Violation.ReadMissed.class);
  }

  @Test
  void aReadWithTheReadIndexIsNoViolation() throws Exception {
    assertThat(whileStoresAreRebuilt(Plant.REBUILD)).isEmpty();
  }
}
