package io.qanat.loadtest.conform;

import io.aeron.Aeron;
import io.qanat.loadtest.hub.EmbeddedHub;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;

/**
 * A hub in this process, as {@code conform.conf} describes it, and both its partners' ways to it.
 */
final class CertificationHub implements AutoCloseable {
  static final String HOST = "127.0.0.1";
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  final EmbeddedHub hub;
  final Aeron aeron;

  CertificationHub() {
    hub =
        EmbeddedHub.start(
            null,
            "conform.conf",
            Map.of(
                "qanat.gateway.aeron.negotiations-per-second", 10_000,
                "qanat.gateway.aeron.negotiations-per-second-per-key", 10_000));
    aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(hub.node().aeronDirectoryName()));
  }

  /** Partner 1 with accounts 1 and 2. */
  Target certified() {
    return target(1, "load-test", "load-test-secret-for-sandboxes-only", 1, 2, 1);
  }

  /** Partner 2 with account 4. */
  Target somebodyElse() {
    return target(2, "somebody-else", "another-secret-for-sandboxes-only", 4, 4, 3);
  }

  private Target target(
      final long partner,
      final String key,
      final String secret,
      final long account,
      final long secondAccount,
      final long securityId) {
    return new Target(
        aeron,
        true,
        HOST,
        0,
        0,
        HOST,
        hub.node().marketData().controlPort(),
        partner,
        1,
        8,
        key,
        secret,
        account,
        secondAccount,
        0,
        0,
        securityId,
        hub.node().http().orElseThrow().baseUri(),
        "conform-operator.operator-secret-for-sandboxes-only",
        "conform-approver.approver-secret-for-sandboxes-only",
        PATIENCE_NANOS);
  }

  @Override
  public void close() {
    CloseHelper.closeAll(aeron, hub);
  }
}
