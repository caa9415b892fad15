package dev.kindling.train.sync;

import dev.kindling.model.averaging.ParameterAveraging;
import dev.kindling.train.state.StateVector;
import dev.kindling.train.state.StateVectors;
import java.io.Serializable;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import org.apache.spark.broadcast.Broadcast;

/**
 * The shared vectors as they stood after some round, as a task gets at them: from what its virtual
 * machine remembers of that round, or of one before it and the updates since; otherwise from the
 * whole vectors and all updates. The bits are the same either way. Small: it holds handles.
 *
 * @param run unlike that of any other run, or start of a run, in the lifetime of an executor
 * @param wholeRound the round that {@code whole} is the state after
 * @param whole vectors
 * @param updates of the rounds after it, one each
 * @param averaging of the parameters
 */
record SharedVectors(
    String run,
    long wholeRound,
    Broadcast<StateVectors> whole,
    ArrayList<Broadcast<SharedUpdate>> updates,
    ParameterAveraging averaging)
    implements Serializable {

  /** The newest vectors that tasks of this virtual machine have used. */
  private record Remembered(String run, long round, StateVectors vectors) {}

  /** Soft: it saves fetching, and is worth less than any other use of the memory. */
  private static SoftReference<Remembered> remembered = new SoftReference<>(null);

  private long round() {
    return wholeRound + updates.size();
  }

  /** The vectors; nobody may change them. One task at a time fetches, others wait for it. */
  StateVectors get() {
    synchronized (SharedVectors.class) {
      Remembered known = remembered.get();
      if (known != null && (!known.run.equals(run) || !leadsHere(known.round))) {
        known = null;
      }
      if (known != null && known.round == round()) {
        return known.vectors;
      }
      StateVectors vectors = known == null ? whole.value() : known.vectors;
      long from = known == null ? wholeRound : known.round;
      for (Broadcast<SharedUpdate> update :
          updates.subList((int) (from - wholeRound), updates.size())) {
        vectors = update.value().after(vectors.get(StateVector.PARAMETERS), averaging);
      }
      remember(run, round(), vectors);
      return vectors;
    }
  }

  private boolean leadsHere(long knownRound) {
    return knownRound >= wholeRound && knownRound <= round();
  }

  /**
   * Remembers the vectors after a round, unless later ones of the same run are remembered: a task
   * that computes an old round again is rare, and alone.
   */
  static void remember(String run, long round, StateVectors vectors) {
    synchronized (SharedVectors.class) {
      Remembered known = remembered.get();
      if (known == null || !known.run.equals(run) || known.round < round) {
        remembered = new SoftReference<>(new Remembered(run, round, vectors));
      }
    }
  }
}
