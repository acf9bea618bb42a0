package io.qanat.hub.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * The OpenAPI document: {@code openapi/base.yaml} with the paths, schemas and tags of each module's
 * own file added to it.
 */
public final class OpenApi {
  private static final String BASE = "openapi/base.yaml";

  private OpenApi() {}

  /**
   * The document of these modules.
   *
   * @throws IllegalStateException if a file is missing, or two say different things of one name
   */
  public static ObjectNode of(final List<HttpModule> modules) {
    final ObjectNode document = read(BASE);
    for (final HttpModule module : modules) {
      if (!module.documentation().isEmpty()) {
        merge(document, read(module.documentation()), module.documentation());
      }
    }
    return document;
  }

  private static ObjectNode read(final String resource) {
    try (InputStream in = OpenApi.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + resource);
      }
      return (ObjectNode) new YAMLMapper().readTree(in);
    } catch (final IOException e) {
      throw new UncheckedIOException("in " + resource + ": " + e.getMessage(), e);
    }
  }

  private static void merge(final ObjectNode into, final ObjectNode from, final String resource) {
    for (final Map.Entry<String, JsonNode> field : from.properties()) {
      final JsonNode there = into.get(field.getKey());
      if (there == null) {
        into.set(field.getKey(), field.getValue());
      } else if (there instanceof ObjectNode object
          && field.getValue() instanceof ObjectNode more) {
        merge(object, more, resource);
      } else if (there.isArray() && field.getValue().isArray()) {
        field.getValue().forEach(((com.fasterxml.jackson.databind.node.ArrayNode) there)::add);
      } else if (!there.equals(field.getValue())) {
        throw new IllegalStateException(resource + " says something else of " + field.getKey());
      }
    }
  }
}
