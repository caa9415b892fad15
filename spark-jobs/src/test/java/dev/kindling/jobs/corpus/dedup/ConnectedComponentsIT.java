package dev.kindling.jobs.corpus.dedup;

import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Components on Spark against union-find in memory. */
final class ConnectedComponentsIT {
  private static final StructType EDGES =
      new StructType().add("id", StringType).add("leader", StringType);

  private static LocalSpark spark;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    spark = new LocalSpark();
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  @Test
  void shouldFindNothingInNoEdges() throws Exception {
    assertThat(components(List.of(), 2)).isEmpty();
  }

  @Test
  void shouldFollowAChainOfTenThousandInFewRounds() throws Exception {
    List<int[]> chain = new ArrayList<>();
    List<Integer> nodes = shuffledNodes(10_000, 1);
    for (int i = 1; i < nodes.size(); i++) {
      chain.add(new int[] {nodes.get(i - 1), nodes.get(i)});
    }

    assertComponents(chain, 3);
  }

  @Test
  void shouldFollowAChainInTheOrderOfIds() throws Exception {
    List<int[]> chain = new ArrayList<>();
    for (int i = 1; i < 10_000; i++) {
      chain.add(new int[] {i - 1, i});
    }

    assertComponents(chain, 2);
  }

  @Test
  void shouldHoldStarsOfWhichTheCentreIsSmallLargeAndInBetween() throws Exception {
    List<int[]> stars = new ArrayList<>();
    for (int centre : new int[] {0, 5_000, 9_999}) {
      for (int i = 0; i < 2_500; i++) {
        stars.add(new int[] {centre, centre == 0 ? 1 + i : centre / 2 + i});
      }
    }
    stars.removeIf(edge -> edge[0] == edge[1]);

    assertComponents(stars, 3);
  }

  @Test
  void shouldFindTheComponentsOfRandomGraphsWhateverThePartitions() throws Exception {
    for (int seed = 0; seed < 3; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<int[]> edges = new ArrayList<>();
      int nodes = 3_000;
      for (int i = 0; i < nodes * (2 + seed) / 4; i++) { // many small components, then a giant one
        int[] edge = {random.nextInt(nodes), random.nextInt(nodes)};
        if (edge[0] != edge[1]) {
          edges.add(edge);
          if (i % 3 == 0) { // the same edge again, the other way round
            edges.add(new int[] {edge[1], edge[0]});
          }
        }
      }

      assertComponents(edges, 1 + 3 * seed);
    }
  }

  private void assertComponents(List<int[]> edges, int partitions) throws Exception {
    assertThat(components(edges, partitions)).isEqualTo(byUnionFind(edges));
  }

  private Map<String, String> components(List<int[]> edges, int partitions) throws Exception {
    spark.shufflePartitions(partitions);
    List<Row> rows = new ArrayList<>();
    edges.forEach(edge -> rows.add(RowFactory.create(id(edge[0]), id(edge[1]))));
    return LocalSpark.map(
        ConnectedComponents.of(spark.table(rows, EDGES, partitions), LocalSpark.scratch(folder)));
  }

  private static Map<String, String> byUnionFind(List<int[]> edges) {
    int[] parent = new int[10_000];
    for (int i = 0; i < parent.length; i++) {
      parent[i] = i;
    }
    for (int[] edge : edges) {
      int a = root(parent, edge[0]);
      int b = root(parent, edge[1]);
      parent[Math.max(a, b)] = Math.min(a, b); // so that a root is its component's smallest
    }
    Map<String, String> components = new TreeMap<>();
    for (int i = 0; i < parent.length; i++) {
      if (parent[i] != i) {
        components.put(id(i), id(root(parent, i)));
      }
    }
    return components;
  }

  private static int root(int[] parent, int node) {
    int root = node;
    while (parent[root] != root) {
      root = parent[root];
    }
    return root;
  }

  private static List<Integer> shuffledNodes(int count, long seed) {
    List<Integer> nodes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      nodes.add(i);
    }
    Collections.shuffle(nodes, new Random(seed));
    return nodes;
  }

  private static String id(int node) {
    return "%08x".formatted(node);
  }
}
