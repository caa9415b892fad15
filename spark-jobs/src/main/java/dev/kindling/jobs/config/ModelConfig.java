package dev.kindling.jobs.config;

import dev.kindling.model.Activation;
import dev.kindling.model.Architecture;
import dev.kindling.model.NormPlacement;
import dev.kindling.model.PositionEncoding;
import dev.kindling.model.Preset;
import dev.kindling.model.TransformerConfig;
import java.io.Serializable;

/**
 * The network. Each value is the one written, else the preset's, else that of the architecture's
 * paper; once resolved, none but the preset is null.
 *
 * @param preset a published model to start from; null without one
 * @param architecture bert or gpt
 * @param layers transformer blocks, at least 1
 * @param hidden width of the residual stream, a multiple of {@code heads}
 * @param heads attention heads, at least 1
 * @param feedForward inner width of the feed-forward part; 0 stands for 4 times hidden
 * @param positionEncoding learned or sinusoidal
 * @param normPlacement before or behind each sublayer
 * @param activation of the feed-forward part
 * @param dropout on embeddings, attention weights and residual branches, in [0, 1)
 */
public record ModelConfig(
    @Operational @Derived("none") Preset preset,
    @Derived("the preset's; required without one") Architecture architecture,
    @Derived("the preset's, else `12`") Integer layers,
    @Derived("the preset's, else `768`") Integer hidden,
    @Derived("the preset's, else `12`") Integer heads,
    @Default("0") int feedForward,
    @Derived("the preset's, else `learned`") PositionEncoding positionEncoding,
    @Derived("the preset's, else `post` for BERT, `pre` for GPT") NormPlacement normPlacement,
    @Derived("the preset's, else `gelu-erf` for BERT, `gelu-tanh` for GPT") Activation activation,
    @Default("0.1") double dropout)
    implements Serializable {
  private static final int ANY = 512; // vocabulary and positions, where only the rest is asked for

  /** Fills in what is absent and checks the ranges. */
  public ModelConfig {
    Check check = new Check();
    if (preset == null && architecture == null) {
      check.missing("architecture", "name one, or a preset").done();
    }
    TransformerConfig base = base(preset, architecture);
    check.that(
        architecture == null || architecture == base.architecture(),
        "architecture",
        architecture,
        "must be %s, as preset says".formatted(Names.value(base.architecture())));
    architecture = base.architecture();
    layers = layers == null ? Integer.valueOf(base.layers()) : layers;
    hidden = hidden == null ? Integer.valueOf(base.hidden()) : hidden;
    heads = heads == null ? Integer.valueOf(base.heads()) : heads;
    positionEncoding = positionEncoding == null ? base.positionEncoding() : positionEncoding;
    normPlacement = normPlacement == null ? base.normPlacement() : normPlacement;
    activation = activation == null ? base.activation() : activation;
    check
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

  private static TransformerConfig base(Preset preset, Architecture architecture) {
    if (preset != null) {
      return preset.of(ANY, ANY, 0);
    }
    return architecture == Architecture.BERT
        ? Preset.BERT_BASE.of(ANY, ANY, 0)
        : Preset.GPT2_124M.of(ANY, ANY, 0);
  }

  /**
   * The network of this size.
   *
   * @param vocabularySize number of token ids
   * @param positions longest sequence
   * @return with the architecture's published layer norm epsilon
   */
  public TransformerConfig transformer(int vocabularySize, int positions) {
    return new TransformerConfig(
        architecture,
        vocabularySize,
        layers,
        hidden,
        heads,
        feedForward,
        positions,
        positionEncoding,
        normPlacement,
        activation,
        dropout,
        base(preset, architecture).layerNormEpsilon());
  }
}
