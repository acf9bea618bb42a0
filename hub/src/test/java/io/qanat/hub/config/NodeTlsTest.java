package io.qanat.hub.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.qanat.hub.HubConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that know each other by certificates of one authority. */
@Tag("soak")
class NodeTlsTest {
  private static final String PASSWORD = "changeit";

  @TempDir private Path folder;

  private final List<ActorSystem<Void>> systems = new ArrayList<>();

  @AfterEach
  void stop() {
    systems.forEach(ActorSystem::terminate);
    systems.forEach(system -> system.getWhenTerminated().toCompletableFuture().join());
  }

  @Test
  void nodesOfOneAuthorityJoinAndAStrangerDoesNot() throws Exception {
    authority("ours");
    authority("theirs");
    final ActorSystem<Void> first = start("ours", 1);
    final ActorSystem<Void> second = start("ours", 2);
    final ActorSystem<Void> stranger = start("theirs", 3);
    join(first, first);
    await("alone", () -> members(first) == 1);
    join(stranger, first);
    join(second, first);
    await("two nodes", () -> members(first) == 2 && members(second) == 2);
    assertThat(members(stranger)).as("it never got an answer that it trusts").isZero();
  }

  private static void join(final ActorSystem<?> system, final ActorSystem<?> other) {
    Cluster.get(system).manager().tell(Join.create(Cluster.get(other).selfMember().address()));
  }

  private static int members(final ActorSystem<?> system) {
    return Cluster.get(system).state().members().size();
  }

  private static void await(final String what, final BooleanSupplier condition) {
    final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - deadline).as("waited for " + what).isNegative();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }

  private ActorSystem<Void> start(final String authority, final int node) throws Exception {
    final String name = authority + "-" + node;
    keytool(
        name,
        "-genkeypair",
        "-alias",
        name,
        "-keyalg",
        "RSA",
        "-keysize",
        "2048",
        "-dname",
        "CN=qanat",
        "-ext",
        "san=ip:127.0.0.1");
    keytool(name, "-certreq", "-alias", name, "-file", file(name + ".csr"));
    keytool(
        authority,
        "-gencert",
        "-alias",
        authority,
        "-infile",
        file(name + ".csr"),
        "-outfile",
        file(name + ".der"),
        "-ext",
        "san=ip:127.0.0.1");
    write(name + ".crt", "CERTIFICATE", Files.readAllBytes(folder.resolve(name + ".der")));
    write(name + ".key", "PRIVATE KEY", keyOf(name));
    final Config given =
        ConfigFactory.parseString(
            "qanat.cluster { node = "
                + node
                + ", port = "
                + freePort()
                + ", nodes = [\"127.0.0.1:1\"], tls { enabled = true, certificate = \""
                + file(name + ".crt")
                + "\", private-key = \""
                + file(name + ".key")
                + "\", authority = \""
                + file(authority + ".crt")
                + "\" } }\nqanat.log.members = [{node = "
                + node
                + ", host = \"127.0.0.1\", port = 9420}]");
    final Config root = HubConfig.of(HubConfig.complete(given)).root();
    final ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "qanat", root);
    systems.add(system);
    return system;
  }

  private void authority(final String name) throws Exception {
    keytool(
        name,
        "-genkeypair",
        "-alias",
        name,
        "-keyalg",
        "RSA",
        "-keysize",
        "2048",
        "-dname",
        "CN=" + name,
        "-ext",
        "bc:c");
    write(name + ".crt", "CERTIFICATE", store(name).getCertificate(name).getEncoded());
  }

  private byte[] keyOf(final String name) throws Exception {
    return store(name).getKey(name, PASSWORD.toCharArray()).getEncoded();
  }

  private KeyStore store(final String name) throws Exception {
    return KeyStore.getInstance(folder.resolve(name + ".p12").toFile(), PASSWORD.toCharArray());
  }

  private void write(final String file, final String what, final byte[] bytes) throws IOException {
    Files.writeString(
        folder.resolve(file),
        "-----BEGIN "
            + what
            + "-----\n"
            + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(bytes)
            + "\n-----END "
            + what
            + "-----\n");
  }

  private String file(final String name) {
    return folder.resolve(name).toString();
  }

  private void keytool(final String store, final String... arguments) throws Exception {
    final List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    Collections.addAll(command, arguments);
    Collections.addAll(
        command, "-keystore", file(store + ".p12"), "-storetype", "PKCS12", "-storepass", PASSWORD);
    final Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
