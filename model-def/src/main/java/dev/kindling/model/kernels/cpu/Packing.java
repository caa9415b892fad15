package dev.kindling.model.kernels.cpu;

import dev.kindling.model.kernels.ElementType;
import dev.kindling.model.kernels.cpu.Primitive.Argument;
import dev.kindling.model.kernels.cpu.ProductShape.Operand;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;

/**
 * Copies a float32 matrix b (k, n) into its {@link PackedLayout}, in bands of columns that
 * different threads may copy.
 *
 * <p>Each band goes through scratch memory: first it is rounded, then its elements are reordered.
 * oneDNN has fast code for either step but not for both at once, and the scratch memory's stride
 * avoids that of the matrix, which may be a power of two: together two to five times faster.
 */
final class Packing {
  private static final int BAND_COLUMNS = PackedLayout.COLUMNS;

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
      targetBytes[i] = layout.part(i * BAND_COLUMNS, BAND_COLUMNS).offset();
    }
    // Only a part at the right border takes the padding along; its description has its offset.
    int last = (targetBytes.length - 1) * BAND_COLUMNS;
    lastBand = compile(key.n() - last, layout.part(last, key.n() - last));
    band = last == 0 ? lastBand : compile(BAND_COLUMNS, layout.part(0, BAND_COLUMNS));
  }

  /**
   * Returns the packing of a shape, compiled now if it is the first time.
   *
   * @param source where the elements of the float32 matrix are
   */
  static Packing of(int k, int n, Operand source, ElementType type) {
    return COMPILED.computeIfAbsent(new Key(k, n, source, type), Packing::new);
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
   * @param source address of the whole matrix, as {@code target}
   */
  void run(int number, Worker worker, long source, long target) {
    Band steps = number == targetBytes.length - 1 ? lastBand : band;
    long column = (long) number * BAND_COLUMNS;
    long from = source + column * (transposed() ? key.source().stride() : 1) * Float.BYTES;
    long scratch = worker.scratch((key.k() + STRIDE_PADDING) * BAND_COLUMNS).address(0);
    worker.runner().run(steps.round(), from, scratch);
    worker.runner().run(steps.reorder(), scratch, target + targetBytes[number]);
  }

  private boolean transposed() {
    return key.source().order() == ProductShape.Order.TRANSPOSED;
  }

  private Band compile(int columns, PackedLayout.Part target) {
    int stride = transposed() ? key.k() + STRIDE_PADDING : columns;
    dnnl_memory_desc source = band(ElementType.FLOAT32, columns, key.source());
    dnnl_memory_desc rounded = band(key.type(), columns, new Operand(key.source().order(), stride));
    return new Band(compile(source, rounded), compile(rounded, target.description()));
  }

  private dnnl_memory_desc band(ElementType type, int columns, Operand place) {
    return transposed()
        ? OneDnn.matrix(type, key.k(), columns, 1, place.stride())
        : OneDnn.matrix(type, key.k(), columns, place.stride(), 1);
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

  private record Key(int k, int n, Operand source, ElementType type) {}
}
