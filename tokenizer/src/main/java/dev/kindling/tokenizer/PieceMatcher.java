package dev.kindling.tokenizer;

/**
 * Spells words with the longest piece of the vocabulary at each place, in time linear in the word
 * however the pieces overlap: LinMaxMatch (Song et al., "Fast WordPiece Tokenization",
 * arXiv:2012.15524). The pieces form two trees, of those that begin words and of those that
 * continue them. Where a state has no edge for the next letter, its failure link leads to the state
 * that is reached after the pieces, its "pops", that are certain by then. Immutable.
 *
 * <p>The trees are a double array: the child of state {@code s} by the symbol {@code c} is {@code t
 * = base(s) + c}, if {@code parent(t) == s}.
 */
final class PieceMatcher {

  /** No state: the word cannot be spelled. */
  static final int NONE = 0;

  /** The root of the pieces that begin words. */
  static final int BEGIN = 1;

  /** The root of the pieces that continue words. */
  static final int CONTINUE = 2;

  // Each state's four numbers stand together, so that a step touches one line of the cache.
  static final int BASE = 0;
  static final int PARENT = 1;
  static final int FAILURE = 2;
  static final int POPS = 3; // where its pops begin
  static final int STATE_BITS = 2;

  private final PieceAlphabet alphabet;
  private final int[] states;
  private final int[] pops; // each state's: how many, then the ids

  PieceMatcher(Vocabulary vocabulary) {
    PieceMatcherBuilder builder = new PieceMatcherBuilder(vocabulary);
    this.alphabet = builder.alphabet();
    this.states = builder.states();
    this.pops = builder.pops();
  }

  /**
   * Spells a word.
   *
   * @param ids gets the pieces from its beginning; needs room for one a letter
   * @return how many pieces, or -1 if the word cannot be spelled; then {@code ids} may hold
   *     anything
   */
  int spell(int[] letters, int length, int[] ids) {
    int count = 0;
    int state = BEGIN;
    for (int i = 0; i < length; i++) {
      int symbol = alphabet.symbol(letters[i]);
      int next = child(state, symbol);
      while (next == NONE) {
        count = pop(state, ids, count);
        state = number(state, FAILURE);
        if (state == NONE) {
          return -1;
        }
        next = child(state, symbol);
      }
      state = next;
    }
    while (state != CONTINUE) {
      count = pop(state, ids, count);
      state = number(state, FAILURE);
      if (state == NONE) {
        return -1;
      }
    }
    return count;
  }

  /** The piece that is a word of this one letter, or -1 if there is none. */
  int word(int letter) {
    int state = child(BEGIN, alphabet.symbol(letter));
    return state == NONE || number(state, FAILURE) == NONE ? -1 : pops[number(state, POPS) + 1];
  }

  private int child(int state, int symbol) {
    int child = number(state, BASE) + symbol;
    return symbol != 0 && number(child, PARENT) == state ? child : NONE;
  }

  private int pop(int state, int[] ids, int count) {
    int at = number(state, POPS);
    for (int last = at + pops[at]; at < last; ) {
      ids[count++] = pops[++at];
    }
    return count;
  }

  private int number(int state, int which) {
    return states[(state << STATE_BITS) + which];
  }
}
