package io.qanat.loadtest.hub;

import io.qanat.codecs.AeronChannels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which hub, and who we are there. */
public final class HubOptions {
  @Option(names = "--embedded", description = "Run a hub inside this process, on free ports.")
  private boolean embedded;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "With --embedded: the data directory (default: a temporary one).")
  private Path data;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      split = ",",
      description = {
        "The hub's address (default: 127.0.0.1); HOST,HOST,... of several gateways: each",
        "connection takes the next one, on the same ports."
      })
  private List<String> hosts = List.of("127.0.0.1");

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Order entry (default: ${DEFAULT-VALUE}).")
  private int port = AeronChannels.ORDER_ENTRY_PORT;

  @Option(
      names = "--control-port",
      paramLabel = "PORT",
      description = "Order entry's responses (default: ${DEFAULT-VALUE}).")
  private int controlPort = AeronChannels.ORDER_ENTRY_CONTROL_PORT;

  @Option(
      names = "--market-data-port",
      paramLabel = "PORT",
      description = "Market data (default: ${DEFAULT-VALUE}).")
  private int marketDataPort = AeronChannels.MARKET_DATA_CONTROL_PORT;

  @Option(
      names = "--local-host",
      paramLabel = "HOST",
      description = "Our address towards the hub (default: ${DEFAULT-VALUE}).")
  private String localHost = "127.0.0.1";

  @Option(
      names = "--ipc",
      negatable = true,
      description = {
        "With --embedded: orders go through shared memory instead of UDP.",
        "orders does so by default; --no-ipc takes UDP."
      })
  private Boolean ipc;

  @Option(names = "--partner", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
  private long partner = 1;

  @Option(names = "--session", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
  private long session = 1;

  @Option(names = "--account", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
  private long account = 1;

  @Option(
      names = "--security",
      paramLabel = "ID",
      description = "The instrument (default: 1; conform: finds one).")
  private Long securityId;

  @Option(
      names = "--key",
      paramLabel = "ID",
      description = "Access key id (default: ${DEFAULT-VALUE}).")
  private String accessKeyId = "load-test";

  @Option(
      names = "--secret",
      paramLabel = "SECRET",
      defaultValue = "${env:QANAT_SECRET:-load-test-secret-for-sandboxes-only}",
      description = "API secret (default: QANAT_SECRET of the environment, or load-test.conf's).")
  private String secret;

  public long account() {
    return account;
  }

  public long securityId() {
    return securityId == null ? 1 : securityId;
  }

  /** The instrument if the options name one, else 0. */
  public long securityIdIfGiven() {
    return securityId == null ? 0 : securityId;
  }

  /**
   * Connects to the hub that the options name, starting it if it is to be embedded.
   *
   * @param embeddedOverrides of the embedded hub's configuration
   */
  public HubConnection open(final Map<String, ?> embeddedOverrides) {
    return open("load-test.conf", embeddedOverrides);
  }

  /** The same; an embedded hub gets this configuration from the class path. */
  public HubConnection open(final String resource, final Map<String, ?> embeddedOverrides) {
    if (!embedded && (data != null || ipc())) {
      throw new IllegalArgumentException("--data and --ipc go with --embedded");
    }
    if (embedded) {
      return HubConnection.embedded(this, EmbeddedHub.start(data, resource, embeddedOverrides));
    }
    return HubConnection.remote(this);
  }

  /** Whether the hub is to run in this process. */
  public boolean isEmbedded() {
    return embedded;
  }

  String host() {
    return hosts.get(0);
  }

  List<String> hosts() {
    return hosts;
  }

  int port() {
    return port;
  }

  int controlPort() {
    return controlPort;
  }

  int marketDataPort() {
    return marketDataPort;
  }

  String localHost() {
    return localHost;
  }

  /** Whether orders go through shared memory. */
  public boolean ipc() {
    return Boolean.TRUE.equals(ipc);
  }

  /** Takes shared memory where the hub is in this process, unless the options say otherwise. */
  public HubOptions preferIpc() {
    if (ipc == null) {
      ipc = embedded;
    }
    return this;
  }

  /** Whose sessions they are. */
  public long partner() {
    return partner;
  }

  /** The first session to use. */
  public long session() {
    return session;
  }

  /** Public name of the API key. */
  public String accessKeyId() {
    return accessKeyId;
  }

  /** As it was given out. */
  public String secretText() {
    return secret;
  }

  byte[] secret() {
    return secret.getBytes(StandardCharsets.US_ASCII);
  }
}
