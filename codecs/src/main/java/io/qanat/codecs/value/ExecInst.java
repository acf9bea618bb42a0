package io.qanat.codecs.value;

/** FIX ExecInst (18) as the wire has it: the sum of these. */
public final class ExecInst {
  /** Nothing of the kind. */
  public static final int NONE = 0;

  /** FIX 6: the order only rests; one that would trade on arrival is refused. */
  public static final int PARTICIPATE_DONT_INITIATE = 1;

  /** FIX E: the order only reduces the account's position. */
  public static final int DO_NOT_INCREASE = 2;

  /** FIX G: all of the order or nothing; taken with fill or kill only. */
  public static final int ALL_OR_NONE = 4;

  /** Every one that is known. */
  public static final int ALL = PARTICIPATE_DONT_INITIATE | DO_NOT_INCREASE | ALL_OR_NONE;

  private ExecInst() {}
}
