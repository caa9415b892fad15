package dev.kindling.train.sync;

import dev.kindling.train.state.StateVectors;
import java.lang.ref.SoftReference;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/**
 * What a task of a barrier stage has at its end, left in the virtual machine for a task of the next
 * stage, which then need not read the checkpoint. A cache and nothing else: it may be lost at any
 * moment.
 *
 * @param run unlike that of any other run, or start of a run, in the lifetime of an executor
 * @param round the last one done
 * @param tasks that shared the work
 * @param task the number among them of the one that leaves this
 * @param shared vectors, those of the outer step only where the task owns them
 * @param own what the task's workers keep, by their numbers
 */
record HeldState(
    String run,
    long round,
    int tasks,
    int task,
    StateVectors shared,
    Map<Integer, StateVectors> own) {
  /** Soft: it saves reading, and is worth less than any other use of the memory. */
  private static final Deque<SoftReference<HeldState>> LEFT = new ArrayDeque<>();

  void leave() {
    synchronized (LEFT) {
      LEFT.add(new SoftReference<>(this));
    }
  }

  /**
   * Takes something that was left after a round, which nobody else gets then; what was left at any
   * other time is dropped.
   *
   * @return null where there is nothing
   */
  static HeldState take(String run, long round) {
    synchronized (LEFT) {
      while (!LEFT.isEmpty()) {
        HeldState held = LEFT.poll().get();
        if (held != null && held.run.equals(run) && held.round == round) {
          return held;
        }
      }
      return null;
    }
  }
}
