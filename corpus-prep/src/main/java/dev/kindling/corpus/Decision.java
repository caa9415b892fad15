package dev.kindling.corpus;

import java.util.List;

/** What a rule says about one document. */
public sealed interface Decision {
  /** The document stays as it is. */
  Decision KEEP = new Keep();

  /** The document stays as it is. */
  record Keep() implements Decision {}

  /**
   * The document stays with another text.
   *
   * @param text the new text
   * @param edits what was changed, in the order of offsets, without overlaps; applied to the old
   *     text they give the new one
   */
  record Edit(String text, List<TextEdit> edits) implements Decision {
    /** Copies the list. */
    public Edit {
      edits = List.copyOf(edits);
    }
  }

  /**
   * The document goes.
   *
   * @param reason the rule's name and the parameter that was violated, as in {@code
   *     length.minimum-words}
   * @param value what was measured
   * @param threshold what the parameter allows
   * @param detail what the numbers do not say, such as the word that matched; may be empty
   */
  record Drop(String reason, double value, double threshold, String detail) implements Decision {
    /**
     * A drop that its numbers explain.
     *
     * @param reason as above
     * @param value as above
     * @param threshold as above
     */
    public Drop(String reason, double value, double threshold) {
      this(reason, value, threshold, "");
    }
  }
}
