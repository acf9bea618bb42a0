package io.qanat.hub.session;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/**
 * What a node leaves in its data directory for exports: the build that runs there and how it is
 * configured.
 *
 * @param build empty: not known
 * @param configuration the {@code qanat} section as HOCON, without {@code setup}, which has keys,
 *     and without the data directory, which says nothing elsewhere
 */
public record NodeRecord(String build, String configuration) {
  private static final String FILE = "NODE.conf";
  private static final NodeRecord UNKNOWN = new NodeRecord("", "");

  /** Writes this build's. */
  public static void write(final Path dataDirectory, final Config root) {
    final String configuration =
        root.getConfig("qanat")
            .withoutPath("setup")
            .withoutPath("log.data-directory")
            .root()
            .render(ConfigRenderOptions.concise().setFormatted(true).setJson(false));
    final String text =
        ConfigFactory.parseMap(Map.of("build", BuildInfo.text(), "configuration", configuration))
            .root()
            .render(ConfigRenderOptions.concise().setFormatted(true));
    try {
      final Path next = dataDirectory.resolve(FILE + ".next");
      Files.writeString(next, text);
      Files.move(
          next,
          dataDirectory.resolve(FILE),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (final IOException e) {
      throw new UncheckedIOException("cannot write " + dataDirectory.resolve(FILE), e);
    }
  }

  /** Reads it; what is not there is not known. */
  static NodeRecord read(final Path dataDirectory) {
    final Path file = dataDirectory.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      return UNKNOWN;
    }
    try {
      final Config config = ConfigFactory.parseFile(file.toFile());
      return new NodeRecord(config.getString("build"), config.getString("configuration"));
    } catch (final ConfigException e) {
      throw new io.qanat.config.ConfigException(file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
