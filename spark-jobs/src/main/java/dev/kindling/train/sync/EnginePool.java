package dev.kindling.train.sync;

import dev.kindling.model.TrainingEngine;
import dev.kindling.train.plan.EngineSpec;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * The training engines of this virtual machine. Their buffers are large and slow to make, so they
 * live on between tasks; an engine serves one task at a time, and as many exist as tasks ran at
 * once. An idle engine's state counts for nothing: whoever borrows one loads it first.
 */
public final class EnginePool {

  /** Work on a borrowed engine. */
  public interface Work<T> {
    /** Does the work; the engine must not be kept. */
    T on(TrainingEngine engine) throws Exception;
  }

  private static final Map<EngineSpec, Deque<TrainingEngine>> IDLE = new HashMap<>();

  private EnginePool() {}

  /**
   * Runs work on an idle engine, or on a new one, on the device that Spark gave the task; safe to
   * call from many tasks at once.
   *
   * @param spec what the engine has to be
   */
  public static <T> T with(EngineSpec spec, Work<T> work) throws Exception {
    try (EngineLease lease = lease(spec)) {
      return lease.use(work);
    }
  }

  /** Lends an engine as {@link #with} does, until the lease is closed. */
  static EngineLease lease(EngineSpec spec) {
    EngineSpec own = here(spec);
    return new EngineLease(own, borrow(own));
  }

  /** What a task gets that asks for an engine: one on the device that Spark gave the task. */
  static EngineSpec here(EngineSpec spec) {
    return spec.on(TaskDevice.of(spec.options().backend()));
  }

  private static TrainingEngine borrow(EngineSpec spec) {
    synchronized (IDLE) {
      closeOthers(spec);
      Deque<TrainingEngine> idle = IDLE.get(spec);
      if (idle != null && !idle.isEmpty()) {
        return idle.pop();
      }
    }
    return spec.open();
  }

  /** One phase of one model is trained at a time: idle engines of another only hold memory. */
  private static void closeOthers(EngineSpec spec) {
    String device = spec.options().backend(); // tasks on other GPUs of this executor keep theirs
    IDLE.entrySet()
        .removeIf(
            entry -> {
              boolean other = !entry.getKey().on(device).equals(spec);
              if (other) {
                entry.getValue().forEach(TrainingEngine::close);
              }
              return other;
            });
  }

  /** Takes an engine back that is whole. */
  static void giveBack(EngineSpec spec, TrainingEngine engine) {
    synchronized (IDLE) {
      IDLE.computeIfAbsent(spec, k -> new ArrayDeque<>()).push(engine);
    }
  }
}
