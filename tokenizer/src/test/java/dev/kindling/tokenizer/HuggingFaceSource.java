package dev.kindling.tokenizer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Characters as Hugging Face's tokenizer treats them, found by asking it about each: its libraries
 * come from several versions of Unicode.
 */
final class HuggingFaceSource implements CharacterSource {

  private static final int CHARACTERS_PER_TEXT = 256;
  private static final String END = "q";
  // Two characters that keep their place in Hugging Face's canonical order though accents go.
  private static final String CLASS_216 = Character.toString(0x1D165);
  private static final String CLASS_226 = Character.toString(0x1D16D);

  private final Map<Integer, List<String>> split = ask(false, false, "", "", c -> true);
  private final Map<Integer, List<String>> lower = ask(true, false, "", "", c -> mayChange(c));
  private final Map<Integer, List<String>> base = ask(false, true, "", "", c -> mayChange(c));
  private final Map<Integer, Integer> combiningClasses = new HashMap<>(); // but for 0

  HuggingFaceSource() {
    IntPredicate mayMove = c -> UnicodeSource.combiningClass(c) != 0;
    Map<Integer, List<String>> before216 = ask(false, true, "", CLASS_216, mayMove);
    Map<Integer, List<String>> behind226 = ask(false, true, CLASS_226, "", mayMove);
    Map<Integer, List<String>> between = ask(false, true, CLASS_226, CLASS_216, mayMove);
    // A character that Unicode gives a class has the same for them, or none if it is too new: it
    // passes, or lets pass, a character of another class, or not.
    between.forEach(
        (c, words) -> {
          int combiningClass = UnicodeSource.combiningClass(c);
          boolean moves;
          if (type(c) == CharacterProperties.Type.MARK) {
            moves = middle(words).startsWith(CLASS_216);
          } else if (combiningClass > 216) {
            moves = middle(before216.get(c)).startsWith(CLASS_216);
          } else {
            moves = !middle(behind226.get(c)).startsWith(CLASS_226);
          }
          if (moves) {
            combiningClasses.put(c, combiningClass);
          }
        });
  }

  @Override
  public CharacterProperties properties(int codePoint) {
    return new CharacterProperties(
        type(codePoint), combiningClasses.getOrDefault(codePoint, 0), false, false);
  }

  @Override
  public int[] lower(int codePoint) {
    return change(codePoint, lower);
  }

  @Override
  public int[] base(int codePoint) {
    return change(codePoint, base);
  }

  private CharacterProperties.Type type(int codePoint) {
    List<String> words = split.get(codePoint);
    if (words.size() == 3) {
      return CharacterProperties.Type.PUNCTUATION;
    }
    if (words.size() == 2) {
      return CharacterProperties.Type.SPACE;
    }
    if (middle(words).isEmpty()) {
      return CharacterProperties.Type.DELETED;
    }
    return base(codePoint).length == 0
        ? CharacterProperties.Type.MARK
        : CharacterProperties.Type.OTHER;
  }

  private static int[] change(int codePoint, Map<Integer, List<String>> answers) {
    List<String> words = answers.get(codePoint);
    return words == null ? new int[] {codePoint} : middle(words).codePoints().toArray();
  }

  /** Whether the character may be a letter or a mark; the rest of Unicode is not in use. */
  private static boolean mayChange(int codePoint) {
    return codePoint < 0x32000 || (codePoint >= 0xE0000 && codePoint < 0xE1000);
  }

  /** The words of each character between a and b, with these texts before it and behind it. */
  private static Map<Integer, List<String>> ask(
      boolean lowercase,
      boolean stripAccents,
      String before,
      String behind,
      IntPredicate characters) {
    int[] asked = IntStream.rangeClosed(0, Character.MAX_CODE_POINT).filter(characters).toArray();
    Map<Integer, List<String>> answers = new HashMap<>();
    try (HuggingFaceWords theirs = new HuggingFaceWords(lowercase, stripAccents, false)) {
      for (int from = 0; from < asked.length; from += CHARACTERS_PER_TEXT) {
        int to = Math.min(asked.length, from + CHARACTERS_PER_TEXT);
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
          text.append('a').append(before).appendCodePoint(scalar(asked[i]));
          text.append(behind).append("b ").append(END).append(' ');
        }
        int next = from;
        List<String> words = new ArrayList<>();
        for (String word : theirs.words(text.toString())) {
          if (word.equals(END)) {
            answers.put(asked[next++], words);
            words = new ArrayList<>();
          } else {
            words.add(word);
          }
        }
      }
    }
    return answers;
  }

  /** A text of theirs can hold no surrogate; Java writes U+FFFD for it. */
  private static int scalar(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE
        ? 0xFFFD
        : codePoint;
  }

  /** What stands between a and b. */
  private static String middle(List<String> words) {
    String joined = String.join("", words);
    return joined.substring(1, joined.length() - 1);
  }
}
