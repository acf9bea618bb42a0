package io.qanat.hub.provisioning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.qanat.config.Settings;
import io.qanat.hub.administration.MessageJson;
import io.qanat.hub.gateway.http.Problem;
import java.util.Optional;
import org.agrona.DirectBuffer;

/**
 * Liquidity of an instrument as configured, each as the act that defines it: the same documents as
 * over HTTP, without their reason.
 *
 * @param liquidity providers and pools
 * @param pricing the house and the policies
 */
public record LiquiditySetup(Optional<DirectBuffer> liquidity, Optional<DirectBuffer> pricing) {
  /** Neither. */
  public static final LiquiditySetup NONE = new LiquiditySetup(Optional.empty(), Optional.empty());

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Reads an instrument's section. */
  static LiquiditySetup of(final Settings s) {
    return new LiquiditySetup(
        act(s, "liquidity", "LiquidityDefine"), act(s, "pricing", "PricingDefine"));
  }

  private static Optional<DirectBuffer> act(
      final Settings s, final String key, final String message) {
    if (!s.has(key)) {
      return Optional.empty();
    }
    try {
      return Optional.of(MessageJson.ofDocument(message, (ObjectNode) JSON.readTree(s.json(key))));
    } catch (final Problem e) {
      throw s.refuse(key, "a " + message + " as over HTTP: " + e.getMessage());
    } catch (final JsonProcessingException e) {
      throw new IllegalStateException("a section is an object", e);
    }
  }
}
