package io.qanat.sim;

import io.qanat.administration.core.ActMessages;
import io.qanat.codecs.entity.AdminActEncoder;
import io.qanat.codecs.entity.AdminInputEncoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.fix.SecurityTradingStatus;
import io.qanat.entity.core.CoreBench.Body;
import io.qanat.entity.core.EntityKey;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What operators do, as it follows from a seed alone: acts of one person, proposals and decisions
 * about them, some by people who may not. Every act is an input of the administration.
 */
final class RandomActs {
  /** Somebody who holds key k-NAME. */
  private static final String[] PEOPLE = {"omar", "rita", "anna", "olga"};

  /** An instrument that nobody trades, so that it may be redefined. */
  static final long SPARE_INSTRUMENT = 13;

  /** Two that are not there at first, and the one that trades. */
  static final List<Long> PARTNERS = List.of(1L, 2L, HubInputs.PARTNER);

  private static final long DAYS_100_NANOS = 100L * 86_400_000_000_000L;

  /** So many acts come before the first that stops the partner, whose release takes two. */
  private static final int TRADING_FIRST = 50;

  private final SplittableRandom random;
  private final int accounts;
  private long lastRequestId = 500_000;
  private int made;

  RandomActs(final long seed, final int accounts) {
    this.random = new SplittableRandom(seed ^ 0xAC7L);
    this.accounts = accounts;
  }

  /** By the node's configuration. */
  DirectBuffer configuration(final long target, final Body act) {
    return input("configuration", "", target, act);
  }

  /** The next act of somebody. */
  DirectBuffer next() {
    made++;
    final String who = PEOPLE[random.nextInt(PEOPLE.length)];
    final long partner = PARTNERS.get(random.nextInt(PARTNERS.size()));
    return switch (random.nextInt(12)) {
      case 0 -> act(who, EntityKey.partner(partner), ActMessages.partner("Partner " + made));
      case 1 ->
          act(
              who,
              EntityKey.partner(partner),
              ActMessages.key(key(), "the secret of key " + made, expiry()));
      case 2 -> act(who, EntityKey.partner(partner), ActMessages.changeKey(key(), expiry()));
      case 3 ->
          // The old key has less than the overlap to live, so its end does not depend on the time.
          act(
              who,
              EntityKey.partner(partner),
              ActMessages.rotate(
                  key(), key() + "n", "the next secret " + made, DAYS_100_NANOS / 4));
      case 4 -> act(who, EntityKey.partner(partner), ActMessages.revoke(key()));
      case 5 ->
          act(
              who,
              EntityKey.partner(partner),
              ActMessages.transferRight(random.nextBoolean() ? key() : "", random.nextBoolean()));
      case 6 ->
          act(
              who,
              EntityKey.partner(HubInputs.PARTNER),
              ActMessages.kill(made > TRADING_FIRST && random.nextInt(3) == 0));
      case 7 ->
          act(
              who,
              EntityKey.instrument(instrument()),
              ActMessages.status(
                  random.nextInt(3) == 0
                      ? SecurityTradingStatus.TRADING_HALT
                      : SecurityTradingStatus.READY_TO_TRADE));
      case 8 ->
          act(
              who,
              EntityKey.instrument(SPARE_INSTRUMENT),
              ActMessages.instrument("SPARE", Integer.toString(5 + random.nextInt(3))));
      case 9 ->
          act(
              who,
              EntityKey.account(1L + random.nextInt(accounts)),
              ActMessages.transfer(
                  1_000 + made, Integer.toString(random.nextInt(4) == 0 ? 100_001 : 10)));
      default ->
          act(
              who,
              EntityKey.THE_ADMINISTRATION,
              ActMessages.decide(
                  1L + random.nextInt(Math.max(1, made / 5)), random.nextInt(4) > 0));
    };
  }

  /** Few names, so that they meet each other. */
  private String key() {
    return "key" + random.nextInt(4);
  }

  private long expiry() {
    return Simulation.START_NANOS + DAYS_100_NANOS / 8 + random.nextInt(3);
  }

  private long instrument() {
    return random.nextBoolean() ? HubInputs.DELIVERED : HubInputs.CFD;
  }

  private DirectBuffer act(final String who, final long target, final Body act) {
    return input(who, "k-" + who, target, act);
  }

  private DirectBuffer input(
      final String who, final String accessKeyId, final long target, final Body act) {
    final byte[] message = ActMessages.bytes(act);
    final byte[] body =
        ActMessages.bytes(
            b ->
                new AdminActEncoder()
                    .wrapAndApplyHeader(b, 0, new MessageHeaderEncoder())
                    .target(target)
                    .accessKeyId(accessKeyId)
                    .putAct(message, 0, message.length)
                    .idempotencyKey("")
                    .encodedLength());
    return new UnsafeBuffer(
        ActMessages.bytes(
            b ->
                new AdminInputEncoder()
                    .wrapAndApplyHeader(b, 0, new MessageHeaderEncoder())
                    .requestId(++lastRequestId)
                    .putBody(body, 0, body.length)
                    .who(who)
                    .why("simulation")
                    .encodedLength()));
  }
}
