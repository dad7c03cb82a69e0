package io.stream0.protocol.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {
  private static final TenantId TENANT = new TenantId("acme");

  @ParameterizedTest
  @ValueSource(strings = {"a", "my-agent", "back\\slash", "semi;colon", "a b", "😀", "...", "%2F"})
  void namesMayBeNearlyAnything(String name) {
    assertThat(new AgentId(name).value()).isEqualTo(name);
    assertThat(new ThreadId(name).value()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a/b", "a\nb", "\u0000", "\u007f", "\u0085", "\ud800"})
  void whatHasNoPlaceInAPathOrNoUtf8IsRefused(String name) {
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> new AgentId(name))
        .withMessageStartingWith("agent id: ")
        .withMessageContaining("(expected: 1 to 256 characters");
    assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> new ThreadId(name));
  }

  @Test
  void namesAreCountedInCharactersNotInUtf16() {
    assertThat(new AgentId("😀".repeat(256)).value()).hasSize(512);
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> new AgentId("x".repeat(257)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Acme", "a/b", "a_b", "a.b"})
  void tenantsHaveAnAlphabetOfTheirOwn(String name) {
    assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> new TenantId(name));
  }

  @Test
  void aKeyIsReadBackAsItWasWritten() {
    InboxKey key = new InboxKey(TENANT, new AgentId("zoë 🦊"));
    assertThat(InboxKey.of(key.bytes())).isEqualTo(key);
    assertThat(key.toString()).isEqualTo("acme/zoë 🦊");
  }

  @ParameterizedTest
  @ValueSource(strings = {"acme", "/agent", "acme/", "ACME/agent", "acme/a/b"})
  void whatIsNoKeyIsRefused(String key) {
    byte[] bytes = key.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> InboxKey.of(bytes));
  }

  @Property
  void aMessageIdLeadsToThePartitionThatKafkaGivesItsInbox(
      @ForAll long high,
      @ForAll long low,
      @ForAll @IntRange(min = 1, max = 1000) int partitions,
      @ForAll @IntRange(max = 100_000) int agent) {
    InboxKey inbox = new InboxKey(TENANT, new AgentId("agent-" + agent));
    MessageId id = MessageId.of(new UUID(high, low), inbox);
    assertThat(id.value()).hasSize(37);
    assertThat(id.partition(partitions))
        .isEqualTo(BuiltInPartitioner.partitionForKey(inbox.bytes(), partitions))
        .isEqualTo(inbox.partition(partitions));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
        "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more"
      })
  void whatIsNoTraceparentIsNone(String said) {
    assertThat(TraceParent.ofOrNull(said)).isNull();
    assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> new TraceParent(said));
  }

  @Test
  void aTraceparentHasItsParts() {
    TraceParent parent = new TraceParent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    assertThat(parent.traceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
    assertThat(parent.spanId()).isEqualTo("b7ad6b7169203331");
    assertThat(parent.flags()).isEqualTo("01");
  }

  @Property
  void aMessageIdIsItsBytes(@ForAll @Size(MessageId.BYTES) byte[] bytes) {
    assertThat(MessageId.of(bytes).bytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "imsg-",
        "imsg-0123456789abcdefghijklmnopqrstu",
        "imsg-0123456789abcdefghijklmnopqrstuvv",
        "imsg-0123456789ABCDEFGHIJKLMNOPQRSTUV",
        "imsg-0123456789abcdefghijklmnopqrstuw",
        "msgs-0123456789abcdefghijklmnopqrstuv"
      })
  void whatIsNoMessageIdIsRefused(String value) {
    assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> new MessageId(value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a b", "{\"json\": 1}", "~", "!"})
  void anIdempotencyKeyIsPrintable(String key) {
    assertThat(new IdempotencyKey(key).value()).isEqualTo(key);
    assertThat(new IdempotencyKey("x".repeat(256)).value()).hasSize(256);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", " a", "a ", "a\tb", "é", "\u007f"})
  void whatIsNoIdempotencyKeyIsRefused(String key) {
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> new IdempotencyKey(key));
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> new IdempotencyKey("x".repeat(257)));
  }

  @Test
  void aMessageShowsTheValueShortenedAndOnOneLine() {
    assertThat(new InvalidValueException("id", "a\nb" + "x".repeat(200), "less"))
        .hasMessage("id: a\\u000ab" + "x".repeat(77) + "… (expected: less)");
  }
}
