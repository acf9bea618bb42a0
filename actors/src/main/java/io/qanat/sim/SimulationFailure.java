package io.qanat.sim;

/** Something happened in a simulation that must not happen. */
public final class SimulationFailure extends AssertionError {
  private static final long serialVersionUID = 1L;

  /** {@code what} says it in one line. */
  public SimulationFailure(final String what) {
    super(what);
  }
}
