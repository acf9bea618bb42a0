package io.qanat.hub.commands;

import io.qanat.hub.apply.ClusterClient;
import io.qanat.hub.apply.OperatorClient;
import io.qanat.log.history.LogBackup;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code qanat log}. */
@Command(
    name = "log",
    mixinStandardHelpOptions = true,
    description = "Snapshots, backups and restores the log.",
    synopsisSubcommandLabel = "COMMAND")
public final class LogCommand {
  @Spec private CommandSpec spec;

  @Command(
      name = "snapshot",
      mixinStandardHelpOptions = true,
      description = {
        "Has a snapshot of the whole log taken, for all its members, and what retention does not"
            + " want deleted. --url names the node whose member leads: see status."
      })
  int snapshot(
      @Mixin final OperatorClient.Options hub,
      @Option(
              names = "--why",
              paramLabel = "REASON",
              defaultValue = "maintenance",
              description = "For the node's log (default: ${DEFAULT-VALUE}).")
          final String why) {
    final long position = new ClusterClient(hub.url(), hub.key()).snapshot(why);
    spec.commandLine().getOut().println("snapshot taken at log position " + position);
    return 0;
  }

  @Command(
      name = "backup",
      mixinStandardHelpOptions = true,
      description = "Copies the data directory of a node that is stopped, and reads the copy.")
  int backup(
      @Option(
              names = "--data",
              required = true,
              paramLabel = "DIR",
              description = "The node's data directory.")
          final Path data,
      @Option(
              names = "--out",
              required = true,
              paramLabel = "DIR",
              description = "A directory that does not exist.")
          final Path out) {
    print("backed up", LogBackup.backup(data, out));
    return 0;
  }

  @Command(
      name = "restore",
      mixinStandardHelpOptions = true,
      description = {
        "Makes a node's data directory of a backup, of its own or of another node's: the node then"
            + " gets from the others what it misses."
      })
  int restore(
      @Option(
              names = "--from",
              required = true,
              paramLabel = "DIR",
              description = "What log backup has made.")
          final Path from,
      @Option(
              names = "--data",
              required = true,
              paramLabel = "DIR",
              description = "The node's data directory; it must not exist.")
          final Path data) {
    print("restored", LogBackup.restore(from, data));
    return 0;
  }

  private void print(final String what, final LogBackup.Copied copied) {
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%s: %d files, %d bytes; %d entries through log position %d%n",
            what,
            copied.files(),
            copied.bytes(),
            copied.entries(),
            copied.logPosition());
  }
}
