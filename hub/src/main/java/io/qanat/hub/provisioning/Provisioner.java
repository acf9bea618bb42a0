package io.qanat.hub.provisioning;

import io.qanat.codecs.entity.AdminActReplyDecoder;
import io.qanat.codecs.entity.AdminResult;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.config.ConfigException;
import io.qanat.entity.Edge;
import io.qanat.entity.Entities;
import io.qanat.entity.core.EntityKey;
import io.qanat.hub.edge.Requests;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.agrona.DirectBuffer;

/**
 * Brings a hub to a {@link HubSetup}: one act of the administration after the other, each awaited,
 * so that an instrument is defined before somebody is entitled to it. Idempotent.
 */
public final class Provisioner {
  private static final int REQUESTS_IN_FLIGHT_MAX = 64;

  /** How many days ahead instruments know their schedule, in case no hub tells them more. */
  public static final int SCHEDULE_DAYS = 14;

  private static final Duration RETRY_AFTER = Duration.ofMillis(20);

  private final Entities entities;
  private final Requests requests;
  private final Duration timeout;
  private final AdminMessages.Author author;
  private final Clock clock = Clock.systemUTC();
  private final AdminMessages messages = new AdminMessages();
  private final Map<AdminResult, Integer> results = new EnumMap<>(AdminResult.class);

  private record Act(String what, long entity, DirectBuffer body, long deadlineNanos) {}

  private record Sent(Act act, long requestId, CompletableFuture<Answer> answer) {}

  private record Answer(AdminResult result, String text) {
    /** An account opens a moment after its partner has put it; an entity may be loading. */
    boolean worthRetrying() {
      return result == AdminResult.NOT_FOUND || result == AdminResult.NULL_VAL;
    }
  }

  /**
   * A provisioner.
   *
   * @param author who acts and why
   * @param timeout for each act, retries while an entity is loading included
   */
  public Provisioner(
      final Entities entities,
      final Requests requests,
      final Duration timeout,
      final AdminMessages.Author author) {
    this.entities = entities;
    this.requests = requests;
    this.timeout = timeout;
    this.author = author;
  }

  /**
   * Applies a setup.
   *
   * @return how many acts ended how: DONE or UNCHANGED
   * @throws ConfigException naming the act that an entity refused, and its reason
   * @throws IllegalStateException if an entity did not answer in time
   */
  public Map<AdminResult, Integer> apply(final HubSetup setup) {
    results.clear();
    final Map<String, InstrumentSetup> bySymbol = setup.bySymbol();
    final List<Sent> batch = new ArrayList<>();
    for (final InstrumentSetup i : setup.instruments()) {
      send(
          batch,
          EntityKey.instrument(i.id()),
          "instrument " + i.symbol(),
          messages.instrumentDefine(i));
    }
    await(batch);
    sendSchedules(setup, batch);
    sendLiquidity(setup, batch);
    for (final PartnerSetup p : setup.partners()) {
      final long partner = EntityKey.partner(p.id());
      final String name = "partner " + p.id();
      send(batch, partner, name, messages.partnerDefine(p));
      for (final KeySetup key : p.keys()) {
        send(batch, partner, name + " key " + key.id(), messages.keyPut(key));
      }
      p.transferRights()
          .forEach(
              (key, allowed) ->
                  send(
                      batch,
                      partner,
                      name + " transfers " + key,
                      messages.transferRightPut(key, allowed)));
      for (final PartnerSetup.Entitlement e : p.entitlements()) {
        send(
            batch,
            partner,
            name + " entitlement " + e.symbol(),
            messages.entitlementPut(e, bySymbol.get(e.symbol())));
      }
      for (final PartnerSetup.Account a : p.accounts()) {
        send(batch, partner, name + " account " + a.id(), messages.accountPut(a));
      }
      await(batch);
      deposit(p, batch);
    }
    operators(setup, batch);
    await(batch);
    return Map.copyOf(results);
  }

  /**
   * Tells the instruments the instants of the days to come; to be repeated well before {@link
   * #SCHEDULE_DAYS} have passed.
   *
   * @return how many acts ended how: DONE or UNCHANGED
   * @throws ConfigException naming the act that an entity refused, and its reason
   * @throws IllegalStateException if an entity did not answer in time
   */
  public Map<AdminResult, Integer> applySchedules(final HubSetup setup) {
    results.clear();
    sendSchedules(setup, new ArrayList<>());
    return Map.copyOf(results);
  }

  private void sendSchedules(final HubSetup setup, final List<Sent> batch) {
    final Instant now = clock.instant();
    for (final InstrumentSetup i : setup.instruments()) {
      send(
          batch,
          EntityKey.instrument(i.id()),
          "instrument " + i.symbol() + " schedule",
          messages.scheduleSet(
              i.trading()
                  .schedule()
                  .map(schedule -> schedule.transitions(now, SCHEDULE_DAYS))
                  .orElse(List.of())));
    }
    await(batch);
  }

  /** Policies name pools, so pools come first. */
  private void sendLiquidity(final HubSetup setup, final List<Sent> batch) {
    for (final InstrumentSetup i : setup.instruments()) {
      final String name = "instrument " + i.symbol();
      final long entity = EntityKey.instrument(i.id());
      i.liquidity().liquidity().ifPresent(act -> send(batch, entity, name + " liquidity", act));
    }
    await(batch);
    for (final InstrumentSetup i : setup.instruments()) {
      final String name = "instrument " + i.symbol();
      final long entity = EntityKey.instrument(i.id());
      i.liquidity().pricing().ifPresent(act -> send(batch, entity, name + " pricing", act));
    }
    await(batch);
  }

  private void operators(final HubSetup setup, final List<Sent> batch) {
    for (final OperatorSetup operator : setup.operators()) {
      final String name = "operator " + operator.name();
      send(batch, EntityKey.THE_ADMINISTRATION, name, messages.operatorPut(operator));
      for (final KeySetup key : operator.keys()) {
        send(
            batch,
            EntityKey.THE_ADMINISTRATION,
            name + " key " + key.id(),
            messages.operatorKeyPut(operator.name(), key));
      }
    }
  }

  private void deposit(final PartnerSetup partner, final List<Sent> batch) {
    for (final PartnerSetup.Account account : partner.accounts()) {
      for (final PartnerSetup.Deposit deposit : account.deposits()) {
        send(
            batch,
            EntityKey.account(account.id()),
            "account " + account.id() + " deposit " + deposit.transferId(),
            messages.cashTransfer(deposit));
      }
    }
  }

  private void send(
      final List<Sent> batch, final long entity, final String what, final DirectBuffer body) {
    if (batch.size() == REQUESTS_IN_FLIGHT_MAX) {
      await(batch);
    }
    batch.add(send(new Act(what, entity, body, System.nanoTime() + timeout.toNanos())));
  }

  private Sent send(final Act act) {
    final CompletableFuture<Answer> answer = new CompletableFuture<>();
    final long requestId = requests.open(new AnswerListener(answer), act.deadlineNanos());
    if (requestId == 0) {
      throw new IllegalStateException("too many requests are open to send " + act.what());
    }
    final DirectBuffer input = messages.adminInput(requestId, act.entity(), act.body(), author, "");
    entities.tell(EntityKey.THE_ADMINISTRATION, input, 0, input.capacity());
    return new Sent(act, requestId, answer);
  }

  private void await(final List<Sent> batch) {
    for (final Sent sent : batch) {
      final Answer answer = await(sent);
      results.merge(answer.result(), 1, Integer::sum);
      if (answer.result() != AdminResult.DONE && answer.result() != AdminResult.UNCHANGED) {
        throw new ConfigException(
            sent.act().what() + " was refused: " + answer.result() + " " + answer.text());
      }
    }
    batch.clear();
  }

  private Answer await(final Sent first) {
    final Act act = first.act();
    Sent sent = first;
    while (true) {
      try {
        final Answer answer =
            sent.answer()
                .get(Math.max(1, act.deadlineNanos() - System.nanoTime()), TimeUnit.NANOSECONDS);
        if (!answer.worthRetrying()
            || System.nanoTime() + RETRY_AFTER.toNanos() >= act.deadlineNanos()) {
          return answer;
        }
        TimeUnit.NANOSECONDS.sleep(RETRY_AFTER.toNanos());
      } catch (TimeoutException e) {
        throw new IllegalStateException(
            act.what() + ": no answer within " + timeout.toSeconds() + " s", e);
      } catch (ExecutionException e) {
        throw new IllegalStateException(act.what() + ": " + e.getCause().getMessage(), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for " + act.what(), e);
      } finally {
        requests.close(sent.requestId());
      }
      sent = send(act);
    }
  }

  /** Hears one answer, on the entity's thread. */
  private static final class AnswerListener implements Requests.Listener {
    private final CompletableFuture<Answer> answer;

    AnswerListener(final CompletableFuture<Answer> answer) {
      this.answer = answer;
    }

    @Override
    public void onReply(
        final long requestId, final DirectBuffer buffer, final int offset, final int length) {
      final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(buffer, offset);
      if (header.templateId() == AdminActReplyDecoder.TEMPLATE_ID) {
        final AdminActReplyDecoder reply =
            new AdminActReplyDecoder().wrapAndApplyHeader(buffer, offset, header);
        answer.complete(new Answer(reply.result(), reply.text()));
      }
    }

    @Override
    public void onRefused(
        final long requestId, final Edge.Refusal refusal, final int retryAfterMillis) {
      if (refusal == Edge.Refusal.POISON) {
        answer.completeExceptionally(new IllegalStateException("the entity failed on it"));
      } else {
        answer.complete(new Answer(AdminResult.NULL_VAL, refusal.toString()));
      }
    }
  }
}
