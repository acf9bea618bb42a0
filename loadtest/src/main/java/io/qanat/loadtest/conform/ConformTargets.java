package io.qanat.loadtest.conform;

import io.qanat.loadtest.hub.HubConnection;
import io.qanat.loadtest.hub.HubOptions;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Option;

/** What a certification may use of a hub, beyond the options that all commands have. */
public final class ConformTargets {
  /** Of conform.conf. */
  private static final long EMBEDDED_SECOND_ACCOUNT = 2;

  private static final long EMBEDDED_POOR_ACCOUNT = 3;
  private static final long EMBEDDED_FOREIGN_ACCOUNT = 4;
  private static final String EMBEDDED_OPERATOR_KEY =
      "conform-operator.operator-secret-for-sandboxes-only";
  private static final String EMBEDDED_APPROVER_KEY =
      "conform-approver.approver-secret-for-sandboxes-only";

  @Option(
      names = "--second-account",
      paramLabel = "N",
      description = "Sells what --account buys (default: the same account; embedded: 2).")
  private long secondAccount;

  @Option(
      names = "--poor-account",
      paramLabel = "N",
      description = "Cannot afford the largest order (default: none; embedded: 3).")
  private long poorAccount;

  @Option(
      names = "--foreign-account",
      paramLabel = "N",
      description = "An account of another partner (default: none; embedded: 4).")
  private long foreignAccount;

  @Option(
      names = "--http",
      paramLabel = "URI",
      description = "Such as http://127.0.0.1:8080 (default: none; embedded: the hub's own).")
  private String http;

  @Option(
      names = "--operator-key",
      paramLabel = "KEYID.SECRET",
      description =
          "Of an operator, for the cases that halt the instrument, hold auctions in it, bust trades"
              + " and stop the partner (default: QANAT_OPERATOR_KEY, else none; embedded: its own).")
  private String operatorKey;

  @Option(
      names = "--approver-key",
      paramLabel = "KEYID.SECRET",
      description =
          "Of one who approves that the partner is released again; without it nobody stops it"
              + " (default: QANAT_APPROVER_KEY, else none; embedded: its own).")
  private String approverKey;

  @Option(
      names = "--sessions",
      paramLabel = "N",
      description = "Session numbers to use, from --session on (default: ${DEFAULT-VALUE}).")
  private int sessions = 8;

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      description = "How long an answer may take (default: ${DEFAULT-VALUE}).")
  private int patienceSeconds = 5;

  /** Refuses what cannot be, before there is a hub. */
  public void check() {
    if (sessions < 4) {
      throw new IllegalArgumentException("--sessions " + sessions + ": must be 4 or more");
    }
    if (patienceSeconds < 1) {
      throw new IllegalArgumentException("--patience " + patienceSeconds + ": must be 1 or more");
    }
  }

  /** Brings everything together. */
  public Target target(final HubOptions options, final HubConnection hub) {
    final boolean embedded = hub.node().isPresent();
    return new Target(
        hub.aeron(),
        options.ipc(),
        hub.host(),
        hub.port(),
        hub.controlPort(),
        hub.localHost(),
        hub.marketDataPort(),
        options.partner(),
        options.session(),
        sessions,
        options.accessKeyId(),
        options.secretText(),
        options.account(),
        or(secondAccount, embedded ? EMBEDDED_SECOND_ACCOUNT : options.account()),
        or(poorAccount, embedded ? EMBEDDED_POOR_ACCOUNT : 0),
        or(foreignAccount, embedded ? EMBEDDED_FOREIGN_ACCOUNT : 0),
        options.securityIdIfGiven(),
        http == null ? hub.httpUri().orElse("") : http,
        key(operatorKey, embedded ? EMBEDDED_OPERATOR_KEY : environment("QANAT_OPERATOR_KEY")),
        key(approverKey, embedded ? EMBEDDED_APPROVER_KEY : environment("QANAT_APPROVER_KEY")),
        TimeUnit.SECONDS.toNanos(patienceSeconds));
  }

  private static String environment(final String name) {
    return System.getenv().getOrDefault(name, "");
  }

  private static String key(final String given, final String otherwise) {
    return given == null ? otherwise : given;
  }

  private static long or(final long given, final long otherwise) {
    return given == 0 ? otherwise : given;
  }
}
