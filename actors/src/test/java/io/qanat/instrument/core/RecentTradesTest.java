package io.qanat.instrument.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.codecs.entity.InstrumentTradesDecoder;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.TradesAnswerDecoder;
import io.qanat.codecs.entity.TradesQueryEncoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.codecs.fix.ExecType;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.marketdata.MDFeed;
import io.qanat.entity.core.Hash64;
import io.qanat.entity.core.Input;
import io.qanat.entity.core.Outputs;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class RecentTradesTest {
  private final RecentTrades trades = new RecentTrades();

  private void trade(final int count) {
    for (int i = 1; i <= count; i++) {
      trades.begin(1_000 + i);
      trades.add(i, 10L * i, i, i % 2 == 0 ? Side.BUY : Side.SELL);
    }
  }

  private static List<String> page(
      final RecentTrades trades, final long beforeTradeId, final long count) {
    final UnsafeBuffer query =
        new UnsafeBuffer(
            new byte[MessageHeaderEncoder.ENCODED_LENGTH + TradesQueryEncoder.BLOCK_LENGTH]);
    new TradesQueryEncoder()
        .wrapAndApplyHeader(query, 0, new MessageHeaderEncoder())
        .beforeTradeId(beforeTradeId)
        .count(count);
    final List<String> lines = new ArrayList<>();
    trades.answer(
        new Input().wrapQuery(query, 0, query.capacity(), 7, 0),
        new Outputs() {
          @Override
          public void toPeer(
              final long entity, final DirectBuffer buffer, final int offset, final int length) {
            throw new AssertionError("a query tells no peer");
          }

          @Override
          public void toSession(
              final long sessionKey,
              final DirectBuffer buffer,
              final int offset,
              final int length) {
            throw new AssertionError("a query tells no session");
          }

          @Override
          public void toMarketData(
              final MDFeed feed, final DirectBuffer buffer, final int offset, final int length) {
            throw new AssertionError("a query is no market data");
          }

          @Override
          public void reply(
              final long requestId, final DirectBuffer buffer, final int offset, final int length) {
            assertThat(requestId).isEqualTo(7);
            final TradesAnswerDecoder answer =
                new TradesAnswerDecoder()
                    .wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder());
            final boolean more = answer.more() == Bool.YES;
            for (final TradesAnswerDecoder.TradesDecoder trade : answer.trades()) {
              lines.add(
                  trade.tradeId()
                      + " "
                      + trade.aggressorSide()
                      + " "
                      + trade.size()
                      + "@"
                      + trade.price()
                      + " at "
                      + trade.transactTime()
                      + (trade.execType() == ExecType.TRADE ? "" : " " + trade.execType()));
            }
            if (more) {
              lines.add("more");
            }
          }
        });
    return lines;
  }

  @Test
  void theLastOnesAreToldNewestFirst() {
    assertThat(page(trades, 0, 10)).isEmpty();
    trade(RecentTrades.KEPT_MAX + 10);
    assertThat(page(trades, 0, 2))
        .containsExactly("510 BUY 510@5100 at 1510", "509 SELL 509@5090 at 1509", "more");
    assertThat(page(trades, 13, 10))
        .containsExactly("12 BUY 12@120 at 1012", "11 SELL 11@110 at 1011");
    assertThat(page(trades, 11, 10)).isEmpty();
    assertThat(page(trades, 0, Integer.MAX_VALUE)).hasSize(RecentTrades.KEPT_MAX);
  }

  @Test
  void bustsAndCorrectionsAreTold() {
    trade(RecentTrades.KEPT_MAX + 2);
    trades.amend(501, 0, 0);
    trades.amend(500, 77, 5);
    trades.amend(2, 77, 5);
    assertThat(page(trades, 0, 4))
        .containsExactly(
            "502 BUY 502@5020 at 1502",
            "501 SELL 501@5010 at 1501 TRADE_CANCEL",
            "500 BUY 5@77 at 1500 TRADE_CORRECT",
            "499 SELL 499@4990 at 1499",
            "more");
    trades.amend(500, 0, 0);
    assertThat(page(trades, 501, 1)).containsExactly("500 BUY 5@77 at 1500 TRADE_CANCEL", "more");
  }

  @Test
  void aSnapshotKeepsThem() {
    trade(RecentTrades.KEPT_MAX + 3);
    trades.amend(400, 0, 0);
    final RecentTrades copy = new RecentTrades();
    trades.writeSnapshot(
        (record, offset, length) ->
            copy.readSnapshot(
                new InstrumentTradesDecoder()
                    .wrapAndApplyHeader(record, offset, new MessageHeaderDecoder())));
    assertThat(copy.hash(Hash64.SEED)).isEqualTo(trades.hash(Hash64.SEED));
    assertThat(page(copy, 0, 600)).isEqualTo(page(trades, 0, 600));
    new RecentTrades()
        .writeSnapshot(
            (record, offset, length) -> {
              throw new AssertionError("nothing has traded");
            });
  }
}
