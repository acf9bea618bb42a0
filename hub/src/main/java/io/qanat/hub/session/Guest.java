package io.qanat.hub.session;

import io.qanat.account.core.SelfMatchDefault;
import io.qanat.codecs.auth.KeyVerifier;
import io.qanat.codecs.entity.AdminActReplyDecoder;
import io.qanat.codecs.entity.AdminResult;
import io.qanat.codecs.entity.DefinitionQueryEncoder;
import io.qanat.codecs.entity.DefinitionsEndDecoder;
import io.qanat.codecs.entity.EntitlementPutEncoder;
import io.qanat.codecs.entity.InstrumentDefineDecoder;
import io.qanat.codecs.entity.MessageHeaderDecoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.value.Fixed8;
import io.qanat.entity.core.EntityKey;
import io.qanat.hub.administration.Secrets;
import io.qanat.hub.edge.EntityCalls;
import io.qanat.hub.provisioning.AdminMessages;
import io.qanat.hub.provisioning.KeySetup;
import io.qanat.hub.provisioning.PartnerSetup;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A partner for whoever takes part in a served replay: one account with money of every currency,
 * entitled to every instrument of the session, and a key drawn at random.
 */
public final class Guest {
  public static final long PARTNER = 2_000_000_000;
  public static final long ACCOUNT = 16_000_000;
  public static final String KEY = "guest";

  private static final long TIMEOUT_SECONDS = 30;
  private static final int ATTEMPTS_MAX = 100;
  private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;
  private static final AdminMessages.Author AUTHOR = AdminMessages.Author.configuration();

  private final EntityCalls calls;
  private final AdminMessages messages = new AdminMessages();
  private final String secret = Secrets.draw();

  /** A guest that the entities do not know yet. */
  public Guest(final EntityCalls calls) {
    this.calls = calls;
  }

  /** Of the key. */
  public String secret() {
    return secret;
  }

  /**
   * Lets the guest in; blocks until every act is done.
   *
   * @param instruments numbers of those the session has
   * @throws IllegalStateException naming the act that was refused or not answered
   */
  public void admit(final List<Long> instruments) {
    final PartnerSetup.Account account = new PartnerSetup.Account(ACCOUNT, 0, "", List.of());
    final PartnerSetup partner =
        new PartnerSetup(
            PARTNER,
            "Guest",
            100_000,
            10_000,
            100,
            100_000,
            1_000_000,
            0,
            SelfMatchDefault.NONE,
            List.of(),
            List.of(account),
            List.of(),
            true,
            true,
            Map.of());
    final long key = EntityKey.partner(PARTNER);
    act(key, messages.partnerDefine(partner));
    act(
        key,
        messages.keyPut(
            new KeySetup(
                KEY,
                KeyVerifier.of(KEY, secret.getBytes(StandardCharsets.US_ASCII)),
                0,
                List.of())));
    final Set<String> currencies = new TreeSet<>();
    for (final long instrument : instruments) {
      final DirectBuffer definition = definition(instrument);
      if (definition != null) {
        act(key, entitlement(instrument, definition, currencies));
      }
    }
    act(key, messages.accountPut(account));
    long transferId = 0;
    for (final String currency : currencies) {
      act(
          EntityKey.account(ACCOUNT),
          messages.cashTransfer(
              new PartnerSetup.Deposit(++transferId, currency, Fixed8.ofUnits(10_000_000))));
    }
  }

  private void act(final long target, final DirectBuffer act) {
    for (int attempt = 1; ; attempt++) {
      final EntityCalls.Outcome outcome =
          await(
              calls.tell(
                  EntityKey.THE_ADMINISTRATION,
                  TimeUnit.SECONDS.toMillis(TIMEOUT_SECONDS),
                  requestId -> messages.adminInput(requestId, target, act, AUTHOR, "")));
      if (!(outcome instanceof EntityCalls.Answered answered)) {
        throw new IllegalStateException("the guest is not let in: " + outcome);
      }
      final AdminActReplyDecoder reply =
          new AdminActReplyDecoder()
              .wrapAndApplyHeader(answered.message(), 0, new MessageHeaderDecoder());
      final AdminResult result = reply.result();
      if (result == AdminResult.DONE || result == AdminResult.UNCHANGED) {
        return;
      }
      // An account opens a moment after its partner has put it.
      if (result != AdminResult.NOT_FOUND || attempt == ATTEMPTS_MAX) {
        throw new IllegalStateException("the guest is not let in: " + result + " " + reply.text());
      }
    }
  }

  private static EntityCalls.Outcome await(final EntityCalls.Sent sent) {
    try {
      return sent.outcome().toCompletableFuture().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (final ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the guest is not let in: " + e.getMessage(), e);
    }
  }

  /** The instrument's own words for how it is defined; null: it is not. */
  private DirectBuffer definition(final long instrument) {
    final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    final int length =
        new DefinitionQueryEncoder()
            .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
            .putAct(new byte[0], 0, 0)
            .encodedLength();
    try {
      final EntityCalls.Outcome outcome =
          calls
              .query(
                  EntityKey.instrument(instrument),
                  new UnsafeBuffer(buffer, 0, HEADER + length),
                  answers ->
                      template(answers.get(answers.size() - 1))
                          == DefinitionsEndDecoder.TEMPLATE_ID)
              .toCompletableFuture()
              .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      if (outcome instanceof EntityCalls.Answered answered) {
        return answered.messages().stream()
            .filter(message -> template(message) == InstrumentDefineDecoder.TEMPLATE_ID)
            .findFirst()
            .orElse(null);
      }
      return null;
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (final ExecutionException | TimeoutException e) {
      throw new IllegalStateException("instrument " + instrument + " does not answer", e);
    }
  }

  private static int template(final DirectBuffer message) {
    return new MessageHeaderDecoder().wrap(message, 0).templateId();
  }

  private static DirectBuffer entitlement(
      final long instrument, final DirectBuffer definition, final Set<String> currencies) {
    final InstrumentDefineDecoder terms =
        new InstrumentDefineDecoder().wrapAndApplyHeader(definition, 0, new MessageHeaderDecoder());
    final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    final String base = terms.baseCurrency();
    final String quote = terms.quoteCurrency();
    currencies.addAll(List.of(base, quote));
    final int length =
        new EntitlementPutEncoder()
            .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
            .instrument(instrument)
            .contractSize(terms.contractSize())
            .tickSize(terms.tickSize())
            .lotSize(terms.lotSize())
            .minQty(terms.minQty())
            .maxQty(terms.maxQty())
            .lowLimitPrice(terms.lowLimitPrice())
            .highLimitPrice(terms.highLimitPrice())
            .marginRate(Fixed8.parse("0.05"))
            .makerFeeRate(0)
            .takerFeeRate(0)
            .symbol(terms.symbol())
            .baseCurrency(base)
            .quoteCurrency(quote)
            .contractType(terms.contractType())
            .nonPositivePricesAllowed(terms.nonPositivePricesAllowed())
            .encodedLength();
    final byte[] bytes = new byte[HEADER + length];
    buffer.getBytes(0, bytes);
    return new UnsafeBuffer(bytes);
  }
}
