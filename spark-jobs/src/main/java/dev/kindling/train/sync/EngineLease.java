package dev.kindling.train.sync;

import dev.kindling.model.TrainingEngine;
import dev.kindling.train.plan.EngineSpec;
import dev.kindling.train.state.StateVector;
import dev.kindling.train.state.StateVectors;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/**
 * An engine that a task has for itself, and which of its worker's moments are in it and nowhere
 * else. A moment is at one place at a time: here, among the worker's own vectors or among the
 * shared ones. {@link EnginePool#lease} lends it; to be used by one thread.
 */
final class EngineLease implements AutoCloseable {
  private final EngineSpec spec;
  private final TrainingEngine engine;
  private final Set<StateVector> moments = EnumSet.noneOf(StateVector.class);
  private boolean sound = true;

  EngineLease(EngineSpec spec, TrainingEngine engine) {
    this.spec = spec;
    this.engine = engine;
  }

  /** Whether the engine is what the task would be lent for a specification. */
  boolean suits(EngineSpec wanted) {
    return EnginePool.here(wanted).equals(spec);
  }

  /**
   * Does work on the engine. Where it fails the engine is not used again: whatever stopped the work
   * may have left it half-way.
   *
   * @throws IllegalStateException if work has failed before
   */
  <T> T use(EnginePool.Work<T> work) throws Exception {
    if (!sound) {
      throw new IllegalStateException("work on this engine has failed before");
    }
    sound = false;
    T result = work.on(engine);
    sound = true;
    return result;
  }

  /** Whether a moment of the worker is in the engine, so that none need be loaded. */
  boolean holds(StateVector moment) {
    return moments.contains(moment);
  }

  /** The worker goes on from these moments as they are in the engine now, and from no others. */
  void keep(Collection<StateVector> kept) {
    moments.clear();
    moments.addAll(kept);
  }

  /**
   * Moves the worker's moments out of the engine.
   *
   * @param own what else the worker keeps
   * @param arrays vectors that nobody needs any more; moments go into those of the same name
   * @return all that the worker keeps
   */
  StateVectors takeOut(StateVectors own, StateVectors arrays) throws Exception {
    return use(
        lent -> {
          StateVectors all = own;
          for (StateVector moment : moments) {
            float[] old = arrays.get(moment);
            float[] values = old == null ? new float[spec.parameterCount()] : old;
            read(lent, moment, 0, values);
            all = all.with(moment, values);
          }
          moments.clear();
          return all;
        });
  }

  /** Copies a stretch of one of the engine's vectors; many threads may, each another stretch. */
  static void read(TrainingEngine engine, StateVector vector, int from, float[] values) {
    synchronized (engine) { // it has one caller at a time; copying is the short part
      switch (vector) {
        case PARAMETERS -> engine.readParameters(from, values);
        case FIRST_MOMENT -> engine.readFirstMoment(from, values);
        case SECOND_MOMENT -> engine.readSecondMoment(from, values);
        default -> throw new IllegalArgumentException(vector + " is no vector of the engine");
      }
    }
  }

  /** Gives the engine back, or closes it where work has failed. */
  @Override
  public void close() {
    if (sound) {
      EnginePool.giveBack(spec, engine);
    } else {
      engine.close();
    }
  }
}
