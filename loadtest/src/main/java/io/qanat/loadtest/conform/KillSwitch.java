package io.qanat.loadtest.conform;

/** Stops a partner and all its accounts, as an operator does; to release it takes a second one. */
public final class KillSwitch {
  private final HttpDoor operator;
  private final HttpDoor approver;
  private final String path;

  KillSwitch(final HttpDoor operator, final HttpDoor approver, final long partner) {
    this.operator = operator;
    this.approver = approver;
    path = "/v1/admin/partners/" + partner + "/kill-switch";
  }

  /** Throws or releases it; the partner has decided, its accounts hear of it from then on. */
  public void set(final boolean on) {
    final HttpDoor.Answer answer =
        operator.put(path, "{\"on\":%s,\"why\":\"conform\"}".formatted(on));
    if (on || answer.status() != 202) {
      answer.expect(200);
    } else {
      answer.expect("status", "PROPOSED");
      final String proposal = answer.body().path("proposal").asText();
      approver
          .post("/v1/admin/proposals/" + proposal + "/approval", "{\"why\":\"conform\"}")
          .expect(200)
          .expect("status", "APPLIED");
    }
  }
}
