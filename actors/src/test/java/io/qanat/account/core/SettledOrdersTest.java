package io.qanat.account.core;

import static io.qanat.account.core.AccountBench.GOLD;
import static io.qanat.account.core.AccountBench.rich;
import static io.qanat.codecs.entity.ReportType.ACCEPTED;
import static io.qanat.codecs.entity.ReportType.CANCELED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qanat.account.core.OrderStore.Kind;
import io.qanat.account.core.OrderStore.Request;
import io.qanat.codecs.fix.OrdStatus;
import io.qanat.codecs.fix.OrdType;
import io.qanat.codecs.fix.Side;
import io.qanat.codecs.fix.TimeInForce;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class SettledOrdersTest {
  private final SettledOrders settled = new SettledOrders();

  SettledOrdersTest() {
    settled.clear(100);
  }

  private static Order order(final long orderId, final long cumQty) {
    final Order order =
        new Order(orderId, 7, GOLD, Side.BUY, OrdType.LIMIT, TimeInForce.DAY, 1_000);
    order.clOrdId = "order-" + orderId;
    order.status = OrdStatus.FILLED;
    order.cumQty = cumQty;
    return order;
  }

  private static Request request(final long orderId, final String answer) {
    final Request request = new Request(Kind.NEW, orderId, 42);
    request.answer = answer.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return request;
  }

  private static SettledOrders copy(final SettledOrders from) {
    final SettledOrders copy = new SettledOrders();
    copy.clear(from.firstOrderId());
    from.writeTo(copy::restore);
    return copy;
  }

  private static List<Long> ids(final SettledOrders orders) {
    final List<Long> ids = new ArrayList<>();
    for (long id = orders.orderIdAfter(0); id != 0; id = orders.orderIdAfter(id)) {
      ids.add(id);
    }
    return ids;
  }

  @Test
  void ordersAreFoundAndWalkedInOrderOfIdsWhateverOrderTheyWereSettledIn() {
    for (final long id : new long[] {105, 100, 40, 103, 12}) {
      settled.put(order(id, id));
    }
    assertThat(ids(settled)).containsExactly(12L, 40L, 100L, 103L, 105L);
    assertThat(settled.order(103).cumQty).isEqualTo(103);
    assertThat(settled.order(40).clOrdId).isEqualTo("order-40");
    assertThat(settled.order(101)).isNull();
    assertThat(settled.order(1_000)).isNull();
  }

  @Test
  void whatIsChangedIsWrittenAgainAndTheLaterRecordCounts() {
    settled.put(order(100, 5));
    settled.put(order(100, 5));
    assertThat(settled.count()).isEqualTo(1);
    settled.put(order(100, 3));
    settled.put("a", request(100, "first"));
    settled.put("a", request(100, "second"));
    assertThat(settled.count()).isEqualTo(4);
    final SettledOrders copy = copy(settled);
    assertThat(copy.order(100).cumQty).isEqualTo(3);
    assertThat(copy.request("a").answer).asString().isEqualTo("second");
    assertThat(copy.count()).isEqualTo(4);
    assertThat(copy.hash()).isEqualTo(settled.hash());
  }

  @Test
  void theHashIsOfWhatCountsNotOfHowItCameAbout() {
    settled.put(order(100, 5));
    settled.put(order(101, 6));
    final SettledOrders other = new SettledOrders();
    other.clear(100);
    other.put(order(101, 1));
    other.put(order(100, 5));
    assertThat(other.hash()).isNotEqualTo(settled.hash());
    other.put(order(101, 6));
    assertThat(other.hash()).isEqualTo(settled.hash());
  }

  @Test
  void namesWithOneHashAreKeptApart() {
    final SettledOrders clash = new SettledOrders(name -> 1);
    clash.put("a", request(1, "of a"));
    clash.put("b", request(2, "of b"));
    clash.put("b", request(2, "of b again"));
    clash.put("a", request(1, "of a again"));
    assertThat(clash.request("a").answer).asString().isEqualTo("of a again");
    assertThat(clash.request("b").answer).asString().isEqualTo("of b again");
    assertThat(clash.request("c")).isNull();
  }

  @Test
  void manyRecordsSpanChunksAndAllComeBack() {
    for (int i = 0; i < 2_000; i++) {
      settled.put(order(100 + i, i));
      settled.put("name-" + i, request(100 + i, "answer " + i));
    }
    final SettledOrders copy = copy(settled);
    assertThat(ids(copy)).hasSize(2_000);
    assertThat(copy.order(1_234).cumQty).isEqualTo(1_134);
    assertThat(copy.request("name-1999").answer).asString().isEqualTo("answer 1999");
    assertThat(copy.hash()).isEqualTo(settled.hash());
    copy.clear(5_000);
    assertThat(copy.isEmpty()).isTrue();
    assertThat(copy.request("name-1999")).isNull();
    assertThat(ids(copy)).isEmpty();
  }

  @Test
  void aRecordOfAnotherSortIsRefused() {
    final DirectBuffer strange = new UnsafeBuffer(new byte[64]);
    assertThatThrownBy(() -> settled.restore(strange, 0, 64))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anAccountSettlesWhatIsDoneAndKeepsWhatIsUnderWay() {
    final AccountBench account = rich("1000");
    final OrderStore orders = account.core.state().orders;
    account.buy("a", GOLD, "0.1", "1000");
    account.buy("b", GOLD, "0.2", "1000");
    account.report(ACCEPTED, 1, 0);
    account.report(ACCEPTED, 2, 0);
    assertThat(orders.settled().isEmpty()).isTrue();
    account.fill(1, "0.1", "1000");
    assertThat(orders.unsettled()).extracting(order -> order.clOrdId).containsExactly("b");
    assertThat(orders.unsettledRequests()).containsOnlyKeys("b");
    assertThat(orders.settled().request("a").kind).isEqualTo(Kind.NEW);
    account.report(CANCELED, 2, 0);
    assertThat(orders.unsettled()).isEmpty();
    assertThat(orders.unsettledRequests()).isEmpty();
    final long hash = account.core.stateHash();
    account.reload();
    assertThat(account.core.stateHash()).isEqualTo(hash);
  }
}
