package io.qanat.loadtest.simulate;

import io.qanat.loadtest.report.ReportBlocks;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.sbe.MessageDecoderFlyweight;

/** Every numbered report as its client has it; one that comes again must be what it was. */
final class ReportWatch {
  private final TradingWorld world;
  private final Map<Long, SortedMap<Long, UnsafeBuffer>> delivered = new TreeMap<>();

  ReportWatch(final TradingWorld world) {
    this.world = world;
  }

  /** A client was told. */
  void onDelivered(final long account, final long reportNo, final MessageDecoderFlyweight report) {
    if (reportNo == 0) {
      return;
    }
    final UnsafeBuffer block =
        ReportBlocks.of(report.buffer(), report.offset(), report.sbeTemplateId());
    final UnsafeBuffer before =
        delivered.computeIfAbsent(account, a -> new TreeMap<>()).putIfAbsent(reportNo, block);
    if (before != null && !before.equals(block)) {
      throw world.failure(
          "report " + reportNo + " of account " + account + " came again with other content");
    }
  }

  /** Reports of an account by number. */
  SortedMap<Long, UnsafeBuffer> of(final long account) {
    return delivered.getOrDefault(account, new TreeMap<>());
  }
}
