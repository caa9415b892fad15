package dev.kindling.corpus.book;

import java.util.regex.Pattern;

/** Removes the underscores and equals signs that stand for italics and bold type. */
final class TypeMarks {
  /**
   * At the edge of a word: before text and behind no letter, or the other way round. Inside names
   * such as {@code snake_case}, and in rows, they stay.
   */
  private static final Pattern ITALICS =
      Pattern.compile("(?<![\\p{L}\\p{N}_])_(?=[^\\s_])|(?<=[^\\s_])_(?![\\p{L}\\p{N}_])");

  private static final Pattern BOLD =
      Pattern.compile("(?<![\\p{L}\\p{N}=])=([\\p{L}\\p{N}][^=\\n]{0,200})=(?![\\p{L}\\p{N}=])");

  private TypeMarks() {}

  static String remove(String text) {
    String plain = text.indexOf('_') < 0 ? text : ITALICS.matcher(text).replaceAll("");
    return plain.indexOf('=') < 0 ? plain : BOLD.matcher(plain).replaceAll("$1");
  }
}
