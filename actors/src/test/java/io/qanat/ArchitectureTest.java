package io.qanat;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static JavaClasses classes;

  @BeforeAll
  static void importClasses() {
    classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.qanat");
  }

  @Test
  void coresAreDeterministic() {
    noClasses()
        .that()
        .resideInAPackage("..core..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.pekko..",
            "io.aeron..",
            "org.slf4j..",
            "java.io..",
            "java.net..",
            "java.nio.file..",
            "java.nio.channels..",
            "java.time..",
            "java.util.concurrent..",
            "org.agrona.concurrent.status..",
            "org.agrona.concurrent.ringbuffer..",
            "io.qanat.entity",
            "io.qanat.log",
            "io.qanat.sharding")
        .because("a core replays identically: take time and outputs as arguments")
        .check(classes);
  }

  @Test
  void coresReadNoClockAndRollNoDice() {
    noClasses()
        .that()
        .resideInAPackage("..core..")
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(java.util.Random.class, Thread.class, java.util.HashMap.class)
        .because(
            "a core replays identically: time arrives with the input, order never comes from"
                + " java.util.HashMap (use Agrona's collections and never iterate them into an"
                + " output, or a LinkedHashMap/TreeMap)")
        .check(classes);
  }

  @Test
  void theLogKnowsNoActors() {
    noClasses()
        .that()
        .resideInAPackage("io.qanat.log..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.pekko..")
        .because("the log is used by the simulator and by tools without an actor system")
        .check(classes);
  }
}
