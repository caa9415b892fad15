package dev.kindling.jobs.stage;

import dev.kindling.jobs.stage.Input.Upstream;

/**
 * The names by which stages know each other: the command of each, and the directory below the work
 * folder that it fills.
 */
public final class Layout {
  /** Every record of the raw text, read once. */
  public static final Upstream RECORDS = new Upstream("records", "records");

  /** Documents and, beside them, the ledgers of drops and edits. */
  public static final Upstream CORPUS = new Upstream("corpus", "documents");

  /** The report page of the corpus. */
  public static final Upstream CORPUS_REPORT = new Upstream("corpus-report", "corpus-report");

  /** The words of the text that is trained on, counted. */
  public static final Upstream WORDS = new Upstream("words", "words");

  /** The vocabulary's files. */
  public static final Upstream VOCABULARY = new Upstream("vocab", "vocab");

  private Layout() {}

  /** Example shards, by the key below {@code examples:} in the config. */
  public static Upstream examples(String name) {
    return new Upstream("examples " + name, "examples/" + name);
  }

  /** Checkpoints and metrics, by the key below {@code runs:} in the config. */
  public static Upstream pretrain(String run) {
    return new Upstream("pretrain " + run, "runs/" + run);
  }

  /** The held-out figures, which stand beside the checkpoints. */
  public static Upstream evaluate(String run) {
    return new Upstream("evaluate " + run, "runs/" + run);
  }

  /** The model folder. */
  public static Upstream export(String run) {
    return new Upstream("export " + run, "export/" + run);
  }

  /** The report page, which stands beside the checkpoints. */
  public static Upstream report(String run) {
    return new Upstream("report " + run, "runs/" + run);
  }
}
