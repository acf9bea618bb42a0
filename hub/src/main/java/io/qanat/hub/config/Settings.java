package io.qanat.hub.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * One feature's settings, validated as they are read.
 *
 * <p>Every method takes a key relative to the feature's path and throws {@link SettingException},
 * naming the whole key, its value and what is allowed.
 */
public final class Settings {
  private final Config config;
  private final String path;

  /**
   * The settings below a path.
   *
   * @param root the whole configuration
   * @param path such as {@code qanat.market-data}
   */
  public Settings(final Config root, final String path) {
    this.path = path;
    this.config = root.hasPath(path) ? root.getConfig(path) : ConfigFactory.empty();
  }

  /** A whole number between two bounds. */
  public int integer(final String key, final int min, final int max) {
    final String allowed = "a whole number from " + min + " to " + max;
    final long value = read(key, allowed, () -> config.getLong(key));
    return (int) require(key, value >= min && value <= max, allowed, value);
  }

  /** A size such as {@code 128 KiB}, between two bounds in bytes. */
  public int bytes(final String key, final int min, final int max) {
    final String allowed = "a size from " + min + " to " + max + " bytes, such as \"64 KiB\"";
    final long value = read(key, allowed, () -> config.getBytes(key));
    return (int) require(key, value >= min && value <= max, allowed, value);
  }

  /** As {@link #bytes}, and a power of two. */
  public int bytesPowerOfTwo(final String key, final int min, final int max) {
    final int value = bytes(key, min, max);
    return (int)
        require(
            key,
            Integer.bitCount(value) == 1,
            "a power of two from " + min + " to " + max + " bytes",
            value);
  }

  /** A duration such as {@code 250 ms}, between two bounds; in nanoseconds. */
  public long nanos(final String key, final Duration min, final Duration max) {
    final String allowed =
        "a duration from " + min.toMillis() + " ms to " + max.toMillis() + " ms, such as \"1s\"";
    final Duration value = read(key, allowed, () -> config.getDuration(key));
    require(key, value.compareTo(min) >= 0 && value.compareTo(max) <= 0, allowed, 0);
    return value.toNanos();
  }

  /** Yes or no. */
  public boolean bool(final String key) {
    return read(key, "true or false", () -> config.getBoolean(key));
  }

  /** Text that is not blank. */
  public String text(final String key) {
    final String value = read(key, "a text", () -> config.getString(key));
    require(key, !value.isBlank(), "a text that is not empty", 0);
    return value;
  }

  /** One of an enum's constants, written in lower case with dashes. */
  public <E extends Enum<E>> E oneOf(final String key, final Class<E> type) {
    final StringBuilder allowed = new StringBuilder("one of");
    final String value = text(key);
    for (final E constant : type.getEnumConstants()) {
      final String name = nameOf(constant);
      if (name.equals(value)) {
        return constant;
      }
      allowed.append(' ').append(name);
    }
    throw new SettingException(path + "." + key, value, allowed.toString());
  }

  private static String nameOf(final Enum<?> constant) {
    return constant.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  private <T> T read(final String key, final String allowed, final Supplier<T> reader) {
    try {
      return reader.get();
    } catch (final ConfigException.Missing e) {
      throw new SettingException(path + "." + key, "(missing)", allowed);
    } catch (final ConfigException e) {
      throw new SettingException(path + "." + key, rendered(key), allowed);
    }
  }

  private long require(
      final String key, final boolean good, final String allowed, final long value) {
    if (!good) {
      throw new SettingException(path + "." + key, rendered(key), allowed);
    }
    return value;
  }

  private String rendered(final String key) {
    return String.valueOf(config.getValue(key).unwrapped());
  }
}
