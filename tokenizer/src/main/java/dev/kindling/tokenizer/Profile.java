package dev.kindling.tokenizer;

/**
 * Whose rules the text is cleaned and split by. The differences:
 *
 * <table>
 *   <caption>Google's BERT and Hugging Face's tokenizers</caption>
 *   <tr><th>case</th><th>{@link #GOOGLE}</th><th>{@link #HF}</th></tr>
 *   <tr><td>longest word, in code points</td><td>200</td><td>100</td></tr>
 *   <tr><td>private-use characters</td><td>kept</td><td>deleted</td></tr>
 *   <tr><td>ideographs U+2B820 to U+2B91F</td><td>one word each</td><td>like letters</td></tr>
 *   <tr><td>lower case</td><td>before accents are stripped; Σ at the end of a word gives ς</td>
 *       <td>after accents are stripped, each character by itself; Σ gives σ</td></tr>
 * </table>
 */
public enum Profile {
  /** The rules of {@code tokenization.py} in Google's BERT repository. */
  GOOGLE,
  /**
   * The rules of Hugging Face's {@code tokenizers} library: BertNormalizer, BertPreTokenizer and
   * WordPiece.
   */
  HF
}
