package io.qanat.sharding;

import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
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
