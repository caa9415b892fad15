package dev.kindling.model;

import java.util.ArrayList;
import java.util.List;

/** Every combination of what a configuration may choose besides its sizes. */
public final class Variants {
  private Variants() {}

  /** Returns the twelve variants of a configuration: positions, place of norms, activation. */
  public static List<TransformerConfig> of(TransformerConfig config) {
    List<TransformerConfig> variants = new ArrayList<>();
    for (PositionEncoding positions : PositionEncoding.values()) {
      for (NormPlacement norms : NormPlacement.values()) {
        for (Activation activation : Activation.values()) {
          variants.add(
              config
                  .withPositionEncoding(positions)
                  .withNormPlacement(norms)
                  .withActivation(activation));
        }
      }
    }
    return variants;
  }
}
