package dev.kindling.benchmarks.tokenizer;

import java.util.Arrays;
import java.util.Locale;

/** Who encodes, and how. */
enum EncoderSide {
  /** Kindling, from UTF-8. */
  KINDLING_UTF8(true) {
    @Override
    SharedEncoder open(byte[] json) {
      return new KindlingEncoder(json, true);
    }
  },
  /** Kindling, from strings. */
  KINDLING_CHARS(true) {
    @Override
    SharedEncoder open(byte[] json) {
      return new KindlingEncoder(json, false);
    }
  },
  /** Hugging Face, one call a document. */
  HUGGING_FACE_EACH(false) {
    @Override
    SharedEncoder open(byte[] json) {
      return new HuggingFaceEncoder(json, false);
    }
  },
  /** Hugging Face, one call for many documents, which it spreads over its own threads. */
  HUGGING_FACE_BATCH(false) {
    @Override
    SharedEncoder open(byte[] json) {
      return new HuggingFaceEncoder(json, true);
    }
  };

  private final boolean ours;

  EncoderSide(boolean ours) {
    this.ours = ours;
  }

  /** Whether it is Kindling. */
  boolean ours() {
    return ours;
  }

  /** The name on the lines. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The side of a label. */
  static EncoderSide ofLabel(String label) {
    return Arrays.stream(values())
        .filter(side -> side.label().equals(label))
        .findFirst()
        .orElseThrow();
  }

  /** Loads a {@code tokenizer.json}. */
  abstract SharedEncoder open(byte[] json);
}
