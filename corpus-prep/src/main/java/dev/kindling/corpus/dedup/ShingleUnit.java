package dev.kindling.corpus.dedup;

/** What a shingle is a run of. */
public enum ShingleUnit {
  /**
   * Words of the folded text: separated by white space; an ideograph is a word of its own, because
   * no white space stands between the words of Chinese.
   */
  WORD,

  /** Characters of the folded text, one blank between words. */
  CHARACTER
}
