package io.qanat.sharding;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.pekko.actor.ActorIdentity;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.AddressFromURIString;
import org.apache.pekko.actor.Identify;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.cluster.typed.JoinSeedNodes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings this node into the cluster, whichever of the nodes was started first. It asks the nodes of
 * a list again and again until one of them takes it in. A new cluster is begun only by a node whose
 * member leads the log, and only if none of the others has said for a while that it is a member of
 * one: of several nodes that start at once, and on both sides of a split, at most one leads.
 *
 * <p>A name that stands for several addresses (a headless service) counts as all of them; it is
 * looked up again until this node has joined.
 */
public final class ClusterJoiner {
  /** Names to addresses; blocks at most as long as a look-up does. */
  @FunctionalInterface
  public interface Lookup {
    /** Addresses of a name, as text. */
    List<String> addresses(String host) throws UnknownHostException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(ClusterJoiner.class);

  /** Only a node that is a member of a cluster has an actor of this name. */
  private static final String MEMBER = "qanat-member";

  private static final Duration LOOK_INTERVAL = Duration.ofMillis(250);
  private static final int LOOKS_BETWEEN_LOOKUPS = 8;

  private enum Look {
    AGAIN
  }

  private final ActorSystem<?> system;
  private final Cluster cluster;
  private final List<String> nodes;
  private final Lookup lookup;
  private final BooleanSupplier mayBegin;
  private final long beginAfterNanos;
  private List<Address> asked = List.of();
  private long lonelySinceNanos = System.nanoTime();
  private int looks;

  private ClusterJoiner(
      final ActorSystem<?> system,
      final List<String> nodes,
      final Lookup lookup,
      final BooleanSupplier mayBegin,
      final Duration beginAfter) {
    this.system = system;
    this.cluster = Cluster.get(system);
    this.nodes = nodes;
    this.lookup = lookup;
    this.mayBegin = mayBegin;
    this.beginAfterNanos = beginAfter.toNanos();
  }

  /**
   * Begins to join and returns at once.
   *
   * @param nodes {@code host:port} of nodes, this one among them or not
   * @param mayBegin whether this node's member leads the log now
   * @param beginAfter silence of all others before a new cluster is begun
   */
  public static void start(
      final ActorSystem<?> system,
      final List<String> nodes,
      final BooleanSupplier mayBegin,
      final Duration beginAfter) {
    start(system, nodes, ClusterJoiner::byName, mayBegin, beginAfter);
  }

  static void start(
      final ActorSystem<?> system,
      final List<String> nodes,
      final Lookup lookup,
      final BooleanSupplier mayBegin,
      final Duration beginAfter) {
    final ClusterJoiner joiner = new ClusterJoiner(system, nodes, lookup, mayBegin, beginAfter);
    system.systemActorOf(joiner.behavior(), "qanat-joiner", Props.empty());
  }

  private static List<String> byName(final String host) throws UnknownHostException {
    return Arrays.stream(InetAddress.getAllByName(host)).map(InetAddress::getHostAddress).toList();
  }

  private Behavior<Object> behavior() {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  timers.startTimerWithFixedDelay(Look.AGAIN, Duration.ZERO, LOOK_INTERVAL);
                  final ActorRef<ActorIdentity> answers =
                      context.messageAdapter(ActorIdentity.class, answer -> answer);
                  return Behaviors.receiveMessage(message -> on(answers, message));
                }));
  }

  private Behavior<Object> on(final ActorRef<ActorIdentity> answers, final Object message) {
    if (message instanceof ActorIdentity answer) {
      if (answer.getActorRef().isPresent()) {
        lonelySinceNanos = System.nanoTime();
      }
      return Behaviors.same();
    }
    final MemberStatus status = cluster.selfMember().status();
    if (status.equals(MemberStatus.up()) || status.equals(MemberStatus.weaklyUp())) {
      system.systemActorOf(Behaviors.ignore(), MEMBER, Props.empty());
      return Behaviors.stopped();
    }
    if (looks++ % LOOKS_BETWEEN_LOOKUPS == 0) {
      join(others());
    }
    for (final Address other : asked) {
      Adapter.toClassic(system)
          .actorSelection(other + "/system/" + MEMBER)
          .tell(new Identify(other), Adapter.toClassic(answers));
    }
    if (!mayBegin.getAsBoolean()) {
      lonelySinceNanos = System.nanoTime();
    } else if (System.nanoTime() - lonelySinceNanos > beginAfterNanos) {
      LOG.info("no other node is a member of a cluster: this one begins it asked={}", asked);
      lonelySinceNanos = System.nanoTime();
      cluster.manager().tell(Join.create(cluster.selfMember().address()));
    }
    return Behaviors.same();
  }

  private void join(final List<Address> others) {
    if (!others.isEmpty() && !others.equals(asked)) {
      asked = others;
      cluster.manager().tell(new JoinSeedNodes(others));
    }
  }

  private List<Address> others() {
    final Address self = cluster.selfMember().address();
    return nodes.stream()
        .flatMap(this::addresses)
        .distinct()
        .filter(address -> !address.equals(self))
        .sorted(Comparator.comparing(Address::toString))
        .toList();
  }

  private Stream<Address> addresses(final String node) {
    final int colon = node.lastIndexOf(':');
    final String host = node.substring(0, colon);
    final List<String> hosts = new ArrayList<>(List.of(host));
    try {
      final List<String> found = lookup.addresses(host);
      if (found.size() > 1) {
        hosts.clear();
        hosts.addAll(found);
      }
    } catch (final UnknownHostException e) {
      LOG.info("a node's name has no address yet host={}", host);
      hosts.clear();
    }
    return hosts.stream()
        .map(
            each ->
                AddressFromURIString.parse(
                    "pekko://" + system.name() + "@" + each + node.substring(colon)));
  }
}
