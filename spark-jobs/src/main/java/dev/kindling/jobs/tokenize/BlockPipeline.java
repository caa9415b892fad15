package dev.kindling.jobs.tokenize;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import java.io.PrintStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;

/**
 * One thread reads blocks, several encode them, the caller's writes them in the order of the input.
 * A fixed number of blocks goes round, so memory does not depend on the input's size.
 */
final class BlockPipeline {
  /** One being encoded and one waiting for each thread, and one each for reader and writer. */
  private static final int BLOCKS_PER_THREAD = 2;

  private static final int OTHER_BLOCKS = 2;

  private final int threads;
  private final ThreadLocal<BlockEncoder> encoder;
  private final BlockingQueue<Block> free;
  private final BlockingQueue<Future<Block>> encoded = new LinkedBlockingQueue<>();

  /**
   * A pipeline.
   *
   * @param threads that encode
   * @param encoder gives each of them its own
   */
  BlockPipeline(int threads, Supplier<BlockEncoder> encoder) {
    this.threads = threads;
    this.encoder = ThreadLocal.withInitial(encoder);
    int blocks = threads * BLOCKS_PER_THREAD + OTHER_BLOCKS;
    this.free = new ArrayBlockingQueue<>(blocks);
    for (int i = 0; i < blocks; i++) {
      free.add(new Block());
    }
  }

  /**
   * Encodes all lines.
   *
   * @throws ExecutionException with what went wrong while reading or encoding
   * @throws KindlingException if {@code out} cannot be written
   */
  void run(LineReader reader, PrintStream out) throws ExecutionException, InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(threads + 1, BlockPipeline::daemon);
    try {
      pool.execute(() -> read(reader, pool));
      Block block = encoded.take().get();
      while (block != null) {
        write(block, out);
        free.add(block);
        block = encoded.take().get();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  /** Hands on all blocks in order, then null, or at once what went wrong. */
  private void read(LineReader reader, ExecutorService pool) {
    try {
      Block block = free.take();
      while (reader.fill(block)) {
        Block full = block;
        encoded.add(pool.submit(() -> encode(full)));
        block = free.take();
      }
      encoded.add(CompletableFuture.completedFuture(null));
    } catch (Throwable e) { // the writer waits for it
      encoded.add(CompletableFuture.failedFuture(e));
    }
  }

  private Block encode(Block block) {
    encoder.get().encode(block);
    return block;
  }

  private static void write(Block block, PrintStream out) {
    out.write(block.tokens, 0, block.tokensSize);
    if (out.checkError()) { // flushes, too
      throw new KindlingException(
          ExitCode.CLUSTER,
          "Standard output was closed before its last line, or its disk is full.");
    }
  }

  /** A read that waits for standard input must not keep the process alive. */
  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "tokenize");
    thread.setDaemon(true);
    return thread;
  }
}
