package io.qanat.loadtest.conform;

/** What all cases of a run share: the hub, its market data, and the counter of sessions. */
final class Floor implements AutoCloseable {
  private final Target target;
  private final Market market;
  private final long runMillis;
  private int sessionsTaken;

  Floor(final Target target, final long runMillis) {
    this.target = target;
    this.runMillis = runMillis;
    market = new Market(target);
  }

  Target target() {
    return target;
  }

  Market market() {
    return market;
  }

  long runMillis() {
    return runMillis;
  }

  long nextSession() {
    return target.firstSession() + sessionsTaken++ % target.sessions();
  }

  @Override
  public void close() {
    market.close();
  }
}
