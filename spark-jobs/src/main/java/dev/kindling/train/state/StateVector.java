package dev.kindling.train.state;

/** The vectors of a training state, each as long as the model has parameters. */
public enum StateVector {
  /** Weights; always shared by all workers. */
  PARAMETERS("parameters"),
  /** The optimizer's running mean of gradients. */
  FIRST_MOMENT("first-moment"),
  /** The optimizer's running mean of squared gradients. */
  SECOND_MOMENT("second-moment"),
  /** Momentum of the outer optimizer. */
  OUTER_MOMENTUM("outer-momentum"),
  /** What rounding took from what was sent so far, of a worker or of the outer step. */
  RESIDUAL("residual"),

  /** Weights that a worker goes on from, where the mean reaches it one round late. */
  LOCAL_PARAMETERS("local-parameters");

  private final String text;

  StateVector(String text) {
    this.text = text;
  }

  /** The name as files carry it. */
  public String text() {
    return text;
  }
}
