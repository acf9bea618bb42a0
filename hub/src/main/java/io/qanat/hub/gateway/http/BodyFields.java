package io.qanat.hub.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.qanat.codecs.value.Fixed8;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The fields of a JSON object, read one by one with their types; a refusal names the field by its
 * JSON pointer. {@link #noOthers()} refuses what nobody read.
 */
public final class BodyFields {
  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,12}(\\.[0-9]{1,8})?");

  private final ObjectNode object;
  private final Set<String> known = new HashSet<>();

  /** Reads the fields of an object. */
  public BodyFields(final ObjectNode object) {
    this.object = object;
  }

  /** Whether the field is there and not null. */
  public boolean has(final String name) {
    known.add(name);
    return object.hasNonNull(name);
  }

  /** Text that matches a pattern; {@code allowed} describes it for people. */
  public String text(final String name, final Pattern pattern, final String allowed) {
    final JsonNode node = required(name);
    if (!node.isTextual() || !pattern.matcher(node.textValue()).matches()) {
      throw refuse(name, "must be " + allowed);
    }
    return node.textValue();
  }

  /** A whole number within bounds, both included. */
  public long number(final String name, final long min, final long max) {
    final JsonNode node = required(name);
    if (!node.isIntegralNumber()
        || !node.canConvertToLong()
        || node.longValue() < min
        || node.longValue() > max) {
      throw refuse(name, "must be a whole number from " + min + " to " + max);
    }
    return node.longValue();
  }

  /** YES or no; the default if it is not there. */
  public boolean flag(final String name, final boolean defaultValue) {
    if (!has(name)) {
      return defaultValue;
    }
    final JsonNode node = object.get(name);
    if (!node.isBoolean()) {
      throw refuse(name, "must be true or false");
    }
    return node.booleanValue();
  }

  /** A decimal as text, such as {@code "-36.98"}, scaled as {@link Fixed8}. */
  public long decimal(final String name) {
    final JsonNode node = required(name);
    final String allowed =
        "must be a decimal as a string, such as \"1.5\", with at most 8 decimal places";
    if (!node.isTextual() || !DECIMAL.matcher(node.textValue()).matches()) {
      throw refuse(name, allowed);
    }
    try {
      return Fixed8.parse(node.textValue());
    } catch (final IllegalArgumentException e) {
      throw refuse(name, "must be within ±92 billion");
    }
  }

  /** A decimal; empty if it is not there. */
  public Optional<Long> optionalDecimal(final String name) {
    return has(name) ? Optional.of(decimal(name)) : Optional.empty();
  }

  /** The name of a FIX code; those that SBE adds for itself are none. */
  public <E extends Enum<E>> E code(final String name, final Class<E> type) {
    final JsonNode node = required(name);
    final TreeMap<String, E> codes = new TreeMap<>();
    for (final E code : type.getEnumConstants()) {
      if (!code.name().equals("NULL_VAL") && !code.name().equals("SBE_UNKNOWN")) {
        codes.put(code.name(), code);
      }
    }
    final E found = node.isTextual() ? codes.get(node.textValue()) : null;
    if (found == null) {
      throw refuse(name, "must be one of " + codes.keySet());
    }
    return found;
  }

  /** The name of a FIX code; the default if it is not there. */
  public <E extends Enum<E>> E code(final String name, final Class<E> type, final E defaultValue) {
    return has(name) ? code(name, type) : defaultValue;
  }

  /** Epoch nanoseconds of an instant in ISO 8601; the default if it is not there. */
  public long instant(final String name, final long defaultValue) {
    if (!has(name)) {
      return defaultValue;
    }
    try {
      return Values.nanos(Instant.parse(object.get(name).asText()));
    } catch (final DateTimeParseException | ArithmeticException e) {
      throw refuse(name, "must be an instant such as \"2027-01-31T00:00:00Z\"");
    }
  }

  /**
   * The sum of the bits that a list names, each at most once; 0 if it is not there.
   *
   * @param names of the bits, by their values
   */
  public long bits(final String name, final Map<Integer, String> names) {
    if (!has(name)) {
      return 0;
    }
    long sum = 0;
    for (final JsonNode element : list(name)) {
      final int bit =
          names.entrySet().stream()
              .filter(entry -> element.isTextual() && entry.getValue().equals(element.textValue()))
              .map(Map.Entry::getKey)
              .findFirst()
              .orElse(0);
      if (bit == 0 || (sum & bit) != 0) {
        throw refuse(name, "must be a list of " + names.values() + ", each at most once");
      }
      sum |= bit;
    }
    return sum;
  }

  /** A list. */
  public ArrayNode list(final String name) {
    if (!(required(name) instanceof ArrayNode node)) {
      throw refuse(name, "must be a list");
    }
    return node;
  }

  /** An object of its own. */
  public ObjectNode object(final String name) {
    if (!(required(name) instanceof ObjectNode node)) {
      throw refuse(name, "must be an object");
    }
    return node;
  }

  /** Refuses fields that nothing has asked for: a misspelt field must not be ignored. */
  public void noOthers() {
    for (final Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      final String name = names.next();
      if (!known.contains(name)) {
        throw Problem.field(Numbers.shown(name), "is not a field of this request");
      }
    }
  }

  /** A refusal of a field, for checks that span several. */
  public static Problem refuse(final String name, final String detail) {
    return Problem.field("/" + name, detail);
  }

  private JsonNode required(final String name) {
    if (!has(name)) {
      throw refuse(name, "is missing");
    }
    return object.get(name);
  }
}
