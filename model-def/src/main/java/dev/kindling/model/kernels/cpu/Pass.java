package dev.kindling.model.kernels.cpu;

/**
 * A loop over elements of up to three arrays, by whole vectors: the last vector may reach beyond
 * the end, for which all arrays have room.
 *
 * <p>Java's compiler boxes every vector of a loop if it stops inlining in the middle of it, which
 * it does in methods that have become large. Two rules prevent that. Loops are called through this
 * interface: one call for all, {@link Passes#run}, has too many targets to be inlined, and so each
 * loop is compiled alone. And loops call nothing but the Vector API, which is always inlined; of
 * our own methods, those that were compiled by themselves before and came out large are not.
 */
interface Pass {
  /**
   * Runs the loop; a pass ignores what it does not need.
   *
   * @param from first element, a multiple of a vector's width
   * @param to end of the elements
   * @param x what the pass changes, mostly
   * @param y more elements
   * @param z more elements
   * @param p a number
   * @param q another
   */
  void run(int from, int to, float[] x, float[] y, float[] z, float p, float q);
}
