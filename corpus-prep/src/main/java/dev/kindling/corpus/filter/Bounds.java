package dev.kindling.corpus.filter;

import dev.kindling.corpus.Decision;

/** Turns a measurement and a threshold into a decision. */
final class Bounds {
  private Bounds() {}

  static Decision atLeast(String reason, double value, double minimum) {
    return value < minimum ? new Decision.Drop(reason, value, minimum) : Decision.KEEP;
  }

  static Decision atMost(String reason, double value, double maximum) {
    return value > maximum ? new Decision.Drop(reason, value, maximum) : Decision.KEEP;
  }

  /** The first drop of two. */
  static Decision both(Decision first, Decision second) {
    return first instanceof Decision.Drop ? first : second;
  }
}
