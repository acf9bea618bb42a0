package io.qanat.sharding;

import io.qanat.entity.EntityProtocol.Addressed;
import io.qanat.entity.EntityProtocol.PeerMessage;
import java.util.function.Consumer;
import org.apache.pekko.actor.DeadLetter;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.eventstream.EventStream;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Takes what reached the actor of an entity just after it had stopped, and sends it through
 * sharding, which starts the entity again or knows where it went. Messages of other entities are
 * left out: their senders keep them, and one whose cause is not committed must not leave the node.
 */
final class LostAndFound {
  private LostAndFound() {}

  static Behavior<DeadLetter> create(final Consumer<Addressed> region) {
    return Behaviors.setup(
        context -> {
          context
              .getSystem()
              .eventStream()
              .tell(new EventStream.Subscribe<>(DeadLetter.class, context.getSelf()));
          return Behaviors.receiveMessage(
              letter -> {
                if (letter.message() instanceof Addressed message
                    && !(message instanceof PeerMessage)
                    && wasForEntity(letter, message)) {
                  region.accept(message);
                }
                return Behaviors.same();
              });
        });
  }

  /** What a region that has stopped could not take is lost with its node. */
  private static boolean wasForEntity(final DeadLetter letter, final Addressed message) {
    return letter.recipient().path().name().equals(Long.toString(message.entity()));
  }
}
