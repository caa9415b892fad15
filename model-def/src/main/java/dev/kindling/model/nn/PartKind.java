package dev.kindling.model.nn;

import dev.kindling.model.ParameterLayout;
import dev.kindling.model.ParameterSlice;
import dev.kindling.model.TransformerConfig;
import java.util.List;

/**
 * The parts of a network that can be called one by one, in the order of {@link ParameterLayout}.
 */
public enum PartKind {
  /** The word embeddings themselves; computes nothing, its readers are given the table. */
  WORDS,
  /** Token ids to rows; reads the word embeddings. */
  EMBEDDINGS,
  /** One block. */
  BLOCK,
  /** The normalisation at the end, where blocks begin with one. */
  FINAL_NORM,
  /** Logits of tokens at label positions; reads the word embeddings. */
  LABEL_HEAD,
  /** Logits of BERT's next-sentence decision. */
  NEXT_HEAD;

  static final String WORD = "embeddings.word";

  /**
   * The weights of a part, which stand side by side in the flat vector.
   *
   * @param layer number of the block; of no meaning for the others
   */
  public List<ParameterSlice> slices(TransformerConfig config, int layer) {
    return ParameterLayout.of(config).slices().stream()
        .filter(slice -> owns(slice.name(), layer))
        .toList();
  }

  private boolean owns(String name, int layer) {
    return switch (this) {
      case WORDS -> name.equals(WORD);
      case EMBEDDINGS -> name.startsWith("embeddings.") && !name.equals(WORD);
      case BLOCK -> name.startsWith("block." + layer + ".");
      case FINAL_NORM -> name.startsWith("final.");
      case LABEL_HEAD -> name.startsWith("mlm.");
      case NEXT_HEAD -> name.startsWith("pooler.") || name.startsWith("nsp.");
    };
  }

  /** Whether it reads the word embeddings beside what comes from the part before. */
  public boolean readsWords() {
    return this == EMBEDDINGS || this == LABEL_HEAD;
  }
}
