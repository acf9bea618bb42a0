package io.qanat.hub.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.qanat.config.ConfigException;
import io.qanat.config.Settings;
import io.qanat.log.node.LogMember;
import io.qanat.sharding.NodeNumber;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What this node is among others.
 *
 * @param node its number, unlike every other node's
 * @param roles what it does
 * @param host address for the other nodes, and for its member of the log
 * @param port TCP port for the other nodes; 0: any free one, for a node that is alone
 * @param nodes {@code host:port} of nodes to join, in any order, this one among them or not; empty:
 *     this node is alone
 * @param members of the log; empty: a single member inside this process
 * @param tls mutual, towards the other nodes; empty: none
 */
public record ClusterConfig(
    int node,
    Set<Role> roles,
    String host,
    int port,
    List<String> nodes,
    List<LogMember> members,
    Optional<Tls> tls) {
  /**
   * PEM files by which nodes know each other.
   *
   * @param certificate this node's, with what leads to the authority
   * @param privateKey its key: PKCS#8, not encrypted
   * @param authority that has signed the certificates of all nodes
   */
  public record Tls(Path certificate, Path privateKey, Path authority) {
    private static Optional<Tls> of(final Settings s) {
      final boolean enabled = s.bool("enabled");
      for (final String key : List.of("certificate", "private-key", "authority")) {
        s.has(key);
      }
      s.noOtherKeys();
      return enabled
          ? Optional.of(
              new Tls(file(s, "certificate"), file(s, "private-key"), file(s, "authority")))
          : Optional.empty();
    }

    private static Path file(final Settings s, final String key) {
      if (!s.has(key) || !Files.isReadable(s.file(key))) {
        throw s.refuse(key, "a file that can be read, because tls is enabled");
      }
      return s.file(key);
    }

    private Config over(final Config root) {
      final String keys = "pekko.remote.artery.ssl.rotating-keys-engine.";
      return ConfigFactory.parseMap(
              Map.of(
                  "pekko.remote.artery.transport",
                  "tls-tcp",
                  "pekko.remote.artery.ssl.ssl-engine-provider",
                  "org.apache.pekko.remote.artery.tcp.ssl.RotatingKeysSSLEngineProvider",
                  keys + "cert-file",
                  certificate.toString(),
                  keys + "key-file",
                  privateKey.toString(),
                  keys + "ca-cert-file",
                  authority.toString()))
          .withFallback(root);
    }
  }

  /** What a node may do. */
  public enum Role {
    /** Holds a member of the log. */
    LOG,
    /** Runs partners, accounts and instruments. */
    ENGINE,
    /** Takes clients. */
    GATEWAY
  }

  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]*");
  private static final Pattern ADDRESS = Pattern.compile(HOST + ":[1-9][0-9]{0,4}");
  private static final Pattern ROLE = Pattern.compile("log|engine|gateway");
  private static final int PORT_MAX = 65_535;

  /**
   * Reads and checks {@code qanat.cluster} and {@code qanat.log.members}.
   *
   * @throws ConfigException naming key, value and what is allowed
   */
  public static ClusterConfig of(final Config root) {
    final Settings s = Settings.of(root, "qanat.cluster");
    final Set<Role> roles = EnumSet.noneOf(Role.class);
    for (final String role : s.texts("roles", ROLE, "a list of log, engine, gateway")) {
      roles.add(Role.valueOf(role.toUpperCase(Locale.ROOT)));
    }
    if (roles.isEmpty()) {
      throw s.refuse("roles", "a list of at least one of log, engine, gateway");
    }
    final ClusterConfig config =
        new ClusterConfig(
            s.intBetween("node", 0, NodeNumber.STRIDE - 1),
            roles,
            s.text("host", HOST, "a host name or address"),
            s.intBetween("port", 0, PORT_MAX),
            s.texts("nodes", ADDRESS, "a list of host:port"),
            members(Settings.of(root, "qanat.log")),
            Tls.of(Settings.of(root, "qanat.cluster.tls")));
    s.has("tls"); // Read above.
    s.noOtherKeys();
    config.check(s);
    return config;
  }

  private static List<LogMember> members(final Settings log) {
    final List<LogMember> members = new ArrayList<>();
    final Set<Integer> numbers = new HashSet<>();
    for (final Settings s : log.sections("members")) {
      final int node = s.intBetween("node", 0, NodeNumber.STRIDE - 1);
      if (!numbers.add(node)) {
        throw s.refuse("node", "a number that no other member has");
      }
      members.add(
          LogMember.of(
              node,
              s.text("host", HOST, "a host name or address"),
              s.intBetween("port", 1, PORT_MAX - LogMember.PORTS + 1)));
      s.noOtherKeys();
    }
    return members;
  }

  private void check(final Settings s) {
    if (members.isEmpty()) {
      if (!nodes.isEmpty()) {
        throw s.refuse("nodes", "empty unless qanat.log.members lists the log that nodes share");
      }
      if (roles.size() < Role.values().length) {
        throw s.refuse("roles", "[log, engine, gateway] for a node that is alone");
      }
      return;
    }
    if (nodes.isEmpty()) {
      throw s.refuse("nodes", "a list of host:port, because qanat.log.members has members");
    }
    if (port == 0) {
      throw s.refuse("port", "1 to " + PORT_MAX + " for a node among others");
    }
    if (members.stream().anyMatch(member -> member.id() == node) != roles.contains(Role.LOG)) {
      throw s.refuse("roles", "with log if and only if qanat.log.members names node " + node);
    }
  }

  /** Which of the members this node is; the first, where it is none of them. */
  public int memberId() {
    return has(Role.LOG) ? node : members.get(0).id();
  }

  /** Whether this is the only node. */
  public boolean isAlone() {
    return nodes.isEmpty();
  }

  /** Whether this node does that. */
  public boolean has(final Role role) {
    return roles.contains(role);
  }

  /** What the actor system is told, over everything else. */
  public Config over(final Config root) {
    if (isAlone()) {
      return root;
    }
    final List<String> systemRoles = new ArrayList<>();
    roles.forEach(role -> systemRoles.add(role.name().toLowerCase(Locale.ROOT)));
    systemRoles.add(NodeNumber.role(node));
    return ConfigFactory.parseMap(
            Map.of(
                "pekko.remote.artery.canonical.hostname",
                host,
                "pekko.remote.artery.canonical.port",
                port,
                "pekko.cluster.roles",
                systemRoles,
                "pekko.cluster.sharding.role",
                "engine"))
        .withFallback(tls.map(files -> files.over(root)).orElse(root));
  }
}
