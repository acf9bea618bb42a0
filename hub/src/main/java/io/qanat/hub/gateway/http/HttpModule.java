package io.qanat.hub.gateway.http;

import java.util.List;

/**
 * A feature's share of the HTTP interface: one class each, listed where the hub is put together.
 */
public interface HttpModule {
  /** Its operations; asked for once, at start. */
  List<Operation> operations();
}
