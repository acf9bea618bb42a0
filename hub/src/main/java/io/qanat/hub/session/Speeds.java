package io.qanat.hub.session;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Speeds of replays: {@code 1x}, {@code 20x}, {@code 0.5x}, {@code max}. */
final class Speeds implements ITypeConverter<Double> {
  /** As fast as it can. */
  static final double MAX = Double.POSITIVE_INFINITY;

  private static final Pattern TIMES = Pattern.compile("[0-9]{1,6}(\\.[0-9]{1,3})?x");

  @Override
  public Double convert(final String value) {
    if (value.equals("max")) {
      return MAX;
    }
    if (TIMES.matcher(value).matches()) {
      final double times = Double.parseDouble(value.substring(0, value.length() - 1));
      if (times > 0) {
        return times;
      }
    }
    throw new TypeConversionException("'" + value + "' is not a speed such as 1x, 20x or max");
  }
}
