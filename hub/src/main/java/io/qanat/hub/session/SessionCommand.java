package io.qanat.hub.session;

import picocli.CommandLine.Command;

/** {@code qanat session}. */
@Command(
    name = "session",
    mixinStandardHelpOptions = true,
    description = {
      "Recorded sessions: spans of the log in a file, to be looked at, proved, replayed and tested"
          + " with.",
      "hub/SESSIONS.md walks through them."
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      SessionMarkCommand.class,
      SessionListCommand.class,
      SessionExportCommand.class,
      SessionShowCommand.class,
      SessionCutCommand.class,
      SessionVerifyCommand.class,
      SessionReplayCommand.class,
      SessionTestCommand.class
    })
public final class SessionCommand {}
