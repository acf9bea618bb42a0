package io.qanat.hub.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.qanat.account.core.AccountCore;
import io.qanat.codecs.entity.ClientInputEncoder;
import io.qanat.codecs.entity.SessionClaimEncoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import io.qanat.codecs.orderentry.MessageHeaderEncoder;
import io.qanat.codecs.orderentry.NewOrderSingleEncoder;
import io.qanat.codecs.orderentry.OrderCancelRequestEncoder;
import io.qanat.codecs.value.Fixed8;
import io.qanat.codecs.value.OrderDefaults;
import io.qanat.config.ConfigException;
import io.qanat.entity.ReplayedEntity;
import io.qanat.entity.core.EntityKey;
import io.qanat.session.SessionReplay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Orders of one's own for a replay, one JSON object per line:
 *
 * <pre>
 * {"at":"+1.5s","partner":2,"account":299,"clOrdId":"a","securityId":1,"side":"BUY","price":"1.1","orderQty":"1000"}
 * {"at":"2026-11-25T10:00:03Z","partner":2,"account":299,"clOrdId":"b","cancel":"a"}
 * </pre>
 *
 * <p>{@code at} counts from the session's first input, or is an instant. {@code ordType} is LIMIT
 * and {@code timeInForce} DAY unless given. An account that no recorded session has claimed is
 * claimed, so that its reports are among the events.
 */
final class OwnOrders {
  /** Session number of the claims. */
  static final long SESSION = 0xFFFF_FFFFL;

  private static final Set<String> FIELDS =
      Set.of(
          "at",
          "partner",
          "account",
          "clOrdId",
          "securityId",
          "side",
          "ordType",
          "timeInForce",
          "price",
          "orderQty",
          "cancel");

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Item(long atNanos, boolean relative, long partner, long account, byte[] body) {}

  private final List<Item> items;

  private OwnOrders(final List<Item> items) {
    this.items = items;
  }

  /**
   * Reads a file.
   *
   * @throws ConfigException naming the line and what is wrong
   */
  static OwnOrders read(final Path file) {
    final List<Item> items = new ArrayList<>();
    final ObjectMapper mapper = new ObjectMapper();
    try {
      int number = 0;
      for (final String line : Files.readAllLines(file)) {
        number++;
        if (!line.isBlank()) {
          items.add(read(mapper, line, file + ":" + number));
        }
      }
    } catch (final IOException e) {
      throw new ConfigException("cannot read " + file + ": " + e.getMessage(), e);
    }
    return new OwnOrders(items);
  }

  private static Item read(final ObjectMapper mapper, final String line, final String place) {
    try {
      final JsonNode node = mapper.readTree(line);
      for (final Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
        final String name = names.next();
        if (!FIELDS.contains(name)) {
          throw new IllegalArgumentException("no field " + name + ", there are " + FIELDS);
        }
      }
      final String at = text(node, "at");
      final boolean relative = at.startsWith("+");
      return new Item(
          relative ? duration(at.substring(1)) : instant(at),
          relative,
          number(node, "partner"),
          number(node, "account"),
          node.has("cancel") ? cancel(node) : newOrder(node));
    } catch (final JsonProcessingException e) {
      throw new ConfigException(place + ": not a JSON object", e);
    } catch (final IllegalArgumentException | ArithmeticException e) {
      throw new ConfigException(place + ": " + e.getMessage(), e);
    }
  }

  private static long duration(final String text) {
    return Duration.parse("PT" + text.toUpperCase(Locale.ROOT)).toNanos();
  }

  private static long instant(final String text) {
    try {
      return io.qanat.hub.provisioning.KeySetup.nanos(Instant.parse(text));
    } catch (final DateTimeParseException e) {
      throw new IllegalArgumentException("at is neither +1.5s nor an instant: " + text, e);
    }
  }

  private static String text(final JsonNode node, final String name) {
    final JsonNode value = node.get(name);
    if (value == null || !value.isTextual()) {
      throw new IllegalArgumentException(name + " must be there, as a text");
    }
    return value.asText();
  }

  private static long number(final JsonNode node, final String name) {
    final JsonNode value = node.get(name);
    if (value == null || !value.canConvertToLong() || value.asLong() < 1) {
      throw new IllegalArgumentException(name + " must be there, a number from 1 on");
    }
    return value.asLong();
  }

  private static <E extends Enum<E>> E code(
      final JsonNode node, final String name, final Class<E> type, final E otherwise) {
    return node.has(name) ? Enum.valueOf(type, text(node, name)) : otherwise;
  }

  private static byte[] newOrder(final JsonNode node) {
    final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    final Side side = code(node, "side", Side.class, null);
    if (side == null) {
      throw new IllegalArgumentException("side must be there: BUY or SELL");
    }
    final int length =
        OrderDefaults.plain(
                new NewOrderSingleEncoder()
                    .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder()))
            .seqNum(0)
            .account(number(node, "account"))
            .securityId(number(node, "securityId"))
            .price(node.has("price") ? Fixed8.parse(text(node, "price")) : Fixed8.NULL)
            .orderQty(Fixed8.parse(text(node, "orderQty")))
            .sendingTime(0)
            .clOrdId(text(node, "clOrdId"))
            .side(side)
            .ordType(code(node, "ordType", OrdType.class, OrdType.LIMIT))
            .timeInForce(code(node, "timeInForce", TimeInForce.class, TimeInForce.DAY))
            .encodedLength();
    return bytes(buffer, length);
  }

  private static byte[] cancel(final JsonNode node) {
    final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    final int length =
        new OrderCancelRequestEncoder()
            .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
            .seqNum(0)
            .account(number(node, "account"))
            .orderId(0)
            .sendingTime(0)
            .clOrdId(text(node, "clOrdId"))
            .origClOrdId(text(node, "cancel"))
            .encodedLength();
    return bytes(buffer, length);
  }

  private static byte[] bytes(final ExpandableArrayBuffer buffer, final int encodedLength) {
    final byte[] bytes = new byte[MessageHeaderEncoder.ENCODED_LENGTH + encodedLength];
    buffer.getBytes(0, bytes);
    return bytes;
  }

  /**
   * Submits them all to a replay that stands at its beginning.
   *
   * @param latencyNanos from a client to its account
   */
  void submit(final SessionReplay replay, final long latencyNanos) {
    final long begin = replay.nowNanos();
    final Set<Long> claimed = new HashSet<>();
    for (final Item item : items) {
      final long account = EntityKey.account(item.account);
      final long at = (item.relative ? begin : 0) + item.atNanos + latencyNanos;
      final boolean own = claimed.contains(item.account) || isUnclaimed(replay, account);
      if (own && claimed.add(item.account)) {
        replay.submit(account, input(item.partner, SESSION, claim()), begin);
      }
      replay.submit(account, input(item.partner, own ? SESSION : 0, item.body), at);
    }
  }

  private static boolean isUnclaimed(final SessionReplay replay, final long account) {
    final ReplayedEntity entity = replay.entity(account);
    return entity != null && ((AccountCore) entity.core()).liveClaim().isEmpty();
  }

  private static byte[] claim() {
    final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    final int length =
        new SessionClaimEncoder()
            .wrapAndApplyHeader(buffer, 0, new io.qanat.codecs.entity.MessageHeaderEncoder())
            .gateway(1)
            .cancelOnDisconnect(Bool.NO)
            .encodedLength();
    return bytes(buffer, length);
  }

  private static DirectBuffer input(final long partner, final long session, final byte[] body) {
    final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    final int length =
        new ClientInputEncoder()
            .wrapAndApplyHeader(buffer, 0, new io.qanat.codecs.entity.MessageHeaderEncoder())
            .partner(partner)
            .session(session)
            .incarnation(session == 0 ? 0 : 1)
            .seqNum(0)
            .requestId(0)
            .putBody(body, 0, body.length)
            .encodedLength();
    return new UnsafeBuffer(bytes(buffer, length));
  }
}
