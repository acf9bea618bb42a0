package io.qanat.codecs.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.SecurityTradingStatus;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TradingPhase;
import io.qanat.codecs.marketdata.FullRefreshByPriceEncoder;
import io.qanat.codecs.marketdata.MessageHeaderEncoder;
import io.qanat.codecs.orderentry.EstablishEncoder;
import io.qanat.codecs.orderentry.TerminateCode;
import io.qanat.codecs.orderentry.TerminateEncoder;
import io.qanat.codecs.schema.GeneratedDecoders;
import io.qanat.codecs.schema.RandomFrames;
import io.qanat.codecs.schema.Schema;
import io.qanat.codecs.schema.Schema.Block;
import io.qanat.codecs.schema.Schema.Field;
import io.qanat.codecs.schema.Schema.Message;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FrameCheckerTest {
  private static final Map<String, FrameChecker> CHECKERS =
      Map.of(
          "order-entry.xml", FrameChecker.ORDER_ENTRY,
          "market-data.xml", FrameChecker.MARKET_DATA,
          "liquidity.xml", FrameChecker.LIQUIDITY,
          "entity.xml", FrameChecker.ENTITY,
          "log.xml", FrameChecker.LOG,
          "session.xml", FrameChecker.SESSION);

  static Stream<Arguments> schemasAndSeeds() {
    return Schema.NAMES.stream()
        .flatMap(name -> Stream.of(1L, 7L, 42L).map(seed -> Arguments.of(name, seed)));
  }

  static Stream<String> schemas() {
    return Schema.NAMES.stream();
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void readsTheLayoutsThatTheSbeToolReads(final String name) {
    final Schema schema = Schema.current(name);
    final SchemaReader reader = SchemaReader.read(name);
    assertThat(reader.schemaId()).isEqualTo(schema.ir().id());
    assertThat(reader.version()).isEqualTo(schema.ir().version());
    assertThat(reader.messages().keySet()).isEqualTo(schema.messages().keySet());
    for (final Message message : schema.messages().values()) {
      assertEqualLayout(
          message.name(), reader.messages().get(message.id()), message.block(), reader.version());
    }
  }

  private static void assertEqualLayout(
      final String name, final BlockLayout layout, final Block block, final int version) {
    assertThat(layout.lengthOf(version)).as(name).isEqualTo(block.length());
    assertThat(layout.fields().stream().map(f -> List.of(f.name(), f.offset(), f.length())))
        .as(name)
        .isEqualTo(
            block.fields().stream().map(f -> List.of(f.name(), f.offset(), f.length())).toList());
    for (int i = 0; i < block.fields().size(); i++) {
      final Field field = block.fields().get(i);
      if (!layout.fields().get(i).codes().isEmpty()) {
        assertThat(layout.fields().get(i).codes())
            .as(name + "." + field.name())
            .isEqualTo(field.codes().values().stream().map(Schema.Code::value).toList());
      }
    }
    assertThat(layout.groups()).as(name).hasSameSizeAs(block.groups());
    for (int i = 0; i < block.groups().size(); i++) {
      final String path = name + "." + block.groups().get(i).name();
      assertEqualLayout(
          path, layout.groups().get(i).entry(), block.groups().get(i).block(), version);
    }
    assertThat(layout.data()).as(name).hasSameSizeAs(block.data());
  }

  /** Whatever the bytes are, the check answers; and what it passes can be read to the end. */
  @ParameterizedTest
  @MethodSource("schemasAndSeeds")
  void whatPassesCanBeRead(final String name, final long seed) {
    final Schema schema = Schema.current(name);
    final FrameChecker checker = CHECKERS.get(name);
    final GeneratedDecoders decoders = new GeneratedDecoders(schema);
    final Random random = new Random(seed);
    final RandomFrames frames = new RandomFrames(schema, random);
    int passed = 0;
    for (final Message message : schema.messages().values()) {
      for (int i = 0; i < 60; i++) {
        final byte[] whole = frames.next(message);
        assertThat(checker.check(new UnsafeBuffer(whole), 0, whole.length))
            .as("seed %d %s", seed, message.name())
            .isEqualTo(FrameCheck.OK);
        decoders.decode(new UnsafeBuffer(whole));
        for (int j = 0; j < 10; j++) {
          final byte[] damaged = damage(random, whole);
          final UnsafeBuffer buffer = new UnsafeBuffer(damaged);
          final FrameCheck check = checker.check(buffer, 0, damaged.length);
          if (check.isDecodable()) {
            passed++;
            try {
              decoders.decode(buffer);
            } catch (final RuntimeException e) {
              throw new AssertionError(
                  "seed %d %s %s".formatted(seed, message.name(), Arrays.toString(damaged)), e);
            }
          }
        }
      }
    }
    assertThat(passed).as("seed %d: damaged frames that pass", seed).isPositive();
  }

  /** Every shorter piece of a frame is refused. */
  @ParameterizedTest
  @MethodSource("schemas")
  void truncatedFramesAreRefused(final String name) {
    final Schema schema = Schema.current(name);
    final RandomFrames frames = new RandomFrames(schema, new Random(5));
    for (final Message message : schema.messages().values()) {
      final byte[] whole = frames.next(message);
      for (int length = 0; length < whole.length; length++) {
        final UnsafeBuffer piece = new UnsafeBuffer(Arrays.copyOf(whole, length));
        assertThat(CHECKERS.get(name).check(piece, 0, length))
            .as("%s %d of %d", message.name(), length, whole.length)
            .isIn(FrameCheck.TOO_SHORT, FrameCheck.TRUNCATED);
      }
    }
  }

  private static byte[] damage(final Random random, final byte[] whole) {
    byte[] damaged = whole.clone();
    switch (random.nextInt(5)) {
      case 0 -> damaged = Arrays.copyOf(whole, random.nextInt(whole.length + 1));
      case 1 -> damaged = Arrays.copyOf(whole, whole.length + 1 + random.nextInt(40));
      case 2 -> {
        damaged = new byte[random.nextInt(200)];
        random.nextBytes(damaged);
        System.arraycopy(whole, 0, damaged, 0, Math.min(8, damaged.length));
      }
      default -> {
        for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
          final int at = random.nextInt(whole.length);
          damaged[at] = random.nextBoolean() ? (byte) random.nextInt(256) : (byte) 0xFF;
        }
      }
    }
    return damaged;
  }

  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);

  private int establish() {
    return 8
        + new EstablishEncoder()
            .wrapAndApplyHeader(buffer, 0, new io.qanat.codecs.orderentry.MessageHeaderEncoder())
            .cancelOnDisconnect(Bool.YES)
            .encodedLength();
  }

  private FrameCheck check(final int length) {
    return FrameChecker.ORDER_ENTRY.check(buffer, 0, length);
  }

  @Test
  void namesWhatIsWrong() {
    final int length = establish();
    assertThat(check(length)).isEqualTo(FrameCheck.OK);
    assertThat(check(7)).isEqualTo(FrameCheck.TOO_SHORT);
    assertThat(check(length - 1)).isEqualTo(FrameCheck.TRUNCATED);
    assertThat(check(length + 1)).isEqualTo(FrameCheck.TRAILING_BYTES);
    assertThat(FrameChecker.LOG.check(buffer, 0, length)).isEqualTo(FrameCheck.UNKNOWN_SCHEMA);
    buffer.putByte(length - 1, (byte) 9);
    assertThat(check(length)).isEqualTo(FrameCheck.UNKNOWN_VALUE);
    establish();
    buffer.putShort(0, (short) (length - 9));
    assertThat(check(length)).isEqualTo(FrameCheck.BLOCK_TOO_SHORT);
    establish();
    buffer.putShort(2, (short) 999);
    assertThat(check(length)).isEqualTo(FrameCheck.UNKNOWN_TEMPLATE);
  }

  @Test
  void takesFramesOfANewerVersionThatOnlyGrew() {
    final int length = establish();
    buffer.putShort(0, (short) (length - 8 + 4));
    buffer.putShort(6, (short) 3);
    assertThat(check(length + 4)).isEqualTo(FrameCheck.OK);
    assertThat(check(length + 20)).as("with groups of its own").isEqualTo(FrameCheck.OK);
    assertThat(check(length + 3)).isEqualTo(FrameCheck.TRUNCATED);
  }

  @Test
  void aTextLongerThanTheFrameIsTruncated() {
    final int length =
        8
            + new TerminateEncoder()
                .wrapAndApplyHeader(
                    buffer, 0, new io.qanat.codecs.orderentry.MessageHeaderEncoder())
                .code(TerminateCode.FLOOD)
                .text("abc")
                .encodedLength();
    assertThat(check(length)).isEqualTo(FrameCheck.OK);
    buffer.putInt(length - 7, 4);
    assertThat(check(length)).isEqualTo(FrameCheck.TRUNCATED);
    buffer.putInt(length - 7, -1);
    assertThat(check(length)).isEqualTo(FrameCheck.TRUNCATED);
  }

  @Test
  void aGroupLongerThanTheFrameIsTruncated() {
    final var encoder =
        new FullRefreshByPriceEncoder()
            .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
            .securityTradingStatus(SecurityTradingStatus.READY_TO_TRADE)
            .tradingPhase(TradingPhase.CONTINUOUS);
    encoder.entriesCount(1).next().price(1).size(1).numberOfOrders(1).side(Side.BUY);
    final int length = 8 + encoder.encodedLength();
    final int group = 8 + FullRefreshByPriceEncoder.BLOCK_LENGTH;
    assertThat(FrameChecker.MARKET_DATA.check(buffer, 0, length)).isEqualTo(FrameCheck.OK);
    buffer.putShort(group + 2, (short) -1);
    assertThat(FrameChecker.MARKET_DATA.check(buffer, 0, length)).isEqualTo(FrameCheck.TRUNCATED);
    buffer.putShort(group, (short) 0);
    assertThat(FrameChecker.MARKET_DATA.check(buffer, 0, length))
        .isEqualTo(FrameCheck.BLOCK_TOO_SHORT);
  }
}
