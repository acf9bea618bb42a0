package io.qanat.hub.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.qanat.codecs.AeronChannels;
import io.qanat.config.ConfigException;
import io.qanat.hub.gateway.aeron.AeronGatewayConfig;
import io.qanat.hub.marketdata.MarketDataConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The settings that ship are good, and bad ones are named. */
class ReferenceSettingsTest {
  @Test
  void theReferenceIsValidAndHasTheProtocolsPorts() {
    final AeronGatewayConfig gateway = AeronGatewayConfig.of(ConfigFactory.load());
    assertThat(gateway.port()).isEqualTo(AeronChannels.ORDER_ENTRY_PORT);
    assertThat(gateway.controlPort()).isEqualTo(AeronChannels.ORDER_ENTRY_CONTROL_PORT);
    assertThat(MarketDataConfig.of(ConfigFactory.load()).controlPort())
        .isEqualTo(AeronChannels.MARKET_DATA_CONTROL_PORT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "port = 70000;port = 70000: must be a whole number from 0 to 65535",
        "port = many;port = \"many\": must be a whole number from 0 to 65535",
        "host = \"\";host = \"\": must be a text that is not empty",
        "ipc = maybe;ipc = \"maybe\": must be true or false",
        "idle = sleepy;idle = \"sleepy\": must be one of [backoff, yield, busy, sleep]",
        "term-length = 100 KiB;term-length = \"100 KiB\": must be a power of two from 65536 to"
            + " 16777216 bytes",
        "logon-timeout = 1 ms;logon-timeout = \"1 ms\": must be a duration from 50 ms to 5 min",
        "prot = 9401;prot is not a key"
      })
  void aBadValueIsNamedWithWhatIsAllowed(final String setting, final String message) {
    assertThatThrownBy(
            () ->
                AeronGatewayConfig.of(
                    ConfigFactory.parseString("qanat.gateway.aeron { " + setting + " }")
                        .withFallback(ConfigFactory.load())))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("qanat.gateway.aeron." + message);
  }

  @Test
  void aMissingValueIsNamed() {
    assertThatThrownBy(() -> MarketDataConfig.of(ConfigFactory.empty()))
        .isInstanceOf(ConfigException.class)
        .hasMessage("qanat.market-data is missing");
    assertThatThrownBy(
            () -> MarketDataConfig.of(ConfigFactory.parseString("qanat.market-data { x = 1 }")))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("qanat.market-data.host is missing");
  }
}
