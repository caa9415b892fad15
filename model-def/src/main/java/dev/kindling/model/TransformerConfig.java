package dev.kindling.model;

import java.io.Serializable;

/**
 * The shape of a transformer.
 *
 * @param architecture encoder or decoder
 * @param vocabularySize number of token ids V, at least 2
 * @param layers number of blocks, at least 1
 * @param hidden width h of the residual stream, a multiple of {@code heads}
 * @param heads attention heads
 * @param feedForward width f of the feed-forward layer
 * @param positions number of positions P: the longest sequence
 * @param positionEncoding whether positions are learned
 * @param normPlacement before or behind each sublayer; a decoder with {@link NormPlacement#POST} is
 *     GPT-1, with {@link NormPlacement#PRE} GPT-2
 * @param activation of the feed-forward layers and of BERT's masked-language-model head
 * @param dropout rate of all dropouts (embeddings, attention probabilities, residuals), in [0, 1)
 * @param layerNormEpsilon added to the variance in layer normalisation, positive
 */
public record TransformerConfig(
    Architecture architecture,
    int vocabularySize,
    int layers,
    int hidden,
    int heads,
    int feedForward,
    int positions,
    PositionEncoding positionEncoding,
    NormPlacement normPlacement,
    Activation activation,
    double dropout,
    double layerNormEpsilon)
    implements Serializable {

  /** Epsilon of the published BERT models. */
  public static final double BERT_EPSILON = 1e-12;

  /** Epsilon of the published GPT-1 and GPT-2 models. */
  public static final double GPT_EPSILON = 1e-5;

  /** Checks each component. */
  public TransformerConfig {
    requireGiven("architecture", architecture);
    requireGiven("position-encoding", positionEncoding);
    requireGiven("norm-placement", normPlacement);
    requireGiven("activation", activation);
    requireAtLeast("vocabulary-size", vocabularySize, 2);
    requireAtLeast("layers", layers, 1);
    requireAtLeast("hidden", hidden, 1);
    requireAtLeast("heads", heads, 1);
    requireAtLeast("feed-forward", feedForward, 1);
    requireAtLeast("positions", positions, 1);
    if (hidden % heads != 0) {
      throw new IllegalArgumentException(
          "hidden must be a multiple of heads, got hidden " + hidden + " and heads " + heads);
    }
    if (!(dropout >= 0 && dropout < 1)) { // also catches NaN
      throw new IllegalArgumentException("dropout must be in [0, 1), got " + dropout);
    }
    if (!(layerNormEpsilon > 0 && layerNormEpsilon < 1)) {
      throw new IllegalArgumentException(
          "layer-norm-epsilon must be in (0, 1), got " + layerNormEpsilon);
    }
  }

  /**
   * Returns a BERT as published (Devlin et al. 2019): learned positions, normalisation behind each
   * residual, erf GELU.
   */
  public static TransformerConfig bert(
      int vocabularySize,
      int layers,
      int hidden,
      int heads,
      int feedForward,
      int positions,
      double dropout) {
    return new TransformerConfig(
        Architecture.BERT,
        vocabularySize,
        layers,
        hidden,
        heads,
        feedForward,
        positions,
        PositionEncoding.LEARNED,
        NormPlacement.POST,
        Activation.GELU_ERF,
        dropout,
        BERT_EPSILON);
  }

  /**
   * Returns a GPT-2 as published (Radford et al. 2019): learned positions, normalisation before
   * each sublayer, tanh GELU.
   */
  public static TransformerConfig gpt(
      int vocabularySize,
      int layers,
      int hidden,
      int heads,
      int feedForward,
      int positions,
      double dropout) {
    return new TransformerConfig(
        Architecture.GPT,
        vocabularySize,
        layers,
        hidden,
        heads,
        feedForward,
        positions,
        PositionEncoding.LEARNED,
        NormPlacement.PRE,
        Activation.GELU_TANH,
        dropout,
        GPT_EPSILON);
  }

  /** Returns this configuration with other positions. */
  public TransformerConfig withPositionEncoding(PositionEncoding value) {
    return new TransformerConfig(
        architecture,
        vocabularySize,
        layers,
        hidden,
        heads,
        feedForward,
        positions,
        value,
        normPlacement,
        activation,
        dropout,
        layerNormEpsilon);
  }

  /** Returns this configuration with another place of normalisation. */
  public TransformerConfig withNormPlacement(NormPlacement value) {
    return new TransformerConfig(
        architecture,
        vocabularySize,
        layers,
        hidden,
        heads,
        feedForward,
        positions,
        positionEncoding,
        value,
        activation,
        dropout,
        layerNormEpsilon);
  }

  /** Returns this configuration with another activation. */
  public TransformerConfig withActivation(Activation value) {
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
        value,
        dropout,
        layerNormEpsilon);
  }

  /** Returns the width of one head: {@code hidden / heads}. */
  public int headSize() {
    return hidden / heads;
  }

  /** Returns whether this is a BERT. */
  public boolean isBert() {
    return architecture == Architecture.BERT;
  }

  /** Returns whether each sublayer normalises what it reads. */
  public boolean isPreNorm() {
    return normPlacement == NormPlacement.PRE;
  }

  private static void requireGiven(String name, Object value) {
    if (value == null) {
      throw new IllegalArgumentException(name + " must be given");
    }
  }

  private static void requireAtLeast(String name, int value, int minimum) {
    if (value < minimum) {
      throw new IllegalArgumentException(name + " must be at least " + minimum + ", got " + value);
    }
  }
}
