package dev.kindling.corpus.filter;

import dev.kindling.examples.KeyedHash;
import java.util.Arrays;

/** Which state follows a state on a character, in one flat table. */
final class Transitions {
  static final int NONE = -1;
  private static final int SMALLEST = 256;

  private long[] keys = new long[SMALLEST];
  private int[] targets = empty(SMALLEST);
  private int size;

  /** The next state, or {@link #NONE}. */
  int get(int state, char c) {
    return targets[slot(key(state, c))];
  }

  void put(int state, char c, int target) {
    if (2 * size >= keys.length) {
      grow();
    }
    int slot = slot(key(state, c));
    size += targets[slot] == NONE ? 1 : 0;
    keys[slot] = key(state, c);
    targets[slot] = target;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldTargets = targets;
    keys = new long[2 * oldKeys.length];
    targets = empty(keys.length);
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldTargets[i] != NONE) {
        int slot = slot(oldKeys[i]);
        keys[slot] = oldKeys[i];
        targets[slot] = oldTargets[i];
      }
    }
  }

  private int slot(long key) {
    int mask = keys.length - 1;
    int slot = (int) KeyedHash.mix(key) & mask;
    while (targets[slot] != NONE && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private static long key(int state, char c) {
    return (long) state << 16 | c;
  }

  private static int[] empty(int length) {
    int[] targets = new int[length];
    Arrays.fill(targets, NONE);
    return targets;
  }
}
