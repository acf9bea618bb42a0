package io.qanat.hub.session;

import io.qanat.hub.provisioning.KeySetup;
import java.time.DateTimeException;
import java.time.Instant;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Instants as people write them, such as {@code 2026-11-25T10:00:00Z}: epoch nanoseconds. */
final class Instants implements ITypeConverter<Long> {
  @Override
  public Long convert(final String value) {
    try {
      return KeySetup.nanos(Instant.parse(value));
    } catch (final DateTimeException | ArithmeticException e) {
      throw new TypeConversionException(
          "'" + value + "' is not an instant such as 2026-11-25T10:00:00Z");
    }
  }
}
