package io.qanat.hub.commands;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations as people write them: {@code 30s}, {@code 5m}, {@code 250ms}. */
public final class DurationConverter implements ITypeConverter<Duration> {
  @Override
  public Duration convert(final String value) {
    try {
      final Duration duration =
          ConfigFactory.empty()
              .withValue("d", ConfigValueFactory.fromAnyRef(value))
              .getDuration("d");
      if (!duration.isNegative()) {
        return duration;
      }
    } catch (ConfigException e) {
      throw new TypeConversionException("'" + value + "' is not a duration such as 30s, 5m, 250ms");
    }
    throw new TypeConversionException("'" + value + "' is negative");
  }
}
