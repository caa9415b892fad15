package dev.kindling.tokenizer;

import java.util.function.Consumer;

/** Cuts text into words. */
public final class BertNormalizer {

  /** Under these options. */
  public BertNormalizer(TokenizerOptions options) {}

  /** Passes each word on. */
  @SuppressWarnings("DoNotCallSuggester")
  public void words(CharSequence text, Consumer<String> sink) {
    throw new IllegalStateException("not built yet");
  }
}
