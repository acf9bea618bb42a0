package io.qanat.loadtest.conform.cases;

import io.qanat.codecs.value.Fixed8;
import io.qanat.loadtest.conform.CaseSkipped;
import io.qanat.loadtest.conform.Desk;
import io.qanat.loadtest.conform.HttpDoor;

/** What an operator does to the instrument that is traded, over HTTP. */
final class InstrumentActs {
  private static final String WHY = "{\"why\":\"conform\"}";

  private final HttpDoor operator;
  private final String path;

  private InstrumentActs(final HttpDoor operator, final String path) {
    this.operator = operator;
    this.path = path;
  }

  /**
   * Those of the desk's operator.
   *
   * @throws CaseSkipped if it has none
   */
  static InstrumentActs of(final Desk desk) {
    return new InstrumentActs(
        desk.operator(), "/v1/admin/instruments/" + desk.instrument().securityId());
  }

  void status(final String status) {
    operator
        .put(path + "/trading-status", "{\"status\":\"%s\",\"why\":\"conform\"}".formatted(status))
        .expect(200);
  }

  void phase(final String phase) {
    operator
        .put(
            path + "/trading-phase",
            "{\"phase\":\"%s\",\"auctionNanos\":0,\"why\":\"conform\"}".formatted(phase))
        .expect(200)
        .expect("status", "APPLIED");
  }

  void massCancel(final long partner) {
    operator
        .post(path + "/mass-cancel", "{\"partner\":%d,\"why\":\"conform\"}".formatted(partner))
        .expect(200)
        .expect("status", "APPLIED");
  }

  void markPrice(final long price) {
    operator
        .put(
            path + "/mark-price",
            "{\"price\":\"%s\",\"why\":\"conform\"}".formatted(Fixed8.format(price)))
        .expect(200);
  }

  HttpDoor.Answer bust(final long tradeId) {
    return operator.post(path + "/trades/" + tradeId + "/bust", WHY);
  }

  HttpDoor.Answer correct(final long tradeId, final long price, final long quantity) {
    return operator.post(
        path + "/trades/" + tradeId + "/correction",
        "{\"price\":\"%s\",\"quantity\":\"%s\",\"why\":\"conform\"}"
            .formatted(Fixed8.format(price), Fixed8.format(quantity)));
  }
}
