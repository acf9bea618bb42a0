package io.qanat.audit;

import io.qanat.account.core.AccountCore;
import io.qanat.account.core.LedgerAudit;
import io.qanat.account.core.LiveClaim;
import io.qanat.entity.EntityReplay;
import io.qanat.entity.core.Core;
import io.qanat.entity.core.EntityKey;
import io.qanat.instrument.core.InstrumentCore;
import io.qanat.log.EventLog;
import io.qanat.log.LoadedEntity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Rebuilds every entity of a cut and proves what must hold: every hash is the recorded one, and
 * accounts, house, providers, outside world, clearing and what is in flight between instruments and
 * accounts sum to zero, per currency and per instrument.
 *
 * <p>In flight is what an instrument has sent and an account, at this cut, has not applied.
 */
public final class CutAudit {
  /**
   * What was found.
   *
   * @param entries appended to the log for these entities since it began
   * @param replayed of these, applied again now with their hashes compared
   * @param mismatch the first history that does not repeat itself, or null
   * @param ledger the sums, or null after a mismatch
   * @param liveClaims sessions that receive an account's reports, by account
   */
  public record Result(
      long logPosition,
      int entities,
      long entries,
      long replayed,
      String mismatch,
      LedgerAudit.Result ledger,
      Map<Long, LiveClaim> liveClaims) {
    /** Whether history repeats itself and the ledger balances. */
    public boolean isSound() {
      return mismatch == null && ledger.isBalanced();
    }

    /** For people: one line. */
    public String line() {
      if (mismatch != null) {
        return "DIFFERENT: " + mismatch;
      }
      return entities
          + " entities, "
          + entries
          + " entries at log position "
          + logPosition
          + "; "
          + replayed
          + " replayed, hashes identical; "
          + (ledger.isBalanced()
              ? "the ledger balances"
              : "THE LEDGER DOES NOT BALANCE: " + ledger.mismatches());
    }
  }

  private final Long2ObjectHashMap<EntityReplay> byEntity = new Long2ObjectHashMap<>();
  private final List<EntityReplay> inOrder = new ArrayList<>();
  private long entries;
  private long replayed;

  private CutAudit() {}

  /** Audits a cut. */
  public static Result of(final EventLog.Cut cut, final Core.Factory cores) {
    return new CutAudit().audit(cut, cores);
  }

  private Result audit(final EventLog.Cut cut, final Core.Factory cores) {
    String mismatch = null;
    LedgerAudit.Result ledger = null;
    try {
      for (final LoadedEntity loaded : cut.entities()) {
        add(EntityReplay.of(loaded, cores));
      }
      ledger = ledger();
    } catch (EntityReplay.MismatchException e) {
      mismatch = e.getMessage();
    }
    return new Result(
        cut.logPosition(),
        cut.entities().size(),
        entries,
        replayed,
        mismatch,
        ledger,
        liveClaims());
  }

  private void add(final EntityReplay entity) {
    byEntity.put(entity.entity(), entity);
    inOrder.add(entity);
    entries += entity.seqNr();
    replayed += entity.replayed();
  }

  private LedgerAudit.Result ledger() {
    final List<AccountCore> accounts = new ArrayList<>();
    final List<LedgerAudit.InFlight> inFlight = new ArrayList<>();
    final List<LedgerAudit.Others> others = new ArrayList<>();
    for (final EntityReplay entity : inOrder) {
      if (entity.core() instanceof AccountCore account) {
        accounts.add(account);
      } else if (EntityKey.kind(entity.entity()) == EntityKey.INSTRUMENT) {
        addInFlight(entity, inFlight);
        if (entity.core() instanceof InstrumentCore instrument) {
          addOthers(EntityKey.id(entity.entity()), instrument, others);
        }
      }
    }
    return LedgerAudit.audit(accounts, inFlight, others);
  }

  private static void addOthers(
      final long instrument, final InstrumentCore core, final List<LedgerAudit.Others> others) {
    final InstrumentCore.Settling settling = core.settling();
    if (settling != null) {
      others.add(
          new LedgerAudit.Others(
              instrument,
              settling.baseCurrency(),
              settling.quoteCurrency(),
              settling.isCfd(),
              core.exposures().othersPosition(),
              core.exposures().othersCash(),
              core.exposures().othersDelivered()));
    }
  }

  private void addInFlight(
      final EntityReplay instrument, final List<LedgerAudit.InFlight> inFlight) {
    instrument
        .channels()
        .forEachPeer(
            peer -> {
              final EntityReplay receiver = byEntity.get(peer);
              final long applied =
                  receiver == null ? 0 : receiver.channels().receivedThrough(instrument.entity());
              instrument
                  .channels()
                  .forEachUnacknowledged(
                      peer,
                      (seq, buffer, offset, length) -> {
                        if (seq > applied) {
                          inFlight.add(
                              new LedgerAudit.InFlight(
                                  EntityKey.id(peer), new UnsafeBuffer(buffer, offset, length)));
                        }
                      });
            });
  }

  private Map<Long, LiveClaim> liveClaims() {
    final Map<Long, LiveClaim> claims = new TreeMap<>();
    for (final EntityReplay entity : inOrder) {
      if (entity.core() instanceof AccountCore account) {
        account.liveClaim().ifPresent(claim -> claims.put(account.account(), claim));
      }
    }
    return claims;
  }
}
