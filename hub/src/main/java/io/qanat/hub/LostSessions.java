package io.qanat.hub;

import io.qanat.account.core.LiveClaim;
import io.qanat.codecs.entity.ClientInputEncoder;
import io.qanat.codecs.entity.MessageHeaderEncoder;
import io.qanat.codecs.entity.SessionLostEncoder;
import io.qanat.entity.Entities;
import io.qanat.entity.core.EntityKey;
import io.qanat.entity.core.SessionKey;
import java.util.Map;
import org.agrona.ExpandableArrayBuffer;

/**
 * Tells accounts that the sessions which claimed them ended with the gateway that hosted them: a
 * node that was killed could not say so itself.
 */
public final class LostSessions {
  private final Entities entities;
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final ExpandableArrayBuffer body = new ExpandableArrayBuffer();
  private final ExpandableArrayBuffer input = new ExpandableArrayBuffer();

  /** Announces to these. */
  public LostSessions(final Entities entities) {
    this.entities = entities;
  }

  /**
   * Announces the loss of every claim.
   *
   * @param claims by account number, as the log held them before this node's gateway started
   */
  public void announce(final Map<Long, LiveClaim> claims) {
    claims.forEach(this::announce);
  }

  private void announce(final long account, final LiveClaim claim) {
    final int bodyLength =
        MessageHeaderEncoder.ENCODED_LENGTH
            + new SessionLostEncoder()
                .wrapAndApplyHeader(body, 0, header)
                .gateway(claim.gateway())
                .encodedLength();
    final int length =
        MessageHeaderEncoder.ENCODED_LENGTH
            + new ClientInputEncoder()
                .wrapAndApplyHeader(input, 0, header)
                .partner(SessionKey.partner(claim.sessionKey()))
                .session(SessionKey.session(claim.sessionKey()))
                .incarnation(claim.incarnation())
                .seqNum(0)
                .requestId(0)
                .putBody(body, 0, bodyLength)
                .encodedLength();
    entities.tell(EntityKey.account(account), input, 0, length);
  }
}
