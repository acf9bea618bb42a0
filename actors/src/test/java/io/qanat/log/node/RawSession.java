package io.qanat.log.node;

import io.aeron.Publication;
import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.codecs.MessageHeaderEncoder;
import io.aeron.cluster.codecs.SessionCloseRequestEncoder;
import io.qanat.log.RecordingListener;
import io.qanat.log.client.LogClientConfig;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A session with the log that sends whatever it is told to, and reads only when it is told to. */
final class RawSession implements AutoCloseable {
  private final AeronCluster cluster;
  private int received;

  RawSession(final LogNode node) {
    final String ingress = LogClientConfig.embedded(node.aeronDirectoryName()).ingressChannel();
    cluster =
        AeronCluster.connect(
            new AeronCluster.Context()
                .aeronDirectoryName(node.aeronDirectoryName())
                .ingressChannel(ingress)
                .egressChannel("aeron:ipc?term-length=64k")
                .egressListener(
                    (sessionId, timestamp, buffer, offset, length, header) -> received++));
  }

  long id() {
    return cluster.clusterSessionId();
  }

  /** Sends bytes; false: there is no room, or the session is over. */
  boolean offer(final byte[] bytes) {
    return cluster.offer(new UnsafeBuffer(bytes), 0, bytes.length) > 0;
  }

  void send(final byte[] bytes) {
    RecordingListener.await(() -> offer(bytes), "room for " + bytes.length + " bytes");
  }

  /** Reads what has come; returns how many messages there were since the session began. */
  int poll() {
    cluster.pollEgress();
    return received;
  }

  boolean isClosed() {
    cluster.pollEgress();
    return cluster.isClosed();
  }

  /** Ends the session of somebody else, as the log's own bookkeeping would. */
  void closeSession(final long sessionId) {
    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
    final SessionCloseRequestEncoder request =
        new SessionCloseRequestEncoder()
            .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
            .leadershipTermId(cluster.leadershipTermId())
            .clusterSessionId(sessionId);
    final int length = MessageHeaderEncoder.ENCODED_LENGTH + request.encodedLength();
    final Publication ingress = cluster.ingressPublication();
    final DirectBuffer message = buffer;
    RecordingListener.await(() -> ingress.offer(message, 0, length) > 0, "room for a request");
  }

  @Override
  public void close() {
    cluster.close();
  }
}
