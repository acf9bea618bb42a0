package io.qanat.sharding;

import io.qanat.entity.EntityProtocol.Addressed;
import io.qanat.entity.EntityProtocol.ExternalInput;
import io.qanat.entity.EntityProtocol.Message;
import io.qanat.entity.EntityProtocol.PeerMessage;
import io.qanat.entity.EntityProtocol.Query;
import io.qanat.entity.core.EntityKey;
import io.qanat.log.LogEntry;
import java.time.Duration;
import org.agrona.concurrent.UnsafeBuffer;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LostAndFoundTest {
  private static final long A = EntityKey.account(1);

  private final ActorTestKit kit = ActorTestKit.create();

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  private ActorRef<Message> stopped(final String name) {
    final ActorRef<Message> actor = kit.spawn(Behaviors.stopped(), name);
    kit.createTestProbe().expectTerminated(actor, Duration.ofSeconds(10));
    return actor;
  }

  @Test
  void whatMeetsAnActorThatHasStoppedGoesThroughShardingUnlessItsSenderKeepsIt() {
    final TestProbe<Addressed> region = kit.createTestProbe();
    kit.spawn(LostAndFound.create(message -> region.getRef().tell(message)));
    final UnsafeBuffer bytes = new UnsafeBuffer(new byte[8]);
    final ExternalInput input = new ExternalInput(A, bytes);
    final Query query = new Query(A, 7, bytes);
    final ActorRef<Message> entity = stopped(Long.toString(A));
    final ActorRef<Message> deadRegion = stopped("account");

    region.awaitAssert(
        Duration.ofSeconds(10),
        () -> {
          // Until it has subscribed, nobody hears of dead letters.
          entity.tell(input);
          region.expectMessage(Duration.ofMillis(100), input);
          return null;
        });
    deadRegion.tell(input);
    entity.tell(new PeerMessage(A, bytes, LogEntry.Cause.OUTSIDE, 0));
    entity.tell(query);

    region.fishForMessage(
        Duration.ofSeconds(10),
        message ->
            message.equals(query)
                ? FishingOutcomes.complete()
                : message.equals(input)
                    ? FishingOutcomes.continueAndIgnore()
                    : FishingOutcomes.fail("not to be sent again: " + message));
    region.expectNoMessage(Duration.ofMillis(100));
  }
}
