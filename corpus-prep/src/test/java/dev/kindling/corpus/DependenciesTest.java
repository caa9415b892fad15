package dev.kindling.corpus;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = {"dev.kindling.corpus", "dev.kindling.examples"},
    importOptions = DoNotIncludeTests.class)
class DependenciesTest {

  @ArchTest
  static final ArchRule shouldKnowNothingOfClustersNorOfOtherModules =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.spark..",
              "org.apache.hadoop..",
              "org.nd4j..",
              "org.deeplearning4j..",
              "io.aeron..",
              "dev.kindling.model..",
              "dev.kindling.tokenizer..",
              "dev.kindling.jobs..",
              "dev.kindling.train..");

  @ArchTest
  static final ArchRule shouldBuildExamplesWithTheJdkAlone =
      classes()
          .that()
          .resideInAPackage("dev.kindling.examples")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "dev.kindling.examples");

  @ArchTest
  static final ArchRule shouldUseJwarcOnlyToRead =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.kindling.corpus.read")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.netpreserve..");
}
