package io.qanat.hub.provisioning;

import com.typesafe.config.Config;
import io.qanat.config.ConfigException;
import io.qanat.config.Settings;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All instruments, partners and operators of {@code qanat.setup}. */
public record HubSetup(
    List<InstrumentSetup> instruments, List<PartnerSetup> partners, List<OperatorSetup> operators) {
  /**
   * Reads and checks {@code qanat.setup}.
   *
   * @throws ConfigException naming the key and what is wrong: a bad value, an id or symbol used
   *     twice, an entitlement for an instrument that is not there
   */
  public static HubSetup of(final Config config) {
    return part(config).checked();
  }

  /** As {@link #of}, of one file among several: what it names may stand in another. */
  public static HubSetup part(final Config config) {
    final Settings s = Settings.of(config, "qanat.setup");
    final HubSetup setup =
        new HubSetup(
            s.sections("instruments").stream().map(InstrumentSetup::of).toList(),
            s.sections("partners").stream().map(PartnerSetup::of).toList(),
            s.sections("operators").stream().map(OperatorSetup::of).toList());
    s.noOtherKeys();
    return setup;
  }

  /**
   * Several setups as one.
   *
   * @throws ConfigException as {@link #of}
   */
  public static HubSetup together(final List<HubSetup> parts) {
    return new HubSetup(
        parts.stream().flatMap(part -> part.instruments.stream()).toList(),
        parts.stream().flatMap(part -> part.partners.stream()).toList(),
        parts.stream().flatMap(part -> part.operators.stream()).toList());
  }

  /** The instruments by symbol. */
  public Map<String, InstrumentSetup> bySymbol() {
    final Map<String, InstrumentSetup> bySymbol = new HashMap<>();
    instruments.forEach(i -> bySymbol.put(i.symbol(), i));
    return bySymbol;
  }

  /** This, once ids are used once and entitlements name its instruments. */
  public HubSetup checked() {
    final Set<Object> seen = new HashSet<>();
    for (final InstrumentSetup instrument : instruments) {
      once(seen, "instrument id", instrument.id());
      once(seen, "instrument symbol", instrument.symbol());
    }
    for (final PartnerSetup partner : partners) {
      once(seen, "partner id", partner.id());
      partner.accounts().forEach(a -> once(seen, "account id", a.id()));
      partner.keys().forEach(k -> once(seen, "partner " + partner.id() + " key", k.id()));
      for (final PartnerSetup.Entitlement e : partner.entitlements()) {
        if (!bySymbol().containsKey(e.symbol())) {
          throw new ConfigException(
              "qanat.setup: partner "
                  + partner.id()
                  + " is entitled to "
                  + e.symbol()
                  + ", which is not among the instruments "
                  + bySymbol().keySet());
        }
      }
    }
    for (final OperatorSetup operator : operators) {
      once(seen, "operator", operator.name());
      operator.keys().forEach(k -> once(seen, "operators' key", k.id()));
    }
    return this;
  }

  private static void once(final Set<Object> seen, final String what, final Object id) {
    if (!seen.add(what + " " + id)) {
      throw new ConfigException("qanat.setup: " + what + " " + id + " is used twice");
    }
  }
}
