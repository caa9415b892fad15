package dev.kindling.model.kernels.cpu;

import dev.kindling.model.kernels.AdamWUpdate;
import dev.kindling.model.kernels.Attention;
import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.CrossEntropySums;
import dev.kindling.model.kernels.Dropout;
import dev.kindling.model.kernels.Gelu;
import dev.kindling.model.kernels.Kernels;
import java.nio.ByteBuffer;

/** The CPU's kernels for one thread: unwraps buffers, walks over rows. */
final class CpuKernels implements Kernels {
  private final Gemm gemm = new Gemm();
  private final AttentionKernels attention = new AttentionKernels(gemm);
  private final LayerNormKernels layerNorm = new LayerNormKernels();
  private final CrossEntropyKernels crossEntropy = new CrossEntropyKernels();
  private final OptimizerKernels optimizer = new OptimizerKernels();

  private static CpuBuffer cpu(Buffer buffer) {
    return (CpuBuffer) buffer;
  }

  private static ByteBuffer bytes(Buffer buffer) {
    return ((CpuBuffer) buffer).bytes();
  }

  @Override
  public Buffer allocate(long size) {
    return CpuBuffer.allocate(size);
  }

  @Override
  public int maxBufferSize() {
    return CpuBuffer.MAX_SIZE;
  }

  @Override
  public void zero(int count, Buffer x) {
    cpu(x).zero(count);
  }

  @Override
  public void gemm(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      Buffer a,
      Buffer b,
      float beta,
      Buffer c) {
    gemm.multiply(
        transposeA,
        transposeB,
        m,
        n,
        k,
        1f,
        cpu(a).address(0),
        transposeA ? m : k,
        cpu(b).address(0),
        transposeB ? k : n,
        beta,
        cpu(c).address(0),
        n);
  }

  @Override
  public void addBias(int rows, int columns, Buffer x, Buffer bias) {
    for (int row = 0; row < rows; row++) {
      RowKernels.add(columns, bytes(bias), 0, bytes(x), row * columns);
    }
  }

  @Override
  public void columnSums(int rows, int columns, Buffer x, Buffer sums) {
    for (int row = 0; row < rows; row++) {
      RowKernels.add(columns, bytes(x), row * columns, bytes(sums), 0);
    }
  }

  @Override
  public void biasGelu(Gelu form, int rows, int columns, Buffer x, Buffer bias, Buffer y) {
    GeluKernels.forward(form, rows, columns, bytes(x), bytes(bias), bytes(y));
  }

  @Override
  public void biasGeluBackward(
      Gelu form, int rows, int columns, Buffer x, Buffer dy, Buffer dBias) {
    GeluKernels.backward(form, rows, columns, bytes(x), bytes(dy), bytes(dBias));
  }

  @Override
  public void biasTanh(int rows, int columns, Buffer x, Buffer bias) {
    for (int row = 0; row < rows; row++) {
      RowKernels.tanh(row * columns, columns, bytes(x), bytes(bias));
    }
  }

  @Override
  public void biasTanhBackward(int rows, int columns, Buffer y, Buffer dy, Buffer dBias) {
    for (int row = 0; row < rows; row++) {
      RowKernels.tanhBackward(row * columns, columns, bytes(y), bytes(dy));
    }
    columnSums(rows, columns, dy, dBias);
  }

  @Override
  public void dropout(int rows, int columns, Dropout dropout, Buffer x, Buffer y) {
    for (int row = 0; row < rows; row++) {
      RowKernels.dropout(row, columns, dropout, bytes(x), bytes(y));
    }
  }

  @Override
  public void addResidual(
      int rows, int columns, Buffer x, Buffer bias, Dropout dropout, Buffer residual) {
    for (int row = 0; row < rows; row++) {
      if (dropout.active()) {
        RowKernels.addResidual(row, columns, bytes(x), bytes(bias), dropout, bytes(residual));
      } else {
        RowKernels.addResidual(row * columns, columns, bytes(x), bytes(bias), bytes(residual));
      }
    }
  }

  @Override
  public void layerNorm(
      int rows,
      int columns,
      Buffer x,
      Buffer gain,
      Buffer bias,
      double epsilon,
      Buffer y,
      Buffer statistics) {
    for (int row = 0; row < rows; row++) {
      layerNorm.forward(
          row, columns, bytes(x), bytes(gain), bytes(bias), epsilon, bytes(y), bytes(statistics));
    }
  }

  @Override
  public void layerNormBackward(
      int rows,
      int columns,
      Buffer x,
      Buffer gain,
      Buffer statistics,
      Buffer dy,
      boolean accumulate,
      Buffer dx,
      Buffer dGain,
      Buffer dBias) {
    for (int row = 0; row < rows; row++) {
      layerNorm.backward(
          row,
          columns,
          bytes(x),
          bytes(gain),
          bytes(statistics),
          bytes(dy),
          accumulate,
          bytes(dx),
          bytes(dGain),
          bytes(dBias));
    }
  }

  @Override
  public void attention(
      Attention shape, Dropout dropout, Buffer qkv, Buffer probabilities, Buffer context) {
    attention.forward(shape, dropout, cpu(qkv), cpu(probabilities), cpu(context));
  }

  @Override
  public void attentionBackward(
      Attention shape,
      Dropout dropout,
      Buffer qkv,
      Buffer probabilities,
      Buffer context,
      Buffer dContext,
      Buffer dQkv) {
    attention.backward(
        shape, dropout, cpu(qkv), cpu(probabilities), cpu(context), cpu(dContext), cpu(dQkv));
  }

  @Override
  public void gatherRows(int rows, int columns, int[] indices, Buffer table, Buffer y) {
    int rowBytes = columns * Float.BYTES;
    for (int row = 0; row < rows; row++) {
      bytes(y).put(row * rowBytes, bytes(table), indices[row] * rowBytes, rowBytes);
    }
  }

  @Override
  public void gatherAddRows(int rows, int columns, int[] indices, Buffer table, Buffer y) {
    for (int row = 0; row < rows; row++) {
      RowKernels.add(columns, bytes(table), indices[row] * columns, bytes(y), row * columns);
    }
  }

  @Override
  public void scatterAddRows(int rows, int columns, int[] indices, Buffer x, Buffer table) {
    for (int row = 0; row < rows; row++) {
      RowKernels.add(columns, bytes(x), row * columns, bytes(table), indices[row] * columns);
    }
  }

  @Override
  public void softmaxCrossEntropy(
      int rows,
      int columns,
      Buffer logits,
      Buffer bias,
      int[] labels,
      int firstLabel,
      float gradientScale,
      CrossEntropySums sums) {
    if (bias != null) {
      addBias(rows, columns, logits, bias);
    }
    for (int row = 0; row < rows; row++) {
      crossEntropy.row(
          row * columns, columns, bytes(logits), labels[firstLabel + row], gradientScale, sums);
    }
  }

  @Override
  public double squaredNorm(Buffer x) {
    return optimizer.squaredNorm(x.size(), bytes(x));
  }

  @Override
  public void adamW(
      AdamWUpdate update, Buffer parameters, Buffer gradients, Buffer first, Buffer second) {
    OptimizerKernels.adamW(
        update,
        parameters.size(),
        bytes(parameters),
        bytes(gradients),
        bytes(first),
        bytes(second));
  }

  @Override
  public void adamDirection(
      AdamWUpdate update, Buffer parameters, Buffer gradients, Buffer first, Buffer second) {
    OptimizerKernels.adamDirection(
        update,
        0,
        parameters.size(),
        bytes(parameters),
        bytes(gradients),
        bytes(first),
        bytes(second));
  }

  @Override
  public void addScaled(float scale, Buffer x, Buffer y) {
    OptimizerKernels.addScaled(scale, 0, y.size(), bytes(x), bytes(y));
  }

  @Override
  public void close() {
    attention.close();
  }
}
