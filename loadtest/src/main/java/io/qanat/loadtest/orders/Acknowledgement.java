package io.qanat.loadtest.orders;

import java.util.List;

/**
 * What an execution report promised. One line of an acknowledgement file: {@code account orderId
 * reportNo cumQty clOrdId}.
 *
 * @param cumQty Fixed8
 */
record Acknowledgement(long account, long orderId, long reportNo, long cumQty, String clOrdId) {
  static Acknowledgement parse(final String line) {
    final List<String> fields = List.of(line.split(" ", -1));
    if (fields.size() != 5) {
      throw new IllegalArgumentException("not an acknowledgement: " + line);
    }
    return new Acknowledgement(
        Long.parseLong(fields.get(0)),
        Long.parseLong(fields.get(1)),
        Long.parseLong(fields.get(2)),
        Long.parseLong(fields.get(3)),
        fields.get(4));
  }

  String line() {
    return account + " " + orderId + " " + reportNo + " " + cumQty + " " + clOrdId + "\n";
  }
}
