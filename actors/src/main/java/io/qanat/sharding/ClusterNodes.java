package io.qanat.sharding;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.ClusterEvent.MemberEvent;
import org.apache.pekko.cluster.ClusterEvent.MemberRemoved;
import org.apache.pekko.cluster.ClusterEvent.MemberUp;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Subscribe;

/** Keeps a {@link ClusterEdge} to the members of the cluster, and tells of nodes that are gone. */
public final class ClusterNodes {
  /** Hears of nodes; called on an actor's thread, must not block. */
  public interface Listener {
    /**
     * A node is no member any more, and its entities start elsewhere.
     *
     * @param node its number
     * @param left whether it said good-bye; otherwise what was on the way to it is lost
     * @param isFirst whether this node has the lowest number of those that are left, so that what
     *     is to be done once is done by it
     */
    void onGone(int node, boolean left, boolean isFirst);
  }

  private static final String NAME = "qanat-edge";

  private final ActorSystem<?> system;
  private final ClusterEdge edge;
  private final Listener listener;
  private final SortedSet<Integer> nodes = new TreeSet<>();

  private ClusterNodes(
      final ActorSystem<?> system, final ClusterEdge edge, final Listener listener) {
    this.system = system;
    this.edge = edge;
    this.listener = listener;
    nodes.add(edge.self());
  }

  /** Begins. */
  public static void start(
      final ActorSystem<?> system, final ClusterEdge edge, final Listener listener) {
    final ClusterNodes nodes = new ClusterNodes(system, edge, listener);
    system.systemActorOf(
        Behaviors.<EdgeMessage>receiveMessage(
            message -> {
              edge.receive(message);
              return Behaviors.same();
            }),
        NAME,
        Props.empty());
    system.systemActorOf(nodes.members(), NAME + "-members", Props.empty());
  }

  /**
   * A node of the cluster, as this one sees it.
   *
   * @param node its number; -1: it tells none
   */
  public record Seen(
      int node, Address address, String status, boolean reachable, List<String> roles) {}

  /** Every node of the cluster, as this one sees it, by number. */
  public static List<Seen> seen(final ActorSystem<?> system) {
    final ClusterEvent.CurrentClusterState state = Cluster.get(system).state();
    final List<Seen> seen = new ArrayList<>();
    for (final Member member : state.getMembers()) {
      final List<String> roles = new ArrayList<>(member.getRoles());
      roles.removeIf(role -> NodeNumber.ofRoles(List.of(role)).isPresent() || role.contains("dc-"));
      roles.sort(null);
      seen.add(
          new Seen(
              NodeNumber.ofRoles(member.getRoles()).orElse(-1),
              member.address(),
              member.status().toString().toLowerCase(Locale.ROOT),
              !state.getUnreachable().contains(member),
              roles));
    }
    seen.sort(Comparator.comparingInt(Seen::node));
    return seen;
  }

  /** Whether this node is up and sees most nodes: it serves, or will be served around. */
  public static boolean isMember(final ActorSystem<?> system) {
    final ClusterEvent.CurrentClusterState state = Cluster.get(system).state();
    final int members = state.members().size();
    return Cluster.get(system).selfMember().status().equals(MemberStatus.up())
        && 2 * (members - state.getUnreachable().size()) > members;
  }

  /** How many nodes are up and can be reached, this one among them. */
  public static int membersUp(final ActorSystem<?> system) {
    final ClusterEvent.CurrentClusterState state = Cluster.get(system).state();
    int up = 0;
    for (final Member member : state.getMembers()) {
      if (member.status().equals(MemberStatus.up()) && !state.getUnreachable().contains(member)) {
        up++;
      }
    }
    return up;
  }

  private Behavior<MemberEvent> members() {
    return Behaviors.setup(
        context -> {
          Cluster.get(system)
              .subscriptions()
              .tell(Subscribe.create(context.getSelf(), MemberEvent.class));
          return Behaviors.receiveMessage(
              event -> {
                onEvent(event);
                return Behaviors.same();
              });
        });
  }

  private void onEvent(final MemberEvent event) {
    final OptionalInt number = NodeNumber.ofRoles(event.member().getRoles());
    if (number.isEmpty() || number.getAsInt() == edge.self()) {
      return;
    }
    final int node = number.getAsInt();
    if (event instanceof MemberUp) {
      nodes.add(node);
      edge.nodeUp(node, edgeOf(event.member()));
    } else if (event instanceof MemberRemoved removed) {
      nodes.remove(node);
      edge.nodeGone(node);
      listener.onGone(
          node,
          removed.previousStatus().equals(MemberStatus.exiting()),
          nodes.first() == edge.self());
    }
  }

  private ActorRef<EdgeMessage> edgeOf(final Member member) {
    return ActorRefResolver.get(system).resolveActorRef(member.address() + "/system/" + NAME);
  }
}
