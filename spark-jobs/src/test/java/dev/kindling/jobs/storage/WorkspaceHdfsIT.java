package dev.kindling.jobs.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The work folder on a real HDFS of one node. */
final class WorkspaceHdfsIT {
  private static MiniDFSCluster cluster;
  private static Workspace workspace;

  @BeforeAll
  static void startCluster(@TempDir File folder) throws IOException {
    Configuration hadoop = new Configuration();
    hadoop.set("dfs.namenode.http-address", "127.0.0.1:0");
    cluster = new MiniDFSCluster.Builder(hadoop, folder).numDataNodes(1).build();
    workspace = new Workspace(cluster.getFileSystem().getUri() + "/kindling", hadoop);
  }

  @AfterAll
  static void stopCluster() {
    if (cluster != null) {
      cluster.shutdown();
    }
  }

  @Test
  void shouldReplaceAFileAtomically() throws IOException {
    Path file = workspace.path("vocab/vocab.txt");

    workspace.writeAtomically(file, bytes("old"));
    workspace.writeAtomically(file, bytes("newer"));

    assertThat(workspace.read(file)).isEqualTo(bytes("newer"));
    assertThat(workspace.files(workspace.path("vocab")))
        .extracting(FileStatus::getLen)
        .containsExactly(5L);
  }

  @Test
  void shouldListFilesInOrderWithoutHiddenOnes() throws IOException {
    for (String name :
        new String[] {"list/b/2", "list/a", "list/b/1", "list/.hidden", "list/_scratch/x"}) {
      try (OutputStream out = workspace.create(workspace.path(name))) {
        out.write(bytes(name));
      }
    }

    assertThat(workspace.files(workspace.path("list")))
        .extracting(status -> status.getPath().toUri().getPath())
        .containsExactly("/kindling/list/a", "/kindling/list/b/1", "/kindling/list/b/2");
  }

  @Test
  void shouldMoveFoldersButNeverOntoOthers() throws IOException {
    workspace.writeAtomically(workspace.path("from/file"), bytes("moved"));
    workspace.writeAtomically(workspace.path("taken/file"), bytes("stays"));

    assertThatThrownBy(() -> workspace.rename(workspace.path("from"), workspace.path("taken")))
        .isInstanceOf(IOException.class);
    workspace.rename(workspace.path("from"), workspace.path("new/place"));

    assertThat(workspace.read(workspace.path("new/place/file"))).isEqualTo(bytes("moved"));
    assertThat(workspace.read(workspace.path("taken/file"))).isEqualTo(bytes("stays"));
    assertThat(workspace.exists(workspace.path("from"))).isFalse();
  }

  @Test
  void shouldDeleteFoldersAndTolerateTheirAbsence() throws IOException {
    workspace.writeAtomically(workspace.path("gone/deep/file"), bytes("x"));

    workspace.delete(workspace.path("gone"));
    workspace.delete(workspace.path("gone"));

    assertThat(workspace.exists(workspace.path("gone"))).isFalse();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
