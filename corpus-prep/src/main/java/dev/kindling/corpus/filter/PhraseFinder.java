package dev.kindling.corpus.filter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds any of many phrases in one pass over a text, whatever their number, without regard to upper
 * and lower case (Aho and Corasick 1975). Has no state and may be shared by threads.
 */
final class PhraseFinder {
  private static final int NONE = Transitions.NONE;
  private static final int ROOT = 0;

  private final List<String> phrases;
  private final boolean wholeWords;

  private final Transitions children = new Transitions();
  private final int[] rootChildren = new int[Character.MAX_VALUE + 1];

  /** The longest proper suffix of a state that is a state too. */
  private final int[] fallback;

  /** The phrase that ends in a state. */
  private final int[] phrase;

  /** The next state along the fallbacks in which a phrase ends. */
  private final int[] nextPhrase;

  /**
   * Prepares.
   *
   * @param phrases empty ones are left out
   * @param wholeWords whether a phrase counts only where no letter, digit or underscore stands
   *     beside it
   */
  PhraseFinder(List<String> phrases, boolean wholeWords) {
    this.phrases =
        phrases.stream().map(PhraseFinder::folded).filter(p -> !p.isEmpty()).distinct().toList();
    this.wholeWords = wholeWords;
    List<Integer> phraseOfState = new ArrayList<>();
    List<State> states = buildTree(this.phrases, children, phraseOfState);
    for (State state : states) {
      if (state.parent == ROOT) {
        rootChildren[state.edge] = state.number;
      }
    }
    phrase = phraseOfState.stream().mapToInt(Integer::intValue).toArray();
    fallback = new int[phrase.length];
    nextPhrase = new int[phrase.length];
    nextPhrase[ROOT] = NONE;
    linkFallbacks(states);
  }

  /** Takes matches in the order of their ends. */
  @FunctionalInterface
  interface Sink {
    /** Returns whether to go on. */
    boolean match(String phrase, int start, int end);
  }

  /** Reports every occurrence, those that overlap too. */
  void find(String text, Sink sink) {
    int state = ROOT;
    for (int i = 0; i < text.length(); i++) {
      state = next(state, Character.toLowerCase(text.charAt(i)));
      if (state != ROOT) {
        int ending = phrase[state] == NONE ? nextPhrase[state] : state;
        while (ending != NONE) {
          String found = phrases.get(phrase[ending]);
          int start = i + 1 - found.length();
          if (fits(text, start, i + 1) && !sink.match(found, start, i + 1)) {
            return;
          }
          ending = nextPhrase[ending];
        }
      }
    }
  }

  private boolean fits(String text, int start, int end) {
    return !wholeWords
        || ((start == 0 || !CharacterKind.isWordPart(text.charAt(start - 1)))
            && (end == text.length() || !CharacterKind.isWordPart(text.charAt(end))));
  }

  private int next(int state, char c) {
    for (int from = state; from != ROOT; from = fallback[from]) {
      int child = children.get(from, c);
      if (child != NONE) {
        return child;
      }
    }
    return rootChildren[c];
  }

  /** A state of the tree of all phrases; the root is the only one without a parent. */
  private record State(int number, int parent, char edge, int depth) {}

  private static List<State> buildTree(
      List<String> phrases, Transitions children, List<Integer> phraseOfState) {
    List<State> states = new ArrayList<>();
    phraseOfState.add(NONE);
    for (int p = 0; p < phrases.size(); p++) {
      int state = ROOT;
      String phrase = phrases.get(p);
      for (int depth = 1; depth <= phrase.length(); depth++) {
        char c = phrase.charAt(depth - 1);
        int child = children.get(state, c);
        if (child == NONE) {
          child = phraseOfState.size();
          phraseOfState.add(NONE);
          children.put(state, c, child);
          states.add(new State(child, state, c, depth));
        }
        state = child;
      }
      phraseOfState.set(state, p);
    }
    return states;
  }

  /** In the order of depths, so that what a state falls back to is complete. */
  private void linkFallbacks(List<State> states) {
    states.sort(Comparator.comparingInt(State::depth));
    for (State state : states) {
      int suffix = state.parent == ROOT ? ROOT : next(fallback[state.parent], state.edge);
      fallback[state.number] = suffix;
      nextPhrase[state.number] = phrase[suffix] == NONE ? nextPhrase[suffix] : suffix;
    }
  }

  /** In lower case unit by unit, as the text is read. */
  private static String folded(String phrase) {
    char[] units = phrase.toCharArray();
    for (int i = 0; i < units.length; i++) {
      units[i] = Character.toLowerCase(units[i]);
    }
    return new String(units);
  }
}
