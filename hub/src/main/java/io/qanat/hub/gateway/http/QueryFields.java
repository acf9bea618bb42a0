package io.qanat.hub.gateway.http;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.http.javadsl.model.Uri;
import org.apache.pekko.http.scaladsl.model.IllegalUriException;
import org.apache.pekko.japi.Pair;

/** The parameters of a query, read one by one; {@link #noOthers()} refuses what nobody read. */
public final class QueryFields {
  private final Map<String, String> values = new LinkedHashMap<>();
  private final Set<String> known = new HashSet<>();

  QueryFields(final Uri uri) {
    try {
      for (final Pair<String, String> pair : uri.query().toList()) {
        if (values.put(pair.first(), pair.second()) != null) {
          throw Problem.field(shown(pair.first()), "is there twice");
        }
      }
    } catch (final IllegalUriException e) {
      throw Problem.of(Problem.Kind.BAD_REQUEST, "the query of the URI is not well formed");
    }
  }

  /** A text; empty if it is not there. */
  public Optional<String> text(final String name) {
    known.add(name);
    return Optional.ofNullable(values.get(name));
  }

  /** A whole number within bounds, both included. */
  public long number(final String name, final long min, final long max, final long defaultValue) {
    final Optional<String> text = text(name);
    if (text.isEmpty()) {
      return defaultValue;
    }
    return Numbers.parse(name, text.get(), min, max);
  }

  /** One of some words. */
  public String word(final String name, final Set<String> words, final String defaultValue) {
    final String word = text(name).orElse(defaultValue);
    if (!words.contains(word)) {
      throw Problem.field(name, "must be one of " + words);
    }
    return word;
  }

  /** Refuses parameters that nothing has asked for. */
  public void noOthers() {
    for (final String name : values.keySet()) {
      if (!known.contains(name)) {
        throw Problem.field(shown(name), "is not a parameter of this operation");
      }
    }
  }

  private static String shown(final String name) {
    return Numbers.shown(name);
  }
}
