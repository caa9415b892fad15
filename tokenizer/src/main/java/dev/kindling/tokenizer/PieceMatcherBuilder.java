package dev.kindling.tokenizer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;

/**
 * Builds the tables of {@link PieceMatcher}, state by state and the shallow ones first: a state's
 * failure link leads to a shallower one.
 */
final class PieceMatcherBuilder {

  /** After so many failed probes for the children of one state, later ones start further on. */
  private static final int MAX_PROBES = 64;

  /** A piece as symbols, without its {@code ##}. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Piece(int[] symbols, int id) {}

  /**
   * A state whose children are to come: those of {@code pieces[from..to)}, which pass through it.
   */
  private record Open(int state, List<Piece> pieces, int from, int to, int depth) {}

  private final PieceAlphabet alphabet;
  private final Queue<Open> open = new ArrayDeque<>();
  private int[] states = new int[1 << 12];
  private int[] pops = new int[1 << 10];
  private int popsSize = 1; // the first list, at 0, is empty
  private int firstFree = PieceMatcher.CONTINUE + 1;
  private int firstTry = firstFree; // for states of several children

  PieceMatcherBuilder(Vocabulary vocabulary) {
    List<String> texts = new ArrayList<>();
    for (int id = 0; id < vocabulary.size(); id++) {
      texts.add(vocabulary.isSpecial(id) ? "" : text(vocabulary, id));
    }
    alphabet = new PieceAlphabet(texts);
    List<Piece> begin = new ArrayList<>();
    List<Piece> goOn = new ArrayList<>();
    for (int id = 0; id < texts.size(); id++) {
      if (!vocabulary.isSpecial(id)) {
        int[] symbols = texts.get(id).codePoints().map(alphabet::symbol).toArray();
        (vocabulary.isContinuation(id) ? goOn : begin).add(new Piece(symbols, id));
      }
    }
    set(PieceMatcher.BEGIN, PieceMatcher.PARENT, -1);
    set(PieceMatcher.CONTINUE, PieceMatcher.PARENT, -1);
    addRoot(PieceMatcher.CONTINUE, goOn);
    addRoot(PieceMatcher.BEGIN, begin);
    while (!open.isEmpty()) {
      addChildren(open.remove());
    }
    int end = states.length >> PieceMatcher.STATE_BITS;
    while (get(end - 1, PieceMatcher.PARENT) == 0) {
      end--;
    }
    // A lookup may go beyond the last state by the whole alphabet.
    states = Arrays.copyOf(states, (end + alphabet.size() + 1) << PieceMatcher.STATE_BITS);
    pops = Arrays.copyOf(pops, popsSize);
  }

  PieceAlphabet alphabet() {
    return alphabet;
  }

  int[] states() {
    return states;
  }

  int[] pops() {
    return pops;
  }

  private static String text(Vocabulary vocabulary, int id) {
    String piece = vocabulary.piece(id);
    return vocabulary.isContinuation(id)
        ? piece.substring(Vocabulary.CONTINUATION_PREFIX.length())
        : piece;
  }

  private void addRoot(int root, List<Piece> pieces) {
    pieces.sort((a, b) -> Arrays.compare(a.symbols(), b.symbols()));
    open.add(new Open(root, pieces, 0, pieces.size(), 0));
  }

  private void addChildren(Open parent) {
    List<Piece> pieces = parent.pieces();
    int depth = parent.depth();
    int from = parent.from();
    if (from < parent.to() && pieces.get(from).symbols().length == depth) {
      from++; // ends here, so it sorts first
    }
    int[] groups = groups(pieces, from, parent.to(), depth);
    if (groups.length == 1) {
      return;
    }
    int children = groups.length - 1;
    int[] symbols = new int[children];
    for (int i = 0; i < children; i++) {
      symbols[i] = pieces.get(groups[i]).symbols()[depth];
    }
    int base = place(symbols);
    set(parent.state(), PieceMatcher.BASE, base);
    for (int i = 0; i < children; i++) {
      int state = base + symbols[i];
      set(state, PieceMatcher.PARENT, parent.state());
      Piece first = pieces.get(groups[i]);
      if (first.symbols().length == depth + 1) {
        link(state, PieceMatcher.CONTINUE, new int[] {first.id()});
      } else {
        linkFailure(state, parent.state(), symbols[i]);
      }
      open.add(new Open(state, pieces, groups[i], groups[i + 1], depth + 1));
    }
  }

  /** Where the pieces' symbol at this depth changes, and the end. */
  private static int[] groups(List<Piece> pieces, int from, int to, int depth) {
    return IntStream.rangeClosed(from, to)
        .filter(
            i ->
                i == from
                    || i == to
                    || pieces.get(i).symbols()[depth] != pieces.get(i - 1).symbols()[depth])
        .toArray();
  }

  /** Finds a base at which all the children's places are free. */
  private int place(int[] symbols) {
    while (get(firstFree, PieceMatcher.PARENT) != 0) {
      firstFree++;
    }
    int first = Math.max(symbols.length == 1 ? firstFree : firstTry, symbols[0]);
    int probes = 0;
    while (!isFree(first - symbols[0], symbols)) {
      first++;
      probes++;
    }
    if (probes > MAX_PROBES && symbols.length > 1) {
      firstTry = Math.max(firstTry, first - MAX_PROBES / 2);
    }
    return first - symbols[0];
  }

  private boolean isFree(int base, int[] symbols) {
    for (int symbol : symbols) {
      if (get(base + symbol, PieceMatcher.PARENT) != 0) {
        return false;
      }
    }
    return true;
  }

  private void linkFailure(int state, int parent, int symbol) {
    int[] ids = popsOf(parent);
    int failure = get(parent, PieceMatcher.FAILURE);
    while (failure != PieceMatcher.NONE && child(failure, symbol) == PieceMatcher.NONE) {
      int[] more = popsOf(failure);
      int[] joined = Arrays.copyOf(ids, ids.length + more.length);
      System.arraycopy(more, 0, joined, ids.length, more.length);
      ids = joined;
      failure = get(failure, PieceMatcher.FAILURE);
    }
    if (failure != PieceMatcher.NONE) {
      link(state, child(failure, symbol), ids);
    }
  }

  private int child(int state, int symbol) {
    int child = get(state, PieceMatcher.BASE) + symbol;
    return get(child, PieceMatcher.PARENT) == state ? child : PieceMatcher.NONE;
  }

  private int[] popsOf(int state) {
    int at = get(state, PieceMatcher.POPS);
    return Arrays.copyOfRange(pops, at + 1, at + 1 + pops[at]);
  }

  private void link(int state, int failure, int[] ids) {
    set(state, PieceMatcher.FAILURE, failure);
    set(state, PieceMatcher.POPS, popsSize);
    if (popsSize + ids.length >= pops.length) {
      pops = Arrays.copyOf(pops, Math.max(popsSize + ids.length + 1, pops.length * 2));
    }
    pops[popsSize++] = ids.length;
    System.arraycopy(ids, 0, pops, popsSize, ids.length);
    popsSize += ids.length;
  }

  private int get(int state, int which) {
    int at = (state << PieceMatcher.STATE_BITS) + which;
    return at < states.length ? states[at] : 0;
  }

  private void set(int state, int which, int value) {
    int at = (state << PieceMatcher.STATE_BITS) + which;
    if (at >= states.length) {
      states = Arrays.copyOf(states, Math.max(at + 1, states.length * 2));
    }
    states[at] = value;
  }
}
