package dev.kindling.tokenizer;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@link CharacterRules} looked up instead of worked out: one int a character, filled a page of 256
 * characters at a time when first needed. Shared by all threads; a page is immutable, and two
 * threads that fill the same page make equal ones.
 */
final class CharacterTable {

  /** The character leaves no trace. */
  static final int DELETE = 0;

  /** The character only ends a word. */
  static final int SPACE = 1;

  /** The character, folded, is a word of its own. */
  static final int ISOLATE = 2;

  /** The character, folded, belongs to a word. */
  static final int LETTER = 3;

  /** The character folds into several, all letters. */
  static final int EXPAND = 4;

  /**
   * Folding the word needs more than its single characters: a final Σ, or marks to be put into
   * canonical order.
   */
  static final int CONTEXT = 5;

  private static final int KIND_SHIFT = 24;
  private static final int VALUE_MASK = (1 << KIND_SHIFT) - 1;
  private static final int PAGE_BITS = 8;
  private static final int PAGE_SIZE = 1 << PAGE_BITS;

  /** By options; the word limit has no part in it and is 1. */
  private static final Map<TokenizerOptions, CharacterTable> TABLES = new ConcurrentHashMap<>();

  /** Filled in its constructor, so that final fields make it safe to publish without a lock. */
  private final class Page {
    final int[] entries = new int[PAGE_SIZE];
    final int[][] expansions = new int[PAGE_SIZE][]; // null where there is none

    Page(int first) {
      for (int i = 0; i < PAGE_SIZE; i++) {
        int[] folded = rules.fold(first + i);
        int kind = kindOf(first + i, folded);
        boolean expands = kind == EXPAND || kind == CONTEXT;
        int value = expands ? i : folded.length == 1 ? folded[0] : 0;
        entries[i] = (kind << KIND_SHIFT) | value;
        expansions[i] = expands ? folded : null;
      }
    }
  }

  private final CharacterRules rules;
  private final Page[] pages = new Page[(Character.MAX_CODE_POINT + 1) >> PAGE_BITS];

  private CharacterTable(TokenizerOptions options) {
    this.rules = new CharacterRules(options);
  }

  /** The table of these options, which all with the same rules share. */
  static CharacterTable of(TokenizerOptions options) {
    return TABLES.computeIfAbsent(
        new TokenizerOptions(
            options.profile(),
            options.lowercase(),
            options.stripAccents(),
            options.splitIdeographs(),
            1),
        CharacterTable::new);
  }

  CharacterRules rules() {
    return rules;
  }

  /** Kind and value of a character, to be taken apart by {@link #kind} and {@link #value}. */
  int entry(int codePoint) {
    return page(codePoint).entries[codePoint & (PAGE_SIZE - 1)];
  }

  /** One of the kinds above. */
  static int kind(int entry) {
    return entry >>> KIND_SHIFT;
  }

  /** The folded character where the kind is {@link #ISOLATE} or {@link #LETTER}. */
  static int value(int entry) {
    return entry & VALUE_MASK;
  }

  /** The characters that one of kind {@link #EXPAND} or {@link #CONTEXT} folds into by itself. */
  int[] expansion(int codePoint) {
    Page page = page(codePoint);
    return page.expansions[value(page.entries[codePoint & (PAGE_SIZE - 1)])];
  }

  private Page page(int codePoint) {
    Page page = pages[codePoint >> PAGE_BITS];
    if (page == null) {
      page = new Page(codePoint & -PAGE_SIZE);
      pages[codePoint >> PAGE_BITS] = page;
    }
    return page;
  }

  private int kindOf(int codePoint, int[] folded) {
    if (rules.deletes(codePoint) || folded.length == 0) {
      return DELETE;
    }
    if (rules.isSpace(codePoint)) {
      return SPACE;
    }
    if (rules.isolatesIdeograph(codePoint)
        || (folded.length == 1 && rules.isPunctuation(folded[0]))) {
      return ISOLATE;
    }
    if ((rules.decomposes() && hasMovableMark(folded))
        || (codePoint == 'Σ' && rules.hasFinalSigma())) {
      return CONTEXT;
    }
    return folded.length == 1 ? LETTER : EXPAND;
  }

  /** Whether canonical order may move one of the characters past another. */
  private boolean hasMovableMark(int[] codePoints) {
    for (int codePoint : codePoints) {
      if (rules.properties(codePoint).combiningClass() != 0) {
        return true;
      }
    }
    return false;
  }
}
