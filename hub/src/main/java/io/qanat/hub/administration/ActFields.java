package io.qanat.hub.administration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.qanat.hub.gateway.http.BodyFields;
import io.qanat.hub.gateway.http.Values;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Where the fields of an act come from: its body, or the path, which wins. */
final class ActFields {
  private static final Pattern TEXT = Pattern.compile("(?s).{0,1000}");

  private final BodyFields body;
  private final Map<String, Long> ofPath;
  private final Map<String, String> textsOfPath;

  /**
   * Reads fields.
   *
   * @param body null: there is none
   * @param ofPath numbers by the name of their field
   * @param textsOfPath texts, likewise
   */
  ActFields(
      final BodyFields body,
      final Map<String, Long> ofPath,
      final Map<String, String> textsOfPath) {
    this.body = body;
    this.ofPath = ofPath;
    this.textsOfPath = textsOfPath;
  }

  private BodyFields body(final String name) {
    if (body == null) {
      throw BodyFields.refuse(name, "is missing");
    }
    return body;
  }

  boolean has(final String name) {
    return ofPath.containsKey(name) || body(name).has(name);
  }

  long number(final String name, final long max) {
    final Long number = ofPath.get(name);
    return number != null ? number : body(name).number(name, 0, max);
  }

  long decimal(final String name) {
    return body(name).decimal(name);
  }

  boolean flag(final String name) {
    if (!body(name).has(name)) {
      throw BodyFields.refuse(name, "is missing");
    }
    return body.flag(name, false);
  }

  String text(final String name) {
    final String text = textsOfPath.get(name);
    return text != null ? text : body(name).text(name, TEXT, "a text of at most 1000 characters");
  }

  /** Epoch nanoseconds of an instant in ISO 8601. */
  long instant(final String name) {
    try {
      return Values.nanos(Instant.parse(text(name)));
    } catch (final DateTimeParseException | ArithmeticException e) {
      throw BodyFields.refuse(name, "must be an instant such as \"2027-01-31T00:00:00Z\"");
    }
  }

  /** The objects of a list, each to be read like a body of its own. */
  List<ActFields> entries(final String name) {
    final List<ActFields> entries = new ArrayList<>();
    for (final JsonNode element : body(name).list(name)) {
      if (!(element instanceof ObjectNode object)) {
        throw BodyFields.refuse(name, "must be a list of objects");
      }
      entries.add(new ActFields(new BodyFields(object), Map.of(), Map.of()));
    }
    return entries;
  }

  /** Refuses fields of the body that nothing has asked for. */
  void noOthers() {
    body.noOthers();
  }

  /** ASCII without blanks, or nothing. */
  String name(final String name, final int lengthMax) {
    return body(name)
        .text(
            name,
            Pattern.compile("[!-~]{0," + lengthMax + "}"),
            "at most " + lengthMax + " printable ASCII characters without blanks");
  }

  long code(final String name, final Map<Long, String> codes) {
    final String text = body(name).text(name, TEXT, "one of " + codes.values());
    return codes.entrySet().stream()
        .filter(code -> code.getValue().equals(text))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(() -> BodyFields.refuse(name, "must be one of " + codes.values()));
  }

  long bits(final String name, final Map<Long, String> codes) {
    long bits = 0;
    for (final JsonNode element : body(name).list(name)) {
      final String text = element.isTextual() ? element.textValue() : "";
      final Long bit =
          codes.entrySet().stream()
              .filter(code -> code.getValue().equals(text))
              .map(Map.Entry::getKey)
              .findFirst()
              .orElseThrow(() -> BodyFields.refuse(name, "must be a list of " + codes.values()));
      bits |= 1L << bit;
    }
    return bits;
  }
}
