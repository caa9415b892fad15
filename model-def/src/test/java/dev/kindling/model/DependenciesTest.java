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
class DependenciesTest {

  @ArchTest
  static final ArchRule shouldKnowNothingOfClustersNorOfOtherModules =
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
              "dev.kindling.jobs..",
              "dev.kindling.train..");

  @ArchTest
  static final ArchRule shouldUseTheVectorApiOnlyInTheCpuBackendAndToAverage =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.kindling.model.kernels.cpu..", "dev.kindling.model.averaging..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jdk.incubator.vector..");

  /** Backends are found by ServiceLoader: a machine without one must still load the rest. */
  @ArchTest
  static final ArchRule shouldNowhereNameTheCpuBackend =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.kindling.model.kernels.cpu..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.kindling.model.kernels.cpu..");

  /** ND4J is optional: who has not got it must still load the rest. */
  @ArchTest
  static final ArchRule shouldUseNd4jOnlyInItsBackendAndInTheGraph =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.kindling.model.kernels.nd4j..", "dev.kindling.model.dl4j..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.nd4j..", "org.deeplearning4j..", "dev.kindling.model.kernels.nd4j..");

  @ArchTest
  static final ArchRule shouldAverageWithTheJdkAlone =
      noClasses()
          .that()
          .resideInAPackage("dev.kindling.model.averaging..")
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages(
              "dev.kindling.model.averaging..", "java..", "jdk.incubator.vector..");

  @ArchTest
  static final ArchRule shouldReadFilesAndSampleWithoutTheNetwork =
      noClasses()
          .that()
          .resideInAnyPackage("dev.kindling.model.format..", "dev.kindling.model.generate..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.kindling.model.nn..", "dev.kindling.model.kernels..", "org.bytedeco..");
}
