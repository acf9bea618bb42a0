package io.qanat.hub.commands;

import io.qanat.hub.HubConfig;
import io.qanat.hub.HubNode;
import io.qanat.log.node.LogNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.concurrent.ShutdownSignalBarrier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code qanat node}. */
@Command(
    name = "node",
    mixinStandardHelpOptions = true,
    description = {
      "Runs one node until it is told to stop (SIGTERM or SIGINT).",
      "Stops by ending sessions, settling entities and taking a snapshot."
    })
public final class NodeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "The node's configuration; see cluster-config/one-node.conf.")
  private Path configFile;

  @Override
  @SuppressWarnings("try") // The barrier is only held: closing it lets the process end.
  public Integer call() throws InterruptedException {
    final PrintWriter out = spec.commandLine().getOut();
    final HubConfig config = HubConfig.of(ConfigFiles.read(configFile));
    final AtomicReference<String> fatal = new AtomicReference<>();
    final CountDownLatch ended = new CountDownLatch(1);
    try (ShutdownSignalBarrier barrier = new ShutdownSignalBarrier(ended::countDown);
        HubNode node = HubNode.start(config, new Listener(out, fatal, ended))) {
      out.println("recovered " + node.recovered().line());
      out.printf(
          "ready: order entry %s:%d (responses %d), market data %s:%d%n",
          node.hasGateway() ? node.gateway().host() : "none",
          node.hasGateway() ? node.gateway().port() : 0,
          node.hasGateway() ? node.gateway().controlPort() : 0,
          node.marketData().host(),
          node.marketData().controlPort());
      out.flush();
      ended.await();
    }
    if (fatal.get() != null) {
      spec.commandLine().getErr().println(fatal.get());
      return 1;
    }
    out.println("stopped");
    return 0;
  }

  /** Prints notices, and ends the node when its log has ended. */
  private record Listener(PrintWriter out, AtomicReference<String> fatal, CountDownLatch ended)
      implements LogNode.Listener {
    @Override
    public void onNotice(final String line) {
      out.println(line);
      out.flush();
    }

    @Override
    public void onFatal(final String line) {
      fatal.compareAndSet(null, line);
      ended.countDown();
    }
  }
}
