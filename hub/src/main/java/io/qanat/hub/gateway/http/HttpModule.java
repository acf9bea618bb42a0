package io.qanat.hub.gateway.http;

import java.util.List;

/**
 * A feature's share of the HTTP interface: one class each, listed where the hub is put together.
 */
public interface HttpModule {
  /** Its operations; asked for once, at start. */
  List<Operation> operations();

  /**
   * The resource with its part of the OpenAPI document, such as {@code openapi/orders.yaml}: every
   * operation is in it, under its id.
   */
  String documentation();
}
