package io.qanat.loadtest.ticks;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A provider's recorded quotes.
 *
 * @param offsetMillis added to each time, to bring the clocks of several files together
 */
public record TickSource(String name, Path file, long offsetMillis) {
  private static final Pattern TEXT =
      Pattern.compile("([A-Za-z0-9._-]{1,16})=(.+?)(?:,([+-][0-9]{1,6})(h|min|s|ms))?");
  private static final long OFFSET_MILLIS_MAX = 48L * 3_600_000;

  /**
   * Reads {@code LP=FILE[,+5h]}.
   *
   * @throws IllegalArgumentException saying what it should be
   */
  public static TickSource parse(final String text) {
    final Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "--ticks must be LP=FILE or LP=FILE,+5h (h, min, s, ms; LP of 1 to 16 letters, digits,"
              + " . _ -): "
              + text);
    }
    long offset = 0;
    if (matcher.group(3) != null) {
      offset =
          Long.parseLong(matcher.group(3))
              * switch (matcher.group(4)) {
                case "h" -> 3_600_000L;
                case "min" -> 60_000L;
                case "s" -> 1_000L;
                default -> 1L;
              };
      if (Math.abs(offset) > OFFSET_MILLIS_MAX) {
        throw new IllegalArgumentException("--ticks: an offset is at most 48 h: " + text);
      }
    }
    return new TickSource(matcher.group(1), Path.of(matcher.group(2)), offset);
  }
}
