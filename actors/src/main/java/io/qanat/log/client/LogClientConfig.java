package io.qanat.log.client;

import io.qanat.log.IdleStrategies;

/**
 * How a node reaches the log.
 *
 * @param aeronDirectoryName of the media driver to use
 * @param ingressChannel to the members; IPC when the member is in this process
 * @param ingressEndpoints {@code id=host:port,...} of the members; null with IPC
 * @param egressChannel for acknowledgements
 * @param answerChannel for answers to loads and queries
 * @param idleStrategy see {@link IdleStrategies}
 * @param batchBytesMax entries are batched up to so many bytes of one message
 * @param pendingEntriesMax entries taken and not yet acknowledged
 * @param pendingBytesMax bytes of inputs taken and not yet acknowledged
 * @param messageTimeoutMillis to connect, and to miss an acknowledgement before connecting anew
 * @param answerTimeoutMillis without a part of an answer before it is asked for again
 */
public record LogClientConfig(
    String aeronDirectoryName,
    String ingressChannel,
    String ingressEndpoints,
    String egressChannel,
    String answerChannel,
    String idleStrategy,
    int batchBytesMax,
    int pendingEntriesMax,
    long pendingBytesMax,
    long messageTimeoutMillis,
    long answerTimeoutMillis) {

  /** Longest input of one entry, in bytes; a message must hold it. */
  public static final int INPUT_LENGTH_MAX = 256 * 1024;

  private static final long MEMBERS_MESSAGE_TIMEOUT_MILLIS = 3_000;
  private static final String IPC_CHANNEL = "aeron:ipc?term-length=4m|mtu=8k";

  /** Validates. */
  public LogClientConfig {
    IdleStrategies.of(idleStrategy);
    require(
        batchBytesMax >= 1024 && batchBytesMax <= INPUT_LENGTH_MAX,
        "batchBytesMax",
        batchBytesMax,
        "1024 to " + INPUT_LENGTH_MAX);
    require(pendingEntriesMax >= 1, "pendingEntriesMax", pendingEntriesMax, "at least 1");
    require(
        pendingBytesMax >= INPUT_LENGTH_MAX,
        "pendingBytesMax",
        pendingBytesMax,
        "at least " + INPUT_LENGTH_MAX);
    require(
        messageTimeoutMillis >= 100, "messageTimeoutMillis", messageTimeoutMillis, "at least 100");
    require(answerTimeoutMillis >= 100, "answerTimeoutMillis", answerTimeoutMillis, "at least 100");
  }

  /** To the member inside this process. */
  public static LogClientConfig embedded(final String aeronDirectoryName) {
    return new LogClientConfig(
        aeronDirectoryName,
        IPC_CHANNEL,
        null,
        IPC_CHANNEL,
        IPC_CHANNEL,
        "backoff",
        64 * 1024,
        64 * 1024,
        64L * 1024 * 1024,
        5_000,
        2_000);
  }

  /**
   * To several members over UDP; the leader is found, and found again when there is a new one.
   *
   * @param ingressEndpoints {@code id=host:port,...}
   * @param host name or address of this node towards the members
   */
  public static LogClientConfig ofMembers(
      final String aeronDirectoryName, final String ingressEndpoints, final String host) {
    final String back = "aeron:udp?endpoint=" + host + ":0|term-length=4m|mtu=8k";
    return new LogClientConfig(
        aeronDirectoryName,
        "aeron:udp?term-length=4m|mtu=8k",
        ingressEndpoints,
        back,
        back,
        "backoff",
        64 * 1024,
        64 * 1024,
        64L * 1024 * 1024,
        MEMBERS_MESSAGE_TIMEOUT_MILLIS,
        2_000);
  }

  /** Whether other nodes use the same log. */
  boolean isShared() {
    return ingressEndpoints != null;
  }

  /** The same with another idle strategy. */
  public LogClientConfig withIdleStrategy(final String name) {
    return new LogClientConfig(
        aeronDirectoryName,
        ingressChannel,
        ingressEndpoints,
        egressChannel,
        answerChannel,
        name,
        batchBytesMax,
        pendingEntriesMax,
        pendingBytesMax,
        messageTimeoutMillis,
        answerTimeoutMillis);
  }

  /** The same with other bounds on what is taken and not yet acknowledged. */
  public LogClientConfig withPending(final int entriesMax, final long bytesMax) {
    return new LogClientConfig(
        aeronDirectoryName,
        ingressChannel,
        ingressEndpoints,
        egressChannel,
        answerChannel,
        idleStrategy,
        batchBytesMax,
        entriesMax,
        bytesMax,
        messageTimeoutMillis,
        answerTimeoutMillis);
  }

  private static void require(
      final boolean holds, final String key, final long value, final String allowed) {
    if (!holds) {
      throw new IllegalArgumentException(key + "=" + value + ", allowed: " + allowed);
    }
  }
}
