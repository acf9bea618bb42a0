package io.qanat.log.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.agrona.CloseHelper;

/**
 * A member of the log and the UDP ports it is reached at.
 *
 * @param id from 0
 * @param host name or address
 * @param ingressPort for nodes
 * @param consensusPort for the other members' elections
 * @param logPort for the leader's log
 * @param catchupPort for a member that is behind
 * @param archivePort for the other members' archives
 */
public record LogMember(
    int id,
    String host,
    int ingressPort,
    int consensusPort,
    int logPort,
    int catchupPort,
    int archivePort) {

  /** On loopback ports that are free now. */
  static LogMember onFreeLoopbackPorts(final int id) {
    final List<DatagramSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < 5; i++) {
        sockets.add(new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
      }
      return new LogMember(
          id,
          "localhost",
          sockets.get(0).getLocalPort(),
          sockets.get(1).getLocalPort(),
          sockets.get(2).getLocalPort(),
          sockets.get(3).getLocalPort(),
          sockets.get(4).getLocalPort());
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      CloseHelper.quietCloseAll(sockets);
    }
  }

  /** Ports that one member needs, from its first one on. */
  public static final int PORTS = 5;

  /** On five ports in a row: ingress, consensus, log, catch-up, archive. */
  public static LogMember of(final int id, final String host, final int firstPort) {
    return new LogMember(
        id, host, firstPort, firstPort + 1, firstPort + 2, firstPort + 3, firstPort + 4);
  }

  /** As a client of the log wants its members: {@code id=host:port,...}. */
  public static String ingressEndpoints(final List<LogMember> members) {
    return members.stream()
        .map(member -> member.id + "=" + member.host + ":" + member.ingressPort)
        .collect(Collectors.joining(","));
  }

  String archiveEndpoint() {
    return host + ":" + archivePort;
  }

  /** As Aeron Cluster wants its members: id, ingress, consensus, log, catch-up, archive. */
  static String clusterMembers(final List<LogMember> members) {
    final StringBuilder text = new StringBuilder();
    for (final LogMember member : members) {
      text.append(member.id());
      for (final int port :
          new int[] {
            member.ingressPort,
            member.consensusPort,
            member.logPort,
            member.catchupPort,
            member.archivePort
          }) {
        text.append(',').append(member.host).append(':').append(port);
      }
      text.append('|');
    }
    return text.toString();
  }
}
