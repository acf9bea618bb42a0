package io.qanat.hub.gateway.http;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.agrona.concurrent.NanoClock;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.ConnectionContext;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.HttpsConnectionContext;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.ServerBuilder;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server of a node. */
public final class HttpGateway implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpGateway.class);
  private static final Duration BIND_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);
  private static final int SEND_BUFFER_BYTES = 128 << 10;

  private final ServerBinding binding;
  private final HttpConfig config;

  private HttpGateway(final ServerBinding binding, final HttpConfig config) {
    this.binding = binding;
    this.config = config;
  }

  /**
   * Starts to listen.
   *
   * @param doorkeeper lets callers in
   * @param modules all operations there are
   * @throws IllegalStateException one line, if the address cannot be had
   */
  public static HttpGateway start(
      final ActorSystem<?> system,
      final HttpConfig config,
      final Doorkeeper doorkeeper,
      final List<HttpModule> modules,
      final MeterRegistry metrics,
      final NanoClock clock) {
    final RequestHandler handler =
        new RequestHandler(
            system,
            config,
            new Router(modules.stream().flatMap(m -> m.operations().stream()).toList()),
            doorkeeper,
            new HttpMetrics(metrics),
            clock);
    ServerBuilder server =
        Http.get(system)
            .newServerAt(config.host(), config.port())
            .withSettings(ServerSettings.create(settings(config, system.settings().config())));
    if (config.tls().isPresent()) {
      server = server.enableHttps(https(system, config.tls().get()));
    }
    final CompletionStage<ServerBinding> bound = server.bind(handler::handle);
    try {
      final HttpGateway gateway =
          new HttpGateway(
              bound.toCompletableFuture().get(BIND_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS),
              config);
      LOG.info("http listens on {}:{}", gateway.host(), gateway.port());
      return gateway;
    } catch (final ExecutionException | TimeoutException e) {
      throw new IllegalStateException(
          "qanat.http cannot listen on "
              + config.host()
              + ":"
              + config.port()
              + ": "
              + (e.getCause() == null ? "timeout" : e.getCause().getMessage()),
          e);
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while HTTP starts", e);
    }
  }

  private static HttpsConnectionContext https(final ActorSystem<?> system, final TlsConfig config) {
    final ReloadingTls tls = new ReloadingTls(config);
    // Ends with the actor system.
    system
        .scheduler()
        .scheduleWithFixedDelay(
            config.check(), config.check(), tls::check, system.executionContext());
    return ConnectionContext.httpsServer(tls::engine);
  }

  /** Every bound of the server, and nothing of a request in a log. */
  private static Config settings(final HttpConfig config, final Config root) {
    final Map<String, Object> server = new LinkedHashMap<>();
    server.put("server-header", "qanat");
    server.put("remote-address-attribute", "on");
    server.put("max-connections", config.connectionsMax());
    server.put("pipelining-limit", 1);
    server.put("idle-timeout", config.idleTimeout().toMillis() + " ms");
    // Each handler's own time is bounded; a stream may last.
    server.put("request-timeout", "infinite");
    server.put("linger-timeout", "5 s");
    // What the kernel keeps for a client that does not read is bounded too, and prices stay fresh.
    server.put("socket-options.so-send-buffer-size", SEND_BUFFER_BYTES);
    server.put("verbose-error-messages", "off");
    server.put("default-host-header", "localhost");
    server.put("parsing.error-handler", HttpErrors.class.getName());
    server.put("parsing.max-content-length", config.bodyBytesMax());
    server.put("parsing.max-uri-length", config.uriBytesMax());
    server.put("parsing.max-header-value-length", config.headerBytesMax());
    server.put("parsing.max-header-name-length", 128);
    server.put("parsing.max-header-count", config.headersMax());
    server.put("parsing.max-chunk-ext-length", 64);
    server.put("parsing.max-chunk-size", config.bodyBytesMax());
    server.put("parsing.illegal-header-warnings", "off");
    server.put("parsing.error-logging-verbosity", "off");
    server.put("parsing.header-cache.Authorization", 0);
    final Map<String, Object> keys = new LinkedHashMap<>();
    server.forEach((key, value) -> keys.put("pekko.http.server." + key, value));
    return ConfigFactory.parseMap(keys).withFallback(root);
  }

  /** The address listened on. */
  public String host() {
    return config.host();
  }

  /** The port listened on, as given by the system if any was asked for. */
  public int port() {
    return binding.localAddress().getPort();
  }

  /** For people and clients on this machine. */
  public String baseUri() {
    return (config.tls().isPresent() ? "https://" : "http://") + host() + ":" + port();
  }

  /** Takes no new connections, lets requests under way end, and stops. */
  @Override
  public void close() {
    try {
      binding
          .terminate(STOP_TIMEOUT)
          .toCompletableFuture()
          .get(STOP_TIMEOUT.toMillis() * 2, TimeUnit.MILLISECONDS);
    } catch (final ExecutionException | TimeoutException e) {
      LOG.warn("http did not stop in time", e);
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
