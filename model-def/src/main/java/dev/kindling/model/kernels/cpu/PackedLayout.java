package dev.kindling.model.kernels.cpu;

import dev.kindling.model.kernels.ElementType;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.LongPointer;

/**
 * The order of elements in which oneDNN multiplies by a matrix b (k, n) without copying it first.
 * It is chosen for products of {@link #ROWS} rows and then holds for all numbers of rows.
 */
final class PackedLayout {
  /** Rows of a product at which longer ones are not faster. */
  static final int ROWS = 64;

  /** A multiple of the width of every layout's blocks, so that parts share none. */
  static final int COLUMNS = 128;

  private static final Map<Key, PackedLayout> CHOSEN = new ConcurrentHashMap<>();

  private final Key key;
  private final dnnl_memory_desc description;

  private PackedLayout(Key key) {
    this.key = key;
    dnnl_primitive_desc product = new dnnl_primitive_desc();
    int status = describe(key, product);
    if (status == dnnl.dnnl_unimplemented) {
      throw new IllegalStateException(
          "oneDNN has no matrix products in " + key.type() + " on this processor: use FLOAT32");
    }
    OneDnn.check(status, key);
    // Belongs to the product's description, which is never destroyed.
    description = dnnl.dnnl_primitive_desc_query_md(product, dnnl.dnnl_query_weights_md, 0);
  }

  private static int describe(Key key, dnnl_primitive_desc product) {
    dnnl_primitive_attr attributes = OneDnn.attributes(false);
    int status =
        dnnl.dnnl_matmul_primitive_desc_create(
            product,
            OneDnn.engine(),
            OneDnn.matrix(key.type(), ROWS, key.k(), key.k(), 1),
            OneDnn.anyLayout(key.type(), key.k(), key.n()),
            null,
            OneDnn.matrix(ElementType.FLOAT32, ROWS, key.n(), key.n(), 1),
            attributes);
    OneDnn.check(dnnl.dnnl_primitive_attr_destroy(attributes), "the end of attributes");
    return status;
  }

  /** Returns whether this processor can multiply in a type; float32 always. */
  static boolean supports(ElementType type) {
    return describe(new Key(ROWS, ROWS, type), new dnnl_primitive_desc()) == dnnl.dnnl_success;
  }

  static PackedLayout of(int k, int n, ElementType type) {
    return CHOSEN.computeIfAbsent(new Key(k, n, type), PackedLayout::new);
  }

  dnnl_memory_desc description() {
    return description;
  }

  /**
   * Describes some columns of the packed matrix, at their place in it.
   *
   * @param column a multiple of {@link #COLUMNS}
   * @param columns likewise, or all that follow
   */
  Part part(int column, int columns) {
    dnnl_memory_desc part = new dnnl_memory_desc();
    OneDnn.check(
        dnnl.dnnl_memory_desc_create_submemory(
            part, description, new long[] {key.k(), columns}, new long[] {0, column}),
        "columns " + column + " to " + (column + columns) + " of " + key);
    return new Part(part, offset(part) * key.type().bytes());
  }

  private static long offset(dnnl_memory_desc part) {
    try (LongPointer offset = new LongPointer(1)) {
      OneDnn.check(
          dnnl.dnnl_memory_desc_query(part, dnnl.dnnl_query_submemory_offset_s64, offset),
          "an offset");
      return offset.get();
    }
  }

  /**
   * Some columns of the packed matrix.
   *
   * @param offset distance of its start from that of the matrix in bytes, which is also in the
   *     description
   */
  record Part(dnnl_memory_desc description, long offset) {}

  /** Returns the size of the packed matrix, padding included. */
  long bytes() {
    return dnnl.dnnl_memory_desc_get_size(description);
  }

  private record Key(int k, int n, ElementType type) {}
}
