package dev.kindling.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;

/**
 * A standalone Spark cluster of real Java processes: a master, and workers of one core that start
 * executors. They run from the Spark home that the build lays out.
 */
public final class StandaloneCluster implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Pattern MASTER = Pattern.compile("Starting Spark master at (spark://\\S+)");

  /**
   * Where a process runs.
   *
   * @param address that it binds to and is reached at
   * @param prefix of its command; empty for this machine as it is
   */
  public record Host(String address, List<String> prefix) {
    /** This machine, for nobody else. */
    public static final Host LOOPBACK = new Host("127.0.0.1", List.of());
  }

  private final Path repository;
  private final Path folder;
  private final List<Process> workers = new ArrayList<>();
  private Process master;
  private String url;

  private StandaloneCluster(Path folder) {
    this.repository = Path.of("").toAbsolutePath().getParent(); // tests run in their module
    this.folder = folder;
  }

  /**
   * Starts a cluster and waits until its workers are registered.
   *
   * @param folder of logs and of the executors' files
   * @param masterHost of the master
   * @param workerHosts of the workers, one each
   */
  public static StandaloneCluster start(Path folder, Host masterHost, List<Host> workerHosts)
      throws IOException {
    StandaloneCluster cluster = new StandaloneCluster(folder);
    try {
      cluster.startMaster(masterHost);
      for (Host host : workerHosts) {
        cluster.startWorker(host);
      }
      cluster.await(() -> cluster.registeredWorkers() == workerHosts.size());
      return cluster;
    } catch (Throwable e) {
      cluster.close();
      throw e;
    }
  }

  private void startMaster(Host host) throws IOException {
    Path log = folder.resolve("master.log");
    master =
        java(
            host, log, "org.apache.spark.deploy.master.Master", "--port", "0", "--webui-port", "0");
    await(() -> find(log, MASTER) != null);
    url = find(log, MASTER);
  }

  private void startWorker(Host host) throws IOException {
    String name = "worker-" + workers.size();
    workers.add(
        java(
            host,
            folder.resolve(name + ".log"),
            "org.apache.spark.deploy.worker.Worker",
            "--port",
            "0",
            "--webui-port",
            "0",
            "--cores",
            "1",
            "--memory",
            "1g",
            "--work-dir",
            folder.resolve(name).toString(),
            url));
  }

  private Process java(Host host, Path log, String main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(host.prefix());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx256m");
    command.add("-cp");
    command.add(sparkHome().resolve("jars") + "/*");
    command.add(main);
    command.add("--host");
    command.add(host.address());
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("SPARK_HOME", sparkHome().toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.12");
    builder.environment().put("SPARK_LOCAL_IP", host.address());
    return builder.start();
  }

  private Path sparkHome() {
    return repository.resolve("cluster-configs/local/target/spark-home");
  }

  private long registeredWorkers() {
    return matches(folder.resolve("master.log"), Pattern.compile("Registering worker (\\S+)"))
        .count();
  }

  /** The first group of the first match; null where there is none. */
  private static String find(Path log, Pattern pattern) {
    return matches(log, pattern).findFirst().orElse(null);
  }

  private static Stream<String> matches(Path log, Pattern pattern) {
    try {
      Matcher matcher = pattern.matcher(Files.readString(log));
      return matcher.results().map(result -> result.group(1)).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Waits for something that other processes do.
   *
   * @throws AssertionError when it does not happen
   */
  public void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("No end of waiting after " + PATIENCE + ": see " + folder);
      }
      try {
        Thread.sleep(10); // other processes: nothing of theirs can be waited for
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }
  }

  /** The address of the master. */
  public String url() {
    return url;
  }

  /**
   * Settings of a driver that runs where this process does.
   *
   * @param address that the executors reach it at
   */
  public SparkConf conf(String address) {
    Path jar = repository.resolve("spark-jobs/target/kindling.jar");
    return new SparkConf()
        .setMaster(url)
        .setAppName("cluster test")
        .set("spark.ui.enabled", "false")
        .set("spark.driver.host", address)
        .set("spark.driver.bindAddress", address)
        .set("spark.executor.memory", "640m")
        .set("spark.executor.extraClassPath", jar.toString())
        .set(
            "spark.executor.extraJavaOptions",
            "--add-modules=jdk.incubator.vector --add-opens=java.base/jdk.internal.misc=ALL-UNNAMED"
                + " -Dorg.bytedeco.javacpp.cachedir="
                + repository.resolve("spark-jobs/target/javacpp"));
  }

  /** The executors that are alive. */
  public List<ProcessHandle> executors() {
    return workers.stream().flatMap(worker -> ExecutorProcesses.of(worker.toHandle())).toList();
  }

  /** Stops a process where it stands, as a machine that hangs does: its connections stay open. */
  public static void freeze(ProcessHandle process) throws IOException {
    signal("STOP", process);
  }

  /** Lets a frozen process go on. */
  public static void thaw(ProcessHandle process) throws IOException {
    signal("CONT", process);
  }

  private static void signal(String name, ProcessHandle process) throws IOException {
    String pid = Long.toString(process.pid());
    Process kill = new ProcessBuilder("kill", "-" + name, pid).inheritIO().start();
    try {
      if (kill.waitFor() != 0) {
        throw new IOException("kill -%s %s has failed".formatted(name, pid));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** Kills all of it. */
  @Override
  public void close() {
    List<ProcessHandle> executors = executors();
    workers.forEach(Process::destroyForcibly);
    executors.forEach(ProcessHandle::destroyForcibly);
    if (master != null) {
      master.destroyForcibly();
    }
  }
}
