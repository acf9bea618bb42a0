package io.qanat.loadtest.peers;

import io.qanat.codecs.fix.Side;
import io.qanat.loadtest.lobster.LobsterFiles;
import io.qanat.loadtest.lobster.LobsterMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A recorded message file as a stream. New orders are limit orders, partial cancels reductions,
 * deletions cancels. An execution becomes a limit order of the other side at its price, which
 * trades with the recorded order when that is the first in its queue; when it is not (the file
 * begins with a book that is not in it), it is taken from the recorded order instead.
 *
 * @param stream one lap is the whole file
 * @param unknownOrders rows that name an order the file never introduced: dropped
 * @param endedOrders rows that name one which has ended here already: dropped
 * @param outOfTurn executions of an order that is not the first of its queue here
 */
record LobsterStream(BookStream stream, int unknownOrders, int endedOrders, int outOfTurn) {
  /** Reads a file, plain or gzipped. */
  static LobsterStream read(final Path file) throws IOException {
    return new Reader().read(file);
  }

  private static final class Reader {
    private final ModelBook model = new ModelBook();
    private final BookStream.Builder builder = new BookStream.Builder();
    private final Map<Long, Long> idsByRecorded = new HashMap<>();
    private final Set<Long> introduced = new HashSet<>();
    private long nextId;
    private int unknownOrders;
    private int endedOrders;
    private int outOfTurn;

    LobsterStream read(final Path file) throws IOException {
      for (final LobsterMessage message : LobsterFiles.readMessages(file)) {
        if (message.type() == LobsterMessage.Type.NEW) {
          introduced.add(message.orderId());
          idsByRecorded.put(message.orderId(), nextId);
          limit(message.side() == Side.BUY, message.price(), message.size());
        } else if (message.type() != LobsterMessage.Type.NO_CHANGE) {
          change(message);
        }
      }
      final BookStream stream =
          RandomStream.finish(builder, model, new SplittableRandom(0), nextId);
      return new LobsterStream(stream, unknownOrders, endedOrders, outOfTurn);
    }

    private void change(final LobsterMessage message) {
      if (!introduced.contains(message.orderId())) {
        unknownOrders++;
        return;
      }
      final ModelBook.Resting order = model.find(idsByRecorded.get(message.orderId()));
      if (order == null) {
        endedOrders++;
        return;
      }
      switch (message.type()) {
        case DELETE -> cancel(order);
        case PARTIAL_CANCEL -> reduce(order, message.size());
        default -> {
          if (model.first(order.buy, order.price) == order && isBest(order)) {
            limit(!order.buy, order.price, Math.min(message.size(), order.leavesQty));
          } else {
            outOfTurn++;
            reduce(order, message.size());
          }
        }
      }
    }

    private boolean isBest(final ModelBook.Resting order) {
      return model.bestPrice(order.buy) == order.price;
    }

    private void limit(final boolean buy, final long price, final long quantity) {
      model.limit(nextId, buy, price, quantity);
      builder.limit(nextId++, buy, price, quantity);
    }

    private void cancel(final ModelBook.Resting order) {
      builder.cancel(order.id);
      model.cancel(order.id);
    }

    private void reduce(final ModelBook.Resting order, final long size) {
      final long leavesQty = order.leavesQty - size;
      if (leavesQty <= 0) {
        cancel(order);
      } else {
        builder.reduce(order.id, leavesQty, size);
        model.reduce(order.id, leavesQty, size);
      }
    }
  }
}
