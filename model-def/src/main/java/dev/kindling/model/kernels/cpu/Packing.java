package dev.kindling.model.kernels.cpu;

import dev.kindling.model.kernels.ElementType;
import dev.kindling.model.kernels.cpu.Primitive.Argument;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.LongPointer;

/**
 * Copies a float32 matrix b (k, n) into its {@link PackedLayout}, in bands of columns that
 * different threads may copy.
 *
 * <p>Each band goes through scratch memory: first it is rounded, then its elements are reordered.
 * oneDNN has fast code for either step but not for both at once, and the scratch memory's stride
 * avoids that of the matrix, which may be a power of two: together two to five times faster.
 */
final class Packing {
  /** A multiple of the width of every layout's blocks, so that bands share none. */
  private static final int BAND_COLUMNS = 128;

  private static final int STRIDE_PADDING = 32; // elements

  private static final Map<Key, Packing> COMPILED = new ConcurrentHashMap<>();

  private final Key key;
  private final PackedLayout layout;
  private final long[] targetBytes; // where each band starts
  private final Band band; // all but the last
  private final Band lastBand;

  private Packing(Key key) {
    this.key = key;
    layout = PackedLayout.of(key.k(), key.n(), key.type());
    targetBytes = new long[ThreadTeam.tasks(key.n(), BAND_COLUMNS)];
    for (int i = 0; i < targetBytes.length - 1; i++) {
      targetBytes[i] = offset(part(i * BAND_COLUMNS, BAND_COLUMNS)) * key.type().bytes();
    }
    // Only a part at the right border takes the padding along; its description has its offset.
    int last = (targetBytes.length - 1) * BAND_COLUMNS;
    lastBand = compile(key.n() - last, part(last, key.n() - last));
    band = last == 0 ? lastBand : compile(BAND_COLUMNS, part(0, BAND_COLUMNS));
  }

  /**
   * Returns the packing of a shape, compiled now if it is the first time.
   *
   * @param transposed whether the source is stored as (n, k)
   */
  static Packing of(int k, int n, boolean transposed, ElementType type) {
    return COMPILED.computeIfAbsent(new Key(k, n, transposed, type), Packing::new);
  }

  /** Returns the size of the packed matrix. */
  long bytes() {
    return layout.bytes();
  }

  int bands() {
    return targetBytes.length;
  }

  /**
   * Copies a band.
   *
   * @param source address of the whole matrix, as is the target
   */
  void run(int number, Worker worker, long source, long target) {
    Band steps = number == targetBytes.length - 1 ? lastBand : band;
    long column = (long) number * BAND_COLUMNS;
    long from = source + column * (key.transposed() ? key.k() : 1) * Float.BYTES;
    long scratch = worker.scratch((key.k() + STRIDE_PADDING) * BAND_COLUMNS).address(0);
    worker.runner().run(steps.round(), from, scratch);
    worker.runner().run(steps.reorder(), scratch, target + targetBytes[number]);
  }

  private dnnl_memory_desc part(int column, int columns) {
    dnnl_memory_desc part = new dnnl_memory_desc();
    OneDnn.check(
        dnnl.dnnl_memory_desc_create_submemory(
            part, layout.description(), new long[] {key.k(), columns}, new long[] {0, column}),
        "columns " + column + " to " + (column + columns) + " of " + key);
    return part;
  }

  private static long offset(dnnl_memory_desc part) {
    try (LongPointer offset = new LongPointer(1)) {
      OneDnn.check(
          dnnl.dnnl_memory_desc_query(part, dnnl.dnnl_query_submemory_offset_s64, offset),
          "an offset");
      return offset.get();
    }
  }

  private Band compile(int columns, dnnl_memory_desc target) {
    dnnl_memory_desc source = source(ElementType.FLOAT32, columns, key.k(), key.n());
    dnnl_memory_desc rounded = source(key.type(), columns, key.k() + STRIDE_PADDING, columns);
    return new Band(compile(source, rounded), compile(rounded, target));
  }

  private dnnl_memory_desc source(ElementType type, int columns, int transposedStride, int stride) {
    return key.transposed()
        ? OneDnn.matrix(type, key.k(), columns, 1, transposedStride)
        : OneDnn.matrix(type, key.k(), columns, stride, 1);
  }

  private Primitive compile(dnnl_memory_desc from, dnnl_memory_desc to) {
    dnnl_primitive_attr attributes = OneDnn.attributes(false);
    dnnl_primitive_desc description = new dnnl_primitive_desc();
    OneDnn.check(
        dnnl.dnnl_reorder_primitive_desc_create(
            description, from, OneDnn.engine(), to, OneDnn.engine(), attributes),
        key);
    OneDnn.check(dnnl.dnnl_primitive_attr_destroy(attributes), "the end of attributes");
    return new Primitive(
        description,
        List.of(new Argument(dnnl.DNNL_ARG_FROM, from), new Argument(dnnl.DNNL_ARG_TO, to)),
        key);
  }

  private record Band(Primitive round, Primitive reorder) {}

  private record Key(int k, int n, boolean transposed, ElementType type) {}
}
