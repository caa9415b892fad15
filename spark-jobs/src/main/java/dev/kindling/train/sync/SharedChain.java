package dev.kindling.train.sync;

import dev.kindling.model.averaging.ParameterAveraging;
import dev.kindling.train.state.StateVector;
import dev.kindling.train.state.StateVectors;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.reflect.ClassTag$;

/**
 * The driver's end of {@link SharedVectors}: whole vectors once, then an update a round. Executors
 * that took part in the last round fetch the newest update only; one that is new fetches the whole
 * vectors and all updates since. Where the codec carries parameters an update would be as large as
 * the vectors, so every round sends them whole.
 */
final class SharedChain implements AutoCloseable {
  private static final Set<StateVector> SENT =
      EnumSet.of(StateVector.PARAMETERS, StateVector.FIRST_MOMENT, StateVector.SECOND_MOMENT);

  /** Bounds what a new executor has to fetch, and what the driver has to hold for it. */
  private static final int MOST_UPDATES = 16;

  private final JavaSparkContext spark;
  private final ParameterAveraging averaging;
  private final boolean lineageNeedsAll;
  private final List<Broadcast<?>> outdated = new ArrayList<>();
  private String run;
  private long round;
  private StateVectors vectors;
  private long wholeRound;
  private Broadcast<StateVectors> whole; // null until a round needs it
  private List<Broadcast<SharedUpdate>> updates = new ArrayList<>();

  /**
   * A chain that is not started yet.
   *
   * @param averaging of the parameters
   * @param lineageNeedsAll whether tasks may ask for the vectors of earlier rounds until {@link
   *     #cut}
   */
  SharedChain(JavaSparkContext spark, ParameterAveraging averaging, boolean lineageNeedsAll) {
    this.spark = spark;
    this.averaging = averaging;
    this.lineageNeedsAll = lineageNeedsAll;
  }

  /** Begins at a state; what was sent before is no longer needed by anyone. */
  void start(long newRound, StateVectors newVectors) {
    close();
    run = UUID.randomUUID().toString();
    moveTo(newRound, newVectors);
  }

  /** Forgets how the vectors came about: no task will ask for those of an earlier round. */
  void cut() {
    close();
  }

  /** For the tasks of the round that follows. */
  SharedVectors current() {
    if (whole == null) {
      whole = share(vectors);
      wholeRound = round;
    }
    return new SharedVectors(run, wholeRound, whole, new ArrayList<>(updates), averaging);
  }

  /**
   * Goes on to the vectors after the next round.
   *
   * @param changes of the parameters, by slice, as the codec carries them
   */
  void advance(StateVectors after, SliceLayout layout, byte[][] changes) {
    StateVectors sent = after.only(SENT);
    boolean small = !averaging.codec().carriesParameters() && updates.size() < MOST_UPDATES;
    if (small) {
      StateVectors moments = sent.only(EnumSet.complementOf(EnumSet.of(StateVector.PARAMETERS)));
      releaseFetched();
      updates.add(share(new SharedUpdate(layout, changes, moments)));
    } else {
      retire();
    }
    moveTo(round + 1, sent);
  }

  private void moveTo(long newRound, StateVectors newVectors) {
    round = newRound;
    vectors = newVectors.only(SENT);
    if (spark.sc().isLocal()) {
      SharedVectors.remember(run, round, vectors); // tasks run here: they need not follow
    }
  }

  /** The driver keeps the bytes alone, unless tasks run beside it. */
  private <T> Broadcast<T> share(T value) {
    if (spark.sc().isLocal()) {
      return spark.broadcast(value);
    }
    Broadcast<T> shared =
        spark.sc().broadcastInternal(value, true, ClassTag$.MODULE$.apply(value.getClass()));
    DriverStorage.limit();
    return shared;
  }

  /** Executors have used what there is; the driver keeps it for those that come later. */
  private void releaseFetched() {
    if (updates.isEmpty()) {
      whole.unpersist(false);
    } else {
      updates.get(updates.size() - 1).unpersist(false);
    }
  }

  private void retire() {
    if (whole != null) {
      outdated.add(whole);
      outdated.addAll(updates);
    }
    whole = null;
    updates = new ArrayList<>();
    if (!lineageNeedsAll) {
      destroyOutdated();
    }
  }

  private void destroyOutdated() {
    outdated.forEach(broadcast -> broadcast.destroy(false));
    outdated.clear();
  }

  /** Takes from the cluster all that was sent. */
  @Override
  public void close() {
    retire();
    destroyOutdated();
  }
}
