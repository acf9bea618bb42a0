package io.qanat.loadtest;

import io.qanat.hub.commands.DurationConverter;
import io.qanat.loadtest.report.JsonReport;
import io.qanat.loadtest.simulate.MarketShape;
import io.qanat.loadtest.simulate.Scenario;
import io.qanat.loadtest.simulate.SimulationOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code loadtest scenario}. */
@Command(
    name = "scenario",
    mixinStandardHelpOptions = true,
    description = {
      "Shows how a market of a known shape goes by, traded by agents on a whole hub in virtual time"
          + " without faults, and checks what must hold.",
      "A or H behind an instrument: in an auction, halted. Equal options give equal output."
    })
final class ScenarioCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "NAME",
      converter = SimulateCommand.ShapeConverter.class,
      description = "quiet, trend, flash-crash, news-gap, negative-prices or provider-outage.")
  private MarketShape shape;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "S",
      description = "Default: ${DEFAULT-VALUE}")
  private long seed;

  @Option(
      names = "--duration",
      defaultValue = "2m",
      paramLabel = "D",
      converter = DurationConverter.class,
      description = "How long the agents trade, in virtual time. Default: ${DEFAULT-VALUE}")
  private Duration duration;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures there.")
  private Path json;

  @Override
  public Integer call() throws IOException {
    if (duration.isZero()) {
      throw new ParameterException(spec.commandLine(), "--duration 0: a run must last");
    }
    final Scenario scenario =
        new Scenario(
            new SimulationOptions(seed, duration.toNanos(), shape, Set.of(), Set.of()),
            spec.commandLine().getOut());
    final boolean passed = scenario.run();
    JsonReport.write(json, scenario.figures());
    return passed ? 0 : 1;
  }
}
