package io.qanat.hub.gateway.aeron;

import static org.assertj.core.api.Assertions.assertThat;

import io.qanat.codecs.value.AddressRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceAddressTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.1:4711, false, 10.0.0.1/32",
    "[2001:db8::1]:4711, false, 2001:db8:0:0:0:0:0:1/128",
    "[fe80::1%2]:4711, false, fe80:0:0:0:0:0:0:1/128",
    "aeron:ipc, true, 127.0.0.1/32",
    "somewhere, false, 0:0:0:0:0:0:0:0/128",
  })
  void isReadFromWhatAeronSays(final String identity, final boolean ipc, final String expected) {
    assertThat(new AddressRange(SourceAddress.of(identity, ipc), 128).text()).isEqualTo(expected);
  }
}
