package dev.kindling.corpus;

import java.util.Set;

/**
 * A record that gave no document, and why.
 *
 * @param source input's name and path below its root
 * @param offset byte offset of the record in the file
 * @param uri the page's address where it is known, else the source
 * @param reason one of a small set of words, to count by: {@code truncated}, {@code not-text}, …
 * @param detail one sentence for a reader
 * @param sha256 64 hex digits over the record's bytes as far as they were read
 */
public record Quarantined(
    String source, long offset, String uri, String reason, String detail, String sha256) {
  private static final Set<String> SOUND =
      Set.of(
          "not-text",
          "http-status",
          "record-type",
          "empty",
          "namespace",
          "redirect",
          "disambiguation",
          "content-model");

  /**
   * Whether the record is damaged, and so counts towards max-bad-fraction. A sound record that
   * holds no text (an image, an error page, an empty file) does not.
   *
   * @return true for damage
   */
  public boolean damaged() {
    return !SOUND.contains(reason);
  }
}
