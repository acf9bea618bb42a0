package io.qanat.hub.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.qanat.codecs.Channels;
import io.qanat.hub.gateway.aeron.AeronGatewayConfig;
import io.qanat.hub.marketdata.MarketDataConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The settings that ship are good, and bad ones are named. */
class SettingsTest {
  @Test
  void theReferenceIsValidAndHasTheProtocolsPorts() {
    final AeronGatewayConfig gateway = AeronGatewayConfig.of(ConfigFactory.load());
    assertThat(gateway.port()).isEqualTo(Channels.ORDER_ENTRY_PORT);
    assertThat(gateway.controlPort()).isEqualTo(Channels.ORDER_ENTRY_CONTROL_PORT);
    assertThat(MarketDataConfig.of(ConfigFactory.load()).controlPort())
        .isEqualTo(Channels.MARKET_DATA_CONTROL_PORT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "port = 70000;port=70000: allowed a whole number from 0 to 65535",
        "port = many;port=many: allowed a whole number from 0 to 65535",
        "host = \"\";host=: allowed a text that is not empty",
        "ipc = maybe;ipc=maybe: allowed true or false",
        "idle = sleepy;idle=sleepy: allowed one of backoff yield busy",
        "term-length = 100 KiB;term-length=100 KiB: allowed a power of two from 65536 to 16777216"
            + " bytes",
        "logon-timeout = 1 ms;logon-timeout=1 ms: allowed a duration from 50 ms to 300000 ms,"
            + " such as \"1s\""
      })
  void aBadValueIsNamedWithWhatIsAllowed(final String setting, final String message) {
    assertThatThrownBy(
            () ->
                AeronGatewayConfig.of(
                    ConfigFactory.parseString("qanat.gateway.aeron { " + setting + " }")
                        .withFallback(ConfigFactory.load())))
        .isInstanceOf(SettingException.class)
        .hasMessage("qanat.gateway.aeron." + message);
  }

  @Test
  void aMissingValueIsNamed() {
    assertThatThrownBy(() -> MarketDataConfig.of(ConfigFactory.empty()))
        .isInstanceOf(SettingException.class)
        .hasMessage("qanat.market-data.host=(missing): allowed a text");
  }
}
