package dev.kindling.model.dl4j;

import dev.kindling.model.BatchShape;
import dev.kindling.model.nn.NetworkPart;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * The idle parts of this virtual machine. DL4J makes graphs by the dozen (one for each task and
 * round) and never says when it is done with one, so a vertex holds a part only from its forward
 * pass to its backward pass. Parts carry no state from one use to the next.
 */
final class PartPool {
  private static final Map<NetworkPart.Spec, Deque<NetworkPart>> IDLE = new HashMap<>();

  private PartPool() {}

  /** An idle part with enough room, or a new one. */
  static NetworkPart borrow(NetworkPart.Spec spec, BatchShape shape) {
    NetworkPart part;
    synchronized (IDLE) {
      Deque<NetworkPart> idle = IDLE.get(spec);
      part = idle == null ? null : idle.poll();
    }
    if (part != null && !fits(shape, part.shape())) {
      part.close();
      part = null;
    }
    return part == null ? spec.open(shape) : part;
  }

  private static boolean fits(BatchShape wanted, BatchShape room) {
    return wanted.sequences() <= room.sequences()
        && wanted.length() <= room.length()
        && wanted.maxLabels() <= room.maxLabels();
  }

  static void giveBack(NetworkPart.Spec spec, NetworkPart part) {
    synchronized (IDLE) {
      IDLE.computeIfAbsent(spec, k -> new ArrayDeque<>()).push(part);
    }
  }
}
