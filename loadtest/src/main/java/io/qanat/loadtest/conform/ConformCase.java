package io.qanat.loadtest.conform;

/**
 * One thing that the protocol promises, and how to see whether a hub keeps it.
 *
 * @param id stable for ever, such as {@code SEQ-03}
 * @param title what is promised, in a line
 * @param section of the protocol document: file and anchor
 * @param script plays it; a {@link CaseFailure} says what the hub did instead
 */
public record ConformCase(String id, String title, String section, Script script) {
  private static final String ORDER_ENTRY_DOCUMENT = "codecs/README.md#";

  /** What a case does with its desk. */
  @FunctionalInterface
  public interface Script {
    /** Plays the case. */
    void play(Desk desk);
  }

  /** A case of the wire protocol; {@code anchor} is a heading of its document. */
  public static ConformCase wire(
      final String id, final String title, final String anchor, final Script script) {
    return new ConformCase(id, title, ORDER_ENTRY_DOCUMENT + anchor, script);
  }

  /** A case of the HTTP interface; {@code operationId} as in its document. */
  public static ConformCase http(
      final String id, final String title, final String operationId, final Script script) {
    return new ConformCase(id, title, "/openapi.json, operation " + operationId, script);
  }

  /** What the id begins with, such as {@code SEQ}. */
  public String group() {
    return id.substring(0, id.indexOf('-'));
  }
}
