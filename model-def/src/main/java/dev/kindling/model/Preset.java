package dev.kindling.model;

/** Published sizes, each with what its paper says of positions, norms and activation. */
public enum Preset {
  /** Google's smallest (Turc et al. 2019), BERT L-2 H-128. */
  BERT_TINY(Architecture.BERT, 2, 128),
  /** BERT L-4 H-256 (Turc et al. 2019). */
  BERT_MINI(Architecture.BERT, 4, 256),
  /** BERT L-4 H-512 (Turc et al. 2019). */
  BERT_SMALL(Architecture.BERT, 4, 512),
  /** BERT L-8 H-512 (Turc et al. 2019). */
  BERT_MEDIUM(Architecture.BERT, 8, 512),
  /** BERT-base (Devlin et al. 2019). */
  BERT_BASE(Architecture.BERT, 12, 768),
  /** BERT-large (Devlin et al. 2019). */
  BERT_LARGE(Architecture.BERT, 24, 1024),
  /** The first GPT (Radford et al. 2018): normalises behind each residual. */
  GPT1(Architecture.GPT, 12, 768) {
    @Override
    public TransformerConfig of(int vocabularySize, int positions, double dropout) {
      return super.of(vocabularySize, positions, dropout).withNormPlacement(NormPlacement.POST);
    }
  },
  /** GPT-2 small (Radford et al. 2019), 124 million parameters. */
  GPT2_124M(Architecture.GPT, 12, 768),
  /** GPT-2 medium, 355 million parameters. */
  GPT2_355M(Architecture.GPT, 24, 1024),
  /** GPT-2 large, 774 million parameters. */
  GPT2_774M(Architecture.GPT, 36, 1280),
  /** GPT-2 XL, 1,558 million parameters. */
  GPT2_1558M(Architecture.GPT, 48, 1600);

  /** Width of every head of every published size. */
  private static final int HEAD_SIZE = 64;

  private final Architecture architecture;
  private final int layers;
  private final int hidden;

  Preset(Architecture architecture, int layers, int hidden) {
    this.architecture = architecture;
    this.layers = layers;
    this.hidden = hidden;
  }

  /**
   * Returns a model of this size.
   *
   * @param vocabularySize number of token ids; published are 30,522 (BERT), 40,478 (GPT-1) and
   *     50,257 (GPT-2)
   * @param positions the longest sequence; published are 512 (BERT, GPT-1) and 1,024 (GPT-2)
   * @param dropout rate of all dropouts; 0.1 in all papers
   */
  public TransformerConfig of(int vocabularySize, int positions, double dropout) {
    int heads = hidden / HEAD_SIZE;
    int feedForward = 4 * hidden;
    return architecture == Architecture.BERT
        ? TransformerConfig.bert(
            vocabularySize, layers, hidden, heads, feedForward, positions, dropout)
        : TransformerConfig.gpt(
            vocabularySize, layers, hidden, heads, feedForward, positions, dropout);
  }
}
