package io.qanat.config;

import com.typesafe.config.ConfigOrigin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a key stands, for messages: file and line as HOCON's reader knows them, and the column. */
final class SourcePlace {
  private SourcePlace() {}

  /**
   * Says where; empty if it is not known.
   *
   * @param path of the key, whose last part is what is written there
   */
  static String of(final ConfigOrigin origin, final String path) {
    if (origin.lineNumber() <= 0) {
      return "";
    }
    final int column = column(origin, path.substring(path.lastIndexOf('.') + 1));
    return " (" + origin.description() + (column > 0 ? ", column " + column : "") + ")";
  }

  /** From 1; 0 if the line is not there, or does not hold the key. */
  private static int column(final ConfigOrigin origin, final String key) {
    if (origin.filename() == null) {
      return 0;
    }
    final String name = key.replaceAll("\\[\\d+]$", "");
    try {
      final List<String> lines =
          Files.readAllLines(Path.of(origin.filename()), StandardCharsets.UTF_8);
      if (origin.lineNumber() > lines.size()) {
        return 0;
      }
      final Matcher matcher =
          Pattern.compile("(?<![\\w-])" + Pattern.quote(name) + "(?![\\w-])")
              .matcher(lines.get(origin.lineNumber() - 1));
      return matcher.find() ? matcher.start() + 1 : 0;
    } catch (final IOException e) {
      // The file was readable a moment ago; without it the line must do.
      return 0;
    }
  }
}
