package io.qanat.hub.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;

/** Asks a node of a running hub how the cluster stands, and has it do what concerns the node. */
public final class ClusterClient {
  private final AdminClient client;

  /**
   * A client of one node.
   *
   * @param key KEYID.SECRET of an operator
   */
  public ClusterClient(final URI node, final String key) {
    client = new AdminClient(node, key);
  }

  /**
   * How the cluster stands, as the node sees it.
   *
   * @throws ApplyException one line, if it does not say
   */
  public JsonNode status() {
    final JsonNode status = ApplyException.unwrap(() -> client.get("/v1/admin/cluster").join());
    if (status == null) {
      throw new ApplyException("the hub does not know what a cluster is: it is of an older build");
    }
    return status;
  }

  /**
   * Has the node give up what runs on it; returns when nothing is left.
   *
   * @throws ApplyException one line with the node's words, if it could not
   */
  public void drain(final String why) {
    act("/v1/admin/node/drain", why);
  }

  /**
   * Takes a snapshot of the log, on the node whose member leads.
   *
   * @return log position
   * @throws ApplyException one line with the node's words, if it could not
   */
  public long snapshot(final String why) {
    return act("/v1/admin/log/snapshot", why).path("positionBytes").asLong();
  }

  private JsonNode act(final String path, final String why) {
    final ObjectNode body = JsonNodeFactory.instance.objectNode().put("why", why);
    final AdminClient.Answer answer =
        ApplyException.unwrap(() -> client.act("POST", path, body).join());
    if (!answer.isGood()) {
      throw new ApplyException(answer.words());
    }
    return answer.body();
  }
}
