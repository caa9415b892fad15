package dev.kindling.corpus;

import java.nio.charset.StandardCharsets;

/**
 * One document of the corpus.
 *
 * @param id 32 hex digits, see {@link #id(String, long)}
 * @param source input's name and the file's path below the input's root, joined with a slash
 * @param offset byte offset of the record in that file; 0 when the file is one document
 * @param uri where the text came from: the page's address, or the source again
 * @param text plain text, one paragraph a line
 * @param language the text's language as detected when the record was read
 */
public record Document(
    String id, String source, long offset, String uri, String text, Language language) {
  private static final int ID_BYTES = 16;

  /**
   * A document whose language nobody has detected.
   *
   * @param id as above
   * @param source as above
   * @param offset as above
   * @param uri as above
   * @param text as above
   */
  public Document(String id, String source, long offset, String uri, String text) {
    this(id, source, offset, uri, text, Language.UNKNOWN);
  }

  /**
   * The id of the document at a place: the first 128 bits of SHA-256 over source, NUL and offset.
   *
   * @param source input's name and path below its root
   * @param offset byte offset of the record
   * @return 32 hex digits
   */
  public static String id(String source, long offset) {
    byte[] place = (source + '\0' + offset).getBytes(StandardCharsets.UTF_8);
    return Sha256.of(place, ID_BYTES);
  }

  /**
   * The same document with another text.
   *
   * @param newText replaces the text
   * @return a copy
   */
  public Document withText(String newText) {
    return new Document(id, source, offset, uri, newText, language);
  }

  /**
   * The same document in another language.
   *
   * @param detected replaces the language
   * @return a copy
   */
  public Document withLanguage(Language detected) {
    return new Document(id, source, offset, uri, text, detected);
  }
}
