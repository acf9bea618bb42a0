package io.qanat.hub.commands;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.qanat.hub.HubConfig;
import io.qanat.hub.operations.Doctor;
import io.qanat.hub.operations.Doctor.Finding;
import io.qanat.hub.operations.Doctor.Verdict;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code qanat doctor}. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Says what would go wrong if a node ran here: memory, ports, clock, disk, limits.",
      "Exit 0 unless something would keep it from starting or from keeping its promises."
    })
public final class DoctorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The node's configuration (default: the defaults).")
  private Path configFile;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description =
          "Mean orders per second that the disk is judged by (default: ${DEFAULT-VALUE}).")
  private long rate = 1_000;

  @Override
  public Integer call() {
    if (rate < 1) {
      throw new IllegalArgumentException("--rate " + rate + ": must be at least 1");
    }
    final Config root =
        configFile == null
            ? HubConfig.complete(ConfigFactory.empty())
            : ConfigFiles.read(configFile);
    final HubConfig config = HubConfig.of(root);
    final List<Finding> findings =
        new Doctor(
                config.log().dataDirectory(),
                config.gateway().host(),
                new int[] {
                  config.gateway().port(),
                  config.gateway().controlPort(),
                  config.marketData().controlPort()
                },
                rate,
                Path.of("/dev/shm"))
            .examine();
    final PrintWriter out = spec.commandLine().getOut();
    findings.forEach(f -> out.printf("%-5s %-14s %s%n", f.verdict(), f.subject(), f.text()));
    final boolean fails = findings.stream().anyMatch(f -> f.verdict() == Verdict.FAIL);
    out.println(fails ? "a node would not run well here" : "a node can run here");
    return fails ? 1 : 0;
  }
}
