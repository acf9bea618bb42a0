package io.qanat.loadtest.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How chaos is to be.
 *
 * @param nodes how many
 * @param ratePerSecond requests of all clients together
 * @param duration faults begin until it is over
 * @param folder for data, output and histories
 * @param json figures; null: nowhere
 * @param faults these in this order, again and again; empty: whatever the seed says
 */
public record ChaosOptions(
    long seed,
    int nodes,
    int ratePerSecond,
    Duration duration,
    Path folder,
    Path json,
    List<String> faults) {}
