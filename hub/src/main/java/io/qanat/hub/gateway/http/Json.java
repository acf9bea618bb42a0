package io.qanat.hub.gateway.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Reads and writes JSON within bounds. Thread-safe. */
public final class Json {
  private static final int STRING_MAX = 4096;
  private static final int NUMBER_MAX = 40;
  private static final int NAME_MAX = 64;

  private final ObjectMapper mapper;

  /**
   * A reader with bounds.
   *
   * @param depthMax deepest nesting
   * @param bytesMax longest document
   */
  public Json(final int depthMax, final int bytesMax) {
    mapper =
        new ObjectMapper(
                JsonFactory.builder()
                    .streamReadConstraints(
                        StreamReadConstraints.builder()
                            .maxNestingDepth(depthMax)
                            .maxDocumentLength(bytesMax)
                            .maxStringLength(STRING_MAX)
                            .maxNumberLength(NUMBER_MAX)
                            .maxNameLength(NAME_MAX)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    // A parser's message must not quote the body: it may hold a secret.
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
  }

  public ObjectNode object() {
    return mapper.createObjectNode();
  }

  public ObjectMapper mapper() {
    return mapper;
  }

  /**
   * Reads a document.
   *
   * @throws Problem BAD_REQUEST saying where it stops being JSON
   */
  public JsonNode read(final byte[] bytes) {
    final JsonNode node;
    try {
      node = mapper.readTree(bytes);
    } catch (final JsonProcessingException e) {
      final String at =
          e.getLocation() == null
              ? ""
              : " at line "
                  + e.getLocation().getLineNr()
                  + ", column "
                  + e.getLocation().getColumnNr();
      throw Problem.of(
          Problem.Kind.BAD_REQUEST, "the body is not JSON that is taken here: " + cause(e) + at);
    } catch (final IOException e) {
      throw Problem.of(Problem.Kind.BAD_REQUEST, "the body is not JSON in UTF-8");
    }
    if (node == null || node.isMissingNode()) {
      throw Problem.of(Problem.Kind.BAD_REQUEST, "the body is empty");
    }
    return node;
  }

  private static String cause(final JsonProcessingException e) {
    return e instanceof StreamConstraintsException
        ? "it is too deep, or a part of it is too long"
        : "it does not parse";
  }

  /** Writes a document. */
  public byte[] write(final JsonNode node) {
    try {
      return mapper.writeValueAsBytes(node);
    } catch (final JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
