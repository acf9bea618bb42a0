package io.qanat.hub.provisioning;

import io.qanat.administration.core.Roles;
import io.qanat.config.Settings;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Somebody who runs the hub, as configured.
 *
 * @param roles as bits of {@link Roles}
 */
public record OperatorSetup(String name, int roles, List<KeySetup> keys) {
  private static final Pattern NAME = Pattern.compile("[!-~]{1,64}");
  private static final Pattern ROLE = Pattern.compile("viewer|operator|risk|approver");
  private static final String ROLES = "some of viewer, operator, risk, approver";

  static OperatorSetup of(final Settings s) {
    final OperatorSetup setup =
        new OperatorSetup(
            s.text("name", NAME, "1 to 64 printable ASCII characters"),
            s.texts("roles", ROLE, ROLES).stream()
                .mapToInt(role -> Roles.of(role.toUpperCase(Locale.ROOT)))
                .reduce(0, (a, b) -> a | b),
            s.sections("keys").stream().map(KeySetup::of).toList());
    if (setup.roles == 0) {
      throw s.refuse("roles", ROLES);
    }
    s.noOtherKeys();
    return setup;
  }
}
