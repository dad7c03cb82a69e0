package io.stream0.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.stream0.directory.RegistrationOutcome.Deleted;
import io.stream0.directory.RegistrationOutcome.NameTaken;
import io.stream0.directory.RegistrationOutcome.NotThere;
import io.stream0.directory.RegistrationOutcome.Registered;
import io.stream0.protocol.event.Change;
import io.stream0.protocol.event.RegistrationEvent.DeletionRequested;
import io.stream0.protocol.event.RegistrationEvent.InstallationNamed;
import io.stream0.protocol.event.RegistrationEvent.RegistrationRequested;
import io.stream0.protocol.event.RegistrationEvent.RotationRequested;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.TenantId;
import java.net.URI;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class AgentsTest {
  private static final TenantId ACME = new TenantId("acme");
  private static final TenantId OTHER = new TenantId("other");
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

  private final Agents agents = new Agents();

  @Test
  void aNewAgentTakesTheNextIncarnationOfItsTenant() {
    assertThat(registered(ACME, "a").incarnation()).isEqualTo(new Incarnation(1));
    assertThat(registered(ACME, "b").incarnation()).isEqualTo(new Incarnation(2));
    assertThat(registered(OTHER, "a").incarnation()).isEqualTo(new Incarnation(1));
    assertThat(registered(ACME, "a").incarnation()).isEqualTo(new Incarnation(1));
  }

  @Test
  void aDeletedAgentComesBackAsAnother() {
    Agent first = registered(ACME, "a");
    assertThat(delete("a", 1)).isEqualTo(new Deleted(first));
    assertThat(agents.find(ACME, first.id())).isEmpty();
    assertThat(registered(ACME, "a").incarnation()).isEqualTo(new Incarnation(2));
    assertThat(delete("a", 1)).isEqualTo(new NotThere());
    assertThat(agents.find(ACME, first.id())).isPresent();
  }

  @Test
  void deletionEndsOnlyTheIncarnationItNames() {
    registered(ACME, "a");
    registered(ACME, "b");
    assertThat(delete("a", 2)).isEqualTo(new NotThere());
    assertThat(delete("a", 9)).isEqualTo(new NotThere());
    assertThat(agents.list(ACME, 0, 10)).hasSize(2);
  }

  @Test
  void whatIsGivenChangesAndTheRestStays() {
    agents.apply(
        new RegistrationRequested(
            ACME,
            new AgentId("a"),
            Change.to(names("x", "y", "x", "a")),
            Change.to("reviews"),
            Change.to(URI.create("http://h/")),
            Change.to(List.of("code"))),
        TIME);
    Agent after =
        ((Registered)
                agents.apply(
                    new RegistrationRequested(
                        ACME,
                        new AgentId("a"),
                        Change.to(names("z")),
                        Change.keep(),
                        Change.to(null),
                        Change.keep()),
                    TIME.plusSeconds(9)))
            .agent();
    assertThat(after)
        .isEqualTo(
            new Agent(
                ACME,
                new AgentId("a"),
                new Incarnation(1),
                names("z"),
                "reviews",
                null,
                new WebhookTerms(false, 1, 1, TIME, null),
                List.of("code"),
                1,
                TIME));
    assertThat(agents.find(ACME, new AgentId("x"))).isEmpty();
    assertThat(agents.find(ACME, new AgentId("z"))).contains(after);
  }

  @Test
  void aNameThatAnotherHoldsIsTakenAndNothingChanges() {
    register(ACME, "a", "alias");
    registered(ACME, "b");
    assertThat(register(ACME, "alias"))
        .isEqualTo(new NameTaken(new AgentId("alias"), new AgentId("a")));
    assertThat(register(ACME, "b", "fresh", "alias"))
        .isEqualTo(new NameTaken(new AgentId("alias"), new AgentId("a")));
    assertThat(register(ACME, "c", "b"))
        .isEqualTo(new NameTaken(new AgentId("b"), new AgentId("b")));
    assertThat(agents.find(ACME, new AgentId("fresh"))).isEmpty();
    assertThat(agents.find(ACME, new AgentId("c"))).isEmpty();
    assertThat(registered(ACME, "d").incarnation()).isEqualTo(new Incarnation(3));
    assertThat(register(OTHER, "alias")).isInstanceOf(Registered.class);
  }

  @Test
  void agentsAreListedOldestFirstPageByPage() {
    Stream.of("c", "a", "b").forEach(id -> registered(ACME, id));
    registered(OTHER, "z");
    assertThat(agents.list(ACME, 0, 2)).extracting(a -> a.id().value()).containsExactly("c", "a");
    assertThat(agents.list(ACME, 2, 2)).extracting(a -> a.id().value()).containsExactly("b");
    assertThat(agents.list(new TenantId("nobody"), 0, 2)).isEmpty();
  }

  @Test
  void aRotationGivesTheIncarnationItNamesAnotherEpoch() {
    Agent agent = registered(ACME, "a");
    assertThat(agent.tokenEpoch()).isEqualTo(1);
    assertThat(rotate("a", 1))
        .isInstanceOfSatisfying(
            RegistrationOutcome.Rotated.class,
            rotated -> assertThat(rotated.agent().tokenEpoch()).isEqualTo(2));
    assertThat(registered(ACME, "a").tokenEpoch()).isEqualTo(2);
    assertThat(rotate("a", 2)).isEqualTo(new NotThere());
    delete("a", 1);
    assertThat(rotate("a", 1)).isEqualTo(new NotThere());
    assertThat(registered(ACME, "a").tokenEpoch()).isEqualTo(1);
  }

  private RegistrationOutcome rotate(String id, long incarnation) {
    return agents.apply(
        new RotationRequested(ACME, new AgentId(id), new Incarnation(incarnation)), TIME);
  }

  @Test
  void theFirstNameOfTheInstallationCounts() {
    agents.apply(new InstallationNamed("one", 12, "f"), TIME);
    agents.apply(new InstallationNamed("two", 6, "g"), TIME);
    assertThat(agents.installation()).contains(new InstallationNamed("one", 12, "f"));
  }

  /** A registration or a deletion of a few agents with a few names, in any order. */
  record Step(String id, Set<String> aliases, boolean delete, int incarnation) {}

  @Property
  void everyNameLeadsToOneAgentThatHasIt(@ForAll("steps") List<Step> steps) {
    Agents fold = new Agents();
    steps.forEach(step -> apply(fold, step));
    Set<AgentId> seen = new HashSet<>();
    for (Agent agent : fold.list(ACME, 0, Integer.MAX_VALUE)) {
      Stream.concat(Stream.of(agent.id()), agent.aliases().stream())
          .forEach(
              name -> {
                assertThat(seen.add(name)).as("%s once", name).isTrue();
                assertThat(fold.find(ACME, name)).contains(agent);
              });
    }
    for (String name : NAMES) {
      assertThat(fold.find(ACME, new AgentId(name)).isPresent())
          .isEqualTo(seen.contains(new AgentId(name)));
    }
  }

  @Property
  void whoeverFoldsTheSameLogComesToTheSame(@ForAll("steps") List<Step> steps) {
    Agents one = new Agents();
    Agents two = new Agents();
    for (Step step : steps) {
      assertThat(apply(one, step)).isEqualTo(apply(two, step));
    }
    assertThat(one.list(ACME, 0, 99)).isEqualTo(two.list(ACME, 0, 99));
  }

  private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.of(NAMES),
            Arbitraries.of(NAMES).set().ofMaxSize(3),
            Arbitraries.of(true, false),
            Arbitraries.integers().between(1, 8))
        .as(Step::new)
        .list()
        .ofMaxSize(30);
  }

  private static RegistrationOutcome apply(Agents fold, Step step) {
    AgentId id = new AgentId(step.id());
    return step.delete()
        ? fold.apply(new DeletionRequested(ACME, id, new Incarnation(step.incarnation())), TIME)
        : fold.apply(
            new RegistrationRequested(
                ACME,
                id,
                Change.to(step.aliases().stream().sorted().map(AgentId::new).toList()),
                Change.keep(),
                Change.keep(),
                Change.keep()),
            TIME);
  }

  private Agent registered(TenantId tenant, String id) {
    return ((Registered)
            agents.apply(
                new RegistrationRequested(
                    tenant,
                    new AgentId(id),
                    Change.keep(),
                    Change.keep(),
                    Change.keep(),
                    Change.keep()),
                TIME))
        .agent();
  }

  private RegistrationOutcome register(TenantId tenant, String id, String... aliases) {
    return agents.apply(
        new RegistrationRequested(
            tenant,
            new AgentId(id),
            Change.to(names(aliases)),
            Change.keep(),
            Change.keep(),
            Change.keep()),
        TIME);
  }

  private RegistrationOutcome delete(String id, long incarnation) {
    return agents.apply(
        new DeletionRequested(ACME, new AgentId(id), new Incarnation(incarnation)), TIME);
  }

  private static List<AgentId> names(String... names) {
    return Stream.of(names).map(AgentId::new).toList();
  }
}
