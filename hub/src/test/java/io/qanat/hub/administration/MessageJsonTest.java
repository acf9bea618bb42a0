package io.qanat.hub.administration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.qanat.administration.core.Acts;
import io.qanat.codecs.auth.KeyVerifier;
import io.qanat.codecs.value.AddressRange;
import io.qanat.hub.gateway.http.BodyFields;
import io.qanat.hub.provisioning.AdminMessages;
import io.qanat.hub.provisioning.KeySetup;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class MessageJsonTest {
  private static final KeySetup KEY =
      new KeySetup(
          "key-1",
          KeyVerifier.of("key-1", "a secret of some length".getBytes(StandardCharsets.US_ASCII)),
          1_800_000_000_000_000_000L,
          List.of(AddressRange.parse("10.1.0.0/16")));

  @Test
  void showsAKeyWithoutWhatProvesIt() {
    final DirectBuffer message = new AdminMessages().operatorKeyPut("omar", KEY);
    final String json = String.valueOf(MessageJson.read(message));
    assertThat(json)
        .contains("\"accessKeyId\":\"key-1\"")
        .contains("\"expiresAt\":\"2027-01-15T08:00:00Z\"")
        .contains("\"memoryKib\":19456")
        .contains("\"allowed\":[\"10.1.0.0/16\"]")
        .contains("\"operatorName\":\"omar\"")
        .doesNotContain("storedKey");
    assertThat(MessageJson.nameOf(message)).isEqualTo("OperatorKeyPut");
  }

  @Test
  void whatIsNotWholeIsNothing() {
    assertThat(MessageJson.read(new UnsafeBuffer(new byte[0]))).isNull();
    assertThat(MessageJson.read(new UnsafeBuffer(new byte[40]))).isNull();
  }

  @Test
  void everyActHasALayoutUnderItsName() {
    for (final Acts.Kind kind : Acts.all()) {
      assertThat(SchemaLayouts.ENTITY.message(kind.template()).name()).isEqualTo(kind.name());
    }
  }

  /** Stands for acts with lists, of which the schema will have more. */
  @Test
  void writesListsOfObjects() throws JsonProcessingException {
    final String json =
        """
        {"more": true, "accounts": [
          {"account": 4, "creditLimit": "-1.5", "creditCurrency": "USD"},
          {"account": 5, "creditLimit": "2", "creditCurrency": "EUR"}]}
        """;
    final ObjectNode node = (ObjectNode) new ObjectMapper().readTree(json);
    final ObjectNode read = MessageJson.read(MessageJson.write("AccountsAnswer", fields(node)));
    assertThat(read).hasToString(node.toString());
    ((ObjectNode) node.at("/accounts/1")).put("colour", "red");
    assertThatThrownBy(() -> MessageJson.write("AccountsAnswer", fields(node)))
        .hasMessageContaining("colour");
  }

  private static ActFields fields(final ObjectNode node) {
    return new ActFields(new BodyFields(node), Map.of(), Map.of());
  }
}
