package io.qanat.hub.operations;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Looks at a machine and says what would go wrong when a hub runs here. Changes nothing but a
 * scratch file that it removes.
 */
public final class Doctor {
  /** How serious a finding is. */
  public enum Verdict {
    OK,
    /** It works, but not as well or not as long as it should. */
    WARN,
    /** A hub would not start, or would lose its promises. */
    FAIL
  }

  /** One thing looked at. */
  public record Finding(Verdict verdict, String subject, String text) {}

  /**
   * What a logged order costs on disk with everything that follows from it, bytes: about 3.5
   * entries with their framing. Measured, see {@code loadtest/README.md}.
   */
  static final long BYTES_PER_ORDER = 1_400;

  private static final long MIB = 1 << 20;
  private static final long SHARED_MEMORY_NEEDED = 512 * MIB;
  private static final int FSYNCS = 50;
  private static final long SECONDS_PER_DAY = 86_400;

  private final Path dataDirectory;
  private final String host;
  private final int[] udpPorts;
  private final long ordersPerSecond;
  private final Path sharedMemory;

  /**
   * A doctor for one planned hub.
   *
   * @param udpPorts ports that the hub will bind on {@code host}; 0 is skipped
   * @param ordersPerSecond mean rate for which disk space is judged
   */
  public Doctor(
      final Path dataDirectory,
      final String host,
      final int[] udpPorts,
      final long ordersPerSecond,
      final Path sharedMemory) {
    this.dataDirectory = dataDirectory;
    this.host = host;
    this.udpPorts = udpPorts.clone();
    this.ordersPerSecond = ordersPerSecond;
    this.sharedMemory = sharedMemory;
  }

  /** Looks at everything. */
  public List<Finding> examine() {
    final List<Finding> findings = new ArrayList<>();
    findings.add(java());
    findings.add(cores());
    findings.add(memory());
    findings.add(sharedMemory());
    findings.add(clock());
    findings.addAll(ports());
    findings.addAll(disk());
    findings.add(openFiles());
    return findings;
  }

  private static Finding java() {
    final int feature = Runtime.version().feature();
    return new Finding(
        feature >= 17 ? Verdict.OK : Verdict.FAIL, "java", "version " + Runtime.version());
  }

  private static Finding cores() {
    final int cores = Runtime.getRuntime().availableProcessors();
    if (cores < 2) {
      return new Finding(
          Verdict.WARN, "cores", "1: log, actors and gateway will wait for one another");
    }
    return new Finding(Verdict.OK, "cores", Integer.toString(cores));
  }

  private static Finding memory() {
    final long max = Runtime.getRuntime().maxMemory();
    final Verdict verdict = max >= 512 * MIB ? Verdict.OK : Verdict.WARN;
    return new Finding(verdict, "heap", "at most " + max / MIB + " MiB (set with -Xmx)");
  }

  private Finding sharedMemory() {
    final String subject = "shared memory";
    if (!Files.isDirectory(sharedMemory) || !Files.isWritable(sharedMemory)) {
      return new Finding(
          Verdict.WARN,
          subject,
          sharedMemory + " is not there or not writable: Aeron's buffers will be on disk");
    }
    try {
      final long free = Files.getFileStore(sharedMemory).getUsableSpace();
      return free >= SHARED_MEMORY_NEEDED
          ? new Finding(Verdict.OK, subject, sharedMemory + " has " + free / MIB + " MiB free")
          : new Finding(
              Verdict.FAIL,
              subject,
              sharedMemory
                  + " has "
                  + free / MIB
                  + " MiB free, a hub needs "
                  + SHARED_MEMORY_NEEDED / MIB);
    } catch (IOException e) {
      return new Finding(Verdict.FAIL, subject, sharedMemory + ": " + e.getMessage());
    }
  }

  private static Finding clock() {
    final long millis = System.currentTimeMillis();
    if (millis < 1_704_067_200_000L) {
      return new Finding(Verdict.FAIL, "clock", "stands before 2024: " + millis + " ms since 1970");
    }
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 10_000; i++) {
      final long before = System.nanoTime();
      final long after = System.nanoTime();
      if (after > before) {
        least = Math.min(least, after - before);
      }
    }
    final Verdict verdict = least <= 10_000 ? Verdict.OK : Verdict.WARN;
    return new Finding(
        verdict, "clock", "resolution " + least + " ns; partners' clocks must be within 30 s");
  }

  private List<Finding> ports() {
    final List<Finding> findings = new ArrayList<>();
    for (final int port : udpPorts) {
      if (port == 0) {
        continue;
      }
      try (DatagramSocket socket = new DatagramSocket(null)) {
        socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
        findings.add(new Finding(Verdict.OK, "port", "UDP " + host + ":" + port + " is free"));
      } catch (IOException e) {
        findings.add(
            new Finding(Verdict.FAIL, "port", "UDP " + host + ":" + port + ": " + e.getMessage()));
      }
    }
    return findings;
  }

  private List<Finding> disk() {
    final List<Finding> findings = new ArrayList<>();
    final Path existing = existingAncestor(dataDirectory.toAbsolutePath());
    if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
      return List.of(new Finding(Verdict.FAIL, "disk", existing + " is not a writable directory"));
    }
    try {
      final FileStore store = Files.getFileStore(existing);
      final long free = store.getUsableSpace();
      final double days = (double) free / BYTES_PER_ORDER / ordersPerSecond / SECONDS_PER_DAY;
      findings.add(
          new Finding(
              free < 1024 * MIB ? Verdict.FAIL : days < 1 ? Verdict.WARN : Verdict.OK,
              "disk",
              String.format(
                  Locale.ROOT,
                  "%s has %d MiB free: %.1f days of %d orders/s before old segments must go",
                  existing,
                  free / MIB,
                  days,
                  ordersPerSecond)));
      findings.add(fsync(existing));
    } catch (IOException e) {
      findings.add(new Finding(Verdict.FAIL, "disk", existing + ": " + e.getMessage()));
    }
    return findings;
  }

  private static Finding fsync(final Path directory) throws IOException {
    final Path file = Files.createTempFile(directory, ".qanat-doctor", null);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      final ByteBuffer block = ByteBuffer.allocateDirect(4096);
      final long[] micros = new long[FSYNCS];
      for (int i = 0; i < FSYNCS; i++) {
        final long before = System.nanoTime();
        channel.write(block.clear(), (long) i * block.capacity());
        channel.force(false);
        micros[i] = (System.nanoTime() - before) / 1_000;
      }
      Arrays.sort(micros);
      final long median = micros[FSYNCS / 2];
      return new Finding(
          median <= 5_000 ? Verdict.OK : Verdict.WARN,
          "fsync",
          "4 KiB: median "
              + median
              + " µs, worst of "
              + FSYNCS
              + " "
              + micros[FSYNCS - 1]
              + " µs; every commit waits for one");
    } finally {
      Files.delete(file);
    }
  }

  private static Path existingAncestor(final Path path) {
    Path p = path;
    while (!Files.exists(p) && p.getParent() != null) {
      p = p.getParent();
    }
    return p;
  }

  private static Finding openFiles() {
    final Path limits = Path.of("/proc/self/limits");
    if (!Files.isReadable(limits)) {
      return new Finding(Verdict.OK, "open files", "limit not readable here");
    }
    try {
      for (final String line : Files.readAllLines(limits)) {
        if (line.startsWith("Max open files")) {
          final String soft = line.substring("Max open files".length()).trim().split("\\s+", -1)[0];
          final boolean few = !soft.equals("unlimited") && Long.parseLong(soft) < 4_096;
          return new Finding(
              few ? Verdict.WARN : Verdict.OK,
              "open files",
              soft + " allowed" + (few ? "; 4096 or more are better (ulimit -n)" : ""));
        }
      }
    } catch (IOException | NumberFormatException e) {
      return new Finding(Verdict.WARN, "open files", "limit not readable: " + e.getMessage());
    }
    return new Finding(Verdict.OK, "open files", "no limit stated");
  }
}
