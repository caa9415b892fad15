package dev.kindling.jobs;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = {"dev.kindling.jobs", "dev.kindling.train"},
    importOptions = DoNotIncludeTests.class)
class DependenciesTest {
  private static final String[] JOBS = {"dev.kindling.jobs..", "dev.kindling.train.."};

  @ArchTest
  static final ArchRule shouldCallTheCommandLineFromNowhere =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.kindling.jobs.cli")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.kindling.jobs.cli");

  @ArchTest
  static final ArchRule shouldCheckTheConfigWithoutSparkAndWithoutStages =
      noClasses()
          .that()
          .resideInAPackage("dev.kindling.jobs.config")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(JOBS)
                  .and(resideOutsideOfPackages("dev.kindling.jobs", "dev.kindling.jobs.config"))
                  .or(resideInAnyPackage("org.apache..")));

  @ArchTest
  static final ArchRule shouldStoreWithoutKnowingStages =
      noClasses()
          .that()
          .resideInAPackage("dev.kindling.jobs.storage")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(JOBS)
                  .and(resideOutsideOfPackages("dev.kindling.jobs", "dev.kindling.jobs.storage")));

  @ArchTest
  static final ArchRule shouldRunStagesWithoutKnowingAParticularOne =
      noClasses()
          .that()
          .resideInAPackage("dev.kindling.jobs.stage")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(JOBS)
                  .and(
                      resideOutsideOfPackages(
                          "dev.kindling.jobs",
                          "dev.kindling.jobs.config",
                          "dev.kindling.jobs.storage",
                          "dev.kindling.jobs.stage")));

  @ArchTest
  static final ArchRule shouldPrepareDataWithoutKnowingTheModel =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.kindling.jobs.corpus", "dev.kindling.jobs.vocab", "dev.kindling.jobs.examples")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.kindling.model..", "dev.kindling.train..");

  @ArchTest
  static final ArchRule shouldComputeARoundWithoutKnowingThoseAroundIt =
      noClasses()
          .that()
          .resideInAPackage("dev.kindling.train.sync")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.kindling.train", "dev.kindling.train.progress", "dev.kindling.train.report");

  @ArchTest
  static final ArchRule shouldKeepCheckpointsAndOrderWithoutSpark =
      noClasses()
          .that()
          .resideInAnyPackage("dev.kindling.train.checkpoint", "dev.kindling.train.data")
          .should()
          .dependOnClassesThat(resideInAPackage("org.apache.spark.."));

  @ArchTest
  static final ArchRule shouldTokenizeLinesWithoutSparkAndWithoutStages =
      noClasses()
          .that()
          .resideInAPackage("dev.kindling.jobs.tokenize")
          .should()
          .dependOnClassesThat(
              resideInAPackage("org.apache..")
                  .or(
                      resideInAnyPackage(JOBS)
                          .and(
                              resideOutsideOfPackages(
                                  "dev.kindling.jobs", "dev.kindling.jobs.tokenize"))));

  @ArchTest
  static final ArchRule shouldHaveNoCyclesBetweenPackages =
      slices().matching("dev.kindling.(**)").should().beFreeOfCycles();
}
