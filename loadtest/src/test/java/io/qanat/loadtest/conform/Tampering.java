package io.qanat.loadtest.conform;

/** What is done to one client's frames on their way; by default nothing. */
interface Tampering {
  /** Both directions from where the tampering stands. */
  interface Wires {
    /** Sends a frame on to the hub. */
    void toHub(byte[] frame);

    /** Sends a frame on to the client. */
    void toClient(byte[] frame);
  }

  /** A frame of the client. */
  default void fromClient(final byte[] frame, final Wires wires) {
    wires.toHub(frame);
  }

  /** A frame of the hub. */
  default void fromHub(final byte[] frame, final Wires wires) {
    wires.toClient(frame);
  }
}
