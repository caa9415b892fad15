package dev.kindling.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where each weight of a transformer stands in the one flat parameter vector. */
public final class ParameterLayout {
  private final Map<String, ParameterSlice> byName = new LinkedHashMap<>();
  private long size;

  private ParameterLayout() {}

  /**
   * Returns the layout of a configuration; equal configurations give equal layouts.
   *
   * @throws IllegalArgumentException if the parameters do not fit one array (2<sup>31</sup>)
   */
  public static ParameterLayout of(TransformerConfig config) {
    ParameterLayout layout = new ParameterLayout();
    layout.addEmbeddings(config);
    for (int layer = 0; layer < config.layers(); layer++) {
      layout.addBlock("block." + layer + ".", config.hidden(), config.feedForward());
    }
    layout.addHeads(config);
    return layout;
  }

  /** Returns the number of parameters. */
  public int size() {
    return (int) size;
  }

  /** Returns the slices in the order of the vector, without gaps. */
  public List<ParameterSlice> slices() {
    return Collections.unmodifiableList(new ArrayList<>(byName.values()));
  }

  /**
   * Returns the slice of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public ParameterSlice slice(String name) {
    ParameterSlice slice = byName.get(name);
    if (slice == null) {
      throw new IllegalArgumentException(
          "no parameter is named " + name + "; this model has " + byName.keySet());
    }
    return slice;
  }

  private void addEmbeddings(TransformerConfig c) {
    matrix("embeddings.word", c.vocabularySize(), c.hidden());
    if (c.positionEncoding() == PositionEncoding.LEARNED) {
      matrix("embeddings.position", c.positions(), c.hidden());
    }
    if (c.isBert()) {
      matrix("embeddings.segment", 2, c.hidden());
    }
    if (c.isBert() && !c.isPreNorm()) {
      norm("embeddings.norm", c.hidden());
    }
  }

  private void addBlock(String prefix, int hidden, int feedForward) {
    linear(prefix + "attention.qkv", 3 * hidden, hidden);
    linear(prefix + "attention.output", hidden, hidden);
    norm(prefix + "attention.norm", hidden);
    linear(prefix + "feedforward.inner", feedForward, hidden);
    linear(prefix + "feedforward.outer", hidden, feedForward);
    norm(prefix + "feedforward.norm", hidden);
  }

  private void addHeads(TransformerConfig c) {
    if (c.isPreNorm()) {
      norm("final.norm", c.hidden());
    }
    if (!c.isBert()) {
      return;
    }
    linear("mlm.dense", c.hidden(), c.hidden());
    norm("mlm.norm", c.hidden());
    vector("mlm.output.bias", c.vocabularySize());
    linear("pooler.dense", c.hidden(), c.hidden());
    linear("nsp", 2, c.hidden());
  }

  private void linear(String name, int outputs, int inputs) {
    matrix(name + ".weight", outputs, inputs);
    vector(name + ".bias", outputs);
  }

  private void norm(String name, int width) {
    vector(name + ".gain", width);
    vector(name + ".bias", width);
  }

  private void matrix(String name, int rows, int columns) {
    add(name, rows, columns, true);
  }

  private void vector(String name, int width) {
    add(name, 1, width, false);
  }

  private void add(String name, int rows, int columns, boolean decays) {
    long end = size + (long) rows * columns;
    if (end > Integer.MAX_VALUE - 16) {
      throw new IllegalArgumentException(
          "the model has more parameters than one array can hold (2^31), reached at " + name);
    }
    byName.put(name, new ParameterSlice(name, (int) size, rows, columns, decays));
    size = end;
  }
}
