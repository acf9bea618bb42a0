package io.qanat.hub.commands;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.qanat.config.ConfigException;
import io.qanat.hub.HubConfig;
import io.qanat.hub.provisioning.HubSetup;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads an operator's configuration file over the defaults. */
public final class ConfigFiles {
  private ConfigFiles() {}

  /**
   * Reads instruments, partners and operators of a file, whose top level is {@code qanat.setup}.
   * Entitlements may name instruments of another file.
   *
   * @throws ConfigException one line with file, line and column
   */
  static HubSetup readSetup(final Path file) {
    if (!Files.isReadable(file)) {
      throw new ConfigException("cannot read " + file);
    }
    try {
      return HubSetup.part(ConfigFactory.parseFile(file.toFile()).resolve());
    } catch (com.typesafe.config.ConfigException e) {
      throw new ConfigException(file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads a file; every key it leaves out has the value of {@code reference.conf}.
   *
   * @throws ConfigException one line, if it is not there or not readable as HOCON
   */
  public static Config read(final Path file) {
    if (!Files.isReadable(file)) {
      throw new ConfigException("cannot read " + file);
    }
    try {
      return HubConfig.complete(ConfigFactory.parseFile(file.toFile()));
    } catch (com.typesafe.config.ConfigException e) {
      throw new ConfigException(file + ": " + e.getMessage(), e);
    }
  }
}
