package dev.kindling.jobs.config;

import dev.kindling.model.Architecture;
import dev.kindling.model.TransformerConfig;
import java.io.Serializable;

/**
 * The size of a model; defaults are those of BERT base and the smallest GPT-2.
 *
 * @param architecture bert or gpt
 * @param layers transformer blocks, at least 1
 * @param hidden width of the residual stream, a multiple of {@code heads}
 * @param heads attention heads, at least 1
 * @param feedForward inner width of the feed-forward part; 0 stands for 4 times hidden
 * @param dropout on embeddings, attention weights and residual branches, in [0, 1)
 */
public record ModelConfig(
    Architecture architecture,
    @Default("12") int layers,
    @Default("768") int hidden,
    @Default("12") int heads,
    @Default("0") int feedForward,
    @Default("0.1") double dropout)
    implements Serializable {
  /** Checks the ranges. */
  public ModelConfig {
    new Check()
        .positive("layers", layers)
        .positive("hidden", hidden)
        .positive("heads", heads)
        .that(
            heads <= 0 || hidden % heads == 0,
            "hidden",
            hidden,
            "must be divisible by heads = " + heads)
        .notNegative("feed-forward", feedForward)
        .fraction("dropout", dropout)
        .done();
    feedForward = feedForward == 0 ? 4 * hidden : feedForward;
  }

  /**
   * The network of this size.
   *
   * @param vocabularySize number of token ids
   * @param positions longest sequence
   * @return with the architecture's published layer norm epsilon
   */
  public TransformerConfig transformer(int vocabularySize, int positions) {
    return architecture == Architecture.BERT
        ? TransformerConfig.bert(
            vocabularySize, layers, hidden, heads, feedForward, positions, dropout)
        : TransformerConfig.gpt(
            vocabularySize, layers, hidden, heads, feedForward, positions, dropout);
  }
}
