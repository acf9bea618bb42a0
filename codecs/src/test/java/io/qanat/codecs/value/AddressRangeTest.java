package io.qanat.codecs.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {
  private static byte[] address(final String literal) throws UnknownHostException {
    return AddressRange.mapped(InetAddress.getByName(literal).getAddress());
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.0.0/16, 10.1.255.3, true",
    "10.1.0.0/16, 10.2.0.0, false",
    "10.1.0.0/16, ::1, false",
    "192.168.1.7, 192.168.1.7, true",
    "192.168.1.7, 192.168.1.6, false",
    "0.0.0.0/0, 8.8.8.8, true",
    "0.0.0.0/0, 2001:db8::1, false",
    "::/0, 8.8.8.8, true",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false",
    "::1, ::1, true",
  })
  void contains(final String range, final String candidate, final boolean expected)
      throws UnknownHostException {
    assertThat(AddressRange.parse(range).contains(address(candidate))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.0.0/16, 10.1.0.0/16",
    "127.0.0.1, 127.0.0.1/32",
    "2001:db8::/32, 2001:db8:0:0:0:0:0:0/32",
    "::1, 0:0:0:0:0:0:0:1/128",
    "0.0.0.0/0, 0.0.0.0/0",
  })
  void writesWhatItReads(final String text, final String written) {
    final AddressRange range = AddressRange.parse(text);
    assertThat(range.text()).isEqualTo(written);
    assertThat(AddressRange.parse(written)).isEqualTo(range);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/8",
        "10.1.0.0/33",
        "10.1.0.1/16",
        "10.1/16",
        "300.0.0.1",
        "localhost",
        "abc.de",
        "abc.de.f.a",
        "::1/129",
        "::1/64",
        "10.0.0.0/-1",
        "10.0.0.0/",
        "fe80::1%eth0"
      })
  void refusesOtherTextsByName(final String text) {
    assertThatThrownBy(() -> AddressRange.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("an address or a range of addresses")
        .hasMessageContaining(text);
  }

  @Test
  void refusesBitsBehindThePrefix() {
    final byte[] prefix = new byte[16];
    prefix[15] = 1;
    assertThatThrownBy(() -> new AddressRange(prefix, 127))
        .hasMessage("bits are set behind the prefix of 127 bits");
  }
}
