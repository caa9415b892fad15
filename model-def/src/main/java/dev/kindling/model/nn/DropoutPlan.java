package dev.kindling.model.nn;

import dev.kindling.model.Hash;
import dev.kindling.model.kernels.Dropout;

/**
 * What drops out in one micro-batch. Rows are numbered through all micro-batches of a step, so that
 * cutting a batch differently changes no mask.
 *
 * @param rate share of elements, 0 for none
 * @param seed random bits of the optimizer step
 * @param firstRow tokens of the micro-batches before this one
 */
public record DropoutPlan(double rate, long seed, long firstRow) {
  /** Nothing drops out. */
  public static final DropoutPlan NONE = new DropoutPlan(0, 0, 0);

  /** Where in the network elements drop out. */
  enum Site {
    EMBEDDINGS,
    ATTENTION,
    ATTENTION_OUTPUT,
    FEED_FORWARD_OUTPUT
  }

  Dropout at(int layer, Site site) {
    return at(layer, site, null);
  }

  /** The dropout of a matrix that holds only some of the batch's rows. */
  Dropout at(int layer, Site site, int[] rows) {
    return rate == 0 ? Dropout.NONE : new Dropout(rate, key(layer, site), firstRow, rows);
  }

  /** The dropout of probabilities, which have a row for each row and head. */
  Dropout ofHeads(int layer, int heads) {
    return rate == 0
        ? Dropout.NONE
        : new Dropout(rate, key(layer, Site.ATTENTION), firstRow * heads, null);
  }

  private long key(int layer, Site site) {
    return Hash.of(Hash.of(seed, layer), site.name());
  }
}
