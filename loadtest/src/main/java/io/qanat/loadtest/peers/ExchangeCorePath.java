package io.qanat.loadtest.peers;

import exchange.core2.core.ExchangeApi;
import exchange.core2.core.ExchangeCore;
import exchange.core2.core.common.CoreSymbolSpecification;
import exchange.core2.core.common.CoreWaitStrategy;
import exchange.core2.core.common.OrderAction;
import exchange.core2.core.common.OrderType;
import exchange.core2.core.common.SymbolType;
import exchange.core2.core.common.api.ApiAddUser;
import exchange.core2.core.common.api.ApiAdjustUserBalance;
import exchange.core2.core.common.api.ApiCancelOrder;
import exchange.core2.core.common.api.ApiCommand;
import exchange.core2.core.common.api.ApiPlaceOrder;
import exchange.core2.core.common.api.binary.BatchAddSymbolsCommand;
import exchange.core2.core.common.cmd.CommandResultCode;
import exchange.core2.core.common.cmd.OrderCommand;
import exchange.core2.core.common.config.ExchangeConfiguration;
import exchange.core2.core.common.config.InitialStateConfiguration;
import exchange.core2.core.common.config.PerformanceConfiguration;
import exchange.core2.core.common.config.SerializationConfiguration;
import exchange.core2.core.processors.journaling.DiskSerializationProcessor;
import exchange.core2.core.processors.journaling.DiskSerializationProcessorConfiguration;
import io.qanat.loadtest.RunException;
import io.qanat.loadtest.orders.OrderMix;
import io.qanat.loadtest.report.JsonReport;
import io.qanat.loadtest.report.Latencies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.IoUtil;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * The whole of exchange-core 0.5.3 in this process: rings, risk engine, matching engine and its
 * journal on disk. The mix of {@link OrderMix} at one rate after the other, open loop, measured
 * from when each was due to when its results are handed out; no gateway, no network. Its journal is
 * written and not synced: it has no setting for that.
 *
 * <p>Of its wait strategies the one that blocks is taken, since on two cores threads that spin
 * starve each other.
 */
final class ExchangeCorePath implements AutoCloseable {
  private static final int SYMBOL = 1;
  private static final int BASE = 1;
  private static final int QUOTE = 2;
  private static final long UID = 1;
  private static final long LOWEST_PRICE = 1_000_000;
  private static final long BALANCE = 1L << 60;
  private static final int SET_UP_SECONDS = 30;
  private static final int SENDS_PER_TURN_MAX = 64;
  private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** Commands that are not counted have no time at which they were due. */
  private static final long NOT_TIMED = 0;

  private final ExchangeCore core;
  private final ExchangeApi api;
  private final IdleStrategy idle = new BackoffIdleStrategy(10, 5, 1_000, 20_000);
  private Latencies latencies = new Latencies();
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private long next;

  private ExchangeCorePath(final Path folder) {
    core =
        ExchangeCore.builder()
            .resultsConsumer(this::onResult)
            .exchangeConfiguration(
                ExchangeConfiguration.defaultBuilder()
                    .initStateCfg(InitialStateConfiguration.cleanStartJournaling("PEER"))
                    .performanceCfg(
                        PerformanceConfiguration.latencyPerformanceBuilder()
                            .waitStrategy(CoreWaitStrategy.BLOCKING)
                            .threadFactory(Thread::new)
                            .build())
                    .serializationCfg(
                        SerializationConfiguration.builder()
                            .enableJournaling(true)
                            .serializationProcessorFactory(
                                configuration ->
                                    new DiskSerializationProcessor(configuration, journal(folder)))
                            .build())
                    .build())
            .build();
    core.startup();
    api = core.getApi();
  }

  private static DiskSerializationProcessorConfiguration journal(final Path folder) {
    final DiskSerializationProcessorConfiguration standard =
        DiskSerializationProcessorConfiguration.createDefaultConfig();
    return DiskSerializationProcessorConfiguration.builder()
        .storageFolder(folder.toString())
        .snapshotLz4CompressorFactory(standard.getSnapshotLz4CompressorFactory())
        .journalFileMaxSize(standard.getJournalFileMaxSize())
        .journalBufferSize(standard.getJournalBufferSize())
        .journalBatchCompressThreshold(standard.getJournalBatchCompressThreshold())
        .journalLz4CompressorFactory(standard.getJournalLz4CompressorFactory())
        .build();
  }

  /**
   * Measures.
   *
   * @param args rates with commas, seconds of each, seconds of warm-up, file of the figures
   */
  public static void main(final String[] args) throws IOException {
    final List<Long> rates = Arrays.stream(args[0].split(",")).map(Long::valueOf).toList();
    final long seconds = Long.parseLong(args[1]);
    final Path folder = Files.createTempDirectory("exchange-core");
    final List<Map<String, Object>> rows = new ArrayList<>();
    try (ExchangeCorePath path = new ExchangeCorePath(folder)) {
      path.setUp();
      path.measure(rates.get(0), TimeUnit.SECONDS.toNanos(Long.parseLong(args[2])));
      for (final long rate : rates) {
        rows.add(path.measure(rate, TimeUnit.SECONDS.toNanos(seconds)));
        System.out.printf(Locale.ROOT, "exchange-core %10d/s %s%n", rate, path.latencies);
      }
    } finally {
      IoUtil.delete(folder.toFile(), true);
    }
    JsonReport.write(Path.of(args[3]), Map.of("rates", rows));
    // Some of its threads are no daemons and have no end.
    System.exit(0);
  }

  private void setUp() {
    accepted(
        api.submitBinaryDataAsync(
            new BatchAddSymbolsCommand(
                CoreSymbolSpecification.builder()
                    .symbolId(SYMBOL)
                    .type(SymbolType.CURRENCY_EXCHANGE_PAIR)
                    .baseCurrency(BASE)
                    .quoteCurrency(QUOTE)
                    .baseScaleK(1)
                    .quoteScaleK(1)
                    .build())));
    accepted(api.submitCommandAsync(ApiAddUser.builder().uid(UID).build()));
    for (final int currency : new int[] {BASE, QUOTE}) {
      accepted(
          api.submitCommandAsync(
              ApiAdjustUserBalance.builder()
                  .uid(UID)
                  .currency(currency)
                  .amount(BALANCE)
                  .transactionId(currency)
                  .build()));
    }
  }

  private static void accepted(final CompletableFuture<CommandResultCode> answer) {
    final CommandResultCode code = answer.orTimeout(SET_UP_SECONDS, TimeUnit.SECONDS).join();
    if (code != CommandResultCode.SUCCESS) {
      throw new RunException("exchange-core refuses to be set up: " + code);
    }
  }

  private void onResult(final OrderCommand command, final long sequence) {
    if (command.timestamp == NOT_TIMED || command.symbol != SYMBOL) {
      return;
    }
    latencies.record(System.nanoTime() - command.timestamp);
    if (command.resultCode != CommandResultCode.SUCCESS) {
      failed.incrementAndGet();
    }
    answered.incrementAndGet();
  }

  private Map<String, Object> measure(final long rate, final long durationNanos) {
    latencies = new Latencies();
    final long first = next;
    final long total = next + rate * durationNanos / 1_000_000_000L;
    final double nanosPerMessage = 1e9 / rate;
    final long startNanos = System.nanoTime();
    while (next < total) {
      final long now = System.nanoTime();
      int work = 0;
      while (next < total && work < SENDS_PER_TURN_MAX) {
        final long dueNanos = startNanos + (long) ((next - first) * nanosPerMessage);
        if (dueNanos > now) {
          break;
        }
        api.submitCommand(command(next, dueNanos));
        next++;
        work++;
      }
      idle.idle(work);
    }
    final long deadline = System.nanoTime() + DRAIN_NANOS;
    while (answered.get() < total) {
      if (System.nanoTime() - deadline > 0) {
        throw new RunException("exchange-core left " + (total - answered.get()) + " unanswered");
      }
      idle.idle();
    }
    if (failed.get() > 0) {
      throw new RunException("exchange-core refused " + failed.get() + " commands");
    }
    final Map<String, Object> row = new LinkedHashMap<>();
    row.put("rate", rate);
    row.put("orders", total - first);
    row.put("seconds", (System.nanoTime() - startNanos) / 1e9);
    row.put("latencyMicros", latencies.micros());
    return row;
  }

  private static ApiCommand command(final long n, final long dueNanos) {
    final ApiCommand command;
    if (OrderMix.isCancel(n)) {
      command = ApiCancelOrder.builder().uid(UID).symbol(SYMBOL).orderId(n).build();
    } else {
      final long price = LOWEST_PRICE + OrderMix.ticks(n);
      command =
          ApiPlaceOrder.builder()
              .uid(UID)
              .symbol(SYMBOL)
              // Ids begin at 1; a cancel, which is one later, names the order before it.
              .orderId(n + 1)
              .action(OrderMix.isBuy(n) ? OrderAction.BID : OrderAction.ASK)
              .orderType(OrderMix.takes(n) ? OrderType.IOC : OrderType.GTC)
              .price(price)
              .reservePrice(price)
              .size(OrderMix.quantity(n))
              .build();
    }
    command.timestamp = dueNanos;
    return command;
  }

  @Override
  public void close() {
    core.shutdown(5, TimeUnit.SECONDS);
  }
}
