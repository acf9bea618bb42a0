package io.qanat.loadtest.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One lap of a stream on one engine. Run by {@link PeersRun}, which knows the laps' lengths. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class PeerBookBenchmark {
  /** Name of a stream. */
  @Param("mixed")
  public String stream;

  /** Name of an engine. */
  @Param("qanat")
  public String engine;

  /** Where recorded order flow is. */
  @Param("../shared/data/lobster")
  public String lobster;

  private BookStream operations;
  private PeerBook book;
  private long firstId = 1;

  /** Draws the stream up and plays its opening. */
  @Setup
  public void open() throws IOException {
    operations = BookStreams.create(stream, Path.of(lobster));
    book = PeerBooks.create(engine, BookStreams.priceScale(stream));
    operations.open(book, firstId);
  }

  /** One lap. */
  @Benchmark
  public long lap() {
    firstId += operations.idsPerLap();
    operations.play(book, firstId);
    return book.checksum();
  }
}
