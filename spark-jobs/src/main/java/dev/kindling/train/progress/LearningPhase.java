package dev.kindling.train.progress;

/** What a model is learning, as its loss tells. */
public enum LearningPhase {
  /** The loss is above what the pieces' frequencies alone would give: it learns these first. */
  FREQUENCIES("learning frequencies"),
  /** It knows the frequencies and makes nothing of the context yet; large models stay for long. */
  UNIGRAM_PLATEAU("unigram plateau"),
  /** It is below what frequencies can give: it uses the context. */
  LEARNING("learning"),
  /** The loss has risen well above its own best. */
  DIVERGING("diverging");

  private final String text;

  LearningPhase(String text) {
    this.text = text;
  }

  /** Its name for people and in {@code metrics.jsonl}. */
  public String text() {
    return text;
  }
}
