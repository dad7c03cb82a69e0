package io.stream0.faults.drive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.stream0.faults.history.Notification;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.MessageId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes to a webhook is written down, with whether it is signed as it has to be. */
class ReceiverTest {
  private static final AgentId AGENT = new AgentId("agent");
  private static final MessageId MESSAGE = MessageId.of(new byte[MessageId.BYTES]);
  private static final String KEY = "bm90IHNvIHNlY3JldA==";
  private static final String BODY =
      """
      {"event":"new_message","agent_id":"agent","message_id":"%s","thread_id":"t","from":"b",\
      "type":"message","created_at":"2026-01-01T00:00:00.000Z","content":"hello"}\
      """
          .formatted(MESSAGE);

  @TempDir Path folder;

  private final HttpClient http = HttpClient.newHttpClient();
  private Recorder recorder;
  private Receiver receiver;

  @BeforeEach
  void start() throws IOException {
    recorder = Recorder.to(folder.resolve("history.jsonl"));
    receiver = new Receiver(recorder, new SplittableRandom(1));
    receiver.signedWith(AGENT, "whsec_" + KEY);
  }

  @AfterEach
  void stop() {
    receiver.close();
    recorder.close();
    http.close();
  }

  private static String signature(String id, long time, String body) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(Base64.getDecoder().decode(KEY), "HmacSHA256"));
    mac.update(ByteBuffer.wrap((id + "." + time + "." + body).getBytes(UTF_8)));
    return "v1," + Base64.getEncoder().encodeToString(mac.doFinal());
  }

  private void post(long time, String signature, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(receiver.urlOf(AGENT)))
            .header("webhook-id", "wdel-1")
            .header("webhook-timestamp", Long.toString(time))
            .header("webhook-signature", signature)
            .POST(BodyPublishers.ofString(body))
            .build();
    assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isBetween(200, 204);
  }

  private List<Notification> recorded() {
    return recorder.history(0, List.of(), List.of(), List.of()).webhooks().notifications();
  }

  @Test
  void aNotificationIsRecordedAsItCame() throws Exception {
    long now = Instant.now().getEpochSecond();

    post(now, signature("wdel-1", now, BODY), BODY);

    Notification told = recorded().getFirst();
    assertThat(told.genuine()).isTrue();
    assertThat(told.webhookOf()).isEqualTo(AGENT);
    assertThat(told.id()).isEqualTo("wdel-1");
    assertThat(told.signedAt()).isEqualTo(Instant.ofEpochSecond(now));
    assertThat(told.message()).isEqualTo(MESSAGE);
    assertThat(told.said().content()).isEqualTo("hello");
    assertThat(told.isTaken()).isTrue();
    assertThat(Files.exists(folder.resolve("history.jsonl"))).isTrue();
    receiver.check();
  }

  @Test
  void aSignatureOfAnotherBodyOrTimeIsNotGenuine() throws Exception {
    long now = Instant.now().getEpochSecond();

    post(now, signature("wdel-1", now, BODY + " "), BODY);
    post(now, signature("wdel-2", now, BODY), BODY);
    post(now - 400, signature("wdel-1", now - 400, BODY), BODY);

    assertThat(recorded()).hasSize(3).noneMatch(Notification::genuine);
  }

  @Test
  void whatIsNoNotificationEndsTheRun() throws Exception {
    long now = Instant.now().getEpochSecond();

    post(now, signature("wdel-1", now, "{}"), "{}");

    assertThatIllegalStateException().isThrownBy(receiver::check).withMessageContaining("{}");
  }
}
