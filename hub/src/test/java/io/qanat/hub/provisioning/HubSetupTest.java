package io.qanat.hub.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import io.qanat.administration.core.Roles;
import io.qanat.codecs.fix.ContractType;
import io.qanat.codecs.value.AddressRange;
import io.qanat.codecs.value.Fixed8;
import io.qanat.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
        "partners | [{id = 1, name = x}] | qanat.setup.partners[0].messages-per-second-max is"
            + " missing",
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

  @Test
  void namesFileLineAndColumnOfAnUnknownKey(@TempDir final Path folder) throws IOException {
    final Path file =
        Files.writeString(
            folder.resolve("partners.conf"),
            """
            qanat.setup {
              operators = [
                {name = omar, roles = [operator], colour = red}
              ]
            }
            """);
    assertThatThrownBy(() -> HubSetup.part(ConfigFactory.parseFile(file.toFile()).resolve()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("qanat.setup.operators[0].colour is not a key")
        .hasMessageContaining(file + ": 3, column 39");
  }

  @Test
  void readsTheExamplesOfTheRunbookAsOne() throws IOException {
    final Path examples = Path.of("..", "cluster-config");
    try (Stream<Path> partners = Files.list(examples.resolve("partners"))) {
      final HubSetup setup =
          HubSetup.together(
                  Stream.concat(Stream.of(examples.resolve("instruments.conf")), partners)
                      .map(file -> HubSetup.part(ConfigFactory.parseFile(file.toFile()).resolve()))
                      .toList())
              .checked();
      assertThat(setup.bySymbol()).containsOnlyKeys("EURUSD", "WTI");
      assertThat(setup.partners())
          .extracting(PartnerSetup::name)
          .containsExactly("Example Brokers");
    }
  }

  @Test
  void readsOperatorsAndTheirKeys() {
    final OperatorSetup omar =
        HubSetup.of(
                DEMO.withFallback(ConfigFactory.empty())
                    .withValue(
                        "qanat.setup.operators",
                        ConfigFactory.parseString(
                                """
                                x = [{
                                  name = omar, roles = [operator, approver]
                                  keys = [{
                                    id = k1, secret = "a secret of sixteen"
                                    expires-at = "2027-01-15T08:00:00Z"
                                    allowed-addresses = ["10.1.0.0/16"]
                                  }]
                                }]
                                """
                                    .replace("a secret of sixteen", "a-secret-of-sixteen"))
                            .getValue("x")))
            .operators()
            .get(0);
    assertThat(omar.roles()).isEqualTo(Roles.OPERATOR | Roles.APPROVER);
    assertThat(omar.keys().get(0).expiresAtNanos()).isEqualTo(1_800_000_000_000_000_000L);
    assertThat(omar.keys().get(0).allowed()).containsExactly(AddressRange.parse("10.1.0.0/16"));
  }
}
