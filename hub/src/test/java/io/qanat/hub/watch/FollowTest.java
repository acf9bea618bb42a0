package io.qanat.hub.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

/** After an interruption it goes on behind the last thing that it was told of, gaps too. */
class FollowTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static void tell(final Follow follow, final String message)
      throws JsonProcessingException {
    follow.on(MAPPER.readTree(message.replace('\'', '"')));
  }

  private static void assertSubscribes(final Follow follow, final String message)
      throws JsonProcessingException {
    assertThat(follow.subscribe()).hasToString(message.replace('\'', '"'));
  }

  @Test
  void reportsFromNowOnBeginWhereTheSubscriptionDid() throws JsonProcessingException {
    final Follow follow = Follow.reports(42, -1);
    assertSubscribes(follow, "{'type':'subscribe','channel':'reports','account':42}");
    tell(follow, "{'type':'subscribed','channel':'reports','account':42,'nextReportNo':8}");
    assertSubscribes(
        follow, "{'type':'subscribe','channel':'reports','account':42,'afterReport':7}");
  }

  @Test
  void reportsGoOnBehindTheLastOneOrBehindAGap() throws JsonProcessingException {
    final Follow follow = Follow.reports(42, 0);
    tell(follow, "{'type':'report','account':42,'reportNo':5}");
    tell(follow, "{'type':'report','account':43,'reportNo':99}");
    assertSubscribes(
        follow, "{'type':'subscribe','channel':'reports','account':42,'afterReport':5}");
    tell(
        follow,
        "{'type':'gap','channel':'reports','account':42,'fromReportNo':6,'throughReportNo':60}");
    assertSubscribes(
        follow, "{'type':'subscribe','channel':'reports','account':42,'afterReport':60}");
    tell(follow, "{'type':'subscribed','channel':'reports','account':42,'nextReportNo':80}");
    assertSubscribes(
        follow, "{'type':'subscribe','channel':'reports','account':42,'afterReport':60}");
  }

  @Test
  void tradesGoOnBehindTheLastOneOrBehindAGap() throws JsonProcessingException {
    final Follow follow = Follow.trades("EURUSD", 10);
    assertSubscribes(
        follow, "{'type':'subscribe','channel':'trades','symbol':'EURUSD','recent':10}");
    tell(follow, "{'type':'trade','symbol':'EURUSD','securityId':1,'tradeId':'77'}");
    tell(follow, "{'type':'trade','symbol':'XAUUSD','securityId':2,'tradeId':'99'}");
    assertSubscribes(
        follow, "{'type':'subscribe','channel':'trades','symbol':'EURUSD','afterTradeId':'77'}");
    tell(follow, "{'type':'gap','channel':'trades','symbol':'EURUSD','throughTradeId':'90'}");
    assertSubscribes(
        follow, "{'type':'subscribe','channel':'trades','symbol':'EURUSD','afterTradeId':'90'}");
  }
}
