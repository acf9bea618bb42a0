package io.qanat.hub.gateway.http;

import static io.qanat.hub.gateway.http.HttpHub.ONE;
import static io.qanat.hub.gateway.http.HttpHub.name;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.JsonNode;
import io.qanat.hub.trace.TraceCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** From the answer of an HTTP request to the log, while the hub runs. */
@ExtendWith(HttpHub.Shared.class)
class TraceCommandTest {
  private static final String TRACE = "1bf7651916cd43dd8448eb211c80319d";

  private final HttpHub hub;
  @TempDir private Path directory;

  TraceCommandTest(final HttpHub hub) {
    this.hub = hub;
  }

  /** What a run of the command said, and how it ended. */
  private record Said(int exitCode, List<String> lines, String errors) {}

  private Said trace(final String... arguments) {
    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();
    final List<String> all =
        new ArrayList<>(List.of("--data", hub.directory().resolve("log").toString()));
    all.addAll(Arrays.asList(arguments));
    final int exitCode =
        new CommandLine(new TraceCommand())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .setExecutionExceptionHandler(
                (e, line, result) -> {
                  line.getErr().println(e.getMessage());
                  return 1;
                })
            .execute(all.toArray(new String[0]));
    return new Said(exitCode, out.toString().lines().toList(), err.toString());
  }

  /** Runs it until so many entries are on disk. */
  private Said await(final int entries, final String... arguments) {
    final long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    Said said = trace(arguments);
    while (said.lines().size() < entries && System.nanoTime() < deadline) {
      said = trace(arguments);
    }
    assertThat(said.lines()).as(said.toString()).hasSize(entries);
    assertThat(said.exitCode()).isZero();
    return said;
  }

  /** Places an order under the trace id and returns the access log of that time. */
  private Path accessLogOfAnOrder(final String clOrdId) throws IOException {
    final List<String> lines = new CopyOnWriteArrayList<>();
    final Logger logger = (Logger) LoggerFactory.getLogger("qanat.access");
    final AppenderBase<ILoggingEvent> appender =
        new AppenderBase<>() {
          @Override
          protected void append(final ILoggingEvent event) {
            lines.add("12:00:00 INFO qanat.access " + event.getFormattedMessage());
          }
        };
    final Level before = logger.getLevel();
    appender.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(appender);
    try {
      final HttpHub.Answer answer =
          hub.send(
              hub.request(ONE, "/v1/accounts/101/orders")
                  .header("X-Request-Id", TRACE)
                  .header("Content-Type", "application/json")
                  .POST(
                      HttpRequest.BodyPublishers.ofString(
                          "{\"clOrdId\":\""
                              + clOrdId
                              + "\",\"securityId\":1,\"side\":\"BUY\",\"ordType\":\"STOP_LIMIT\","
                              + "\"stopPx\":\"9.1\",\"price\":\"9.2\",\"orderQty\":\"1\"}")));
      assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
      hub.delete(ONE, answer.header("Location"));
    } finally {
      logger.detachAppender(appender);
      logger.setLevel(before);
    }
    final Path file = directory.resolve("access.log");
    lines.add("a line of something else");
    return Files.write(file, lines);
  }

  @Test
  void aRequestLeadsToItsEntriesAndToWhatTheyCaused() throws IOException {
    final String clOrdId = name();
    final Path accessLog = accessLogOfAnOrder(clOrdId);
    final List<String> lines = await(3, "--access-log", accessLog.toString(), TRACE).lines();
    assertThat(lines.get(0))
        .matches("[0-9]+ account-101 #[0-9]+ 20[0-9T:.-]+Z from outside: ClientInput .*")
        .contains("NewOrderSingle {", clOrdId, "\"stopPx\":\"9.1\"", "\"ordType\":\"STOP_LIMIT\"");
    assertThat(lines.get(1))
        .matches(
            "[0-9]+ instrument-1 #[0-9]+ .*Z from account-101 #[0-9]+: PeerInput OrderSubmit .*")
        .contains("\"stopPx\":\"9.1\"");
    assertThat(lines.get(2))
        .matches(
            "[0-9]+ account-101 #[0-9]+ .*Z from instrument-1 #[0-9]+: PeerInput OrderReport .*")
        .contains("\"reportType\":\"ACCEPTED\"");

    final JsonNode first =
        HttpHub.json(
            await(3, "--json", "--access-log", accessLog.toString(), TRACE).lines().get(0));
    assertThat(first.at("/entity").asText()).isEqualTo("account-101");
    assertThat(first.at("/input/body/clOrdId").asText()).isEqualTo(clOrdId);
    final String requestId = first.at("/input/requestId").asText();
    assertThat(await(3, "account-101/" + requestId).lines()).isEqualTo(lines);
    assertThat(await(3, requestId).lines()).isEqualTo(lines);
    assertThat(trace("account-102/" + requestId).errors())
        .contains("nothing between the log's positions ");
  }

  @Test
  void whatCannotBeFoundIsSaidInOneLine() throws IOException {
    final Path accessLog = accessLogOfAnOrder(name());
    final Said unknown = trace("--access-log", accessLog.toString(), "nobodys");
    assertThat(unknown.exitCode()).isEqualTo(1);
    assertThat(unknown.errors().strip()).endsWith("access.log has no request nobodys");
    assertThat(trace("account/7").errors().strip())
        .isEqualTo(
            "not an entry of the access log, such as account-299/1764028800123456789: account/7");
    assertThat(trace("--access-log", directory.resolve("none").toString(), "x").errors())
        .startsWith("cannot read the access log ");
  }
}
