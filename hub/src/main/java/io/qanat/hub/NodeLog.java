package io.qanat.hub;

import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.qanat.hub.config.ClusterConfig;
import io.qanat.log.IdleStrategies;
import io.qanat.log.client.LogClient;
import io.qanat.log.client.LogClientConfig;
import io.qanat.log.node.LogMember;
import io.qanat.log.node.LogNode;
import io.qanat.log.node.LogStartException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.UUID;
import org.agrona.CloseHelper;

/** A node's way to the log: through the member it holds, or to members elsewhere. */
final class NodeLog implements AutoCloseable {
  private final HubConfig config;
  private final LogNode.Listener listener;
  private final LogNode member;
  private final MediaDriver driver;

  private NodeLog(
      final HubConfig config,
      final LogNode.Listener listener,
      final LogNode member,
      final MediaDriver driver) {
    this.config = config;
    this.listener = listener;
    this.member = member;
    this.driver = driver;
  }

  /**
   * Starts this node's member and waits until it has recovered, or a media driver of its own.
   *
   * @throws LogStartException one line, if it cannot start
   */
  static NodeLog open(final HubConfig config, final LogNode.Listener listener) {
    if (config.cluster().has(ClusterConfig.Role.LOG)) {
      return new NodeLog(config, listener, LogNode.launch(config.log(), listener), null);
    }
    try {
      Files.createDirectories(config.log().dataDirectory());
    } catch (final IOException e) {
      throw new LogStartException(
          "data directory " + config.log().dataDirectory() + " cannot be created: " + e, e);
    }
    final MediaDriver.Context context = new MediaDriver.Context();
    context
        .aeronDirectoryName(context.aeronDirectoryName() + "-node-" + UUID.randomUUID())
        .dirDeleteOnStart(true)
        .dirDeleteOnShutdown(true)
        .threadingMode(ThreadingMode.SHARED)
        .sharedIdleStrategy(IdleStrategies.of(config.log().idleStrategy()))
        .termBufferSparseFile(true)
        .errorHandler(error -> listener.onNotice("media driver: " + error.getMessage()));
    return new NodeLog(config, listener, null, MediaDriver.launch(context));
  }

  /** The member that this node holds, if any. */
  Optional<LogNode> member() {
    return Optional.ofNullable(member);
  }

  /** Of the media driver inside this process. */
  String aeronDirectoryName() {
    return member == null ? driver.aeronDirectoryName() : member.aeronDirectoryName();
  }

  /** A client, which the caller closes first. */
  LogClient connect() {
    if (member != null) {
      return member.connect();
    }
    return LogClient.connect(
        LogClientConfig.ofMembers(
                driver.aeronDirectoryName(),
                LogMember.ingressEndpoints(config.cluster().members()),
                config.cluster().host())
            .withIdleStrategy(config.log().idleStrategy()),
        listener::onNotice);
  }

  @Override
  public void close() {
    CloseHelper.quietCloseAll(member, driver);
  }
}
