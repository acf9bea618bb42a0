package io.qanat.codecs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
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
  void aPartnerNeedsNothingBeyondAeronsClientAndArgon2() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "javax.crypto..",
            "javax.xml..",
            "org.w3c.dom..",
            "org.xml.sax..",
            "org.agrona..",
            "io.aeron",
            "io.aeron.logbuffer..",
            "org.bouncycastle.crypto..",
            "io.qanat.codecs..",
            "io.qanat.client..")
        .because(
            "partners put this module into their own programs: JDK, Agrona, Aeron's client"
                + " and Argon2")
        .check(classes);
  }

  @Test
  void codecsKnowNoTransport() {
    noClasses()
        .that()
        .resideInAPackage("io.qanat.codecs..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.aeron..", "io.qanat.client..")
        .because("cores use the codecs: what speaks Aeron belongs into io.qanat.client")
        .check(classes);
  }
}
