package io.stream0.standalone;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** Keeps the rooms of the house apart, as the README draws them. */
class RoomsTest {
  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("io.stream0");

  private static final String[] HTTP = {
    "org.springframework.web..", "jakarta.servlet..", "java.net.http..", "org.apache.catalina.."
  };

  @Test
  void everyRoomIsLookedAt() {
    for (String room :
        new String[] {
          "protocol",
          "telemetry",
          "kafka",
          "streams",
          "directory",
          "tail",
          "egress",
          "container",
          "answering",
          "api",
          "processor",
          "webhook",
          "standalone"
        }) {
      assertThat(HOUSE.stream().filter(c -> c.getPackageName().startsWith("io.stream0." + room)))
          .as(room)
          .isNotEmpty();
    }
  }

  @Test
  void protocolHasNoSpringAndNoInputOrOutput() {
    noClasses()
        .that()
        .resideInAPackage("io.stream0.protocol..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.springframework..",
            "java.nio.file..",
            "java.net.http..",
            "org.apache.kafka.clients.admin..",
            "org.apache.kafka.clients.consumer..",
            "org.apache.kafka.streams..")
        .check(HOUSE);
  }

  @Test
  void theServicesDoNotKnowEachOther() {
    apart("io.stream0.api..", "io.stream0.processor..").check(HOUSE);
    apart("io.stream0.processor..", "io.stream0.api..").check(HOUSE);
    apart("io.stream0.processor..", "io.stream0.directory..").check(HOUSE);
    for (String other : new String[] {"io.stream0.api..", "io.stream0.processor.."}) {
      apart("io.stream0.webhook..", other).check(HOUSE);
      apart(other, "io.stream0.webhook..").check(HOUSE);
    }
  }

  @Test
  void whatIsBelowDoesNotKnowWhatIsAbove() {
    apart("io.stream0.protocol..", "io.stream0.kafka..").check(HOUSE);
    apart("io.stream0.protocol..", "io.stream0.telemetry..").check(HOUSE);
    apart("io.stream0.telemetry..", "io.stream0.kafka..").check(HOUSE);
    apart("io.stream0.kafka..", "io.stream0.directory..").check(HOUSE);
    apart("io.stream0.streams..", "io.stream0.directory..").check(HOUSE);
    apart("io.stream0.kafka..", "io.stream0.tail..").check(HOUSE);
    apart("io.stream0.tail..", "io.stream0.directory..").check(HOUSE);
    apart("io.stream0.streams..", "io.stream0.answering..").check(HOUSE);
    apart("io.stream0.answering..", "io.stream0.directory..").check(HOUSE);
    apart("io.stream0.container..", "io.stream0.protocol..").check(HOUSE);
    for (String service :
        new String[] {"io.stream0.api..", "io.stream0.processor..", "io.stream0.webhook.."}) {
      apart("io.stream0.kafka..", service).check(HOUSE);
      apart("io.stream0.streams..", service).check(HOUSE);
      apart("io.stream0.egress..", service).check(HOUSE);
      apart("io.stream0.container..", service).check(HOUSE);
      apart("io.stream0.answering..", service).check(HOUSE);
      apart("io.stream0.directory..", service).check(HOUSE);
      apart("io.stream0.tail..", service).check(HOUSE);
      apart(service, "io.stream0.standalone..").check(HOUSE);
    }
  }

  @Test
  void onlyApiAndTheDoorSpeakHttp() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.stream0.protocol..",
            "io.stream0.telemetry..",
            "io.stream0.kafka..",
            "io.stream0.streams..",
            "io.stream0.directory..",
            "io.stream0.tail..",
            "io.stream0.processor..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(HTTP)
        .check(HOUSE);
  }

  @Test
  void whatDecidesImportsNeitherKafkaNorSpring() {
    noClasses()
        .that()
        .haveSimpleNameEndingWith("Fold")
        .or()
        .haveSimpleNameEndingWith("Facts")
        .or()
        .haveSimpleNameEndingWith("Reader")
        .or()
        .haveFullyQualifiedName("io.stream0.directory.Agents")
        .or()
        .haveFullyQualifiedName("io.stream0.directory.IssuedKeys")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.kafka..", "org.springframework..")
        .check(HOUSE);
  }

  @Test
  void noPackagesGoRoundInACircle() {
    slices().matching("io.stream0.(*)..").should().beFreeOfCycles().check(HOUSE);
    slices().matching("io.stream0.processor.(*)..").should().beFreeOfCycles().check(HOUSE);
    slices().matching("io.stream0.protocol.(*)..").should().beFreeOfCycles().check(HOUSE);
    slices().matching("io.stream0.api.(*)..").should().beFreeOfCycles().check(HOUSE);
    slices().matching("io.stream0.streams.(*)..").should().beFreeOfCycles().check(HOUSE);
    slices().matching("io.stream0.webhook.(*)..").should().beFreeOfCycles().check(HOUSE);
  }

  @Test
  void roomsAreNamedForWhatTheyAreFor() {
    classes()
        .should()
        .resideOutsideOfPackages(
            "..common..",
            "..util..",
            "..utils..",
            "..helper..",
            "..impl..",
            "..dto..",
            "..model..",
            "..service..",
            "..manager..")
        .check(HOUSE);
  }

  @Test
  void aRuleThatIsBrokenIsFound() {
    assertThatThrownBy(() -> apart("io.stream0.standalone..", "io.stream0.api..").check(HOUSE))
        .isInstanceOf(AssertionError.class);
  }

  private static ArchRule apart(String room, String other) {
    return noClasses()
        .that()
        .resideInAPackage(room)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(other);
  }
}
