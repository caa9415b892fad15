package dev.kindling.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Raw files and work folder on HDFS: the data is what it is on a local disk, byte for byte. */
final class HdfsIT {
  @TempDir static Path folder;
  private static MiniDFSCluster hdfs;
  private static DataStages stages;

  @BeforeAll
  static void startHdfs() throws IOException {
    RawFolder.write(folder.resolve("raw"), 20);
    Configuration hadoop = new Configuration();
    hadoop.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.resolve("hdfs").toString());
    hdfs = new MiniDFSCluster.Builder(hadoop).numDataNodes(1).build();
    hdfs.getFileSystem()
        .copyFromLocalFile(
            hadoopPath(folder.resolve("raw")), new org.apache.hadoop.fs.Path("/raw"));
    stages = new DataStages(hdfs.getURI() + "/raw");
  }

  @AfterAll
  static void stopHdfs() {
    stages.close();
    hdfs.shutdown();
  }

  @Test
  void shouldGiveTheSameBytesAsOnALocalDisk() throws Exception {
    stages.run(hdfs.getURI() + "/work", DataStages.ALL);
    Path local = folder.resolve("local");
    stages.run(local.toString(), DataStages.ALL);

    Map<String, byte[]> onHdfs = data(hdfs.getFileSystem(), new org.apache.hadoop.fs.Path("/work"));
    Map<String, byte[]> onDisk =
        data(FileSystem.getLocal(new Configuration()).getRaw(), hadoopPath(local));
    assertThat(onHdfs).containsKeys("vocab/vocab.txt", "examples/gpt/train/shard-00000.bin");
    assertThat(onHdfs.keySet()).isEqualTo(onDisk.keySet());
    onDisk.forEach((name, bytes) -> assertThat(onHdfs.get(name)).as(name).isEqualTo(bytes));
  }

  @Test
  void shouldNameAMissingFolder() {
    assertThatThrownBy(
            () ->
                stages.run(
                    hdfs.getURI() + "/other",
                    DataStages.CORPUS,
                    "corpus.inputs.more.path=" + hdfs.getURI() + "/nowhere"))
        .isInstanceOf(KindlingException.class)
        .hasMessageContaining("corpus.inputs.more")
        .hasMessageContaining("/nowhere");
  }

  private static Map<String, byte[]> data(FileSystem files, org.apache.hadoop.fs.Path workdir)
      throws IOException {
    Map<String, byte[]> data = new TreeMap<>();
    URI root = files.makeQualified(workdir).toUri();
    for (String pattern :
        new String[] {
          "{records,documents,dropped,edits}/*.parquet",
          "vocab/{vocab.txt,tokenizer.json}",
          "examples/*/*/*.bin"
        }) {
      for (FileStatus file : files.globStatus(new org.apache.hadoop.fs.Path(workdir, pattern))) {
        try (var in = files.open(file.getPath())) {
          data.put(root.relativize(file.getPath().toUri()).getPath(), in.readAllBytes());
        }
      }
    }
    return data;
  }

  private static org.apache.hadoop.fs.Path hadoopPath(Path path) {
    return new org.apache.hadoop.fs.Path(path.toUri());
  }
}
