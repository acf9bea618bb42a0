package io.qanat.loadtest;

import io.qanat.hub.commands.DurationConverter;
import io.qanat.loadtest.hub.HubOptions;
import io.qanat.loadtest.providers.WtiScenario;
import io.qanat.loadtest.report.JsonReport;
import io.qanat.loadtest.simulate.MarketShape;
import io.qanat.loadtest.simulate.Scenario;
import io.qanat.loadtest.simulate.SimulationOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code loadtest scenario}. */
@Command(
    name = "scenario",
    mixinStandardHelpOptions = true,
    description = {
      "Shows how a market of a known shape goes by, traded by agents on a whole hub in virtual time"
          + " without faults, and checks what must hold.",
      "A or H behind an instrument: in an auction, halted. Equal options give equal output.",
      "wti is another kind: crude oil through zero to -36.98 and back, quoted by simulated providers,"
          + " priced and traded by the house, on a hub of this process in real time."
    })
final class ScenarioCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  private static final String WTI = "wti";
  private static final LocalDate WTI_FROM = LocalDate.of(2020, 4, 17);
  private static final LocalDate WTI_TO = LocalDate.of(2020, 4, 22);

  @Parameters(
      paramLabel = "NAME",
      description =
          "quiet, trend, flash-crash, news-gap, negative-prices, provider-outage; or wti.")
  private String name;

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

  @Option(
      names = "--prices",
      defaultValue = "../shared/data/wti/wti-daily.csv.gz",
      paramLabel = "FILE",
      description = "wti: daily prices, lines of DATE,PRICE. Default: ${DEFAULT-VALUE}")
  private Path prices;

  @Option(
      names = "--ticks-per-day",
      defaultValue = "160",
      paramLabel = "N",
      description = "wti: from one day's price to the next. Default: ${DEFAULT-VALUE}")
  private int ticksPerDay;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures there.")
  private Path json;

  @Override
  public Integer call() throws IOException {
    return name.equals(WTI) ? wti() : market();
  }

  private Integer wti() throws IOException {
    if (ticksPerDay < 2) {
      throw new ParameterException(
          spec.commandLine(), "--ticks-per-day must be at least 2: " + ticksPerDay);
    }
    if (!Files.isReadable(prices)) {
      throw new ParameterException(spec.commandLine(), "--prices cannot be read: " + prices);
    }
    final HubOptions options = new HubOptions();
    new CommandLine(options).parseArgs("--embedded");
    final WtiScenario scenario =
        new WtiScenario(options, seed, ticksPerDay, spec.commandLine().getOut());
    final boolean passed = scenario.run(prices, WTI_FROM, WTI_TO);
    JsonReport.write(json, scenario.figures());
    return passed ? 0 : 1;
  }

  private Integer market() throws IOException {
    final MarketShape shape;
    try {
      shape = new SimulateCommand.ShapeConverter().convert(name);
    } catch (TypeConversionException e) {
      throw new ParameterException(spec.commandLine(), "NAME: " + e.getMessage(), e);
    }
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
