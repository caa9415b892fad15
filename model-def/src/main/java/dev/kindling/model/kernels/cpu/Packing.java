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
 */
final class Packing {
  /** A multiple of the width of every layout's blocks, so that bands share none. */
  private static final int BAND_COLUMNS = 256;

  private static final Map<Key, Packing> COMPILED = new ConcurrentHashMap<>();

  private final PackedLayout layout;
  private final long sourceBandBytes;
  private final long[] targetBytes; // where each band starts
  private final Primitive band; // all but the last
  private final Primitive lastBand;

  private Packing(Key key) {
    layout = PackedLayout.of(key.k(), key.n(), key.type());
    sourceBandBytes = (long) BAND_COLUMNS * (key.transposed() ? key.k() : 1) * Float.BYTES;
    targetBytes = new long[ThreadTeam.tasks(key.n(), BAND_COLUMNS)];
    for (int i = 0; i < targetBytes.length - 1; i++) {
      dnnl_memory_desc part = part(key, i * BAND_COLUMNS, BAND_COLUMNS);
      targetBytes[i] = offset(part) * key.type().bytes();
    }
    // Only a part at the right border takes the padding along; its description has its offset.
    int last = (targetBytes.length - 1) * BAND_COLUMNS;
    lastBand = compile(key, key.n() - last, part(key, last, key.n() - last));
    band = last == 0 ? lastBand : compile(key, BAND_COLUMNS, part(key, 0, BAND_COLUMNS));
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
  void run(int number, PrimitiveRunner runner, long source, long target) {
    Primitive primitive = number == targetBytes.length - 1 ? lastBand : band;
    runner.run(primitive, source + number * sourceBandBytes, target + targetBytes[number]);
  }

  private dnnl_memory_desc part(Key key, int column, int columns) {
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

  private static Primitive compile(Key key, int columns, dnnl_memory_desc target) {
    dnnl_memory_desc source =
        key.transposed()
            ? OneDnn.matrix(ElementType.FLOAT32, key.k(), columns, 1, key.k())
            : OneDnn.matrix(ElementType.FLOAT32, key.k(), columns, key.n(), 1);
    dnnl_primitive_attr attributes = OneDnn.attributes(false);
    dnnl_primitive_desc description = new dnnl_primitive_desc();
    OneDnn.check(
        dnnl.dnnl_reorder_primitive_desc_create(
            description, source, OneDnn.engine(), target, OneDnn.engine(), attributes),
        key);
    OneDnn.check(dnnl.dnnl_primitive_attr_destroy(attributes), "the end of attributes");
    return new Primitive(
        description,
        List.of(new Argument(dnnl.DNNL_ARG_FROM, source), new Argument(dnnl.DNNL_ARG_TO, target)),
        key);
  }

  private record Key(int k, int n, boolean transposed, ElementType type) {}
}
