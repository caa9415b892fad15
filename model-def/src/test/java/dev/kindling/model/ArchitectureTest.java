package dev.kindling.model;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The directions of dependency that keep the module usable without Spark and open to backends. */
@AnalyzeClasses(
    packages = "dev.kindling.model",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule KNOWS_NO_OTHER_MODULE_NOR_CLUSTER =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.spark..",
              "org.apache.hadoop..",
              "io.aeron..",
              "org.agrona..",
              "dev.kindling.corpus..",
              "dev.kindling.examples..",
              "dev.kindling.tokenizer..",
              "dev.kindling.jobs..");

  @ArchTest
  static final ArchRule ONLY_THE_CPU_BACKEND_USES_THE_VECTOR_API =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.kindling.model.kernels.cpu..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jdk.incubator.vector..");

  /** Backends are found by ServiceLoader: a machine without one must still load the rest. */
  @ArchTest
  static final ArchRule NOTHING_NAMES_THE_CPU_BACKEND =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.kindling.model.kernels.cpu..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.kindling.model.kernels.cpu..");

  @ArchTest
  static final ArchRule AVERAGING_KNOWS_VECTORS_ONLY =
      noClasses()
          .that()
          .resideInAPackage("dev.kindling.model.averaging..")
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages("dev.kindling.model.averaging..", "java..");

  @ArchTest
  static final ArchRule FILES_AND_SAMPLING_NEED_NO_NETWORK =
      noClasses()
          .that()
          .resideInAnyPackage("dev.kindling.model.format..", "dev.kindling.model.generate..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.kindling.model.nn..", "dev.kindling.model.kernels..", "org.bytedeco..");
}
