package io.qanat.hub.operations;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** What an operator may ask of one node and have it do. Thread-safe. */
public interface NodeOperations {
  /**
   * One node of the cluster, as the asked node sees it.
   *
   * @param node its number; -1: it tells none
   * @param status up, leaving, ...
   * @param reachable whether it answers
   * @param shards by kind of entity: how many shards it has
   * @param entities that run there, by kind
   */
  record Member(
      int node,
      String address,
      String status,
      boolean reachable,
      List<String> roles,
      Map<String, Integer> shards,
      Map<String, Integer> entities) {}

  /**
   * The member of the log that the asked node holds.
   *
   * @param term of the present leader
   * @param positionBytes end of what is committed here
   * @param snapshotPositionBytes end of what the latest snapshot holds
   */
  record LogStatus(
      int member, boolean leads, long term, long positionBytes, long snapshotPositionBytes) {}

  /**
   * The cluster, from one node.
   *
   * @param node that was asked
   * @param ready whether partners can trade on it
   * @param draining whether it has been told to give up its entities
   * @param sessions of order entry established on it
   * @param entities that run on it
   * @param members every node of the cluster
   * @param log null: it holds no member
   */
  record Status(
      int node,
      boolean ready,
      boolean draining,
      long sessions,
      int entities,
      List<Member> members,
      LogStatus log) {}

  /** How things stand. Fails if the nodes do not answer in time. */
  CompletionStage<Status> status();

  /** Whether there are other nodes to take this one's entities. */
  boolean isAlone();

  /**
   * Ends the node's sessions and hands its entities to the others; it takes no clients any more.
   *
   * @return done when no entity is left here and it may be stopped
   */
  CompletionStage<Void> drain(String who, String why);

  /**
   * Takes a snapshot of the whole log.
   *
   * @return the log position of it
   * @throws IllegalStateException if this node's member does not lead, or it was not taken
   */
  long snapshot(String who, String why);
}
