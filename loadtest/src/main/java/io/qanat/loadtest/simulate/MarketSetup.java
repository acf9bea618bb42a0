package io.qanat.loadtest.simulate;

import io.qanat.account.core.SelfMatchDefault;
import io.qanat.codecs.auth.KeyDerivation;
import io.qanat.codecs.auth.KeyVerifier;
import io.qanat.codecs.fix.ContractType;
import io.qanat.codecs.value.Fixed8;
import io.qanat.hub.provisioning.HubSetup;
import io.qanat.hub.provisioning.InstrumentSetup;
import io.qanat.hub.provisioning.KeySetup;
import io.qanat.hub.provisioning.LiquiditySetup;
import io.qanat.hub.provisioning.PartnerSetup;
import io.qanat.hub.provisioning.TradingSetup;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Instruments, partners and accounts of every simulated market. */
final class MarketSetup {
  static final long BITCOIN = 11;
  static final long GOLD = 12;
  static final long OIL = 13;

  /** The partner of the makers, and that of everybody else. */
  static final long MAKERS = 7;

  static final long TAKERS = 8;
  static final String KEY = "simulated";
  static final byte[] SECRET = "simulated-secret".getBytes(StandardCharsets.US_ASCII);

  /** The least that is allowed: nobody attacks a simulation. */
  static final KeyDerivation DERIVATION =
      new KeyDerivation(new byte[KeyDerivation.SALT_LENGTH], KeyDerivation.MEMORY_KIB_MIN, 1, 1);

  static final int MAKER_ACCOUNTS = 3;
  static final int TAKER_ACCOUNTS = 8;

  private static final int TRADES_REMEMBERED = 1_000;
  private static final KeyVerifier VERIFIER = KeyVerifier.of(DERIVATION, SECRET);

  private MarketSetup() {}

  static List<InstrumentSetup> instruments() {
    return List.of(
        instrument(BITCOIN, "BTCUSD", "BTC", "USD", ContractType.DELIVERED, "1", "0.01", "0.001"),
        instrument(GOLD, "XAUEUR", "XAU", "EUR", ContractType.CFD, "10", "0.1", "0.01"),
        instrument(OIL, "WTIUSD", "WTI", "USD", ContractType.CFD, "100", "0.01", "1"));
  }

  private static InstrumentSetup instrument(
      final long id,
      final String symbol,
      final String base,
      final String quote,
      final ContractType type,
      final String contractSize,
      final String tick,
      final String lot) {
    final boolean throughZero = id == OIL;
    final long highest = Fixed8.parse("100000");
    return new InstrumentSetup(
        id,
        symbol,
        base,
        quote,
        type,
        Fixed8.parse(contractSize),
        Fixed8.parse(tick),
        Fixed8.parse(lot),
        Fixed8.parse(lot),
        Fixed8.parse("100"),
        throughZero ? -highest : Fixed8.parse(tick),
        highest,
        throughZero,
        0,
        new TradingSetup(Fixed8.NULL, 0, 0, 0, TRADES_REMEMBERED, Optional.empty()),
        LiquiditySetup.NONE);
  }

  /** Whose account it is. */
  static long partnerOf(final long account) {
    return account > MAKER_ACCOUNTS ? TAKERS : MAKERS;
  }

  /** The price around which an instrument begins. */
  static double firstPrice(final long instrument) {
    return instrument == BITCOIN ? 400 : instrument == GOLD ? 1_900 : 20;
  }

  static HubSetup hub() {
    final List<PartnerSetup> partners =
        List.of(partner(MAKERS, 1, MAKER_ACCOUNTS), partner(TAKERS, 101, TAKER_ACCOUNTS));
    return new HubSetup(instruments(), partners, List.of()).checked();
  }

  private static PartnerSetup partner(final long id, final long firstAccount, final int count) {
    final List<PartnerSetup.Account> accounts = new ArrayList<>();
    for (long account = firstAccount; account < firstAccount + count; account++) {
      // The last one can afford little, and is refused much.
      final long units = account == firstAccount + count - 1 ? 500 : 2_000_000;
      accounts.add(
          new PartnerSetup.Account(
              account,
              0,
              "",
              List.of(
                  deposit(1, "USD", units),
                  deposit(2, "EUR", units),
                  deposit(3, "BTC", Math.max(1, units / 1_000)))));
    }
    final List<PartnerSetup.Entitlement> entitlements =
        instruments().stream()
            .map(
                i ->
                    new PartnerSetup.Entitlement(
                        i.symbol(),
                        i.contractType() == ContractType.CFD ? Fixed8.ONE / 10 : 0,
                        Fixed8.ONE / 10_000,
                        Fixed8.ONE / 3_000))
            .toList();
    return new PartnerSetup(
        id,
        "simulated",
        1_000,
        1_000,
        100,
        200,
        5_000,
        0,
        SelfMatchDefault.NONE,
        List.of(new KeySetup(KEY, VERIFIER, 0, List.of())),
        accounts,
        entitlements,
        true,
        true,
        Map.of());
  }

  private static PartnerSetup.Deposit deposit(
      final long transferId, final String currency, final long units) {
    return new PartnerSetup.Deposit(transferId, currency, units * Fixed8.ONE);
  }
}
