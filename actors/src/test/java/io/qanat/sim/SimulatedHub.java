package io.qanat.sim;

import com.typesafe.config.ConfigFactory;
import io.qanat.codecs.entity.AccountAnswerDecoder;
import io.qanat.codecs.entity.AccountQueryEncoder;
import io.qanat.codecs.entity.FullRefreshQueryEncoder;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.fix.Bool;
import io.qanat.entity.EntityConfig;
import io.qanat.entity.core.EntityKey;
import io.qanat.instrument.core.FeedFollower;
import io.qanat.log.LogEntry;
import io.qanat.sharding.Cores;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The real cores in virtual time: one partner, its accounts numbered from 1, two instruments. */
final class SimulatedHub {
  /** Small windows and snapshots, so that every path is taken often. */
  static final EntityConfig SMALL =
      EntityConfig.of(
          ConfigFactory.parseString(
                  "qanat.entity { window-entries = 8, peer-window = 4, ack-every = 3,"
                      + " snapshot-floor-entries = 20, snapshot-floor-bytes = 1 KiB,"
                      + " snapshot-interval = 20 ms, ack-delay = 20 ms, resend-after = 100 ms }")
              .withFallback(ConfigFactory.defaultReference()));

  private final Simulation simulation;
  private final HubEdge edge;
  private final HubInputs inputs = new HubInputs();
  private final int accounts;
  private boolean clientsTryAgain;
  private long lastQuery;

  /** Makes a hub and sets it up, under the faults already. */
  SimulatedHub(
      final long seed, final Faults faults, final EntityConfig config, final int accounts) {
    this.accounts = accounts;
    edge = new HubEdge(seed, this::onRefused);
    simulation = new Simulation(seed, faults, new Cores(), edge, config);
    for (final long instrument : instruments()) {
      send(EntityKey.instrument(instrument), inputs.instrumentDefine(instrument));
    }
    final long partner = EntityKey.partner(HubInputs.PARTNER);
    send(partner, inputs.partnerDefine());
    for (final long instrument : instruments()) {
      send(partner, inputs.entitlementPut(instrument));
    }
    for (int account = 1; account <= accounts; account++) {
      send(partner, inputs.accountPut(account));
      send(EntityKey.account(account), inputs.cashTransfer(1, 3_000, "USD"));
      send(EntityKey.account(account), inputs.cashTransfer(2, 30, "BTC"));
      send(EntityKey.account(account), inputs.cashTransfer(3, 2_000, "EUR"));
      send(EntityKey.account(account), inputs.sessionClaim());
    }
  }

  static List<Long> instruments() {
    return List.of(HubInputs.DELIVERED, HubInputs.CFD);
  }

  Simulation simulation() {
    return simulation;
  }

  HubEdge edge() {
    return edge;
  }

  HubInputs inputs() {
    return inputs;
  }

  int accounts() {
    return accounts;
  }

  /** From now on a refused input comes again by itself, after the time it was told. */
  void letClientsTryAgain() {
    clientsTryAgain = true;
  }

  private void onRefused(final long entity, final int retryAfterMillis, final DirectBuffer input) {
    if (clientsTryAgain) {
      simulation
          .scheduler()
          .after(
              TimeUnit.MILLISECONDS.toNanos(retryAfterMillis),
              () -> simulation.input(entity, input));
    }
  }

  /**
   * Makes sure that an input is logged and all that follows from it has happened; one that a crash
   * or a refusal has lost is sent again.
   */
  void send(final long entity, final DirectBuffer input) {
    do {
      simulation.input(entity, input);
      simulation.runToQuiescence();
    } while (!isLogged(entity, input));
  }

  /** Whether the log holds this very input; no two have the same bytes. */
  boolean isLogged(final long entity, final DirectBuffer input) {
    final List<LogEntry> history = simulation.log().history(entity);
    for (int i = history.size() - 1; i >= 0; i--) {
      if (history.get(i).input().equals(input)) {
        return true;
      }
    }
    return false;
  }

  /** How an account stands, told by itself. */
  AccountAnswerDecoder account(final long account) {
    final ExpandableArrayBuffer body = new ExpandableArrayBuffer();
    final AccountQueryEncoder query =
        new AccountQueryEncoder().wrapAndApplyHeader(body, 0, new MessageHeaderEncoder());
    final DirectBuffer answer = ask(EntityKey.account(account), body, query.encodedLength()).get(0);
    return new AccountAnswerDecoder().wrapAndApplyHeader(answer, 0, new MessageHeaderDecoder());
  }

  /** An instrument's book as a full refresh shows it. */
  FeedFollower fullRefresh(final long instrument) {
    final ExpandableArrayBuffer body = new ExpandableArrayBuffer();
    final FullRefreshQueryEncoder query =
        new FullRefreshQueryEncoder()
            .wrapAndApplyHeader(body, 0, new MessageHeaderEncoder())
            .byPrice(Bool.YES)
            .byOrder(Bool.YES);
    final FeedFollower book = new FeedFollower();
    ask(EntityKey.instrument(instrument), body, query.encodedLength())
        .forEach(answer -> book.reply(lastQuery, answer, 0, answer.capacity()));
    return book;
  }

  /** The answers to a question; a question that is lost is asked again. */
  List<DirectBuffer> ask(final long entity, final DirectBuffer body, final int encodedLength) {
    final DirectBuffer query =
        new UnsafeBuffer(body, 0, MessageHeaderEncoder.ENCODED_LENGTH + encodedLength);
    do {
      // Numbered away from the requests of administration.
      lastQuery = Math.max(1_000_000, lastQuery) + 1;
      simulation.query(entity, lastQuery, query);
      simulation.runToQuiescence();
    } while (edge.replies(lastQuery).isEmpty());
    return edge.replies(lastQuery);
  }
}
