package io.qanat.hub.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.qanat.config.ConfigException;
import io.qanat.entity.core.EntityKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An input that a request caused, as the access log names it.
 *
 * @param entity its name, such as {@code account-299}; empty: any
 * @param requestId in the input's envelope
 */
record TraceStart(String entity, long requestId) {
  private static final Pattern ENTRY =
      Pattern.compile("((partner|account|instrument|administration)-[0-9]{1,18}/)?[0-9]{1,19}");
  private static final ObjectMapper JSON = new ObjectMapper();

  boolean isOf(final long key, final long id) {
    return id == requestId && (entity.isEmpty() || entity.equals(EntityKey.toString(key)));
  }

  /**
   * Reads {@code account-299/1764028800123456789}, or the number alone.
   *
   * @throws ConfigException if it is neither
   */
  static TraceStart parse(final String text) {
    if (!ENTRY.matcher(text).matches()) {
      throw new ConfigException(
          "not an entry of the access log, such as account-299/1764028800123456789: " + text);
    }
    final int slash = text.indexOf('/');
    try {
      return new TraceStart(
          slash < 0 ? "" : text.substring(0, slash), Long.parseLong(text.substring(slash + 1)));
    } catch (final NumberFormatException e) {
      throw new ConfigException("a request id is at most " + Long.MAX_VALUE + ": " + text, e);
    }
  }

  /**
   * What the access log says that a request caused. Lines that are none of it are passed over.
   *
   * @param traceId as in {@code X-Request-Id}
   * @throws ConfigException if the file cannot be read or does not know the request
   */
  static List<TraceStart> of(final Path accessLog, final String traceId) {
    final List<TraceStart> starts = new ArrayList<>();
    boolean found = false;
    try (BufferedReader reader = Files.newBufferedReader(accessLog, StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        final int begin = line.indexOf('{');
        if (begin >= 0 && line.contains(traceId)) {
          final JsonNode request = read(line.substring(begin));
          if (request != null && request.path("traceId").asText().equals(traceId)) {
            found = true;
            request.path("logEntries").forEach(entry -> starts.add(parse(entry.asText())));
          }
        }
      }
    } catch (final MalformedInputException e) {
      throw new ConfigException(accessLog + " is no text in UTF-8", e);
    } catch (final IOException e) {
      throw new ConfigException("cannot read the access log " + accessLog + ": " + e, e);
    }
    if (!found) {
      throw new ConfigException(accessLog + " has no request " + traceId);
    }
    if (starts.isEmpty()) {
      throw new ConfigException("request " + traceId + " told no entity anything");
    }
    return starts;
  }

  private static JsonNode read(final String json) {
    try {
      return JSON.readTree(json);
    } catch (final JsonProcessingException e) {
      return null;
    }
  }
}
