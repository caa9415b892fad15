package dev.kindling.tokenizer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.kindling.tokenizer", importOptions = DoNotIncludeTests.class)
class DependenciesTest {

  @ArchTest
  static final ArchRule shouldUseTheJdkAlone =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "dev.kindling.tokenizer..");

  @ArchTest
  static final ArchRule shouldNotDependOnItsOwnUsers =
      noClasses()
          .that()
          .resideInAPackage("dev.kindling.tokenizer")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.kindling.tokenizer.learn", "dev.kindling.tokenizer.json");
}
