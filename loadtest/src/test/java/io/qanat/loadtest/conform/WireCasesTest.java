package io.qanat.loadtest.conform;

import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.loadtest.conform.cases.WireCases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WireCasesTest {
  @Test
  void idsAreUniqueAndWellFormed() {
    final List<String> ids = WireCases.all().stream().map(ConformCase::id).toList();
    assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("[A-Z]{2,5}-[0-9]{2}"));
  }

  @Test
  void everyCaseRefersToASectionThatIsThere() throws IOException {
    final Set<String> anchors =
        Files.readAllLines(Path.of("..", "codecs", "README.md")).stream()
            .filter(line -> line.startsWith("#"))
            .map(WireCasesTest::anchor)
            .collect(Collectors.toSet());
    assertThat(WireCases.all())
        .extracting(ConformCase::section)
        .filteredOn(section -> !section.startsWith("/openapi.json, operation "))
        .allMatch(section -> section.startsWith("codecs/README.md#"))
        .extracting(section -> section.substring(section.indexOf('#') + 1))
        .allSatisfy(anchor -> assertThat(anchors).contains(anchor));
  }

  /** As GitHub makes them of headings. */
  private static String anchor(final String heading) {
    return heading
        .replaceFirst("^#+ ", "")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9 -]", "")
        .replace(' ', '-');
  }
}
