package dev.kindling.tokenizer;

import java.util.Arrays;

/**
 * The pieces of a vocabulary by their characters: two trees, one of the pieces that begin words and
 * one of those that continue them, with all edges in one hash table. Immutable once built.
 */
final class PieceTrie {

  private static final int BEGIN = 0;
  private static final int CONTINUE = 1;
  private static final int CODE_POINT_BITS = 21;
  private static final long EMPTY = -1;

  private long[] edges = new long[1 << 10]; // node << 21 | character, at a place given by hash
  private int[] children = new int[edges.length];
  private int[] pieceIds = new int[1 << 9]; // by node; -1 where no piece ends
  private int nodes = 2;

  PieceTrie(Vocabulary vocabulary) {
    Arrays.fill(edges, EMPTY);
    Arrays.fill(pieceIds, -1);
    for (int id = 0; id < vocabulary.size(); id++) {
      if (!vocabulary.isSpecial(id)) {
        add(vocabulary.piece(id), vocabulary.isContinuation(id), id);
      }
    }
  }

  /**
   * Spells a word with the longest piece at each place.
   *
   * @param ids gets the pieces from {@code offset} on; needs room for one a character
   * @return how many pieces, or -1 if the word cannot be spelled
   */
  int spell(int[] word, int length, int[] ids, int offset) {
    int count = 0;
    for (int start = 0; start < length; ) {
      int node = start == 0 ? BEGIN : CONTINUE;
      int longest = -1;
      int longestEnd = start;
      for (int end = start; end < length; ) {
        node = children[slot(node, word[end])];
        if (node == 0) {
          break;
        }
        end++;
        if (pieceIds[node] >= 0) {
          longest = pieceIds[node];
          longestEnd = end;
        }
      }
      if (longest < 0) {
        return -1;
      }
      ids[offset + count++] = longest;
      start = longestEnd;
    }
    return count;
  }

  private void add(String piece, boolean continuation, int id) {
    int node = continuation ? CONTINUE : BEGIN;
    int start = continuation ? Vocabulary.CONTINUATION_PREFIX.length() : 0;
    for (int i = start; i < piece.length(); i += Character.charCount(piece.codePointAt(i))) {
      node = child(node, piece.codePointAt(i));
    }
    pieceIds[node] = id;
  }

  private int child(int node, int codePoint) {
    int slot = slot(node, codePoint);
    if (edges[slot] == EMPTY) {
      if (nodes * 2 >= edges.length) {
        grow();
        slot = slot(node, codePoint);
      }
      if (nodes == pieceIds.length) {
        pieceIds = Arrays.copyOf(pieceIds, nodes * 2);
        Arrays.fill(pieceIds, nodes, nodes * 2, -1);
      }
      edges[slot] = ((long) node << CODE_POINT_BITS) | codePoint;
      children[slot] = nodes++;
    }
    return children[slot];
  }

  /**
   * The slot of an edge, or the empty one where it would stand, whose child is 0: no edge leads
   * back to a root.
   */
  private int slot(int node, int codePoint) {
    long edge = ((long) node << CODE_POINT_BITS) | codePoint;
    int mask = edges.length - 1;
    int slot = (int) ((edge * 0x9E3779B97F4A7C15L) >>> 40) & mask;
    while (edges[slot] != edge && edges[slot] != EMPTY) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldEdges = edges;
    int[] oldChildren = children;
    edges = new long[oldEdges.length * 2];
    children = new int[edges.length];
    Arrays.fill(edges, EMPTY);
    for (int i = 0; i < oldEdges.length; i++) {
      if (oldEdges[i] != EMPTY) {
        int slot = slot((int) (oldEdges[i] >>> CODE_POINT_BITS), (int) oldEdges[i] & 0x1FFFFF);
        edges[slot] = oldEdges[i];
        children[slot] = oldChildren[i];
      }
    }
  }
}
