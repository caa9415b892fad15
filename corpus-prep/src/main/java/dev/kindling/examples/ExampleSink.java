package dev.kindling.examples;

import java.util.List;

/** Takes examples as they are built. */
@FunctionalInterface
public interface ExampleSink {
  /**
   * An example.
   *
   * @param example unpadded and unmasked
   * @param origins where its tokens come from, in their order; they cover all but special tokens
   */
  void accept(Example example, List<Origin> origins);
}
