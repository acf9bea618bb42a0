package io.qanat.loadtest.conform.cases;

import io.qanat.loadtest.conform.ConformCase;
import java.util.List;
import java.util.stream.Stream;

/** All cases, the wire protocol first, in the order in which a partner meets its subjects. */
public final class WireCases {
  private WireCases() {}

  /** The cases; ids are unique and stay. */
  public static List<ConformCase> all() {
    return Stream.of(
            LogonCases.all(),
            SessionCases.all(),
            OrderCases.all(),
            TypeCases.all(),
            StopCases.all(),
            SelfMatchCases.all(),
            CancelCases.all(),
            ReplaceCases.all(),
            RejectCases.all(),
            KillCases.all(),
            DuplicateCases.all(),
            ThrottleCases.all(),
            ReportCases.all(),
            DisconnectCases.all(),
            MarketDataCases.all(),
            HttpCases.all(),
            HttpTypeCases.all(),
            StreamCases.all(),
            PhaseCases.all())
        .flatMap(List::stream)
        .toList();
  }
}
