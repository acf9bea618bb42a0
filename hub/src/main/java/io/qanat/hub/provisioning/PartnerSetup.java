package io.qanat.hub.provisioning;

import io.qanat.account.core.SelfMatchDefault;
import io.qanat.codecs.fix.SelfMatchPreventionInstruction;
import io.qanat.codecs.fix.SelfMatchPreventionScope;
import io.qanat.codecs.value.Fixed8;
import io.qanat.config.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A partner as configured, with everything that is its own.
 *
 * @param id below 2^31
 * @param selfMatch of orders that ask for none
 * @param listsKeys whether its keys are listed at all: then these are all there are
 * @param listsEntitlements as for keys
 * @param transferRights whether a key may deposit and withdraw, by its id; the empty one stands for
 *     every key. What is not named is left as it is: nobody may at first
 */
public record PartnerSetup(
    long id,
    String name,
    int messagesPerSecondMax,
    int burstMax,
    int sessionsMax,
    int liveOrdersMax,
    int unacknowledgedReportsMax,
    long dayRollNanosOfDay,
    SelfMatchDefault selfMatch,
    List<KeySetup> keys,
    List<Account> accounts,
    List<Entitlement> entitlements,
    boolean listsKeys,
    boolean listsEntitlements,
    Map<String, Boolean> transferRights) {

  /**
   * An account.
   *
   * @param id below 2^24
   */
  public record Account(long id, long creditLimit, String creditCurrency, List<Deposit> deposits) {}

  /** Cash that is there from the beginning, applied once by its transfer id. */
  public record Deposit(long transferId, String currency, long amount) {}

  /** What the partner's accounts may trade, at which rates (Fixed8, of the notional). */
  public record Entitlement(String symbol, long marginRate, long makerFeeRate, long takerFeeRate) {}

  private static final String TRANSFERS = "transfers";
  private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}]{1,80}");

  static PartnerSetup of(final Settings s) {
    final Map<String, Boolean> transferRights = new LinkedHashMap<>();
    if (s.has(TRANSFERS)) {
      transferRights.put("", s.bool(TRANSFERS));
    }
    final PartnerSetup setup =
        new PartnerSetup(
            s.longBetween("id", 1, Integer.MAX_VALUE),
            s.text("name", NAME, "1 to 80 printable characters"),
            s.intBetween("messages-per-second-max", 1, 10_000_000),
            s.intBetween("burst-max", 1, 10_000_000),
            s.intBetween("sessions-max", 1, 1_000_000),
            s.intBetween("live-orders-max", 1, 10_000_000),
            s.intBetween("unacknowledged-reports-max", 1, 10_000_000),
            InstrumentSetup.dayRoll(s),
            selfMatch(s),
            s.sections("keys").stream().map(key -> key(key, transferRights)).toList(),
            s.sections("accounts").stream().map(PartnerSetup::account).toList(),
            s.sections("entitlements").stream().map(PartnerSetup::entitlement).toList(),
            s.has("keys"),
            s.has("entitlements"),
            transferRights);
    s.noOtherKeys();
    return setup;
  }

  private static SelfMatchDefault selfMatch(final Settings s) {
    if (!s.has("self-match-prevention")) {
      return SelfMatchDefault.NONE;
    }
    final String instructions = "cancel-(aggressive|passive|aggressive-and-passive)|decrement|none";
    return SelfMatchDefault.of(
        SelfMatchPreventionInstruction.valueOf(code(s, "self-match-prevention", instructions)),
        SelfMatchPreventionScope.valueOf(
            s.has("self-match-prevention-scope")
                ? code(s, "self-match-prevention-scope", "account|partner")
                : "ACCOUNT"));
  }

  private static String code(final Settings s, final String key, final String pattern) {
    return s.text(key, Pattern.compile(pattern), pattern)
        .toUpperCase(Locale.ROOT)
        .replace('-', '_');
  }

  private static KeySetup key(final Settings s, final Map<String, Boolean> transferRights) {
    final boolean named = s.has(TRANSFERS);
    final boolean allowed = named && s.bool(TRANSFERS);
    final KeySetup key = KeySetup.of(s);
    if (named) {
      transferRights.put(key.id(), allowed);
    }
    return key;
  }

  private static Account account(final Settings s) {
    final Account account =
        new Account(
            s.longBetween("id", 1, (1 << 24) - 1),
            s.has("credit-limit") ? s.fixed8Between("credit-limit", 0, Long.MAX_VALUE) : 0,
            s.has("credit-currency") ? currency(s, "credit-currency") : "",
            s.sections("deposits").stream().map(PartnerSetup::deposit).toList());
    s.noOtherKeys();
    return account;
  }

  private static Deposit deposit(final Settings s) {
    final Deposit deposit =
        new Deposit(
            s.longBetween("transfer-id", 1, Long.MAX_VALUE),
            currency(s, "currency"),
            s.fixed8Between("amount", 1, Long.MAX_VALUE));
    s.noOtherKeys();
    return deposit;
  }

  private static Entitlement entitlement(final Settings s) {
    final long most = 100 * Fixed8.ONE;
    final Entitlement entitlement =
        new Entitlement(
            s.text("symbol", Pattern.compile(".{1,16}"), "an instrument's symbol"),
            s.fixed8Between("margin-rate", 0, most),
            s.fixed8Between("maker-fee-rate", 0, most),
            s.fixed8Between("taker-fee-rate", 0, most));
    s.noOtherKeys();
    return entitlement;
  }

  private static String currency(final Settings s, final String key) {
    return s.text(key, InstrumentSetup.CODE, "1 to 8 of A-Z 0-9 . _ / -");
  }
}
