package io.qanat.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.qanat.codecs.value.Fixed8;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One section of the configuration, read key by key. Every refusal names the key, the value, what
 * is allowed, and where the value stands; {@link #noOtherKeys()} refuses keys nobody read.
 */
public final class Settings {
  private static final List<Duration> UNITS =
      List.of(
          Duration.ofHours(1), Duration.ofMinutes(1), Duration.ofSeconds(1), Duration.ofMillis(1));
  private static final List<String> UNIT_NAMES = List.of(" h", " min", " s", " ms");
  private static final Pattern NOT_BLANK = Pattern.compile(".*\\S.*");

  private final String path;
  private final ConfigObject section;
  private final Set<String> known = new LinkedHashSet<>();

  private Settings(final String path, final ConfigObject section) {
    this.path = path;
    this.section = section;
  }

  /**
   * The section at {@code path}, such as {@code qanat.entity}.
   *
   * @throws ConfigException if there is none
   */
  public static Settings of(final Config config, final String path) {
    if (!config.hasPath(path)) {
      throw new ConfigException(path + " is missing");
    }
    final ConfigValue value = config.getValue(path);
    if (!(value instanceof ConfigObject object)) {
      throw refusal(path, value, "a section");
    }
    return new Settings(path, object);
  }

  /** Where this section stands, for messages. */
  public String path() {
    return path;
  }

  /** A whole number within bounds, both included. */
  public long longBetween(final String key, final long min, final long max) {
    final ConfigValue value = required(key);
    try {
      final long number = new BigDecimal(String.valueOf(value.unwrapped())).longValueExact();
      if (number >= min && number <= max) {
        return number;
      }
    } catch (ArithmeticException | NumberFormatException e) {
      throw refusal(pathOf(key), value, between(min, max), e);
    }
    throw refusal(pathOf(key), value, between(min, max));
  }

  /** A whole number within bounds, both included. */
  public int intBetween(final String key, final int min, final int max) {
    return (int) longBetween(key, min, max);
  }

  /** A duration such as {@code 200ms} within bounds, both included. */
  public Duration durationBetween(final String key, final Duration min, final Duration max) {
    final ConfigValue value = required(key);
    final String allowed = "a duration from " + text(min) + " to " + text(max);
    final Duration duration;
    try {
      duration = section.toConfig().getDuration(quoted(key));
    } catch (com.typesafe.config.ConfigException e) {
      throw refusal(pathOf(key), value, allowed, e);
    }
    if (duration.compareTo(min) < 0 || duration.compareTo(max) > 0) {
      throw refusal(pathOf(key), value, allowed);
    }
    return duration;
  }

  /** A size such as {@code 64MiB} within bounds, both included. */
  public long bytesBetween(final String key, final long min, final long max) {
    final ConfigValue value = required(key);
    final String allowed = "a size from " + min + " to " + max + " bytes";
    final long bytes;
    try {
      bytes = section.toConfig().getBytes(quoted(key));
    } catch (com.typesafe.config.ConfigException e) {
      throw refusal(pathOf(key), value, allowed, e);
    }
    if (bytes < min || bytes > max) {
      throw refusal(pathOf(key), value, allowed);
    }
    return bytes;
  }

  /** As {@link #bytesBetween}, and a power of two. */
  public int bytesPowerOfTwo(final String key, final int min, final int max) {
    final int bytes = (int) bytesBetween(key, min, max);
    if (Integer.bitCount(bytes) != 1) {
      throw refuse(key, "a power of two from " + min + " to " + max + " bytes");
    }
    return bytes;
  }

  /** A decimal within bounds, both included, scaled as {@link Fixed8}. */
  public long fixed8Between(final String key, final long min, final long max) {
    final ConfigValue value = required(key);
    final String allowed = "a decimal from " + Fixed8.format(min) + " to " + Fixed8.format(max);
    final long number;
    try {
      number = Fixed8.parse(String.valueOf(value.unwrapped()));
    } catch (IllegalArgumentException e) {
      throw refusal(pathOf(key), value, allowed + ", at most 8 decimal places", e);
    }
    if (number < min || number > max) {
      throw refusal(pathOf(key), value, allowed);
    }
    return number;
  }

  /** Text that matches a pattern; {@code allowed} describes it for people. */
  public String text(final String key, final Pattern pattern, final String allowed) {
    final ConfigValue value = required(key);
    final String text = String.valueOf(value.unwrapped());
    if (value.valueType() == ConfigValueType.OBJECT
        || value.valueType() == ConfigValueType.LIST
        || !pattern.matcher(text).matches()) {
      throw refusal(pathOf(key), value, allowed);
    }
    return text;
  }

  /** A list of texts that match a pattern each; {@code allowed} describes the list for people. */
  public List<String> texts(final String key, final Pattern pattern, final String allowed) {
    final ConfigValue value = required(key);
    if (!(value instanceof ConfigList list)) {
      throw refusal(pathOf(key), value, allowed);
    }
    final List<String> texts = new ArrayList<>();
    for (final ConfigValue element : list) {
      final String text = String.valueOf(element.unwrapped());
      if (element.valueType() != ConfigValueType.STRING || !pattern.matcher(text).matches()) {
        throw refusal(pathOf(key), value, allowed);
      }
      texts.add(text);
    }
    return texts;
  }

  /** Text that is not blank. */
  public String text(final String key) {
    return text(key, NOT_BLANK, "a text that is not empty");
  }

  /** A file or folder name; it need not exist. */
  public Path file(final String key) {
    return Path.of(text(key, Pattern.compile("[^\\x00-\\x1f]+"), "a path"));
  }

  public boolean bool(final String key) {
    final ConfigValue value = required(key);
    return switch (String.valueOf(value.unwrapped())) {
      case "true", "yes", "on" -> true;
      case "false", "no", "off" -> false;
      default -> throw refusal(pathOf(key), value, "true or false");
    };
  }

  /** One of an enum's names, in lower case with hyphens. */
  public <E extends Enum<E>> E oneOf(final String key, final Class<E> type) {
    final ConfigValue value = required(key);
    final String text = String.valueOf(value.unwrapped());
    for (final E constant : EnumSet.allOf(type)) {
      if (configName(constant).equals(text)) {
        return constant;
      }
    }
    throw refusal(
        pathOf(key),
        value,
        "one of "
            + Arrays.toString(
                EnumSet.allOf(type).stream()
                    .map(Settings::configName)
                    .filter(name -> !name.equals("null-val") && !name.equals("sbe-unknown"))
                    .toArray()));
  }

  /** Whether the key is there at all. */
  public boolean has(final String key) {
    known.add(key);
    return section.containsKey(key);
  }

  /** The sections of a list; empty when the key is missing. */
  public List<Settings> sections(final String key) {
    if (!has(key)) {
      return List.of();
    }
    final ConfigValue value = required(key);
    if (value.valueType() != ConfigValueType.LIST) {
      throw refusal(pathOf(key), value, "a list of sections");
    }
    final List<Settings> sections = new ArrayList<>();
    for (final ConfigValue element : (ConfigList) value) {
      final String elementPath = pathOf(key) + "[" + sections.size() + "]";
      if (!(element instanceof ConfigObject object)) {
        throw refusal(elementPath, element, "a section");
      }
      sections.add(new Settings(elementPath, object));
    }
    return sections;
  }

  /** A section of its own; empty when the key is missing. */
  public Settings section(final String key) {
    final ConfigValue value = required(key);
    if (!(value instanceof ConfigObject object)) {
      throw refusal(pathOf(key), value, "a section");
    }
    return new Settings(pathOf(key), object);
  }

  /** A section as a JSON object, whatever is in it. */
  public String json(final String key) {
    final ConfigValue value = required(key);
    if (!(value instanceof ConfigObject object)) {
      throw refusal(pathOf(key), value, "a section");
    }
    return object.render(ConfigRenderOptions.concise());
  }

  /**
   * Refuses keys that nothing has asked for: a misspelt key must not be ignored.
   *
   * @throws ConfigException naming the first one and the keys there are
   */
  public void noOtherKeys() {
    for (final String key : section.keySet()) {
      if (!known.contains(key)) {
        throw new ConfigException(
            pathOf(key)
                + " is not a key; there are "
                + known
                + SourcePlace.of(section.get(key).origin(), key));
      }
    }
  }

  /** A refusal of {@code key}'s value, for checks that span several keys. */
  public ConfigException refuse(final String key, final String allowed) {
    return refusal(pathOf(key), required(key), allowed);
  }

  private ConfigValue required(final String key) {
    known.add(key);
    final ConfigValue value = section.get(key);
    if (value == null || value.valueType() == ConfigValueType.NULL) {
      throw new ConfigException(
          pathOf(key) + " is missing" + SourcePlace.of(section.origin(), path));
    }
    return value;
  }

  private String pathOf(final String key) {
    return path + "." + key;
  }

  private static String quoted(final String key) {
    return "\"" + key + "\"";
  }

  private static String configName(final Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** In the largest unit that is whole, as configurations write it. */
  private static String text(final Duration duration) {
    final long nanos = duration.toNanos();
    for (int i = 0; i < UNITS.size(); i++) {
      final long unitNanos = UNITS.get(i).toNanos();
      if (nanos != 0 && nanos % unitNanos == 0) {
        return nanos / unitNanos + UNIT_NAMES.get(i);
      }
    }
    return nanos + " ns";
  }

  private static String between(final long min, final long max) {
    return "a whole number from " + min + " to " + max;
  }

  private static ConfigException refusal(
      final String path, final ConfigValue value, final String allowed) {
    return refusal(path, value, allowed, null);
  }

  private static ConfigException refusal(
      final String path, final ConfigValue value, final String allowed, final Throwable cause) {
    return new ConfigException(
        path
            + " = "
            + value.render(com.typesafe.config.ConfigRenderOptions.concise())
            + ": must be "
            + allowed
            + SourcePlace.of(value.origin(), path),
        cause);
  }
}
