package dev.kindling.tokenizer;

/**
 * What a profile's reference knows about a single character, but for what it turns into.
 *
 * @param type how words are cut around it
 * @param combiningClass canonical combining class, 0 to 254: marks of one letter are put into its
 *     order; of a mark that is stripped only whether it is 0 counts
 * @param cased whether it has the property Cased, for the rule of the final Σ
 * @param caseIgnorable whether it has the property Case_Ignorable, for the same rule
 */
record CharacterProperties(Type type, int combiningClass, boolean cased, boolean caseIgnorable) {

  /** How words are cut around a character. */
  enum Type {
    /** Cleaning takes it away. */
    DELETED,
    /** It only ends a word. */
    SPACE,
    /** It is a word of its own. */
    PUNCTUATION,
    /** It belongs to a word, unless accents are stripped. */
    MARK,
    /** It belongs to a word. */
    OTHER
  }
}
