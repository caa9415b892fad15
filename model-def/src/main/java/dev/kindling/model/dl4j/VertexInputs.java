package dev.kindling.model.dl4j;

import dev.kindling.model.Batch;
import dev.kindling.model.TransformerConfig;
import dev.kindling.model.nn.NetworkPart;
import dev.kindling.model.nn.PartKind;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a vertex is given, by the part that it is.
 *
 * <ul>
 *   <li>embeddings: tokens (B, L), segments (B, L) for BERT, lengths (B, 1), words (V, h)
 *   <li>block, final normalisation, next-sentence head: rows (B, L, h), lengths
 *   <li>label head: rows, lengths, label positions (B, K) with -1 for none, words
 * </ul>
 */
final class VertexInputs {
  private static final int[] NONE = {};

  private final PartKind kind;
  private final TransformerConfig config;
  private final INDArray[] inputs;
  private final int sequences;
  private final int length;
  private int[] labelPlaces; // of (B, K), those with a position

  VertexInputs(NetworkPart.Spec spec, INDArray[] inputs) {
    this.kind = spec.kind();
    this.config = spec.config();
    this.inputs = inputs;
    this.sequences = (int) inputs[0].size(0);
    this.length = (int) inputs[0].size(1);
    if (kind == PartKind.LABEL_HEAD) {
      labelPlaces = TokenLabels.given(Floats.ints(inputs[2]));
    }
  }

  boolean readsWords() {
    return kind.readsWords();
  }

  INDArray wordsArray() {
    return inputs[inputs.length - 1];
  }

  float[] words() {
    return readsWords() ? Floats.of(wordsArray()) : null;
  }

  /** Rows (B, L, h), null for the embeddings. */
  float[] rows() {
    return kind == PartKind.EMBEDDINGS ? null : Floats.of(inputs[0]);
  }

  Batch batch() {
    boolean tokensGiven = kind == PartKind.EMBEDDINGS;
    int[] zeros = new int[sequences * length];
    int[] tokens = tokensGiven ? Floats.ints(inputs[0]) : zeros;
    int[] lengths = Floats.ints(inputs[tokensGiven && config.isBert() ? 2 : 1]);
    int[] labelRows = kind == PartKind.LABEL_HEAD ? labelRows() : NONE;
    int[] labels = new int[labelRows.length];
    if (!config.isBert()) {
      return Batch.gpt(sequences, length, tokens, lengths, labelRows, labels);
    }
    int[] segments = tokensGiven ? Floats.ints(inputs[1]) : zeros;
    return Batch.bert(sequences, length, tokens, segments, lengths, labelRows, labels, NONE);
  }

  private int[] labelRows() {
    int[] positions = Floats.ints(inputs[2]);
    int perSequence = positions.length / sequences;
    int[] rows = new int[labelPlaces.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = labelPlaces[i] / perSequence * length + positions[labelPlaces[i]];
    }
    return rows;
  }

  /** What the vertex hands on. */
  INDArray output(float[] values) {
    return switch (kind) {
      case LABEL_HEAD -> {
        int classes = config.vocabularySize();
        long places = inputs[2].length();
        float[] spread = TokenLabels.spread(values, labelPlaces, classes, (int) places);
        yield Floats.array(spread, sequences, places / sequences, classes);
      }
      case NEXT_HEAD -> Floats.array(values, sequences, 1, 2);
      default -> Floats.array(values, sequences, length, config.hidden());
    };
  }

  /** The gradient of what the part returned. */
  float[] outputGradient(INDArray epsilon) {
    float[] values = Floats.of(epsilon);
    return kind == PartKind.LABEL_HEAD
        ? TokenLabels.pick(values, labelPlaces, config.vocabularySize())
        : values;
  }
}
