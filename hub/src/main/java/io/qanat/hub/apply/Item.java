package io.qanat.hub.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One thing that a hub has or should have.
 *
 * @param name for people, such as {@code partner 7 account 701}
 * @param fields what it is, as the hub itself says it
 * @param act how it is put; null: it cannot be
 * @param removal how it is taken away; null: it cannot be
 */
record Item(String name, ObjectNode fields, Request act, Request removal) {
  private static final int SHOWN_MAX = 200;

  /**
   * A request without its reason.
   *
   * @param body null: the reason goes into the query
   */
  record Request(String method, String path, ObjectNode body) {}

  /** Fields that differ from another's, each as {@code field: old -> new}. */
  List<String> changesFrom(final ObjectNode old) {
    final List<String> changes = new ArrayList<>();
    for (final Map.Entry<String, JsonNode> field : fields.properties()) {
      final JsonNode before = old.path(field.getKey());
      if (!isSame(field.getValue(), before)) {
        changes.add(field.getKey() + ": " + show(before) + " -> " + show(field.getValue()));
      }
    }
    return changes;
  }

  /** A number is the same in whatever type it was read. */
  private static boolean isSame(final JsonNode now, final JsonNode before) {
    return now.equals(before)
        || (now.isNumber() && before.isNumber() && now.asText().equals(before.asText()));
  }

  private static String show(final JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return "nothing";
    }
    final String text = value.toString();
    return text.length() <= SHOWN_MAX
        ? text
        : text.substring(0, SHOWN_MAX) + "… (" + value.size() + " entries)";
  }
}
