package io.stream0.faults;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/**
 * This room sees a server as an agent does; the other rooms are looked at beside the all-in-one.
 */
class RoomTest {
  private static final JavaClasses ROOM =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.stream0.faults");

  @Test
  void itKnowsNothingOfHowAServerWorks() {
    noClasses()
        .that()
        .resideInAPackage("io.stream0.faults..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.stream0.api..",
            "io.stream0.directory..",
            "io.stream0.kafka..",
            "io.stream0.processor..",
            "io.stream0.standalone..",
            "io.stream0.webhook..",
            "io.stream0.protocol.event..",
            "io.stream0.protocol.query..",
            "io.stream0.protocol.topic..",
            "org.springframework..")
        .check(ROOM);
  }

  @Test
  void topicsAreReadInOneRoom() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.stream0.faults.topics..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.kafka..")
        .check(ROOM);
  }

  @Test
  void theCheckerIsPure() {
    noClasses()
        .that()
        .resideInAnyPackage("io.stream0.faults.check..", "io.stream0.faults.history..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.net..",
            "java.io..",
            "java.nio.file..",
            "io.stream0.faults.drive..",
            "io.stream0.faults.topics..")
        .check(ROOM);
  }

  @Test
  void noPackagesGoRoundInACircle() {
    slices().matching("io.stream0.faults.(*)..").should().beFreeOfCycles().check(ROOM);
  }
}
