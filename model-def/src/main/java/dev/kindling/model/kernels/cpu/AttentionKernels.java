package dev.kindling.model.kernels.cpu;

import dev.kindling.model.kernels.Attention;
import dev.kindling.model.kernels.Dropout;

/**
 * Attention by sequence and head, in tiles of scores that stay in a processor's cache (Dao et al.
 * 2022). What is kept for the way back is one float a row and head. A task is one block of queries
 * forward, one sequence backward, each of one head.
 */
final class AttentionKernels implements AutoCloseable {
  private final ThreadTeam team;
  private final TileMemory[] memory;
  private final TileProducts[] products;
  private final AttentionForward[] forward;
  private final AttentionBackward[] backward;
  private int[] taskSequence = new int[0];
  private int[] taskBlock = new int[0];

  AttentionKernels(ThreadTeam team) {
    this.team = team;
    int threads = team.threads();
    memory = new TileMemory[threads];
    products = new TileProducts[threads];
    forward = new AttentionForward[threads];
    backward = new AttentionBackward[threads];
    for (int i = 0; i < threads; i++) {
      memory[i] = new TileMemory();
      products[i] = new TileProducts();
      forward[i] = new AttentionForward(memory[i], products[i]);
      backward[i] = new AttentionBackward(memory[i], products[i]);
    }
  }

  /** See {@link dev.kindling.model.kernels.Kernels#attention}. */
  void forward(
      Attention a, Dropout dropout, CpuBuffer qkv, CpuBuffer logSumExp, CpuBuffer context) {
    AttentionBuffers in = new AttentionBuffers(a, dropout, qkv, logSumExp, context, null, null);
    int blocks = cut(in);
    team.run(
        blocks * a.heads(),
        (task, thread) -> {
          int block = task / a.heads();
          forward[thread].run(in, taskSequence[block], task % a.heads(), taskBlock[block]);
        });
  }

  /** Lists the blocks of all sequences and returns how many there are. */
  private int cut(AttentionBuffers in) {
    int count = 0;
    for (int sequence = 0; sequence < in.shape().sequences(); sequence++) {
      count += in.blocks(sequence);
    }
    if (taskBlock.length < count) {
      taskSequence = new int[count];
      taskBlock = new int[count];
    }
    int next = 0;
    for (int sequence = 0; sequence < in.shape().sequences(); sequence++) {
      for (int block = 0; block < in.blocks(sequence); block++) {
        taskSequence[next] = sequence;
        taskBlock[next++] = block;
      }
    }
    return count;
  }

  /** See {@link dev.kindling.model.kernels.Kernels#attentionGradient}. */
  void gradient(
      Attention a,
      Dropout dropout,
      CpuBuffer qkv,
      CpuBuffer logSumExp,
      CpuBuffer context,
      CpuBuffer dContext,
      CpuBuffer dQkv) {
    AttentionBuffers in = new AttentionBuffers(a, dropout, qkv, logSumExp, context, dContext, dQkv);
    team.run(
        a.sequences() * a.heads(),
        (task, thread) -> backward[thread].run(in, task / a.heads(), task % a.heads()));
  }

  @Override
  public void close() {
    for (int i = 0; i < memory.length; i++) {
      forward[i].close();
      backward[i].close();
      memory[i].close();
      products[i].close();
    }
  }
}
