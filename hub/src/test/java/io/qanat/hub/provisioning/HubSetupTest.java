package io.qanat.hub.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import io.qanat.codecs.fix.ContractType;
import io.qanat.codecs.value.Fixed8;
import io.qanat.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HubSetupTest {
  private static final Config DEMO = ConfigFactory.parseResources("demo.conf");

  @Test
  void readsTheDemo() {
    final HubSetup setup = HubSetup.of(DEMO);
    assertThat(setup.instruments())
        .extracting(InstrumentSetup::symbol)
        .containsExactly("EURUSD", "XAUUSD", "WTI");
    final InstrumentSetup wti = setup.bySymbol().get("WTI");
    assertThat(wti.contractType()).isEqualTo(ContractType.CFD);
    assertThat(wti.lowLimitPrice()).isEqualTo(-200 * Fixed8.ONE);
    assertThat(setup.partners()).hasSize(2);
    assertThat(setup.partners().get(0).accounts().get(0).deposits())
        .containsExactly(new PartnerSetup.Deposit(1, "USD", 50_000_000 * Fixed8.ONE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "instruments | [{id = 0}] | qanat.setup.instruments[0]",
        "partners | [{id = 1, name = x}] | qanat.setup.partners[0].messages-per-second-max is missing",
        "instruments | [] | partner 1 is entitled to EURUSD, which is not among the instruments []",
        "partnrs | [] | qanat.setup.partnrs is not a key",
      })
  void namesWhatIsWrong(final String key, final String value, final String message) {
    final Config changed =
        DEMO.withValue(
            "qanat.setup." + key, ConfigFactory.parseString("x = " + value).getValue("x"));
    assertThatThrownBy(() -> HubSetup.of(changed))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @Test
  void namesAnIdThatIsUsedTwice() {
    final Config twice =
        DEMO.withValue(
            "qanat.setup.instruments",
            ConfigValueFactory.fromIterable(
                java.util.Collections.nCopies(
                    2, DEMO.getList("qanat.setup.instruments").get(0).unwrapped())));
    assertThatThrownBy(() -> HubSetup.of(twice))
        .hasMessageContaining("instrument id 1 is used twice");
  }
}
