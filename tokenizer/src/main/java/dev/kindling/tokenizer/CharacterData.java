package dev.kindling.tokenizer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All that the tokenizer knows of Unicode, one instance for each profile's reference. It comes from
 * a table in this module and not from the Java platform, so that another Java version changes no
 * ids. The table's lines: {@code range first..last type combining-class [cased] [ignorable]} for
 * each run of characters with the same properties, {@code lower character characters} and {@code
 * base character characters} for each that these change; code points in hexadecimal.
 */
final class CharacterData {

  // Hangul syllables decompose by this arithmetic, section 3.12 of the Unicode Standard.
  private static final int FIRST_SYLLABLE = 0xAC00;
  private static final int LAST_SYLLABLE = 0xD7A3;
  private static final int FIRST_LEADING = 0x1100;
  private static final int FIRST_VOWEL = 0x1161;
  private static final int BEFORE_TRAILING = 0x11A7;
  private static final int VOWELS = 21;
  private static final int TRAILINGS = 28; // none among them

  private static final CharacterData GOOGLE = read("characters-google.tsv");
  private static final CharacterData HF = read("characters-hf.tsv");

  private final int[] firsts; // of each range, ascending
  private final CharacterProperties[] properties; // of each range
  private final Map<Integer, int[]> lower;
  private final Map<Integer, int[]> base;

  private CharacterData(
      int[] firsts,
      CharacterProperties[] properties,
      Map<Integer, int[]> lower,
      Map<Integer, int[]> base) {
    this.firsts = firsts;
    this.properties = properties;
    this.lower = lower;
    this.base = base;
  }

  static CharacterData of(Profile profile) {
    return profile == Profile.GOOGLE ? GOOGLE : HF;
  }

  CharacterProperties properties(int codePoint) {
    int range = Arrays.binarySearch(firsts, codePoint);
    return properties[range >= 0 ? range : -range - 2];
  }

  /** Lower case of the character by itself, so that Σ gives σ; İ gives i and U+0307. */
  int[] lower(int codePoint) {
    int[] changed = lower.get(codePoint);
    return changed == null ? new int[] {codePoint} : changed;
  }

  /**
   * The character's canonical decomposition without the marks that stripping accents takes away;
   * empty where it is such a mark.
   */
  int[] base(int codePoint) {
    if (codePoint >= FIRST_SYLLABLE && codePoint <= LAST_SYLLABLE) {
      return jamo(codePoint - FIRST_SYLLABLE);
    }
    if (properties(codePoint).type() == CharacterProperties.Type.MARK) {
      return new int[0];
    }
    int[] changed = base.get(codePoint);
    return changed == null ? new int[] {codePoint} : changed;
  }

  private static int[] jamo(int syllable) {
    int leading = FIRST_LEADING + syllable / (VOWELS * TRAILINGS);
    int vowel = FIRST_VOWEL + syllable / TRAILINGS % VOWELS;
    int trailing = syllable % TRAILINGS;
    return trailing == 0
        ? new int[] {leading, vowel}
        : new int[] {leading, vowel, BEFORE_TRAILING + trailing};
  }

  private static CharacterData read(String resource) {
    List<Integer> firsts = new ArrayList<>();
    List<CharacterProperties> properties = new ArrayList<>();
    Map<Integer, int[]> lower = new HashMap<>();
    Map<Integer, int[]> base = new HashMap<>();
    for (String line : lines(resource)) {
      String[] fields = line.split("\t", -1);
      switch (fields[0]) {
        case "range" -> {
          firsts.add(hexadecimal(fields[1].substring(0, fields[1].indexOf("..")))[0]);
          properties.add(properties(Arrays.asList(fields)));
        }
        case "lower" -> lower.put(hexadecimal(fields[1])[0], hexadecimal(fields[2]));
        case "base" -> base.put(hexadecimal(fields[1])[0], hexadecimal(fields[2]));
        default -> throw new IllegalStateException(resource + ": no line can be " + line);
      }
    }
    return new CharacterData(
        firsts.stream().mapToInt(Integer::intValue).toArray(),
        properties.toArray(CharacterProperties[]::new),
        lower,
        base);
  }

  private static CharacterProperties properties(List<String> fields) {
    return new CharacterProperties(
        CharacterProperties.Type.valueOf(fields.get(2)),
        Integer.parseInt(fields.get(3)),
        fields.contains("cased"),
        fields.contains("ignorable"));
  }

  private static int[] hexadecimal(String codePoints) {
    return Arrays.stream(codePoints.split(" ", -1))
        .mapToInt(codePoint -> Integer.parseInt(codePoint, 16))
        .toArray();
  }

  private static List<String> lines(String resource) {
    try (InputStream in = CharacterData.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("The tokenizer's jar lacks " + resource);
      }
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
