package io.qanat.loadtest.hub;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.qanat.hub.HubConfig;
import io.qanat.hub.HubNode;
import io.qanat.log.node.LogNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Map;
import org.agrona.IoUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A whole hub in this process, on free ports. */
public final class EmbeddedHub implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedHub.class);

  private final HubNode node;
  private final Path temporary;

  private EmbeddedHub(final HubNode node, final Path temporary) {
    this.node = node;
    this.temporary = temporary;
  }

  /**
   * Starts one with {@code load-test.conf}.
   *
   * @param data where it keeps its log; null: a temporary directory that is removed at the end
   * @param overrides of any key of the configuration
   */
  public static EmbeddedHub start(final Path data, final Map<String, ?> overrides) {
    return start(data, "load-test.conf", overrides);
  }

  /** The same with another configuration on the class path. */
  public static EmbeddedHub start(
      final Path data, final String resource, final Map<String, ?> overrides) {
    Path temporary = null;
    try {
      temporary = data == null ? Files.createTempDirectory("qanat-embedded") : null;
      final HubNode node =
          HubNode.start(
              HubConfig.of(config(data == null ? temporary : data, resource, overrides)),
              new Notices());
      return new EmbeddedHub(node, temporary);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Config config(
      final Path data, final String resource, final Map<String, ?> overrides) {
    // Half a day away: a run does not meet the end of the trading day.
    final int dayRollSeconds = LocalTime.now(ZoneOffset.UTC).plusHours(12).toSecondOfDay();
    return HubConfig.complete(
        ConfigFactory.parseMap(overrides)
            .withFallback(
                ConfigFactory.parseMap(
                    Map.of(
                        "qanat.log.data-directory", data.toString(),
                        "qanat.gateway.aeron.port", 0,
                        "qanat.gateway.aeron.control-port", 0,
                        "qanat.market-data.control-port", 0,
                        "qanat.http.port", 0,
                        "qanat.load-test.day-roll", dayRollSeconds + "s")))
            .withFallback(ConfigFactory.parseResources(resource)));
  }

  public HubNode node() {
    return node;
  }

  @Override
  public void close() {
    node.close();
    if (temporary != null) {
      IoUtil.delete(temporary.toFile(), true);
    }
  }

  private static final class Notices implements LogNode.Listener {
    @Override
    public void onNotice(final String line) {
      LOG.info("{}", line);
    }

    @Override
    public void onFatal(final String line) {
      LOG.error("{}", line);
    }
  }
}
