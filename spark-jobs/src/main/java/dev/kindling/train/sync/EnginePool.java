package dev.kindling.train.sync;

import dev.kindling.model.BatchShape;
import dev.kindling.model.EngineOptions;
import dev.kindling.model.OptimizerConfig;
import dev.kindling.model.TrainingEngine;
import dev.kindling.model.TransformerConfig;
import dev.kindling.train.plan.RunPlan;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * The training engines of this virtual machine. Their buffers are large and slow to make, so they
 * live on between rounds; an engine serves one task at a time, and as many exist as tasks ran at
 * once. Engines carry no state from one use to the next: whoever borrows one loads it first.
 */
public final class EnginePool {

  /** What an engine is made of; equal keys share engines. */
  private record Key(TransformerConfig model, OptimizerConfig optimizer, BatchShape largestBatch) {}

  /** Work on a borrowed engine. */
  public interface Work<T> {
    /** Does the work; the engine must not be kept. */
    T on(TrainingEngine engine) throws Exception;
  }

  private static final Map<Key, Deque<TrainingEngine>> IDLE = new HashMap<>();

  private EnginePool() {}

  /**
   * Runs work on an idle engine, or on a new one; safe to call from many tasks at once.
   *
   * @param plan of the run that the engine is for
   */
  public static <T> T with(RunPlan plan, Work<T> work) throws Exception {
    Key key = new Key(plan.transformer(), plan.optimizer(), plan.batchShape());
    TrainingEngine engine = borrow(key);
    boolean sound = false;
    try {
      T result = work.on(engine);
      sound = true;
      return result;
    } finally {
      if (sound) {
        giveBack(key, engine);
      } else {
        engine.close(); // whatever stopped the work may have left the engine half-way
      }
    }
  }

  private static TrainingEngine borrow(Key key) {
    synchronized (IDLE) {
      closeOthers(key);
      Deque<TrainingEngine> idle = IDLE.get(key);
      if (idle != null && !idle.isEmpty()) {
        return idle.pop();
      }
    }
    return new TrainingEngine(
        key.model(), key.optimizer(), key.largestBatch(), EngineOptions.cpu());
  }

  /** One model is trained at a time: idle engines of an earlier one only hold memory. */
  private static void closeOthers(Key key) {
    IDLE.entrySet()
        .removeIf(
            entry -> {
              boolean other = !entry.getKey().equals(key);
              if (other) {
                entry.getValue().forEach(TrainingEngine::close);
              }
              return other;
            });
  }

  private static void giveBack(Key key, TrainingEngine engine) {
    synchronized (IDLE) {
      IDLE.computeIfAbsent(key, k -> new ArrayDeque<>()).push(engine);
    }
  }
}
