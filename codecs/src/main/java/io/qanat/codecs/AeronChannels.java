package io.qanat.codecs;

/**
 * Where the hub listens: ports, Aeron stream ids and the channel URIs of both sides.
 *
 * <p>Order entry uses Aeron's response channels: the client names its response subscription in its
 * request channel, and the hub answers on a publication bound to the image of that request. Market
 * data is sent by dynamic multi-destination-cast: who subscribes at the control port receives.
 */
public final class AeronChannels {
  /** UDP port at which the hub takes order-entry requests. */
  public static final int ORDER_ENTRY_PORT = 9401;

  /** UDP port from which the hub sets up order-entry responses. */
  public static final int ORDER_ENTRY_CONTROL_PORT = 9402;

  /** UDP port at which market-data subscribers join. */
  public static final int MARKET_DATA_CONTROL_PORT = 9403;

  /** Client to hub. */
  public static final int ORDER_ENTRY_REQUEST_STREAM = 1001;

  /** Hub to client. */
  public static final int ORDER_ENTRY_RESPONSE_STREAM = 1002;

  /** TopOfBook of every instrument. */
  public static final int TOP_STREAM = 2001;

  /** Increments by price, and SecurityStatus counted there. */
  public static final int BY_PRICE_STREAM = 2002;

  /** Increments by order, and SecurityStatus counted there. */
  public static final int BY_ORDER_STREAM = 2003;

  /** FullRefreshByPrice, repeated. */
  public static final int FULL_REFRESH_BY_PRICE_STREAM = 2004;

  /** FullRefreshByOrder, repeated. */
  public static final int FULL_REFRESH_BY_ORDER_STREAM = 2005;

  /** SecurityDefinition, repeated. */
  public static final int DEFINITIONS_STREAM = 2006;

  /** Best prices of liquidity pools. */
  public static final int POOL_STREAM = 2007;

  /** Longest frame a client may send, bytes, SBE header included. */
  public static final int CLIENT_FRAME_LENGTH_MAX = 1024;

  private static final String IPC = "aeron:ipc";

  /** Half of it may wait for the hub: a client that sends too much is told so early. */
  private static final String IPC_REQUEST_TERM_LENGTH = "512k";

  private AeronChannels() {}

  /** Client: the subscription for the hub's responses over UDP. */
  public static String orderEntryResponse(final String hubHost, final int controlPort) {
    return "aeron:udp?control-mode=response|control=" + address(hubHost, controlPort);
  }

  /** Client: the publication of requests over UDP. */
  public static String orderEntryRequest(
      final String hubHost, final int port, final long responseRegistrationId) {
    return withResponse("aeron:udp?endpoint=" + address(hubHost, port), responseRegistrationId);
  }

  /** Hub: the subscription for clients' requests over UDP. */
  public static String orderEntryListen(final String host, final int port) {
    return "aeron:udp?endpoint=" + address(host, port);
  }

  /**
   * Hub: the publication that answers one client over UDP.
   *
   * @param requestImageCorrelationId {@code Image.correlationId()} of the client's requests
   */
  public static String orderEntryAnswer(
      final String host, final int controlPort, final long requestImageCorrelationId) {
    return withResponse(orderEntryResponse(host, controlPort), requestImageCorrelationId);
  }

  /** Client on the hub's media driver: the subscription for the hub's responses. */
  public static String orderEntryResponseIpc() {
    return IPC + "?control-mode=response";
  }

  /** Client on the hub's media driver: the publication of requests. */
  public static String orderEntryRequestIpc(final long responseRegistrationId) {
    return withResponse(IPC + "?term-length=" + IPC_REQUEST_TERM_LENGTH, responseRegistrationId);
  }

  /** Hub: the subscription for requests of clients on its own media driver. */
  public static String orderEntryListenIpc() {
    return IPC;
  }

  /**
   * Hub: the publication that answers one client on its own media driver.
   *
   * @param requestImageCorrelationId {@code Image.correlationId()} of the client's requests
   */
  public static String orderEntryAnswerIpc(final long requestImageCorrelationId) {
    return withResponse(orderEntryResponseIpc(), requestImageCorrelationId);
  }

  /**
   * Client: the subscription of any market-data stream.
   *
   * @param localHost address of the client's interface towards the hub, such as {@code 127.0.0.1}
   */
  public static String marketDataSubscription(
      final String localHost, final String hubHost, final int controlPort) {
    return "aeron:udp?endpoint="
        + address(localHost, 0)
        + "|control="
        + address(hubHost, controlPort)
        + "|control-mode=dynamic";
  }

  /** Hub: the publication of any market-data stream. */
  public static String marketDataPublication(final String host, final int controlPort) {
    return "aeron:udp?control=" + address(host, controlPort) + "|control-mode=dynamic";
  }

  private static String withResponse(final String channel, final long id) {
    return channel + "|response-correlation-id=" + id;
  }

  private static String address(final String host, final int port) {
    if (host.isBlank()) {
      throw new IllegalArgumentException("host is empty");
    }
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port not in 0..65535: " + port);
    }
    return host + ":" + port;
  }
}
