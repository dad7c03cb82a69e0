package io.stream0.directory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.stream0.directory.CredentialOutcome.Confirmed;
import io.stream0.directory.CredentialOutcome.Issued;
import io.stream0.directory.CredentialOutcome.NotLive;
import io.stream0.directory.CredentialOutcome.Renamed;
import io.stream0.directory.CredentialOutcome.Revoked;
import io.stream0.protocol.event.CredentialEvent;
import io.stream0.protocol.event.CredentialEvent.KeyConfirmed;
import io.stream0.protocol.event.CredentialEvent.KeyIssued;
import io.stream0.protocol.event.CredentialEvent.KeyRenamed;
import io.stream0.protocol.event.CredentialEvent.KeyRevoked;
import io.stream0.protocol.event.CredentialEventCodec;
import io.stream0.protocol.id.KeyHash;
import io.stream0.protocol.id.KeyId;
import io.stream0.protocol.id.KeyName;
import io.stream0.protocol.id.KeyRef;
import io.stream0.protocol.id.TenantId;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IssuedKeysTest {
  private static final TenantId ACME = new TenantId("acme");
  private static final TenantId OTHER = new TenantId("other");
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

  private final IssuedKeys keys = new IssuedKeys();
  private long now;

  private static KeyRef ref(TenantId tenant, int number) {
    return new KeyRef(tenant, KeyId.of(new UUID(0, number)), KeyHash.of("key " + number));
  }

  private CredentialOutcome apply(CredentialEvent event) {
    return keys.apply(event, TIME.plusSeconds(now++));
  }

  private IssuedKey issued(int number) {
    return ((Issued) apply(new KeyIssued(ref(ACME, number), null, null))).key();
  }

  private CredentialOutcome replace(int old, int number) {
    return apply(new KeyIssued(ref(ACME, number), null, ref(ACME, old).id()));
  }

  private CredentialOutcome confirm(int number) {
    return apply(new KeyConfirmed(ref(ACME, number), UUID.randomUUID()));
  }

  private CredentialOutcome revoke(int number) {
    return apply(new KeyRevoked(ref(ACME, number), UUID.randomUUID()));
  }

  private boolean isLive(int number) {
    return keys.find(ref(ACME, number).hash()).filter(IssuedKey::isLive).isPresent();
  }

  @Test
  void anIssuedKeyIsFoundByItsHashAndItsId() {
    IssuedKey key = issued(1);
    assertThat(key).isEqualTo(new IssuedKey(ref(ACME, 1), 1, null, null, TIME, null));
    assertThat(keys.find(KeyHash.of("key 1"))).contains(key);
    assertThat(keys.find(key.id())).contains(key);
    assertThat(keys.find(KeyHash.of("key 2"))).isEmpty();
  }

  @Test
  void aRevokedKeyIsVoidForEverSinceItFirstWas() {
    issued(1);
    Revoked once = (Revoked) revoke(1);
    assertThat(once.key().revokedAt()).isEqualTo(TIME.plusSeconds(1));
    assertThat(revoke(1)).isEqualTo(once);
    assertThat(apply(new KeyIssued(ref(ACME, 1), null, null))).isEqualTo(new NotLive());
    assertThat(isLive(1)).isFalse();
    assertThat(revoke(2)).isEqualTo(new NotLive());
  }

  @Test
  void aKeyIsValidUntilTheOneThatReplacesItIsFirstShown() {
    issued(1);
    assertThat(((Issued) replace(1, 2)).key().replaces()).isEqualTo(ref(ACME, 1).id());
    assertThat(isLive(1)).isTrue();
    assertThat(isLive(2)).isTrue();

    assertThat(confirm(2)).isInstanceOf(Confirmed.class);
    assertThat(isLive(1)).isFalse();
    assertThat(isLive(2)).isTrue();
    assertThat(keys.replacedBy(keys.find(ref(ACME, 2).id()).orElseThrow())).isEmpty();
    assertThat(replace(1, 3)).isEqualTo(new NotLive());
    assertThat(isLive(3)).isFalse();
  }

  @Test
  void ofTwoThatReplaceOneKeyTheLaterIsValid() {
    issued(1);
    replace(1, 2);
    replace(1, 3);
    assertThat(isLive(1)).isTrue();
    assertThat(isLive(2)).isFalse();
    assertThat(isLive(3)).isTrue();
    // The answer with the first one came late: it ends nothing any more.
    assertThat(confirm(2)).isEqualTo(new NotLive());
    assertThat(isLive(1)).isTrue();
    confirm(3);
    assertThat(isLive(1)).isFalse();
  }

  @Test
  void whatReplacesAKeyThatWasNeverShownReplacesTheOneBefore() {
    issued(1);
    replace(1, 2);
    assertThat(((Issued) replace(2, 3)).key().replaces()).isEqualTo(ref(ACME, 1).id());
    assertThat(isLive(1)).isTrue();
    assertThat(isLive(2)).isFalse();
    confirm(3);
    assertThat(isLive(1)).isFalse();
    assertThat(isLive(3)).isTrue();
  }

  @Test
  void onceItsPredecessorIsVoidAKeyIsReplacedLikeAnyOther() {
    issued(1);
    replace(1, 2);
    revoke(1);
    assertThat(((Issued) replace(2, 3)).key().replaces()).isEqualTo(ref(ACME, 2).id());
    assertThat(isLive(2)).isTrue();
  }

  @Test
  void whatReplacesAKeyCanBeRevokedAndTheKeyGoesOn() {
    issued(1);
    replace(1, 2);
    revoke(2);
    assertThat(confirm(2)).isEqualTo(new NotLive());
    assertThat(isLive(1)).isTrue();
    assertThat(replace(1, 3)).isInstanceOf(Issued.class);
    assertThat(confirm(3)).isInstanceOf(Confirmed.class);
    assertThat(isLive(1)).isFalse();
  }

  @Test
  void noTenantReplacesAnothersKey() {
    issued(1);
    assertThat(apply(new KeyIssued(ref(OTHER, 2), null, ref(ACME, 1).id())))
        .isEqualTo(new NotLive());
    assertThat(isLive(1)).isTrue();
    assertThat(keys.list(OTHER, 0, 9)).isEmpty();
  }

  @Test
  void theLastNameCountsOfAKeyThatIsVoidToo() {
    issued(1);
    rename(1, "one");
    revoke(1);
    assertThat(rename(1, "two"))
        .isInstanceOfSatisfying(
            Renamed.class, renamed -> assertThat(renamed.key().isLive()).isFalse());
    assertThat(keys.list(ACME, 0, 9))
        .singleElement()
        .extracting(IssuedKey::name)
        .isEqualTo(new KeyName("two"));
    assertThat(rename(9, "nobody")).isEqualTo(new NotLive());
  }

  private CredentialOutcome rename(int number, String name) {
    return apply(new KeyRenamed(ref(ACME, number), new KeyName(name)));
  }

  @Test
  void keysAreListedOldestFirstPageByPageAndOfOneTenant() {
    apply(new KeyIssued(ref(OTHER, 9), null, null));
    IntStream.of(3, 1, 2).forEach(this::issued);
    assertThat(keys.list(ACME, 0, 2)).extracting(IssuedKey::number).containsExactly(1L, 2L);
    assertThat(keys.list(ACME, 2, 2)).extracting(IssuedKey::id).containsExactly(ref(ACME, 2).id());
    assertThat(keys.list(new TenantId("nobody"), 0, 2)).isEmpty();
  }

  /** What anyone may ask for of a few keys, in any order. */
  enum Kind {
    ISSUE,
    REPLACE,
    CONFIRM,
    REVOKE,
    RENAME
  }

  record Step(Kind kind, int key, int other) {}

  private static final int KEYS = 6;

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.of(Kind.values()),
            Arbitraries.integers().between(1, KEYS),
            Arbitraries.integers().between(1, KEYS))
        .as(Step::new)
        .list()
        .ofMaxSize(40);
  }

  /** The log of these steps; a key is made at random, so that none is issued twice. */
  private static List<CredentialEvent> log(List<Step> steps) {
    List<CredentialEvent> log = new ArrayList<>();
    Set<Integer> made = new HashSet<>();
    for (Step step : steps) {
      KeyRef key = ref(ACME, step.key());
      UUID fact = new UUID(1, log.size());
      switch (step.kind()) {
        case ISSUE -> {
          if (made.add(step.key())) {
            log.add(new KeyIssued(key, null, null));
          }
        }
        case REPLACE -> {
          if (made.add(step.key())) {
            log.add(new KeyIssued(key, null, ref(ACME, step.other()).id()));
          }
        }
        case CONFIRM -> log.add(new KeyConfirmed(key, fact));
        case REVOKE -> log.add(new KeyRevoked(key, fact));
        case RENAME -> log.add(new KeyRenamed(key, new KeyName("name " + step.other())));
      }
    }
    return log;
  }

  /**
   * What Kafka may make of a log: below some point, of each record key the last alone.
   *
   * @param point null for a record that is gone
   */
  private static List<@Nullable CredentialEvent> compacted(List<CredentialEvent> log, int point) {
    List<@Nullable CredentialEvent> compacted = new ArrayList<>();
    for (int i = 0; i < log.size(); i++) {
      String key = recordKey(log.get(i));
      boolean superseded =
          i < point
              && log.subList(i + 1, Math.max(i + 1, Math.min(point, log.size()))).stream()
                  .anyMatch(later -> recordKey(later).equals(key));
      compacted.add(superseded ? null : log.get(i));
    }
    return compacted;
  }

  private static String recordKey(CredentialEvent event) {
    return new String(
        new CredentialEventCodec().encode("id", URI.create("/test"), TIME, event).key(), UTF_8);
  }

  private static IssuedKeys folded(List<@Nullable CredentialEvent> log) {
    IssuedKeys fold = new IssuedKeys();
    for (int offset = 0; offset < log.size(); offset++) {
      CredentialEvent event = log.get(offset);
      if (event != null) {
        fold.apply(event, TIME.plusSeconds(offset));
      }
    }
    return fold;
  }

  @Property
  void whatCompactionLeavesComesToTheSame(
      @ForAll("steps") List<Step> steps, @ForAll("points") int point) {
    List<CredentialEvent> log = log(steps);
    assertThat(folded(compacted(log, point)).list(ACME, 0, 99))
        .isEqualTo(folded(new ArrayList<>(log)).list(ACME, 0, 99));
  }

  @Provide
  Arbitrary<Integer> points() {
    return Arbitraries.integers().between(0, 40);
  }

  @Property
  void aKeyThatIsVoidNeverLivesAgain(@ForAll("steps") List<Step> steps) {
    IssuedKeys fold = new IssuedKeys();
    Set<KeyId> ended = new HashSet<>();
    for (CredentialEvent event : log(steps)) {
      fold.apply(event, TIME);
      for (IssuedKey key : fold.list(ACME, 0, 99)) {
        if (!key.isLive()) {
          ended.add(key.id());
        }
        assertThat(key.isLive() && ended.contains(key.id())).isFalse();
      }
    }
  }

  /** Whoever holds a key and rotates it, whichever answers get lost, has one that is valid. */
  @Property
  void rotationsAloneNeverLoseAccessAndNeverLeaveMoreThanTwo(@ForAll("steps") List<Step> steps) {
    IssuedKeys fold = new IssuedKeys();
    fold.apply(new KeyIssued(ref(ACME, 0), null, null), TIME);
    List<Step> rotations =
        steps.stream()
            .filter(step -> step.kind() == Kind.REPLACE || step.kind() == Kind.CONFIRM)
            .toList();
    for (CredentialEvent event : log(rotations)) {
      KeyId current = liveKeys(fold).getFirst();
      CredentialEvent meant =
          event instanceof KeyIssued issued ? new KeyIssued(issued.key(), null, current) : event;
      // The oldest is the one in use, the other was never shown.
      boolean shown =
          event instanceof KeyConfirmed && liveKeys(fold).indexOf(event.key().id()) == 1;
      fold.apply(meant, TIME);
      assertThat(liveKeys(fold)).hasSizeBetween(1, 2);
      if (shown) {
        assertThat(liveKeys(fold)).containsExactly(event.key().id());
      } else {
        assertThat(liveKeys(fold)).contains(current);
      }
    }
  }

  private static List<KeyId> liveKeys(IssuedKeys fold) {
    return fold.list(ACME, 0, 99).stream().filter(IssuedKey::isLive).map(IssuedKey::id).toList();
  }
}
