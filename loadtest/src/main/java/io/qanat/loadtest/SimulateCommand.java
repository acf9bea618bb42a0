package io.qanat.loadtest;

import io.qanat.hub.commands.DurationConverter;
import io.qanat.loadtest.report.JsonReport;
import io.qanat.loadtest.simulate.MarketShape;
import io.qanat.loadtest.simulate.SimulationOptions;
import io.qanat.loadtest.simulate.Simulator;
import io.qanat.sim.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code loadtest simulate}. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a whole hub with agents that trade and faults in virtual time, and checks what must hold.",
      "Equal options give equal runs. Exit 0 only if every seed passed; a failure prints how to repeat"
          + " it and is made smaller."
    })
final class SimulateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--seed", required = true, paramLabel = "S", description = "The first seed.")
  private long seed;

  @Option(
      names = "--seeds",
      defaultValue = "1",
      paramLabel = "N",
      description = "How many seeds, one after the other. Default: ${DEFAULT-VALUE}")
  private long seeds;

  @Option(
      names = "--duration",
      required = true,
      paramLabel = "D",
      converter = DurationConverter.class,
      description = "How long the agents trade, in virtual time: 20s, 4h.")
  private Duration duration;

  @Option(
      names = "--market",
      defaultValue = "quiet",
      paramLabel = "SHAPE",
      converter = ShapeConverter.class,
      description =
          "quiet, trend, flash-crash, news-gap, negative-prices or provider-outage. Default:"
              + " ${DEFAULT-VALUE}")
  private MarketShape shape;

  @Option(
      names = "--faults",
      paramLabel = "KIND,...",
      split = ",",
      description = "Only these kinds of faults, such as NODE_CRASH,DROP; none: no faults.")
  private List<String> faults;

  @Option(
      names = "--skip",
      paramLabel = "FAULT,...",
      split = ",",
      description = "Faults that do not happen, such as NODE_CRASH-3.")
  private List<String> skipped = List.of();

  @Option(
      names = "--shrink",
      defaultValue = "60",
      paramLabel = "RUNS",
      description = "Runs to spend on making a failure smaller. Default: ${DEFAULT-VALUE}")
  private int shrink;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures there.")
  private Path json;

  @Override
  public Integer call() throws IOException {
    if (duration.isZero()) {
      throw refuse("--duration 0: a run must last");
    }
    if (seeds < 1) {
      throw refuse("--seeds " + seeds + ": at least 1");
    }
    if (shrink < 0) {
      throw refuse("--shrink " + shrink + ": at least 0");
    }
    final SimulationOptions options =
        new SimulationOptions(seed, duration.toNanos(), shape, faults(), skipped());
    final Simulator simulator = new Simulator(spec.commandLine().getOut(), shrink);
    final boolean passed = simulator.run(options, seeds);
    JsonReport.write(json, simulator.figures(options, seeds));
    return passed ? 0 : 1;
  }

  private Set<Fault> faults() {
    if (faults == null) {
      return EnumSet.allOf(Fault.class);
    }
    final Set<Fault> chosen = EnumSet.noneOf(Fault.class);
    if (!faults.equals(List.of("none"))) {
      faults.forEach(name -> chosen.add(fault(name)));
    }
    return chosen;
  }

  private Set<String> skipped() {
    final Set<String> names = new TreeSet<>();
    for (final String name : skipped) {
      final int dash = name.lastIndexOf('-');
      if (dash < 0 || !name.substring(dash + 1).matches("[1-9][0-9]{0,8}")) {
        throw refuse("--skip " + name + ": a kind and a number, such as NODE_CRASH-3");
      }
      names.add(fault(name.substring(0, dash)) + name.substring(dash));
    }
    return names;
  }

  private Fault fault(final String name) {
    try {
      return Fault.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    } catch (final IllegalArgumentException e) {
      throw refuse("no such fault: " + name + ", there are " + Arrays.toString(Fault.values()));
    }
  }

  private ParameterException refuse(final String what) {
    return new ParameterException(spec.commandLine(), what);
  }

  /** Shapes as people write them. */
  static final class ShapeConverter implements ITypeConverter<MarketShape> {
    @Override
    public MarketShape convert(final String value) {
      for (final MarketShape shape : MarketShape.values()) {
        if (shape.toString().equals(value)) {
          return shape;
        }
      }
      throw new TypeConversionException(
          "'" + value + "' is not among " + Arrays.toString(MarketShape.values()));
    }
  }
}
